"""The search field: every word must stand in the record, initials count, exact hits come first."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions import household_changes, households, matters
from longshan_desk.data.registering import NewMatter
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import ListKind, Role, Topic
from longshan_desk.queries.search import Hit, search


def matter(desk: Desk, words: str, **more: object) -> str:
    new = NewMatter(words, Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED, **more)  # type: ignore[arg-type]
    return matters.register_matter(desk.store, new).id


def texts(desk: Desk, words: str) -> list[str]:
    return [hit.text for hit in search(desk.store, words)]


def test_a_matter_is_found_by_its_number_first(desk: Desk) -> None:
    matter(desk, "水渠漏水")
    matter(desk, "和 2022-04-001 一样，水渠又漏水")
    assert texts(desk, "2022-04-001") == [
        "2022-04-001 水渠漏水",
        "2022-04-002 和 2022-04-001 一样，水渠又漏水",
    ]


def test_two_characters_are_enough(desk: Desk) -> None:
    one = matter(desk, "李家门前水渠漏水")
    assert [hit.id for hit in search(desk.store, "水渠")] == [one]


def test_every_word_must_stand_in_it(desk: Desk) -> None:
    matter(desk, "李家门前水渠漏水")
    matter(desk, "马家门前路灯不亮")
    assert texts(desk, "门前 路灯") == ["2022-04-002 马家门前路灯不亮"]
    assert texts(desk, "水渠 路灯") == []


def test_a_person_leads_to_the_household(desk: Desk) -> None:
    household = desk.add_household("马占山", PersonFacts("冶玉兰", relation="妻"), group=2)
    (hit,) = search(desk.store, "冶玉兰")
    assert (hit.kind, hit.household_id) == ("person", household)
    assert hit.text == "冶玉兰 · 二组马占山户 · 配偶"


def test_a_number_finds_without_being_shown(desk: Desk) -> None:
    desk.add_household(PersonFacts("马占山", phone="13812345678"))
    (hit,) = search(desk.store, "13812345678")
    assert "13812345678" not in hit.text


def test_pinyin_initials_find_names(desk: Desk) -> None:
    desk.add_household("马占山")
    desk.add_cadre("马占山", Role.CLERK)
    hits = search(desk.store, "mzs")
    assert [(hit.kind, hit.text) for hit in hits] == [
        ("household", "一组马占山户"),
        ("person", "马占山 · 一组马占山户 · 户主"),
        ("cadre", "马占山 · 村文书"),
    ]


def test_the_exact_name_comes_before_longer_ones(desk: Desk) -> None:
    desk.add_household("马占山川", group=1)
    desk.add_household("老马占", group=1)
    desk.add_household("马占", group=1)
    found = [hit.text for hit in search(desk.store, "马占", kinds=("household",))]
    assert found == ["一组马占户", "一组马占山川户", "一组老马占户"]


@pytest.mark.parametrize("typed", ["马·穆罕", "马•穆罕", "马・穆罕", "马． 穆罕"])
def test_r34_the_dot_of_a_name_is_found_however_it_is_typed(desk: Desk, typed: str) -> None:
    desk.add_household("马·穆罕默德")
    assert texts(desk, typed.replace(" ", ""))


@pytest.mark.parametrize("typed", ["", "   ", "　", "%", "_", "''", '"', "\\", "100%水"])
def test_signs_mean_themselves(desk: Desk, typed: str) -> None:
    matter(desk, "水渠漏水")
    assert texts(desk, typed) == []


def test_a_percent_sign_is_found(desk: Desk) -> None:
    matter(desk, "补贴只发了 50%")
    assert len(texts(desk, "50%")) == 1


def test_what_was_deleted_is_not_found_and_what_was_brought_back_is(desk: Desk) -> None:
    household = desk.add_household("马占山")
    households.delete_household(desk.store, household)
    assert texts(desk, "马占山") == []
    desk.store.undo()
    assert len(texts(desk, "马占山")) == 2


def test_r54_who_does_not_want_to_be_named_is_not_found(desk: Desk) -> None:
    matter(desk, "路灯不亮", contact_name="冶玉兰", is_anonymous=True)
    assert texts(desk, "冶玉兰") == []


def test_as_many_are_given_as_were_asked_for(desk: Desk) -> None:
    for group in range(1, 6):
        desk.add_household("马占山", group=group)
    assert len(search(desk.store, "马占山", limit=3)) == 3


def test_a_hearing_is_found_by_its_day(desk: Desk) -> None:
    from longshan_desk.data.tables.meetings import Meeting
    from longshan_desk.domain.labels import MeetingKind

    with desk.store.change("新建说事会") as session:
        meeting = Meeting(
            kind=MeetingKind.HEARING,
            on=date(2022, 4, 5),
            month="2022-04",
            entered_on=date(2022, 4, 5),
        )
        session.add(meeting)
    assert search(desk.store, "2022-04-05") == [
        Hit("meeting", meeting.id, "党群说事会 · 2022年4月5日")
    ]


@pytest.mark.rule("R46")
def test_who_is_gone_is_found_last_and_said_to_be_gone(desk: Desk) -> None:
    first = desk.add_household("马占山", "马小虎")
    desk.add_household("马小虎")
    son = next(row.id for row in desk.household(first).people if row.name == "马小虎")
    household_changes.died(desk.store, son, on=date(2022, 4, 1))
    hits = [hit for hit in search(desk.store, "马小虎") if hit.kind == "person"]
    assert [hit.is_gone for hit in hits] == [False, True]
    assert "已去世" in hits[1].text
