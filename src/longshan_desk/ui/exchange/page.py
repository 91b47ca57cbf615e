"""The page U盘交接: handing over and receiving, what waits for a person, PCs and joining."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from longshan_desk.queries.conflict_cards import ConflictCard, conflict_cards
from longshan_desk.queries.handover import Standing, asked_already, past_packages, standing
from longshan_desk.queries.packages import handover_state, villages
from longshan_desk.queries.seals import has_two_lists, waits_for_digits
from longshan_desk.queries.waiting import waiting_records
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange import news
from longshan_desk.ui.exchange.conflict_cards import ConflictsTab
from longshan_desk.ui.exchange.desks_tab import DesksTab
from longshan_desk.ui.exchange.give_card import GiveCard
from longshan_desk.ui.exchange.history_card import HistoryCard, StateCard, VillagesCard
from longshan_desk.ui.exchange.round_dialog import RoundDialog
from longshan_desk.ui.exchange.take_card import TakeCard
from longshan_desk.ui.exchange.waiting_records import WaitingRecordsCard
from longshan_desk.ui.widgets.empty_state import EmptyState
from longshan_desk.ui.widgets.page import Page, scrolled
from longshan_desk.ui.widgets.tabs import Tabs

_ALONE = "还没有加入乡镇，不能交接"
_ALONE_HINT = "先申请加入；加入以前照常登记，加入时全部带上，一条不丢。"
_ASKED = "申请已经写好，等镇上办理"
_ASKED_HINT = (
    "镇上办好以后，U 盘上有欢迎包，插上它就能加入。申请丢了、作废了的，到“电脑和加入”再写一份。"
)
_NO_KEYS = "这台电脑要重新加入，才能交接"
_NO_KEYS_HINT = (
    "换了电脑、在别的电脑上恢复了备份，或者镇上停用了这一台，都会这样。资料都在，照常登记；"
    "重新申请时，请镇上选“顶替原来的”。"
)
_SECOND_HINT = (
    "这里的资料是镇上另一台电脑的，不用接替主电脑。资料都在，照常登记；重新申请，在镇上的主电脑上受理，"
    "单位写 TOWN，选“顶替原来的”。主电脑也坏了、没有备份的，才在“电脑和加入”里按“这台电脑接替”。"
)
_NOT_HUB = "这台电脑还没有接替原来的乡镇电脑，不能交接"
_NOT_HUB_HINT = "用备份恢复到这台电脑以后，插上印章盘办一次“接替”，各村才认这一台。资料都在。"


class ExchangePage(Page):
    topics: ClassVar = (
        "matter", "move", "meeting", "household", "person", "visit", "reported_month",
        "not_same", "cadre", "office",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context, "U盘交接")
        self.give = GiveCard(context)
        self.take = TakeCard(context)
        self.state = StateCard(context)
        self.villages = VillagesCard(context, self.start_round)
        self.waits = WaitingRecordsCard()
        self.history = HistoryCard(context)
        self.conflicts = ConflictsTab(context)
        self.desks = DesksTab(context)
        self.alone = EmptyState()
        self.here = Standing(False, False, "", "", False)
        self.tabs = Tabs([("handover", "交接"), ("conflict", "需要确认"), ("desks", "电脑和加入")])
        self.stack = QStackedWidget()
        self._handover = QStackedWidget()
        self._put_together()
        self.tabs.chosen.connect(self._choose)
        self.give.handed.connect(self._handed)
        self.give.give_button.clicked.connect(self.take.result.hide)  # two answers to one stick:
        self.take.look_button.clicked.connect(self.give.result.hide)  # the older one may mislead
        self.take.taken.connect(self._taken)
        self.desks.changed.connect(lambda: news.tell(context))

    def _put_together(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(14)
        acts.addWidget(self.give, 1)
        acts.addWidget(self.take, 1)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(self.state)
        column.addLayout(acts)
        column.addWidget(self.waits)
        column.addWidget(self.villages)
        column.addWidget(self.history)
        column.addStretch(1)
        self._handover.addWidget(self.alone)
        self._area = scrolled(column)
        self._handover.addWidget(self._area)
        for one in (self._handover, self.conflicts, self.desks):
            self.stack.addWidget(one)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)

    def load(self) -> None:
        self.here = standing(self.context.store)
        can_exchange = self.here.is_joined and self.here.is_listed
        self._handover.setCurrentIndex(int(can_exchange))
        self._ask_conflicts()
        self.desks.show_standing(self.here)
        store = self.context.store
        self.tabs.set_count("desks", waits_for_digits(store) + has_two_lists(store) or None)
        if not can_exchange:
            self._say_why_not()
            return
        self._ask_waiting()
        self.give.show_standing(self.here)
        self.take.show_standing(self.here)
        self._ledgers()

    def _say_why_not(self) -> None:
        """Why nothing can be handed over here, with the one step that changes it."""
        if self.here.was_hub:
            self.alone.say(_NOT_HUB, _NOT_HUB_HINT, "这台电脑接替…", self._to_taking_over)
        elif asked_already(self.context.store):
            self.alone.say(_ASKED, _ASKED_HINT, "收欢迎包", self._to_welcome)
        elif self.here.is_township:
            self.alone.say(_NO_KEYS, _SECOND_HINT, "重新申请加入", self._to_joining)
        elif self.here.is_joined:
            self.alone.say(_NO_KEYS, _NO_KEYS_HINT, "重新申请加入", self._to_joining)
        else:
            self.alone.say(_ALONE, _ALONE_HINT, "申请加入乡镇", self._to_joining)

    def _ask_conflicts(self) -> None:
        store = self.context.store
        self.context.tasks.run(
            lambda job: conflict_cards(store),
            on_done=self._show_conflicts,
            owner=self,
            title="查看要确认的",
            quiet=True,
        )

    def _show_conflicts(self, found: Sequence[ConflictCard]) -> None:
        waiting = sum(one.waits for one in found)
        self.tabs.set_count("conflict", waiting or None)
        self.conflicts.show_found(found)

    def _ask_waiting(self) -> None:
        store = self.context.store
        self.context.tasks.run(
            lambda job: waiting_records(store),
            on_done=self.waits.show_found,
            owner=self,
            title="查看放着的内容",
            quiet=True,
        )

    def _ledgers(self) -> None:
        store = self.context.store
        self.history.show_past(past_packages(store))
        self.state.show_state(handover_state(store))
        self.villages.setVisible(self.here.is_township)
        if self.here.is_township:
            self.villages.show_villages(villages(store))

    def _taken(self, places: list[str]) -> None:
        if self.here.is_township and len(places) == 1:
            self.give.choose(places[0])
        news.tell(self.context)

    def _handed(self) -> None:
        self._ledgers()
        news.tell(self.context)
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.give.result))

    def show_record(self, kind: str, record_id: str) -> None:
        """``package`` is the page itself, ``conflict`` a card, ``joining`` the PCs."""
        self.tabs.go_to({"conflict": "conflict", "joining": "desks"}.get(kind, "handover"))
        if kind == "conflict":
            self.conflicts.go_to(record_id)

    def start_round(self) -> None:
        RoundDialog(self, self.context, self.here).open()

    def _to_joining(self) -> None:
        self.tabs.go_to("desks")
        self.desks.ask_to_join()

    def _to_taking_over(self) -> None:
        self.tabs.go_to("desks")
        self.desks.take_over()

    def _to_welcome(self) -> None:
        self.tabs.go_to("desks")
        self.desks.take_welcome()

    def _choose(self, key: str) -> None:
        self.stack.setCurrentIndex(("handover", "conflict", "desks").index(key))
