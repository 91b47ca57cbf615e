"""连续收发 (R50): one stick after the other; who has not come is listed all the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions.packages import Told, hand_over, look_at, take
from longshan_desk.errors import AppError
from longshan_desk.queries.handover import Standing
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange import news
from longshan_desk.ui.exchange.divergence import DivergenceNotice
from longshan_desk.ui.exchange.papers import show_paper
from longshan_desk.ui.exchange.sticks import StickBox
from longshan_desk.ui.exchange.take_card import is_worth_taking, told_words
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.theme import em, mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words

_FIRST = "插上一个村的 U 盘，程序认出是哪个村的，看一眼，按一下，收下来，再把返回的包写回同一个盘。"
_NEXT = "请插上下一个村的 U 盘，插上就会自动查看。"
_Slips = list[tuple[str, str]]


@dataclass
class _Went:
    """What became of one stick."""

    told: list[Told]
    numbers: list[int] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)
    failed: AppError | None = None
    """Why the answer is not on the stick, though what came was received."""


def _senders(told: Sequence[Told]) -> dict[str, str]:
    """Code and name of those whose package is here now: each gets an answer, also one whose
    package was received before, since the answer may not have come onto the stick."""
    return {
        one.place: one.name
        for one in sorted(told, key=lambda one: one.place)
        if (one.is_applied or one.is_already) and not one.is_own
    }


class RoundDialog(QDialog):
    """``come`` are the villages whose stick went through in this sitting, by code."""

    def __init__(self, parent: QWidget, context: Context, here: Standing) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self._context = context
        self._here = here
        self._looked: Path | None = None
        self._slips: _Slips = []
        self.come: dict[str, str] = {}
        self.setWindowTitle("连续收发")
        self.stick = StickBox()
        self.notice = Notice()
        self.divergence = DivergenceNotice(context)
        self.go_button = button("接收，并写返回包", self.go, kind="primary", icon_name="handover")
        self.again_button = button("再看一次", self.look)
        self.slips_button = button("打印交接单和回执", self._show_slips, icon_name="print")
        self._found = QVBoxLayout()
        self.waiting = words("", wrap=True)
        self.done_words = words("", "", "accent", wrap=True)
        self._build()
        self.stick.changed.connect(self.look)
        self._say_who()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        room = self.screen().availableGeometry()
        self.resize(min(860, room.width() - 40), min(600, room.height() - 60))
        box = self.frameGeometry()
        box.moveCenter(room.center())
        self.move(box.topLeft())
        self.look()

    def _build(self) -> None:
        left = QVBoxLayout()
        left.addWidget(words("连续收发", "title"))
        left.addWidget(words(_FIRST, "note", wrap=True))
        left.addWidget(self.stick)
        left.addWidget(scrolled(self._found), 1)
        left.addWidget(self.notice)
        left.addWidget(self.divergence)
        row = QHBoxLayout()
        row.addWidget(self.slips_button)
        row.addStretch(1)
        row.addWidget(button("结束", self.accept))
        row.addWidget(self.again_button)
        row.addWidget(self.go_button)
        left.addLayout(row)
        right = QVBoxLayout()
        right.addWidget(words("还没有来的村", "heading"))
        right.addWidget(self.waiting)
        right.addWidget(words("这次已经收发的", "heading"))
        right.addWidget(self.done_words)
        right.addStretch(1)
        side = QWidget()
        side.setFixedWidth(14 * em())
        side.setLayout(right)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 18)
        outer.setSpacing(18)
        outer.addLayout(left, 1)
        outer.addWidget(side)
        self.slips_button.hide()
        self.go_button.setEnabled(False)

    # -- one stick ----------------------------------------------------------------------------

    def look(self) -> None:
        store, folder = self._context.store, self.stick.folder
        self.go_button.setEnabled(False)
        self._looked = folder
        self._clear()
        if folder is None:
            self._found.addWidget(words(_NEXT, "note", wrap=True))
            self._found.addStretch(1)
            return

        def done(told: list[Told]) -> None:
            if self._looked == folder:
                self._show(told)
                self.go_button.setEnabled(is_worth_taking(told) or bool(_senders(told)))

        self._context.tasks.run(
            lambda job: look_at(store, folder, job.step),
            on_done=done, on_failed=self._failed, owner=self, title="查看 U 盘",
        )  # fmt: skip

    def go(self) -> None:
        """Receive what lies there, and answer each sender on the same stick."""
        store, folder = self._context.store, self._looked
        if folder is None:
            return

        def work(job: Job) -> _Went:
            told = take(store, folder, job.step)
            went = _Went(told)
            for place in _senders(told):
                try:
                    made = hand_over(
                        store, folder, place=place, step=lambda done, all_: job.step(done, all_)
                    ).made
                except AppError as error:
                    if error.code != "nothing_to_hand_over":
                        went.failed = error
                        break
                    made = ()
                went.answered.add(place)
                went.numbers += [one.number for one in made]
            return went

        self._context.tasks.run(
            work, on_done=self._went, on_failed=self._failed, owner=self,
            title="收发", disable=self.go_button,
        )  # fmt: skip

    def _went(self, went: _Went) -> None:
        self._show(went.told)
        applied = [one for one in went.told if one.is_applied]
        senders = _senders(went.told)
        for place, name in senders.items():
            if place in went.answered or place not in self.come:
                self.come[place] = name if place in went.answered else f"{name}（返回包没写上）"
        self._slips = [("receipt", f"{one.place}/{one.number}") for one in applied]
        self._slips += [("handover_slip", str(one)) for one in went.numbers]
        self.slips_button.setVisible(bool(self._slips))
        names = "、".join(senders.values())
        received = "已接收" if applied else "以前接收过"
        if went.failed is not None:
            self.notice.say(
                f"{names}：{received}，但返回包没有写上。{news.said(went.failed)}", "late"
            )
        elif went.numbers:
            self.notice.say(
                f"{names}：{received}，返回包已写好并读回核对。可以拔出 U 盘，换下一个。"
            )
        elif senders:
            self.notice.say(f"{names}：{received}，返回包也写过了。可以拔出 U 盘，换下一个。")
        else:
            self.notice.say("没有接收任何内容，原因看上面。", "soon")
        self.go_button.setEnabled(went.failed is not None)  # once more, on the mended stick
        self._say_who()
        self.divergence.look()
        news.tell(self._context)

    # -- what stands there --------------------------------------------------------------------

    def _say_who(self) -> None:
        left = [name for code, name in self._here.villages if code not in self.come]
        self.waiting.setText("\n".join(left) or "都来过了。")
        self.done_words.setText("\n".join(self.come.values()) or "—")

    def _show(self, told: list[Told]) -> None:
        self._clear()
        for one in told:
            text, tone = told_words(one)
            self._found.addWidget(words(text, "", tone, wrap=True, copy=True))
        self._found.addStretch(1)

    def _clear(self) -> None:
        self.notice.hide()
        while (item := self._found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _failed(self, error: Exception) -> bool:
        if not isinstance(error, AppError):
            return False
        self.notice.say(news.said(error), "soon")
        return True

    def _show_slips(self) -> None:
        show_paper(self, self._context, self._slips)
