"""P16 走访计划单, to carry and write on, and 走访覆盖表, with who is missing by name."""

from __future__ import annotations

from collections.abc import Iterator

from longshan_desk.documents.kinds.figures import percent
from longshan_desk.documents.kinds.wording import day_words, listing, short_day
from longshan_desk.documents.model import (
    Align,
    Block,
    Cell,
    Field,
    Fields,
    Gap,
    Heading,
    Paper,
    Row,
    RowKind,
    Table,
    head,
    words,
)
from longshan_desk.documents.pages import REGISTER
from longshan_desk.documents.visit_facts import (
    CoverageFacts,
    CoverageLine,
    ToVisit,
    VisitPlanFacts,
)
from longshan_desk.documents.wording import paper_wording, signers_phrase, title_phrase

PLAN = "走访计划单"
COVERAGE = "走访覆盖表"
PLAN_WORDING = paper_wording(
    title_phrase("{村名}｜{期间}｜走访计划单"), own=(("期间", "2022年4月"),)
)
_SIGNERS = signers_phrase("村党支部书记（签名）\n填表人（签名）")
COVERAGE_WORDING = paper_wording(
    title_phrase("{村名}｜{期间}｜走访覆盖表"), _SIGNERS, own=(("期间", "2022年4月"),)
)
_PLAN_COLUMNS = (11, 26, 12, 32, 29, 25, 22, 18, 86)
_PLAN_HEADS = (
    "序号", "户主", "人口", "重点情况", "电话", "上次走访", "走访日期", "方式", "情况和诉求",
)  # fmt: skip
_BLANK_ROWS = 10
_ROW_MM = 13
_COVERAGE_COLUMNS = (37, 20, 20, 24, 24, 28, 28, 20, 30, 30)
_COVERAGE_HEADS = (
    "村民小组", "户籍户", "常住户", "入户走访", "全期外出", "其中已联系", "其他方式", "未走访",
    "户籍走访率", "常住走访率",
)  # fmt: skip


def build_plan(facts: VisitPlanFacts) -> tuple[Paper, ...]:
    """Who is still to be visited, group by group in walking order, with room to write."""
    topics = [words(f"走访内容：{listing(facts.topics)}", indent=0)] if facts.topics else []
    say = PLAN_WORDING.said(facts.wording, {**facts.office.values, "期间": facts.period})
    blocks: list[Block] = [
        say.title(),
        Fields((Field("走访人", facts.visitor), Field("制表日期", day_words(facts.made_on)))),
        *topics,
        Table(_PLAN_COLUMNS, (head(*_PLAN_HEADS), *_plan_rows(facts))),
    ]
    name = f"{facts.office.name}{facts.period}{PLAN}{facts.visitor}"
    return (Paper("visit_plan", name, tuple(blocks), REGISTER),)


def _plan_rows(facts: VisitPlanFacts) -> Iterator[Row]:
    if facts.made_on is None:
        yield from (Row((Cell(),) * len(_PLAN_HEADS), height=_ROW_MM) for _ in range(_BLANK_ROWS))
        return
    if not any(group.households for group in facts.groups):
        said = Cell("应走访的农户都已走访", span=len(_PLAN_HEADS), align=Align.CENTER)
        yield Row((said,), height=10)
    for group in facts.groups:
        if group.households:
            title = f"{group.group}（{len(group.households)}户）"
            yield Row((Cell(title, span=len(_PLAN_HEADS)),), RowKind.GROUP)
        for number, one in enumerate(group.households, 1):
            yield _to_visit(number, one)


def _to_visit(number: int, one: ToVisit) -> Row:
    special = listing(one.special, "") + ("（外出）" if one.is_away else "")
    cells = (
        _middle(str(number)),
        _middle(one.head),
        _middle(str(one.persons) if one.persons else ""),
        Cell(special),
        _middle(one.phone),
        _middle(short_day(one.last_on) or "没有记录"),
        Cell(),
        Cell(),
        Cell(f"上次：{one.last_words}" if one.last_words else ""),
    )
    return Row(cells, height=_ROW_MM)


def build_coverage(facts: CoverageFacts) -> tuple[Paper, ...]:
    rows = [_coverage(one) for one in facts.lines]
    rows.append(_coverage(facts.total, RowKind.TOTAL))
    say = COVERAGE_WORDING.said(facts.wording, {**facts.office.values, "期间": facts.period})
    leader = [Field("包村领导", facts.leader)] if facts.leader else []
    blocks: list[Block] = [
        say.title(),
        Fields((Field("单位", facts.office.place), *leader,
                Field("制表日期", day_words(facts.made_on)))),
        Table(_COVERAGE_COLUMNS, (head(*_COVERAGE_HEADS), *rows)),
        words("说明：一户在一个期间内不论走访几次都计一户；“全期外出”指整个期间都不在家的户，"
              "用电话、视频或者托人联系的记入“其中已联系”，不算入户走访；“其他方式”指在家而没有入户、"
              "用其他方式联系的户。户籍走访率＝入户走访÷（户籍户－全期外出），"
              "常住走访率＝入户走访的常住户÷常住户。"),
        *_compared(facts),
        *_by_visitor(facts),
        *_missing(facts),
        Gap(0.5),
        *say.to_sign(),
    ]  # fmt: skip
    name = f"{facts.office.name}{facts.period}{COVERAGE}"
    return (Paper("coverage_table", name, tuple(blocks), REGISTER),)


def _coverage(one: CoverageLine, kind: RowKind = RowKind.BODY) -> Row:
    shown = (
        one.households, one.resident, one.visited, one.away, one.contacted, one.by_other_ways,
        len(one.missing),
    )  # fmt: skip
    cells = [_middle(one.label), *(_middle(str(number)) for number in shown)]
    cells.append(_middle(percent(one.visited, one.expected)))
    cells.append(_middle(percent(one.visited_resident, one.resident)))
    return Row(tuple(cells), kind, height=8)


def _compared(facts: CoverageFacts) -> list[Block]:
    if facts.before is None:
        return []
    before, now = facts.before, facts.total
    told = (
        f"{name}入户走访{one.visited}户，户籍走访率{percent(one.visited, one.expected)}"
        for name, one in (("上期", before), ("本期", now))
    )
    return [words(f"{'；'.join(told)}。")]


def _by_visitor(facts: CoverageFacts) -> list[Block]:
    if not facts.visitors:
        return []
    told = "；".join(f"{one.name}{one.households}户（{one.visits}次）" for one in facts.visitors)
    return [Heading(1, "走访人"), words(f"{told}。")]


def _missing(facts: CoverageFacts) -> list[Block]:
    lines = [one for one in facts.lines if one.missing]
    if not lines:
        return []
    found: list[Block] = [Heading(1, "未走访的农户")]
    found += [
        words(f"{one.label}（{len(one.missing)}户）：{listing(one.missing)}。") for one in lines
    ]
    return found


def _middle(said: str) -> Cell:
    return Cell(said, align=Align.CENTER)
