"""P6 三类清单 and 登记册: landscape, with the head on every page (R7)."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.documents.facts import MatterLine, RegisterFacts
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
from longshan_desk.documents.wording import (
    Saying,
    Wording,
    paper_wording,
    signers_phrase,
    title_phrase,
)
from longshan_desk.domain.labels import ListKind

LIST = "三类事项清单"
REGISTER_NAME = "群众说事事项登记册"
_SIGNERS = signers_phrase("村党支部书记（签名）\n填表人（签名）")
LIST_WORDING = paper_wording(
    title_phrase("{村名}{时段}{清单名称}"),
    _SIGNERS,
    own=(("时段", "2022年4月"), ("清单名称", "村级自办事项清单")),
)
REGISTER_WORDING = paper_wording(
    title_phrase("{村名}{时段}群众说事事项登记册"), _SIGNERS, own=(("时段", "2022年4月"),)
)
_BLANK_ROWS = 13
_LIST_COLUMNS = (11, 29, 25, 20, 13, 52, 19, 18, 25, 49)
_REGISTER_COLUMNS = (11, 29, 25, 18, 12, 36, 16, 16, 17, 25, 34, 22)


def build_lists(facts: RegisterFacts) -> tuple[Paper, ...]:
    """One paper for each of the three lists."""
    return tuple(_list(kind, facts) for kind in ListKind)


def _list(kind: ListKind, facts: RegisterFacts) -> Paper:
    lines = [line for line in facts.lines if line.list_kind is kind]
    heads = head(
        "序号",
        "编号",
        "反映日期",
        "反映人",
        "组别",
        "事项内容",
        "主题",
        "承办人",
        "办结时限",
        "办理情况",
    )
    rows = [_list_row(n, line) for n, line in enumerate(lines, 1)]
    name = f"{facts.office.name}{facts.period}{kind.label}清单"
    say = _said(LIST_WORDING, facts, f"{kind.label}清单")
    table = Table(_LIST_COLUMNS, (heads, *_filled(rows, 10, facts)))
    blocks = (say.title(), *_line(facts, len(lines)), table, *say.to_sign())
    return Paper("matter_list", name, blocks, REGISTER)


def _said(wording: Wording, facts: RegisterFacts, name: str = "") -> Saying:
    own = {"时段": facts.period, "清单名称": name}
    return wording.said(facts.wording, facts.office.values | own)


def _list_row(number: int, line: MatterLine) -> Row:
    cells = [
        _middle(str(number)),
        _middle(line.number),
        _middle(short_day(line.heard_on)),
        _middle(line.raiser),
        _middle(line.group),
        Cell(line.title),
        _middle(line.topic),
        _middle(line.responsible),
        _middle(short_day(line.due_on)),
        Cell(_progress(line)),
    ]
    return Row(tuple(cells), height=8)


def build_register(facts: RegisterFacts) -> tuple[Paper, ...]:
    heads = head(
        "序号", "编号", "反映日期", "反映人", "组别", "事项内容", "主题", "所列清单", "承办人",
        "办结时限", "办理结果", "反馈及销号",
    )  # fmt: skip
    rows = [_register_row(n, line) for n, line in enumerate(facts.lines, 1)]
    say = _said(REGISTER_WORDING, facts)
    blocks: list[Block] = [
        say.title(),
        *_line(facts, len(facts.lines)),
        Table(_REGISTER_COLUMNS, (heads, *_filled(rows, 12, facts))),
        *say.to_sign(),
    ]
    name = f"{facts.office.name}{facts.period}{REGISTER_NAME}"
    return (Paper("register", name, tuple(blocks), REGISTER),)


def _register_row(number: int, line: MatterLine) -> Row:
    closed = short_day(line.closed_on)
    now = line.outcome or line.status
    result = " ".join(part for part in (now, closed, line.result, line.township) if part)
    cells = [
        _middle(str(number)),
        _middle(line.number),
        _middle(short_day(line.heard_on)),
        _middle(line.raiser),
        _middle(line.group),
        Cell(line.title),
        _middle(line.topic),
        _middle(line.list_kind.label if line.list_kind else ""),
        _middle(line.responsible),
        _middle(short_day(line.due_on)),
        Cell(result),
        Cell(_told(line)),
    ]
    return Row(tuple(cells), height=8)


def _progress(line: MatterLine) -> str:
    said = line.result or line.township
    result = f"：{said}" if said else ""
    return f"{line.outcome or line.status}{result}"


def _told(line: MatterLine) -> str:
    if line.cancelled_on:
        return f"{line.answer or '已反馈'}\n{short_day(line.cancelled_on)}销号"
    if line.awaits_feedback:
        return "待反馈"
    return line.answer


def _middle(words: str) -> Cell:
    return Cell(words, align=Align.CENTER)


def _filled(rows: list[Row], columns: int, facts: RegisterFacts) -> Sequence[Row]:
    if facts.made_on is None:
        return [Row(tuple(Cell() for _ in range(columns)), height=9) for _ in range(_BLANK_ROWS)]
    if not rows:
        return [Row((Cell("没有登记的事项", span=columns, align=Align.CENTER),), height=10)]
    return rows


def _line(facts: RegisterFacts, count: int) -> list[Block]:
    unit = Field("单位", facts.office.place)
    number = Field("件数", f"{count}件" if facts.made_on else "")
    return [Fields((unit, number, Field("填表日期", day_words(facts.made_on))))]
