"""上报 and 返回: what goes out, what is missing first, the stick, and when it may be pulled out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions.packages import OWN, TO_TOWNSHIP, Handed, hand_over
from longshan_desk.domain.month_words import month_words
from longshan_desk.domain.record_words import measured
from longshan_desk.errors import AppError
from longshan_desk.queries.handover import GoesOut, Standing, goes_out
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange import news
from longshan_desk.ui.exchange.papers import show_paper, slips_of
from longshan_desk.ui.exchange.sticks import StickBox, size_words
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import words

PULL_OUT = "可以拔出 U 盘了"
_MISSING_SHOWN = 4
_EVERYBODY = "*"


class GiveCard(Card):
    """``handed`` when packages lie on the stick, read back and compared, or no stick took them."""

    handed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__("上报")
        self._context = context
        self._here: Standing | None = None
        self._numbers: list[int] = []
        self.place = QComboBox()
        self.place.setAccessibleName("交给谁")
        self._place_row = QWidget()
        row = QHBoxLayout(self._place_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words("交给", "label"))
        row.addWidget(self.place, 1)
        self.content = words("", wrap=True, copy=True)
        self.missing_words = words("", "strong", "soon", wrap=True)
        self._missing = QVBoxLayout()
        self._missing.setSpacing(2)
        self.stick = StickBox()
        self.full = QCheckBox("发送全部数据（对方换了电脑、恢复了旧数据时用）")
        self.give_button = button("写到 U 盘", self.give, kind="primary", icon_name="handover")
        self.slip_button = button("打印交接单", self._show_slip, icon_name="print")
        self.result = Notice()
        for widget in (self._place_row, self.content, self.missing_words):
            self.add(widget)
        self._column.addLayout(self._missing)
        self.add(self.stick)
        self.add(self.full)
        buttons = QHBoxLayout()
        buttons.addWidget(self.give_button)
        buttons.addWidget(self.slip_button)
        buttons.addStretch(1)
        self._column.addLayout(buttons)
        self.add(self.result)
        self.add_stretch()
        self.slip_button.hide()
        self.missing_words.hide()
        self.place.currentIndexChanged.connect(lambda _: self._look())
        self.full.toggled.connect(lambda _: self._look())
        self.stick.changed.connect(self._another_stick)

    def show_standing(self, here: Standing) -> None:
        self._here = here
        self.heading.set_text("返回 · 下发" if here.is_township else "上报")
        chosen = self.place.currentData()
        self.place.blockSignals(True)
        self.place.clear()
        for key, label in _places(here):
            self.place.addItem(label, key)
        self.place.setCurrentIndex(max(self.place.findData(chosen), 0))
        self.place.blockSignals(False)
        self._place_row.setVisible(self.place.count() > 1)
        self._look()

    def choose(self, place: str) -> None:
        """For whom the next package is: whose stick was just received."""
        if (at := self.place.findData(place)) >= 0:
            self.place.setCurrentIndex(at)

    # -- what goes out ------------------------------------------------------------------------

    def _look(self) -> None:
        here, key = self._here, self.place.currentData()
        if here is None or key is None:
            return
        store, is_full = self._context.store, self.full.isChecked()
        if key == _EVERYBODY:
            names = "、".join(name for _, name in here.villages)
            self.content.setText(
                f"给 {len(here.villages)} 个村各做一个包：{names}。" if names
                else "还没有村加入。请先在“电脑和加入”里受理村的申请。"
            )  # fmt: skip
            self._show_missing(())
            self._show_ready()
            return
        place = {TO_TOWNSHIP: "TOWN", OWN: here.place}.get(key, key)
        self.content.setText("正在清点…")
        self._context.tasks.run(
            lambda job: goes_out(store, place, is_full=is_full),
            on_done=self._show_content,
            on_failed=self._refuse,
            owner=self,
            title="清点要交的内容",
            quiet=True,
        )

    def _show_content(self, found: GoesOut) -> None:
        lines = []
        if found.total:
            lines.append(f"共 {found.total} 条：{measured(found.counts)}。")
        else:
            lines.append("没有新的登记，对方已经全部收到；再做一个包只确认收到的情况。")
        if found.is_again:
            lines.append("这些已经交出过；镇上确认以前，每次都再带上一遍，不会重复登记。")
        if found.photos:
            lines.append(f"照片 {found.photos} 张，{size_words(found.photo_bytes)}。")
        if found.months:
            lines.append(f"随包上报的月份：{month_words(found.months)}。")
        self.content.setText("\n".join(lines))
        self._show_missing(found.missing)
        self._show_ready()

    def _show_missing(self, missing: Sequence[Any]) -> None:
        while (item := self._missing.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.missing_words.setVisible(bool(missing))
        self.missing_words.setText("还没有办完的（不补也能交，这个月就先不算上报）：")
        for one in missing[:_MISSING_SHOWN]:
            line = LinkRow(words(one.words, wrap=True))
            line.opened.connect(partial(self._context.show_record, *one.record))
            self._missing.addWidget(line)

    def _refuse(self, error: Exception) -> bool:
        if not isinstance(error, AppError):
            return False
        self.content.setText(news.said(error))
        self.give_button.setEnabled(False)
        return True

    def _another_stick(self) -> None:
        """What was said of the one before stays until the next is plugged in."""
        if self.stick.folder is not None:
            self.result.hide()
            self.slip_button.hide()
        self._show_ready()

    def _show_ready(self) -> None:
        has_villages = self.place.currentData() != _EVERYBODY or bool(
            self._here and self._here.villages
        )
        self.give_button.setEnabled(self.stick.folder is not None and has_villages)

    # -- onto the stick -----------------------------------------------------------------------

    def give(self) -> None:
        store, folder = self._context.store, self.stick.folder
        key, is_full = self.place.currentData(), self.full.isChecked()
        if folder is None:
            self.result.say("请先插上 U 盘，或选一个文件夹。", "soon")
            return
        place = None if key == _EVERYBODY else key
        self.result.hide()
        self.slip_button.hide()

        def work(job: Job) -> Handed:
            return hand_over(
                store, folder, place=place, is_full=is_full,
                step=lambda done, total: job.step(done, total),
            )  # fmt: skip

        self._context.tasks.run(
            work,
            on_done=self._given,
            on_failed=self._failed,
            owner=self,
            title="写 U 盘",
            disable=self.give_button,
        )

    def _given(self, done: Handed) -> None:
        self._numbers = [one.number for one in done.made]
        size = sum(one.size for one in done.made)
        files = "\n".join(one.name for one in done.files[:6])
        more = f"\n……共 {len(done.files)} 个文件" if len(done.files) > 6 else ""
        then = ""
        if self._here and not self._here.is_township:
            then = "请把 U 盘送到镇上；镇上写回返回包以后，拿回来在右边接收。"
        self.result.say(
            f"已写好，读回来逐字核对一致（{size_words(size)}）：\n{files}{more}\n{PULL_OUT}。{then}"
        )
        self.slip_button.setVisible(bool(self._numbers))
        self.full.setChecked(False)
        self.handed.emit()

    def _failed(self, error: Exception) -> bool:
        if not isinstance(error, AppError):
            return False
        self.result.say(news.said(error), "late")
        self.handed.emit()  # the package that no stick took stands in the history
        return True

    def _show_slip(self) -> None:
        show_paper(self, self._context, slips_of(self._context, self._numbers))


def _places(here: Standing) -> list[tuple[str, str]]:
    found = [(_EVERYBODY, "各村")] if here.is_township else [(TO_TOWNSHIP, "乡镇")]
    found += [(code, name) for code, name in here.villages]
    if here.has_sister:
        found.append((OWN, "本单位的另一台电脑（同村互传）"))
    return found
