"""Coverage from the database agrees with the definitions, whatever happened in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import Desk
from longshan_desk.actions.households import mark_away
from longshan_desk.actions.people import add_special_group
from longshan_desk.actions.policy import save_policy
from longshan_desk.actions.visits import correct_visit, delete_visit
from longshan_desk.data.tables.people import Household
from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.policy import DEFAULT_POLICY
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import BadValueError
from longshan_desk.queries.coverage import (
    current_month,
    leaders,
    month_coverage,
    quarter_coverage,
    special_visits_due,
    told_apart,
)
from longshan_desk.queries.home import home
from longshan_desk.queries.visit_rounds import visiting_round

pytestmark = pytest.mark.rule("R8", "R10")

APRIL = Month(2022, 4)
END = date(2022, 6, 30)
DAYS = st.dates(date(2022, 3, 20), date(2022, 5, 10))


@contextmanager
def new_desk() -> Iterator[Desk]:
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder) / "home", today=END).found()
        try:
            yield desk
        finally:
            desk.close()


def live(desk: Desk, one: str, begun: date | None, ended: date | None) -> None:
    """When a household came and left."""
    with desk.store.change("迁入迁出") as session:
        row = session.get_one(Household, one)
        row.began_on, row.moved_out_on = begun, ended


STORY = st.fixed_dictionaries(
    {
        "begun": st.one_of(st.none(), DAYS),
        "stays": st.one_of(st.none(), st.integers(1, 40)),
        "away": st.one_of(st.none(), st.tuples(DAYS, st.one_of(st.none(), st.integers(0, 60)))),
        "visits": st.lists(
            st.tuples(
                DAYS,
                st.sampled_from(tuple(VisitWay)),
                st.sampled_from((("孙立",), ("李娜",), ("孙立", "李娜"), ("赵启明",))),
                st.sampled_from(("kept", "kept", "moved", "deleted")),
            ),
            max_size=3,
        ),
    }
)


def expected(stories: list[tuple[str, dict[str, Any]]], who: str | None) -> dict[str, Any]:
    """From the definitions: every day of April, every household, every entry."""
    april = [date(2022, 4, 1) + timedelta(days=n) for n in range(30)]
    total: dict[str, Any] = {
        "households": 0, "visited": 0, "away": 0, "contacted": 0, "other": 0, "missing": [],
    }  # fmt: skip
    for one, story in stories:
        begun, gone, away = story["begun"], story["gone"], story["away"]
        there = [d for d in april if (not begun or d >= begun) and (gone is None or d < gone)]
        if april[-1] not in there:
            continue
        total["households"] += 1
        ways = {way for day, way, by in story["made"] if day in april and who in (None, *by)}
        is_away = away is not None and all(
            d >= away[0] and (away[1] is None or d <= away[1]) for d in there
        )
        if VisitWay.AT_HOME in ways:
            total["visited"] += 1
        elif is_away:
            total["away"] += 1
            total["contacted"] += bool(ways)
        elif ways:
            total["other"] += 1
        else:
            total["missing"].append(one)
    total["missing"].sort()
    return total


def tell(desk: Desk, stories: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Live these stories at a desk, entries late as they come; what came of each entry."""
    told = []
    for number, story in enumerate(stories):
        one = desk.add_household(f"马{'一二三四五六七八'[number]}", group=1 + number % 2)
        gone = None
        if story["stays"] is not None:
            gone = (story["begun"] or date(2022, 4, 1)) + timedelta(days=story["stays"])
        away = story["away"]
        if away is not None:
            until = None if away[1] is None else away[0] + timedelta(days=away[1])
            away = (away[0], until)
            mark_away(desk.store, one, from_on=away[0], until_on=until)
        made = []
        for day, way, by, fate in story["visits"]:
            entry = desk.visit(one, *by, on=day, way=way)
            facts = desk.entry(entry).row.facts
            if fate == "deleted":
                delete_visit(desk.store, entry)
                continue
            if fate == "moved":
                day = date(2022, 5, 20)
                correct_visit(desk.store, entry, replace(facts, on=day), reason="日期写错")
            made.append((day, way, by))
        live(desk, one, story["begun"], gone)
        told.append((one, {**story, "gone": gone, "away": away, "made": made}))
    return told


def counted(desk: Desk, who: str | None) -> dict[str, Any]:
    total = month_coverage(desk.store, APRIL, visitor=who).coverage.total
    return {
        "households": total.households,
        "visited": total.visited,
        "away": total.away,
        "contacted": total.contacted,
        "other": total.by_other_ways,
        "missing": sorted(total.missing),
    }


@settings(max_examples=20)
@given(st.lists(STORY, min_size=1, max_size=5))
def test_what_the_desk_counts_is_what_the_definitions_say(stories: list[dict[str, Any]]) -> None:
    with new_desk() as desk:
        told = tell(desk, stories)
        for who in (None, "李娜"):
            assert counted(desk, who) == expected(told, who)


def test_the_definitions_notice_a_deleted_entry_that_is_counted() -> None:
    """The control: the same village told without its deletion is another one."""
    visit = (date(2022, 4, 4), VisitWay.AT_HOME, ("孙立",))
    story: dict[str, Any] = {"begun": None, "stays": None, "away": None}
    with new_desk() as desk:
        told = tell(desk, [{**story, "visits": [(*visit, "deleted")]}])
        assert counted(desk, None) == expected(told, None)
        ((one, lived),) = told
        assert counted(desk, None) != expected([(one, {**lived, "made": [visit]})], None)


# -- one by one ---------------------------------------------------------------------------------


def test_nobody_visits_a_household_that_has_left(desk: Desk) -> None:
    one = desk.add_household()
    live(desk, one, None, date(2022, 4, 3))
    with pytest.raises(BadValueError, match="已经不是本村的户"):
        desk.visit(one, on=date(2022, 4, 3))
    desk.visit(one, on=date(2022, 4, 2))


