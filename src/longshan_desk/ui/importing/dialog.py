"""The wizard itself: 选文件 → 认列 → 预览 → 完成; nothing is written before 导入 is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.paths import resource
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.theme import colour, mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import ChoiceBox, Option
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.wizard import Wizard, WizardStep
from longshan_desk.ui.widgets.words import words

ENDINGS = (
    ("refused", "不能导入"),
    ("undecided", "待判定"),
    ("new", "新增"),
    ("changed", "有变动"),
    ("same", "没有变化"),
)
SHOWN = 300
NEW = "new"
LEAVE_OUT = ""


@dataclass(frozen=True)
class ImportKind:
    """What one kind of sheet needs: its acts and its words."""

    title: str
    undo_words: str
    template: str
    fields: Mapping[str, str]
    preview: Callable[[Context, Path, Callable[[int, int], None]], Any]
    decide: Callable[[Context, Any, dict[int, str]], Any]
    apply: Callable[[Context, Any, Callable[[int, int], None]], dict[str, int]]
    refused: Callable[[Context, Any, Path], Path]
    candidate: Callable[[Context, str], str]


class ImportDialog(QDialog):
    def __init__(
        self, parent: QWidget, context: Context, kind: ImportKind, file: Path | None = None
    ) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self.setWindowTitle(kind.title)
        self._context = context
        self._kind = kind
        self._file: Path | None = None
        self._shown: Any = None
        self._decisions: dict[int, str] = {}
        self.chosen = words("还没有选文件。", "strong", wrap=True)
        self.columns = words("", wrap=True, copy=True)
        self.counts = words("", "strong", wrap=True)
        self.tabs = Tabs(ENDINGS)
        self.table = QTableWidget()
        self.outcome = words("", "strong", wrap=True)
        self.save_refused = button("把不能导入的行存成表", self._save_refused)
        self.wizard = Wizard(
            [
                WizardStep("file", "选文件", self._file_step(), self._read),
                WizardStep("columns", "认列", self._column_step()),
                WizardStep("preview", "预览", self._preview_step(), self._apply, "导入"),
                WizardStep("done", "完成", self._done_step(), verb="关闭"),
            ]
        )
        self.wizard.cancelled.connect(self.reject)
        self.wizard.finished.connect(self.accept)
        self.tabs.chosen.connect(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.addWidget(words(kind.title, "title"))
        column.addWidget(self.wizard, 1)
        self.resize(980, 620)
        self.wizard.set_ready(False, "请先选文件")
        if file is not None:
            self.choose(file)

    # -- the steps --------------------------------------------------------------------------

    def _file_step(self) -> QWidget:
        page, column = _page()
        text = (
            "请选花名册文件。Excel（.xlsx、.xls）、CSV 和网页另存的 .xls 都可以；标题行、合并格、"
            "列的先后都不要紧。身份证号要存成文本，不能是数字。"
        )
        column.addWidget(words(text, wrap=True))
        row = QHBoxLayout()
        row.addWidget(button("选文件…", self._choose, kind="primary"))
        row.addWidget(button("看一份填好的样表", self._open_template))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.chosen)
        column.addStretch(1)
        return page

    def _column_step(self) -> QWidget:
        page, column = _page()
        column.addWidget(words("程序这样认表里的列，认错了请先在表里改列名：", wrap=True))
        column.addWidget(self.columns)
        column.addStretch(1)
        return page

    def _preview_step(self) -> QWidget:
        page, column = _page()
        column.addWidget(self.counts)
        column.addWidget(self.tabs)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(self.save_refused)
        row.addStretch(1)
        column.addLayout(row)
        return page

    def _done_step(self) -> QWidget:
        page, column = _page()
        column.addWidget(self.outcome)
        column.addStretch(1)
        return page

    # -- 选文件 -----------------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = "表格 (*.xlsx *.xls *.csv *.txt *.html *.htm);;所有文件 (*)"
        chosen, _ = QFileDialog.getOpenFileName(self, self._kind.title, "", kinds)
        if chosen:
            self.choose(Path(chosen))

    def choose(self, file: Path) -> None:
        self._file = file
        self._decisions = {}
        self.chosen.setText(f"已选：{file}")
        self.wizard.set_ready(True)

    def _open_template(self) -> None:
        path = resource("samples") / self._kind.template
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _read(self) -> bool:
        file = self._file
        assert file is not None

        def work(job: Job) -> Any:
            return self._kind.preview(self._context, file, job.step)

        self._context.tasks.run(
            work, on_done=self._read_done, owner=self, title="正在读表", disable=self.wizard
        )
        return False

    def _read_done(self, shown: Any) -> None:
        self._show(shown)
        columns = shown.plan.columns
        lines = [
            f"{heading}　→　{self._field(name)}".replace("\n", "")
            for heading, name in columns.items()
        ]
        ignored = getattr(shown.sheet, "ignored", ())
        if ignored:
            lines.append(f"不用的列：{'、'.join(ignored)}")
        self.columns.setText("\n".join(lines))
        self.wizard.go_on()

    # -- 预览 -------------------------------------------------------------------------------

    def _show(self, shown: Any) -> None:
        self._shown = shown
        counts = shown.plan.counts
        self.counts.setText(
            f"共 {len(shown.plan.rows)} 行：新增 {counts['new']}，有变动 {counts['changed']}，"
            f"没有变化 {counts['same']}，不能导入 {counts['refused']}，"
            f"待判定 {counts['undecided']}。"
            "导入只写新增和有变动的，其余留着不动。"
        )
        for key, _ in ENDINGS:
            self.tabs.set_count(key, counts[key])
        first = next((key for key, _ in ENDINGS if counts[key]), "new")
        if not counts[self.tabs.key]:
            self.tabs.go_to(first)
        self.save_refused.setVisible(bool(counts["refused"] or counts["undecided"]))
        self._list(self.tabs.key)

    def _list(self, ending: str) -> None:
        """The first and the last rows of one ending; a long sheet is not drawn whole."""
        if self._shown is None:
            return
        rows = [row for row in self._shown.plan.rows if row.ending == ending]
        shown = rows if len(rows) <= SHOWN else [*rows[: SHOWN // 2], *rows[-SHOWN // 2 :]]
        headings = ("行号", "姓名", _WHAT[ending], "怎么办" if ending in _ASKS else "")
        self.table.clear()
        self.table.setColumnCount(4)
        self.table.setHorizontalHeaderLabels(headings)
        self.table.setRowCount(len(shown))
        for place, row in enumerate(shown):
            self._fill(place, row, ending)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 60)
        self.table.setColumnWidth(1, 130)
        self.table.setColumnWidth(3, 330 if ending in _ASKS else 8)
        self.table.resizeRowsToContents()

    def _fill(self, place: int, row: Any, ending: str) -> None:
        problems = "；".join(f"{one.column}“{one.value}”：{one.reason}" for one in row.problems)
        hints = "；".join(dict.fromkeys(one.hint for one in row.problems))
        what = {
            "refused": problems,
            "undecided": row.why,
            "changed": self._changes(row.fields),
            "new": _values(row.values),
            "same": "",
        }[ending]
        for column, text in enumerate((str(row.row), row.name, what)):
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            if ending == "refused" and column == 2:
                item.setForeground(colour("late"))
            self.table.setItem(place, column, item)
        if ending == "undecided" and row.candidates:
            self.table.setCellWidget(place, 3, self._choice(row))
        elif ending in _ASKS:
            self.table.setItem(place, 3, QTableWidgetItem(hints))

    def _field(self, name: str) -> str:
        return self._kind.fields.get(name, name)

    def _changes(self, fields: Mapping[str, tuple[Any, Any]]) -> str:
        return "；".join(
            f"{self._field(name)}：{_text(old)} → {_text(new)}"
            for name, (old, new) in fields.items()
        )

    def _choice(self, row: Any) -> ChoiceBox:
        options = [Option(LEAVE_OUT, "先不导入"), Option(NEW, "新登记为另一个人")]
        options += [
            Option(one, f"就是 {self._kind.candidate(self._context, one)}")
            for one in row.candidates
        ]
        box = ChoiceBox(options)
        box.set_code(self._decisions.get(row.row, LEAVE_OUT))
        box.chosen.connect(lambda *_: self._decided(row.row, box.code()))
        return box

    def _decided(self, row: int, choice: str | None) -> None:
        if choice:
            self._decisions[row] = choice
        else:
            self._decisions.pop(row, None)
        self._show(self._kind.decide(self._context, self._shown, dict(self._decisions)))

    def _save_refused(self) -> None:
        assert self._file is not None
        name = f"{self._file.stem}-不能导入的行.xlsx"
        target = str(self._file.with_name(name))
        chosen, _ = QFileDialog.getSaveFileName(self, "存成表", target, "Excel (*.xlsx)")
        if chosen:
            path = self._kind.refused(self._context, self._shown, Path(chosen))
            speaker.toast(self.parentWidget(), f"已存为 {path.name}，改好以后可以再导入")

    # -- 导入 -------------------------------------------------------------------------------

    def _apply(self) -> bool:
        shown = self._shown

        def work(job: Job) -> dict[str, int]:
            return self._kind.apply(self._context, shown, job.step)

        self._context.tasks.run(
            work, on_done=self._applied, owner=self, title="正在导入", disable=self.wizard
        )
        return False

    def _applied(self, counts: dict[str, int]) -> None:
        left = counts["refused"] + counts["undecided"]
        rest = f"还有 {left} 行没有导入，可以改好再导。" if left else ""
        self.outcome.setText(
            f"导入完成：新增 {counts['new']} 人，更新 {counts['changed']} 人。{rest}"
            "导入前已自动备份；整个导入可以一次撤销（菜单里的“撤销”）。"
        )
        self.wizard.go_on()
        self.wizard.close_the_way_back()
        if counts["new"] or counts["changed"]:
            say_done(self, self._context, f"已导入 {counts['new'] + counts['changed']} 人")


_WHAT = {
    "refused": "为什么不能导入",
    "undecided": "为什么要判定",
    "changed": "变动",
    "new": "内容",
    "same": "",
}
_ASKS = ("refused", "undecided")


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return page, column


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(_text, value))
    return str(getattr(value, "label", value) if value is not None else "空")


def _values(values: dict[str, Any]) -> str:
    shown = ("group", "relation", "id_number", "phone", "born_on")
    return "　".join(_text(values[key]) for key in shown if values.get(key))
