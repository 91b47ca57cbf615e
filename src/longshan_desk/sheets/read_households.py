"""Reads a household roster into people and households, without looking at any database (R34)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from longshan_desk.domain import people
from longshan_desk.domain.people import HEAD
from longshan_desk.domain.special_groups import DEFAULT_GROUPS, AppliesTo, SpecialGroup
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.body import (
    TOTALS,
    Body,
    Step,
    is_decoration,
    is_footer,
    read_body,
)
from longshan_desk.sheets.card_check import CardCheck
from longshan_desk.sheets.endings import Problem
from longshan_desk.sheets.grid import cell_text
from longshan_desk.sheets.headers import choose_sheet
from longshan_desk.sheets.household_blocks import Block, BlockFinder
from longshan_desk.sheets.household_cells import cell_readers
from longshan_desk.sheets.household_columns import HOUSEHOLDS, PERSON_FIELDS
from longshan_desk.sheets.read_sheet import ReadSheet
from longshan_desk.sheets.workbook import open_workbook

_FILLED_DOWN = (
    "group",
    "group_name",
    "household_code",
    "household_mark",
    "head_name",
    "address",
    "household_note",
    "household_members",
)
_PLAIN_FIELDS = tuple(
    name for name in PERSON_FIELDS if name not in ("name", "id_number", "special_groups")
)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the sheet tells it; ``row`` is the sheet's number, from 1.

    ``values`` holds only what is said, by field; an empty cell is not in it.
    """

    row: int
    household_key: int
    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdSheet(ReadSheet[PersonRow]):
    """What a roster says. ``households`` by key, in the sheet's order."""

    households: dict[int, Block]
    group_names: dict[int, str] = field(default_factory=dict)


def read_households(
    path: Path,
    *,
    sheet: str | None = None,
    step: Step | None = None,
    special_groups: Sequence[SpecialGroup] = DEFAULT_GROUPS,
    group_names: Mapping[str, int] | None = None,
    group: int | None = None,
) -> HouseholdSheet:
    """Read a roster of people, whatever its layout (R11, R34).

    ``group_names`` are the known groups that go by a name; ``group`` is the group of everyone
    where the sheet has no such column. Raises AppError for what cannot be read at all; what is
    wrong with one row stands in the row.
    """
    found = choose_sheet(open_workbook(Path(path)), HOUSEHOLDS, sheet)
    readers = cell_readers(tuple(special_groups), group_names or {})
    body = read_body(found, readers, fill_down=_FILLED_DOWN, step=step)
    rows = _Rows(body, special_groups, group or _group_of_sheet(found.grid.name, group_names))
    rows.read(step)
    return HouseholdSheet.of(
        found,
        path,
        rows.people,
        households=rows.finder.blocks,
        warnings=_warnings(rows, found.others),
        skipped=tuple(rows.skipped),
        group_names=rows.group_names,
    )


def _group_of_sheet(name: str, group_names: Mapping[str, int] | None) -> int | None:
    """Many rosters keep one sheet a group, named 一组, 二组 …"""
    if not any(sign in name for sign in "组社队"):
        return None
    try:
        found = people.read_group(name, names=group_names)
    except BadValueError:
        return None
    return found.number if found else None


def _warnings(rows: _Rows, others: Sequence[str]) -> tuple[str, ...]:
    said = []
    if others:
        names = "、".join(f"“{name}”" for name in others)
        said.append(f"文件里还有 {len(others)} 张这样的工作表没有读：{names}，请分别导入。")
    if rows.finder.is_loose and rows.people:
        said.append(
            "表里看不出谁和谁是一户（没有户主、与户主关系或户编号），找不到的人会各成一户。"
        )
    if rows.group is None and "group" not in rows.body.values and rows.people:
        said.append("表里没有“组别”一列，新的农户会记为“未分组”。")
    return tuple(said)


# -- rows -------------------------------------------------------------------------------------


