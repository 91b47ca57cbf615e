"""Registering matters, numbering them, changing them and taking them step by step."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desk import Desk, new_matter
from longshan_desk.actions.matters import (
    assign_matters,
    edit_matter,
    move_matter,
    register_matter,
)
from longshan_desk.data.moves import STATE, state_of
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.domain.labels import (
    Act,
    Answer,
    FindingKind,
    ListKind,
    Outcome,
    Source,
    Stage,
    Topic,
)
from longshan_desk.errors import (
    AppError,
    BadValueError,
    ChangedSinceError,
    InTheFutureError,
    NotFoundError,
    ReasonRequiredError,
    WrongStageError,
)
from longshan_desk.paths import DeskPaths

SPRING = date(2022, 4, 5)


def number_of(desk: Desk, matter: str) -> str | None:
    return desk.matter(matter).row.number


@pytest.fixture
def matter(desk: Desk) -> str:
    """A self-handled matter, deliberated and given to 李建国, as it stands on 2022-04-20."""
    matter = desk.add_matter()
    desk.deliberate(matter)
    desk.assign(matter)
    desk.go_to(date(2022, 4, 20))
    return matter


# -- registering (R7, R54) ------------------------------------------------------------------


@pytest.mark.rule("R7")
def test_a_matter_is_registered_with_what_was_said(desk: Desk) -> None:
    home = desk.add_household()
    new = new_matter(
        " 水渠堵了。 ",
        summary="水渠淤堵",
        finding=FindingKind.PROBLEM,
        raisers=["马占山", "马占海", "马占山"],
        contact_phone="13812345678",
        household_id=home,
    )
    with desk.taken_back():
        made = register_matter(desk.store, new)
    page = desk.matter(made.id)
    assert (page.row.words, page.row.summary) == ("水渠堵了。", "水渠淤堵")
    assert page.raisers == ("马占山", "马占海")
    assert (page.signatures, page.contact_name, page.source) == (3, "马占山", Source.CALLER)
    assert page.household == "1组 马占山"


@pytest.mark.rule("R7")
def test_what_was_said_must_be_written(desk: Desk) -> None:
    with pytest.raises(BadValueError, match="没有写反映的内容"):
        desk.add_matter("  ")


@pytest.mark.rule("R29")
def test_nothing_was_heard_tomorrow(desk: Desk) -> None:
    with pytest.raises(InTheFutureError):
        desk.add_matter(on=SPRING + timedelta(days=1))


def test_a_household_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        desk.add_matter(household_id="0" * 32)


@pytest.mark.rule("R29")
def test_what_was_heard_days_ago_is_marked_as_entered_late(desk: Desk) -> None:
    desk.go_to(SPRING + timedelta(days=10))
    in_time = desk.add_matter(on=desk.today - timedelta(days=3))
    late = desk.add_matter(on=desk.today - timedelta(days=4))
    assert not desk.matter(in_time).is_entered_late
    page = desk.matter(late)
    assert page.is_entered_late and page.timeline[0].is_entered_late


# -- numbers (R7) ---------------------------------------------------------------------------


@pytest.mark.rule("R7")
def test_numbers_run_through_the_month_that_heard_them(desk: Desk) -> None:
    desk.go_to(date(2022, 5, 2))
    days = [date(2022, 4, 8), date(2022, 5, 1), date(2022, 4, 30), date(2022, 5, 2)]
    numbers = [number_of(desk, desk.add_matter(on=day)) for day in days]
    assert numbers == ["2022-04-001", "2022-05-001", "2022-04-002", "2022-05-002"]


@pytest.mark.rule("R7")
def test_a_number_taken_back_is_never_given_again(desk: Desk) -> None:
    first = number_of(desk, desk.add_matter())
    desk.store.undo()
    second = number_of(desk, desk.add_matter())
    assert (first, second) == ("2022-04-001", "2022-04-002")


@pytest.mark.rule("R7")
def test_redoing_brings_the_number_back_and_the_next_goes_on(desk: Desk) -> None:
    matter = desk.add_matter()
    desk.store.undo()
    desk.store.redo()
    assert number_of(desk, matter) == "2022-04-001"
    assert number_of(desk, desk.add_matter()) == "2022-04-002"


@pytest.mark.rule("R7", "R52")
def test_a_number_given_before_an_older_backup_came_back_stays_given(desk: Desk) -> None:
    desk.add_matter()
    older = desk.store.paths.home / "older"
    desk.store.close()
    shutil.copy(desk.store.paths.database, older)
    desk.store = _open(desk)
    assert number_of(desk, desk.add_matter()) == "2022-04-002"
    desk.store.close()
    _put_back(desk, older)
    desk.store = _open(desk)
    assert number_of(desk, desk.add_matter()) == "2022-04-003"


def _open(desk: Desk) -> Store:
    return Store(DeskPaths(desk.store.paths.home), today=lambda: desk.today)


def _put_back(desk: Desk, older: Path) -> None:
    database = desk.store.paths.database
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    shutil.copy(older, database)


@pytest.mark.rule("R7")
def test_a_second_desk_of_the_village_puts_its_letter_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add_matter()
    monkeypatch.setattr(Store, "letter", property(lambda self: "B"))
    assert number_of(desk, desk.add_matter()) == "2022-04-B01"
    assert number_of(desk, desk.add_matter()) == "2022-04-B02"
    monkeypatch.setattr(Store, "letter", property(lambda self: ""))
    assert number_of(desk, desk.add_matter()) == "2022-04-002"


@pytest.mark.rule("R7")
def test_after_999_a_number_grows_and_still_comes_last(desk: Desk) -> None:
    desk.store.remember_number("2022-04-", 997)
    made = [desk.add_matter() for _ in range(3)]
    assert [number_of(desk, one) for one in made] == ["2022-04-998", "2022-04-999", "2022-04-1000"]


# -- editing and correcting (R37) -----------------------------------------------------------


@pytest.mark.rule("R37")
def test_an_edit_says_on_the_timeline_what_stood_before(desk: Desk, matter: str) -> None:
    with desk.taken_back():
        edit_matter(desk.store, matter, {"words": "水渠塌了。", "topic": Topic.OTHER})
    page = desk.matter(matter)
    assert (page.row.words, page.row.topic) == ("水渠塌了。", Topic.OTHER)
    assert page.timeline[-1].act is Act.EDIT
    assert page.timeline[-1].text == (
        "原话：巷道水渠堵了。 → 水渠塌了。；主题：村级基础设施建设 → 其他"
    )


@pytest.mark.rule("R37")
def test_a_correction_names_its_reason(desk: Desk, matter: str) -> None:
    with desk.taken_back():
        edit_matter(desk.store, matter, {"signatures": 7}, reason="数错了签名")
    entry = desk.matter(matter).timeline[-1]
    assert (entry.act, entry.data["reason"]) == (Act.CORRECT, "数错了签名")
    with pytest.raises(ReasonRequiredError):
        edit_matter(desk.store, matter, {"signatures": 8}, reason=" ")


@pytest.mark.rule("R54")
def test_the_raisers_are_changed_and_who_stays_keeps_the_record(desk: Desk) -> None:
    matter = desk.add_matter(raisers=["马占山", "马占海"])
    kept = set(desk.records()["raiser"])
    with desk.taken_back():
        edit_matter(desk.store, matter, {"raisers": ["马占海", "哈志强"]})
    assert desk.matter(matter).raisers == ("马占海", "哈志强")
    assert len(kept & set(desk.records()["raiser"])) == 1


def test_an_edit_that_changes_nothing_leaves_nothing(desk: Desk, matter: str) -> None:
    before = desk.records()
    edit_matter(desk.store, matter, {"words": " 巷道水渠堵了。 ", "raisers": ["马占山"]})
    assert desk.records() == before


def test_words_are_never_emptied_and_numbers_never_edited(desk: Desk, matter: str) -> None:
    for changes in ({"words": " "}, {"number": "2022-04-009"}, {"stage": Stage.CLOSED}):
        with pytest.raises(BadValueError):
            edit_matter(desk.store, matter, changes)


def test_a_field_changed_meanwhile_is_not_overwritten(desk: Desk, matter: str) -> None:
    opened_with = {"words": "巷道水渠堵了。", "raisers": ["马占山"]}
    edit_matter(desk.store, matter, {"words": "水渠塌了。"})
    with pytest.raises(ChangedSinceError, match="原话"):
        edit_matter(desk.store, matter, {"words": "水渠没了。"}, expected=opened_with)
    assert desk.matter(matter).row.words == "水渠塌了。"


# -- every step is undone whole -------------------------------------------------------------

_DUE = date(2022, 5, 1)
STEPS: list[tuple[str, Act, str | None, dict[str, Any]]] = [
    ("heard", Act.CLASSIFY, None, {"list": ListKind.MAJOR_PUBLIC, "reason": "涉及全村"}),
    ("heard", Act.DELIBERATE, None, {}),
    ("escalated", Act.REPORT, "请协调修路", {"form": "request"}),
    ("acting", Act.ASSIGN, "换人", {"to": "苏玉兰", "due": _DUE}),
    ("acting", Act.PROGRESS, "看了现场", {}),
    ("acting", Act.PROMISE, "修好", {"measures": "筹钱", "due": _DUE, "by": "马文秀"}),
    (
        "acting",
        Act.EXPLAIN,
        None,
        {"reason": "无名额", "basis": "办法", "to": "马占山", "way": "in_person"},
    ),
    ("acting", Act.CLOSE, None, {"outcome": Outcome.SOLVED, "result": "修好了"}),
    ("acting", Act.CLOSE, None, {"outcome": Outcome.WITHDRAWN, "result": "自己修了"}),
    ("acting", Act.CLOSE, None, {"outcome": Outcome.LEGAL_CHANNEL, "result": "已起诉"}),
    ("acting", Act.NOTE, "镇上来电", {"way": "telephone"}),
    (
        "closed",
        Act.FEEDBACK,
        None,
        {"way": "telephone", "to": "马占山", "answer": Answer.SATISFIED},
    ),
    ("closed", Act.FEEDBACK, "没人接", {"way": "unreachable"}),
    ("closed", Act.CLOSE, None, {"outcome": Outcome.VOID, "result": "记重了"}),
    ("closed", Act.REOPEN, None, {"reason": "又坏了"}),
    ("told", Act.CANCEL_OFF, None, {}),
    ("told", Act.RATE, None, {"answer": Answer.BASICALLY_SATISFIED}),
    ("petition", Act.INFORM, "已告知", {}),
    ("petition", Act.EXTEND, None, {"approved_by": "镇党委书记"}),
    ("petition", Act.REPLY, "支持", {"opinion": "supported", "basis": "信访工作条例"}),
    ("petition told", Act.REVIEW, "申请复查", {}),
]


def make(desk: Desk, kind: str) -> str:
    facts: dict[str, Any] = {}
    if "petition" in kind:
        facts["finding"] = FindingKind.PETITION
    if "escalated" in kind:
        facts["list_kind"] = ListKind.ESCALATED
    matter = desk.add_matter(**facts)
    if kind in ("heard", "escalated"):
        return matter
    desk.deliberate(matter)
    desk.assign(matter)
    if "petition" in kind:
        reply = {"opinion": "explained", "basis": "条例"}
        desk.step(matter, Act.REPLY, "解释", **reply)
    if "closed" in kind or "told" in kind:
        desk.solve(matter)
    if "told" in kind:
        desk.tell(matter)
    return matter


@pytest.mark.parametrize(("kind", "act", "text", "data"), STEPS)
@pytest.mark.rule("R13", "R15", "R16", "R17", "R28", "R41", "R45")
def test_a_step_is_one_act_that_is_taken_back_whole(
    desk: Desk, kind: str, act: Act, text: str | None, data: dict[str, Any]
) -> None:
    matter = make(desk, kind)
    with desk.taken_back():
        desk.step(matter, act, text, **data)
    assert desk.news[-1].label == act.label
    entry = desk.matter(matter).timeline[-1]
    assert (entry.act, entry.on, entry.by) == (act, SPRING, "王会计")


def test_the_steps_above_are_all_there_are() -> None:
    acts = {act for _, act, _, _ in STEPS}
    beside = {Act.ADD, Act.EDIT, Act.CORRECT, Act.IMPORT, Act.CONTACT, Act.PROCEDURE}
    assert acts | beside == set(Act)


def test_a_refused_step_leaves_nothing(desk: Desk, matter: str) -> None:
    before, told = desk.records(), len(desk.news)
    with pytest.raises(WrongStageError):
        desk.tell(matter)
    assert desk.records() == before and len(desk.news) == told


@pytest.mark.rule("R29")
def test_the_day_and_the_day_of_entry_stand_beside_each_other(desk: Desk, matter: str) -> None:
    desk.step(matter, Act.PROGRESS, "看了现场", on=date(2022, 4, 10))
    entry = desk.matter(matter).timeline[-1]
    assert (entry.on, entry.entered_on) == (date(2022, 4, 10), date(2022, 4, 20))
    assert entry.is_entered_late


@pytest.mark.rule("R48")
def test_every_step_names_who_was_at_the_desk(desk: Desk, matter: str) -> None:
    from longshan_desk.actions.users import add_user, switch_user

    switch_user(desk.store, add_user(desk.store, "李建国"))
    desk.step(matter, Act.PROGRESS, "看了现场")
    assert [entry.by for entry in desk.matter(matter).timeline] == ["王会计"] * 3 + ["李建国"]


# -- many at once ---------------------------------------------------------------------------


@pytest.mark.rule("R13")
def test_several_matters_are_given_to_one_person_at_once(desk: Desk) -> None:
    ids = [desk.add_matter(f"事{n}") for n in range(3)]
    for one in ids:
        desk.deliberate(one)
    with desk.taken_back():
        assign_matters(desk.store, ids, to="苏玉兰", due=_DUE)
    assert {desk.matter(one).row.responsible for one in ids} == {"苏玉兰"}


@pytest.mark.rule("R13")
def test_assigning_many_is_all_or_nothing(desk: Desk, matter: str) -> None:
    heard = desk.add_matter()
    before = desk.records()
    with pytest.raises(WrongStageError):
        assign_matters(desk.store, [matter, heard], to="苏玉兰", due=_DUE)
    assert desk.records() == before


# -- duplicates (R54) -----------------------------------------------------------------------


def close_as_duplicate(desk: Desk, matter: str, main: str, on: date | None = None) -> None:
    data = {"outcome": Outcome.DUPLICATE.value, "of": main}
    move_matter(desk.store, matter, Act.CLOSE, on=on, data=data)


@pytest.mark.rule("R54")
def test_a_duplicate_names_its_main_matter_and_is_told_when_that_is_settled(
    desk: Desk, matter: str
) -> None:
    other = desk.add_matter("我家门口水也流不走。")
    with desk.taken_back():
        close_as_duplicate(desk, other, matter)
    page = desk.matter(other)
    assert page.main is not None and page.main.number == "2022-04-001"
    assert [one.id for one in desk.matter(matter).duplicates] == [other]
    assert page.row.feedback_due is None
    desk.go_to(date(2022, 4, 25))
    with desk.taken_back():
        desk.solve(matter, "清淤三十米。")
    told = desk.matter(other)
    assert told.row.feedback_due == date(2022, 4, 28)
    assert told.timeline[-1].text == "主事项 2022-04-001 已办结：清淤三十米。"


@pytest.mark.rule("R54")
def test_a_duplicate_of_what_is_settled_already_is_to_be_told_at_once(
    desk: Desk, matter: str
) -> None:
    desk.solve(matter)
    other = desk.add_matter()
    close_as_duplicate(desk, other, matter)
    assert desk.matter(other).row.feedback_due == date(2022, 4, 23)
    desk.tell(other)
    desk.step(other, Act.CANCEL_OFF)


@pytest.mark.rule("R54")
def test_a_duplicate_of_a_duplicate_names_the_matter_that_is_worked_on(
    desk: Desk, matter: str
) -> None:
    second, third = desk.add_matter(), desk.add_matter()
    close_as_duplicate(desk, second, matter)
    close_as_duplicate(desk, third, second)
    main = desk.matter(third).main
    assert main is not None and main.id == matter


@pytest.mark.rule("R54")
def test_duplicates_follow_when_their_main_matter_turns_out_to_be_one(desk: Desk) -> None:
    first, second, third = (desk.add_matter() for _ in range(3))
    close_as_duplicate(desk, third, second)
    with desk.taken_back():
        close_as_duplicate(desk, second, first)
    assert {one.id for one in desk.matter(first).duplicates} == {second, third}
    assert desk.matter(third).row.feedback_due is None
    desk.deliberate(first)
    desk.solve(first)
    assert desk.matter(third).row.feedback_due == desk.matter(second).row.feedback_due is not None


@pytest.mark.rule("R54")
def test_a_matter_repeats_neither_itself_nor_its_own_duplicate(desk: Desk, matter: str) -> None:
    other = desk.add_matter()
    close_as_duplicate(desk, other, matter)
    for main in (matter, other):
        with pytest.raises(BadValueError, match="重复"):
            close_as_duplicate(desk, matter, main)


@pytest.mark.rule("R54")
def test_what_is_reopened_repeats_nothing_any_more(desk: Desk, matter: str) -> None:
    other = desk.add_matter()
    close_as_duplicate(desk, other, matter)
    with desk.taken_back():
        desk.step(other, Act.REOPEN, reason="不是一回事")
    assert desk.matter(other).main is None
    desk.solve(matter)
    assert desk.matter(other).timeline[-1].act is Act.REOPEN


# -- the stored state is the fold, whatever happens and is taken back -----------------------


def stored_and_folded(desk: Desk) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    with desk.store.read() as session:
        for row in session.execute(select(Matter).where(Matter.is_deleted.is_(False))).scalars():
            state = state_of(session, row)
            yield (
                {name: getattr(row, name) for name in STATE},
                {name: getattr(state, name) for name in STATE},
            )


def try_something(desk: Desk, rng: random.Random, ids: list[str]) -> bool:
    matter, act = rng.choice(ids), rng.choice(list(Act))
    on = desk.today - timedelta(days=rng.choice((0, 0, 0, 2)))
    due = on + timedelta(days=rng.randint(1, 20))
    data = {
        "list": rng.choice(list(ListKind)),
        "reason": "因",
        "basis": "法",
        "to": rng.choice("甲乙丙"),
        "by": rng.choice("甲乙丙"),
        "due": due,
        "measures": "筹钱",
        "way": rng.choice(("in_person", "unreachable")),
        "gives_up": rng.choice((None, True)),
        "answer": rng.choice(list(Answer)),
        "outcome": rng.choice([one for one in Outcome if one in _ENDINGS]),
        "of": rng.choice(ids),
        "result": "好",
        "approved_by": "镇",
        "opinion": "explained",
    }
    try:
        desk.step(matter, act, "话", on=on, **data)
    except AppError:
        return False
    return True


_ENDINGS = {
    Outcome.SOLVED,
    Outcome.DUPLICATE,
    Outcome.HANDED_UP,
    Outcome.WITHDRAWN,
    Outcome.VOID,
    Outcome.LEGAL_CHANNEL,
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.rule("R29", "R41")
def test_the_stored_state_is_the_sum_of_the_moves_also_after_every_undo(
    desk: Desk, seed: int
) -> None:
    rng = random.Random(seed)
    ids = [desk.add_matter(finding=rng.choice((None, FindingKind.PETITION))) for _ in range(3)]
    snapshots = [desk.records()]
    while len(snapshots) < 30:
        if rng.random() < 0.3:
            desk.go_to(desk.today + timedelta(days=rng.randint(1, 6)))
        if try_something(desk, rng, ids):
            snapshots.append(desk.records())
            assert all(stored == folded for stored, folded in stored_and_folded(desk))
    for before in reversed(snapshots[:-1]):
        desk.store.undo()
        assert desk.records() == before
        assert all(stored == folded for stored, folded in stored_and_folded(desk))
    for after in snapshots[1:]:
        desk.store.redo()
        assert desk.records() == after


def test_a_telephone_number_that_cannot_be_one_is_refused_at_the_registering(desk: Desk) -> None:
    with pytest.raises(BadValueError) as refused:
        desk.add_matter(contact_phone="1389380")
    assert refused.value.where == "联系电话"


def test_an_edited_telephone_number_is_kept_as_a_registered_one(desk: Desk) -> None:
    matter = desk.add_matter(contact_phone="无电话")
    edit_matter(desk.store, matter, {"contact_phone": "１３８９３８００００１"})
    assert desk.matter(matter).contact_phone == "13893800001"
