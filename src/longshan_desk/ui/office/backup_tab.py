"""备份与恢复: backups on this computer, the full copy on the village's stick, the check (R52)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import desk as acts
from longshan_desk.errors import BadValueError
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.fields import Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.words import words

SHOWN = 8


class Finding(Protocol):
    """One line of the check."""

    @property
    def what(self) -> str: ...

    @property
    def where(self) -> str: ...

    @property
    def repair(self) -> str: ...


class BackupTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.kept = Card("本机备份", "", button("立即备份", self._back_up, kind="primary"))
        self.list = words("", wrap=True, copy=True)
        self.kept.add(self.list)
        self.copy = Card("完整备份到U盘", "", button("写到U盘", self._full_copy))
        self.copy.add(
            words(
                "包括全部登记、附件、文书和草稿，用口令加密。换电脑时用它恢复。"
                "口令请写在纸上，和U盘分开保管；忘了口令谁也打不开。",
                wrap=True,
            )
        )
        self.restore = Card("恢复", "", button("从备份恢复", self._restore))
        self.restore.add(
            words("恢复以前会先备份现在的数据。恢复以后，备份之后登记的内容要重新登记。", wrap=True)
        )
        self.check = Card("检查与修复", "", button("检查", self._check))
        self.found = words("检查数据库、编号、事项状态和搜索是否一致。", wrap=True, copy=True)
        self.check.add(self.found)
        row = QHBoxLayout()
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.kept)
        left.addWidget(self.check)
        left.addStretch(1)
        right.addWidget(self.copy)
        right.addWidget(self.restore)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)

    def load(self) -> None:
        found = acts.backups(self._context.paths)
        lines = [
            f"{one.made_at:%Y-%m-%d %H:%M}　{one.reason.label}　"
            f"{one.households} 户 {one.matters} 件事项"
            + (f"　{one.problem}" if one.problem else "")
            for one in found[:SHOWN]
        ]
        more = (
            f"\n……共 {len(found)} 份，在 {self._context.paths.backups}"
            if len(found) > SHOWN
            else ""
        )
        self.list.setText(("\n".join(lines) or "还没有备份。") + more)

    def _back_up(self) -> None:
        paths = self._context.paths

        def done(path: Path) -> None:
            speaker.toast(self, f"已备份：{path.name}")
            self.load()

        self._context.tasks.run(
            lambda job: acts.back_up(paths), on_done=done, owner=self, title="备份"
        )

    def _full_copy(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "选择U盘或文件夹")
        if folder:
            self.ask_passphrase(Path(folder))

    def ask_passphrase(self, folder: Path) -> None:
        """The passphrase twice; it is never kept, not even as a draft."""
        form = Form(
            [
                Line("first", "口令（至少 8 个字符）", required=True),
                Line("second", "再输入一次", required=True),
            ],
            columns=1,
        )

        def save(values: dict[str, str]) -> None:
            if values["first"] != values["second"]:
                raise BadValueError("两次输入的口令不一样。", hint="请重新输入。", where="second")
            self._write_copy(folder, values["first"])

        FormDialog(self, self._context, "完整备份", form, verb="写到U盘", on_save=save).exec()

    def _write_copy(self, folder: Path, passphrase: str) -> None:
        acts.check_passphrase(passphrase)
        paths = self._context.paths

        def work(job: Job) -> Path:
            return acts.full_copy(paths, folder, passphrase, step=job.step)

        def done(path: Path) -> None:
            speaker.toast(self, f"已写好并核对：{path.name}。可以拔出U盘。")

        self._context.tasks.run(work, on_done=done, owner=self, title="写完整备份")

    def _restore(self) -> None:
        self._context.restore_asked.emit()

    def _check(self) -> None:
        store = self._context.store

        def done(problems: Sequence[Finding]) -> None:
            if not problems:
                self.found.setText("检查完毕，没有发现问题。")
                return
            self.found.setText(
                "\n".join(f"{one.what}（{one.where}）　{one.repair}" for one in problems)
            )
            text = f"发现 {len(problems)} 个问题。"
            if speaker.confirm(self, text, "修复", lost="修复前会先备份。"):
                acts.checkup(store, repair=True)
                self._check()

        self._context.tasks.run(
            lambda job: acts.checkup(store), on_done=done, owner=self, title="检查"
        )
