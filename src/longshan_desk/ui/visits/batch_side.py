"""Beside the grid of batch entry: the phrases, and what is known of the household at hand."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from longshan_desk.queries.visit_rounds import RoundRow
from longshan_desk.ui.theme import em
from longshan_desk.ui.visits.batch_rows import written_words
from longshan_desk.ui.visits.phrase_list import PhraseList
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.words import words

_WIDTH = 16
_NOTE_LINES = 90


class BatchSide(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.phrases = PhraseList()
        self.similar = words("", "note", "soon", wrap=True)
        self.home = words("", "strong", wrap=True)
        self.about = words("", "note", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(words("常用语：按数字，或打拼音首字母", "label", wrap=True))
        column.addWidget(self.phrases, 1)
        column.addWidget(self.similar)
        column.addWidget(self.home)
        column.addWidget(self.about)
        self.similar.hide()
        self.setFixedWidth(em() * _WIDTH)

    def say_similar(self, said: str) -> None:
        """A quiet word that moves nothing of what is typed into."""
        self.similar.setText(said)
        self.similar.setVisible(bool(said))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setFixedWidth(em() * _WIDTH)

    def show_household(self, row: RoundRow) -> None:
        home = row.household
        self.home.setText(f"{home.group} · {home.head}户")
        parts = [f"{home.persons} 人", home.phone, home.address, home.special_words]
        lines = [" · ".join(part for part in parts if part)]
        if row.before is not None:
            said = written_words(row.before)[:_NOTE_LINES]
            lines.append(f"{day_words(row.before.on)}{row.before.way.label}：{said}")
            if row.before.promise:
                lines.append(f"承诺：{row.before.promise[:_NOTE_LINES]}")
        self.about.setText("\n".join(lines))
