"""The wizard itself: 选文件 → 认列 → 预览 → 完成; nothing is written before 导入 is pressed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.errors import AppError, ChangedSinceError
from longshan_desk.files import free_name, os_errors, write_atomically
from longshan_desk.paths import output_dir, resource
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.importing.kind import ImportKind, Wanted
from longshan_desk.ui.importing.preview_table import (
    CHANGED,
    NEW,
    NEW_ROWS,
    REFUSED,
    SAME,
    UNDECIDED,
    PreviewTable,
)
from longshan_desk.ui.importing.steps import ColumnStep, DoneStep, FileStep
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.wizard import Wizard, WizardStep
from longshan_desk.ui.widgets.words import words

ENDINGS = (
    (NEW_ROWS, "新增"),
    (CHANGED, "有变动"),
    (REFUSED, "不能导入"),
    (UNDECIDED, "待判定"),
    (SAME, "没有变化"),
)
_NEEDS_EYES = (REFUSED, UNDECIDED, CHANGED, NEW_ROWS, SAME)
_FILES = "表格 (*.xlsx *.xls *.csv *.txt *.html *.htm);;所有文件 (*)"


class ImportDialog(QDialog):
    """``ImportDialog.show_for(parent, context, kind)``; Esc and 取消 stop what runs, or close."""

    @classmethod
    def show_for(
        cls,
        parent: QWidget,
        context: Context,
        kind: ImportKind,
        file: Path | None = None,
        sheet: str | None = None,
        sheets: tuple[str, ...] = (),
        done_sheets: tuple[str, ...] = (),
    ) -> ImportDialog:
        """Open it; with ``sheet`` it goes on with that one of a file's ``sheets``."""
        dialog = cls(parent, context, kind)
        dialog._sheets, dialog._done_sheets = sheets, done_sheets
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        if file is not None:
            dialog.choose(file)
        if file is not None and sheet is not None:
            dialog.read(Wanted(file, sheet), dialog.wizard.go_on)
        return dialog

    def __init__(self, parent: QWidget, context: Context, kind: ImportKind) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self.setWindowTitle(kind.title)
        self._opener = parent
        self._context = context
        self._kind = kind
        self._sheets: tuple[str, ...] = ()
        self._done_sheets: tuple[str, ...] = ()
        self._file: Path | None = None
        self._wanted: Wanted | None = None
        self._job: Job | None = None
        self._taken = 0
        self._planning = 0
        self.shown: Any = None
        self.decisions: dict[int, str] = {}
        self._doubts: dict[int, Any] = {}
        self.file_step = FileStep(kind.about, self._choose, self._open_sample)
        self.column_step = ColumnStep(context, kind)
        self.counts = words("", "strong", wrap=True)
        self.tabs = Tabs(ENDINGS)
        self.table = PreviewTable(context, kind)
        self.save_refused = button("把不能导入的行存成表", self._save_refused)
        self.all_new = button(kind.all_new, self._all_new)
        self.done_step = DoneStep(self._save_refused)
        self.wizard = Wizard(
            [
                WizardStep("file", "选文件", self.file_step, self._leave_file),
                WizardStep("columns", "认列", self.column_step, self._leave_columns),
                WizardStep("preview", "预览", self._preview_step(), self._apply, "导入"),
                WizardStep("done", "完成", self.done_step, verb="关闭"),
            ]
        )
        self._put_together()

    def _put_together(self) -> None:
        self.wizard.cancelled.connect(self.reject)
        self.wizard.finished.connect(self.accept)
        self.wizard.entered.connect(self._entered)
        self.tabs.chosen.connect(self._list)
        self.table.decided.connect(self._decided)
        self.column_step.sheet_chosen.connect(self._choose_sheet)
        self.done_step.next_sheet.connect(self._go_on_with)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.addWidget(words(self._kind.title, "title"))
        column.addWidget(self.wizard, 1)
        room = self.screen().availableGeometry()
        self.resize(min(1060, room.width() - 60), min(640, room.height() - 80))
        self._entered("file")

    def _preview_step(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.counts)
        column.addWidget(self.tabs)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.save_refused)
        row.addWidget(self.all_new)
        row.addStretch(1)
        column.addLayout(row)
        return page

    def _entered(self, key: str) -> None:
        if key == "file":
            self.wizard.set_ready(self._file is not None, "请先选文件")
            first = self.file_step.choose_button if self._file is None else self.wizard.next_button
            first.setFocus()
            return
        if key == "preview":
            self._say_ready()
        self.wizard.next_button.setFocus()

    def reject(self) -> None:
        """Esc, ×, 取消: stop what runs; only then is there something to close."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        super().done(result)
        if self._taken:
            what = f"已导入 {self._taken} {self._kind.unit}"
            say_done(self._opener, self._context, what)

    # -- 选文件 -----------------------------------------------------------------------------

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self._kind.title, "", _FILES)
        if chosen:
            self.choose(Path(chosen))

    def choose(self, file: Path) -> None:
        """Take a file; it is read at 下一步."""
        self._file = file
        self.file_step.chosen.setText(f"已选：{file}")
        self.wizard.notice.hide()
        self.wizard.set_ready(True)
        self.wizard.next_button.setFocus()

    def _open_sample(self) -> None:
        """A copy in the clerk's own folder, so that the program's own stays as it is."""
        sample = resource("samples") / self._kind.template
        try:
            folder = output_dir()
            with os_errors(folder, "保存文件"):
                folder.mkdir(parents=True, exist_ok=True)
            file = free_name(folder / self._kind.template)
            write_atomically(file, sample.read_bytes())
        except AppError as exc:
            self._refuse(exc)
            return
        self.wizard.notice.say(f"样表已存到 {file}，可以照着填。")
        _open(file)

    def _leave_file(self) -> bool:
        """Read anew each time: the sheet may have been mended meanwhile."""
        assert self._file is not None
        self.read(Wanted(self._file), self.wizard.go_on)
        return False

    def read(self, wanted: Wanted, then: Callable[[], object]) -> None:
        """Read and plan on the work thread, then go on; a refusal is said at the step."""

        def work(job: Job) -> Any:
            return self._kind.preview(self._context, wanted, job.step)

        def done(shown: Any) -> None:
            self._wanted = wanted
            self.decisions, self._doubts = {}, {}
            if wanted.sheet is None:
                self._sheets = (shown.sheet.sheet, *shown.sheet.other_sheets)
            self.column_step.show_sheet(shown.sheet, self._sheets, wanted.for_all)
            self._show(shown)
            self._choose_tab()
            then()

        self._run(work, done, "读表")

    # -- 认列 -------------------------------------------------------------------------------

    def _choose_sheet(self, name: str) -> None:
        assert self._file is not None
        if self._job is None and name != self.shown.sheet.sheet:
            self.read(Wanted(self._file, name), lambda: self._entered("columns"))

    def _leave_columns(self) -> bool:
        assert self._wanted is not None
        for_all = self.column_step.for_all or None
        if for_all == self._wanted.for_all:
            return True
        wanted = Wanted(self._wanted.file, self.shown.sheet.sheet, for_all)
        self.read(wanted, self.wizard.go_on)
        return False

    # -- 预览 -------------------------------------------------------------------------------

    def _show(self, shown: Any) -> None:
        self.shown = shown
        counts = shown.plan.counts
        self._doubts.update({r.row: r for r in shown.plan.rows if r.ending == UNDECIDED})
        said = "，".join(f"{title} {counts[key]}" for key, title in ENDINGS if counts[key])
        rest = "只写入新增和有变动的；空格子不会抹掉已有的内容。"
        self.counts.setText(f"共 {len(shown.plan.rows)} 行：{said or '没有内容'}。{rest}")
        for key, _ in ENDINGS:
            self.tabs.set_count(key, counts[key])
        self.save_refused.setVisible(bool(counts[REFUSED] or counts[UNDECIDED]))
        self.all_new.setVisible(self._kind.decide is not None and counts[UNDECIDED] > 1)
        self._say_ready()

    def _choose_tab(self) -> None:
        counts = self.shown.plan.counts
        first = next((key for key in _NEEDS_EYES if counts[key]), NEW_ROWS)
        if self.tabs.key == first:
            self._list(first)
        else:
            self.tabs.go_to(first)

    def _say_ready(self) -> None:
        if self.wizard.current == "preview":
            nothing = self.shown.plan.changes_nothing
            self.wizard.set_ready(not nothing, "没有可以导入的新内容" if nothing else "")

    def _list(self, ending: str) -> None:
        if self.shown is None:
            return
        rows = [row for row in self.shown.plan.rows if row.ending == ending]
        if ending == UNDECIDED:  # what was decided stays, to be decided otherwise
            rows = [self._doubts[one] for one in sorted(self._doubts)]
        self.table.show_rows(self.shown, ending, rows, self.decisions)

    def _decided(self, row: int, choice: str) -> None:
        if choice:
            self.decisions[row] = choice
        else:
            self.decisions.pop(row, None)
        self._decide_again()

    def _all_new(self) -> None:
        for row in self.shown.plan.rows:
            if row.ending == UNDECIDED and row.candidates and self._kind.may_be_new(row):
                self.decisions[row.row] = NEW
        self._decide_again()
        self._list(self.tabs.key)

    def _decide_again(self) -> None:
        """Plan with the decisions so far; a long sheet takes a moment, so not on this thread."""
        decide = self._kind.decide
        assert decide is not None
        shown, decisions = self.shown, dict(self.decisions)
        self.wizard.next_button.setEnabled(False)
        self._planning += 1
        last = self._planning

        def done(planned: Any) -> None:
            if last != self._planning:
                return  # decided otherwise meanwhile
            self._show(planned)
            if self.tabs.key != UNDECIDED:
                self._list(self.tabs.key)

        self._context.tasks.run(
            lambda job: decide(self._context, shown, decisions),
            on_done=done,
            owner=self,
            title="核对",
            on_failed=self._failed,
        )

    def _save_refused(self) -> None:
        assert self._file is not None
        name, shown = f"{self._file.stem}-没有导入的行.xlsx", self.shown

        def work(job: Job) -> Path:
            folder = output_dir()
            with os_errors(folder, "保存文件"):
                folder.mkdir(parents=True, exist_ok=True)
            return self._kind.write_refused(shown, free_name(folder / name))

        def done(path: Path) -> None:
            said = f"已存为 {path}，每行写着原因；改好以后可以再导入。"
            self.wizard.notice.say(said, "", "打开", lambda: _open(path))

        self._run(work, done, "存成表")

    # -- 导入 -------------------------------------------------------------------------------

    def _apply(self) -> bool:
        shown = self.shown
        self._run(
            lambda job: self._kind.apply(self._context, shown, job.step), self._applied, "导入"
        )
        return False

    def _applied(self, counts: dict[str, int]) -> None:
        self._taken = counts[NEW_ROWS] + counts[CHANGED]
        left = counts[REFUSED] + counts[UNDECIDED]
        sheet = self.shown.sheet
        done = (*self._done_sheets, sheet.sheet)
        self.done_step.show_result(
            f"导入完成：{_taken_words(counts, self._kind.unit)}。",
            f"还有 {left} 行没有导入，可以存成表，改好再导。" if left else "",
            [one for one in self._sheets if one not in done],
        )
        self._done_sheets = done
        self.wizard.go_on()
        self.wizard.close_the_way_back()

    def _go_on_with(self, sheet: str) -> None:
        file = self._file
        self.accept()
        ImportDialog.show_for(
            self._opener, self._context, self._kind, file, sheet, self._sheets, self._done_sheets
        )

    # -- work and refusals ------------------------------------------------------------------

    def _run(self, work: Callable[[Job], Any], done: Callable[[Any], object], title: str) -> None:
        """One thing at a time; 取消 and Esc stop it."""

        def finished(result: Any) -> None:
            self._job = None
            done(result)

        self.wizard.notice.hide()
        self._job = self._context.tasks.run(
            work,
            on_done=finished,
            owner=self,
            title=title,
            on_failed=self._failed,
            disable=self.wizard,
        )

    def _failed(self, exc: Exception) -> bool:
        self._job = None
        self._entered(self.wizard.current)
        if not isinstance(exc, AppError):
            return False
        self._refuse(exc)
        return True

    def _refuse(self, exc: AppError) -> None:
        said = f"{exc.message}{exc.hint}"
        if isinstance(exc, ChangedSinceError) and self._wanted is not None:
            wanted = self._wanted
            again = "重新预览"
            self.wizard.notice.say(
                said, "late", again, lambda: self.read(wanted, lambda: self._entered("preview"))
            )
        else:
            self.wizard.notice.say(said, "late")


def _taken_words(counts: dict[str, int], unit: str) -> str:
    said = ((NEW_ROWS, "新增"), (CHANGED, "更新"))
    return "，".join(f"{verb} {counts[key]} {unit}" for key, verb in said if counts[key])


def _open(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
