"""Importing the lists kept in Excel until now: what becomes of a row, twice, and undone (R43)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from desk import Desk
from longshan_desk.actions.import_matters import MatterPreview, apply, preview
from longshan_desk.actions.matters import edit_matter
from longshan_desk.domain.labels import ListKind, MeetingKind, Outcome, Stage, Topic
from longshan_desk.errors import ChangedSinceError, FileUnreadableError
from longshan_desk.queries.matter_page import matter_page
from longshan_desk.queries.matters import list_matters, matter_id

HEADINGS = (
    "登记编号", "反映时间", "反映人", "联系电话", "反映内容", "事项类别", "说事主题", "责任人",
    "完成时限", "办结情况", "办结时间", "办理情况", "满意度", "备注",
)  # fmt: skip
OPEN = (
    "2021-17", "2022.3.5", "马占山、马六", "13893801234", "三组水渠坏了", "村级自办事项",
    "基础设施", "王主任", "2022年4月30日", "办理中", None, "已联系施工队", None, "李支书督办",
)  # fmt: skip
CLOSED = (
    "2021-3", date(2021, 11, 5), "某群众", "无", "路灯不亮", "自办", "基础设施", "王主任", None,
    "已办结", "2021.11.20", "更换灯泡 4 只", "满意", None,
)  # fmt: skip


class Registers:
    """Writes registers and imports them at a desk."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder

    def read(
        self,
        *rows: Sequence[Any],
        headings: Sequence[str] = HEADINGS,
        title: str = "事项台账",
        **asked: Any,
    ) -> MatterPreview:
        book = Workbook()
        assert book.active is not None
        book.active.title = title
        book.active.append(["大湾村群众说事事项台账"])
        for row in (headings, *rows):
            book.active.append(row)
        path = self.folder / "台账.xlsx"
        book.save(path)
        return preview(self.desk.store, path, **asked)

    def take(self, *rows: Sequence[Any], **asked: Any) -> dict[str, int]:
        return apply(self.desk.store, self.read(*rows, **asked))

    def row(self, **told: Any) -> list[Any]:
        """An open row with these cells changed."""
        return [told.get(heading, cell) for heading, cell in zip(HEADINGS, OPEN, strict=True)]

    def problems(self, **told: Any) -> list[tuple[str, str]]:
        """(column, reason) of what a row with these cells is refused for."""
        plan = self.read(self.row(**told)).plan
        return [(problem.column, problem.reason) for problem in plan.problems]


@pytest.fixture
def registers(desk: Desk, tmp_path: Path) -> Registers:
    return Registers(desk, tmp_path)


def test_a_preview_writes_nothing(desk: Desk, registers: Registers) -> None:
    before = desk.records()
    assert registers.read(OPEN, CLOSED).plan.counts["new"] == 2
    assert desk.records() == before


def test_an_open_matter_is_taken_over_as_it_stood(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN)
    page = matter_page(desk.store, "2021-17")
    row = page.row
    assert (row.number, row.former_number, row.is_opening) == ("2022-03-001", "2021-17", True)
    assert (row.words, row.topic, row.list_kind) == (
        "三组水渠坏了", Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED,
    )  # fmt: skip
    assert (row.stage, row.responsible, row.due_on) == (
        Stage.ACTING, "王主任", date(2022, 4, 30),
    )  # fmt: skip
    assert (page.raisers, page.contact_phone) == (("马占山", "马六"), "13893801234")
    assert page.timeline[0].text == "李支书督办；已联系施工队"


def test_what_is_stored_is_what_the_steps_add_up_to(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN, CLOSED)
    stored = {row.number: (row.stage, row.outcome, row.due_on) for row in list_matters(desk.store)}
    assert stored == {
        "2022-03-001": (Stage.ACTING, None, date(2022, 4, 30)),
        "2021-11-001": (Stage.CLOSED, Outcome.SOLVED, None),
    }


