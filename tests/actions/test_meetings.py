"""Planning, moving and attending meetings, and deciding many matters at one of them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from desk import Desk, Held, answered
from longshan_desk.actions.cadres import NewTerm, add_term
from longshan_desk.actions.meetings import (
    MeetingWords,
    Ruling,
    attend,
    close_meeting,
    decide_matters,
    delete_meeting,
    edit_meeting,
    fill_attendance,
    move_meeting,
    new_meeting,
    postpone_committees,
    remove_item,
    save_item,
)
from longshan_desk.domain.labels import (
    Act,
    AttendanceState,
    Decision,
    ItemKind,
    ListKind,
    MeetingKind,
    Outcome,
    Role,
    Stage,
)
from longshan_desk.domain.steps import (
    BasisRequiredError,
    NeedsProcedureError,
    NeedsResponsibleError,
)
from longshan_desk.errors import (
    AppError,
    BadValueError,
    InTheFutureError,
    NotFoundError,
    ReasonRequiredError,
    WrongStageError,
)
from longshan_desk.queries.matters import list_matters
from longshan_desk.queries.meetings import MeetingPage, meeting_page

APRIL_5 = date(2022, 4, 5)


def page(desk: Desk, meeting: str) -> MeetingPage:
    return meeting_page(desk.store, meeting)


# -- planning (R2, R3, R48) -----------------------------------------------------------------


@pytest.mark.parametrize("kind", list(MeetingKind))
@pytest.mark.rule("R36")
def test_a_meeting_of_every_kind_is_one_act(desk: Desk, kind: MeetingKind) -> None:
    words = MeetingWords(place="村部", starts_at=time(9), recorder="王会计", title="支部会")
    with desk.taken_back():
        meeting = new_meeting(desk.store, kind, desk.today, words=words)
    made = page(desk, meeting)
    assert (made.row.kind, made.row.place, made.starts_at) == (kind, "村部", time(9))
    assert made.row.month == "2022-04"


@pytest.mark.rule("R3")
def test_a_hearing_is_chaired_by_the_secretary(desk: Desk) -> None:
    desk.fill_roster()
    assert page(desk, desk.plan_hearing()).row.chair == "马文秀"


@pytest.mark.rule("R3")
def test_somebody_else_in_the_chair_needs_a_reason(desk: Desk) -> None:
    desk.fill_roster()
    with pytest.raises(ReasonRequiredError, match="李建国"):
        desk.plan_hearing(chair="李建国")
    hearing = desk.plan_hearing(chair="李建国", chair_reason="书记住院")
    assert page(desk, hearing).chair_reason == "书记住院"


@pytest.mark.rule("R3")
def test_who_leads_the_branch_for_the_time_chairs_without_a_reason(desk: Desk) -> None:
    desk.fill_roster()
    deputy = next(one for one in desk.records()["cadre"].values() if one["name"] == "李建国")
    acting = NewTerm(Role.PARTY_BRANCH_COMMITTEE, date(2022, 1, 1), is_acting_secretary=True)
    add_term(desk.store, deputy["id"], acting)
    desk.plan_hearing(chair="李建国")


@pytest.mark.rule("R3")
def test_a_village_without_a_secretary_asks_no_reason(desk: Desk) -> None:
    assert page(desk, desk.plan_hearing(chair="李建国")).row.chair == "李建国"


@pytest.mark.parametrize("kind", [MeetingKind.HEARING, MeetingKind.COMMITTEES])
@pytest.mark.rule("R48")
def test_the_same_meeting_is_not_held_twice_on_one_day(desk: Desk, kind: MeetingKind) -> None:
    new_meeting(desk.store, kind, APRIL_5)
    with pytest.raises(BadValueError, match="已经有一次"):
        new_meeting(desk.store, kind, APRIL_5)


@pytest.mark.rule("R29")
def test_the_committees_do_not_meet_before_the_hearing(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    with pytest.raises(BadValueError, match="早于说事日"):
        desk.meet(hearing, on=APRIL_5 - timedelta(days=1))


def test_the_head_of_a_meeting_is_edited_field_by_field(desk: Desk) -> None:
    hearing = desk.plan_hearing(place="村部", recorder="王会计")
    with desk.taken_back():
        edit_meeting(desk.store, hearing, MeetingWords(place="广场", note="露天"))
    made = page(desk, hearing)
    assert (made.row.place, made.recorder, made.note) == ("广场", "王会计", "露天")


def test_a_meeting_does_not_end_before_it_begins(desk: Desk) -> None:
    with pytest.raises(BadValueError, match="散会时间"):
        desk.plan_hearing(starts_at=time(15), ended_at=time(14))


def test_a_meeting_without_a_record_is_taken_off(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    with desk.taken_back():
        delete_meeting(desk.store, hearing)
    with pytest.raises(NotFoundError):
        page(desk, hearing)


def test_a_meeting_with_a_record_stays(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    desk.say(hearing, "水渠堵了。")
    with pytest.raises(WrongStageError):
        delete_meeting(desk.store, hearing)


# -- another day (R47) ----------------------------------------------------------------------


@pytest.mark.rule("R2", "R47")
def test_a_hearing_put_off_keeps_its_month_and_says_why(desk: Desk) -> None:
    hearing = desk.plan_hearing(date(2022, 4, 28))
    with desk.taken_back():
        move_meeting(desk.store, hearing, date(2022, 5, 3), reason=" 大雪封路 ")
    made = page(desk, hearing)
    assert (made.row.on, made.row.month) == (date(2022, 5, 3), "2022-04")
    (moved,) = made.moves
    assert (moved.from_on, moved.to_on, moved.reason) == (
        date(2022, 4, 28),
        date(2022, 5, 3),
        "大雪封路",
    )


@pytest.mark.rule("R47")
def test_a_hearing_can_be_planned_for_the_month_before(desk: Desk) -> None:
    hearing = new_meeting(desk.store, MeetingKind.HEARING, APRIL_5, month="2022-03")
    assert page(desk, hearing).row.month == "2022-03"


@pytest.mark.rule("R47")
@pytest.mark.parametrize(
    ("to", "reason", "error"),
    [
        (APRIL_5 + timedelta(days=2), " ", ReasonRequiredError),
        (APRIL_5, "雪", BadValueError),
        (APRIL_5 + timedelta(days=1), "雪", BadValueError),
    ],
)
def test_a_hearing_is_put_off_with_a_reason_to_a_free_other_day(
    desk: Desk, to: date, reason: str, error: type[AppError]
) -> None:
    hearing = desk.plan_hearing()
    desk.plan_hearing(APRIL_5 + timedelta(days=1))
    with pytest.raises(error):
        move_meeting(desk.store, hearing, to, reason=reason)


@pytest.mark.rule("R47")
def test_a_closed_hearing_stays_on_its_day(desk: Desk) -> None:
    held = desk.hold_hearing("甲")
    with pytest.raises(WrongStageError):
        move_meeting(desk.store, held.id, date(2022, 4, 9), reason="雪")


@pytest.mark.rule("R47")
def test_the_three_day_meeting_is_put_off_with_a_reason(desk: Desk) -> None:
    held = desk.hold_hearing("甲")
    with desk.taken_back():
        postpone_committees(desk.store, held.id, due_on=date(2022, 4, 12), reason="防汛")
    made = page(desk, held.id)
    assert made.committees_due is not None and made.committees_due.on == date(2022, 4, 12)
    assert made.committees_reason == "防汛"
    for due_on, reason in ((date(2022, 4, 12), " "), (APRIL_5, "防汛")):
        with pytest.raises(AppError):
            postpone_committees(desk.store, held.id, due_on=due_on, reason=reason)


# -- who came (R4) --------------------------------------------------------------------------


@pytest.mark.rule("R1", "R4")
def test_the_sheet_is_filled_from_the_roster(desk: Desk) -> None:
    desk.fill_roster()
    hearing = desk.plan_hearing()
    with desk.taken_back():
        assert fill_attendance(desk.store, hearing) == 9
    states = {row.name: row.state for row in page(desk, hearing).attendance}
    assert states["马文秀"] is AttendanceState.PRESENT
    assert states["赵启明"] is states["孙立"] is AttendanceState.OBSERVER
    assert fill_attendance(desk.store, hearing) == 0


@pytest.mark.rule("R4")
def test_who_was_away_last_time_is_offered_as_away(desk: Desk) -> None:
    desk.fill_roster()
    first = desk.plan_hearing()
    fill_attendance(desk.store, first)
    state = AttendanceState.EXCUSED
    attend(desk.store, first, name="苏玉兰", role=None, state=state, reason="看病")
    desk.go_to(date(2022, 5, 5))
    offered = page(desk, desk.plan_hearing()).attendance
    assert {row.name for row in offered if row.state is state} == {"苏玉兰"}


@pytest.mark.rule("R4")
def test_a_change_of_attendance_is_one_act_with_its_reason(desk: Desk) -> None:
    desk.fill_roster()
    hearing = desk.plan_hearing()
    fill_attendance(desk.store, hearing)
    with desk.taken_back():
        attend(
            desk.store, hearing, name="孙立", role=Role.RESIDENT_CADRE,
            state=AttendanceState.EXCUSED, reason="镇上值班",
        )  # fmt: skip
    row = next(row for row in page(desk, hearing).attendance if row.name == "孙立")
    assert (row.state, row.reason) == (AttendanceState.EXCUSED, "镇上值班")
    assert page(desk, hearing).expected == 9


@pytest.mark.rule("R4")
def test_somebody_outside_the_roster_came_too(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    with desk.taken_back():
        attend(
            desk.store, hearing, name="吕文博", role=Role.TOWNSHIP_LEADER,
            state=AttendanceState.OBSERVER,
        )  # fmt: skip
    with pytest.raises(BadValueError):
        attend(desk.store, hearing, name=" ", role=None, state=AttendanceState.PRESENT)


# -- deciding (R12–R17, R36) ----------------------------------------------------------------

DUE = "2022-05-01"
RULINGS: list[tuple[Decision, str | None, dict[str, Any], Stage, Outcome | None]] = [
    (Decision.SETTLED, None, {"result": "修好了"}, Stage.CLOSED, Outcome.SOLVED),
    (Decision.ASSIGNED, None, {"to": "李建国", "due": DUE}, Stage.ACTING, None),
    (Decision.PROCEDURE, None, {}, Stage.DELIBERATED, None),
    (Decision.ESCALATED, "请协调修路", {}, Stage.ACTING, None),
    (
        Decision.PROMISED,
        "年底修好",
        {"measures": "筹钱", "due": DUE, "by": "马文秀"},
        Stage.ACTING,
        Outcome.PROMISED,
    ),
    (
        Decision.EXPLAINED,
        None,
        {"reason": "无名额", "basis": "办法", "to": "马占山", "way": "in_person"},
        Stage.CLOSED,
        Outcome.EXPLAINED,
    ),
]


@pytest.fixture
def held(desk: Desk) -> Held:
    return desk.hold_hearing(*[f"第 {nth} 件" for nth in range(1, 7)])


@pytest.mark.parametrize(("decision", "text", "data", "stage", "outcome"), RULINGS)
@pytest.mark.rule("R12", "R13", "R14", "R15", "R16", "R17")
def test_every_decision_is_the_like_named_step(
    desk: Desk,
    held: Held,
    decision: Decision,
    text: str | None,
    data: dict[str, Any],
    stage: Stage,
    outcome: Outcome | None,
) -> None:
    desk.go_to(APRIL_5 + timedelta(days=2))
    meeting = desk.meet(held.id)
    with desk.taken_back():
        moved = desk.decide(meeting, held.numbers[0], decision, text, **data)
    assert (moved.stage, moved.outcome) == (stage.value, outcome.value if outcome else None)
    matter = desk.matter(held.numbers[0])
    assert matter.state.deliberated_on == desk.today
    assert {entry.meeting for entry in matter.timeline[1:]} == {"2022-04-07 村“两委”会议"}
    (row,) = page(desk, meeting).items
    assert (row.kind, row.decision, row.number) == (ItemKind.DECISION, decision, held.numbers[0])


@pytest.mark.rule("R12", "R36")
def test_one_meeting_decides_everything_in_one_act(desk: Desk, held: Held) -> None:
    desk.go_to(APRIL_5 + timedelta(days=2))
    meeting = desk.meet(held.id)
    rulings = [
        Ruling(desk.id_of(number), decision, data, text)
        for number, (decision, text, data, _, _) in zip(held.numbers, RULINGS, strict=True)
    ]
    with desk.taken_back():
        done = decide_matters(desk.store, meeting, rulings)
    assert [one.stage for one in done] == [stage.value for *_, stage, _ in RULINGS]
    assert [row.number for row in page(desk, meeting).items] == list(held.numbers)


@pytest.mark.parametrize(
    ("decision", "error"),
    [
        (Decision.ASSIGNED, NeedsResponsibleError),
        (Decision.PROMISED, BadValueError),
        (Decision.EXPLAINED, ReasonRequiredError),
        (Decision.SETTLED, BadValueError),
        (Decision.ESCALATED, BadValueError),
    ],
)
@pytest.mark.rule("R12", "R13", "R16", "R17")
def test_one_incomplete_decision_holds_up_all(
    desk: Desk, held: Held, decision: Decision, error: type[AppError]
) -> None:
    meeting = desk.meet(held.id)
    good = Ruling(desk.id_of(held.numbers[0]), Decision.SETTLED, {"result": "好"})
    bad = Ruling(desk.id_of(held.numbers[1]), decision)
    before = desk.records()
    with pytest.raises(error):
        decide_matters(desk.store, meeting, [good, bad])
    assert desk.records() == before


@pytest.mark.rule("R17")
def test_an_explanation_names_its_basis(desk: Desk, held: Held) -> None:
    meeting = desk.meet(held.id)
    with pytest.raises(BasisRequiredError):
        desk.decide(meeting, held.numbers[0], Decision.EXPLAINED, reason="无名额")


@pytest.mark.parametrize(
    ("decision", "text", "kind"),
    [
        (Decision.PROCEDURE, None, ListKind.MAJOR_PUBLIC),
        (Decision.ESCALATED, "请协调", ListKind.ESCALATED),
    ],
)
@pytest.mark.rule("R7", "R14", "R15")
def test_a_decision_that_belongs_to_another_list_moves_the_matter_there(
    desk: Desk, held: Held, decision: Decision, text: str | None, kind: ListKind
) -> None:
    desk.decide(desk.meet(held.id), held.numbers[0], decision, text, reason="涉及全村")
    matter = desk.matter(held.numbers[0])
    assert matter.row.list_kind is kind
    assert matter.timeline[1].act is Act.CLASSIFY
    assert matter.timeline[1].data["reason"] == "涉及全村"


@pytest.mark.rule("R14")
def test_a_major_matter_is_not_settled_by_the_committees(desk: Desk) -> None:
    major = desk.add_matter(list_kind=ListKind.MAJOR_PUBLIC)
    meeting = desk.meet()
    for decision, data in (
        (Decision.SETTLED, {"result": "好"}),
        (Decision.ASSIGNED, {"to": "李建国", "due": DUE}),
    ):
        with pytest.raises(NeedsProcedureError):
            desk.decide(meeting, major, decision, **data)


@pytest.mark.rule("R36")
def test_one_evening_holds_items_of_every_kind(desk: Desk, held: Held) -> None:
    meeting = desk.meet(held.id)
    for kind in (ItemKind.PARTY_DAY, ItemKind.SPEECH, ItemKind.FREE):
        with desk.taken_back():
            item = save_item(desk.store, meeting, kind, text="议题", speaker="马文秀")
        with desk.taken_back():
            save_item(desk.store, meeting, kind, item_id=item, text="议题", result="同意")
    desk.decide(meeting, held.numbers[0], Decision.SETTLED, result="好")
    assert [row.kind for row in page(desk, meeting).items] == [
        ItemKind.PARTY_DAY, ItemKind.SPEECH, ItemKind.FREE, ItemKind.DECISION,
    ]  # fmt: skip


@pytest.mark.rule("R36")
def test_a_matter_decided_anew_at_the_same_meeting_keeps_its_row(desk: Desk, held: Held) -> None:
    meeting = desk.meet(held.id)
    desk.decide(meeting, held.numbers[0], Decision.ASSIGNED, to="李建国", due=DUE)
    desk.decide(meeting, held.numbers[0], Decision.SETTLED, result="会上就办了")
    (row,) = page(desk, meeting).items
    assert (row.decision, row.result) == (Decision.SETTLED, "会上就办了")


@pytest.mark.rule("R29")
def test_nothing_is_decided_at_a_meeting_that_lies_ahead(desk: Desk, held: Held) -> None:
    meeting = desk.meet(held.id, on=APRIL_5 + timedelta(days=1))
    with pytest.raises(InTheFutureError):
        desk.decide(meeting, held.numbers[0], Decision.SETTLED, result="好")


@pytest.mark.rule("R29")
def test_a_meeting_decides_nothing_that_was_said_after_it(desk: Desk, held: Held) -> None:
    meeting = desk.meet(held.id)
    desk.go_to(APRIL_5 + timedelta(days=3))
    later = desk.add_matter()
    with pytest.raises(BadValueError):
        desk.decide(meeting, later, Decision.SETTLED, result="好")


# -- the end of a meeting -------------------------------------------------------------------


def test_a_meeting_is_closed_with_its_hour(desk: Desk) -> None:
    meeting = desk.meet()
    with desk.taken_back():
        close_meeting(desk.store, meeting, ended_at=time(17))
    assert page(desk, meeting).ended_at == time(17)


def test_a_hearing_is_closed_by_its_own_act(desk: Desk) -> None:
    with pytest.raises(WrongStageError, match="收尾"):
        close_meeting(desk.store, desk.plan_hearing())


@pytest.mark.rule("R12")
def test_how_late_the_committees_met_is_counted(desk: Desk) -> None:
    held = desk.hold_hearing("甲", answered())
    postpone_committees(desk.store, held.id, due_on=date(2022, 4, 11), reason="防汛")
    desk.go_to(date(2022, 4, 12))
    in_time = desk.meet(held.id, on=date(2022, 4, 8))
    late = desk.meet(held.id, on=date(2022, 4, 12))
    assert page(desk, in_time).late_days == 0
    assert page(desk, late).late_days == 4  # put off is explained, never on time (R47)
    due = page(desk, late).committees_due
    assert due is not None and "防汛" in due.rule


@pytest.mark.rule("R47")
def test_what_is_over_cannot_be_put_off_any_more(desk: Desk) -> None:
    held = desk.hold_hearing("甲")
    desk.go_to(date(2022, 4, 10))
    with pytest.raises(BadValueError, match="不能再顺延"):
        postpone_committees(desk.store, held.id, due_on=date(2022, 4, 14), reason="防汛")
    day = date(2022, 4, 7)
    postpone_committees(desk.store, held.id, due_on=date(2022, 4, 14), reason="防汛", on=day)


@pytest.mark.rule("R47")
def test_the_days_before_it_was_put_off_know_nothing_of_it(desk: Desk) -> None:
    held = desk.hold_hearing("甲")
    desk.go_to(date(2022, 4, 8))
    postpone_committees(desk.store, held.id, due_on=date(2022, 4, 14), reason="防汛")
    dues = [list_matters(desk.store, on=date(2022, 4, day))[0].due for day in (7, 8)]
    assert [due.on.day for due in dues if due] == [8, 14]


def test_a_row_of_the_party_day_is_taken_off_the_agenda(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    item = save_item(desk.store, hearing, ItemKind.PARTY_DAY, text="学习。")
    with desk.taken_back():
        remove_item(desk.store, item)
    assert meeting_page(desk.store, hearing).items == ()


def test_what_was_raised_or_decided_is_not_taken_off_as_a_free_row(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    with pytest.raises(WrongStageError):
        remove_item(desk.store, desk.say(hearing, "水渠堵了。"))


def test_a_refused_decision_names_its_matter(desk: Desk) -> None:
    held = desk.hold_hearing("甲", "乙")
    meeting = desk.meet(held.id)
    rulings = [
        Ruling(desk.id_of(held.numbers[0]), Decision.SETTLED, {"result": "清了。"}),
        Ruling(desk.id_of(held.numbers[1]), Decision.SETTLED),
    ]
    with pytest.raises(AppError) as caught:
        decide_matters(desk.store, meeting, rulings)
    assert caught.value.message == "2022-04-002：没有填写办理结果。"


@pytest.mark.rule("R4")
def test_a_name_put_right_takes_its_office_from_the_roster(desk: Desk) -> None:
    desk.fill_roster()
    hearing = desk.plan_hearing()
    half = attend(desk.store, hearing, name="赵", role=None, state=AttendanceState.PRESENT)
    attend(
        desk.store,
        hearing,
        name="赵启明",
        role=None,
        state=AttendanceState.OBSERVER,
        attendance_id=half,
    )
    (row,) = [row for row in page(desk, hearing).attendance if row.id]
    assert (row.name, row.role) == ("赵启明", Role.LIAISON_LEADER)
    assert "赵启明" not in [row.name for row in page(desk, hearing).attendance if not row.id]


@pytest.mark.rule("R47")
def test_a_hearing_belongs_to_the_month_of_its_date_or_one_beside_it(desk: Desk) -> None:
    with pytest.raises(BadValueError, match="不能算作"):
        new_meeting(desk.store, MeetingKind.HEARING, date(2022, 5, 5), month="2021-01")
    new_meeting(desk.store, MeetingKind.HEARING, date(2022, 5, 5), month="2022-04")
