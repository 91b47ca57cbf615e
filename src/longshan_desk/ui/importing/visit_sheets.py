"""做走访表 and 导出走访记录: written into the output folder, and said where (R10)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.export_visits import export_visit_sheet, export_visits
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.group_words import group_label
from longshan_desk.files import free_name, os_errors
from longshan_desk.paths import output_dir
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visit_sheet import visit_sheet
from longshan_desk.queries.visits import visit_ids
from longshan_desk.ui.after_acts import say_written
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job


def make_visit_sheet(
    owner: QWidget,
    context: Context,
    month: Month,
    *,
    group: int | None = None,
    visitor: str | None = None,
) -> None:
    """The month's households in the order of the batch screen, to fill in on paper or in WPS."""
    part = "" if group is None else group_label(group)
    name = "-".join(filter(None, (f"走访表-{month}", part, visitor or "")))

    def write(path: Path) -> int:
        asked = visit_sheet(context.store, month, group=group, visitor=visitor)
        return export_visit_sheet(path, asked)

    _write(owner, context, name, write, "做走访表", "走访表（{} 户）")


def export_diary(owner: QWidget, context: Context, wanted: VisitFilter) -> None:
    """The entries that pass the filter, the oldest first."""

    def write(path: Path) -> int:
        ids = visit_ids(context.store, wanted, descending=False)
        return export_visits(context.store, path, visit_ids=ids)

    name = f"走访记录-{context.today():%Y-%m-%d}"
    _write(owner, context, name, write, "导出走访记录", "走访记录（{} 条）")


def _write(
    owner: QWidget,
    context: Context,
    name: str,
    write: Callable[[Path], int],
    title: str,
    what: str,
) -> None:
    def work(_job: Job) -> tuple[Path, int]:
        folder = output_dir()
        with os_errors(folder, "保存文件"):
            folder.mkdir(parents=True, exist_ok=True)
        path = free_name(folder / f"{name}.xlsx")
        return path, write(path)

    def done(written: tuple[Path, int]) -> None:
        say_written(owner, written[0], what.format(written[1]))

    context.tasks.run(work, on_done=done, owner=owner, title=title)
