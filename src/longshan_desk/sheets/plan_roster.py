"""What importing a roster of cadres would do: people, and their terms of office (R1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from longshan_desk.domain.periods import Period
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.endings import Ending, Problem
from longshan_desk.sheets.existing import ExistingCadre, ExistingTerm
from longshan_desk.sheets.import_plan import NEW, ImportPlan, PlannedRow, check_decisions
from longshan_desk.sheets.offices import Office
from longshan_desk.sheets.read_roster import RosterRow, RosterSheet

_FIELDS = ("sex", "phone", "note")
_PERSON_FIELDS = ("name", *_FIELDS, "id_number")


@dataclass(frozen=True, slots=True)
class PlannedTerm:
    """A term to add (``term_id`` None), or one whose open dates or title are filled in."""

    office: Office
    from_on: date | None
    until_on: date | None
    term_id: str | None = None


@dataclass(slots=True)
class PlannedCadre(PlannedRow):
    """How one row ends.

    ``values`` (``name``, ``sex``, ``phone``, ``note``, ``id_number`` as far as said) are for a
    new person; a further row of the same new person names the first one in ``same_as_row``.
    ``fields`` are {field: (old, new)}, the offices there in words as ``roles``.
    """

    cadre_id: str | None = None
    same_as_row: int | None = None
    terms: tuple[PlannedTerm, ...] = ()


class RosterPlan(ImportPlan[PlannedCadre]):
    """How the rows of a roster of cadres end."""


def plan_roster(
    sheet: RosterSheet,
    existing: Iterable[ExistingCadre],
    decisions: Mapping[int, str] | None = None,
) -> RosterPlan:
    """Each row ends as new, changed, same, refused or undecided; an empty cell erases nothing.

    ``decisions``: {row: cadre id or "new"}; raises NotFoundError for one who is not there.
    """
    planner = _Planner(list(existing), decisions or {})
    return RosterPlan(tuple(planner.plan(row) for row in sheet.rows), sheet.columns)


@dataclass
class _Person:
    """A cadre as known so far: from the desk, or from a row above."""

    values: dict[str, Any]
    terms: list[ExistingTerm]
    cadre_id: str | None = None
    first_row: int | None = None


class _Planner:
    def __init__(self, existing: list[ExistingCadre], decisions: Mapping[int, str]) -> None:
        self._decisions = decisions
        self._people = [
            _Person(
                {name: getattr(cadre, name) for name in _PERSON_FIELDS},
                list(cadre.terms),
                cadre.id,
            )
            for cadre in existing
        ]
        known = {cadre.id for cadre in existing}
        check_decisions(decisions, known, "名册里没有编号为“{choice}”的人。")

    def plan(self, row: RosterRow) -> PlannedCadre:
        if row.problems:
            return PlannedCadre(row.row, row.name, Ending.REFUSED, problems=row.problems)
        choice = self._decisions.get(row.row)
        if choice == NEW:
            return self._new(row)
        found = [p for p in self._people if p.cadre_id == choice] if choice else self._find(row)
        if not found:
            return self._new(row)
        if len(found) > 1:
            return self._undecided(row, found)
        return self._known(row, found[0])

    def _find(self, row: RosterRow) -> list[_Person]:
        """By number, else by name, else by telephone among those of one name."""
        number = row.values.get("id_number")
        by_number = [p for p in self._people if number and p.values.get("id_number") == number]
        if by_number:
            return by_number
        named = [
            person
            for person in self._people
            if person.values["name"] == row.name and not _differ(row.values, person.values)
        ]
        phone = row.values.get("phone")
        same_phone = [person for person in named if phone and person.values.get("phone") == phone]
        return same_phone if len(named) > 1 and same_phone else named

    def _undecided(self, row: RosterRow, found: list[_Person]) -> PlannedCadre:
        why = f"名册里有 {len(found)} 个{row.name}，看不出是哪一个。"
        problem = Problem(row.row, "姓名", row.name, why, "请选择是其中哪一个人，或选“新登记”。")
        return PlannedCadre(
            row.row,
            row.name,
            Ending.UNDECIDED,
            problems=(problem,),
            candidates=tuple(p.cadre_id for p in found if p.cadre_id),
            why=why,
        )

    def _new(self, row: RosterRow) -> PlannedCadre:
        values = {name: row.values[name] for name in _PERSON_FIELDS if name in row.values}
        person = _Person(dict(values), [], first_row=row.row)
        self._people.append(person)
        terms = tuple(
            PlannedTerm(office, row.values.get("from_on"), row.values.get("until_on"))
            for office in row.offices
        )
        self._remember(person, terms)
        return PlannedCadre(row.row, row.name, Ending.NEW, values=values, terms=terms)

    def _known(self, row: RosterRow, person: _Person) -> PlannedCadre:
        planned = PlannedCadre(
            row.row,
            row.name,
            Ending.SAME,
            cadre_id=person.cadre_id,
            same_as_row=None if person.cadre_id else person.first_row,
        )
        terms = []
        for office in row.offices:
            found = _term(office, row.values, person.terms)
            if isinstance(found, str):
                hint = "换届请用“人员调整”；日期写错了的，请先在名册里改正。"
                problem = Problem(row.row, "任职开始", office.role.label, found, hint)
                return PlannedCadre(row.row, row.name, Ending.REFUSED, problems=(problem,))
            terms += [found] if found else []
        planned.terms = tuple(terms)
        planned.fields = {
            name: (person.values.get(name), new)
            for name in _FIELDS
            if (new := row.values.get(name)) is not None and new != person.values.get(name)
        }
        person.values.update({name: new for name, (_, new) in planned.fields.items()})
        if terms:
            before = "、".join(dict.fromkeys(_office(term).words for term in person.terms))
            self._remember(person, planned.terms)
            after = "、".join(dict.fromkeys(_office(term).words for term in person.terms))
            planned.fields["roles"] = (before, after)
        if planned.fields:
            planned.ending = Ending.CHANGED if person.cadre_id else Ending.NEW
        return planned

    def _remember(self, person: _Person, terms: Iterable[PlannedTerm]) -> None:
        """So that a further row about the person finds them."""
        for planned in terms:
            person.terms = [
                term for term in person.terms if term.id != planned.term_id or not term.id
            ]
            person.terms.append(
                ExistingTerm(
                    planned.term_id or "",
                    planned.office.role,
                    planned.office.title,
                    planned.office.is_acting_secretary,
                    planned.from_on,
                    planned.until_on,
                )
            )


def _office(term: ExistingTerm) -> Office:
    return Office(term.role, term.title, term.is_acting_secretary)


def _differ(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(
        one.get(name) is not None and other.get(name) is not None and one[name] != other[name]
        for name in ("id_number", "sex")
    )


def _term(
    office: Office, values: Mapping[str, Any], terms: list[ExistingTerm]
) -> PlannedTerm | str | None:
    """The term to add or fill in, None if nothing is new, or in words why it cannot be."""
    held = [term for term in terms if term.role is office.role]
    wanted = _wanted(office, values, held)
    return _clash(wanted, held) or wanted if isinstance(wanted, PlannedTerm) else wanted


def _clash(wanted: PlannedTerm, held: Iterable[ExistingTerm]) -> str | None:
    """Why the term's dates cannot be: one office is not held twice at once (R1)."""
    try:
        period = Period(wanted.from_on, wanted.until_on)
    except BadValueError as error:
        return error.message
    for term in held:
        known = Period(term.from_on, term.until_on)
        if not (term.id and term.id == wanted.term_id) and known.overlaps(period):
            return f"已登记担任{wanted.office.role.label}（{known.words}），日期重叠。"
    return None


def _wanted(
    office: Office, values: Mapping[str, Any], held: list[ExistingTerm]
) -> PlannedTerm | str | None:
    from_on, until_on = values.get("from_on"), values.get("until_on")
    fits = [t for t in held if from_on is None or t.from_on is None or t.from_on == from_on]
    fits.sort(key=lambda t: (t.from_on != from_on, t.until_on != until_on, t.until_on is not None))
    if fits:
        term = fits[0]
        filled = PlannedTerm(
            Office(
                office.role,
                term.title or office.title,
                term.is_acting_secretary or office.is_acting_secretary,
            ),
            term.from_on or from_on,
            until_on or term.until_on,
            term.id or None,
        )
        before = PlannedTerm(_office(term), term.from_on, term.until_on, term.id or None)
        if filled != before and not term.id:
            return f"上面已有一行写了同一个人的{office.role.label}。"
        return None if filled == before else filled
    open_terms = [term for term in held if term.until_on is None]
    if open_terms and until_on is None:
        since = open_terms[0].from_on
        return f"已经从 {since} 起担任{office.role.label}，还没有结束。"
    return PlannedTerm(office, from_on, until_on)
