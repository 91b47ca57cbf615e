"""等村里确认: what two PCs of a village wrote differently, for the township to know (R26).

The village alone decides; its cards stand here without their acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from longshan_desk.errors import AppError
from longshan_desk.queries.conflict_cards import ConflictCard, conflict_cards
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange.conflict_cards import ConflictsTab
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.page import Page

_ABOUT = (
    "村里两台电脑写得不一样的，由村里选定；定了以后随上报包交来。现在各处显示的是较晚的那个值。"
)
_NOTHING = "没有等村里确认的。"


class ConflictsPage(Page):
    """``show_record("conflict", id)`` brings one card into sight."""

    topics: ClassVar = ("matter", "move", "meeting", "household", "person", "visit", "cadre")

    def __init__(self, context: Context) -> None:
        super().__init__(context, "等村里确认")
        self._wanted = ""
        self.cards = ConflictsTab(context)
        self.body.addWidget(self.cards, 1)

    def load(self) -> None:
        store = self.context.store

        def ask(job: Job) -> Sequence[ConflictCard]:
            return conflict_cards(store, parallel=False)

        self.context.tasks.run(
            ask,
            on_done=self._show,
            on_failed=self._failed,
            owner=self,
            title="查看等村里确认的",
            quiet=True,
        )

    def show_record(self, kind: str, record_id: str) -> None:
        self._wanted = record_id
        self.cards.go_to(record_id)

    def _show(self, found: Sequence[ConflictCard]) -> None:
        self.cards.show_found(found)
        self.cards.about.setText(_ABOUT if found else _NOTHING)
        self.cards.go_to(self._wanted)

    def _failed(self, exc: Exception) -> bool:
        if not isinstance(exc, AppError):
            return False
        self.failure.say(f"加载失败：{exc.message}", "late", "重试", self.reload)
        return True
