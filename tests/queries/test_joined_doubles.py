"""R48, F46: a double that was joined changes nothing that any query says: it counts and shows once.

Every public query is asked, before a record is entered a second time and after the two were
joined; a query that asks for something new has to be told here what to ask it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desk import Desk, id_number
from longshan_desk import queries
from longshan_desk.actions.conflicts import join
from longshan_desk.actions.people import add_special_group
from longshan_desk.actions.rolls import add_seat
from longshan_desk.data.double_joining import follow_joined, join_doubles
from longshan_desk.data.doubles import find_doubles
from longshan_desk.data.ids import new_id
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.data.tables.visits import Visit
from longshan_desk.documents.kinds.registry import KINDS as PAPERS
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import Decision, ListKind
from longshan_desk.domain.seats import SeatFacts
from longshan_desk.errors import AppError
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.coverage import month_coverage
from longshan_desk.queries.household_visits import household_visits
from longshan_desk.queries.households import household, household_ids
from longshan_desk.queries.matter_page import matter_page
from longshan_desk.queries.matters import MatterFilter, list_matters, matter_id
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.queries.papers import facts_for
from longshan_desk.queries.people import person_ids
from longshan_desk.queries.search import search
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visits import list_visits, visit_page

pytestmark = [pytest.mark.rule("R48"), pytest.mark.failure("F46", "F47")]

APRIL = Month.parse("2022-04")
KINDS = ("person", "household", "meeting", "matter", "visit")


class Village(Desk):
    """One household with everything that can hang on it, a hearing, its meeting, its matters."""

    def fill(self) -> Village:
        self.fill_roster()
        head = PersonFacts("马占山", id_number=id_number(order=1), phone="13900000001",
                           political="中共党员")  # fmt: skip
        wife = PersonFacts("刘兰", id_number=id_number(order=2))
        self.home = self.add_household(head, wife, group=1, address="大湾上庄")
        self.other = self.add_household(
            PersonFacts("李生茂", id_number=id_number(order=5)), group=2
        )
        self.person = self.head_of(self.home)
        add_special_group(self.store, self.home, "low_income", from_on=date(2022, 1, 1))
        add_seat(self.store, Body.REPRESENTATIVES, SeatFacts("马占山", self.person))
        self.hearing = self.plan_hearing()
        self.say(self.hearing, "一组水渠堵了，浇不上水。", household_id=self.home)
        self.say(self.hearing, "二组路灯不亮。", raisers=["李生茂"])
        from longshan_desk.actions.hearings import close_hearing

        self.number, self.second = close_hearing(self.store, self.hearing).numbers
        self.matter_id = self.id_of(self.number)
        self.meeting = self.meet(self.hearing)
        self.decide(self.meeting, self.second, Decision.ASSIGNED, to="李建国",
                    due=date(2022, 4, 20))  # fmt: skip
        self.entry = self.visit(self.home, text="水渠要清淤。", promise="四月底清完",
                                promise_due=date(2022, 4, 30))  # fmt: skip
        self.visit(self.other)
        self.ledger = self.put_on_ledger()
        self.today = date(2022, 5, 6)
        return self


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp("doubles")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSHAN_STATE_DIR", str(folder / "now" / "state"))
        made = Village(folder / "now" / "home")
        made.found()
        made.fill()
        before = said(made)
        made.close()
    shutil.copytree(folder / "now", folder / "kept")
    yield Filled(made, before, folder)


@dataclass(frozen=True)
class Filled:
    """The village and what its queries say, made once; every test begins where it was."""

    village: Village
    before: dict[str, str]
    folder: Path

    def again(self) -> Village:
        """In the very folder it was made in: the same PC goes on there with its log."""
        shutil.rmtree(self.folder / "now")
        shutil.copytree(self.folder / "kept", self.folder / "now")
        self.village.store = Store(
            DeskPaths(self.folder / "now" / "home"), today=lambda: self.village.today
        )
        return self.village


@pytest.fixture
def village(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> Iterator[Village]:
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(filled.folder / "now" / "state"))
    yield (made := filled.again())
    made.close()


# -- asking everything --------------------------------------------------------------------------

NOT_ASKED = {
    "conflicts", "conflict_cards", "waiting_count", "require_conflict",  # the doubles themselves
    "cover", "slip_facts", "receipt_facts", "sealed_facts", "has_envelope", "photo_path",
    "gate_for", "prepared", "goes_out",
    "change_preview", "refusals", "similar_entries", "correction_facts", "issued_paper",
    "made_anew", "has_changed", "procedure_page", "vote_ground", "case_facts", "reported_page",
    "village_named", "part_of_village", "session_page", "visit_sheet", "procedure_named",
    "seat", "example", "paper_words", "blank_for", "fixed_day_history", "type_for",
    "require_supported", "latest_issue", "facts_for",  # every paper is asked for by its kind
}  # fmt: skip
"""Of packages, papers and acts that have nothing to do with doubles, or of what is not here."""

HISTORY = {"person": set(), "household": set(), "meeting": set(),
           "matter": {"matter_page", "matter_facts", "a matter's paper"},
           "visit": {"visit_page"}}  # fmt: skip
"""Where both histories are told, which the tests below look at."""


def asked(village: Village) -> dict[str, tuple[Any, ...]]:
    """What each parameter is asked for."""
    from longshan_desk.queries.papers import office_words

    return {
        "first": ("2022-04",),
        "last": ("2022-04",),
        "month": (APRIL,),
        "quarter": (Quarter.of(date(2022, 4, 1)),),
        "cadre_id": (),
        "day": (date(2022, 4, 1),),
        "on": (village.today,),
        "since": (date(2022, 1, 1),),
        "household_id": (village.home, village.other),
        "ids": (),
        "key": (village.number, village.second),
        "keys": ((village.number,),),
        "words": ("水渠堵了浇不上水",),
        "text": ("马占山", "水渠", village.number, "2022"),
        "meeting_id": (village.hearing, village.meeting),
        "hearing_id": (village.hearing,),
        "entry_id": (village.entry,),
        "visit_id": (village.entry,),
        "matter_id": (village.matter_id,),
        "ledger_id": (village.ledger,),
        "year": (2022,),
        "body": tuple(Body),
        "period": ("2022-04", "2022"),
        "office": (office_words(village.store),),
        "what": ("2022-04",),
        "place": (),
        "more": (),
        "paper_id": (),
        "tbl": ("matter", "household"),
        "rid": (village.matter_id, village.home),
        "procedure_id": (),
    }


def said(village: Village) -> dict[str, str]:
    """What every query says, by name and arguments."""
    values, found = asked(village), {}
    for name, ask, wanted in every_query():
        for given in combinations([(one, values.get(one, ())) for one in wanted]):
            try:
                answer = repr(ask(village.store, **given))
            except AppError as error:
                answer = type(error).__name__
            found[f"{name}({', '.join(map(str, given.values()))})"] = answer
    return found | narrowed(village) | papers(village)


def every_query() -> Iterator[tuple[str, Callable[..., Any], list[str]]]:
    for info in pkgutil.iter_modules(queries.__path__):
        module = importlib.import_module(f"{queries.__name__}.{info.name}")
        for name, ask in sorted(vars(module).items()):
            if not inspect.isfunction(ask) or ask.__module__ != module.__name__:
                continue
            first, *rest = [*inspect.signature(ask).parameters.values(), None]
            if first is None or first.name != "store" or name.startswith("_") or name in NOT_ASKED:
                continue
            wanted = [one.name for one in rest if one is not None and one.default is one.empty]
            yield name, ask, wanted


def combinations(left: list[tuple[str, tuple[Any, ...]]]) -> Iterator[dict[str, Any]]:
    if not left:
        yield {}
        return
    (name, values), *rest = left
    for value in values:
        for more in combinations(rest):
            yield {name: value, **more}


def narrowed(village: Village) -> dict[str, str]:
    """Lists as their filters and sorts narrow them."""
    store = village.store
    asks: dict[str, Callable[[], Any]] = {
        "households of a group": lambda: household_ids(store, group=1, sort="persons"),
        "households by words": lambda: household_ids(store, text="马占山"),
        "special households": lambda: household_ids(store, special="*"),
        "all households": lambda: household_ids(store, moved_out=None),
        "people by words": lambda: person_ids(store, text="刘兰", group=1),
        "people here or gone": lambda: person_ids(store, gone=None),
        "matters of a group": lambda: list_matters(store, MatterFilter(group_no=1)),
        "matters on a list": lambda: list_matters(
            store, MatterFilter(list_kind=ListKind.SELF_HANDLED, text="水渠")
        ),
        "visits of a group": lambda: list_visits(store, VisitFilter(group_no=1)),
        "visits by words": lambda: list_visits(store, VisitFilter(text="马占山")),
        "meetings": lambda: list_meetings(store),
        "promises": lambda: list_visits(store, VisitFilter(only_promises=True)),
        "coverage of a visitor": lambda: month_coverage(store, APRIL, visitor="孙立"),
    }
    return {name: repr(ask()) for name, ask in asks.items()}


def papers(village: Village) -> dict[str, str]:
    """What every kind of paper is filled from."""
    made_for = {
        "hearing": village.hearing, "meeting": village.meeting, "matter": village.number,
        "month": "2022-04", "year": "2022", "visit": village.entry,
    }  # fmt: skip
    return {
        f"a {kind.made_for}'s paper({kind.code})": repr(
            facts_for(village.store, kind, made_for[kind.made_for])
        )
        for kind in PAPERS.values()
        if kind.made_for in made_for
    }


# -- a second PC's record -------------------------------------------------------------------------


def entered_again(village: Village, tbl: str, rid: str) -> str:
    """The same record as the village's other PC entered it, with what hangs on it."""
    with village.store.change("另一台电脑登记的") as session:
        return _copied(session, tbl, rid)


