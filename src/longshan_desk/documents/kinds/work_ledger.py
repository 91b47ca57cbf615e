"""P17 工作台账: what visits and sessions found, who answers for it until when (R9)."""

from __future__ import annotations

from collections.abc import Iterator

from longshan_desk.documents.kinds.wording import day_words, short_day
from longshan_desk.documents.model import (
    Align,
    Block,
    Cell,
    Field,
    Fields,
    Paper,
    Row,
    Table,
    head,
)
from longshan_desk.documents.pages import REGISTER
from longshan_desk.documents.visit_facts import LedgerFacts, LedgerLine
from longshan_desk.documents.wording import paper_wording, signers_phrase, title_phrase

NAME = "工作台账"
WORDING = paper_wording(
    title_phrase("{村名}｜{期间}｜工作台账"),
    signers_phrase("负责人（签名）\n填表人（签名）"),
    own=(("期间", "2022年4月"),),
)
_COLUMNS = (9, 23, 15, 42, 33, 26, 18, 20, 18, 23, 34)
_HEADS = (
    "序号", "发现日期和来源", "类别", "问题或诉求", "目标任务", "党委会（村“两委”）意见",
    "责任领导", "责任单位", "责任人", "完成时限", "进展和结果",
)  # fmt: skip
_BLANK_ROWS = 10


def build(facts: LedgerFacts) -> tuple[Paper, ...]:
    say = WORDING.said(facts.wording, {**facts.office.values, "期间": facts.period})
    blocks: list[Block] = [
        say.title(),
        Fields(
            (
                Field("单位", facts.office.place),
                Field("件数", f"{len(facts.lines)}件" if facts.made_on else ""),
                Field("填表日期", day_words(facts.made_on)),
            )
        ),
        Table(_COLUMNS, (head(*_HEADS), *_rows(facts))),
        *say.to_sign(),
    ]
    return (
        Paper("work_ledger", f"{facts.office.name}{facts.period}{NAME}", tuple(blocks), REGISTER),
    )


def _rows(facts: LedgerFacts) -> Iterator[Row]:
    if facts.made_on is None:
        yield from (Row((Cell(),) * len(_HEADS), height=12) for _ in range(_BLANK_ROWS))
    elif not facts.lines:
        yield Row((Cell("没有登记的问题", span=len(_HEADS), align=Align.CENTER),), height=10)
    for number, line in enumerate(facts.lines, 1):
        yield _row(number, line)


def _row(number: int, line: LedgerLine) -> Row:
    due = short_day(line.due_on) + ("（已超期）" if line.is_overdue else "")
    closed = f"{short_day(line.closed_on)}办结。" if line.closed_on else ""
    cells = (
        _middle(str(number)),
        _middle(f"{short_day(line.found_on)}\n{line.source}".strip()),
        _middle(line.kind),
        Cell(line.problem),
        Cell(line.target),
        Cell(line.decision),
        _middle(line.leader),
        _middle(line.unit),
        _middle(line.person),
        _middle(due),
        Cell(f"{closed}{line.progress}"),
    )
    return Row(cells, height=9)


def _middle(said: str) -> Cell:
    return Cell(said, align=Align.CENTER)
