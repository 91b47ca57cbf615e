"""A desk that a test works at in user acts: ``desk.add_household(...)``, ``desk.add_cadre(...)``.

Its clock is stopped: ``desk.today`` says which day it is, and may be set.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text

from longshan_desk.actions import (
    cadres,
    hearings,
    households,
    ledger,
    matters,
    meetings,
    office,
    people,
    visits,
)
from longshan_desk.actions.cadres import NewTerm
from longshan_desk.actions.hearings import GridRow
from longshan_desk.actions.matters import NewMatter
from longshan_desk.actions.meetings import MeetingWords, Ruling
from longshan_desk.data.change import Change
from longshan_desk.data.log.registry import synced_tables, to_plain
from longshan_desk.data.moves import Moved
from longshan_desk.data.store import Store
from longshan_desk.domain.household_facts import CadreFacts, HouseholdFacts, PersonFacts
from longshan_desk.domain.id_numbers import check_digit
from longshan_desk.domain.labels import (
    Act,
    Answer,
    Decision,
    FeedbackWay,
    ItemKind,
    ListKind,
    MeetingKind,
    Outcome,
    Role,
    Topic,
)
from longshan_desk.domain.ledger_facts import LedgerFacts
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.paths import DeskPaths
from longshan_desk.queries import households as household_queries
from longshan_desk.queries import matters as matter_queries
from longshan_desk.queries.households import HouseholdPage
from longshan_desk.queries.matter_page import MatterPage, matter_page
from longshan_desk.queries.visits import VisitPage, visit_page


class Desk:
    """The desk of 大湾村 (07), fixed day 每月5日, worked at by 王会计 on 2022-04-05."""

    def __init__(self, home: Path, *, today: date = date(2022, 4, 5)) -> None:
        self.today = today
        self.store = Store.create(DeskPaths(home), today=lambda: self.today)
        self.news: list[Change] = []
        self.store.subscribe(self.news.append)

    @classmethod
    def again(cls, home: Path, *, today: date) -> Self:
        """Sit down at a desk that is there already."""
        made = cls.__new__(cls)
        made.today = today
        made.store = Store(DeskPaths(home), today=lambda: made.today)
        made.news = []
        return made

    def found(self) -> Desk:
        office.create_village_office(
            self.store,
            code="07",
            name="大湾村",
            hearing_day="每月5日",
            user="王会计",
            township="龙山镇",
        )
        return self

    def close(self) -> None:
        self.store.close()

    # -- households and people ------------------------------------------------------------------

    def add_household(
        self,
        head: str | PersonFacts = "马占山",
        *members: str | PersonFacts,
        group: int = 1,
        **facts: Any,
    ) -> str:
        """Register a household; a member is a name, or all that is known of the person."""
        return households.add_household(
            self.store,
            HouseholdFacts(group_no=group, **facts),
            head=_person(head),
            members=[_person(member) for member in members],
        )

    def add_person(self, household_id: str, name: str | PersonFacts, **facts: Any) -> str:
        return people.add_person(self.store, household_id, _person(name, **facts))

    def household(self, household_id: str) -> HouseholdPage:
        return household_queries.household(self.store, household_id)

    def head_of(self, household_id: str) -> str:
        """The id of the person who is the household's head."""
        head_id = self.household(household_id).row.head_id
        assert head_id is not None
        return head_id

    # -- the roster -----------------------------------------------------------------------------

    def add_cadre(
        self, name: str, *roles: Role, from_on: date | None = date(2021, 1, 1), **facts: Any
    ) -> str:
        """Put somebody on the roster with these offices."""
        return cadres.add_cadre(
            self.store, CadreFacts(name, **facts), [NewTerm(role, from_on) for role in roles]
        )

    def fill_roster(self) -> None:
        """A small roster: the two committees, a clerk, representatives, those who sit in."""
        for name, *roles in (
            ("马文秀", Role.BRANCH_SECRETARY, Role.VILLAGE_DIRECTOR),
            ("李建国", Role.BRANCH_DEPUTY),
            ("苏玉兰", Role.VILLAGERS_COMMITTEE),
            ("杨生虎", Role.OVERSIGHT_COMMITTEE),
            ("王会计", Role.CLERK),
            ("马老三", Role.MASS_REPRESENTATIVE),
            ("冶成林", Role.PARTY_HUB_HOUSEHOLD),
            ("赵启明", Role.LIAISON_LEADER),
            ("孙立", Role.RESIDENT_CADRE),
        ):
            self.add_cadre(name, *roles)

    # -- hearings, meetings and matters ---------------------------------------------------------

    def go_to(self, day: date) -> None:
        """Let time pass."""
        assert day >= self.today
        self.today = day

    def plan_hearing(self, on: date | None = None, **words: Any) -> str:
        """Put a hearing on the calendar, by default for today."""
        return meetings.new_meeting(
            self.store, MeetingKind.HEARING, on or self.today, words=MeetingWords(**words)
        )

    def say(self, hearing: str, row: str | GridRow, **facts: Any) -> str:
        """Write a line of the grid; bare words are a 事项. Returns the row's id."""
        if isinstance(row, str):
            row = GridRow(ItemKind.MATTER, matter=new_matter(row, **facts))
        return hearings.save_row(self.store, hearing, row)

    def hold_hearing(self, *rows: str | GridRow, on: date | None = None) -> Held:
        """Hold and close a hearing on the day it is, or on a day before."""
        hearing = self.plan_hearing(on)
        items = [self.say(hearing, row) for row in rows]
        closed = hearings.close_hearing(self.store, hearing)
        return Held(hearing, closed.numbers, tuple(items))

    def add_matter(
        self, words: str = "巷道水渠堵了。", *, on: date | None = None, **facts: Any
    ) -> str:
        """Register what came by another way than a hearing; returns its id."""
        new = new_matter(words, **facts)
        return matters.register_matter(self.store, new, heard_on=on or self.today).id

    def meet(self, hearing: str | None = None, on: date | None = None) -> str:
        """The committees meet."""
        return meetings.new_meeting(
            self.store, MeetingKind.COMMITTEES, on or self.today, hearing_id=hearing
        )

    def decide(
        self, meeting: str, key: str, decision: Decision, text: str | None = None, **data: Any
    ) -> Moved:
        """Decide one matter, named by number or id."""
        ruling = Ruling(self.id_of(key), decision, _plain(data), text)
        return meetings.decide_matters(self.store, meeting, [ruling])[0]

    def step(
        self, key: str, act: Act, text: str | None = None, *, on: date | None = None, **data: Any
    ) -> Moved:
        """Take a step on a matter, named by number or id."""
        return matters.move_matter(
            self.store, self.id_of(key), act, on=on, text=text, data=_plain(data)
        )

    def deliberate(self, key: str, on: date | None = None) -> Moved:
        return self.step(key, Act.DELIBERATE, on=on)

    def assign(
        self, key: str, to: str = "李建国", due: date | None = None, on: date | None = None
    ) -> Moved:
        due = due or (on or self.today) + timedelta(days=7)
        return self.step(key, Act.ASSIGN, on=on, to=to, due=due)

    def solve(self, key: str, result: str = "清淤了。", on: date | None = None) -> Moved:
        return self.step(key, Act.CLOSE, on=on, outcome=Outcome.SOLVED, result=result)

    def tell(self, key: str, answer: Answer = Answer.SATISFIED, on: date | None = None) -> Moved:
        way = FeedbackWay.IN_PERSON
        return self.step(key, Act.FEEDBACK, on=on, way=way, to="马占山", answer=answer)

    def not_reached(self, key: str, why: str | None = None, *, gives_up: bool = False) -> Moved:
        way = FeedbackWay.UNREACHABLE
        return self.step(key, Act.FEEDBACK, why, way=way, gives_up=gives_up or None)

    def id_of(self, key: str) -> str:
        return matter_queries.matter_id(self.store, key)

    def matter(self, key: str, on: date | None = None) -> MatterPage:
        return matter_page(self.store, key, on=on)

    # -- visits and the ledger ------------------------------------------------------------------

    def visit(
        self,
        household: str,
        *by: str,
        on: date | None = None,
        way: VisitWay = VisitWay.AT_HOME,
        **facts: Any,
    ) -> str:
        """Write an entry of the diary, by default 孙立's at home today; returns its id."""
        return visits.add_visit(
            self.store, VisitFacts(household, on or self.today, way, by or ("孙立",), **facts)
        )

    def entry(self, entry_id: str) -> VisitPage:
        return visit_page(self.store, entry_id)

    def put_on_ledger(self, target: str = "修好二组水渠", **facts: Any) -> str:
        """A line of the work ledger, due in a week; returns its id."""
        said = {"person": "李建国", "due_on": self.today + timedelta(days=7), **facts}
        more = {key: said.pop(key) for key in ("on", "entry_id", "finding_id") if key in said}
        return ledger.add_ledger(self.store, LedgerFacts(target, **said), **more)

    # -- undo -----------------------------------------------------------------------------------

    def records(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Everything that is on record and can be found: table → id → columns."""
        found: dict[str, dict[str, dict[str, Any]]] = {}
        with self.store.read() as session:
            for table in synced_tables():
                rows = session.execute(text(f'SELECT * FROM "{table}" WHERE NOT is_deleted'))
                found[table] = {row["id"]: dict(row) for row in rows.mappings()}
            entries = session.execute(text("SELECT * FROM search_entry")).mappings()
            found["search_entry"] = {f"{e['kind']} {e['id']}": dict(e) for e in entries}
        return found

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        """What is done inside is one act: undoing it leaves no trace, redoing brings it back."""
        before, told = self.records(), len(self.news)
        yield
        after = self.records()
        assert len(self.news) == told + 1, "one act tells its news once"
        assert after != before
        label = self.news[-1].label
        assert self.store.undo() == label
        assert self.records() == before
        assert self.store.redo() == label
        assert self.records() == after


@dataclass(frozen=True)
class Held:
    """A hearing that was held and closed."""

    id: str
    numbers: tuple[str, ...]
    items: tuple[str, ...]


def new_matter(words: str = "巷道水渠堵了。", **facts: Any) -> NewMatter:
    """What 马占山 says, on the village's own list unless told otherwise."""
    said = {
        "topic": Topic.INFRASTRUCTURE,
        "list_kind": ListKind.SELF_HANDLED,
        "raisers": ["马占山"],
        **facts,
    }
    return NewMatter(words, **said)


def answered(words: str = "医保啥时候交？", **facts: Any) -> GridRow:
    """A line that was answered on the spot."""
    row = {"result": "十二月底以前。", "answerer": "马文秀", **facts}
    return GridRow(ItemKind.ANSWER, matter=new_matter(words), **row)


def speech(text: str = "大家放开说。") -> GridRow:
    return GridRow(ItemKind.SPEECH, "赵启明", text)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Days and words as a form hands them down."""
    return {key: to_plain(value) for key, value in data.items()}


def _person(said: str | PersonFacts, **facts: Any) -> PersonFacts:
    return PersonFacts(said, **facts) if isinstance(said, str) else said


def id_number(born_on: date = date(1970, 1, 1), order: int = 1) -> str:
    """An invented number valid in form; an odd ``order`` (1–999) is a man's."""
    first = f"620525{born_on:%Y%m%d}{order:03d}"
    return first + check_digit(first)