_BELONGS = {
    "household": {"person", "special_group", "household_away"},
    "meeting": {"attendance", "agenda_item"}, "matter": {"raiser", "move"},
    "person": set(), "visit": set(),
}  # fmt: skip


def _copied(session: DeskSession, tbl: str, rid: str, **links: str) -> str:
    model = synced_tables()[tbl].model
    row = session.get(model, rid)
    values = {
        column.key: getattr(row, column.key)
        for column in model.__table__.c
        if column.key not in ("id", "part", "is_deleted", "merged_into")
    }
    new = new_id()
    if tbl == "visit":
        links["entry_id"] = new
    if tbl == "matter":
        values["number"] = f"{values['number'][:8]}B{values['number'][9:]}"
    session.add(model(id=new, **{**values, **links}))
    session.flush()
    for name in _BELONGS.get(tbl, ()):
        child = synced_tables()[name].model
        (link,) = [
            column.key for column in child.__table__.c
            if any(key.target_fullname == f"{tbl}.id" for key in column.foreign_keys)
        ]  # fmt: skip
        rows = session.execute(select(child.id).where(getattr(child, link) == rid))
        for one in list(rows.scalars()):
            copy = _copied(session, name, one, **{link: new})
            if tbl == "household" and name == "person" and row.head_id == one:
                session.get(model, new).head_id = copy  # type: ignore[attr-defined]
    return new


