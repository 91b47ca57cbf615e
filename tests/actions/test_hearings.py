"""A hearing's grid, its closing, and what is put right afterwards."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from desk import Desk, Held, answered, new_matter, speech
from longshan_desk.actions.hearings import (
    GridRow,
    add_forgotten,
    close_hearing,
    delete_row,
    order_rows,
    put_on_agenda,
    save_row,
    void_row,
)
from longshan_desk.actions.matters import register_matter
from longshan_desk.actions.meetings import move_meeting
from longshan_desk.domain.labels import (
    Act,
    Answer,
    Decision,
    ItemKind,
    ListKind,
    MeetingKind,
    Outcome,
    Stage,
)
from longshan_desk.errors import (
    AppError,
    BadValueError,
    InTheFutureError,
    NotFoundError,
    ReasonRequiredError,
    WrongStageError,
)
from longshan_desk.queries.meetings import ItemRow, meeting_page


@pytest.fixture
def hearing(desk: Desk) -> str:
    """Today's hearing, with nothing said yet."""
    return desk.plan_hearing()


def rows(desk: Desk, hearing: str) -> tuple[ItemRow, ...]:
    return meeting_page(desk.store, hearing).items


def refused(error: type[AppError], match: str | None = None) -> Any:
    return pytest.raises(error, match=match)


# -- the grid (R42) -------------------------------------------------------------------------

GRID = [
    GridRow(
        ItemKind.MATTER, "马占山", matter=new_matter("水渠堵了。", raisers=["马占山", "马占海"])
    ),
    answered(speaker="马占山"),
    speech(),
    GridRow(ItemKind.PARTY_DAY, text="学习二十大精神。"),
]


@pytest.mark.parametrize("row", GRID, ids=lambda row: row.kind.value)
@pytest.mark.rule("R42")
def test_a_line_of_every_kind_is_one_act(desk: Desk, hearing: str, row: GridRow) -> None:
    with desk.taken_back():
        save_row(desk.store, hearing, row)
    (item,) = rows(desk, hearing)
    assert (item.kind, item.speaker, item.text) == (row.kind, row.speaker, row.text)
    assert item.words == (row.matter.words if row.matter else None)


@pytest.mark.rule("R42")
def test_a_line_is_changed_as_the_clerk_types(desk: Desk, hearing: str) -> None:
    item = desk.say(hearing, "水渠")
    typed = GridRow(ItemKind.MATTER, "马占海", matter=new_matter("水渠堵了。", raisers=["马占海"]))
    with desk.taken_back():
        save_row(desk.store, hearing, typed, item_id=item)
    (row,) = rows(desk, hearing)
    assert (row.id, row.words, row.raisers) == (item, "水渠堵了。", ("马占海",))


@pytest.mark.rule("R42")
def test_a_line_that_turns_out_a_speech_takes_its_matter_off(desk: Desk, hearing: str) -> None:
    item = desk.say(hearing, "水渠堵了。")
    with desk.taken_back():
        save_row(desk.store, hearing, speech(), item_id=item)
    (row,) = rows(desk, hearing)
    assert row.matter_id is None
    assert close_hearing(desk.store, hearing).numbers == ()


def test_a_line_is_deleted_with_what_it_raised(desk: Desk, hearing: str) -> None:
    item = desk.say(hearing, "水渠堵了。")
    desk.say(hearing, "路灯不亮。")
    with desk.taken_back():
        delete_row(desk.store, item)
    assert [row.words for row in rows(desk, hearing)] == ["路灯不亮。"]
    assert close_hearing(desk.store, hearing).numbers == ("2022-04-001",)


@pytest.mark.rule("R42")
def test_numbers_are_given_in_the_spoken_order(desk: Desk, hearing: str) -> None:
    first, second = desk.say(hearing, "甲"), desk.say(hearing, "乙")
    with desk.taken_back():
        order_rows(desk.store, hearing, [second, first])
    close_hearing(desk.store, hearing)
    assert [(row.words, row.number) for row in rows(desk, hearing)] == [
        ("乙", "2022-04-001"),
        ("甲", "2022-04-002"),
    ]


def test_a_line_of_another_hearing_is_not_written_over(desk: Desk, hearing: str) -> None:
    desk.today += timedelta(days=30)
    other = desk.say(desk.plan_hearing(), "甲")
    with refused(BadValueError, "不在这次说事会上"):
        save_row(desk.store, hearing, speech(), item_id=other)


def test_only_a_hearing_has_a_grid(desk: Desk) -> None:
    with refused(BadValueError, "不是一次说事会"):
        save_row(desk.store, desk.meet(), speech())


# -- closing (R7, R12, R42) -----------------------------------------------------------------


