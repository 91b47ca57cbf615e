"""R1: who makes up the hearing, in which offices, from when until when."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions import cadres
from longshan_desk.actions.cadres import NewTerm
from longshan_desk.data.tables.meetings import Attendance, Meeting
from longshan_desk.domain.household_facts import CadreFacts
from longshan_desk.domain.labels import AttendanceState, MeetingKind, Role, Sex
from longshan_desk.errors import BadValueError, ChangedSinceError, NotFoundError
from longshan_desk.queries import cadres as queries


def names(desk: Desk, day: date | None = None) -> list[str]:
    return [member.name for member in queries.roster(desk.store, day)]


def term_id(desk: Desk, cadre: str) -> str:
    return queries.cadre(desk.store, cadre).history[0].term_id


def test_r1_a_person_holds_several_offices(desk: Desk) -> None:
    with desk.taken_back():
        desk.add_cadre("马文秀", Role.VILLAGE_DIRECTOR, Role.BRANCH_SECRETARY)
    (member,) = queries.roster(desk.store)
    assert member.labels == "村党支部书记、村委会主任"


def test_r1_the_roster_goes_by_rank_and_then_by_pinyin(desk: Desk) -> None:
    desk.add_cadre("张三", Role.MASS_REPRESENTATIVE)
    desk.add_cadre("白二", Role.MASS_REPRESENTATIVE)
    desk.add_cadre("周强", Role.BRANCH_SECRETARY)
    assert names(desk) == ["周强", "白二", "张三"]


def test_r1_the_roster_of_a_day_is_who_was_in_office_then(desk: Desk) -> None:
    old = desk.add_cadre("马文秀", Role.BRANCH_SECRETARY)
    cadres.end_term(desk.store, term_id(desk, old), until_on=date(2022, 3, 31))
    desk.add_cadre("李建国", Role.BRANCH_SECRETARY, from_on=date(2022, 4, 1))
    assert names(desk, date(2022, 3, 31)) == ["马文秀"]
    assert names(desk, date(2022, 4, 1)) == ["李建国"]


def test_r1_history_is_kept(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    with desk.taken_back():
        cadres.end_term(desk.store, term_id(desk, cadre), until_on=date(2022, 3, 31))
    row = queries.cadre(desk.store, cadre)
    assert row.current == ()
    assert [(held.role, held.until_on) for held in row.history] == [(Role.CLERK, date(2022, 3, 31))]
    assert [each.name for each in queries.cadres(desk.store)] == ["马文秀"]


def test_r1_the_same_office_is_not_held_twice_at_once(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    with pytest.raises(BadValueError, match="日期重叠"):
        cadres.add_term(desk.store, cadre, NewTerm(Role.CLERK, date(2022, 4, 1)))


def test_r1_an_office_can_be_held_again_later(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    cadres.end_term(desk.store, term_id(desk, cadre), until_on=date(2022, 3, 31))
    with desk.taken_back():
        cadres.add_term(desk.store, cadre, NewTerm(Role.CLERK, date(2022, 4, 1)))
    assert len(queries.cadre(desk.store, cadre).history) == 2


def test_a_term_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    with pytest.raises(BadValueError, match="早于"):
        cadres.end_term(desk.store, term_id(desk, cadre), until_on=date(2020, 1, 1))


def test_a_term_that_is_over_does_not_end_again(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    cadres.end_term(desk.store, term_id(desk, cadre), until_on=date(2022, 3, 31))
    with pytest.raises(BadValueError, match="2022年3月31日"):
        cadres.end_term(desk.store, term_id(desk, cadre))


def test_a_term_is_edited_without_being_in_its_own_way(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.BRANCH_SECRETARY)
    with desk.taken_back():
        cadres.edit_term(
            desk.store,
            term_id(desk, cadre),
            NewTerm(Role.BRANCH_SECRETARY, date(2021, 2, 1), title=" 第一书记 "),
        )
    assert queries.cadre(desk.store, cadre).labels == "第一书记"


def test_a_term_entered_by_mistake_is_removed(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    with desk.taken_back():
        cadres.remove_term(desk.store, term_id(desk, cadre))
    assert names(desk) == []


def test_a_cadre_is_edited(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    with desk.taken_back():
        cadres.edit_cadre(
            desk.store, cadre, CadreFacts("马文秀", Sex.FEMALE, "13812345678", note=" ")
        )
    assert queries.cadre(desk.store, cadre).facts == CadreFacts("马文秀", Sex.FEMALE, "13812345678")


def test_a_cadre_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    opened = queries.cadre(desk.store, cadre).facts
    cadres.edit_cadre(desk.store, cadre, CadreFacts("马文秀", phone="13812345678"))
    with pytest.raises(ChangedSinceError):
        cadres.edit_cadre(
            desk.store, cadre, CadreFacts("马文秀", phone="13900000000"), expected=opened
        )


def test_a_cadre_may_be_somebody_of_the_village(desk: Desk) -> None:
    head = desk.head_of(desk.add_household("马文秀"))
    desk.add_cadre("马文秀", Role.CLERK, person_id=head)
    assert queries.roster(desk.store)[0].person_id == head
    with pytest.raises(NotFoundError):
        desk.add_cadre("李建国", Role.CLERK, person_id="0" * 32)


def test_a_cadre_entered_by_mistake_is_deleted(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    with desk.taken_back():
        cadres.delete_cadre(desk.store, cadre)
    assert queries.cadres(desk.store) == []


def test_who_sat_in_a_meeting_is_not_deleted(desk: Desk) -> None:
    cadre = desk.add_cadre("马文秀", Role.CLERK)
    with desk.store.change("新建说事会") as session:
        meeting = Meeting(
            kind=MeetingKind.HEARING, on=desk.today, month="2022-04", entered_on=desk.today
        )
        seat = Attendance(
            meeting_id=meeting.id,
            name="马文秀",
            cadre_id=cadre,
            role=Role.CLERK,
            state=AttendanceState.PRESENT,
        )
        session.add_all((meeting, seat))
    with pytest.raises(BadValueError, match="签到"):
        cadres.delete_cadre(desk.store, cadre)


# -- the secretary ------------------------------------------------------------------------------


def test_r3_the_secretary_chairs(desk: Desk) -> None:
    desk.fill_roster()
    secretary = queries.secretary(desk.store)
    assert secretary is not None
    assert secretary.name == "马文秀"


def test_r40_who_acts_in_the_secretarys_place_chairs(desk: Desk) -> None:
    cadres.add_cadre(
        desk.store,
        CadreFacts("李建国"),
        [NewTerm(Role.BRANCH_DEPUTY, date(2022, 1, 1), is_acting_secretary=True)],
    )
    secretary = queries.secretary(desk.store)
    assert secretary is not None
    assert (secretary.name, secretary.labels) == ("李建国", "村党支部副书记（主持工作）")


def test_r40_a_secretary_in_office_comes_before_who_acts(desk: Desk) -> None:
    cadres.add_cadre(
        desk.store,
        CadreFacts("白建国"),
        [NewTerm(Role.BRANCH_DEPUTY, date(2022, 1, 1), is_acting_secretary=True)],
    )
    desk.add_cadre("周强", Role.BRANCH_SECRETARY, from_on=date(2022, 4, 1))
    secretary = queries.secretary(desk.store)
    assert secretary is not None
    assert secretary.name == "周强"


def test_nobody_chairs_where_the_office_is_empty(desk: Desk) -> None:
    desk.add_cadre("李建国", Role.BRANCH_DEPUTY)
    assert queries.secretary(desk.store) is None


def test_r40_a_villager_does_not_act_as_secretary(desk: Desk) -> None:
    cadre = desk.add_cadre("马老三", Role.MASS_REPRESENTATIVE)
    with pytest.raises(BadValueError, match="主持工作"):
        cadres.add_term(
            desk.store, cadre, NewTerm(Role.PARTY_HUB_HOUSEHOLD, is_acting_secretary=True)
        )
