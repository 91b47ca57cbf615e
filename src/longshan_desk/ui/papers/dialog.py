"""The papers of one record: a list to tick, the preview, and the four buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.actions.papers import Written
from longshan_desk.documents.kinds.registry import KINDS
from longshan_desk.documents.model import Paper
from longshan_desk.domain.redaction import Names
from longshan_desk.errors import AppError
from longshan_desk.queries.prepared import Prepared, prepared
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import output
from longshan_desk.ui.papers.preview import Preview
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.words import words


@dataclass(frozen=True, slots=True)
class Offer:
    """One paper that a record can give."""

    kind: str
    for_id: str


_SIZES = (("", "普通"), ("a4", "A4 张贴"), ("a3", "A3 张贴"))


class PapersDialog(QDialog):
    """Several papers at once: the ticked ones are printed and saved, the marked one is shown."""

    def __init__(
        self, parent: QWidget, context: Context, offers: Sequence[Offer], *, blank: bool = False
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._offers = list(offers)
        self._folder: Path | None = None
        self.setWindowTitle("文书")
        self.resize(1080, 760)
        self.list = QListWidget()
        self.list.setFixedWidth(230)
        self.blank = QCheckBox("空白表格，手写用")
        self.blank.setChecked(blank)
        self.blank.setEnabled(not blank)
        self.size_box = QComboBox()
        for code, label in _SIZES:
            self.size_box.addItem(label, code)
        self.names_box = QComboBox()
        for names in Names:
            self.names_box.addItem(names.label, names)
        self.masked = words("", "note", wrap=True)
        self.preview = Preview()
        self._build()
        for offer in self._offers:
            item = QListWidgetItem(KINDS[offer.kind].title)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._chosen)
        self.blank.toggled.connect(self.show_preview)
        self.size_box.activated.connect(self.show_preview)
        self.names_box.activated.connect(self.show_preview)
        self.list.setCurrentRow(0)

    def _build(self) -> None:
        self.preview_button = button("预览", self.show_preview)
        self.print_button = button("打印", self.print, kind="primary", icon_name="print")
        self.word_button = button("存为 Word", self.save_word)
        self.pdf_button = button("存为 PDF", self.save_pdf)
        self.folder_button = button("打开所在文件夹", self.open_folder, kind="quiet")
        self.folder_button.setEnabled(False)
        left = QVBoxLayout()
        left.addWidget(words("勾选几种可以一起打印", "note"))
        left.addWidget(self.list, 1)
        for widget in (self.blank, self.size_box, self.names_box, self.masked):
            left.addWidget(widget)
        bar = QHBoxLayout()
        for one in (
            self.preview_button,
            self.print_button,
            self.word_button,
            self.pdf_button,
            self.folder_button,
        ):
            bar.addWidget(one)
        bar.addStretch(1)
        bar.addWidget(button("缩小", lambda: self.preview.step_zoom(-1), kind="quiet"))
        bar.addWidget(button("放大", lambda: self.preview.step_zoom(1), kind="quiet"))
        right = QVBoxLayout()
        right.addLayout(bar)
        right.addWidget(self.preview, 1)
        row = QHBoxLayout(self)
        row.addLayout(left)
        row.addLayout(right, 1)

    def _chosen(self, _place: int) -> None:
        kind = KINDS[self._current().kind]
        self.size_box.setEnabled(kind.has_poster)
        self.size_box.setCurrentIndex(0)
        self.names_box.setEnabled(kind.is_posted)
        self.names_box.setCurrentIndex(0 if kind.is_posted else 1)
        self.show_preview()

    def _current(self) -> Offer:
        return self._offers[max(0, self.list.currentRow())]

    def ticked(self) -> list[Offer]:
        """The ticked papers, or the one that is shown."""
        checked = Qt.CheckState.Checked
        rows = [n for n in range(self.list.count()) if self.list.item(n).checkState() == checked]
        return [self._offers[n] for n in rows] or [self._current()]

    def names(self) -> Names:
        return Names(self.names_box.currentData())  # a box keeps the code alone

    def _made(self, offer: Offer) -> Prepared:
        kind = KINDS[offer.kind]
        is_shown = offer == self._current()
        return prepared(
            self._context.store,
            offer.kind,
            offer.for_id,
            size=self.size_box.currentData() if kind.has_poster and is_shown else "",
            names=self.names() if kind.is_posted and is_shown else None,
            is_blank=self.blank.isChecked(),
        )

    def show_preview(self) -> None:
        try:
            made = self._made(self._current())
        except AppError as error:
            speaker.tell(self, error)
            return
        told = "，".join(made.masked)
        self.masked.setText(f"已脱敏：{told}" if told else "")
        self.preview.show_papers(made.papers)

    def print(self) -> None:
        if papers := self._to_issue():
            output.print_papers(self, papers)

    def save_pdf(self) -> None:
        if papers := self._to_issue():
            self._say(output.save_pdf(self._context, papers))

    def save_word(self) -> None:
        papers = [paper for offer in self.ticked() for paper in self._made(offer).papers]
        self._say(output.save_word(self._context, papers))

    def _to_issue(self) -> list[Paper]:
        found: list[Paper] = []
        for offer in self.ticked():
            made = self._made(offer)
            if self.blank.isChecked():
                found += made.papers
                continue
            papers = output.to_issue(self, self._context, made)
            if papers is None:
                return []
            found += papers
        return found

    def _say(self, files: Sequence[Written]) -> None:
        self._folder = files[0].path.parent
        self.folder_button.setEnabled(True)
        beside = [file.said for file in files if file.instead_of]
        said = f"已保存 {len(files)} 份到 {self._folder}" if len(files) > 1 else files[0].said
        speaker.toast(self, "\n".join([said, *beside]) if len(files) > 1 else said)
        self.masked.setText(said)

    def open_folder(self) -> None:
        if self._folder is not None:
            output.open_folder(self._folder)


def hearing_offers(meeting_id: str, month: str, *, is_hearing: bool) -> list[Offer]:
    codes = (
        ("hearing_notice", "sign_in", "opening_report", "hearing_minutes", "meeting_summary")
        if is_hearing
        else ("sign_in", "committees_minutes", "meeting_summary")
    )
    found = [Offer(code, meeting_id) for code in codes]
    if is_hearing:
        found += [Offer(code, month) for code in ("matter_list", "register")]
    return found


def matter_offers(number: str) -> list[Offer]:
    return [Offer(code, number) for code, kind in KINDS.items() if kind.made_for == "matter"]