@pytest.mark.rule("R7", "R12", "R42")
def test_closing_numbers_what_was_raised_and_starts_the_three_days(
    desk: Desk, hearing: str
) -> None:
    for row in ("水渠堵了。", speech(), answered(), "路灯不亮。"):
        desk.say(hearing, row)
    with desk.taken_back():
        closed = close_hearing(desk.store, hearing, ended_at=time(11, 30))
    # taking the closing back burnt three numbers; taking it up again gives the same ones
    assert closed.numbers == ("2022-04-001", "2022-04-002", "2022-04-003")
    assert closed.committees_due.on == date(2022, 4, 8)
    page = meeting_page(desk.store, hearing)
    assert (page.row.closed_on, page.ended_at) == (desk.today, time(11, 30))
    assert [row.number for row in page.items] == [
        "2022-04-001",
        None,
        "2022-04-002",
        "2022-04-003",
    ]


@pytest.mark.rule("R7")
def test_a_closing_taken_back_and_done_anew_gives_new_numbers(desk: Desk, hearing: str) -> None:
    desk.say(hearing, "水渠堵了。")
    close_hearing(desk.store, hearing)
    desk.store.undo()
    assert close_hearing(desk.store, hearing).numbers == ("2022-04-002",)


@pytest.mark.rule("R42")
def test_what_was_answered_on_the_spot_is_deliberated_solved_and_told(desk: Desk) -> None:
    held = desk.hold_hearing(answered(result="十二月底以前。", answerer="马文秀"))
    page = desk.matter(held.numbers[0])
    assert (page.row.stage, page.row.outcome) == (Stage.CLOSED, Outcome.SOLVED)
    assert (page.state.result, page.state.answer) == ("十二月底以前。", Answer.NONE)
    assert page.state.deliberated_on == page.state.told_on == desk.today
    assert page.due is None and not page.stalls
    assert [(entry.act, entry.by) for entry in page.timeline] == [
        (Act.ADD, "王会计"),
        (Act.CLOSE, "马文秀"),
        (Act.FEEDBACK, "马文秀"),
    ]
    assert {entry.meeting for entry in page.timeline[1:]} == {"2022-04-05 党群说事会"}


@pytest.mark.rule("R42", "R54")
def test_who_was_answered_on_the_spot_stays_unnamed_when_they_asked(desk: Desk) -> None:
    shy = GridRow(
        ItemKind.ANSWER, matter=new_matter(is_anonymous=True), result="好", answerer="马文秀"
    )
    held = desk.hold_hearing(shy)
    assert desk.matter(held.numbers[0]).timeline[-1].data["to"] == "某群众"


@pytest.mark.parametrize(("changes", "missing"), [({"result": " "}, "答复结果"),
                                                  ({"answerer": None}, "答复人")])  # fmt: skip
@pytest.mark.rule("R42")
def test_an_answer_needs_its_result_and_who_gave_it(
    desk: Desk, hearing: str, changes: dict[str, Any], missing: str
) -> None:
    desk.say(hearing, "甲")
    desk.say(hearing, answered(**changes))
    with refused(BadValueError, f"第 2 行.*{missing}"):
        close_hearing(desk.store, hearing)


@pytest.mark.rule("R42")
def test_a_line_without_words_keeps_the_hearing_open(desk: Desk, hearing: str) -> None:
    save_row(desk.store, hearing, GridRow(ItemKind.MATTER, "马占山"))
    with refused(BadValueError, "还没有写反映的内容"):
        close_hearing(desk.store, hearing)


@pytest.mark.rule("R29")
def test_a_hearing_that_lies_ahead_is_not_closed(desk: Desk) -> None:
    hearing = desk.plan_hearing(desk.today + timedelta(days=1))
    with refused(InTheFutureError):
        close_hearing(desk.store, hearing)


@pytest.mark.rule("R29")
def test_a_hearing_is_not_closed_before_it_was_held(desk: Desk, hearing: str) -> None:
    with refused(BadValueError):
        close_hearing(desk.store, hearing, on=desk.today - timedelta(days=1))


def test_a_hearing_is_closed_once_and_takes_no_more_lines(desk: Desk) -> None:
    held = desk.hold_hearing("甲")
    for act in (
        lambda: close_hearing(desk.store, held.id),
        lambda: desk.say(held.id, "乙"),
        lambda: delete_row(desk.store, held.items[0]),
        lambda: order_rows(desk.store, held.id, list(held.items)),
    ):
        with refused(WrongStageError, "已经收尾"):
            act()


