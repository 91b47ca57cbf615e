"""P3 上月说事事项办结情况通报: what a hearing opens with (R5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from longshan_desk.documents.facts import MatterLine, ReportFacts
from longshan_desk.documents.kinds.wording import BLANK, day_words, sentence, unended
from longshan_desk.documents.model import Block, Gap, Heading, Paper, Signature, words
from longshan_desk.documents.pages import OFFICIAL, Page
from longshan_desk.documents.wording import (
    Phrase,
    paper_wording,
    signature_phrase,
    title_phrase,
)
from longshan_desk.domain.calendar import chinese_date

NAME = "上月说事事项办结情况通报"
WORDING = paper_wording(
    title_phrase("{村名}关于上月｜说事事项｜办结情况｜的通报"),
    Phrase("addressee", "称呼", "各位党员、各位村民代表、全体村民："),
    Phrase("opening", "开头", "{办理数字}现将办理情况通报如下："),
    Phrase(
        "closing",
        "结尾",
        "以上情况，请群众监督。对办理结果有意见的，请在会上提出，或者随时向村党支部反映。",
    ),
    signature_phrase(),
    own=(
        ("办理数字", "2022年3月5日至2022年4月5日，群众反映事项5件，办结4件……"),
        ("月份", "2022年4月"),
        ("日期", "2022年4月5日"),
    ),
)


def build(facts: ReportFacts, page: Page = OFFICIAL) -> tuple[Paper, ...]:
    promised = [line for line in facts.open if line.is_promised]
    acting = [line for line in facts.open if not line.is_promised]
    own = {"办理数字": summary(facts), "月份": facts.month, "日期": day_words(facts.on)}
    say = WORDING.said(facts.wording, facts.office.values | own)
    blocks: list[Block] = [
        say.title(),
        Gap(),
        *say.paragraphs("addressee", indent=0),
        *say.paragraphs("opening"),
        *([words(f"销号率计算：{facts.formula}。")] if facts.formula else []),
        *_part("一、已办结事项", facts.closed, closed_words, facts.on is None),
        *_part("二、正在办理事项", acting, open_words, facts.on is None),
        *_part("三、已作出承诺、分步办理事项", promised, open_words, facts.on is None),
        *say.paragraphs("closing"),
        Gap(),
        Signature(say.lines("signature"), day_words(facts.on)),
    ]
    name = f"{facts.office.name}{facts.month}说事事项办结情况通报"
    return (Paper("opening_report", name, tuple(blocks), page),)


def summary(facts: ReportFacts) -> str:
    """The figures in a sentence."""
    if facts.on is None:
        return f"{BLANK}至{BLANK}，群众反映事项　　件，办结　　件，在办　　件，其中超过时限　　件。"
    return (
        f"{facts.period}，群众反映事项{facts.heard}件，办结{len(facts.closed)}件，"
        f"在办{len(facts.open)}件，其中超过时限{facts.overdue}件。"
    )


def _part(
    title: str, lines: Sequence[MatterLine], say: Callable[[MatterLine], str], is_blank: bool
) -> list[Block]:
    count = "" if is_blank else f"（{len(lines)}件）"
    found: list[Block] = [Heading(1, f"{title}{count}")]
    if is_blank:
        return [*found, Gap(3)]
    if not lines:
        return [*found, words("无。")]
    return found + [words(f"{n}.{say(line)}") for n, line in enumerate(lines, 1)]


def closed_words(line: MatterLine) -> str:
    told = "已销号。" if line.cancelled_on else "待向本人反馈。" if line.awaits_feedback else ""
    result = unended(line.result) or "结果未写"
    outcome = f"{line.outcome}：" if line.outcome else ""
    return f"{unended(line.title)}（{line.number}，{line.raiser}反映）。{outcome}{result}。{told}"


def open_words(line: MatterLine) -> str:
    who = f"承办人{line.responsible}，" if line.responsible else ""
    due = f"时限{chinese_date(line.due_on)}" if line.due_on else "时限待定"
    due = line.township if line.township and not line.is_promised else due
    late = "，已超过时限" if line.is_late else ""
    said = f"{unended(line.title)}（{line.number}，{line.raiser}反映）。{line.status}，{who}{due}"
    return sentence(said + late)
