"""What becomes of a major public matter: a decision by 四议两公开, or now and then none (R14)."""

from __future__ import annotations

from random import Random

from longshan_desk.actions.procedures import NewProcedure, new_procedure
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.cases import Case
from longshan_desk.demo.courses import explained, reported
from longshan_desk.demo.decisions import Decision, give_up, live
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import Act, ListKind
from longshan_desk.domain.procedure_labels import Phase
from longshan_desk.queries.procedures import procedures_of_matter

_FAILING = 0.2


def major(case: Case) -> Course:
    """From the committees' decision on: prepared, then decided; some turn out otherwise."""
    rng = Random(f"decision-{case.id}")
    for text in case.said.steps:
        yield rng.randint(3, 6)
        case.progress(text)
    decision = of_case(case, rng)
    if rng.random() >= _FAILING:
        yield from live(decision)
        return
    yield rng.randint(7, 13)
    give_up(decision)
    yield from _otherwise(case)


def _otherwise(case: Case) -> Course:
    if case.said.report and case.rng.random() < 0.5:
        case.move_to(ListKind.ESCALATED, "超出村级能力，需要上级立项。")
        yield 1
        case.step(Act.REPORT, case.said.report, form="request")
        yield from reported(case)
    else:
        case.explain()
        yield from explained(case)


def of_case(
    case: Case, rng: Random, *, tags: frozenset[str] = frozenset(), until: Phase | None = None
) -> Decision:
    """The decision on a matter, begun today where the committees have not begun it."""
    known = procedures_of_matter(case.village.store, case.id)
    is_charter = case.said.type_code == "village_rules"
    return Decision(
        case.village,
        known[-1] if known else _begin(case),
        case.said.plan,
        case.said.result,
        rng,
        case,
        tags,
        until,
        body=Body.HOUSEHOLDS if is_charter else None,
        cost=0 if is_charter else rng.randint(18, 240) * 100_000,
    )


def _begin(case: Case) -> str:
    new = NewProcedure(case.said.type_code or None, proposal=case.said.plan)
    return new_procedure(case.village.store, new, matter_id=case.id)