def test_what_is_not_numbered_yet_cannot_be_worked_on(desk: Desk, hearing: str) -> None:
    made = register_matter(desk.store, new_matter(), hearing_id=hearing)
    assert made.number is None
    with refused(WrongStageError, "还在没有收尾的说事会上"):
        desk.deliberate(made.id)


@pytest.mark.rule("R47")
def test_a_postponed_hearing_keeps_its_month_in_the_numbers(desk: Desk) -> None:
    hearing = desk.plan_hearing(date(2022, 4, 28))
    desk.say(hearing, "水渠堵了。")
    move_meeting(desk.store, hearing, date(2022, 5, 2), reason="大雪封路")
    desk.go_to(date(2022, 5, 2))
    closed = close_hearing(desk.store, hearing)
    assert closed.numbers == ("2022-04-001",)
    assert closed.committees_due.on == date(2022, 5, 5)
    assert desk.matter("2022-04-001").row.heard_on == date(2022, 5, 2)


# -- what was forgotten (R37) ---------------------------------------------------------------


@pytest.fixture
def held(desk: Desk) -> Held:
    """A hearing of ten days ago with a matter, an answer and a speech."""
    held = desk.hold_hearing("水渠堵了。", answered(), speech())
    desk.go_to(desk.today + timedelta(days=10))
    return held


@pytest.mark.rule("R29", "R37")
def test_a_forgotten_line_takes_the_next_number_and_is_marked_late(desk: Desk, held: Held) -> None:
    forgotten = GridRow(ItemKind.MATTER, "马占海", matter=new_matter("路灯不亮。"))
    with desk.taken_back():
        number = add_forgotten(desk.store, held.id, forgotten)
    assert number == "2022-04-003"
    page = desk.matter(number)
    assert page.row.heard_on == date(2022, 4, 5) and page.is_entered_late
    row = rows(desk, held.id)[-1]
    assert (row.number, row.speaker, row.entered_on) == (number, "马占海", desk.today)


@pytest.mark.rule("R37", "R42")
def test_a_forgotten_answer_is_told_as_well(desk: Desk, held: Held) -> None:
    with desk.taken_back():
        number = add_forgotten(desk.store, held.id, answered())
    state = desk.matter(number).state
    assert state.stage is Stage.CLOSED and state.told_on == date(2022, 4, 5)


@pytest.mark.rule("R37")
def test_a_matter_registered_for_a_closed_hearing_is_a_late_line(desk: Desk, held: Held) -> None:
    with desk.taken_back():
        made = register_matter(desk.store, new_matter("乙"), hearing_id=held.id)
    assert made.number == "2022-04-003"
    assert [row.number for row in rows(desk, held.id)][-1] == "2022-04-003"


@pytest.mark.parametrize("row", [speech(), GridRow(ItemKind.MATTER), answered(result=None)])
@pytest.mark.rule("R37")
def test_a_forgotten_line_is_complete_or_refused(desk: Desk, held: Held, row: GridRow) -> None:
    before = desk.records()
    with refused(BadValueError):
        add_forgotten(desk.store, held.id, row)
    assert desk.records() == before


@pytest.mark.rule("R37")
def test_an_open_hearing_has_nothing_forgotten_yet(desk: Desk, hearing: str) -> None:
    with refused(WrongStageError):
        add_forgotten(desk.store, hearing, answered())


# -- what should not be there (R37, R45) ----------------------------------------------------


@pytest.mark.parametrize("place", [0, 1, 2], ids=["matter", "answer", "speech"])
@pytest.mark.rule("R37", "R45")
def test_a_line_of_every_kind_is_voided_and_keeps_its_number(
    desk: Desk, held: Held, place: int
) -> None:
    with desk.taken_back():
        void_row(desk.store, held.items[place], reason="记重了")
    row = rows(desk, held.id)[place]
    assert row.voided_reason == "记重了"
    if row.number is not None:
        page = desk.matter(row.number)
        assert (page.row.outcome, page.row.number) == (Outcome.VOID, row.number)
        assert page.due is None


@pytest.mark.rule("R7", "R37")
def test_the_number_of_a_voided_line_stays_burnt(desk: Desk, held: Held) -> None:
    void_row(desk.store, held.items[1], reason="记重了")
    assert add_forgotten(desk.store, held.id, answered()) == "2022-04-003"


@pytest.mark.rule("R37")
def test_voiding_needs_a_reason_and_happens_once(desk: Desk, held: Held) -> None:
    with refused(ReasonRequiredError):
        void_row(desk.store, held.items[0], reason=" ")
    void_row(desk.store, held.items[0], reason="记重了")
    with refused(WrongStageError):
        void_row(desk.store, held.items[0], reason="记重了")


