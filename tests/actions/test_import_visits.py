"""Importing a sheet of visits (R10): preview, apply, undo, apply again."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk import Desk
from longshan_desk.actions.export_visits import write_refused_visits
from longshan_desk.actions.households import delete_household
from longshan_desk.actions.import_visits import REASON, VisitPreview, apply, decide, preview
from longshan_desk.actions.visits import delete_visit
from longshan_desk.domain.labels import FindingKind, Role
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import ChangedSinceError, NotFoundError
from longshan_desk.queries.visits import list_visits

HEADINGS = (
    "组别", "户主", "走访日期", "方式", "走访人", "走访情况", "归类", "承诺", "承诺兑现日",
)  # fmt: skip
APRIL = ("一组", "马占山", "2022-04-03", "入户", "孙立", "水渠通了")


class Sheets:
    """Writes sheets of visits and imports them at a desk with two households."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.path = desk, folder / "走访.csv"
        self.ma = desk.add_household("马占山")
        self.li = desk.add_household("李四", group=2)
        for name in ("孙立", "李娜"):
            desk.add_cadre(name, Role.CLERK)

    def read(
        self, *rows: Sequence[str], headings: Sequence[str] = HEADINGS, **more: object
    ) -> VisitPreview:
        with self.path.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([headings, *rows])
        return preview(self.desk.store, self.path, **more)  # type: ignore[arg-type]

    def take(self, *rows: Sequence[str]) -> dict[str, int]:
        return apply(self.desk.store, self.read(*rows))

    def refusal(self, *rows: Sequence[str]) -> str:
        (row,) = self.read(*rows).plan.rows
        assert row.ending == "refused"
        return row.problems[0].reason

    @property
    def said(self) -> list[tuple[str, str]]:
        return [(row.head, row.text) for row in list_visits(self.desk.store)]


@pytest.fixture
def sheets(desk: Desk, tmp_path: Path) -> Sheets:
    return Sheets(desk, tmp_path)


def row(*cells: str, **other: str) -> list[str]:
    """April's row with other cells, by place or by heading."""
    said = [*APRIL, *[""] * (len(HEADINGS) - len(APRIL))]
    said[: len(cells)] = cells
    for heading, cell in other.items():
        said[HEADINGS.index(heading)] = cell
    return said


@pytest.mark.rule("R10")
def test_r10_a_sheet_of_visits_becomes_entries_in_one_act(desk: Desk, sheets: Sheets) -> None:
    with desk.taken_back():
        counts = sheets.take(row(), row("二组", "李四", "2022.4.4", "电话", "孙立、李娜", "都好"))
    assert counts["new"] == 2
    one, other = list_visits(desk.store)
    assert (one.head, one.facts.way, one.text) == ("马占山", VisitWay.AT_HOME, "水渠通了")
    assert (other.facts.visitors, other.facts.on) == (("孙立", "李娜"), date(2022, 4, 4))


def test_the_same_sheet_twice_changes_nothing(sheets: Sheets) -> None:
    sheets.take(row(归类="问题", 承诺="修好水渠", 承诺兑现日="2022-05-01"))
    shown = sheets.read(row(归类="问题", 承诺="修好水渠", 承诺兑现日="2022-05-01"))
    assert (shown.plan.counts["same"], shown.plan.changes_nothing) == (1, True)


def test_two_equal_rows_are_one_visit(sheets: Sheets) -> None:
    assert sheets.take(row(), row()) | {"new": 1, "same": 1} == sheets.take(row(), row()) | {
        "new": 1,
        "same": 1,
    }
    assert sheets.said == [("马占山", "水渠通了")]


def test_what_a_row_adds_is_a_correction_that_keeps_what_stood_before(
    desk: Desk, sheets: Sheets
) -> None:
    made = desk.visit(sheets.ma, on=date(2022, 4, 3), text="水渠通了")
    assert sheets.take(row(归类="问题", 走访人="李娜、孙立"))["changed"] == 1
    page = desk.entry(made)
    assert page.row.facts.finding is FindingKind.PROBLEM
    assert page.row.facts.visitors == ("孙立", "李娜")
    assert [one.reason for one in page.versions] == [None, REASON]


def test_other_words_of_the_same_day_are_for_people_to_decide(desk: Desk, sheets: Sheets) -> None:
    made = desk.visit(sheets.ma, on=date(2022, 4, 3), text="去年的水渠")
    shown = sheets.read(row())
    (planned,) = shown.plan.rows
    assert (planned.ending, planned.candidates) == ("undecided", (made,))
    assert "已经记过这一户" in planned.why
    corrected = decide(desk.store, shown.sheet, {2: made})
    assert corrected.plan.rows[0].fields == {"text": ("去年的水渠", "水渠通了")}
    another = decide(desk.store, shown.sheet, {2: "new"})
    assert apply(desk.store, another)["new"] == 1
    assert len(sheets.said) == 2


