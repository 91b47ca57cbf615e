"""The plan of a visit sheet's import: what is new, changed, the same, refused or open (R10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.sheets.endings import Ending, Problem
from longshan_desk.sheets.import_plan import NEW, ImportPlan, PlannedRow, check_decisions
from longshan_desk.sheets.known_visits import KnownDiary, KnownVisit
from longshan_desk.sheets.match_visits import (
    FACTS,
    Doubt,
    as_corrected,
    facts_of_row,
    find_home,
    first_same,
    is_same,
    same_day,
)
from longshan_desk.sheets.read_visits import VisitLine, VisitSheet
from longshan_desk.sheets.visit_columns import VISITS


@dataclass(slots=True)
class PlannedVisit(PlannedRow):
    """How one row ends: ``facts`` are what would be written for NEW and CHANGED, ``fields``
    what would be corrected in the entry ``entry_id``; ``values`` are what the row says."""

    entry_id: str | None = None
    facts: VisitFacts | None = None
    may_be_new: bool = False
    """Whether an undecided row may also be another visit of a household that is known."""


class VisitPlan(ImportPlan[PlannedVisit]):
    """How the rows of a sheet of visits end."""


def plan_visits(
    sheet: VisitSheet, diary: KnownDiary, decisions: Mapping[int, str] | None = None
) -> VisitPlan:
    """How each row would end. A row about a visit that is here already, of the same household,
    day, way, visitor and words, is the same; one with other words is for people to decide.

    ``decisions``: {row: a household's id, an entry's id, or "new"}; raises NotFoundError for an id
    that is not there.
    """
    known = {*diary.home_of, *diary.visit_of}
    check_decisions(decisions or {}, known, "没有编号为“{choice}”的农户或走访记录。")
    planner = _Planner(sheet, diary, decisions or {})
    found = [planner.look(line) for line in sheet.rows]
    return VisitPlan(tuple(map(planner.plan, found)), sheet.columns)


@dataclass(slots=True)
class _Found:
    """A row as far as it was understood: ``entry`` is the one it surely is about."""

    line: VisitLine
    planned: PlannedVisit
    facts: VisitFacts | None = None
    entry: KnownVisit | None = None
    is_decided: bool = False


class _Planner:
    """Looks at all rows first, for an entry that has a row of its own is no other row's."""

    def __init__(self, sheet: VisitSheet, diary: KnownDiary, decisions: Mapping[int, str]) -> None:
        self._columns = sheet.columns
        self._diary = diary
        self._decisions = decisions
        self._claimed: set[str] = set()
        self._told: dict[tuple[object, ...], list[VisitFacts]] = {}

    # -- which household, which entry -----------------------------------------------------------

    def look(self, line: VisitLine) -> _Found:
        planned = PlannedVisit(line.row, line.name, Ending.REFUSED, values=dict(line.values))
        found = _Found(line, planned)
        if line.problems:
            planned.problems = line.problems
            return found
        try:
            self._know(found)
        except AppError as error:
            planned.problems = (self._problem(line, error),)
        return found

    def _know(self, found: _Found) -> None:
        line, values = found.line, dict(found.line.values)
        if "head" in values:
            values["head"] = self._diary.head_meant(values["head"])
        self._check_visitors(values)
        choice = self._decisions.get(line.row, "")
        own = self._diary.visit_of.get(choice) or self._by_id(values)
        if own is None:
            home = self._diary.home_of.get(choice) or find_home(values, self._diary)
            if isinstance(home, Doubt):
                self._leave_open(found, home)
                return
            found.is_decided = choice in (NEW, home.id)
            said = facts_of_row(values, home.id)
            found.facts = self._diary.check(said, ())
            own = first_same(found.facts, same_day(found.facts, self._diary))
        else:
            said = facts_of_row(values, own.facts.household_id)
            found.facts = replace(said)
        found.entry = own
        if own is not None:
            self._claimed.add(own.id)

    def _check_visitors(self, values: Mapping[str, Any]) -> None:
        for name in values.get("visitors", ()):
            if name not in self._diary.visitors:
                raise BadValueError(
                    f"名册里没有{name}。",
                    hint="请核对姓名；确有其人的，先在名册里登记。",
                    where="走访人",
                )

    def _by_id(self, values: Mapping[str, Any]) -> KnownVisit | None:
        """The entry that the row was written for; a row copied with its hidden id is not it."""
        own = values.get("entry_id")
        if own in self._diary.gone:
            raise BadValueError(
                "这条走访记录已经删除，导入不会让它回来。",
                hint="请删去这一行；确实走访过的，清空这一行的走访识别码再导入。",
                where="走访识别码",
            )
        entry = self._diary.visit_of.get(own or "")
        if entry is None or entry.id in self._claimed:
            return None
        home = self._diary.home_of.get(entry.facts.household_id)
        head = values.get("head")
        if home is not None and head is not None and head not in home.heads:
            raise BadValueError(
                f"识别码是{home.words}的走访记录，写的户主是{head}。",
                hint="另记一次走访的，请清空这一行的走访识别码和户识别码。",
                where="户主",
            )
        return entry

    # -- how it ends ----------------------------------------------------------------------------

    def plan(self, found: _Found) -> PlannedVisit:
        planned = found.planned
        if found.facts is None:
            return planned
        try:
            if found.entry is not None:
                self._correct(found, found.facts, found.entry)
            else:
                self._enter(found, found.facts)
        except AppError as error:
            planned.ending, planned.problems = (
                Ending.REFUSED,
                (self._problem(found.line, error),),
            )
        return planned

    def _correct(self, found: _Found, said: VisitFacts, entry: KnownVisit) -> None:
        planned, before = found.planned, entry.facts
        after = as_corrected(before, said, found.line.values)
        if found.line.values.get("entry_id") != entry.id:  # who else went is not erased
            names = tuple(dict.fromkeys((*before.visitors, *said.visitors)))
            after = replace(after, visitors=names)
        planned.entry_id, planned.ending = entry.id, Ending.SAME
        if after != before:
            after = self._diary.check(after, before.topics)
        planned.fields = {
            name: (getattr(before, name), getattr(after, name))
            for name in FACTS
            if getattr(before, name) != getattr(after, name)
        }
        if planned.fields:
            planned.ending, planned.facts = Ending.CHANGED, after

    def _enter(self, found: _Found, facts: VisitFacts) -> None:
        planned = found.planned
        others = [one for one in same_day(facts, self._diary) if one.id not in self._claimed]
        if others and not found.is_decided:
            who = "、".join(facts.visitors)
            why = f"{who}{chinese_date(facts.on)}{facts.way.label}已经记过这一户，写的不一样。"
            ids = tuple(one.id for one in others)
            self._leave_open(found, Doubt(ids, why, "请选择是更正那一条，还是另记一条。"))
            planned.may_be_new = True
            return
        told = self._told.setdefault((facts.household_id, facts.on, facts.way), [])
        if any(set(one.visitors) & set(facts.visitors) and is_same(facts, one) for one in told):
            planned.ending = Ending.SAME  # the row above says it already
            return
        told.append(facts)
        planned.ending, planned.facts = Ending.NEW, facts

    def _leave_open(self, found: _Found, doubt: Doubt) -> None:
        planned = found.planned
        planned.ending, planned.why = Ending.UNDECIDED, doubt.why
        planned.candidates = doubt.candidates
        heading = self._heading("head")
        problem = Problem(found.line.row, heading, found.line.name, doubt.why, doubt.hint)
        planned.problems = (problem,)

    def _problem(self, line: VisitLine, error: AppError) -> Problem:
        name = next(
            (one.field for one in VISITS.columns if one.heading == error.where), "household_id"
        )
        value = line.values.get("head" if name == "household_id" else name)
        heading = self._heading("head" if name == "household_id" else name)
        return Problem(line.row, heading, _words(value), error.message, error.hint)

    def _heading(self, name: str) -> str:
        found = (heading for heading, each in self._columns.items() if each == name)
        return next(found, VISITS.heading_of(name))


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(map(_words, value))
    return str(getattr(value, "label", value))
