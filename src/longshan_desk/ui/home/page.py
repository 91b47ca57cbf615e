"""The page 工作台: the month in steps, what is due, and who and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QWidget

from longshan_desk.domain.calendar import chinese_date, weekday_name
from longshan_desk.errors import AppError
from longshan_desk.queries.desk import still_to_set_up
from longshan_desk.queries.home import Home, MonthStep, Tone, home
from longshan_desk.queries.stalls import StalledMatter, stalled_matters
from longshan_desk.ui.context import Context
from longshan_desk.ui.home.due_card import DueCard
from longshan_desk.ui.home.side_cards import FindingsCard, MetersCard, PapersCard, StallsCard
from longshan_desk.ui.home.start_card import StartCard
from longshan_desk.ui.home.visits_card import VisitsCard
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.page import Page
from longshan_desk.ui.widgets.stepper import Step, Stepper
from longshan_desk.ui.widgets.two_columns import TwoColumns

if TYPE_CHECKING:
    from longshan_desk.queries.conflict_cards import ConflictCard
    from longshan_desk.ui.exchange.waiting_card import WaitingConflictsCard

_STATES = {Tone.DONE: "done", Tone.LATE: "late", Tone.SOON: "soon", Tone.CALM: "todo"}


class HomePage(Page):
    """Figures come from two queries; the second one, over all matters, is asked on the work
    thread, so that the first paint does not wait for it.
    """

    topics: ClassVar = (
        "matter", "move", "raiser", "meeting", "meeting_move", "attendance", "cadre", "term",
        "hearing_day_rule", "policy_version", "office", "household", "person", "issued_paper",
        "procedure", "procedure_act",
        "visit", "visit_follow_up", "visit_link", "ledger_entry", "ledger_step",
        "household_act", "household_away", "special_group", "village_group",
        "reported_month",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context, "工作台", scroll=True)
        self._steps: dict[str, MonthStep] = {}
        self.month = Card()
        self.stepper = Stepper()
        self.stepper.opened.connect(self._open_step)
        self.month.add(self.stepper)
        self.start: StartCard | None = None
        self.due: DueCard | None = None
        self.conflicts: WaitingConflictsCard | None = None
        self.stalls = StallsCard(context)
        self._columns = TwoColumns()
        self._left, self._right = self._columns.main, self._columns.side
        self._side_cards: list[QWidget] = []
        self.body.addWidget(self.month)
        self.body.addWidget(self._columns, 1)
        self._right.addWidget(self.stalls)
        self.setFocusProxy(self.stepper)

    def load(self) -> None:
        found = home(self.context.store)
        today = self.context.today()
        self.note.setText(f"{chinese_date(today)} {weekday_name(today)}")
        self._show_month(found)
        self._show_start()
        self._show_due(found)
        self._show_side(found)
        self._ask_stalls()
        self._ask_conflicts()

    def _ask_conflicts(self) -> None:
        store = self.context.store

        def ask(job: Job) -> Sequence[ConflictCard]:
            from longshan_desk.queries.conflict_cards import conflict_cards

            return conflict_cards(store, parallel=False)

        self.context.tasks.run(
            ask,
            on_done=self._show_conflicts,
            on_failed=lambda exc: isinstance(exc, AppError),
            owner=self,
            title="查看要确认的",
            quiet=True,
        )

    def _show_conflicts(self, found: Sequence[ConflictCard]) -> None:
        if self.conflicts is not None:
            self._left.removeWidget(self.conflicts)
            self.conflicts.hide()
            self.conflicts.deleteLater()
            self.conflicts = None
        if found:
            from longshan_desk.ui.exchange.waiting_card import WaitingConflictsCard

            self.conflicts = WaitingConflictsCard(self.context, found)
            self._left.insertWidget(0, self.conflicts)

    def _show_month(self, found: Home) -> None:
        self._steps = {step.key: step for step in found.steps}
        steps = [Step(one.key, one.title, _STATES[one.tone], one.words) for one in found.steps]
        waiting = next((one.key for one in found.steps if one.tone is not Tone.DONE), "")
        self.stepper.set_steps(steps, waiting)

    def _show_due(self, found: Home) -> None:
        if self.due is not None:
            self._left.removeWidget(self.due)
            self.due.hide()
            self.due.deleteLater()
        self.due = DueCard(self.context, found.due)
        self._left.addWidget(self.due)

    def _show_start(self) -> None:
        if self.start is not None:
            self._left.removeWidget(self.start)
            self.start.hide()
            self.start.deleteLater()
            self.start = None
        missing = still_to_set_up(self.context.store)
        if missing and not self.context.is_read_only:
            self.start = StartCard(self.context, missing)
            self._left.insertWidget(0, self.start)

    def _show_side(self, found: Home) -> None:
        for card in self._side_cards:
            self._right.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._side_cards = [MetersCard(found.meters, self._to_hearings)]
        if found.visits.total.households:
            self._side_cards.insert(0, VisitsCard(self.context, found.visits))
        for one in self._side_cards:
            self._right.addWidget(one)
        if found.findings:
            card = FindingsCard(found.findings, self._to_hearings)
            self._side_cards.append(card)
            self._right.insertWidget(0, card)
        if found.papers:
            papers = PapersCard(self.context, found.papers)
            self._side_cards.append(papers)
            self._right.addWidget(papers)

    def _ask_stalls(self) -> None:
        store = self.context.store

        def ask(job: Job) -> Sequence[StalledMatter]:
            return stalled_matters(store)

        self.context.tasks.run(
            ask,
            on_done=self.stalls.show_found,
            on_failed=self._stalls_failed,
            owner=self,
            title="查看停滞的事项",
            quiet=True,
        )

    def _stalls_failed(self, exc: Exception) -> bool:
        if not isinstance(exc, AppError):
            return False
        self.stalls.show_failure(exc.message)
        return True

    def _open_step(self, key: str) -> None:
        step = self._steps[key]
        if key == "feedback":
            self.context.show_record("matter-list", "untold=1")
        elif step.record is not None:
            self.context.show_record(*step.record)
        else:
            self._to_hearings()

    def _to_hearings(self) -> None:
        self.context.show_page("hearings")