def record_of(village: Village, tbl: str) -> str:
    return {
        "person": village.person, "household": village.home, "meeting": village.hearing,
        "matter": village.matter_id, "visit": village.entry,
    }[tbl]  # fmt: skip


@pytest.mark.parametrize("tbl", KINDS)
def test_a_joined_double_changes_nothing_that_any_query_says(
    filled: Filled, village: Village, tbl: str
) -> None:
    before = filled.before
    double = entered_again(village, tbl, record_of(village, tbl))
    lists = narrowed(village)
    assert {**before, **lists} != before, "the double is seen as long as nobody joined it"
    with village.store.change("合并重复") as session:
        join_doubles(session, tbl, double, record_of(village, tbl))
    after = said(village)
    different = {
        name: (before[name], after[name])
        for name in before
        if before[name] != after[name] and name.partition("(")[0] not in HISTORY[tbl]
    }
    assert different == {}


@pytest.mark.parametrize("tbl", KINDS)
def test_what_was_entered_again_is_offered_until_it_is_joined(village: Village, tbl: str) -> None:
    rid = record_of(village, tbl)
    double = entered_again(village, tbl, rid)
    with village.store.read() as session:
        pairs = find_doubles(session)
    assert (tbl, *sorted((rid, double))) in pairs
    join(village.store, ":".join(("duplicate", tbl, *sorted((rid, double)))), rid)
    with village.store.read() as session:
        assert tbl not in {pair[0] for pair in find_doubles(session)}
        if tbl == "household":
            assert find_doubles(session) == [], "their people are joined with them"


# -- both numbers, both histories -----------------------------------------------------------------


