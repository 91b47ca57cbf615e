"""备份与恢复: backups on this computer, the full copy on the village's stick, the check (R52)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import desk as acts
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.office.masked import Masked
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.fields import Check
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words

SHOWN = 8
_COPY = (
    "把全部登记、附件、文书和草稿写成一个加密文件。电脑坏了、换了，用它在别的电脑上恢复。"
    "口令请写在纸上，和U盘分开保管：忘了口令，谁也打不开。"
)
_BLANKS = (
    "先打印一套空白表格备着，签到表上印好现在的名单。停电时手写，来电以后再补录。"
    "也可以存到U盘里，拿到别处打印。"
)
_RESTORE = (
    "选一份本机备份，或U盘上的完整备份。恢复以前先备份现在的数据，所以还能再换回来；"
    "那份备份以后登记的内容要重新登记。"
)
_CHECK = "检查数据库、编号、事项状态和查找是否一致。一般不用做；断电、死机以后可以做一次。"


class Finding(Protocol):
    """One line of the check."""

    @property
    def what(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def repair(self) -> str: ...
    @property
    def can_be_repaired(self) -> bool: ...
    @property
    def is_repaired(self) -> bool: ...


class BackupTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.back_up_button = button("立即备份", self._back_up, kind="primary")
        self.copy_button = button("写到U盘", self._full_copy)
        self.restore_button = button("从备份恢复", context.restore_asked.emit)
        self.check_button = button("检查", self._check)
        self.repair_button = button("修复", self._repair, kind="primary")
        folder = button("打开文件夹", self._open_folder, kind="quiet")
        self.kept = Card("本机备份", "", folder, self.back_up_button)
        self.list = words("", wrap=True, copy=True)
        self.kept.add(self.list)
        self.blanks_button = button("空白表格", self._blanks, icon_name="print")
        self.copy = Card("完整备份到U盘", "", self.copy_button)
        self.blanks = Card("停电、电脑坏了的时候", "", self.blanks_button)
        self.blanks.add(words(_BLANKS, wrap=True))
        self.written = words("", "", "accent", wrap=True, copy=True)
        self.written.hide()
        self.copy.add(words(_COPY, wrap=True))
        self.copy.add(self.written)
        self.restore = Card("恢复", "", self.restore_button)
        self.restore.add(words(_RESTORE, wrap=True))
        self.check = Card("检查与修复", "", self.repair_button, self.check_button)
        self.found = words(_CHECK, wrap=True, copy=True)
        self.check.add(self.found)
        self.repair_button.hide()
        self._put_together()

    def _put_together(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in (
            (left, (self.kept, self.check)),
            (right, (self.copy, self.blanks, self.restore)),
        ):
            column.setSpacing(12)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        body = QVBoxLayout()
        body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(body))

    def load(self) -> None:
        """The backups are opened one by one to say what is in them; that is no work for a click."""
        paths = self._context.paths
        self._context.tasks.run(
            lambda job: acts.backups(paths), on_done=self._list, owner=self, title="查看备份"
        )

    def _list(self, found: Sequence[Any]) -> None:
        lines = [
            f"{one.made_at:%Y-%m-%d %H:%M}　{one.reason.label}　"
            f"{one.households} 户 {one.matters} 件事项"
            + (f"　{one.problem}" if one.problem else "")
            for one in found[:SHOWN]
        ]
        more = f"……共 {len(found)} 份" if len(found) > SHOWN else ""
        self.list.setText("\n".join([*lines, more]).strip() or "还没有备份。")

    def _back_up(self) -> None:
        paths = self._context.paths

        def done(path: Path) -> None:
            self._context.say("backup", f"上次备份 今天 {datetime.now():%H:%M}")
            speaker.toast(self, f"已备份：{path.name}")
            self.load()

        self._context.tasks.run(
            lambda job: acts.back_up(paths),
            on_done=done,
            owner=self,
            title="备份",
            disable=self.back_up_button,
        )

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._context.paths.backups)))

    def _blanks(self) -> None:
        from longshan_desk.ui.papers.dialog import PapersDialog
        from longshan_desk.ui.papers.offers import blank_offers

        PapersDialog(self, self._context, blank_offers(), blank=True).open()

    # -- the full copy (R52) ----------------------------------------------------------------

    def _full_copy(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "选择U盘或文件夹")
        if folder:
            self.ask_passphrase(Path(folder))

    def ask_passphrase(self, folder: Path) -> None:
        """The passphrase twice; it is never kept, not even as a draft."""
        first = Masked("first", "口令", required=True, hint="至少 8 个字符，可以是一句话")
        second = Masked("second", "再输入一次", required=True)
        shown = Check("shown", "显示口令，抄在纸上")

        def show() -> None:
            for field in (first, second):
                field.show_typed(shown.value())

        shown.edited.connect(show)
        form = Form([first, second, shown], columns=1)

        def save(values: dict[str, Any]) -> None:
            if values["first"] != values["second"]:
                raise BadValueError("两次输入的口令不一样。", hint="请重新输入。", where="second")
            try:
                acts.check_passphrase(values["first"])
            except AppError as exc:
                exc.where = "first"
                raise
            self._write_copy(folder, values["first"])

        FormDialog(self, self._context, "完整备份", form, verb="写到U盘", on_save=save).open()

    def _write_copy(self, folder: Path, passphrase: str) -> None:
        paths = self._context.paths

        def work(job: Job) -> Path:
            return acts.full_copy(paths, folder, passphrase, step=job.step)

        def done(path: Path) -> None:
            self.written.setText(f"已写好并逐字核对：{path}。可以拔出U盘了。")
            self.written.show()
            speaker.toast(self, "完整备份已写好并核对，可以拔出U盘")

        self._context.tasks.run(
            work, on_done=done, owner=self, title="写完整备份", disable=self.copy_button
        )

    # -- the check --------------------------------------------------------------------------

    def _check(self) -> None:
        self._look(repair=False)

    def _repair(self) -> None:
        """No question: a backup comes before, and what is mended needs no decision."""
        self._look(repair=True)

    def _look(self, repair: bool) -> None:
        store = self._context.store

        def work(job: Job) -> Sequence[Finding]:
            return acts.checkup(store, repair=repair, step=job.step)

        self._context.tasks.run(
            work,
            on_done=self._say_found,
            owner=self,
            title="修复" if repair else "检查",
            disable=self.check,
        )

    def _say_found(self, problems: Sequence[Finding]) -> None:
        waiting = [one for one in problems if one.can_be_repaired and not one.is_repaired]
        self.repair_button.setVisible(bool(waiting))
        if not problems:
            self.found.setText("检查完毕，没有发现问题。")
            return
        lines = [f"{one.what}（{one.where}）　{one.repair}" for one in problems]
        mended = sum(one.is_repaired for one in problems)
        head = f"发现 {len(problems)} 个问题。" if not mended else f"已修复 {mended} 个问题。"
        then = "按“修复”会先备份，再修好能修的。" if waiting else ""
        self.found.setText("\n".join([head + then, *lines]))
