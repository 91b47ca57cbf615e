"""What is due, in words, red before amber; a click opens the record itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from longshan_desk.queries.home import DueLine, Tone
from longshan_desk.ui.context import Context
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.one_line import OneLine
from longshan_desk.ui.widgets.words import badge, rule, words

_SHOWN = 40

_TITLES = {Tone.LATE: "已超期", Tone.SOON: "快到期", Tone.CALM: "还有时间"}
TONES = {Tone.LATE: "late", Tone.SOON: "soon"}


class DueCard(Card):
    """Fills itself from the lines of ``queries.home``; it is built anew at every load."""

    def __init__(self, context: Context, lines: Sequence[DueLine]) -> None:
        super().__init__("要办的事", _counted(lines))
        self._context = context
        self.rows: list[LinkRow] = []
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        before: Tone | None = None
        for line in lines[:_SHOWN]:
            if line.tone is not before:
                column.addWidget(_heading(line.tone, lines))
            else:
                column.addWidget(rule())
            before = line.tone
            column.addWidget(self._row(line))
        if not lines:
            column.addWidget(words("没有要办的事。", "", "muted"))
        self.add(box)
        if len(lines) > _SHOWN:
            rest = f"还有 {len(lines) - _SHOWN} 件，到“事项”里看"
            self.add(button(rest, partial(context.show_page, "matters"), kind="quiet", looks=True))
        self.add_stretch()

    def _row(self, line: DueLine) -> LinkRow:
        said = QWidget()
        column = QVBoxLayout(said)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(OneLine(line.title))
        column.addWidget(OneLine(f"{line.who} · {line.rule}", "note"))
        row = LinkRow(said, badge(line.words, TONES.get(line.tone, "")))
        row.setAccessibleName(f"{line.title}，{line.who}，{line.words}")
        row.opened.connect(partial(self._context.show_record, line.kind, line.id))
        self.rows.append(row)
        return row


def _counted(lines: Sequence[DueLine]) -> str:
    return f"{len(lines)} 件" if lines else ""


def _heading(tone: Tone, lines: Sequence[DueLine]) -> QWidget:
    count = sum(line.tone is tone for line in lines)
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(10, 8, 10, 3)
    row.addWidget(words(f"{_TITLES.get(tone, '')} {count}", "strong", TONES.get(tone, "muted")))
    row.addStretch(1)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    mark(box, role="heading-row")
    return box
