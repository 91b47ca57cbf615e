"""P21 交接单 and 回执: what a package held in figures, signed by who gave and who took it."""

from __future__ import annotations

from longshan_desk.documents.handover_facts import HandoverFacts
from longshan_desk.documents.kinds.wording import (
    BLANK_DAY,
    day_words,
    form,
    listing,
    pair,
    pairs,
)
from longshan_desk.documents.model import (
    Align,
    Block,
    Cell,
    Gap,
    Heading,
    Paper,
    Row,
    Table,
    head,
    words,
)
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.wording import (
    Phrase,
    paper_wording,
    signers_phrase,
    title_phrase,
)

SLIP = "数据交接单"
RECEIPT = "数据接收回执"
_SIGNERS = signers_phrase("移交人（签名）\n接收人（签名）")
SLIP_WORDING = paper_wording(
    title_phrase(SLIP),
    Phrase("note", "说明", "本单只列数量，不含任何姓名和内容。双方各留一份。"),
    _SIGNERS,
)
RECEIPT_WORDING = paper_wording(
    title_phrase(RECEIPT),
    Phrase("note", "说明", "以上内容已接收并核对无误。本单只列数量，双方各留一份。"),
    _SIGNERS,
)
_BLANK_ROWS = 8


def build_slip(facts: HandoverFacts) -> tuple[Paper, ...]:
    say = SLIP_WORDING.said(facts.wording, facts.office.values)
    blocks: list[Block] = [
        say.title(),
        Gap(0.5),
        form(
            [
                pairs("移交单位", facts.sender, "接收单位", facts.receiver),
                pairs("移交日期", _day(facts), "包　　号", _number(facts)),
                pair("文 件 名", facts.file_name),
                pairs("文件大小", facts.megabytes, "U盘编号", ""),
                pair("所含月份", listing(facts.months, "")),
            ]
        ),
        Gap(0.5),
        Heading(1, "包内数量"),
        _counts(facts),
        *_missing(facts),
        *say.paragraphs("note"),
        Gap(),
        *say.to_sign(),
    ]
    return (Paper("handover_slip", _name(facts, SLIP), tuple(blocks), FORM),)


def build_receipt(facts: HandoverFacts) -> tuple[Paper, ...]:
    say = RECEIPT_WORDING.said(facts.wording, facts.office.values)
    blocks: list[Block] = [
        say.title(),
        Gap(0.5),
        form(
            [
                pairs("回执编号", facts.receipt, "接收日期", _day(facts)),
                pairs("移交单位", facts.sender, "接收单位", facts.receiver),
                pairs("包　　号", _number(facts), "所含月份", listing(facts.months, "")),
                pairs("新增内容", _count(facts.new), "改动内容", _count(facts.changed)),
                pairs("待确认", _count(facts.conflicts), "以前已收", _count(facts.already)),
                pair("确 认 到", facts.confirmed_until),
            ]
        ),
        Gap(0.5),
        Heading(1, "包内数量"),
        _counts(facts),
        *_photos(facts),
        *say.paragraphs("note"),
        Gap(),
        *say.to_sign(),
    ]
    return (Paper("receipt", _name(facts, RECEIPT), tuple(blocks), FORM),)


def _day(facts: HandoverFacts) -> str:
    return day_words(facts.handed_on) if facts.handed_on else BLANK_DAY


def _number(facts: HandoverFacts) -> str:
    return "" if facts.number is None else f"第{facts.number}包"


def _count(count: int | None) -> str:
    return "" if count is None else f"{count}条"


def _counts(facts: HandoverFacts) -> Table:
    rows = [
        Row((_middle(str(number)), Cell(name), _middle(str(count)), Cell()), height=8)
        for number, (name, count) in enumerate(facts.counts, 1)
    ]
    if facts.number is None:
        rows = [Row((Cell(),) * 4, height=8) for _ in range(_BLANK_ROWS)]
    elif not rows:
        said = Cell("没有新的内容，只确认收到的情况", span=4, align=Align.CENTER)
        rows = [Row((said,), height=8)]
    return Table((16, 70, 34, 45), (head("序号", "内容", "条数", "备注"), *rows))


def _missing(facts: HandoverFacts) -> list[Block]:
    if not facts.missing:
        return []
    return [Heading(1, "移交时尚缺"), *(words(f"{one}") for one in facts.missing)]


def _photos(facts: HandoverFacts) -> list[Block]:
    if not facts.broken_photos:
        return []
    return [words(f"另有{facts.broken_photos}张照片没有拷完整，下次会自动补上。")]


def _middle(said: str) -> Cell:
    return Cell(said, align=Align.CENTER)


def _name(facts: HandoverFacts, title: str) -> str:
    return f"{facts.sender}{title}{_number(facts)}"
