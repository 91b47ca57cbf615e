"""The committees' meeting within three days, deciding everything at once (R12, R47)."""

from __future__ import annotations

from datetime import date, time, timedelta

from longshan_desk.actions.meetings import (
    MeetingWords,
    Ruling,
    close_meeting,
    decide_matters,
    fill_attendance,
    new_meeting,
    postpone_committees,
    save_item,
)
from longshan_desk.demo import neglect
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.cases import Case
from longshan_desk.demo.courses import duplicate
from longshan_desk.demo.months import HearingPlan
from longshan_desk.demo.rulings import Follow, rule
from longshan_desk.demo.signing_in import sign_in
from longshan_desk.demo.village import Village
from longshan_desk.domain.labels import ItemKind, MeetingKind

_OTHER_BUSINESS = ("研究公益性岗位人员调整。", "商议秋季农资供应。", "讨论村集体收益使用。")


def committees_meet(village: Village, plan: HearingPlan, hearing: str, cases: list[Case]) -> Course:
    """From the hearing to the meeting, its decisions, and what follows from them."""
    on = plan.held_on + timedelta(days=plan.committees_after)
    if plan.postponed_to:
        yield 2
        due = plan.held_on + timedelta(days=plan.postponed_to)
        reason = plan.postponed_reason
        postpone_committees(village.store, hearing, due_on=due, reason=reason)
    yield max(0, (on - village.today).days)
    meeting = _open(village, hearing, on)
    waiting = [case for case in cases if case.closed is None]
    _set_duplicates_aside(village, waiting)
    decided = [(case, *_rule(case, on)) for case in waiting if "duplicate" not in case.tags]
    rulings = [ruling for _, ruling, _ in decided if ruling is not None]
    decide_matters(village.store, meeting, rulings)
    if village.rng.random() < 0.3:
        text = village.rng.choice(_OTHER_BUSINESS)
        save_item(village.store, meeting, ItemKind.FREE, text=text, result="同意")
    close_meeting(village.store, meeting, ended_at=time(17, 20))
    for case, _, follow in decided:
        if follow is not None:
            village.agenda.begin(follow(case))


def _rule(case: Case, on: date) -> tuple[Ruling | None, Follow | None]:
    return neglect.rule(case, on) or rule(case, on)


def _open(village: Village, hearing: str, on: date) -> str:
    words = MeetingWords(
        place="村部会议室", starts_at=time(15), recorder=village.officers.clerk,
        chair=village.secretary,
    )  # fmt: skip
    meeting = new_meeting(
        village.store, MeetingKind.COMMITTEES, on, hearing_id=hearing, words=words
    )
    fill_attendance(village.store, meeting)
    sign_in(village, meeting)
    return meeting


def _set_duplicates_aside(village: Village, cases: list[Case]) -> None:
    """R54: the one that was raised first is worked on."""
    for case in cases:
        if "duplicate" in case.tags:
            main = next(
                (c for c in cases if c.said.summary == case.said.summary and c is not case), None
            )
            if main is None:
                case.tags.discard("duplicate")
            else:
                village.agenda.begin(duplicate(case, main))
