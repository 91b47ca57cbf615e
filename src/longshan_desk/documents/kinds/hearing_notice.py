"""P1 说事会通知: when, where, what about and who, as a page or as a poster."""

from __future__ import annotations

from longshan_desk.documents.facts import MeetingFacts
from longshan_desk.documents.kinds.wording import BLANK, day_words, moment_words, unended
from longshan_desk.documents.model import (
    Block,
    Face,
    Gap,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Span,
    words,
)
from longshan_desk.documents.pages import OFFICIAL, Page
from longshan_desk.documents.wording import (
    Phrase,
    paper_wording,
    signature_phrase,
    title_phrase,
)
from longshan_desk.domain.labels import Topic

NAME = "说事会通知"
WORDING = paper_wording(
    title_phrase("关于{延期}召开{月份}{会议名称}的通知"),
    Phrase("addressee", "主送", "各村民小组、全体村民："),
    Phrase(
        "opening",
        "开头",
        "{改期原因}经村党支部研究，定于近日召开{月份}{会议名称}，现将有关事项通知如下：",
    ),
    Phrase(
        "agenda",
        "议题",
        "通报上月说事事项办结情况；\n"
        "群众围绕{说事主题}等方面提意见、说事情；\n"
        "不能当场答复的登记造册，三日内由村“两委”会议研究；\n"
        "其他事项。",
        note="一行一项，序号自动编。",
    ),
    Phrase(
        "attendance",
        "参加人员",
        "村“两委”成员、“两代表一委员”、党员中心户、群众代表{主持安排}；"
        "包村领导、驻村帮扶工作队队员、驻村干部列席。欢迎全体村民参加。",
    ),
    Phrase("closing", "结尾", "请准时到会。不能到会的，可以委托家人或者提前告诉村干部。"),
    Phrase("contact", "联系电话", "联系电话：{电话}", note="“本村”里没有填电话的，不印。"),
    signature_phrase("{村党支部}"),
    own=(
        ("月份", "2022年4月"),
        ("会议名称", "党群说事会"),
        ("说事日", "2022年4月5日"),
        ("时间", "2022年4月5日（星期二）19:30"),
        ("地点", "村党群服务中心"),
        ("主持安排", "，由马文秀主持"),
        ("说事主题", "产业发展、民生"),
        ("延期", "延期（没有改期的空着）"),
        ("改期原因", "原定4月5日的会议，因大雪改期举行。（没有改期的空着）"),
        ("日期", "2022年4月1日"),
    ),
)


def build(facts: MeetingFacts, page: Page = OFFICIAL) -> tuple[Paper, ...]:
    moment = moment_words(facts.on, facts.starts_at)
    say = WORDING.said(facts.wording, facts.office.values | _values(facts, moment))
    agenda = (*party_day_lines(facts), *say.lines("agenda"))
    blocks: list[Block] = [
        say.title(),
        Gap(),
        *say.paragraphs("addressee", indent=0),
        *say.paragraphs("opening"),
        Paragraph((Span("一、时间：", Face.HEI), Span(f"{moment}。"))),
        Paragraph((Span("二、地点：", Face.HEI), Span(f"{facts.place or BLANK * 2}。"))),
        Heading(1, "三、议题"),
        *(words(f"{n}.{line}") for n, line in enumerate(agenda, 1)),
        Heading(1, "四、参加人员"),
        *say.paragraphs("attendance"),
        *([words("主题党日由全体党员参加。")] if facts.has_party_day else []),
        *say.paragraphs("closing"),
        *(say.paragraphs("contact") if facts.office.phone else ()),
        Gap(),
        Signature(say.lines("signature"), day_words(facts.posted_on)),
    ]
    return (Paper("hearing_notice", f"{facts.joint_name}通知", tuple(blocks), page),)


def party_day_lines(facts: MeetingFacts) -> list[str]:
    """R36: what the party day is about, as lines of the joint agenda."""
    held = [item for item in facts.party_day if not item.voided]
    subjects = (f"：{unended(item.text)}" if item.text else "" for item in held)
    return [f"开展主题党日活动{subject}；" for subject in subjects]


def _values(facts: MeetingFacts, moment: str) -> dict[str, str]:
    return {
        "月份": facts.month or "　　　　年　　月",
        "会议名称": facts.joint_kind,
        "说事日": day_words(facts.on),
        "时间": moment,
        "地点": facts.place or BLANK * 2,
        "主持安排": f"，由{facts.chair}主持" if facts.chair else "",
        "说事主题": "、".join(topic.label for topic in Topic if topic is not Topic.OTHER),
        "延期": "延期" if facts.moved else "",
        "改期原因": f"{facts.moved}。" if facts.moved else "",
        "日期": day_words(facts.posted_on),
    }
