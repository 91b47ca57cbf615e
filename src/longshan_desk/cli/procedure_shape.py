"""How a decision is told on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.tables import listed, table
from longshan_desk.domain.procedure_findings import is_entered_late

if TYPE_CHECKING:
    from longshan_desk.domain.procedure import Implementation, Objection, Posting
    from longshan_desk.domain.rule_sets import RuleSet
    from longshan_desk.domain.votes import Verdict
    from longshan_desk.queries.procedures import (
        MeetingLine,
        ProcedurePage,
        ProcedureRow,
        StepLine,
    )


def types_object(rules: RuleSet) -> dict[str, Any]:
    return {
        "rule_set": rules.code,
        "title": rules.title,
        "types": [
            {
                "code": one.code,
                "label": one.label,
                "competent": one.competent,
                "source": one.source,
                "note": one.note,
            }
            for one in rules.types
        ],
    }


def types_text(rules: RuleSet) -> str:
    lines = [
        (one.code, one.label, "、".join(body.label for body in one.competent), one.source)
        for one in rules.types
    ]
    return f"{rules.title}\n\n{table(('代码', '事项类型', '应由谁决定', '依据'), lines, empty='')}"


def row_object(row: ProcedureRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "matter_id": row.matter_id,
        "matter": row.number,
        "type": row.type_code,
        "type_label": row.type_label,
        "motion": row.motion,
        "began_on": row.began_on,
        "phase": row.phase,
        "state": row.phase.label,
        "next": row.phase.next_act,
        "round": row.round,
        "due_on": row.due_on,
        "due_what": row.due_what,
        "open_findings": row.open_findings,
    }


def rows_text(rows: Sequence[ProcedureRow]) -> str:
    lines = [
        (row.began_on, row.number, row.title, row.type_label, row.phase, f"第{row.round}轮", row.id)
        for row in rows
    ]
    heads = ("立项", "事项", "决策", "类型", "现在", "轮次", "id")
    return table(heads, lines, empty="还没有四议两公开的决策。")


def verdict_object(verdict: Verdict) -> dict[str, Any]:
    quorum, majority = verdict.quorum, verdict.majority
    return {
        "passed": verdict.passed,
        "why": verdict.why,
        "quorum": {"needed": quorum.needed, "present": quorum.have},
        "majority": {
            "needed": majority.needed,
            "in_favour": majority.have,
            "of": majority.of,
            "counted": verdict.counted,
        },
        "words": verdict.words,
    }


def page_object(page: ProcedurePage) -> dict[str, Any]:
    state, rules = page.state, page.rules
    return {
        **row_object(page.row),
        "proposal": page.proposal,
        "amendments": state.amendments,
        "first_proposal": page.first_proposal,
        "entered_on": page.entered_on,
        "by": page.begun_by,
        "competent": page.type.competent,
        "authority": page.authority.words if page.authority else None,
        "rule_set": {"code": rules.code, "title": rules.title, "checked": rules.is_checked},
        "steps": [_step_object(line) for line in page.steps],
        "rounds": [
            {
                "round": each.number,
                "began_on": each.began_on,
                "reason": each.reason,
                "failed": each.failed,
                "steps": [
                    _meeting_object(page, line)
                    for line in page.meetings
                    if line.held.round == each.number
                ],
            }
            for each in state.rounds
        ],
        "overrides": [vars_of(each, "body", "on", "by", "reason") for each in state.overrides],
        "notices": [_posting_object(page, one) for one in state.postings],
        "drafts": [vars_of(one, "on", "by", "text", "notice") for one in state.drafts],
        "implementation": _implementation_object(state.implementation),
        "decided_on": state.decided_on,
        "closed_on": state.closed_on,
        "findings": [
            {"finding": one.lack, "label": one.lack.label, "text": one.text, "on": one.on,
             "open": one.is_open}
            for one in page.findings
        ],
        "demands": [
            {"what": one.what, "source": one.source, "stands": one.stands, "met": one.is_met}
            for one in page.demands
        ],
    }  # fmt: skip


def vars_of(one: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}


def _step_object(line: StepLine) -> dict[str, Any]:
    return {
        "step": line.step,
        "bodies": line.bodies,
        "passed_on": line.decided.on if line.decided else None,
        "open": line.is_open,
        "why_not": line.why_not or None,
    }


def _meeting_object(page: ProcedurePage, line: MeetingLine) -> dict[str, Any]:
    held, data = line.held, line.held.fact.data
    return {
        "id": held.fact.id,
        "step": held.step,
        "body": held.body,
        "date": held.on,
        "time": held.starts_at,
        "ended": held.ended_at,
        "place": data.get("place"),
        "chair": data.get("chair"),
        "recorder": data.get("recorder"),
        "expected": held.votes.expected,
        "roll": data.get("roll"),
        "reason": data.get("reason"),
        "present": held.votes.present,
        "for": held.votes.in_favour,
        "against": held.votes.against,
        "abstained": held.votes.abstained,
        "form": held.form,
        "text": held.fact.text,
        "amendment": held.amendment,
        "meeting": held.fact.meeting_id,
        "sign_in_scans": _photos(page, held.fact.meeting_id),
        "by": held.fact.by,
        "entered_on": line.entered_on,
        "entered_late": line.is_entered_late,
        **verdict_object(held.verdict),
    }


def _posting_object(page: ProcedurePage, one: Posting) -> dict[str, Any]:
    opinions = [said for said in page.state.opinions if said.notice is one.notice]
    return {
        "id": one.id,
        "notice": one.notice,
        "round": one.round,
        "from": one.from_on,
        "until": one.until_on,
        "where": one.where,
        "text": one.fact.text,
        "taken_down_on": one.taken_down_on,
        "days": one.hung_days,
        "photos": _photos(page, one.id),
        "entered_on": one.fact.entered_on,
        "entered_late": is_entered_late(page.state, one.fact),
        "opinions": [vars_of(said, "on", "by", "text") for said in opinions],
        "objections": [_objection_object(each) for each in one.objections],
    }


def _photos(page: ProcedurePage, record_id: str | None) -> list[dict[str, Any]]:
    return [vars_of(one, "id", "digest", "caption") for one in page.photos.get(record_id or "", ())]


def _objection_object(one: Objection) -> dict[str, Any]:
    return vars_of(one, "id", "by", "on", "text", "answer", "answered_on")


def _implementation_object(one: Implementation | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "who": one.who,
        "began_on": one.began_on,
        "due_on": one.due_on,
        "progress": [vars_of(said, "on", "by", "text", "spent") for said in one.progress],
        "spent": one.spent,
        "accepted_on": one.accepted_on,
        "acceptance": one.acceptance,
    }


def page_text(page: ProcedurePage) -> str:
    row = page.row
    head = listed(
        [
            ("决策", row.title),
            ("事项", row.number),
            ("类型", row.type_label),
            ("动议", row.motion),
            ("立项", row.began_on),
            ("现在", row.phase),
            ("提议", page.proposal if page.proposal != row.title else None),
            ("规则", page.rules.title),
        ]
    )
    meetings = table(
        ("日期", "轮次", "步骤", "会议", "结果", ""),
        [
            (
                line.held.on,
                f"第{line.held.round}轮",
                line.held.step,
                line.held.body,
                "通过" if line.held.passed else line.held.verdict.why,
                "补录" if line.is_entered_late else "",
            )
            for line in page.meetings
        ],
        empty="还没有开过会。",
    )
    sums = "\n".join(f"{line.held.on} {line.held.verdict.words}" for line in page.meetings)
    found = "\n".join(f"{one.lack.label}：{one.text}" for one in page.findings)
    return "\n\n".join(part for part in (head, meetings, sums, found) if part)