def test_both_numbers_lead_to_the_one_that_stands(village: Village) -> None:
    double = entered_again(village, "matter", village.matter_id)
    number = village.number[:8] + "B" + village.number[9:]
    with village.store.change("合并重复") as session:
        join_doubles(session, "matter", double, village.matter_id)
    assert matter_id(village.store, number) == village.matter_id
    assert [hit.id for hit in search(village.store, number)] == [village.matter_id]
    listed = list_matters(village.store, MatterFilter(text=number))
    assert [one.id for one in listed] == [village.matter_id]
    page = matter_page(village.store, village.number)
    assert {one.number for one in page.timeline} == {None, number}


def test_both_diaries_stand_on_the_one_page(village: Village) -> None:
    double = entered_again(village, "visit", village.entry)
    with village.store.change("合并重复") as session:
        join_doubles(session, "visit", double, village.entry)
    assert len(visit_page(village.store, village.entry).versions) == 2
    assert visit_page(village.store, double).row.id == village.entry


def test_a_double_by_its_own_words_leads_to_the_one_that_stands(village: Village) -> None:
    double = entered_again(village, "household", village.home)
    with village.store.change("写法不同") as session:
        session.get(Household, double).head_name = "马占三"  # type: ignore[union-attr]
    with village.store.change("合并重复") as session:
        join_doubles(session, "household", double, village.home)
    assert household_ids(village.store, text="马占三") == [village.home]
    assert household(village.store, double).row.id == village.home
    assert [hit.id for hit in search(village.store, "马占三")] == [village.home]


# -- what hangs on a double -----------------------------------------------------------------------


def test_visits_to_a_double_count_for_the_household_that_stands(village: Village) -> None:
    double = entered_again(village, "household", village.home)
    with village.store.change("走访") as session:
        _copied(session, "visit", village.entry, household_id=double)
    with village.store.change("合并重复") as session:
        join_doubles(session, "household", double, village.home)
    assert household_visits(village.store, village.home).count == 2
    assert month_coverage(village.store, APRIL).coverage.total.visited == 2
    listed = list_visits(village.store, VisitFilter(household_id=village.home))
    assert {one.head for one in listed} == {"马占山"}


def test_what_another_desk_adds_to_a_double_later_goes_over(village: Village) -> None:
    double = entered_again(village, "household", village.home)
    with village.store.change("合并重复") as session:
        join_doubles(session, "household", double, village.home)
    with village.store.change("另一台电脑还不知道") as session:
        session.add(Person(household_id=double, name="马小兰", position=9))
    assert "马小兰" not in names(village)
    with village.store.change("归到合并后的记录") as session:
        follow_joined(session)
    assert names(village) == ["马占山", "刘兰", "马小兰"]
    with village.store.change("归到合并后的记录") as session:
        follow_joined(session)
        assert not session.dirty


def names(village: Village) -> list[str]:
    return [one.name for one in household(village.store, village.home).people]


def test_two_that_were_joined_to_each_other_show_once(village: Village) -> None:
    before = narrowed(village)
    double = entered_again(village, "person", village.person)
    with village.store.change("合并重复") as session:
        join_doubles(session, "person", double, village.person)
    with village.store.change("另一台电脑反过来合并") as session:
        session.get(Person, village.person).merged_into = double  # type: ignore[union-attr]
    with village.store.read() as session:
        rows = session.execute(select(Person.id).where(Person.merged_into.is_not(None)))
        assert len(list(rows)) == 2
    assert len(person_ids(village.store)) == 3
    assert narrowed(village).keys() == before.keys()


def test_a_reported_matter_is_the_one_that_stays(village: Village) -> None:
    double = entered_again(village, "matter", village.matter_id)
    with village.store.change("上报") as session:
        session.get(synced_tables()["matter"].model, double).list_kind = ListKind.ESCALATED
    with pytest.raises(AppError) as refused, village.store.change("合并重复") as session:
        join_doubles(session, "matter", double, village.matter_id)
    assert "请反过来" in refused.value.hint


def test_every_query_is_asked(village: Village) -> None:
    """A new one names what it is asked for here, or why it is not."""
    known = asked(village)
    assert {one for _, _, wanted in every_query() for one in wanted} - known.keys() == set()


def test_a_visit_row_keeps_its_own_household(village: Village) -> None:
    """The append-only diary is not written anew by a joining."""
    double = entered_again(village, "household", village.home)
    with village.store.change("走访") as session:
        entry = _copied(session, "visit", village.entry, household_id=double)
    with village.store.change("合并重复") as session:
        join_doubles(session, "household", double, village.home)
    with village.store.read() as session:
        row = session.get(Visit, entry)
        assert row is not None
        assert row.household_id == double
