"""用章登记簿: every use of the office's seals, by date (R38)."""

from __future__ import annotations

from longshan_desk.documents.kinds.wording import day_words, short_day
from longshan_desk.documents.model import (
    Align,
    Cell,
    Field,
    Fields,
    Paper,
    Row,
    Table,
    head,
)
from longshan_desk.documents.office_papers import SealFacts, SealLine
from longshan_desk.documents.pages import REGISTER
from longshan_desk.documents.wording import paper_wording, signers_phrase, title_phrase

NAME = "用章登记簿"
WORDING = paper_wording(
    title_phrase("{村名}{年份}用章登记簿"),
    signers_phrase("印章保管人（签名）\n村党支部书记（签名）"),
    own=(("年份", "2022年"),),
)
_COLUMNS = (12, 26, 86, 16, 34, 26, 26, 35)
_BLANK_ROWS = 13


def build(facts: SealFacts) -> tuple[Paper, ...]:
    heads = head(
        "序号", "用章日期", "文书名称", "份数", "印章", "批准人", "经办人", "用章人（签名）"
    )
    is_blank = facts.made_on is None
    rows = [_row(number, line) for number, line in enumerate(facts.lines, 1)]
    if is_blank:
        rows = [Row(tuple(Cell() for _ in _COLUMNS), height=9) for _ in range(_BLANK_ROWS)]
    elif not rows:
        nothing = Cell("没有用章的记录", span=len(_COLUMNS), align=Align.CENTER)
        rows = [Row((nothing,), height=10)]
    count = "" if is_blank else f"{len(facts.lines)}次"
    about = Fields((
        Field("单位", facts.office.place),
        Field("用章", count),
        Field("填表日期", day_words(facts.made_on)),
    ))  # fmt: skip
    say = WORDING.said(facts.wording, facts.office.values | {"年份": facts.period})
    name = f"{facts.office.name}{facts.period}{NAME}"
    table = Table(_COLUMNS, (heads, *rows))
    blocks = (say.title(), about, table, *say.to_sign())
    return (Paper("seal_register", name, blocks, REGISTER),)


def _row(number: int, line: SealLine) -> Row:
    cells = (
        _middle(str(number)),
        _middle(short_day(line.on)),
        Cell(line.title),
        _middle(str(line.copies)),
        _middle(line.seal),
        _middle(line.approved_by),
        _middle(line.handled_by),
        Cell(),
    )
    return Row(cells, height=9)


def _middle(words: str) -> Cell:
    return Cell(words, align=Align.CENTER)
