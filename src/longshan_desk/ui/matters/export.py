"""What the list of matters shows, as an Excel sheet with the same columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from longshan_desk.paths import output_dir
from longshan_desk.ui.after_acts import say_written
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.listed import MatterLines
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.rows import Column

if TYPE_CHECKING:
    from longshan_desk.actions.exports import Exported

_AT_ONCE = 200


def export_listed(
    parent: QWidget,
    context: Context,
    title: str,
    lines: MatterLines,
    columns: Sequence[Column],
    ids: Sequence[str],
) -> None:
    """Write the rows of ``ids`` in the columns on screen; a long list with a progress bar."""
    path = output_dir() / f"{title}-{context.today():%Y-%m-%d}.xlsx"
    headings = [column.title for column in columns]

    def work(job: Job) -> Exported:
        from longshan_desk.actions.exports import export_table

        rows: list[list[object]] = []
        for start in range(0, len(ids), _AT_ONCE):
            job.step(start, len(ids))
            for line in lines.rows(ids[start : start + _AT_ONCE]):
                rows.append([_cell(column, line) for column in columns])
        return export_table(path, title, headings, rows)

    def done(exported: Exported) -> None:
        say_written(parent, exported.file, f"{exported.rows} 件事项")

    context.tasks.run(work, on_done=done, owner=parent, title="导出事项")


def _cell(column: Column, line: object) -> object:
    """Dates as dates, so that Excel can sort them; everything else as it stands on screen."""
    value = getattr(getattr(line, "row", None), column.key, None)
    return value if isinstance(value, date) else column.text_of(line)