def test_where_everybody_lives_elsewhere_nobody_is_resident(desk: Desk) -> None:
    desk.add_household(PersonFacts("马占山", resident="外出"))
    desk.add_household(PersonFacts("李四"), PersonFacts("李小", resident="外出"))
    total = month_coverage(desk.store, APRIL).coverage.total
    assert (total.households, total.resident) == (2, 1)


def test_the_missing_are_named_in_walking_order(desk: Desk) -> None:
    for name, group in (("王五", 2), ("马二", 1), ("李一", 1)):
        desk.add_household(name, group=group)
    page = month_coverage(desk.store, APRIL)
    assert [one.words for one in page.missing()] == ["一组李一户", "一组马二户", "二组王五户"]
    assert [one.head for one in page.missing(2)] == ["王五"]


def test_missing_heads_of_one_name_are_told_apart_by_their_address(desk: Desk) -> None:
    for address in ("上湾12号", "上湾40号"):
        desk.add_household("马占山", address=address)
    desk.add_household("李建国", address="上湾7号")
    found = told_apart(month_coverage(desk.store, APRIL).missing())
    assert sorted(said for _, said in found) == [
        "一组李建国户", "一组马占山户（上湾12号）", "一组马占山户（上湾40号）",
    ]  # fmt: skip


def test_the_leaders_of_a_quarter_are_those_of_the_roster(desk: Desk) -> None:
    desk.fill_roster()
    one = desk.add_household()
    desk.visit(one, "赵启明", on=date(2022, 4, 4))
    assert leaders(desk.store, Quarter(2022, 2)) == ["赵启明"]
    page = quarter_coverage(desk.store, Quarter(2022, 2), leader="赵启明")
    assert page.coverage.total.visited == 1


def test_the_policys_first_day_moves_a_visit_into_another_month(desk: Desk) -> None:
    save_policy(
        desk.store,
        replace(DEFAULT_POLICY, visit_period_start_day=26),
        from_on=date(2022, 1, 1),
    )
    one = desk.add_household()
    desk.visit(one, on=date(2022, 3, 28))
    assert month_coverage(desk.store, APRIL).coverage.total.visited == 1
    assert month_coverage(desk.store, Month(2022, 3)).coverage.total.visited == 0
    desk.go_to(date(2022, 4, 26))
    assert current_month(desk.store) == Month(2022, 5)


@pytest.mark.rule("R11")
def test_special_groups_are_due_after_the_policys_days(desk: Desk) -> None:
    save_policy(desk.store, replace(DEFAULT_POLICY, special_visit_days=10), from_on=desk.today)
    poor, other = desk.add_household("马贫"), desk.add_household("李平")
    add_special_group(desk.store, poor, "low_income")
    desk.visit(poor, on=date(2022, 4, 1))
    desk.visit(other, on=date(2022, 3, 1))
    desk.go_to(date(2022, 4, 11))
    assert special_visits_due(desk.store) == []
    desk.go_to(date(2022, 4, 12))
    ((named, due),) = special_visits_due(desk.store)
    assert (named.head, due.days) == ("马贫", 11)


@pytest.mark.rule("R11")
def test_no_interval_no_special_visit_is_due(desk: Desk) -> None:
    add_special_group(desk.store, desk.add_household("马贫"), "low_income")
    assert special_visits_due(desk.store) == []


@pytest.mark.rule("R11")
def test_a_round_begins_with_special_groups_and_the_longest_unseen(desk: Desk) -> None:
    names = {name: desk.add_household(name) for name in ("安一", "白二", "常三", "丁四", "冯五")}
    desk.visit(names["安一"], on=date(2022, 3, 20), text="都好。")
    desk.visit(names["白二"], on=date(2022, 3, 10))
    desk.visit(names["冯五"], on=date(2022, 4, 4))
    mark_away(desk.store, names["常三"], from_on=date(2022, 3, 1))
    desk.visit(names["丁四"], on=date(2022, 3, 25))
    add_special_group(desk.store, names["丁四"], "low_income")
    rows = visiting_round(desk.store, APRIL).rows
    assert [row.household.head for row in rows] == ["丁四", "白二", "安一", "常三", "冯五"]
    assert [row.is_visited for row in rows] == [False, False, False, False, True]
    assert rows[2].before is not None and rows[2].before.text == "都好。"
    assert rows[3].is_away and rows[0].is_special


def test_the_home_page_counts_the_month_by_group(desk: Desk) -> None:
    desk.fill_roster()
    first, _ = desk.add_household("马占山"), desk.add_household("王五", group=2)
    desk.visit(first, "孙立", "赵启明")
    found = home(desk.store).visits
    assert (found.label, found.total.visited, found.total.expected) == ("2022年4月", 1, 2)
    assert [(one.label, [each.head for each in one.missing]) for one in found.groups] == [
        ("一组", []),
        ("二组", ["王五"]),
    ]
    assert [(one.name, one.figures.visited) for one in found.leaders] == [("赵启明", 1)]


def test_the_home_page_counts_the_quarter_that_has_begun_by_the_policy(desk: Desk) -> None:
    desk.fill_roster()
    home_id = desk.add_household("马占山")
    begun = replace(DEFAULT_POLICY, visit_period_start_day=26)
    save_policy(desk.store, begun, from_on=date(2022, 1, 1))
    desk.go_to(date(2022, 6, 27))
    desk.visit(home_id, "赵启明")
    found = home(desk.store).visits
    assert found.label == "2022年7月"
    assert [(one.label, one.figures.visited) for one in found.leaders] == [("2022年第三季度", 1)]
