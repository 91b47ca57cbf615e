"""The plan of a register's import: which matters are new, changed, the same or refused (R43)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from longshan_desk.domain.labels import Outcome
from longshan_desk.sheets.endings import Ending, Problem
from longshan_desk.sheets.import_plan import ImportPlan, PlannedRow
from longshan_desk.sheets.matter_columns import CONTENT, MATTERS, STATE
from longshan_desk.sheets.read_matters import MatterLine, MatterSheet, is_said_closed


@dataclass(frozen=True, slots=True)
class KnownMatter:
    """A matter of the desk as a sheet would tell it; ``values`` by the fields of the columns."""

    id: str
    number: str
    former_number: str | None
    heard_on: date
    raisers: tuple[str, ...]
    is_closed: bool
    values: Mapping[str, Any]


@dataclass(slots=True)
class PlannedMatter(PlannedRow):
    """How one row ends; ``matter_id`` is the matter that is here already."""

    matter_id: str | None = None


class MatterPlan(ImportPlan[PlannedMatter]):
    """How the rows of a register end."""


def plan_matters(sheet: MatterSheet, known: Iterable[KnownMatter]) -> MatterPlan:
    """How each row would end. An empty cell never erases; a matter is never made twice."""
    planner = _Planner(sheet, list(known))
    return MatterPlan(tuple(map(planner.plan, sheet.rows)), sheet.columns)


_ONLY_HERE = "这件事项已经在程序里（编号 {number}），办理情况不能用表格改。"
_DO_IT_HERE = "请在程序里办理这一步；表里把这一格改回“{now}”或清空，其余内容可以导入。"


class _Planner:
    def __init__(self, sheet: MatterSheet, known: list[KnownMatter]) -> None:
        self.sheet = sheet
        self.by_number = {one.number: one for one in known}
        self.by_former: dict[str, list[KnownMatter]] = {}
        self.by_words: dict[tuple[date, str], list[KnownMatter]] = {}
        for one in known:
            self.by_words.setdefault((one.heard_on, one.values["words"]), []).append(one)
            if one.former_number:
                self.by_former.setdefault(one.former_number, []).append(one)
        self.rows_of: dict[object, int] = {}
        """What the rows so far were about: a matter's id, or what makes a new one."""

    def plan(self, line: MatterLine) -> PlannedMatter:
        planned = PlannedMatter(line.row, line.words[:24], Ending.REFUSED)
        found = self._known(line)
        problems = [*line.problems, *self._doubled(line, found)]
        if found is None:
            problems += self._missing(line)
        else:
            planned.matter_id = found.id
            problems += self._state_problems(line, found)
        if problems:
            planned.problems = tuple(problems)
        elif found is None:
            planned.ending, planned.values = Ending.NEW, dict(line.values)
        else:
            planned.fields = _changes(line, found)
            planned.ending = Ending.CHANGED if planned.fields else Ending.SAME
        return planned

    # -- which matter -----------------------------------------------------------------------

    def _known(self, line: MatterLine) -> KnownMatter | None:
        """By our number, by the old number with the same day or words, or by day and words."""
        values = line.values
        number = values.get("number")
        if number in self.by_number:
            return self.by_number[number]
        heard_on, words = values.get("heard_on"), values.get("words")
        for old in filter(None, (values.get("former_number"), number)):
            for one in self.by_former.get(old, ()):
                if heard_on == one.heard_on or words == one.values["words"]:
                    return one
        if heard_on is None or words is None:
            return None
        names = _names(values)
        for one in self.by_words.get((heard_on, words), ()):
            if not (number and one.former_number) and (
                not names or not one.raisers or set(names) & set(one.raisers)
            ):
                return one
        return None

    def _doubled(self, line: MatterLine, found: KnownMatter | None) -> list[Problem]:
        values = line.values
        key: object = found.id if found else (
            values.get("number"), values.get("heard_on"), values.get("words"), _names(values),
        )  # fmt: skip
        first = self.rows_of.setdefault(key, line.row)
        if first == line.row or (found is None and "words" not in values):
            return []
        reason = f"与第 {first} 行是同一件事项。"
        return [self._problem(line, "words", reason, "请删去其中一行。")]

    # -- what is wrong ----------------------------------------------------------------------

    def _missing(self, line: MatterLine) -> list[Problem]:
        told = {problem.column for problem in line.problems}
        found = []
        for name, reason, hint in (
            ("heard_on", "没有写反映日期。", "请补上日期；只记得月份的，写当月 1 日。"),
            (
                "list",
                "看不出在哪一类清单。",
                "请加一列“清单”，写村级自办事项、公共重大事项或上级单位协调办理事项。",
            ),
        ):
            problem = self._problem(line, name, reason, hint)
            if name not in line.values and problem.column not in told:
                found.append(problem)
        if line.values.get("outcome") is Outcome.PROMISED:
            found += [
                self._problem(line, name, "承诺没有写承办人和时限。", "请补上承办人和办结时限。")
                for name in ("responsible", "due_on")
                if name not in line.values
            ]
        return found

    def _state_problems(self, line: MatterLine, known: KnownMatter) -> list[Problem]:
        """R43: once it is here, where a matter stands is changed by its steps alone."""
        reason = _ONLY_HERE.format(number=known.number)
        found = [
            self._problem(line, name, reason, _DO_IT_HERE.format(now=_words(known.values[name])))
            for name in STATE
            if name in line.values
            and line.values[name] != known.values[name]
            # What was done so far stands in the opening entry's words.
            and (name != "result" or known.is_closed)
        ]
        closed = is_said_closed(line.values)
        if closed is not None and closed != known.is_closed and not found:
            now = "已办结" if known.is_closed else "办理中"
            found.append(self._problem(line, "status", reason, _DO_IT_HERE.format(now=now)))
        return found

    def _problem(self, line: MatterLine, name: str, reason: str, hint: str) -> Problem:
        headings = [heading for heading, field in self.sheet.columns.items() if field == name]
        heading = headings[0] if headings else MATTERS.heading_of(name)
        return Problem(line.row, heading, _words(line.values.get(name)), reason, hint)


def _names(values: Mapping[str, Any]) -> tuple[str, ...]:
    raised = values.get("raisers")
    return raised.names if raised else ()


def _changes(line: MatterLine, known: KnownMatter) -> dict[str, tuple[Any, Any]]:
    return {
        name: (known.values[name], line.values[name])
        for name in CONTENT
        if name in line.values and line.values[name] != known.values[name]
    }


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):  # the status
        return "已办结" if value else "办理中"
    return str(getattr(value, "label", value))
