"""P9 “四议两公开”决策实施登记表: six sheets, with the same 动议事由 on each."""

from __future__ import annotations

from collections.abc import Iterator

from longshan_desk.documents.kinds.case_words import (
    attendance_words,
    notice_days,
    result_words,
    step_words,
    vote_words,
)
from longshan_desk.documents.kinds.wording import (
    BLANK_DAY,
    day_words,
    form,
    moment_words,
    pair,
    pairs,
    ticks,
    unended,
)
from longshan_desk.documents.model import Block, Field, Fields, PageBreak, Paper, Row
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.procedure_facts import CaseFacts, CaseMeeting, CaseNotice
from longshan_desk.documents.wording import paper_wording, title_phrase
from longshan_desk.domain.procedure_labels import Motion, Step, VoteForm

NAME = "“四议两公开”决策实施登记表"
WORDING = paper_wording(title_phrase(NAME))

_TITLES = {
    Step.PROPOSAL: "一、党支部提议",
    Step.CONSULTATION: "二、村“两委”商议",
    Step.DELIBERATION: "三、党员大会（党员议事会）审议",
    Step.RESOLUTION: "四、村民代表会议（村民会议）决议",
}
_VOTED = frozenset({Step.DELIBERATION, Step.RESOLUTION})


def build(facts: CaseFacts) -> tuple[Paper, ...]:
    """The six sheets of the case as it stands; what is still to come is left to write in."""
    say = WORDING.said(facts.wording, facts.office.values)
    blocks: list[Block] = []
    for place, (title, rows) in enumerate(_sheets(facts)):
        blocks += [PageBreak()] if place else []
        blocks += [
            say.title(),
            Fields((Field("单位", facts.office.place), Field("事项编号", facts.number))),
            form([pair("程　　序", title), *rows]),
        ]
    name = f"决策实施登记表 {facts.number or unended(facts.subject)}".strip()
    return (Paper("decision_register", name, tuple(blocks), FORM),)


def _sheets(facts: CaseFacts) -> Iterator[tuple[str, list[Row]]]:
    start = pair(
        "动议事由", ticks([one.label for one in Motion], facts.motive.label if facts.motive else "")
    )
    for step in Step:
        yield _TITLES[step], [start, *_meeting_rows(facts, facts.last(step))]
    subject = pair("决议事项", unended(facts.subject), height=18)
    yield "五、决议公开", [start, subject, *_disclosed(facts.resolution_notice, 100)]
    outcome = [start, subject, pair("实施结果", result_words(facts), height=80)]
    yield "六、实施结果公开", [*outcome, *_disclosed(facts.outcome_notice, 50)]


def _meeting_rows(facts: CaseFacts, held: CaseMeeting) -> Iterator[Row]:
    short, is_voted = held.step.label, held.step in _VOTED
    yield pair(f"{short}事项", unended(facts.subject), height=18)
    yield pair(f"{short}时间", moment_words(held.on, held.starts_at, held.ended_at))
    if is_voted:
        forms = (*(one.label for one in VoteForm), "其他：")
        chosen = ticks(forms, held.form.label if held.form else "")
        yield pair("会议形式", f"{held.body}　{chosen}".strip("　"))
    yield pair("参会人员", attendance_words(held))
    if is_voted:
        yield pair("表决结果", vote_words(held))
    yield pair(f"{short}内容", step_words(facts, held), height=60 if is_voted else 96)
    yield pair("参会人员\n签　　字", "", height=40)
    if is_voted:
        yield pair("乡镇参会\n人员签字\n（含职务）", "、".join(held.township), height=20)


def _disclosed(notice: CaseNotice | None, height: float) -> Iterator[Row]:
    told = unended(notice.text) + "。" if notice and notice.text else ""
    yield pair("公开情况", told, height=height)
    yield pairs("公开时间", notice_days(notice), "公开地点", notice.place if notice else "")
    opinion = notice.opinion if notice else ""
    day = day_words(notice.opinion_on) if notice and notice.opinion_on else BLANK_DAY
    watched = f"{opinion}\n\n村务监督委员会（签字）：{'　' * 6}{day}"
    yield pair("监督意见", watched, height=40)
