"""接收: what lies on the stick, from whom and what it would change; one yes takes it in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from longshan_desk.actions.packages import Told, look_at, take
from longshan_desk.domain.month_words import month_words
from longshan_desk.domain.record_words import amounts
from longshan_desk.errors import AppError
from longshan_desk.queries.divergence import DIVERGED
from longshan_desk.queries.handover import Standing
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange import news
from longshan_desk.ui.exchange.divergence import DivergenceNotice
from longshan_desk.ui.exchange.papers import show_paper
from longshan_desk.ui.exchange.sticks import StickBox
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import words

_FIRST = "插上 U 盘，按“看看 U 盘上有什么”。包叫什么名字都能认出来，看清楚了再接收。"


def told_words(one: Told) -> tuple[str, str]:
    """(what it says, tone) of one package, before or after it was received."""
    if one.code:
        return f"{one.file}：{one.message}{one.hint}", "late"
    if one.is_own:
        return f"{one.file}：这是本机自己做的包，不用接收。", ""
    if one.is_already:
        return f"{one.file}：这个包已经接收过，不用再收。", ""
    head = f"{one.name}第 {one.number} 包"
    if one.months:
        head += f"，含 {month_words(one.months)}"
    lines = [f"{head}。{'已接收。' if one.is_applied else ''}"]
    if one.counts:
        lines += amounts(one.news, one.changes, conflicts=one.conflicts, waiting=one.waiting)
    else:
        lines.append("没有新登记，只带对方收到了哪些的确认。")
    tone = "late" if one.diverged else "soon" if one.conflicts or one.waiting else ""
    return "\n".join([*lines, *_remarks(one)]), tone


def _remarks(one: Told) -> list[str]:
    said = (
        (one.conflicts, "两边都改了的，接收后在“需要确认”里选；不选也不耽误工作。"),
        (one.damaged_photos, "另有 {} 张照片损坏，下次会自动重传。"),
        (len(one.diverged), f"{DIVERGED}：两边收到的内容一样，显示的却有不同；照常工作，请重建。"),
        (one.retyped, "这台电脑恢复过旧备份或被复制过，已自动补齐 {} 条，没有丢失数据。"),
        (one.new_root, "镇上换了印章盘，接收后请到“电脑和加入”里核对新印章。"),
        (one.two_lists, "镇上有两份不同的设备名单，接收后请看“电脑和加入”。"),
    )
    return [remark.format(count) for count, remark in said if count]


def is_worth_taking(told: Sequence[Told]) -> bool:
    return any(
        one.new_root or one.two_lists or not (one.code or one.is_own or one.is_already)
        for one in told
    )


class TakeCard(Card):
    """``taken`` when something was received: the places that it came from."""

    taken = Signal(list)

    def __init__(self, context: Context) -> None:
        super().__init__("接收")
        self._context = context
        self._looked: Path | None = None
        self._is_township = False
        self._receipts: list[tuple[str, str]] = []
        self.about = words(_FIRST, "note", wrap=True)
        self.stick = StickBox()
        self.look_button = button("看看 U 盘上有什么", self.look, icon_name="search")
        self.take_button = button("接收", self.take, kind="primary", icon_name="check-white")
        self.receipt_button = button("打印回执", self._show_receipts, icon_name="print")
        self.result = Notice()
        self.divergence = DivergenceNotice(context)
        self._found = QVBoxLayout()
        self._found.setSpacing(6)
        self.add(self.about)
        self.add(self.stick)
        buttons = QHBoxLayout()
        for one in (self.look_button, self.take_button, self.receipt_button):
            buttons.addWidget(one)
        buttons.addStretch(1)
        self._column.addLayout(buttons)
        self._column.addLayout(self._found)
        self.add(self.result)
        self.add(self.divergence)
        self.add_stretch()
        self.take_button.hide()
        self.receipt_button.hide()
        self.stick.changed.connect(self._start_over)
        self._start_over()

    def show_standing(self, here: Standing) -> None:
        self._is_township = here.is_township
        self.divergence.look()
        self.heading.set_text("接收", "各村交来的" if here.is_township else "镇上返回的")

    def look(self) -> None:
        store, folder = self._context.store, self.stick.folder
        if folder is None:
            return
        self._clear()
        self.receipt_button.hide()

        def work(job: Job) -> list[Told]:
            return look_at(store, folder, job.step)

        def done(told: list[Told]) -> None:
            self._looked = folder
            self._show(told)
            self.take_button.setVisible(is_worth_taking(told))

        self._context.tasks.run(
            work, on_done=done, on_failed=self._failed, owner=self, title="查看 U 盘",
            disable=self.look_button,
        )  # fmt: skip

    def take(self) -> None:
        store, folder = self._context.store, self._looked
        if folder is None:
            return

        def work(job: Job) -> list[Told]:
            return take(store, folder, job.step)

        self._context.tasks.run(
            work, on_done=self._took, on_failed=self._failed, owner=self, title="接收",
            disable=self.take_button,
        )  # fmt: skip

    def _took(self, told: list[Told]) -> None:
        self._show(told)
        self.take_button.hide()
        applied = [one for one in told if one.is_applied]
        self._receipts = [("receipt", f"{one.place}/{one.number}") for one in applied]
        self.receipt_button.setVisible(bool(applied))
        if applied:
            self.result.say(f"已接收。收之前做了备份。{self._next(applied)}")
        self.taken.emit(sorted({one.place for one in applied}))

    def _next(self, applied: Sequence[Told]) -> str:
        if not self._is_township:
            return "可以拔出 U 盘了。"
        names = "、".join(dict.fromkeys(one.name for one in applied))
        return f"下一步：在左边给{names}写返回包；现在不写的，可以拔出 U 盘了。"

    def _show(self, told: Sequence[Told]) -> None:
        self._clear()
        for one in told:
            text, tone = told_words(one)
            self._found.addWidget(words(text, "", tone, wrap=True, copy=True))

    def _clear(self) -> None:
        self.result.hide()
        while (item := self._found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _start_over(self) -> None:
        """What was said of the stick before stays until the next is plugged in."""
        self._looked = None
        self.take_button.hide()
        self.look_button.setEnabled(self.stick.folder is not None)
        if self.stick.folder is not None:
            self._clear()
            self.receipt_button.hide()

    def _failed(self, error: Exception) -> bool:
        if not isinstance(error, AppError):
            return False
        self.result.say(news.said(error), "late")
        return True

    def _show_receipts(self) -> None:
        show_paper(self, self._context, self._receipts)