def test_a_closed_matter_keeps_its_end_and_its_answer(desk: Desk, registers: Registers) -> None:
    registers.take(CLOSED)
    page = matter_page(desk.store, "2021-3")
    assert (page.row.closed_on, page.row.result) == (date(2021, 11, 20), "更换灯泡 4 只")
    assert [entry.act.value for entry in page.timeline] == [
        "import", "close", "feedback", "cancel_off",
    ]  # fmt: skip
    assert page.is_anonymous
    assert page.stalls == ()


def test_where_nothing_says_who_was_told_nobody_waits(desk: Desk, registers: Registers) -> None:
    headings = ("编号", "日期", "内容", "清单", "办结日期")
    registers.take(("9", "2021-05-01", "修路", "自办", "2021-06-01"), headings=headings)
    row = matter_page(desk.store, "9").row
    assert (row.feedback_due, row.cancelled_on) == (None, date(2021, 6, 1))


def test_where_a_column_says_who_was_told_an_empty_cell_means_nobody(
    desk: Desk, registers: Registers
) -> None:
    headings = ("编号", "日期", "内容", "清单", "办结日期", "反馈日期")
    registers.take(("9", "2021-05-01", "修路", "自办", "2021-06-01", None), headings=headings)
    row = matter_page(desk.store, "9").row
    assert (row.feedback_due, row.cancelled_on) == (date(2021, 6, 4), None)


def test_a_promise_stays_open_as_one(desk: Desk, registers: Registers) -> None:
    headings = ("编号", "日期", "内容", "清单", "办结方式", "责任人", "时限", "办理情况")
    words = ("9", "2021-05-01", "修路", "自办", "承诺", "李支书", "2022-12-31", "争取项目")
    registers.take(words, headings=headings)
    row = matter_page(desk.store, "9").row
    assert (row.stage, row.outcome, row.responsible) == (Stage.ACTING, Outcome.PROMISED, "李支书")
    again = registers.read(words, headings=headings)
    assert again.plan.counts["same"] == 1


def test_open_ones_enter_the_next_report(desk: Desk, registers: Registers) -> None:
    from longshan_desk.actions.meetings import new_meeting
    from longshan_desk.queries.opening_report import opening_report

    registers.take(OPEN, CLOSED)
    hearing = new_meeting(desk.store, MeetingKind.HEARING, desk.today)
    report = opening_report(desk.store, hearing)
    assert [row.number for row in report.open] == ["2022-03-001"]
    assert report.closed == ()


def test_a_second_import_changes_nothing(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN, CLOSED)
    before = desk.records()
    assert registers.take(OPEN, CLOSED)["same"] == 2
    assert desk.records() == before


def test_an_import_is_undone_whole(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN, CLOSED)
    assert desk.store.undo() == "导入事项台账"
    assert list_matters(desk.store) == []
    assert desk.store.redo() == "导入事项台账"
    assert len(list_matters(desk.store)) == 2


def test_a_backup_is_made_first(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN)
    assert list(desk.store.paths.backups.glob("*导入前*"))


def test_what_it_says_can_be_changed_and_stays_readable(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN)
    assert registers.take(registers.row(反映内容="三组水渠垮塌 20 米"))["changed"] == 1
    page = matter_page(desk.store, "2021-17")
    assert page.row.words == "三组水渠垮塌 20 米"
    assert page.timeline[-1].data["changes"] == {"words": ["三组水渠坏了", "三组水渠垮塌 20 米"]}


def test_where_it_stands_is_changed_by_its_steps_alone(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN)
    assert registers.problems(责任人="李委员") == [
        ("责任人", "这件事项已经在程序里（编号 2022-03-001），办理情况不能用表格改。")
    ]
    assert registers.problems(办结情况="已办结", 办结时间="2022-04-01")


def test_an_empty_cell_never_erases(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN)
    empty = dict.fromkeys(("联系电话", "责任人", "完成时限", "说事主题", "办结情况"))
    assert registers.take(registers.row(**empty))["same"] == 1


def test_an_old_number_used_again_is_another_matter(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN)
    other = registers.row(反映时间="2022-01-09", 反映内容="低保何时发")
    assert registers.take(other)["new"] == 1
    assert len(list_matters(desk.store)) == 2


