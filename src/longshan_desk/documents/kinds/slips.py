"""P7 the matter's way on paper: 交办单, 反馈单, 销号单."""

from __future__ import annotations

from longshan_desk.documents.facts import MatterFacts, StepWords
from longshan_desk.documents.kinds.wording import (
    BLANK_DAY,
    day_words,
    form,
    pair,
    pairs,
    sentence,
    ticks,
)
from longshan_desk.documents.model import Block, Field, Fields, Gap, Paper, Row
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.wording import (
    Phrase,
    Saying,
    Wording,
    paper_wording,
    title_phrase,
)
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import Answer, FeedbackWay, Outcome, Source

ASSIGNMENT = "群众说事事项交办单"
FEEDBACK = "群众说事事项办理反馈单"
CLOSING = "群众说事事项销号单"
_OWN = (("编号", "2022-04-003"), ("承办人", "李建国"), ("办结时限", "2022年4月20日前"))


def _note(default: str) -> Phrase:
    return Phrase("note", "表下的说明", default)


ASSIGNMENT_WORDING = paper_wording(
    title_phrase(ASSIGNMENT),
    Phrase(
        "demand",
        "办理要求",
        "请{办结时限}办结，把进展随时告诉村文书；办结后向反映人当面反馈，填写反馈单。",
        note="事项自己写了办理措施的，印办理措施。",
    ),
    _note("说明：本单一式两份，承办人一份，村党支部存档一份。办结后填写反馈单。"),
    own=_OWN,
)
FEEDBACK_WORDING = paper_wording(
    title_phrase(FEEDBACK),
    _note("说明：反映人不便签名的，由回访人注明电话答复的时间和号码。"),
    own=_OWN,
)
CLOSING_WORDING = paper_wording(
    title_phrase(CLOSING), _note("说明：没有向反映人反馈的事项不得销号。"), own=_OWN
)
_SHOWN_STEPS = 12
_RESULTS = (Outcome.SOLVED, Outcome.EXPLAINED, Outcome.PROMISED, Outcome.POLICY_LIMITED)
_ANSWERS = (Answer.SATISFIED, Answer.BASICALLY_SATISFIED, Answer.DISSATISFIED)
_WAYS = (FeedbackWay.IN_PERSON, FeedbackWay.TELEPHONE, FeedbackWay.WRITTEN)


def build_assignment(facts: MatterFacts) -> tuple[Paper, ...]:
    line = facts.line
    say = _said(ASSIGNMENT_WORDING, facts)
    demand = say.text("demand") if line.number else ""
    rows = [
        *_matter_rows(facts),
        pairs("承 办 人", line.responsible, "协 办 人", ""),
        pair("办结时限", day_words(line.due_on)),
        pair("办理要求", facts.measures or demand, height=40),
        pairs("交 办 人", facts.assigned_by, "交办日期", day_words(facts.assigned_on)),
        pairs("签 收 人", "", "签收日期", BLANK_DAY),
        pair("备　　注", "", height=18),
    ]
    return (_slip("assignment_slip", "交办单", say, facts, rows),)


def _said(wording: Wording, facts: MatterFacts) -> Saying:
    line = facts.line
    own = {
        "编号": line.number,
        "承办人": line.responsible,
        "办结时限": f"{chinese_date(line.due_on)}前" if line.due_on else "按时限",
    }
    return wording.said(facts.wording, facts.office.values | own)


def build_feedback(facts: MatterFacts) -> tuple[Paper, ...]:
    line = facts.line
    history = "\n".join(
        f"{chinese_date(step.on)}　{step.act}：{step.text or '—'}" for step in _shown(facts)
    )
    rows = [
        *_matter_rows(facts),
        pairs("承 办 人", line.responsible, "办理完毕", day_words(line.closed_on)),
        pair("办理经过", history, height=50),
        pair("办理结果", _result(facts), height=20),
        pair("答复方式", ticks([way.label for way in _WAYS], facts.told_way)),
        pairs("答复对象", facts.told_to, "答复日期", day_words(facts.told_on)),
        pair("反映人意见", ticks([answer.label for answer in _ANSWERS], facts.answer)),
        pair("签　　名", "反映人签名或按手印：", height=16),
        pairs("回 访 人", "", "回访日期", BLANK_DAY),
    ]
    say = _said(FEEDBACK_WORDING, facts)
    return (_slip("feedback_slip", "反馈单", say, facts, rows),)


def _shown(facts: MatterFacts) -> tuple[StepWords, ...]:
    return facts.steps[-_SHOWN_STEPS:]


def _result(facts: MatterFacts) -> str:
    chosen = ticks([one.label for one in _RESULTS], facts.line.outcome)
    return f"{chosen}\n{sentence(facts.line.result)}" if facts.line.result else chosen


def build_closing(facts: MatterFacts) -> tuple[Paper, ...]:
    line = facts.line
    rows = [
        *_matter_rows(facts),
        pairs("承 办 人", line.responsible, "办理完毕", day_words(line.closed_on)),
        pair("办理结果", _result(facts), height=20),
        pair("群众反馈", _told(facts), height=14),
        pair("办结证据", "□照片　□反映人签名　□票据　□其他：", height=14),
        pair("申 请 人", f"签名：{'　' * 12}{BLANK_DAY}", height=14),
        pair("村党支部\n书记意见", f"\n签名：{'　' * 12}{BLANK_DAY}", height=20),
        pair("镇党建办\n抽查意见", f"\n签名：{'　' * 12}{BLANK_DAY}", height=20),
        pair("销号日期", day_words(line.cancelled_on)),
        pair("重新办理\n原　　因", facts.reopened, height=16),
    ]
    say = _said(CLOSING_WORDING, facts)
    return (_slip("closing_slip", "销号单", say, facts, rows),)


def _told(facts: MatterFacts) -> str:
    if facts.told_on is None:
        return ""
    who = f"向{facts.told_to}" if facts.told_to else ""
    answer = f"，答复意见：{facts.answer}" if facts.answer else ""
    return f"{chinese_date(facts.told_on)}{facts.told_way}{who}反馈{answer}。"


def _matter_rows(facts: MatterFacts) -> list[Row]:
    line = facts.line
    sources = ticks([source.label for source in Source], facts.source)
    return [
        pairs("编　　号", line.number, "反映日期", day_words(line.heard_on)),
        pair("来　　源", sources),
        pairs("反 映 人", line.raiser, "组　　别", line.group),
        pairs("所列清单", line.list_kind.label if line.list_kind else "", "主　　题", line.topic),
        pair("事　　项", line.title, height=22),
    ]


def _slip(kind: str, short: str, say: Saying, facts: MatterFacts, rows: list[Row]) -> Paper:
    made = Field("填表日期", day_words(facts.made_on), 1.3)
    blocks: tuple[Block, ...] = (
        say.title(),
        Gap(0.3),
        Fields((Field("单位", facts.office.place), made)),
        form(rows),
        *say.paragraphs("note", indent=0),
    )
    name = f"{short}{facts.line.number and ' '}{facts.line.number}"
    return Paper(kind, name, blocks, FORM)
