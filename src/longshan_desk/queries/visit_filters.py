"""What a list of the diary is narrowed to, as conditions on its entries (R10, R42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Text, or_, select, type_coerce

from longshan_desk.data.search import ESCAPE, escaped, ids_matching, words_of
from longshan_desk.data.standing import one_with, same_as, stands_for_itself
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import Visit, VisitFollowUp, VisitLink
from longshan_desk.data.types import canonical_json
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.visit_labels import FollowUpKind, VisitWay


@dataclass(frozen=True)
class VisitFilter:
    """What a list is narrowed to; an empty field narrows nothing."""

    from_on: date | None = None
    until_on: date | None = None
    household_id: str | None = None
    visitor: str | None = None
    group_no: int | None = None
    way: VisitWay | None = None
    finding: FindingKind | None = None
    text: str = ""
    only_findings: bool = False
    """Findings of which nothing has come yet: offered as rows of the next hearing (R42)."""
    only_promises: bool = False
    """Promises that are neither kept nor given up."""


def conditions(wanted: VisitFilter, day: date) -> list[ColumnElement[bool]]:
    """The conditions on ``Visit`` of passing the filter on ``day``."""
    exact = {
        Visit.way: wanted.way,
        Visit.finding: wanted.finding,
    }
    found = [column == value for column, value in exact.items() if value is not None]
    if wanted.household_id is not None:
        found.append(Visit.household_id.in_(same_as(Household, wanted.household_id)))
    if wanted.from_on is not None:
        found.append(Visit.on >= wanted.from_on)
    if wanted.until_on is not None:
        found.append(Visit.on <= wanted.until_on)
    if wanted.visitor is not None:
        found.append(went(wanted.visitor))
    if wanted.group_no is not None:
        there = select(Household.id).where(
            Household.group_no == wanted.group_no, stands_for_itself(Household)
        )
        found.append(Visit.household_id.in_(one_with(Household, there)))
    if words := words_of(wanted.text):
        matching = Visit.id.in_(ids_matching("visit", words))
        homes = Visit.household_id.in_(one_with(Household, ids_matching("household", words)))
        found.append(or_(matching, homes))
    if wanted.only_findings:
        found += [Visit.finding.in_(tuple(FindingKind)), ~_has_come_of_it()]
    if wanted.only_promises:
        found += [Visit.promise_due >= date.min, ~_promise_ended(day)]
    return found


def went(name: str) -> ColumnElement[bool]:
    """The condition that this person went; who went stands as a list in JSON."""
    said = escaped(canonical_json(name))
    return type_coerce(Visit.visitors, Text).like(f"%{said}%", escape=ESCAPE)


def _has_come_of_it() -> ColumnElement[bool]:
    return (
        select(VisitLink.id)
        .where(VisitLink.entry_id == Visit.entry_id, VisitLink.is_deleted.is_(False))
        .exists()
    )


def _promise_ended(day: date) -> ColumnElement[bool]:
    ending = [kind for kind in FollowUpKind if kind.ends_promise]
    return (
        select(VisitFollowUp.id)
        .where(
            VisitFollowUp.entry_id == Visit.entry_id,
            VisitFollowUp.kind.in_(ending),
            VisitFollowUp.is_deleted.is_(False),
            VisitFollowUp.on <= day,
        )
        .exists()
    )
