"""The gate of a paper (“Personal data”): whom the desk knows of those that the paper may name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, literal, select

from longshan_desk.data import records
from longshan_desk.data.roster import roster_on
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.documents.facts import (
    MatterFacts,
    MatterLine,
    MeetingFacts,
    RegisterFacts,
    ReportFacts,
)
from longshan_desk.documents.gate import whole_text
from longshan_desk.documents.model import Paper
from longshan_desk.documents.visit_facts import CoverageFacts, DiaryFacts, VisitPlanFacts
from longshan_desk.documents.wording import Worded
from longshan_desk.domain.redaction import SOMEBODY, Gate, Known, Names, phones_in, squeezed


def gate_for(store: Store, facts: object, papers: Sequence[Paper], names: Names) -> Gate:
    """The gate with everybody these papers name; office holders keep their names, those of today
    and those of the meeting's day. Who only represents others is named as a villager."""
    today = store.today()
    whole = literal(squeezed(whole_text(papers)))
    with store.read() as session:
        rows = session.execute(
            select(Person.name, Household.group_no, Person.born_on)
            .join(Household, Household.id == Person.household_id)
            .where(is_shown(Person), func.instr(whole, Person.name) > 0)
        )
        people = [Known(name, group, born) for name, group, born in rows]
        days = {today, _day_of(facts) or today}
        roster = [member for day in days for member in roster_on(session, day)]
        offices = frozenset(
            one.name for one in roster if any(held.role.is_public_office for held in one.roles)
        )
        phone = records.office(session).phone or ""
        groups = records.policy_for(session, today).special_groups
    phones = frozenset(part for part in phone.split("、") if part) | _worded_phones(facts)
    others = _named_in(facts) | {one.name for one in roster}
    named = (*people, *(Known(name) for name in sorted(others)))
    return Gate(names, today, named, offices, phones, tuple(groups))


def _worded_phones(facts: object) -> frozenset[str]:
    """Numbers that the office itself put into the words of its papers, to be called."""
    own = list(facts.wording.values()) if isinstance(facts, Worded) else []
    office = getattr(facts, "office", None)
    own += office.wording.values() if isinstance(office, Worded) else []
    return frozenset(number for text in own for number in phones_in(text))


def _day_of(facts: object) -> date | None:
    return facts.on if isinstance(facts, MeetingFacts | ReportFacts) else None


def _named_in(facts: object) -> set[str]:
    """Names that stand in the facts themselves, of people who are on no roll."""
    if isinstance(facts, MatterFacts):
        return _names(facts.line.raiser, facts.contact, facts.told_to)
    if isinstance(facts, MeetingFacts):
        guests = [one.name for one in facts.attendees if not one.office]
        reported = _named_in(facts.report) if facts.report else set()
        return reported | _names(*guests, *(item.speaker for item in facts.items))
    if isinstance(facts, DiaryFacts):
        homes = (facts.owner.removesuffix("家"), *(one.household for one in facts.entries))
        return _names(*homes, *(name for one in facts.entries for name in one.met))
    if isinstance(facts, VisitPlanFacts):
        return _names(*(home.head for group in facts.groups for home in group.households))
    if isinstance(facts, CoverageFacts):
        return _names(*(head for line in facts.lines for head in line.missing))
    lines: Sequence[MatterLine] = ()
    if isinstance(facts, ReportFacts):
        lines = (*facts.closed, *facts.open)
    elif isinstance(facts, RegisterFacts):
        lines = facts.lines
    return _names(*(line.raiser for line in lines))


def _names(*said: str) -> set[str]:
    words = {re.split("等 |（", part)[0].strip() for one in said for part in one.split("、")}
    return {word for word in words if len(word) > 1 and word != SOMEBODY}