def test_numbers_follow_the_sheet_within_each_month(desk: Desk, registers: Registers) -> None:
    rows = [
        registers.row(登记编号=str(n), 反映时间=day, 反映内容=f"第 {n} 件")
        for n, day in enumerate(("2022-02-03", "2022-03-05", "2022-02-01"), start=1)
    ]
    registers.take(*rows)
    numbers = {row.words: row.number for row in list_matters(desk.store)}
    assert numbers == {
        "第 1 件": "2022-02-001", "第 2 件": "2022-03-001", "第 3 件": "2022-02-002",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "column"),
    [
        ({"反映内容": None}, "反映内容"),
        ({"反映时间": None}, "反映时间"),
        ({"反映时间": "3.5"}, "反映时间"),
        ({"反映时间": "2022-05-01"}, "反映时间"),
        ({"事项类别": None}, "事项类别"),
        ({"事项类别": "一般"}, "事项类别"),
        ({"说事主题": "天气"}, "说事主题"),
        ({"联系电话": "1389380"}, "联系电话"),
        ({"办结情况": "已办结"}, "办结时间"),
        ({"办结时间": "2022-04-01"}, "办结情况"),
        ({"办结情况": "已办结", "办结时间": "2022-03-01"}, "办结时间"),
        ({"满意度": "满意"}, "满意度"),
        ({"办结情况": "不好说"}, "办结情况"),
    ],
)
def test_a_row_is_refused_by_its_column(
    registers: Registers, told: dict[str, Any], column: str
) -> None:
    assert column in [where for where, _ in registers.problems(**told)]


def test_refused_rows_are_left_out_and_named(desk: Desk, registers: Registers) -> None:
    counts = registers.take(OPEN, registers.row(登记编号="8", 反映时间=None))
    assert (counts["new"], counts["refused"]) == (1, 1)
    assert [row.former_number for row in list_matters(desk.store)] == ["2021-17"]


def test_one_matter_twice_in_a_sheet_is_taken_once(registers: Registers) -> None:
    plan = registers.read(OPEN, OPEN).plan
    assert (plan.counts["new"], plan.counts["refused"]) == (1, 1)
    assert plan.problems[0].reason == "与第 3 行是同一件事项。"


def test_the_sheets_name_tells_the_list(registers: Registers) -> None:
    shown = registers.read(registers.row(事项类别=None), title="上级单位协调办理事项清单")
    assert shown.plan.rows[0].values["list"] is ListKind.ESCALATED


def test_the_list_can_be_told_for_all(registers: Registers) -> None:
    shown = registers.read(registers.row(事项类别=None), list_kind=ListKind.MAJOR_PUBLIC)
    assert shown.plan.rows[0].values["list"] is ListKind.MAJOR_PUBLIC


def test_totals_and_signatures_below_are_no_matters(registers: Registers) -> None:
    plan = registers.read(OPEN, ["合计：1 件"], ["填表人：王会计"]).plan
    assert [row.row for row in plan.rows] == [3]


def test_a_sheet_without_these_columns_is_no_register(registers: Registers) -> None:
    with pytest.raises(FileUnreadableError):
        registers.read(("马占山", "男"), headings=("姓名", "性别"))


def test_what_changed_since_the_preview_stops_the_import(desk: Desk, registers: Registers) -> None:
    registers.take(OPEN)
    shown = registers.read(registers.row(反映内容="三组水渠垮塌"))
    edit_matter(desk.store, matter_id(desk.store, "2021-17"), {"words": "三组水渠垮塌"})
    with pytest.raises(ChangedSinceError):
        apply(desk.store, shown)


def test_before_the_start_date_nothing_taken_over_is_a_stall(
    desk: Desk, registers: Registers
) -> None:
    from longshan_desk.actions.policy import save_policy
    from longshan_desk.domain.policy import Policy
    from longshan_desk.queries.stalls import stalled_matters

    registers.take(registers.row(责任人=None, 完成时限=None, 办结情况=None))
    assert stalled_matters(desk.store)
    save_policy(desk.store, Policy(starts_on=date(2022, 4, 5)), from_on=date(2022, 4, 5))
    assert not stalled_matters(desk.store)
