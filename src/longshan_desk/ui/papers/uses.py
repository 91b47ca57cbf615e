"""打印记录: who printed or saved what, when, masked or in full; never what stood in it."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.queries.paper_uses import UseRow, paper_uses
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.rows import Column, Sort
from longshan_desk.ui.widgets.table import RecordTable

COLUMNS = (
    Column("at", "时间", 11, text=lambda row: f"{row.at:%Y-%m-%d %H:%M}"),
    Column("user", "谁", 7),
    Column("way", "做了什么", 8, text=lambda row: row.way.label),
    Column("kind_title", "文书", 14, stretch=True),
    Column("record", "哪一条记录", 13),
    Column("names", "姓名", 7, text=lambda row: row.names.label),
    Column("copies", "份数", 5),
    Column("pages", "页数", 5, text=lambda row: str(row.pages or "—")),
)


def uses_table(context: Context) -> RecordTable:
    def read() -> Sequence[UseRow]:
        return paper_uses(context.store) if context.is_open else ()

    table = RecordTable(
        "paper-uses",
        FewRows(read, _searched),
        COLUMNS,
        context.settings,
        ticks=False,
        export=False,
        sort=Sort("at", True),
    )
    table.set_empty(
        "还没有打印或保存过文书。每打印、保存一次，这里记一笔：谁、什么时候、哪种文书", ""
    )
    return table


def _searched(row: UseRow) -> str:
    return f"{row.user}{row.way.label}{row.kind_title}{row.record}{row.at:%Y-%m-%d}"
