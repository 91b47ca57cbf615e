"""P1 说事会通知: when, where, what about and who, as a page or as a poster."""

from __future__ import annotations

from longshan_desk.documents.facts import MeetingFacts
from longshan_desk.documents.kinds.wording import BLANK, day_words, moment_words
from longshan_desk.documents.model import (
    Block,
    Face,
    Gap,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Span,
    Title,
    words,
)
from longshan_desk.documents.pages import OFFICIAL, Page
from longshan_desk.domain.labels import Topic

NAME = "说事会通知"
AGENDA = (
    "通报上月说事事项办结情况；",
    "群众围绕{topics}等方面提意见、说事情；",
    "不能当场答复的登记造册，三日内由村“两委”会议研究；",
    "其他事项。",
)


def build(facts: MeetingFacts, page: Page = OFFICIAL) -> tuple[Paper, ...]:
    topics = "、".join(topic.label for topic in Topic if topic is not Topic.OTHER)
    moment = moment_words(facts.on, facts.starts_at)
    chair = f"，由{facts.chair}主持" if facts.chair else ""
    month = facts.month or "　　　　年　　月"
    parts = ("关于", *(("延期",) if facts.moved else ()), "召开", f"{month}", facts.kind, "的通知")
    moved = f"{facts.moved}。" if facts.moved else ""
    blocks: list[Block] = [
        Title(parts),
        Gap(),
        words("各村民小组、全体村民：", indent=0),
        words(f"{moved}经村党支部研究，定于近日召开{month}{facts.kind}，现将有关事项通知如下："),
        Paragraph((Span("一、时间：", Face.HEI), Span(f"{moment}。"))),
        Paragraph((Span("二、地点：", Face.HEI), Span(f"{facts.place or BLANK * 2}。"))),
        Heading(1, "三、议题"),
        *(words(f"{n}.{line.format(topics=topics)}") for n, line in enumerate(AGENDA, 1)),
        Heading(1, "四、参加人员"),
        words(
            "村“两委”成员、“两代表一委员”、党员中心户、群众代表"
            f"{chair}；包村领导、驻村帮扶工作队队员、驻村干部列席。欢迎全体村民参加。"
        ),
        words("请准时到会。不能到会的，可以委托家人或者提前告诉村干部。"),
        *_contact(facts),
        Gap(),
        Signature((facts.office.branch,), day_words(facts.posted_on)),
    ]
    return (Paper("hearing_notice", f"{facts.name}通知", tuple(blocks), page),)


def _contact(facts: MeetingFacts) -> list[Block]:
    return [words(f"联系电话：{facts.office.phone}")] if facts.office.phone else []
