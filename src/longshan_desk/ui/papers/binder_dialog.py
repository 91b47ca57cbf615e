"""迎检成册 (R39): from when to when and which papers, what is missing first, then one volume."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
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

from longshan_desk.actions.paper_uses import Used, note_use
from longshan_desk.actions.papers import Written, output_folder, write_file
from longshan_desk.documents.kinds.binder import BINDER
from longshan_desk.documents.kinds.registry import KINDS
from longshan_desk.domain.calendar import Month, chinese_date
from longshan_desk.domain.paper_life import PaperWay
from longshan_desk.domain.redaction import Names
from longshan_desk.errors import AppError
from longshan_desk.queries.binding import BOUND_KINDS, Gap, binding, bound_months, missing_in
from longshan_desk.queries.papers import office_words
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.paper.binder import Volume, volume
from longshan_desk.ui.papers import output
from longshan_desk.ui.papers.preview import Preview, PreviewBar
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.theme import em
from longshan_desk.ui.widgets.buttons import button, shortcut
from longshan_desk.ui.widgets.words import words

_FOLDER = "成册"
_SIDE = 25
"""Characters."""
_MONTHS_AT_FIRST = 12
_FIRST_WORDS = (
    "选好月份和内容，按“成册”。没有办齐的列在左边，点一下就能去补；"
    "也可以先成册，缺的会写进目录的备考。"
)


class BinderDialog(QDialog):
    """``volume`` is what was made last; a change of the choice makes it anew."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        self._context = context
        self._folder: Path | None = None
        self.volume: Volume | None = None
        self.setWindowTitle(BINDER)
        months = bound_months(context.store)
        self.first, self.last = _months(months), _months(months)
        self.first.setCurrentIndex(min(_MONTHS_AT_FIRST, len(months)) - 1)
        self.kinds = {code: QCheckBox(KINDS[code].title) for code in BOUND_KINDS}
        self.missing = QListWidget()
        self.missing.setWordWrap(True)
        self.missing.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.missing_words = words("", "strong")
        self.state = words(_FIRST_WORDS, "note", wrap=True, copy=True)
        self.preview = Preview()
        self.bar = PreviewBar(self.preview)
        self.make_button = button("成册", self.make, kind="primary", icon_name="papers")
        self.print_button = button("打印", self.print, icon_name="print", tip="Ctrl+P")
        self.pdf_button = button("存为 PDF", self.save_pdf, tip="Ctrl+Shift+S")
        self.folder_button = button("打开所在文件夹", self.open_folder, kind="quiet")
        self._build()
        for box in (self.first, self.last):
            box.currentIndexChanged.connect(self._changed)
        for box_of_kind in self.kinds.values():
            box_of_kind.setChecked(True)
            box_of_kind.toggled.connect(lambda _: self._forget())
        self.missing.itemClicked.connect(self._go_to)
        self.missing.itemActivated.connect(self._go_to)
        self._look_for_gaps()

    def showEvent(self, event: QShowEvent) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(1120, room.width() - 40), min(760, room.height() - 60))
        super().showEvent(event)

    def _build(self) -> None:
        span = QHBoxLayout()
        span.addWidget(words("从"))
        span.addWidget(self.first, 1)
        span.addWidget(words("到"))
        span.addWidget(self.last, 1)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.addLayout(span)
        left.addWidget(words("装进去的文书", "strong"))
        for box in self.kinds.values():
            left.addWidget(box)
        left.addWidget(self.missing_words)
        left.addWidget(self.missing, 3)
        left.addStretch(1)
        side = QWidget()
        side.setFixedWidth(_SIDE * em())
        side.setLayout(left)
        head = QHBoxLayout()
        for one in (self.make_button, self.print_button, self.pdf_button, self.folder_button):
            head.addWidget(one)
        head.addStretch(1)
        right = QVBoxLayout()
        right.addLayout(head)
        right.addWidget(self.state)
        right.addWidget(self.bar)
        right.addWidget(self.preview, 1)
        row = QHBoxLayout(self)
        row.setSpacing(14)
        row.addWidget(side)
        row.addLayout(right, 1)
        self.bar.listen_on(self)
        for keys, one in (("Ctrl+P", self.print_button), ("Ctrl+Shift+S", self.pdf_button)):
            shortcut(keys, self, one)

    # -- what is missing first ----------------------------------------------------------------

    def _changed(self) -> None:
        self._forget()
        self._look_for_gaps()

    def _forget(self) -> None:
        if self.volume is not None:
            self.volume = None
            self.preview.show_pages(())
            self.state.setText(_FIRST_WORDS)

    def _look_for_gaps(self) -> None:
        store, (first, last) = self._context.store, self.span()
        self._context.tasks.run(
            lambda job: missing_in(store, first, last),
            on_done=self._show_gaps,
            on_failed=self._refuse_span,
            owner=self,
            title="查看缺什么",
            quiet=True,
        )

    def _refuse_span(self, error: Exception) -> bool:
        if not isinstance(error, AppError):
            return False
        self.missing.clear()
        self.missing_words.setText(f"{error.message}{error.hint}")
        return True

    def _show_gaps(self, gaps: Sequence[Gap]) -> None:
        self.missing.clear()
        for gap in gaps:
            item = QListWidgetItem(gap.text.rstrip("。"))
            item.setData(Qt.ItemDataRole.UserRole, gap.meeting_id)
            self.missing.addItem(item)
        self.missing.setVisible(bool(gaps))
        self.missing_words.setText(
            f"还缺 {len(gaps)} 处，点一下去补：" if gaps else "这段时间的说事会、签到、议事都齐了。"
        )

    def _go_to(self, item: QListWidgetItem) -> None:
        meeting_id = item.data(Qt.ItemDataRole.UserRole)
        self.close()
        if meeting_id:
            self._context.show_record("meeting", meeting_id)
        else:
            self._context.show_page("hearings")

    def span(self) -> tuple[str, str]:
        return self.first.currentData(), self.last.currentData()

    # -- the volume -----------------------------------------------------------------------------

    def make(self) -> None:
        self._make(lambda: None)

    def _make(self, then: Callable[[], object]) -> None:
        store, (first, last), kinds = self._context.store, self.span(), self.chosen()
        if not kinds:
            self.state.setText("一种文书也没有勾选。请在左边勾选要装进去的。")
            return

        def work(job: Job) -> Volume:
            bound = binding(store, first, last, kinds, step=job.step)
            months = [(one.month.label, one.papers) for one in bound.months]
            if not any(papers for _, papers in months):
                raise AppError("这段时间没有可以成册的文书。", hint="请换一段时间，或多勾选几种。")
            gaps = [gap.text for gap in bound.missing]
            day = chinese_date(store.today())
            return volume(office_words(store), bound.period, day, months, gaps, step=job.step)

        def done(made: Volume) -> None:
            self.volume = made
            self.state.setText(
                f"封面和目录 {len(made.front)} 页，正文第 1—{len(made.body)} 页，"
                f"共 {made.count} 页。"
            )
            self.preview.show_pages(made.sheets)
            then()

        self._context.tasks.run(
            work, on_done=done, owner=self, title=BINDER, disable=self.make_button
        )

    def chosen(self) -> list[str]:
        return [code for code, box in self.kinds.items() if box.isChecked()]

    def name(self) -> str:
        first, last = (Month.parse(one).label for one in self.span())
        period = first if first == last else f"{first}至{last}"
        return f"{self._context.desk_name}{period}资料汇编"

    def print(self) -> None:
        """Also in parts: the print dialog begins at any page."""
        if self.volume is None:
            self._make(self.print)
            return
        from longshan_desk.ui.papers.print_dialog import PrintDialog

        dialog = PrintDialog(self, self.volume.job(self.name()))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._note(PaperWay.PRINTED, dialog.pages_sent, dialog.copies.value)
            self.state.setText(f"{dialog.said}。")

    def save_pdf(self) -> None:
        made = self.volume
        if made is None:
            self._make(self.save_pdf)
            return
        name, day = self.name(), self._context.today()

        def work(job: Job) -> Written:
            job.step(0, 1, "写 PDF")
            return write_file(output_folder(day, _FOLDER), name, ".pdf", made.pdf())

        self._context.tasks.run(
            work,
            on_done=partial(self._say_saved, made.count),
            owner=self,
            title="存为 PDF",
            disable=self.pdf_button,
        )

    def _say_saved(self, pages: int, file: Written) -> None:
        self._note(PaperWay.PDF, pages)
        self._folder = file.path.parent
        self.state.setText(file.said)
        speaker.toast(self, file.said, undo=self.open_folder, verb="打开文件夹")

    def _note(self, way: PaperWay, pages: int, copies: int = 1) -> None:
        used = Used("binder", "—".join(self.span()), Names.FULL, pages)
        note_use(self._context.store, way, [used], copies=copies)

    def open_folder(self) -> None:
        output.open_folder(self._folder or output_folder(self._context.today(), _FOLDER))


def _months(months: Sequence[str]) -> QComboBox:
    """The newest first."""
    made = QComboBox()
    for month in months:
        made.addItem(Month.parse(month).label, month)
    return made
