"""A month of the demonstration: the hearing with its grid, then the committees' meeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time, timedelta
from random import Random

from longshan_desk.actions.hearings import (
    GridRow,
    add_forgotten,
    close_hearing,
    save_row,
    void_row,
)
from longshan_desk.actions.matters import NewMatter
from longshan_desk.actions.meetings import (
    MeetingWords,
    fill_attendance,
    move_meeting,
    new_meeting,
    save_item,
)
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.cases import Case, spoken, told_to
from longshan_desk.demo.committees import committees_meet
from longshan_desk.demo.months import HearingPlan
from longshan_desk.demo.people import Home
from longshan_desk.demo.sayings import PARTY_DAYS, SPEECHES, Saying
from longshan_desk.demo.signing_in import sign_in
from longshan_desk.demo.village import Village
from longshan_desk.domain.labels import FindingKind, ItemKind, ListKind, MeetingKind, Outcome
from longshan_desk.queries.matters import matter_id
from longshan_desk.queries.meetings import meeting_page

PLACE = "大湾村党群服务中心"


@dataclass(frozen=True)
class Raised:
    """One row of the grid that raised something."""

    kind: ItemKind
    said: Saying
    home: Home
    new: NewMatter
    tag: str = ""


_FITS: dict[str, Callable[[Saying], bool]] = {
    "petition": lambda s: s.finding is FindingKind.PETITION,
    "petition_extended": lambda s: s.finding is FindingKind.PETITION,
    "petition_refused": lambda s: s.finding is FindingKind.PETITION,
    "legal": lambda s: bool(s.legal) and _is_plain(s),
    "limited": lambda s: s.is_limited and s.list_kind is ListKind.SELF_HANDLED,
    "explained": lambda s: bool(s.reason) and not s.is_limited and _is_own(s),
    "handed_up": lambda s: s.list_kind is ListKind.ESCALATED,
    "promise_broken": lambda s: bool(s.promise),
    "promise_open": lambda s: bool(s.promise),
}


def _is_own(said: Saying) -> bool:
    return said.list_kind is ListKind.SELF_HANDLED


def _is_plain(said: Saying) -> bool:
    """What the village can see to by itself, one way or another."""
    return _is_own(said) and said.can_be_settled and said.finding is not FindingKind.PETITION


def month_of(village: Village, plan: HearingPlan) -> Course:
    """Everything from the notice of a hearing to the committees' decisions."""
    words = MeetingWords(place=PLACE, starts_at=time(9, 30), recorder=village.officers.clerk)
    if plan.chair_reason:
        words = replace(words, chair=village.officers.deputy, chair_reason=plan.chair_reason)
    first_day = plan.fixed_on if plan.moved_reason else plan.held_on
    hearing = new_meeting(
        village.store, MeetingKind.HEARING, first_day, month=str(plan.month), words=words
    )
    if plan.moved_reason:
        yield max(0, (plan.fixed_on - village.today).days - 1)
        move_meeting(village.store, hearing, plan.held_on, reason=plan.moved_reason)
    yield max(0, (plan.held_on - village.today).days) + plan.entered_after
    cases = _hold(village, plan, hearing)
    yield from committees_meet(village, plan, hearing, cases)


def _hold(village: Village, plan: HearingPlan, hearing: str) -> list[Case]:
    store = village.store
    fill_attendance(store, hearing)
    sign_in(village, hearing)
    save_item(store, hearing, ItemKind.PARTY_DAY, text=village.rng.choice(PARTY_DAYS))
    raised = _write_grid(village, plan, hearing)
    close_hearing(store, hearing, ended_at=time(11, village.rng.choice((20, 40, 50))))
    cases = _cases(village, hearing, raised)
    _put_right(village, plan, hearing, raised, cases)
    return list(cases.values())


# -- the grid -------------------------------------------------------------------------------


def _write_grid(village: Village, plan: HearingPlan, hearing: str) -> dict[str, Raised]:
    """Type the rows in spoken order; returns by row what was raised in it."""
    rng, store = village.rng, village.store
    tags = _tags(rng, plan)
    kinds = [ItemKind.MATTER] * len(tags) + [ItemKind.ANSWER] * rng.randint(2, 4)
    rng.shuffle(kinds)
    for _ in range(rng.randint(1, 3)):
        kinds.insert(rng.randrange(len(kinds) + 1), ItemKind.SPEECH)
    raised: dict[str, Raised] = {}
    for kind in kinds:
        if kind is ItemKind.SPEECH:
            text = village.speech(SPEECHES)
            save_row(store, hearing, GridRow(kind, _who_speaks(village), text))
            continue
        tag = tags.pop(0) if kind is ItemKind.MATTER else ""
        row = _raise(village, plan, kind, tag, list(raised.values()))
        raised[save_row(store, hearing, _grid_row(village, row))] = row
    return raised


