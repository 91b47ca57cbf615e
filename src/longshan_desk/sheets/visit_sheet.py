"""The visit sheet: a month's households in the order of the work, to fill in on paper or in WPS and
to import again (R10, R11)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.labels import FindingKind, Labelled
from longshan_desk.domain.periods import Period
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.files import write_atomically
from longshan_desk.sheets.columns import Column
from longshan_desk.sheets.visit_columns import VISITS
from longshan_desk.sheets.write_table import PlainHeading, Save

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class HomeToVisit:
    """One row; ``mark`` says why it stands where it stands (特殊群体, 外出, 本月已走访)."""

    id: str
    group_no: int
    head: str
    mark: str = ""
    last_seen: date | None = None


@dataclass(frozen=True, slots=True)
class SheetToFill:
    """``visitor`` is printed on every row; ``visitors`` and ``phrases`` are offered."""

    title: str
    period: Period
    homes: tuple[HomeToVisit, ...]
    visitor: str = ""
    visitors: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


_HINT = (
    "填写：去过的户填走访日期、方式、走访人和情况，没有去的空着；"
    "填好后在“走访”页导入，可以分几次导入，同一次走访不会记两遍。"
)
_FIRST = 4
"""Title, hint and headings stand above."""

_CHOICES = "选项"
_FIELDS = (
    ("group", 7), ("head", 10), ("mark", 11), ("seen", 11), ("on", 12), ("way", 7),
    ("visitors", 12), ("met", 10), ("text", 42), ("is_unchanged", 8), ("finding", 8),
    ("promise", 20), ("promise_due", 12), ("household_id", 34),
)  # fmt: skip
_OWN = {"mark": PlainHeading("提示"), "seen": PlainHeading("上次入户")}
_BY_FIELD = {column.field: column for column in VISITS.columns}
_TELLING = ("group", "head", "mark", "seen", "household_id")
"""Columns that are there to read; the others are to be filled in."""

_CENTRED = ("group", "mark", "seen", "on", "way", "is_unchanged", "finding", "promise_due")


def write_visit_sheet(path: Path, asked: SheetToFill, *, save: Save = write_atomically) -> int:
    """Write the sheet; returns the number of households.

    Raises FileOpenError, DiskFullError or MediumError; ``path`` then keeps what it had.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "走访表"
    _fill(sheet, asked)
    _offer(sheet, book.create_sheet(_CHOICES), asked)
    _set_up_printing(sheet)
    packed = io.BytesIO()
    book.save(packed)
    save(path, packed.getvalue())
    return len(asked.homes)


def _heading(name: str) -> Column | PlainHeading:
    return _OWN.get(name) or _BY_FIELD[name]


def _letter(name: str) -> str:
    return chr(ord("A") + [each for each, _ in _FIELDS].index(name))


# -- what stands on it ---------------------------------------------------------------------------


def _fill(sheet: Worksheet, asked: SheetToFill) -> None:
    sheet.append([asked.title])
    sheet.append([_HINT])
    sheet.append([_heading(name).heading for name, _ in _FIELDS])
    for home in asked.homes:
        sheet.append([_cell(name, home, asked) for name, _ in _FIELDS])
    last = _letter("promise_due")
    for row in (1, 2):
        sheet.merge_cells(f"A{row}:{last}{row}")
    for name, width in _FIELDS:
        column = sheet.column_dimensions[_letter(name)]
        column.width = width
        column.hidden = name == "household_id"
    _dress(sheet)


def _cell(name: str, home: HomeToVisit, asked: SheetToFill) -> object:
    said = {
        "group": group_label(home.group_no),
        "head": home.head,
        "mark": home.mark,
        "seen": home.last_seen,
        "visitors": asked.visitor,
        "household_id": home.id,
    }
    return said.get(name) or None


def _dress(sheet: Any) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    thin = Side("thin", color="FF8A94A0")
    box, grey = Border(thin, thin, thin, thin), PatternFill("solid", fgColor="FFE7EAEE")
    plain, bold = Font("宋体", 11), Font("宋体", 11, bold=True)
    middle = Alignment("center", "center", wrap_text=True)
    left = Alignment("left", "center", wrap_text=True)
    sheet["A1"].font, sheet["A1"].alignment = Font("宋体", 16, bold=True), middle
    sheet["A2"].font, sheet["A2"].alignment = Font("宋体", 10), left
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 30, 18
    for number, row in enumerate(sheet.iter_rows(min_row=_FIRST - 1), _FIRST - 1):
        is_head = number == _FIRST - 1
        sheet.row_dimensions[number].height = 24 if is_head else 30
        for cell, (name, _) in zip(row, _FIELDS, strict=True):
            cell.border, cell.font = box, bold if is_head else plain
            cell.alignment = middle if is_head or name in _CENTRED else left
            if is_head or name in _TELLING:
                cell.fill = grey
            if not is_head:
                is_day = name in ("seen", "on", "promise_due")
                cell.number_format = "yyyy-mm-dd" if is_day else "@"
    sheet.freeze_panes = f"C{_FIRST}"


def _set_up_printing(sheet: Any) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_FIRST - 1}:{_FIRST - 1}"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.5


# -- what can be chosen --------------------------------------------------------------------------


def _offer(sheet: Worksheet, choices: Worksheet, asked: SheetToFill) -> None:
    """Lists to choose from; names and sentences may also be others than those offered."""
    choices.sheet_state = "hidden"
    choices.append(["可选的人", "常用的话"])
    for place in range(max(len(asked.visitors), len(asked.phrases))):
        choices.append([_at(asked.visitors, place), _at(asked.phrases, place)])
    rules = {
        "way": _among(VisitWay),
        "finding": _among(FindingKind),
        "is_unchanged": _list('"是"'),
        "on": _day(asked.period),
        "promise_due": _day(Period(asked.period.from_on, None)),
    }
    for name, column, offered in (
        ("visitors", "A", asked.visitors),
        ("text", "B", asked.phrases),
    ):
        if offered:
            area = f"{_CHOICES}!${column}$2:${column}${len(offered) + 1}"
            rules[name] = _list(area, is_open=True)
    last = max(_FIRST, _FIRST + len(asked.homes) - 1)
    for name, rule in rules.items():
        rule.add(f"{_letter(name)}{_FIRST}:{_letter(name)}{last}")
        sheet.add_data_validation(rule)


def _at(words: Sequence[str], place: int) -> str | None:
    return words[place] if place < len(words) else None


def _among(kind: type[Labelled]) -> DataValidation:
    return _list(f'"{",".join(one.label for one in kind)}"')


def _list(source: str, *, is_open: bool = False) -> DataValidation:
    from openpyxl.worksheet.datavalidation import DataValidation

    return DataValidation(
        "list",
        formula1=source,
        allow_blank=True,
        showErrorMessage=not is_open,
        errorTitle="请从列表里选",
        error="请从下拉列表里选一项，或者留空。",
    )


def _day(period: Period) -> DataValidation:
    """A warning alone: a visit entered late may be of another month."""
    from openpyxl.worksheet.datavalidation import DataValidation

    first = period.from_on or date(2000, 1, 1)
    until = period.until_on
    return DataValidation(
        "date",
        operator="between" if until else "greaterThanOrEqual",
        formula1=_as_formula(first),
        formula2=_as_formula(until) if until else None,
        allow_blank=True,
        errorStyle="warning",
        errorTitle="请核对日期",
        error="这一天不在这个月里，或者写得不像日期。",
        showInputMessage=True,
        promptTitle="日期",
        prompt=f"例如 {first:%Y-%m-%d}",
    )


def _as_formula(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"
