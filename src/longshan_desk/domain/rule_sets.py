"""A rule set of 四议两公开: what each body needs, which body may decide what, how long to post.

Sets are data with dates and sources (``rule_texts`` ships them). A procedure keeps the set it
began with, as ``to_data`` writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import CountingRules
from longshan_desk.domain.policy_json import canonical, parse_object
from longshan_desk.domain.procedure_labels import Counted, Step
from longshan_desk.domain.votes import Share, VoteRule
from longshan_desk.errors import BadValueError


@dataclass(frozen=True, slots=True)
class BodyRule:
    """What one body needs. ``sources`` names, per figure, who says so: quorum, majority, notice,
    counted; ``notice_days`` is how long before the meeting it is called."""

    body: Body
    vote: VoteRule
    notice_days: int
    counted: str
    """Who counts as 应到, in words."""
    sources: Mapping[str, str]

    @property
    def quorum_words(self) -> str:
        return f"到会须{_at_least(self.vote.quorum.words('应到'))}"

    @property
    def majority_words(self) -> str:
        return f"同意须{_at_least(self.vote.majority.words(self.vote.of.label))}"


def _at_least(words: str) -> str:
    return words if words.startswith("超过") else f"达到{words}"


@dataclass(frozen=True, slots=True)
class MatterType:
    """A type of matter with the bodies that may resolve it, the usual one first (R30)."""

    code: str
    label: str
    competent: tuple[Body, ...]
    source: str
    note: str = ""
    vote: VoteRule | None = None
    """Where this type needs other shares than its body's."""
    needs_authority: bool = False
    """The villagers' own: their representatives decide it only by their leave."""


@dataclass(frozen=True, slots=True)
class Term:
    """A number of days with its source."""

    days: int
    source: str

    @property
    def span(self) -> timedelta:
        return timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class RuleSet:
    code: str
    title: str
    from_on: date
    is_checked: bool
    """False while its figures still want a person's check (待核对)."""
    note: str
    bodies: Mapping[Body, BodyRule]
    types: tuple[MatterType, ...]
    step_bodies: Mapping[Step, tuple[Body, ...]]
    """Who may hold the first three meetings, the usual body first."""
    merges_first_steps: bool
    """提议 and 商议 in one meeting of the committees."""
    posting: Term
    event: Term
    """Until when after its event a notice is posted."""
    objection: Term
    late_entry_days: int
    counting: CountingRules
    """By what the bodies' rolls are counted: who is 应到, and who may be left out."""

    def type_of(self, code: str) -> MatterType:
        """Raises BadValueError for a type the set does not have."""
        found = next((one for one in self.types if one.code == code), None)
        if found is None:
            known = "、".join(f"{one.label}（{one.code}）" for one in self.types)
            raise BadValueError(
                f"没有“{code}”这种事项类型。", hint=f"可以填写：{known}。", where="事项类型"
            )
        return found

    def steps(self) -> tuple[Step, ...]:
        """The meetings that are really held."""
        merged = self.merges_first_steps
        return tuple(step for step in Step if not (merged and step is Step.CONSULTATION))

    def bodies_for(self, step: Step, type_code: str) -> tuple[Body, ...]:
        """The bodies that may hold a step, the usual one first (R30)."""
        if step is Step.RESOLUTION:
            return self.type_of(type_code).competent
        return self.step_bodies[step]

    def vote_rule(self, step: Step, body: Body, type_code: str) -> VoteRule:
        """What the vote of a body needs; a type's own shares hold for its resolution."""
        own = self.type_of(type_code).vote if step is Step.RESOLUTION else None
        rule = self.bodies.get(body)
        if rule is None:
            raise BadValueError(f"{body.label}不表决。", hint="请选另一个会议。", where="会议")
        return own or rule.vote

    def to_data(self) -> dict[str, Any]:
        """The set as the object that its JSON is, for a column that holds JSON."""
        return {
            "code": self.code,
            "title": self.title,
            "from_on": self.from_on.isoformat(),
            "is_checked": self.is_checked,
            "note": self.note,
            "bodies": [_write_body(rule) for rule in self.bodies.values()],
            "types": [_write_type(one) for one in self.types],
            "step_bodies": {
                step.value: [body.value for body in bodies]
                for step, bodies in self.step_bodies.items()
            },
            "merges_first_steps": self.merges_first_steps,
            "posting": [self.posting.days, self.posting.source],
            "event": [self.event.days, self.event.source],
            "objection": [self.objection.days, self.objection.source],
            "late_entry_days": self.late_entry_days,
            "counting": self.counting.to_data(),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> RuleSet:
        """Read ``to_data``'s object; raises BadValueError for one that cannot be read."""
        return _read(canonical(dict(data)))

    def with_types(self, *types: MatterType) -> RuleSet:
        """The set with these types in the place of its own of the same code, or added."""
        new = {one.code: one for one in types}
        kept = [new.pop(one.code, one) for one in self.types]
        return replace(self, types=(*kept, *new.values()))


def _write_vote(vote: VoteRule) -> dict[str, Any]:
    return {
        "quorum": vote.quorum.to_data(),
        "majority": vote.majority.to_data(),
        "of": vote.of.value,
    }


def _read_vote(data: Mapping[str, Any]) -> VoteRule:
    return VoteRule(
        Share.from_data(data["quorum"]), Share.from_data(data["majority"]), Counted(data["of"])
    )


def _write_body(rule: BodyRule) -> dict[str, Any]:
    return {
        "body": rule.body.value,
        "vote": _write_vote(rule.vote),
        "notice_days": rule.notice_days,
        "counted": rule.counted,
        "sources": dict(rule.sources),
    }


def _read_body(data: Mapping[str, Any]) -> BodyRule:
    return BodyRule(
        Body(data["body"]),
        _read_vote(data["vote"]),
        data["notice_days"],
        data["counted"],
        dict(data["sources"]),
    )


def _write_type(one: MatterType) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "competent": [body.value for body in one.competent],
        "source": one.source,
        "note": one.note,
        "vote": _write_vote(one.vote) if one.vote else None,
        "needs_authority": one.needs_authority,
    }


def _read_type(data: Mapping[str, Any]) -> MatterType:
    return MatterType(
        data["code"],
        data["label"],
        tuple(Body(code) for code in data["competent"]),
        data["source"],
        data["note"],
        _read_vote(data["vote"]) if data["vote"] else None,
        data["needs_authority"],
    )


@lru_cache(maxsize=64)
def _read(text: str) -> RuleSet:
    """Kept, since a board reads the set of every procedure on it."""
    data: Any = parse_object(text, "规则")
    try:
        return RuleSet(
            code=data["code"],
            title=data["title"],
            from_on=date.fromisoformat(data["from_on"]),
            is_checked=data["is_checked"],
            note=data["note"],
            bodies={rule.body: rule for rule in map(_read_body, data["bodies"])},
            types=tuple(map(_read_type, data["types"])),
            step_bodies={
                Step(step): tuple(Body(code) for code in codes)
                for step, codes in data["step_bodies"].items()
            },
            merges_first_steps=data["merges_first_steps"],
            posting=Term(*data["posting"]),
            event=Term(*data["event"]),
            objection=Term(*data["objection"]),
            late_entry_days=data["late_entry_days"],
            counting=CountingRules.from_data(data["counting"]),
        )
    except (KeyError, TypeError, ValueError) as exc:
        raise BadValueError(
            "这个决策保存的规则无法读取。", hint="请用“检查与修复”检查数据。", where="规则"
        ) from exc
