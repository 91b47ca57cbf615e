"""What came by another way than the hearing, and what becomes of it (R12)."""

from __future__ import annotations

from collections.abc import Iterator

from longshan_desk.demo import courses
from longshan_desk.demo.cases import Case
from longshan_desk.demo.majors import major
from longshan_desk.domain.labels import Act, FindingKind, ListKind


def elsewhere(case: Case) -> Iterator[int]:
    """What came by telephone, by a caller or a visit: decided by the branch within the days."""
    yield case.rng.randint(1, 3)
    if case.list_kind is ListKind.ESCALATED:
        case.step(Act.REPORT, case.said.report, form="report")
        yield from courses.reported(case)
        return
    case.step(Act.DELIBERATE)
    if case.list_kind is ListKind.MAJOR_PUBLIC:
        yield from major(case)
        return
    if not case.said.can_be_settled:
        case.explain()
        yield from courses.explained(case)
        return
    to = case.village.responsible_for(case.said, case.home)
    is_petition = case.said.finding is FindingKind.PETITION
    case.assign(to, case.in_days(45 if is_petition else case.rng.randint(7, 15)))
    yield from courses.petition(case) if is_petition else courses.assigned(case)