def _tags(rng: Random, plan: HearingPlan) -> list[str]:
    """One for each matter; the first has none, so that it can be raised by somebody else too."""
    wanted = [tag for tag in plan.tags if tag != "late_row"]
    plain = max(rng.randint(5, 11), len(wanted) + 3) - len(wanted)
    rest = [*wanted, *[""] * (plain - 1)]
    rng.shuffle(rest)
    return ["", *rest]


def _who_speaks(village: Village) -> str:
    officers = village.officers
    return village.rng.choice((officers.liaison, officers.team[0], officers.resident[0]))


def _raise(
    village: Village, plan: HearingPlan, kind: ItemKind, tag: str, before: list[Raised]
) -> Raised:
    month = plan.month.month
    mains = [row for row in before if row.kind is ItemKind.MATTER and not row.tag]
    if tag == "duplicate" and mains:
        main = mains[-1]
        home = village.another_home(main.home, main.said.topic)
        said = replace(main.said, words=f"我也说一下，{main.said.words}")
        return Raised(kind, said, home, spoken(village, said, home), tag)
    if kind is ItemKind.ANSWER:
        said, home = village.hear(month, lambda s: bool(s.answer))
        said = replace(said, list_kind=ListKind.SELF_HANDLED)
    elif tag:
        said, home = village.hear(month, _FITS.get(tag, _is_plain))
    else:
        said, home = village.hear(month, lambda s: s.finding is not FindingKind.PETITION)
    return Raised(kind, said, home, spoken(village, said, home), tag)


def _grid_row(village: Village, row: Raised) -> GridRow:
    speaker = "某群众" if row.new.is_anonymous else row.new.raisers[0]
    if row.kind is ItemKind.MATTER:
        return GridRow(row.kind, speaker, matter=row.new)
    officers = village.officers
    answerer = village.rng.choice((officers.director, officers.deputy, officers.clerk))
    return GridRow(row.kind, speaker, matter=row.new, result=row.said.answer, answerer=answerer)


def _cases(village: Village, hearing: str, raised: dict[str, Raised]) -> dict[str, Case]:
    """The matters that the closing made, by their rows."""
    cases = {}
    for item in meeting_page(village.store, hearing).items:
        row = raised.get(item.id)
        if row is None or item.matter_id is None:
            continue
        told, list_kind = told_to(row.new), row.new.list_kind
        case = Case(village, item.matter_id, row.said, row.home, told, list_kind)
        case.tags.update(row.tag.split("_", 1)[-1:] if row.tag.startswith("petition_") else ())
        case.tags.add(row.tag)
        if row.kind is ItemKind.ANSWER:
            case.closed = Outcome.SOLVED
            village.agenda.begin(_cancel_off(case))
        cases[item.id] = village.keep(case)
    return cases


def _cancel_off(case: Case) -> Course:
    yield case.rng.choice((0, 0, 1, 3))
    case.cancel_off()


def _put_right(
    village: Village,
    plan: HearingPlan,
    hearing: str,
    raised: dict[str, Raised],
    cases: dict[str, Case],
) -> None:
    """R37: what was forgotten is added, what should not be there is voided."""
    if "late_row" in plan.tags:
        village.agenda.begin(_add_late(village, plan, hearing), village.today + timedelta(days=1))
    for item, row in raised.items():
        if row.tag == "void":
            village.agenda.begin(_void(item, cases.pop(item)))


def _add_late(village: Village, plan: HearingPlan, hearing: str) -> Course:
    row = _raise(village, plan, ItemKind.ANSWER, "", [])
    number = add_forgotten(village.store, hearing, _grid_row(village, row))
    case_id = matter_id(village.store, number)
    case = Case(village, case_id, row.said, row.home, told_to(row.new), row.new.list_kind)
    case.closed = Outcome.SOLVED
    yield from _cancel_off(village.keep(case))


def _void(item: str, case: Case) -> Course:
    yield from ()
    void_row(case.village.store, item, reason="同一件事记了两行。")
    case.closed = Outcome.VOID
