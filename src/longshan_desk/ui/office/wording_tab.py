"""文书用语: titles, openings, closings and names on the papers, worded the office's own way."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from longshan_desk.actions import wording as acts
from longshan_desk.errors import AppError
from longshan_desk.queries import wording as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.office.wording_fields import PhraseField
from longshan_desk.ui.papers.preview import Preview
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormSheet
from longshan_desk.ui.widgets.words import SectionHeading, words

SHOW_AFTER_MS = 350
_LIST_WIDTH = 230


class WordingTab(QWidget):
    """The papers on the left, the phrases of one in the middle, how it looks on the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._papers: list[queries.PaperWords] = []
        self._shown: queries.PaperWords | None = None
        self._example: queries.Example | None = None
        self.sheet: FormSheet | None = None
        self.fields: dict[str, PhraseField] = {}
        self._target: PhraseField | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("文书")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._choose)
        self.reset_button = button("全部恢复默认", self._reset_all, kind="quiet")
        self.heading = SectionHeading("", "", self.reset_button)
        self.preview = Preview()
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=4)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._middle = QVBoxLayout()
        self._timer = QTimer(self, singleShot=True, interval=SHOW_AFTER_MS)
        self._timer.timeout.connect(self.show_now)
        self._build()

    def _build(self) -> None:
        self._middle.addWidget(self.heading)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(words("点一下，插到光标处；印的时候换成真的内容", "note"))
        right.addWidget(self._chips)
        right.addWidget(self.preview, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addLayout(self._middle, 1)
        row.addLayout(right, 1)

    def load(self) -> None:
        """Read the words again; what is being typed stays."""
        self._papers = queries.all_wording(self._context.store)
        self._mark_list()
        if self._shown is None:
            self.list.setCurrentRow(0)
            return
        now = next((one for one in self._papers if one.kind == self._shown.kind), None)
        if now is not None and now != self._shown and not self._is_typed():
            self._open(now)

    def choose(self, kind: str) -> None:
        """Show the words of one paper."""
        self.list.setCurrentRow([one.kind for one in self._papers].index(kind))

    def show_now(self) -> None:
        """The paper with the words as they stand; what cannot be printed is said at its field."""
        self._timer.stop()
        if self._example is None:
            return
        texts: dict[str, str] = {}
        for key, field in self.fields.items():
            trouble = field.trouble()
            field.show_error(trouble)
            texts[key] = field.row.text if trouble else field.value()
        paper = self._example.worded(texts)
        place = self.preview.verticalScrollBar().value()
        self.preview.show_papers([paper] if paper else [])
        self.preview.verticalScrollBar().setValue(place)

    def _mark_list(self) -> None:
        for place, paper in enumerate(self._papers):
            if place >= self.list.count():
                self.list.addItem("")
            kept = self._context.drafts.load(_draft_key(paper.kind)) is not None
            note = "（未保存）" if kept else "（已改）" if paper.is_changed else ""
            self.list.item(place).setText(f"{paper.title}{note}")
            self.list.item(place).setToolTip(paper.title)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._papers):
            self._open(self._papers[place])

    def _open(self, paper: queries.PaperWords) -> None:
        try:
            self._example = queries.example(self._context.store, paper.kind)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        self._put_away()
        self._shown = paper
        self.heading.set_text(paper.title)
        self.fields = {row.phrase.key: PhraseField(row, paper.wording) for row in paper.rows}
        form = Form(list(self.fields.values()), columns=1)
        self.sheet = FormSheet(
            self._context,
            form,
            verb="保存",
            on_save=self._save,
            draft_key=_draft_key(paper.kind),
        )
        self.sheet.close_button.hide()
        self.sheet.saved.connect(self._saved)
        form.edited.connect(self._timer.start)
        for field in self.fields.values():
            field.entered.connect(lambda field=field: self._aim(field))
        self._target = next(iter(self.fields.values()), None)
        self._middle.addWidget(self.sheet, 1)
        self._show_placeholders(paper)
        self.preview.verticalScrollBar().setValue(0)
        self.show_now()

    def _put_away(self) -> None:
        if self.sheet is not None:
            self.sheet.hide()  # which writes the draft
            if self.sheet.keeper is not None and not self._is_typed():
                self.sheet.keeper.discard()
            self._middle.removeWidget(self.sheet)
            self.sheet.deleteLater()
            self._mark_list()

    def _show_placeholders(self, paper: queries.PaperWords) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in paper.wording.placeholders:
            chip = button(one.token, kind="chip", tip=f"印出来如：{one.example}")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(lambda _=False, token=one.token: self._insert(token))
            self._flow.addWidget(chip)

    def _aim(self, field: PhraseField) -> None:
        self._target = field

    def _insert(self, token: str) -> None:
        if self._target is not None:
            self._target.insert(token)

    def _reset_all(self) -> None:
        for field in self.fields.values():
            if not field.row.is_fixed and field.draft() != field.row.phrase.default:
                field.reset()

    def _is_typed(self) -> bool:
        return any(field.draft() != field.row.text for field in self.fields.values())

    def _save(self, values: dict[str, Any]) -> None:
        assert self._shown is not None
        opened = {key: field.row.text for key, field in self.fields.items()}
        acts.set_wording(self._context.store, self._shown.kind, values, expected=opened)

    def _saved(self) -> None:
        assert self._shown is not None
        kind = self._shown.kind
        is_new = queries.paper_words(self._context.store, kind) != self._shown
        self._papers = queries.all_wording(self._context.store)
        self._mark_list()
        self._open(next(one for one in self._papers if one.kind == kind))
        if is_new:
            said = f"已保存“{self._shown.title}”的用语，已出具的文书不变"
            say_done(self, self._context, said)
        else:
            speaker.toast(self, "没有改动")


def _draft_key(kind: str) -> str:
    return f"wording/{kind}"
