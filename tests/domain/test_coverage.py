"""Coverage against a second, plain computation, day by day, from the definitions (R8, R10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.domain.coverage import (
    Coverage,
    HouseholdSpan,
    VisitFact,
    coverage,
    registered_from_until,
)
from longshan_desk.domain.periods import Period

pytestmark = pytest.mark.rule("R8", "R10")

APRIL = Period(date(2022, 4, 1), date(2022, 4, 30))
NAMES = ("孙立", "李娜", "赵启明")


def span(one: str = "a", group: int = 1, **facts: object) -> HouseholdSpan:
    return HouseholdSpan(one, group, **facts)  # type: ignore[arg-type]


def seen(one: str = "a", day: int = 5, *by: str, at_home: bool = True) -> VisitFact:
    return VisitFact(one, date(2022, 4, day), at_home, by or ("孙立",))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


# -- the plain computation ----------------------------------------------------------------------


def plain(
    spans: list[HouseholdSpan], visits: list[VisitFact], period: Period, visitor: str | None
) -> dict[str, object]:
    """The definitions, word for word, without regard to speed."""
    assert period.from_on and period.until_on
    all_days = days(period.from_on, period.until_on)
    told: dict[str, list[str]] = {
        key: []
        for key in ("households", "resident", "visited", "away", "contacted", "other", "missing")
    }
    for one in spans:
        if period.until_on not in one.registered:
            continue
        told["households"].append(one.id)
        marked = {day for day in all_days if any(day in away for away in one.away)}
        if one.has_residents and period.until_on not in marked:
            told["resident"].append(one.id)
        mine = [
            visit
            for visit in visits
            if visit.household_id == one.id
            and visit.on in all_days
            and (visitor is None or visitor in visit.visitors)
        ]
        is_away = all(day in marked for day in all_days if day in one.registered)
        if any(visit.is_at_home for visit in mine):
            told["visited"].append(one.id)
        elif is_away:
            told["away"].append(one.id)
            if mine:
                told["contacted"].append(one.id)
        elif mine:
            told["other"].append(one.id)
        else:
            told["missing"].append(one.id)
    numbers: dict[str, object] = {key: len(ids) for key, ids in told.items()}
    numbers["missing"] = sorted(told["missing"])
    for name in NAMES:
        numbers[name] = len(
            {
                visit.household_id
                for visit in visits
                if visit.on in all_days
                and visit.is_at_home
                and name in visit.visitors
                and visitor in (None, name)
            }
        )
    return numbers


def told_by(found: Coverage) -> dict[str, object]:
    total = found.total
    numbers: dict[str, object] = {
        "households": total.households,
        "resident": total.resident,
        "visited": total.visited,
        "away": total.away,
        "contacted": total.contacted,
        "other": total.by_other_ways,
        "missing": sorted(total.missing),
    }
    by_name = {one.name: one.visited for one in found.visitors}
    return {**numbers, **{name: by_name.get(name, 0) for name in NAMES}}


SOME_DAYS = st.dates(date(2022, 2, 20), date(2022, 6, 10))


@st.composite
def periods(draw: st.DrawFn, *, can_be_open: bool = True) -> Period:
    ends = sorted((draw(SOME_DAYS), draw(SOME_DAYS)))
    if can_be_open and draw(st.booleans()):
        return Period(ends[0], None)
    return Period(*ends)


@st.composite
def households(draw: st.DrawFn, name: str) -> HouseholdSpan:
    """One that may move in or out, with spells away that may touch or overlap."""
    registered = draw(st.one_of(st.just(Period()), periods()))
    away = draw(st.lists(periods(), max_size=3))
    return HouseholdSpan(
        name, draw(st.integers(1, 3)), registered, tuple(away), draw(st.booleans())
    )


@st.composite
def villages(draw: st.DrawFn) -> tuple[list[HouseholdSpan], list[VisitFact]]:
    names = "abcdef"[: draw(st.integers(1, 6))]
    spans = [draw(households(name)) for name in names]
    visit = st.builds(
        VisitFact,
        st.sampled_from(names),
        SOME_DAYS,
        st.booleans(),
        st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True).map(tuple),
        st.booleans(),
    )
    visits = draw(st.lists(visit, max_size=15))
    return spans, visits + visits[: draw(st.integers(0, 2))]  # the same visit entered twice


@given(villages(), st.sampled_from((None, *NAMES)), periods(can_be_open=False))
def test_coverage_is_what_the_definitions_say(
    village: tuple[list[HouseholdSpan], list[VisitFact]], visitor: str | None, period: Period
) -> None:
    spans, visits = village
    found = coverage(spans, visits, period, visitor=visitor)
    assert told_by(found) == plain(spans, visits, period, visitor)


@given(villages())
def test_the_columns_add_up_and_the_groups_to_the_village(
    village: tuple[list[HouseholdSpan], list[VisitFact]],
) -> None:
    found = coverage(*village, APRIL)
    for one in (found.total, *found.groups.values()):
        parts = one.visited + one.away + one.by_other_ways + len(one.missing)
        assert parts == one.households
        assert one.contacted <= one.away and one.unchanged <= one.visited
    assert sum(one.households for one in found.groups.values()) == found.total.households
    gathered = sorted(each for one in found.groups.values() for each in one.missing)
    assert gathered == sorted(found.total.missing)


def test_the_plain_computation_would_notice_a_telephone_call_counted_as_a_visit() -> None:
    """The control: with every call taken for a visit the two computations differ."""
    spans, visits = [span()], [seen(at_home=False)]
    wrong = [replace(visit, is_at_home=True) for visit in visits]
    assert told_by(coverage(spans, wrong, APRIL)) != plain(spans, visits, APRIL, None)
    assert told_by(coverage(spans, visits, APRIL)) == plain(spans, visits, APRIL, None)


# -- the reading rule, one by one ---------------------------------------------------------------


def test_two_visitors_are_one_visit_for_the_household_and_one_each_for_them() -> None:
    found = coverage([span()], [seen("a", 5, "孙立", "李娜")], APRIL)
    assert found.total.visited == 1
    assert [(one.name, one.visited) for one in found.visitors] == [("孙立", 1), ("李娜", 1)]


def test_a_household_visited_twice_counts_once_also_for_its_visitor() -> None:
    found = coverage([span()], [seen("a", 5), seen("a", 5), seen("a", 20)], APRIL)
    (visitor,) = found.visitors
    assert (found.total.visited, visitor.visited, visitor.visits) == (1, 1, 3)


def test_away_the_whole_month_is_a_column_of_its_own_and_out_of_the_rate() -> None:
    away = span("a", away=(Period(date(2022, 3, 1), None),))
    total = coverage([away, span("b")], [seen("b")], APRIL).total
    assert (total.away, total.contacted, total.missing) == (1, 0, ())
    assert (total.households, total.resident, total.expected) == (2, 1, 1)
    assert total.rate == Fraction(1)


def test_away_but_telephoned_is_contacted_and_never_visited() -> None:
    away = span("a", away=(Period(date(2022, 3, 1), None),))
    total = coverage([away], [seen("a", at_home=False)], APRIL).total
    assert (total.visited, total.away, total.contacted, total.by_other_ways) == (0, 1, 1, 0)


def test_away_a_part_of_the_month_is_to_be_visited() -> None:
    away = span("a", away=(Period(date(2022, 3, 1), date(2022, 4, 29)),))
    assert coverage([away], [], APRIL).total.missing == ("a",)


def test_two_spells_away_that_touch_are_the_whole_month() -> None:
    spells = (Period(date(2022, 4, 11), None), Period(date(2022, 3, 1), date(2022, 4, 10)))
    assert coverage([span("a", away=spells)], [], APRIL).total.away == 1


def test_away_the_whole_month_and_yet_met_at_home_is_visited() -> None:
    away = span("a", away=(Period(date(2022, 3, 1), None),))
    total = coverage([away], [seen("a")], APRIL).total
    assert (total.visited, total.away) == (1, 0)


def test_not_away_and_only_telephoned_is_neither_visited_nor_missing() -> None:
    total = coverage([span()], [seen("a", at_home=False)], APRIL).total
    assert (total.visited, total.by_other_ways, total.missing) == (0, 1, ())


@pytest.mark.rule("R46")
def test_who_moved_out_within_the_month_is_no_longer_asked_for() -> None:
    gone = registered_from_until(None, date(2022, 4, 20))
    assert gone is not None
    found = coverage([span("a", registered=gone)], [seen("a")], APRIL)
    assert found.total.households == 0
    assert found.visitors[0].visited == 1, "the visit was made all the same"


@pytest.mark.rule("R46")
def test_who_moved_in_on_the_last_day_is_asked_for() -> None:
    new = span("a", registered=Period(date(2022, 4, 30), None))
    assert coverage([new], [], APRIL).total.missing == ("a",)


@pytest.mark.rule("R46")
def test_leaving_on_the_day_of_coming_is_no_registration() -> None:
    assert registered_from_until(date(2022, 4, 1), date(2022, 4, 1)) is None


def test_a_look_within_the_month_knows_nothing_of_later() -> None:
    spans = [
        span("a", registered=Period(None, date(2022, 4, 19))),
        span("b", registered=Period(date(2022, 4, 18), None)),
    ]
    found = coverage(spans, [seen("a", 16)], APRIL, on=date(2022, 4, 15))
    assert found.total.missing == ("a",)


def test_only_the_leaders_own_visits_count_for_the_leader() -> None:
    visits = [seen("a", 5, "赵启明"), seen("b", 6, "孙立")]
    found = coverage([span("a"), span("b")], visits, APRIL, visitor="赵启明")
    assert (found.total.visited, found.total.missing) == (1, ("b",))
    assert [one.name for one in found.visitors] == ["赵启明"]


def test_unchanged_is_counted_apart() -> None:
    visits = [
        replace(seen("a"), is_unchanged=True),
        replace(seen("b"), is_unchanged=True),
        seen("b"),
    ]
    total = coverage([span("a"), span("b")], visits, APRIL).total
    assert (total.visited, total.unchanged) == (2, 1)
