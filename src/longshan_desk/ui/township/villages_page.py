"""The page 各村: a row a village, and its records to read as the village sees them (R26)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from longshan_desk.domain.calendar import short_date
from longshan_desk.queries.township import VillageFigures, village_figures
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.township.village_window import VillageWindow, open_village
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.page import Page
from longshan_desk.ui.widgets.rows import Column
from longshan_desk.ui.widgets.table import RecordTable


def _last(one: VillageFigures) -> str:
    handed = one.handed_over
    until = handed.received_until if handed else None
    return short_date(until) if until else "还没有交过"


def _missing(one: VillageFigures) -> str:
    months = one.handed_over.missing_months if one.handed_over else ()
    return "、".join(f"{int(month[5:])}月" for month in months)


def _number(key: str, title: str, tone: str = "") -> Column:
    return Column(
        key, title, 4, align="right",
        text=lambda one: str(getattr(one, key) or ""),
        tone=lambda one: tone if getattr(one, key) else "",
        sortable=False,
    )  # fmt: skip


COLUMNS = (
    Column("code", "编号", 3, text=lambda one: one.village.code, sortable=False),
    Column("name", "村", 7, text=lambda one: one.village.name, sortable=False, stretch=True),
    Column(
        "last", "收到哪一天", 6, text=_last, sortable=False,
        tone=lambda one: "" if one.handed_over and one.handed_over.received_until else "soon",
    ),
    Column("missing", "没有交的月份", 8, text=_missing, tone=lambda _: "late", sortable=False),
    Column(
        "hearing", "最近说事会", 6, sortable=False,
        text=lambda one: short_date(one.last_hearing) if one.last_hearing else "",
    ),
    _number("households", "农户"),
    _number("open", "在办"),
    _number("overdue", "超期", "late"),
    _number("stalled", "停滞", "late"),
    _number("feedback_due", "待反馈"),
    _number("waiting", "等答复", "soon"),
    _number("conflicts", "待确认", "soon"),
)  # fmt: skip


class VillagesPage(Page):
    """``show_record("village", part)`` opens one, ``"part/kind/id"`` a record of it;
    ``("village-row", part)`` stands on its row."""

    topics: ClassVar = ("matter", "move", "township_move", "meeting", "household", "office")

    def __init__(self, context: Context) -> None:
        self.open_button = button("打开这个村（只看）", self._open_current, kind="primary")
        super().__init__(context, "各村", self.open_button)
        self._rows: Sequence[VillageFigures] = ()
        self.windows: dict[str, VillageWindow] = {}
        self._wanted = ""
        source = FewRows(lambda: self._rows, lambda one: one.village.name + one.village.code)
        self.table = RecordTable(
            "villages", source, COLUMNS, context.settings, ticks=False, export=False
        )
        self.table.set_empty("还没有村加入。请在“U盘交接”里办理加入")
        self.table.opened.connect(self.open)
        self.body.addWidget(self.table, 1)
        self.setFocusProxy(self.table.view)

    def load(self) -> None:
        """All matters of all villages are gone through: on the work thread."""
        store = self.context.store

        def ask(job: Job) -> Sequence[VillageFigures]:
            return village_figures(store)

        self.note.setText("正在统计……")
        self.context.tasks.run(
            ask,
            on_done=self._show,
            on_failed=self._failed,
            owner=self,
            title="统计各村",
            quiet=True,
        )

    def show_record(self, kind: str, record_id: str) -> None:
        part, _, record = record_id.partition("/")
        if kind == "village-row":
            self._wanted = part
            self._choose()
            return
        self.open(part)
        if record and part in self.windows:
            self.windows[part].show_soon(*record.split("/", 1))

    def open(self, part: str) -> None:
        """Show a village's records; a window that is open comes up."""
        shown = self.windows.get(part) or open_village(self, self.context, part)
        if shown is None:
            return
        if part not in self.windows:
            self.windows[part] = shown
            shown.closed.connect(lambda: self.windows.pop(part))
        shown.come_up()

    def _show(self, rows: Sequence[VillageFigures]) -> None:
        self._rows = rows
        self.note.setText("双击一个村，看它的全部记录；只能看，不能改")
        self.table.reload()
        self.open_button.setEnabled(bool(rows))
        if rows and not self.table.current_id():
            self.table.view.selectRow(0)
        self._choose()

    def _choose(self) -> None:
        """Stand on the village that somebody came for, once it is listed."""
        ids = list(self.table.ids())
        if self._wanted in ids:
            self.table.view.selectRow(ids.index(self._wanted))
            self._wanted = ""

    def _failed(self, exc: Exception) -> bool:
        from longshan_desk.errors import AppError

        if not isinstance(exc, AppError):
            return False
        self.note.clear()
        self.failure.say(f"加载失败：{exc.message}", "late", "重试", partial(self.reload))
        return True

    def _open_current(self) -> None:
        if part := self.table.current_id():
            self.open(part)
