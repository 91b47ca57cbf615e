"""What the papers of one 四议两公开 case say alike: who was there, votes, money, days."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.documents.kinds.figures import percent, yuan
from longshan_desk.documents.kinds.wording import (
    BLANK,
    day_words,
    sentence,
    title_pieces,
    unended,
)
from longshan_desk.documents.procedure_facts import CaseFacts, CaseMeeting, CaseNotice
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.procedure_labels import Step

BLANK_COUNTS = "应到　　人　　实到　　人　　占比　　%"
BLANK_VOTES = "同意　　票　　反对　　票　　弃权　　票"


_BODIES = {
    Step.PROPOSAL: "村党组织会议",
    Step.CONSULTATION: "村“两委”会议",
    Step.DELIBERATION: "党员大会",
    Step.RESOLUTION: "村民代表会议",
}
"""What a form calls the meeting that has not been held yet."""


def case_values(facts: CaseFacts, held: CaseMeeting) -> dict[str, str | Sequence[str]]:
    """What stands for the placeholders of a case's papers."""
    return {
        **facts.office.values,
        "事项": title_pieces(unended(facts.subject)) or BLANK * 2,
        "会议": _after_the_village(held.body or _BODIES[held.step]),
        "会议日期": day_words(held.on),
        "开会地点": f"在{held.place}" if held.place else "",
        "主持安排": f"，由{held.chair}主持" if held.chair else "",
        "答复天数": str(facts.answer_days) if facts.answer_days else "　",
    }


def _after_the_village(body: str) -> str:
    """大湾村“两委”会议, but 大湾村村民代表会议: 村民 is never cut."""
    return body if body.startswith("村民") else body.removeprefix("村")


def tagged(facts: CaseFacts, name: str) -> str:
    """A paper's name in the desk's lists: with the matter's number, else with the subject."""
    return f"{name} {tag(facts)}".strip()


def tag(facts: CaseFacts) -> str:
    return facts.number or unended(facts.subject)


def attendance_words(held: CaseMeeting) -> str:
    if held.expected is None or held.present is None:
        return BLANK_COUNTS
    share = percent(held.present, held.expected)
    why = f"（{unended(held.expected_reason)}）" if held.expected_reason else ""
    return f"应到{held.expected}人{why}　　实到{held.present}人　　占比{share}"


def vote_words(held: CaseMeeting) -> str:
    if held.in_favour is None:
        return BLANK_VOTES
    said = f"同意{held.in_favour}票　　反对{held.against or 0}票　　弃权{held.abstained or 0}票"
    return f"{said}\n{held.verdict}" if held.verdict else said


def step_words(facts: CaseFacts, held: CaseMeeting) -> str:
    """What a sheet says was proposed, discussed or decided, with what happened on the way."""
    lines = [sentence(held.text)] if held.text else []
    lines += [f"修改后的内容：{sentence(one)}" for one in held.amendments]
    earlier = [one for one in facts.held(held.step) if one is not held]
    lines += [earlier_words(one) for one in earlier]
    if held.is_late:
        lines.append("（本次会议情况为补录）")
    return "\n".join(lines)


def earlier_words(held: CaseMeeting) -> str:
    """A meeting that lapsed or was lost, for the papers of the one that came after."""
    day = chinese_date(held.on) if held.on else ""
    outcome = held.verdict or ("通过" if held.passed else "未通过")
    return f"第{held.round}轮{day}会议：{sentence(outcome)}"


def notice_days(notice: CaseNotice | None) -> str:
    if notice is None or notice.posted_from is None:
        return ""
    until = notice.taken_down_on or notice.posted_until
    return f"{chinese_date(notice.posted_from)}至{day_words(until)}"


def spent_words(fen: int) -> str:
    """In full, and in words where a decision cost nothing: 0.00元 reads like a slip."""
    return yuan(fen) if fen else "没有支出"


def result_words(facts: CaseFacts) -> str:
    """What was done, by whom, for how much and how it was accepted."""
    lines = [sentence(facts.result)] if facts.result else []
    if facts.responsible:
        due = f"，完成时限{chinese_date(facts.due_on)}" if facts.due_on else ""
        lines.append(f"实施负责人：{facts.responsible}{due}。")
    if facts.spent is not None:
        lines.append(f"支出：{spent_words(facts.spent)}。")
    if facts.accepted_on:
        more = f"：{unended(facts.acceptance)}" if facts.acceptance else ""
        lines.append(f"{chinese_date(facts.accepted_on)}验收{more}。")
    return "\n".join(lines)