@pytest.mark.rule("R37")
def test_only_lines_of_a_closed_hearing_are_voided(desk: Desk, held: Held) -> None:
    meeting = desk.meet(held.id, on=date(2022, 4, 6))
    desk.decide(meeting, "2022-04-001", Decision.ASSIGNED, to="李建国", due=date(2022, 5, 1))
    (decision,) = rows(desk, meeting)
    with refused(WrongStageError):
        void_row(desk.store, decision.id, reason="记重了")
    open_line = desk.say(desk.plan_hearing(date(2022, 5, 5)), "甲")
    with refused(WrongStageError):
        void_row(desk.store, open_line, reason="记重了")
    assert desk.matter("2022-04-001").row.outcome is None


def test_a_line_that_is_not_there_is_not_found(desk: Desk, hearing: str) -> None:
    for act in (delete_row, lambda store, one: void_row(store, one, reason="因")):
        with refused(NotFoundError):
            act(desk.store, "0" * 32)


# -- a whole evening ------------------------------------------------------------------------


@pytest.mark.rule("R6", "R7", "R42")
def test_a_hearing_of_fifteen_matters_fills_the_three_lists(desk: Desk) -> None:
    kinds = [ListKind.SELF_HANDLED, ListKind.MAJOR_PUBLIC, ListKind.ESCALATED] * 5
    hearing = desk.plan_hearing()
    for nth, kind in enumerate(kinds, start=1):
        desk.say(hearing, f"第 {nth} 件", list_kind=kind)
    numbers = close_hearing(desk.store, hearing).numbers
    assert numbers == tuple(f"2022-04-{nth:03d}" for nth in range(1, 16))
    assert [desk.matter(number).row.list_kind for number in numbers] == kinds


def test_a_hearing_is_of_its_kind(desk: Desk, hearing: str) -> None:
    assert meeting_page(desk.store, hearing).row.kind is MeetingKind.HEARING


# -- what was registered before (R42) -------------------------------------------------------


@pytest.mark.rule("R42")
def test_a_callers_matter_is_put_on_the_agenda_once_and_keeps_its_number(desk: Desk) -> None:
    caller = desk.add_matter("低保怎么办？")
    hearing = desk.plan_hearing()
    with desk.taken_back():
        put_on_agenda(desk.store, hearing, [caller])
    put_on_agenda(desk.store, hearing, [caller])
    desk.say(hearing, "水渠堵了。")
    assert close_hearing(desk.store, hearing).numbers == ("2022-04-002",)
    assert [(row.number, row.is_registered_before) for row in rows(desk, hearing)] == [
        ("2022-04-001", True),
        ("2022-04-002", False),
    ]


@pytest.mark.rule("R42")
def test_taking_a_callers_matter_off_the_agenda_leaves_the_matter(desk: Desk) -> None:
    caller = desk.add_matter("低保怎么办？")
    hearing = desk.plan_hearing()
    put_on_agenda(desk.store, hearing, [caller])
    with desk.taken_back():
        delete_row(desk.store, rows(desk, hearing)[0].id)
    assert desk.matter(caller).row.number == "2022-04-001"


@pytest.mark.rule("R42")
def test_a_callers_matter_is_not_written_over_in_the_grid(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    put_on_agenda(desk.store, hearing, [desk.add_matter("低保怎么办？")])
    typed = GridRow(ItemKind.MATTER, matter=new_matter("别的"))
    with refused(BadValueError, "以前登记的事项 2022-04-001"):
        save_row(desk.store, hearing, typed, item_id=rows(desk, hearing)[0].id)


@pytest.mark.rule("R37", "R42")
def test_voiding_the_line_of_a_callers_matter_leaves_the_matter(desk: Desk) -> None:
    caller = desk.add_matter("低保怎么办？")
    hearing = desk.plan_hearing()
    put_on_agenda(desk.store, hearing, [caller])
    close_hearing(desk.store, hearing)
    void_row(desk.store, rows(desk, hearing)[0].id, reason="没有说到")
    assert desk.matter(caller).row.outcome is None


def test_what_was_registered_after_the_hearing_day_is_not_put_on_its_agenda(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    desk.go_to(desk.today + timedelta(days=1))
    with refused(BadValueError, "不能列入"):
        put_on_agenda(desk.store, hearing, [desk.add_matter("低保怎么办？")])


def test_ordering_the_grid_leaves_the_other_rows_in_their_places(desk: Desk, hearing: str) -> None:
    day = desk.say(hearing, GridRow(ItemKind.PARTY_DAY, text="学习。"))
    first, second = desk.say(hearing, "甲"), desk.say(hearing, "乙")
    order_rows(desk.store, hearing, [second, first])
    assert [row.id for row in rows(desk, hearing)] == [day, second, first]
