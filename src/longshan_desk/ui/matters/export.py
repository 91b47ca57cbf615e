"""The matters on screen as an Excel register, in the columns that an import reads again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.exports import Exported, export_register
from longshan_desk.files import free_name, os_errors
from longshan_desk.paths import output_dir
from longshan_desk.ui.after_acts import say_written
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job


def export_listed(parent: QWidget, context: Context, title: str, ids: Sequence[str]) -> None:
    """Write these matters in this order into the clerk's own folder, and offer to open the file."""
    store, day = context.store, f"{context.today():%Y-%m-%d}"

    def work(job: Job) -> Exported:
        folder = output_dir()
        with os_errors(folder, "保存文件"):
            folder.mkdir(parents=True, exist_ok=True)
        path = free_name(folder / f"{title}-{day}.xlsx")
        return export_register(store, path, matter_ids=ids, step=job.step)

    def done(exported: Exported) -> None:
        say_written(parent, exported.file, f"{exported.rows} 件事项")

    context.tasks.run(work, on_done=done, owner=parent, title="导出事项")