class _Rows:
    """Goes down the body once: people, their households, and the rows that are neither."""

    def __init__(
        self, body: Body, special_groups: Sequence[SpecialGroup], group: int | None
    ) -> None:
        self.body = body
        self.group = group
        self.finder = BlockFinder(body)
        self.people: list[PersonRow] = []
        self.skipped: list[int] = []
        self.group_names: dict[int, str] = {}
        self._cards = CardCheck(body)
        self._of_household = {
            each.code for each in special_groups if each.applies_to is AppliesTo.HOUSEHOLD
        }
        self._plain = [(name, body.values[name]) for name in _PLAIN_FIELDS if name in body.values]
        self._bad = [(name, bad) for name, bad in body.bad.items() if bad]

    def read(self, step: Step | None) -> None:
        total = len(self.body.rows)
        for index in range(total):
            self._take(index)
            if step and index % 500 == 499:
                step((total + index) // 2, total)
        if step:
            step(total, total)

    def _take(self, index: int) -> None:
        body = self.body
        name = self.finder.name(index)
        has_bad_name = index in body.bad.get("name", ())
        if name is None and not has_bad_name and not self._says_something(index):
            self._take_heading_of_group(index)
            return
        if self._is_no_record(index, name):
            self.skipped.append(body.row_number(index))
            return
        values = {key: said for key, column in self._plain if (said := column[index]) is not None}
        if name is not None:
            values["name"] = name
        problems = [
            body.problem(field, index, bad[index]) for field, bad in self._bad if index in bad
        ]
        problems = self._cards.check(index, values, problems)
        if name is None and not has_bad_name:
            problems.append(self._no_name(index))
        block = self.finder.block(index, name, values.get("relation"))
        if values.get("relation") == HEAD and (block.head_rows > 1 or block.head_name != name):
            problems.append(self._second_head(index, block))
        problems += self._household(index, block)
        if self.finder.is_head(block, index, name, values.get("relation")):
            values.setdefault("relation", HEAD)
        self._special_groups(index, values, block)
        if not problems:
            problems = self._cards.double(index, values.get("id_number"))
        self.people.append(PersonRow(body.row_number(index), block.key, values, tuple(problems)))

    def _says_something(self, index: int) -> bool:
        """Whether a row without a name says anything of a person."""
        values = self.body.values
        return any(
            values[field][index] is not None or index in self.body.bad[field]
            for field in PERSON_FIELDS
            if field in values
        )

    def _is_no_record(self, index: int, name: str | None) -> bool:
        if name in TOTALS:
            return True
        if is_footer(self.body.rows[index]):
            return True
        heading = self.body.header.heading("name") or self.body.header.heading("head_name")
        may_be_heading = name is None or name in heading
        return may_be_heading and is_decoration(HOUSEHOLDS, self.body, index)

    def _take_heading_of_group(self, index: int) -> None:
        """A line between the records that says 二组 and nothing else is about what follows."""
        said = [text for raw in self.body.rows[index] if (text := cell_text(raw))]
        if all(text.isdigit() for text in said):
            return  # numbered in advance and never filled in
        self.skipped.append(self.body.row_number(index))
        if len(said) == 1 and "group" not in self.body.values:
            self.group = _group_of_sheet(said[0], None) or self.group

    def _no_name(self, index: int) -> Problem:
        error = BadValueError("这一行没有姓名。", hint="请补上姓名；不是一个人的，请删去这一行。")
        field = "name" if "name" in self.body.values else "head_name"
        return self.body.problem(field, index, error)

    def _second_head(self, index: int, block: Block) -> Problem:
        error = BadValueError(
            f"这一户的户主是{block.head_name}，一户不能有两个户主。",
            hint="请改正与户主关系；不是同一户的，请改正户主姓名或户编号。",
        )
        return self.body.problem("relation", index, error)

    def _household(self, index: int, block: Block) -> list[Problem]:
        """Give the block what this row says of its household."""
        values = self.body.values
        for name in ("household_code", "address", "household_note"):
            if name in values and (said := values[name][index]) is not None:
                block.values.setdefault(name, said)
        if "household_members" in values and (said := values["household_members"][index]):
            block.members.update(people.normalise_name(part) for part in said.split("、"))
        return self._group(index, block)

    def _group(self, index: int, block: Block) -> list[Problem]:
        values = self.body.values
        said = values["group"][index] if "group" in values else None
        if said is not None:
            name = values["group_name"][index] if "group_name" in values else said.name
            if name:
                self.group_names.setdefault(said.number, name)
        number = said.number if said else self.group
        if number is None:
            return []
        known = block.values.setdefault("group", number)
        if said is None or known == number:
            return []
        error = BadValueError(
            f"这一行写的是 {number} 组，同一户的其他行是 {known} 组。",
            hint="请核对组别；不是同一户的，请改正户主或户编号。",
        )
        return [self.body.problem("group", index, error)]

    def _special_groups(self, index: int, values: dict[str, Any], block: Block) -> None:
        """Some of the groups are a household's, whichever member's row names them (R11)."""
        if "special_groups" not in self.body.values:
            return
        codes = self.body.values["special_groups"][index] or ()
        own = tuple(code for code in codes if code not in self._of_household)
        if own:
            values["special_groups"] = own
        if len(own) < len(codes):
            before = block.values.get("special_groups", ())
            block.values["special_groups"] = before + tuple(
                code for code in codes if code in self._of_household and code not in before
            )
