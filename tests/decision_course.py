"""A decision that a test takes act by act, on a day of its choosing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.policy import Policy
from longshan_desk.domain.procedure import ProcedureFact, ProcedureState, begin, fold
from longshan_desk.domain.procedure_findings import Finding, Lack, findings
from longshan_desk.domain.procedure_labels import Deed, Notice, Phase, Step
from longshan_desk.domain.procedure_steps import check
from longshan_desk.domain.rule_sets import RuleSet
from longshan_desk.domain.rule_texts import rule_set_on

BEGAN = date(2022, 4, 6)
PASSING = {
    Step.PROPOSAL: (5, 5, 5),
    Step.CONSULTATION: (7, 6, 6),
    Step.DELIBERATION: (30, 24, 20),
    Step.RESOLUTION: (43, 31, 27),
}
"""应到, 实到, 同意 with which each meeting passes."""


class Course:
    """``course.vote(Step.PROPOSAL)`` is checked and kept, or refused as the rules refuse it."""

    def __init__(self, type_code: str = "public_works", policy: Policy | None = None) -> None:
        self.rules: RuleSet = rule_set_on(BEGAN, policy or Policy())
        self.opening = begin(self.rules, type_code, BEGAN, "硬化村道")
        self.facts: list[ProcedureFact] = []
        self.day = BEGAN
        self.today = date(2022, 12, 31)

    @property
    def state(self) -> ProcedureState:
        return fold(self.opening, self.facts)

    def phase(self) -> Phase:
        return self.state.phase

    def do(
        self,
        deed: Deed,
        text: str | None = None,
        *,
        on: date | None = None,
        entered_on: date | None = None,
        meeting_id: str | None = None,
        **data: Any,
    ) -> str:
        """Take an act, by default on the course's day; returns the fact's id."""
        day, place = on or self.day, len(self.facts)
        kept = {key: value for key, value in data.items() if value is not None}
        fact = ProcedureFact(
            deed, day, place, f"f{place}", "王会计", text, kept, entered_on or day, meeting_id
        )
        check(self.state, fact, today=self.today)
        self.facts.append(fact)
        return fact.id

    def vote(
        self,
        step: Step,
        expected: int | None = None,
        present: int | None = None,
        in_favour: int | None = None,
        *,
        body: Body | None = None,
        abstained: int = 0,
        **more: Any,
    ) -> str:
        """Hold a meeting; without numbers it passes."""
        usual = PASSING[step]
        expected = usual[0] if expected is None else expected
        present = usual[1] if present is None else present
        in_favour = usual[2] if in_favour is None else in_favour
        sits = body or self.rules.bodies_for(step, self.opening.type_code)[0]
        return self.do(
            Deed.STEP,
            step=step.value,
            body=sits.value,
            expected=expected,
            present=present,
            in_favour=in_favour,
            against=present - in_favour - abstained,
            abstained=abstained,
            **more,
        )

    def decide(self) -> Course:
        """All four meetings pass, a day apart."""
        for step in self.rules.steps():
            self.vote(step)
            self.wait()
        return self

    def wait(self, days: int = 1) -> Course:
        self.day += timedelta(days=days)
        return self

    def opinion(self, notice: Notice, on: date | None = None) -> str:
        return self.do(Deed.OPINION, "程序合规，同意公开", on=on, notice=notice.value)

    def post(self, notice: Notice, days: int = 7, where: str | None = "公开栏") -> str:
        until = self.day + timedelta(days=days)
        return self.do(Deed.POST, notice=notice.value, until=until.isoformat(), where=where)

    def take_down(self, posting: str, on: date | None = None) -> str:
        return self.do(Deed.TAKE_DOWN, on=on, posting=posting)

    def implement(self, text: str | None = None, *, due_in: int = 30, **more: Any) -> str:
        due = (self.day + timedelta(days=due_in)).isoformat()
        return self.do(Deed.IMPLEMENT, text, **{"who": "李建国", "due": due, **more})

    def posted(self) -> Course:
        """Decided, and the resolution posted for its seven days after an opinion."""
        self.decide().opinion(Notice.RESOLUTION_NOTICE)
        posting = self.post(Notice.RESOLUTION_NOTICE)
        self.wait(7).take_down(posting)
        return self

    def accepted(self) -> Course:
        self.posted().implement()
        self.wait(20).do(Deed.ACCEPT)
        return self

    def found(self, on: date | None = None) -> tuple[Finding, ...]:
        return findings(self.state, on or self.day)

    def lacks(self, on: date | None = None, *, is_open: bool | None = None) -> set[Lack]:
        return {one.lack for one in self.found(on) if is_open in (None, one.is_open)}
