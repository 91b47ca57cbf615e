"""Writing the diary: entries, a month's at once, corrections that keep what stood before (R10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions.diary import follow_promise, review_visit
from longshan_desk.actions.households import delete_household
from longshan_desk.actions.visits import (
    VisitFacts,
    add_promise,
    add_visit,
    add_visits,
    correct_visit,
    delete_visit,
)
from longshan_desk.domain.labels import FindingKind, OfficeRole
from longshan_desk.domain.visit_labels import FollowUpKind, VisitWay
from longshan_desk.errors import (
    BadValueError,
    ChangedSinceError,
    InTheFutureError,
    NotFoundError,
    ReasonRequiredError,
    WrongStageError,
)
from longshan_desk.queries.diary import months_written, phrases, similar_entries
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visits import list_visits

pytestmark = pytest.mark.rule("R10")


@pytest.fixture
def home(desk: Desk) -> str:
    return desk.add_household("马占山")


def facts(home: str, **more: object) -> VisitFacts:
    said = {"on": date(2022, 4, 4), "way": VisitWay.AT_HOME, "visitors": ("孙立",), **more}
    return VisitFacts(household_id=home, **said)  # type: ignore[arg-type]


# -- writing ------------------------------------------------------------------------------------


def test_an_entry_says_who_went_to_whom_when_and_what_was_said(desk: Desk, home: str) -> None:
    made = desk.visit(
        home,
        "孙立",
        "李娜",
        on=date(2022, 4, 4),
        met=("马占山",),
        topics=("家庭收入", "safety"),
        text="种了六亩洋芋。",
        place="一组",
    )
    row = desk.entry(made).row
    assert (row.on, row.household, row.text) == (date(2022, 4, 4), "一组马占山户", "种了六亩洋芋。")
    assert row.facts.visitors == ("孙立", "李娜")
    assert row.facts.met == ("马占山",)
    assert row.topic_words == "家庭收入、安全生产"


def test_writing_an_entry_is_undone_and_redone(desk: Desk, home: str) -> None:
    with desk.taken_back():
        desk.visit(home, text="都好。")


def test_nobody_visits_tomorrow(desk: Desk, home: str) -> None:
    with pytest.raises(InTheFutureError):
        desk.visit(home, on=date(2022, 4, 6))


def test_somebody_must_have_gone(desk: Desk, home: str) -> None:
    with pytest.raises(BadValueError, match="没有写走访人"):
        add_visit(desk.store, facts(home, visitors=(" ",)))


def test_a_topic_must_be_one_of_the_policys(desk: Desk, home: str) -> None:
    with pytest.raises(BadValueError, match="走访重点里没有“天气”"):
        desk.visit(home, topics=("天气",))


def test_a_promise_needs_a_day(desk: Desk, home: str) -> None:
    with pytest.raises(BadValueError, match="什么时候兑现"):
        desk.visit(home, promise="送化肥")


def test_a_promise_is_the_first_visitors_unless_said_otherwise(desk: Desk, home: str) -> None:
    made = desk.visit(home, "孙立", "李娜", promise="送化肥", promise_due=date(2022, 4, 20))
    assert desk.entry(made).row.facts.promise_by == "孙立"


def test_a_finding_is_a_change(desk: Desk, home: str) -> None:
    with pytest.raises(BadValueError, match="无变化"):
        desk.visit(home, is_unchanged=True, finding=FindingKind.PROBLEM)


def test_unchanged_reads_as_such(desk: Desk, home: str) -> None:
    assert desk.entry(desk.visit(home, is_unchanged=True)).row.text == "无变化"


def test_a_household_that_is_not_there_is_not_visited(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        desk.visit("0" * 32)


def test_a_household_with_a_diary_was_no_slip_of_the_hand(desk: Desk, home: str) -> None:
    made = desk.visit(home)
    with pytest.raises(BadValueError, match="1 条走访记录"):
        delete_household(desk.store, home)
    delete_visit(desk.store, made)
    delete_household(desk.store, home)


@pytest.mark.rule("R29")
def test_what_is_written_days_later_is_marked(desk: Desk, home: str) -> None:
    assert desk.entry(desk.visit(home, on=date(2022, 4, 1))).row.is_entered_late
    assert not desk.entry(desk.visit(home, on=date(2022, 4, 2))).row.is_entered_late


@pytest.mark.rule("R49")
def test_an_entry_belongs_to_the_office_that_writes_it(desk: Desk, home: str) -> None:
    assert desk.entry(desk.visit(home)).row.owner is OfficeRole.VILLAGE


# -- many at once -------------------------------------------------------------------------------


def test_a_month_is_written_as_one_act(desk: Desk) -> None:
    homes = [desk.add_household(name) for name in ("马一", "马二", "马三")]
    with desk.taken_back():
        add_visits(desk.store, [facts(one, is_unchanged=True) for one in homes])
    assert len(list_visits(desk.store)) == 3


def test_a_bad_row_is_named_and_nothing_is_written(desk: Desk, home: str) -> None:
    rows = [facts(home), facts(home, visitors=())]
    with pytest.raises(BadValueError) as refused:
        add_visits(desk.store, rows)
    assert refused.value.where == "第 2 行 走访人"
    assert list_visits(desk.store) == []


# -- correcting ---------------------------------------------------------------------------------


def test_a_correction_keeps_what_stood_before(desk: Desk, home: str) -> None:
    made = desk.visit(home, text="种了六亩洋芋。")
    before = desk.entry(made).row.facts
    correct_visit(desk.store, made, replace(before, text="种了八亩洋芋。"), reason="记错了")
    page = desk.entry(made)
    assert page.row.text == "种了八亩洋芋。"
    assert [one.facts.text for one in page.versions] == ["种了六亩洋芋。", "种了八亩洋芋。"]
    assert page.versions[1].reason == "记错了"
    assert len(list_visits(desk.store)) == 1


def test_a_correction_is_undone_and_redone(desk: Desk, home: str) -> None:
    made = desk.visit(home, text="种了六亩洋芋。")
    before = desk.entry(made).row.facts
    with desk.taken_back():
        correct_visit(desk.store, made, replace(before, text="八亩。"), reason="记错了")


def test_a_look_back_reads_what_stood_then(desk: Desk, home: str) -> None:
    made = desk.visit(home, text="六亩。")
    desk.go_to(date(2022, 4, 10))
    before = desk.entry(made).row.facts
    correct_visit(desk.store, made, replace(before, text="八亩。"), reason="记错了")
    (then,) = list_visits(desk.store, on=date(2022, 4, 9))
    assert then.text == "六亩。"


def test_a_correction_needs_a_reason(desk: Desk, home: str) -> None:
    made = desk.visit(home, text="六亩。")
    with pytest.raises(ReasonRequiredError):
        correct_visit(desk.store, made, facts(home, text="八亩。"), reason=" ")


def test_a_correction_over_another_one_is_not_saved_unseen(desk: Desk, home: str) -> None:
    made = desk.visit(home, text="六亩。")
    opened = desk.entry(made).row.facts
    correct_visit(desk.store, made, replace(opened, text="七亩。"), reason="记错了")
    with pytest.raises(ChangedSinceError):
        correct_visit(
            desk.store, made, replace(opened, text="八亩。"), reason="记错了", expected=opened
        )


def test_the_correction_counts_also_for_another_household(desk: Desk, home: str) -> None:
    other = desk.add_household("李四", group=2)
    made = desk.visit(home)
    moved = replace(desk.entry(made).row.facts, household_id=other)
    correct_visit(desk.store, made, moved, reason="写错了户")
    assert list_visits(desk.store, VisitFilter(household_id=home)) == []
    assert len(list_visits(desk.store, VisitFilter(household_id=other))) == 1


def test_what_never_was_can_go(desk: Desk, home: str) -> None:
    made = desk.visit(home)
    with desk.taken_back():
        delete_visit(desk.store, made)
    assert list_visits(desk.store) == []


# -- what comes after ---------------------------------------------------------------------------


@pytest.fixture
def promised(desk: Desk, home: str) -> str:
    return desk.visit(home, promise="送化肥", promise_due=date(2022, 4, 20))


def test_a_leaders_words_stand_with_the_entry(desk: Desk, home: str) -> None:
    made = desk.visit(home)
    with desk.taken_back():
        review_visit(desk.store, made, "记得具体。", by="赵启明")
    (review,) = desk.entry(made).follow_ups
    assert (review.kind, review.by, review.text) == (FollowUpKind.REVIEW, "赵启明", "记得具体。")


def test_a_kept_promise_is_open_no_longer(desk: Desk, promised: str) -> None:
    still_open = VisitFilter(only_promises=True)
    assert len(list_visits(desk.store, still_open)) == 1
    with desk.taken_back():
        follow_promise(desk.store, promised, FollowUpKind.KEPT, "送到了两袋。")
    assert list_visits(desk.store, still_open) == []
    assert desk.entry(promised).row.promise_ended is FollowUpKind.KEPT


def test_a_promise_ends_once(desk: Desk, promised: str) -> None:
    follow_promise(desk.store, promised, FollowUpKind.KEPT, "送到了。")
    with pytest.raises(WrongStageError):
        follow_promise(desk.store, promised, FollowUpKind.PROGRESS, "又送。")


def test_only_a_promise_is_kept(desk: Desk, home: str) -> None:
    with pytest.raises(WrongStageError):
        follow_promise(desk.store, desk.visit(home), FollowUpKind.KEPT, "好了。")


def test_a_forgotten_promise_is_added_as_a_version(desk: Desk, home: str) -> None:
    made = desk.visit(home, text="缺化肥。")
    with desk.taken_back():
        add_promise(desk.store, made, "送化肥", due=date(2022, 4, 20))
    page = desk.entry(made)
    assert (page.row.facts.promise, page.row.text) == ("送化肥", "缺化肥。")
    assert len(page.versions) == 2


# -- leafing and hints --------------------------------------------------------------------------


def test_the_months_of_a_cadre_can_be_leafed_through(desk: Desk, home: str) -> None:
    desk.visit(home, "孙立", on=date(2022, 3, 3))
    desk.visit(home, "孙立", on=date(2022, 4, 3))
    desk.visit(home, "孙立", on=date(2021, 12, 31))
    delete_visit(desk.store, desk.visit(home, "孙立", on=date(2022, 2, 3)))
    desk.visit(home, "李娜", on=date(2022, 1, 4))
    found = months_written(desk.store, VisitFilter(visitor="孙立"))
    assert list(map(str, found)) == ["2022-04", "2022-03", "2021-12"]
    assert len(months_written(desk.store)) == 4


def test_the_villages_own_sentences_are_offered_most_used_first(desk: Desk, home: str) -> None:
    for text in ("都好。", "老人身体好。", "都好。"):
        desk.visit(home, text=text)
    assert phrases(desk.store) == ["都好。", "老人身体好。"]


def test_the_fifth_of_the_same_words_is_hinted_at_quietly(desk: Desk, home: str) -> None:
    new = facts(home, text="家里平安，没有困难。")
    for nth in range(4):
        assert similar_entries(desk.store, new) == "", nth
        desk.visit(home, "孙立", text=f"家里平安, 没有困难{nth}")
    assert "5 条" in similar_entries(desk.store, new)
    assert similar_entries(desk.store, replace(new, visitors=("李娜",))) == ""
    assert similar_entries(desk.store, replace(new, text="西墙裂了一道缝。")) == ""
