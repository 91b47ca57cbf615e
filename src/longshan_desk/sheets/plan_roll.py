"""What importing a roll would do: seats, the households stood for, who is left out (R14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.seats import STAND_FOR_HOUSEHOLDS, NewExclusion, SeatFacts
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.sheets.endings import Ending, Problem
from longshan_desk.sheets.import_plan import NEW, ImportPlan, PlannedRow, check_decisions
from longshan_desk.sheets.known_seats import Held, KnownPerson, KnownSeat, Village, period_of
from longshan_desk.sheets.read_roll import RollRow, RollSheet
from longshan_desk.sheets.roll_columns import ROLLS
from longshan_desk.sheets.roll_exclusions import RefusedError, is_known, planned_exclusion

SEAT_FIELDS = (
    "sex", "group", "born_on", "phone", "is_probationary", "confirmed_on", "capacity",
    "from_on", "until_on", "note",
)  # fmt: skip
"""What a seat keeps of a row; an empty cell erases nothing."""


@dataclass(slots=True)
class PlannedSeat(PlannedRow):
    """How one row ends. ``fields`` are {field: (old, new)}, for a preview and for taking."""

    body: Body | None = None
    entry_id: str | None = None
    person_id: str | None = None
    homes: tuple[str, ...] | None = None
    exclusion: NewExclusion | None = None


class RollPlan(ImportPlan[PlannedSeat]):
    """How the rows of a roll end."""


def plan_roll(
    sheet: RollSheet, village: Village, decisions: Mapping[int, str] | None = None
) -> RollPlan:
    """Each row ends as new, changed, same, refused or undecided.

    ``decisions``: {row: person id, or "new" for somebody who is not in the register}; raises
    NotFoundError for one who is not there.
    """
    planner = _Planner(village, decisions or {})
    return RollPlan(tuple(planner.plan(row) for row in sheet.rows), sheet.columns)


class _Planner:
    def __init__(self, village: Village, decisions: Mapping[int, str]) -> None:
        self._village = village
        self._decisions = decisions
        self._taken: set[str] = set()
        self._now = [
            Held(
                seat.body,
                seat.name,
                seat.person_id,
                seat.values.get("group"),
                period_of(seat.values),
            )
            for seat in village.seats
        ]
        known = {person.id for person in village.people}
        check_decisions(decisions, known, "农户册里没有编号为“{choice}”的人。")

    def plan(self, row: RollRow) -> PlannedSeat:
        if row.problems or row.body is None:
            return self._end(row, Ending.REFUSED, problems=row.problems)
        try:
            return self._plan(row, row.body)
        except RefusedError as no:
            problem = Problem(row.row, no.column, no.value, no.error.message, no.error.hint)
            return self._end(row, Ending.REFUSED, problems=(problem,))

    def _plan(self, row: RollRow, body: Body) -> PlannedSeat:
        self._check(row, body)
        seats = self._seats(row, body)
        homes, exclusion = self._homes(row), planned_exclusion(row, self._village.today)
        if len(seats) == 1:
            return self._known(row, seats[0], homes, exclusion)
        people = self._people(row)
        if len(people) > 1:
            return self._undecided(row, people)
        person = people[0] if people else None
        self._hold(
            row,
            Held(
                body,
                row.name,
                person.id if person else None,
                row.values.get("group"),
                period_of(row.values),
            ),
        )
        return self._end(
            row,
            Ending.NEW,
            person_id=person.id if person else None,
            values={name: row.values[name] for name in SEAT_FIELDS if name in row.values},
            homes=homes,
            exclusion=exclusion,
        )

    def _check(self, row: RollRow, body: Body) -> None:
        values = row.values
        facts = SeatFacts(
            row.name,
            is_probationary=bool(values.get("is_probationary")),
            confirmed_on=values.get("confirmed_on"),
            from_on=values.get("from_on"),
            until_on=values.get("until_on"),
        )
        try:
            facts.checked(body)
        except AppError as error:
            raise RefusedError(error.where, row.name, error) from None

    def _end(self, row: RollRow, ending: Ending, **more: Any) -> PlannedSeat:
        return PlannedSeat(row.row, row.name, ending, row.body, **more)

    # -- who it is ----------------------------------------------------------------------------

    def _seats(self, row: RollRow, body: Body) -> list[KnownSeat]:
        """The seat that the row is about: of this person, or of this name and group."""
        values, chosen = row.values, self._decisions.get(row.row)
        here = [seat for seat in self._village.seats if seat.body is body and _meets(seat, values)]
        if chosen:
            wanted = None if chosen == NEW else chosen
            found = [s for s in here if s.name == row.name and s.person_id == wanted]
            return found[:1]
        number = values.get("id_number")
        by_number = [seat for seat in here if number and seat.id_number == number]
        named = [
            seat
            for seat in here
            if seat.name == row.name
            and not (number and seat.id_number and seat.id_number != number)
            and not _unlike(seat.values, values)
        ]
        return by_number or named

    def _people(self, row: RollRow) -> list[KnownPerson]:
        chosen = self._decisions.get(row.row)
        if chosen == NEW:
            return []
        if chosen:
            return [person for person in self._village.people if person.id == chosen]
        return self._village.persons(row.values)

    def _undecided(self, row: RollRow, found: list[KnownPerson]) -> PlannedSeat:
        why = f"农户册里有 {len(found)} 个{row.name}，看不出是哪一个。"
        hint = "请选择是其中哪一个人；不在农户册里的，选“新登记”。"
        problem = Problem(row.row, "姓名", row.name, why, hint)
        return self._end(
            row,
            Ending.UNDECIDED,
            problems=(problem,),
            candidates=tuple(person.id for person in found),
            why=why,
        )

    def _hold(self, row: RollRow, new: Held) -> None:
        """Nobody sits in one body twice, neither by the desk nor by a row above."""
        if any(new.clashes(held) for held in self._now):
            error = BadValueError(
                f"{row.name}已经在{new.body.label}的名单里，或者上面已有一行。",
                hint="同名的另一个人，请写上组别或者身份证号；重复的行请删去。",
            )
            raise RefusedError("姓名", row.name, error)
        self._now.append(new)

    # -- what changes -------------------------------------------------------------------------

    def _known(
        self,
        row: RollRow,
        seat: KnownSeat,
        homes: tuple[str, ...] | None,
        exclusion: NewExclusion | None,
    ) -> PlannedSeat:
        if seat.id in self._taken:
            error = BadValueError("上面已有一行写了同一个人。", hint="请删去重复的一行。")
            raise RefusedError("姓名", row.name, error)
        self._taken.add(seat.id)
        changed = {
            name: (seat.values.get(name), row.values[name])
            for name in SEAT_FIELDS
            if name in row.values and row.values[name] != seat.values.get(name)
        }
        planned = self._end(
            row, Ending.SAME, entry_id=seat.id, person_id=seat.person_id, fields=changed
        )
        if homes is not None and set(homes) != set(seat.homes):
            planned.homes = homes
            changed["homes"] = (self._heads(seat.homes), self._heads(homes))
        if exclusion is not None and not is_known(exclusion, seat):
            planned.exclusion = exclusion
            changed["reason"] = (None, exclusion.reason)
        if changed:
            planned.ending = Ending.CHANGED
        return planned

    def _heads(self, ids: Iterable[str]) -> tuple[str, ...]:
        names = {home.id: home.head for home in self._village.homes}
        return tuple(names[one] for one in ids if one in names)

    def _homes(self, row: RollRow) -> tuple[str, ...] | None:
        """The households stood for; a head's name that is not exactly one household's refuses the
        row, since nobody may be stood for by guess."""
        heads: tuple[str, ...] | None = row.values.get("homes")
        if heads is None:
            return None
        if row.body not in STAND_FOR_HOUSEHOLDS:
            return None
        ids: list[str] = []
        column = ROLLS.heading_of("homes")
        for head in heads:
            found = self._village.homes_of(head, row.values.get("group"))
            if len(found) != 1:
                what = f"有 {len(found)} 户户主叫{head}" if found else f"没有户主叫{head}的农户"
                hint = "请改成农户册里的户主姓名；同名的，先空着，导入后在名单里选。"
                raise RefusedError(column, head, BadValueError(f"农户册里{what}。", hint=hint))
            ids.append(found[0].id)
        return tuple(dict.fromkeys(ids))


def _unlike(known: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    return any(
        known.get(name) is not None and said.get(name) is not None and known[name] != said[name]
        for name in ("sex", "group", "born_on")
    )


def _meets(seat: KnownSeat, values: Mapping[str, Any]) -> bool:
    """Whether the row can speak of this seat: a seat that ended is another term."""
    from_on, until_on = values.get("from_on"), seat.values.get("until_on")
    if until_on is None:
        return True
    return bool(values.get("until_on") == until_on or (from_on and from_on <= until_on))
