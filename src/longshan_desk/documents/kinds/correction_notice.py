"""更正公告: what a posted paper said wrong, why, and what it says now (R37)."""

from __future__ import annotations

import re

from longshan_desk.documents.kinds.wording import day_words, sentence, unended
from longshan_desk.documents.model import Block, Gap, Heading, Paper, Signature, words
from longshan_desk.documents.office_papers import Changed, CorrectionFacts
from longshan_desk.documents.pages import OFFICIAL, Page
from longshan_desk.documents.wording import (
    Phrase,
    paper_wording,
    signature_phrase,
    title_phrase,
)

NAME = "更正公告"
WORDING = paper_wording(
    title_phrase("关于{文书名称}的更正公告"),
    Phrase("addressee", "主送", "各村民小组、全体村民："),
    Phrase("opening", "开头", "我村{出具日期}出具并张贴的{文书名称}有误，现更正如下："),
    Phrase(
        "closing",
        "结尾",
        "原{文书名称}自即日起作废，以{更正日期}更正后的{版次}为准。由此带来的不便，敬请谅解。\n"
        "特此公告。",
    ),
    signature_phrase(),
    own=(
        ("文书名称", "《大湾村2022年4月党群说事会通知》"),
        ("出具日期", "2022年4月1日"),
        ("更正日期", "2022年4月3日"),
        ("版次", "第2版"),
    ),
)
_BLANK = "　" * 10
_BREAKS = re.compile("(?<=月)|(?=关于)|(?=暨)|(?=上月)")
"""Where the name of a paper may break in a title."""


def build(facts: CorrectionFacts, page: Page = OFFICIAL) -> tuple[Paper, ...]:
    is_blank = facts.corrected_on is None
    own = {
        "文书名称": tuple(_BREAKS.split(f"《{facts.title or _BLANK}》")),
        "出具日期": day_words(facts.issued_on),
        "更正日期": day_words(facts.corrected_on),
        "版次": f"第{facts.version}版",
    }
    say = WORDING.said(facts.wording, facts.office.values | own)
    blocks: list[Block] = [
        say.title(),
        Gap(),
        *say.paragraphs("addressee", indent=0),
        *say.paragraphs("opening"),
        Heading(1, "一、更正内容"),
        *([Gap(4)] if is_blank else _changes(facts)),
        Heading(1, "二、更正原因"),
        Gap(2) if is_blank else words(sentence(facts.reason)),
        *say.paragraphs("closing"),
        Gap(),
        Signature(say.lines("signature"), day_words(facts.corrected_on)),
    ]
    return (Paper("correction_notice", f"{facts.title}{NAME}", tuple(blocks), page),)


def _changes(facts: CorrectionFacts) -> list[Block]:
    if not facts.changes:
        return [words(f"更正后的内容见第{facts.version}版。")]
    return [words(f"{n}.{_words(one)}") for n, one in enumerate(facts.changes, 1)]


def _words(one: Changed) -> str:
    if not one.old:
        return f"增加“{unended(one.new)}”。"
    if not one.new:
        return f"删去“{unended(one.old)}”。"
    return f"原为“{unended(one.old)}”，更正为“{unended(one.new)}”。"
