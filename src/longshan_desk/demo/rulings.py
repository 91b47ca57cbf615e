"""What the committees decide on each matter of a hearing, and the course that follows (R12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from longshan_desk.actions.meetings import Ruling
from longshan_desk.demo import courses
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.cases import Case
from longshan_desk.demo.majors import major
from longshan_desk.domain.labels import Decision, FeedbackWay, FindingKind, ListKind, Outcome

Follow = Callable[[Case], Course]


def rule(case: Case, on: date) -> tuple[Ruling, Follow]:
    """The decision of a meeting held on ``on``."""
    if case.list_kind is ListKind.MAJOR_PUBLIC:
        data = {"type": case.said.type_code} if case.said.type_code else {}
        return Ruling(case.id, Decision.PROCEDURE, data), major
    if case.list_kind is ListKind.ESCALATED:
        return report(case), courses.reported
    if case.said.finding is FindingKind.PETITION:
        return assign(case, on, case.rng.randint(35, 50)), courses.petition
    if "legal" in case.tags:
        return assign(case, on, case.rng.randint(12, 20)), courses.to_law
    if "withdrawn" in case.tags:
        return assign(case, on), courses.withdrawn
    return _ordinary(case, on)


def _ordinary(case: Case, on: date) -> tuple[Ruling, Follow]:
    said = case.said
    ways: dict[Decision, int] = {
        Decision.ASSIGNED: 70 if said.can_be_settled else 0,
        Decision.SETTLED: 12 if said.can_be_settled else 0,
        Decision.EXPLAINED: 40 if said.reason else 0,
        Decision.PROMISED: 60 if said.promise else 0,
        Decision.ESCALATED: 12 if said.report else 0,
    }
    decision = case.rng.choices(list(ways), list(ways.values()))[0]
    if decision is Decision.ASSIGNED:
        return assign(case, on), courses.assigned
    if decision is Decision.SETTLED:
        case.closed = Outcome.SOLVED
        return Ruling(case.id, decision, {"result": said.result}), courses.settled
    if decision is Decision.EXPLAINED:
        return explain(case), courses.explained
    if decision is Decision.PROMISED:
        return promise(case, on, case.rng.randint(28, 75)), courses.promised
    return report(case), courses.reported


def assign(case: Case, on: date, days: int | None = None) -> Ruling:
    """R13: 限期办理, by default within a week or three."""
    case.responsible = case.village.responsible_for(case.said, case.home)
    case.due = on + timedelta(days=days or case.rng.randint(7, 20))
    data = {"to": case.responsible, "due": case.due.isoformat()}
    return Ruling(case.id, Decision.ASSIGNED, data)


def promise(case: Case, on: date, days: int) -> Ruling:
    """R16."""
    case.responsible = case.village.officers.director
    case.due = on + timedelta(days=days)
    data = {
        "measures": case.said.measures,
        "due": case.due.isoformat(),
        "by": case.responsible,
    }
    return Ruling(case.id, Decision.PROMISED, data, case.said.promise)


def explain(case: Case) -> Ruling:
    said = case.said
    case.closed = Outcome.POLICY_LIMITED if said.is_limited else Outcome.EXPLAINED
    data: dict[str, Any] = {
        "reason": said.reason,
        "basis": said.basis,
        "to": case.told,
        "way": FeedbackWay.IN_PERSON.value,
        "policy_limited": said.is_limited or None,
    }
    return Ruling(case.id, Decision.EXPLAINED, data)


def report(case: Case) -> Ruling:
    case.list_kind = ListKind.ESCALATED
    return Ruling(case.id, Decision.ESCALATED, {"form": "request"}, case.said.report)
