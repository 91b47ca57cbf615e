"""Doubles of visits: found by household, day, way and visitor, and joined without a loss (R48)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desk import Desk
from longshan_desk.actions.diary import review_visit
from longshan_desk.actions.visit_doubles import join_visits
from longshan_desk.actions.visit_findings import Opinion, raise_from_visit
from longshan_desk.domain.labels import FindingKind, ListKind, Topic
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import BadValueError
from longshan_desk.queries.visit_doubles import visit_doubles
from longshan_desk.queries.visits import list_visits

pytestmark = pytest.mark.rule("R48")


def doubles(desk: Desk) -> list[tuple[str, ...]]:
    return [tuple(row.id for row in one.rows) for one in visit_doubles(desk.store)]


def test_r48_two_entries_of_one_visit_are_found(desk: Desk) -> None:
    home = desk.add_household()
    one = desk.visit(home, "孙立", text="水渠通了")
    other = desk.visit(home, "李娜", "孙立", text="水渠修好了")
    assert doubles(desk) == [(one, other)]


@pytest.mark.parametrize(
    "other",
    [{"way": VisitWay.TELEPHONE}, {"on": date(2022, 4, 4)}],
    ids=["by telephone", "another day"],
)
def test_what_may_be_two_visits_is_no_double(desk: Desk, other: dict[str, Any]) -> None:
    home = desk.add_household()
    desk.visit(home, "孙立")
    desk.visit(home, "孙立", **other)
    assert doubles(desk) == []


def test_two_people_who_went_apart_are_no_double(desk: Desk) -> None:
    home = desk.add_household()
    desk.visit(home, "孙立")
    desk.visit(home, "李娜")
    assert doubles(desk) == []


def test_r48_joining_keeps_both_texts_and_everybody_who_went(desk: Desk) -> None:
    home = desk.add_household()
    one = desk.visit(home, "孙立", text="水渠通了", met=("马占山",))
    other = desk.visit(home, "李娜", "孙立", text="老人腿疼", finding=FindingKind.DEMAND)
    with desk.taken_back():
        join_visits(desk.store, one, other)
    (row,) = list_visits(desk.store)
    assert (row.id, row.text) == (one, "水渠通了\n老人腿疼")
    assert row.facts.visitors == ("孙立", "李娜")
    assert (row.facts.finding, row.facts.met) == (FindingKind.DEMAND, ("马占山",))
    assert desk.entry(one).versions[0].facts.text == "水渠通了"
    assert doubles(desk) == []


def test_the_same_words_are_kept_once(desk: Desk) -> None:
    home = desk.add_household()
    one, other = (desk.visit(home, "孙立", text=text) for text in ("水渠通了。", "水渠通了。"))
    join_visits(desk.store, one, other)
    assert desk.entry(one).row.text == "水渠通了。"


def test_what_came_of_the_other_entry_goes_along(desk: Desk) -> None:
    home = desk.add_household()
    one, other = desk.visit(home, text="甲"), desk.visit(home, text="乙")
    review_visit(desk.store, other, "尽快办", by="马文秀")
    raise_from_visit(desk.store, other, Opinion(Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED))
    with desk.taken_back():
        join_visits(desk.store, one, other)
    page = desk.entry(one)
    assert [each.text for each in page.follow_ups] == ["尽快办"]
    assert [each.kind for each in page.row.links] == ["matter"]


def test_both_promises_stand_and_the_earlier_date_holds(desk: Desk) -> None:
    home = desk.add_household()
    one = desk.visit(home, promise="修水渠", promise_due=date(2022, 5, 1))
    other = desk.visit(home, promise="送化肥", promise_due=date(2022, 4, 20))
    join_visits(desk.store, one, other)
    facts = desk.entry(one).row.facts
    assert (facts.promise, facts.promise_due) == ("修水渠；送化肥", date(2022, 4, 20))


def test_visits_of_two_households_are_not_joined(desk: Desk) -> None:
    one, other = (desk.visit(desk.add_household(head)) for head in ("马占山", "李四"))
    with pytest.raises(BadValueError):
        join_visits(desk.store, one, other)
