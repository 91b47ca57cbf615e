"""The sheet that people who move to another village of the township carry along (R46)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.export_moved import export_moved
from longshan_desk.files import free_name, os_errors
from longshan_desk.paths import output_dir
from longshan_desk.ui.after_acts import say_written
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job


def write_sheet(owner: QWidget, context: Context, act_id: str, head: str) -> None:
    """Write it into the output folder and say where it is."""
    store, day = context.store, f"{context.today():%Y-%m-%d}"

    def work(_job: Job) -> tuple[Path, int]:
        folder = output_dir()
        with os_errors(folder, "保存文件"):
            folder.mkdir(parents=True, exist_ok=True)
        path = free_name(folder / f"迁移表-{head}-{day}.xlsx")
        return path, export_moved(store, path, act_id)

    def done(written: tuple[Path, int]) -> None:
        say_written(owner, written[0], f"迁移表（{written[1]} 人）")

    context.tasks.run(work, on_done=done, owner=owner, title="做迁移表")
