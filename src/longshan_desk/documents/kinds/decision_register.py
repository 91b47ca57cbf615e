"""P9 “四议两公开”决策实施登记表: six sheets, with the same 动议事由 on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from longshan_desk.documents.facts import MatterFacts
from longshan_desk.documents.kinds.wording import BLANK_DAY, form, pair, pairs, ticks, unended
from longshan_desk.documents.model import Block, Field, Fields, PageBreak, Paper, Row
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.wording import (
    paper_wording,
    title_phrase,
)

NAME = "“四议两公开”决策实施登记表"
WORDING = paper_wording(title_phrase(NAME))
MOTIVES = ("党员群众建议", "村干部提议", "上级党委政府安排")
_COUNTS = "应到　　人　　实到　　人　　占比　　%"


@dataclass(frozen=True, slots=True)
class _Step:
    title: str
    short: str
    has_form: bool = False
    """会议形式, and 乡镇参会人员签字."""


_STEPS = (
    _Step("一、党支部提议", "提议"),
    _Step("二、村“两委”商议", "商议"),
    _Step("三、党员大会（党员议事会）审议", "审议", has_form=True),
    _Step("四、村民代表会议（村民会议）决议", "决议", has_form=True),
)


def build(facts: MatterFacts) -> tuple[Paper, ...]:
    """Filled with the matter; a matter that villagers raised moves as 党员群众建议."""
    subject = unended(facts.line.title)
    motive = MOTIVES[0] if facts.line.number else ""
    say = WORDING.said(facts.wording, facts.office.values)
    blocks: list[Block] = []
    for place, (title, rows) in enumerate(_sheets(subject, motive)):
        blocks += [PageBreak()] if place else []
        blocks += [
            say.title(),
            Fields((Field("单位", facts.office.place), Field("事项编号", facts.line.number))),
            form([pair("程　　序", title), *rows]),
        ]
    name = f"决策实施登记表 {facts.line.number}".rstrip()
    return (Paper("decision_register", name, tuple(blocks), FORM),)


def _sheets(subject: str, motive: str) -> Iterator[tuple[str, list[Row]]]:
    start = pair("动议事由", ticks(MOTIVES, motive))
    for step in _STEPS:
        rows = [start, pair(f"{step.short}事项", subject, height=18)]
        rows.append(pair(f"{step.short}时间", f"{BLANK_DAY}　　时　　分"))
        if step.has_form:
            rows.append(pair("会议形式", "□举手表决　□无记名投票　□其他："))
        rows.append(pair("参会人员", _COUNTS))
        if step.has_form:
            rows.append(pair("表决结果", "同意　　票　　反对　　票　　弃权　　票"))
        rows.append(pair(f"{step.short}内容", "", height=78 if step.has_form else 96))
        rows.append(pair("参会人员\n签　　字", "", height=40))
        if step.has_form:
            rows.append(pair("乡镇参会\n人员签字\n（含职务）", "", height=20))
        yield step.title, rows
    watched = pair("监督意见", "\n\n村务监督委员会（签字）：" + "　" * 6 + BLANK_DAY, height=40)
    yield (
        "五、决议公开",
        [
            start,
            pair("决议事项", subject, height=18),
            pair("公开情况", "", height=100),
            pairs("公开时间", "", "公开地点", ""),
            watched,
        ],
    )
    yield (
        "六、实施结果公开",
        [
            start,
            pair("决议事项", subject, height=18),
            pair("实施结果", "", height=80),
            pair("公开情况", "", height=50),
            watched,
        ],
    )
