"""案卷目录: what of a year lies signed in which box (R38, R39)."""

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
from longshan_desk.documents.office_papers import FiledLine, FilingFacts
from longshan_desk.documents.pages import REGISTER
from longshan_desk.documents.wording import paper_wording, signers_phrase, title_phrase

NAME = "案卷目录"
WORDING = paper_wording(
    title_phrase("{村名}{年份}案卷目录"),
    signers_phrase("立卷人（签名）\n检查人（签名）"),
    own=(("年份", "2022年"),),
)
_COLUMNS = (14, 26, 133, 30, 30, 28)
_BLANK_ROWS = 13


def build(facts: FilingFacts) -> tuple[Paper, ...]:
    heads = head("序号", "盒号", "题名", "日期", "责任者", "备注")
    is_blank = facts.made_on is None
    rows = [_row(number, line) for number, line in enumerate(facts.lines, 1)]
    if is_blank:
        rows = [Row(tuple(Cell() for _ in _COLUMNS), height=9) for _ in range(_BLANK_ROWS)]
    elif not rows:
        nothing = Cell("没有归档的文书", span=len(_COLUMNS), align=Align.CENTER)
        rows = [Row((nothing,), height=10)]
    count = "" if is_blank else f"{len(facts.lines)}份"
    if facts.waiting:
        count += f"（未归档{facts.waiting}份）"
    about = Fields((
        Field("单位", facts.office.place),
        Field("件数", count),
        Field("填表日期", day_words(facts.made_on)),
    ))  # fmt: skip
    say = WORDING.said(facts.wording, facts.office.values | {"年份": facts.period})
    name = f"{facts.office.name}{facts.period}{NAME}"
    blocks = (say.title(), about, Table(_COLUMNS, (heads, *rows)), *say.to_sign())
    return (Paper("filing_catalogue", name, blocks, REGISTER),)


def _row(number: int, line: FiledLine) -> Row:
    cells = (
        _middle(str(number)),
        _middle(line.box),
        Cell(line.title),
        _middle(short_day(line.on)),
        _middle(line.by),
        Cell(f"第{line.version}版" if line.version > 1 else ""),
    )
    return Row(cells, height=9)


def _middle(words: str) -> Cell:
    return Cell(words, align=Align.CENTER)
