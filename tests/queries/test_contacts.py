"""Open matters of people who died or moved away ask for a new contact (R45, R46)."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk, new_matter
from longshan_desk.actions import household_changes as changes
from longshan_desk.actions import matters
from longshan_desk.errors import BadValueError
from longshan_desk.queries.home import home

pytestmark = pytest.mark.rule("R46")

DAY = date(2022, 4, 4)


@pytest.fixture
def household(desk: Desk) -> str:
    return desk.add_household("马占山", "冶玉兰")


@pytest.fixture
def matter(desk: Desk, household: str) -> str:
    said = new_matter(household_id=household)
    return matters.register_matter(desk.store, said, heard_on=date(2022, 4, 1)).id


def asked(desk: Desk) -> list[tuple[str, str]]:
    return [(line.id, line.words) for line in home(desk.store).due if "联系人" in line.who]


def test_a_matter_of_the_dead_asks_for_a_contact(desk: Desk, household: str, matter: str) -> None:
    assert asked(desk) == []
    changes.died(desk.store, desk.head_of(household), on=DAY)
    assert asked(desk) == [(matter, "联系人马占山已于2022年4月4日去世")]
    gone = desk.matter(matter).contact_gone
    assert gone is not None and gone.others == ("冶玉兰",)


def test_a_new_contact_settles_it(desk: Desk, household: str, matter: str) -> None:
    changes.died(desk.store, desk.head_of(household), on=DAY)
    with desk.taken_back():
        matters.change_contact(desk.store, matter, "冶玉兰", phone="13900000001")
    page = desk.matter(matter)
    assert (page.contact_name, page.contact_phone) == ("冶玉兰", "13900000001")
    assert (page.contact_gone, asked(desk)) == (None, [])
    assert page.timeline[-1].text == "联系人：马占山 → 冶玉兰"


def test_who_moved_away_can_stay_the_contact(desk: Desk, household: str, matter: str) -> None:
    changes.move_out(desk.store, household, on=DAY, place="兰州市")
    assert asked(desk) == [(matter, "联系人马占山已于2022年4月4日迁出")]
    matters.change_contact(desk.store, matter, "马占山", reason="电话没有变。")
    assert asked(desk) == []


def test_a_contact_who_only_split_off_is_still_here(
    desk: Desk, household: str, matter: str
) -> None:
    changes.split(desk.store, household, [desk.head_of(household)], on=DAY)
    assert asked(desk) == []


def test_a_shy_contact_is_not_named(desk: Desk, household: str, matter: str) -> None:
    matters.edit_matter(desk.store, matter, {"is_anonymous": True})
    changes.died(desk.store, desk.head_of(household), on=DAY)
    assert asked(desk) == [(matter, "联系人已于2022年4月4日去世")]


def test_a_contact_needs_a_name(desk: Desk, matter: str) -> None:
    with pytest.raises(BadValueError, match="没有写联系人"):
        matters.change_contact(desk.store, matter, " ")