def test_a_call_on_the_day_of_a_visit_is_another_entry(desk: Desk, sheets: Sheets) -> None:
    desk.visit(sheets.ma, on=date(2022, 4, 3), text="水渠通了")
    assert sheets.take(row(方式="电话"))["new"] == 1


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"走访日期": "2022-05-03"}, "2022"),
        ({"走访人": "王二"}, "名册里没有王二。"),
        ({"户主": "赵五"}, "找不到户主叫赵五的户。"),
        ({"走访日期": ""}, "没有写走访日期。"),
        ({"方式": ""}, "没有写走访方式。"),
        ({"方式": "飞鸽"}, "看不出“飞鸽”是哪一类。"),
        ({"承诺": "修好"}, "没有写承诺什么时候兑现。"),
        ({"走访日期": "4.3"}, "日期“4.3”没有年份。"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_a_sentence(
    sheets: Sheets, other: dict[str, str], reason: str
) -> None:
    assert reason in sheets.refusal(row(**other))


@pytest.mark.rule("R46")
def test_r46_a_household_that_had_moved_away_was_not_visited(desk: Desk, sheets: Sheets) -> None:
    from longshan_desk.actions.household_changes import move_out

    move_out(desk.store, sheets.ma, on=date(2022, 4, 1))
    assert "已经不是本村的户" in sheets.refusal(row())


def test_heads_of_one_name_are_for_people_to_decide(desk: Desk, sheets: Sheets) -> None:
    other = desk.add_household("马占山")
    shown = sheets.read(row())
    (planned,) = shown.plan.rows
    assert (planned.ending, set(planned.candidates)) == ("undecided", {sheets.ma, other})
    decided = decide(desk.store, shown.sheet, {2: other})
    assert apply(desk.store, decided)["new"] == 1
    assert list_visits(desk.store)[0].facts.household_id == other


def test_a_household_in_another_group_is_offered(sheets: Sheets) -> None:
    (planned,) = sheets.read(row("三组")).plan.rows
    assert (planned.ending, planned.candidates) == ("undecided", (sheets.ma,))


def test_a_household_may_be_called_by_its_head_and_household(sheets: Sheets) -> None:
    assert sheets.take(row(户主="马占山户"))["new"] == 1


def test_the_program_s_own_id_goes_before_a_name(desk: Desk, sheets: Sheets) -> None:
    other = desk.add_household("马占山")
    shown = sheets.read([*row(), other], headings=[*HEADINGS, "户识别码"])
    assert shown.plan.rows[0].facts is not None
    assert shown.plan.rows[0].facts.household_id == other


def test_a_row_copied_with_its_hidden_id_is_no_other_household_s(sheets: Sheets) -> None:
    copied = [*row("二组", "李四"), sheets.ma]
    (planned,) = sheets.read(copied, headings=[*HEADINGS, "户识别码"]).plan.rows
    assert (planned.ending, set(planned.candidates)) == ("undecided", {sheets.ma, sheets.li})


def test_a_deleted_household_stays_deleted(desk: Desk, sheets: Sheets) -> None:
    delete_household(desk.store, sheets.ma)
    written = [*row(), sheets.ma]
    (planned,) = sheets.read(written, headings=[*HEADINGS, "户识别码"]).plan.rows
    assert planned.problems[0].reason == "这一户已经删除。"


def test_a_deleted_entry_does_not_come_back(desk: Desk, sheets: Sheets) -> None:
    made = desk.visit(sheets.ma, on=date(2022, 4, 3), text="水渠通了")
    delete_visit(desk.store, made)
    written = [*row(), made]
    (planned,) = sheets.read(written, headings=[*HEADINGS, "走访识别码"]).plan.rows
    assert "已经删除" in planned.problems[0].reason


def test_households_without_a_word_are_left_out(sheets: Sheets) -> None:
    shown = sheets.read(row(), row("二组", "李四", "", "", "孙立", ""))
    assert (len(shown.plan.rows), shown.sheet.skipped) == (1, (3,))
    assert shown.sheet.warnings == ("有 1 户还没有填写，没有读。",)


def test_nothing_changed_is_counted_apart(desk: Desk, sheets: Sheets) -> None:
    sheets.take(row(走访情况="无变化"))
    (one,) = list_visits(desk.store)
    assert (one.facts.is_unchanged, one.facts.text) == (True, None)


def test_a_sheet_without_ways_takes_the_one_it_is_told(sheets: Sheets) -> None:
    shown = sheets.read(row(方式="", 走访人=""), way=VisitWay.AT_HOME, visitors=("李娜",))
    facts = shown.plan.rows[0].facts
    assert facts is not None
    assert (facts.way, facts.visitors) == (VisitWay.AT_HOME, ("李娜",))


def test_a_decision_for_somebody_who_is_not_there_is_refused(desk: Desk, sheets: Sheets) -> None:
    shown = sheets.read(row())
    with pytest.raises(NotFoundError):
        decide(desk.store, shown.sheet, {2: "nobody"})


def test_a_preview_that_is_no_longer_true_is_not_carried_out(desk: Desk, sheets: Sheets) -> None:
    shown = sheets.read(row())
    desk.visit(sheets.ma, on=date(2022, 4, 3), text="水渠通了")
    with pytest.raises(ChangedSinceError):
        apply(desk.store, shown)


def test_refused_rows_come_back_with_their_reasons(sheets: Sheets, tmp_path: Path) -> None:
    shown = sheets.read(row(), row(走访人="王二"))
    out = write_refused_visits(shown, tmp_path / "没有导入.xlsx")
    sheet = load_workbook(out).active
    assert sheet is not None
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert len(cells) == 2
    assert "名册里没有王二。" in cells[1]
