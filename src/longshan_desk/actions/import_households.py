"""Importing a household roster: a preview that writes nothing, then one act, undone whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.imports import log_position
from longshan_desk.data.known_households import known_households, known_people
from longshan_desk.data.records import policy_for
from longshan_desk.data.session import DeskSession
from longshan_desk.data.special_groups import CHUNK
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person, SpecialGroup, VillageGroup
from longshan_desk.errors import ChangedSinceError
from longshan_desk.sheets.body import Step
from longshan_desk.sheets.endings import Ending
from longshan_desk.sheets.existing import ExistingHousehold, ExistingPerson
from longshan_desk.sheets.household_columns import HOUSEHOLDS, PERSON_FIELDS
from longshan_desk.sheets.household_plan import HouseholdPlan, PlannedHousehold, PlannedPerson
from longshan_desk.sheets.plan_households import plan_households
from longshan_desk.sheets.read_households import HouseholdSheet, read_households

FIELD_TITLES: Mapping[str, str] = {
    **{column.field: column.heading for column in HOUSEHOLDS.columns},
    "household_special_groups": "整户的重点人群",
}
"""What a plan's fields are called."""

_PLAIN_FIELDS = tuple(name for name in PERSON_FIELDS if name != "special_groups")
_HOUSEHOLD_FIELDS = {
    "group": "group_no",
    "household_code": "code",
    "address": "address",
    "household_note": "note",
}


@dataclass(frozen=True)
class HouseholdPreview:
    """A sheet as it was read and what importing it would do; ``decisions`` are part of that."""

    sheet: HouseholdSheet
    plan: HouseholdPlan
    decisions: Mapping[int, str]
    position: int
    """Where the log stood: what was planned holds as long as it stands there."""


def preview(
    store: Store,
    path: Path,
    *,
    sheet: str | None = None,
    group: int | None = None,
    decisions: Mapping[int, str] | None = None,
    step: Step | None = None,
) -> HouseholdPreview:
    """Read a roster and say how each row would end; writes nothing.

    ``decisions`` say for undecided rows which person they are about, or ``"new"``; ``group`` is
    everybody's where the sheet has no such column. What ``step`` raises stops the reading.
    """
    with store.read() as session:
        policy = policy_for(session, store.today())
        names = {row.name: row.number for row in _groups(session) if row.name}
    read = read_households(
        path,
        sheet=sheet,
        step=step,
        special_groups=policy.special_groups,
        group_names=names,
        group=group,
    )
    return decide(store, read, decisions or {})


def decide(store: Store, sheet: HouseholdSheet, decisions: Mapping[int, str]) -> HouseholdPreview:
    """Plan a sheet that was read before under other decisions."""
    with store.read() as session:
        plan = _plan(session, sheet, decisions, store.today())
        return HouseholdPreview(sheet, plan, dict(decisions), log_position(session))


def apply(store: Store, shown: HouseholdPreview, *, step: Step | None = None) -> dict[str, int]:
    """Carry a preview out, after a backup; returns how many rows ended in which way.

    Takes new and changed rows, leaves refused and undecided ones out. Raises
    ``ChangedSinceError``, and changes nothing, when the village's records are no longer those
    that the preview was made from.
    """
    if shown.plan.changes_nothing:
        return shown.plan.counts
    from longshan_desk.data.backup import make_backup

    make_backup(store.paths, "import")
    with store.change("导入农户花名册") as session:
        _check_still_true(session, shown, store.today())
        _Import(session, shown.plan, store.today(), step).run()
    return shown.plan.counts


def _check_still_true(session: Session, shown: HouseholdPreview, today: date) -> None:
    if log_position(session) == shown.position:
        return
    if _plan(session, shown.sheet, shown.decisions, today) != shown.plan:
        raise ChangedSinceError(
            "预览以后，村里的农户资料又有改动，没有导入。",
            hint="请重新预览，看过以后再导入。",
        )


# -- what the desk knows ------------------------------------------------------------------------


def _plan(
    session: Session, sheet: HouseholdSheet, decisions: Mapping[int, str], today: date
) -> HouseholdPlan:
    households = (ExistingHousehold(**known) for known in known_households(session, today))
    people = (ExistingPerson(**known) for known in known_people(session, today))
    return plan_households(sheet, households, people, decisions)


def _groups(session: Session) -> list[VillageGroup]:
    rows = select(VillageGroup).where(VillageGroup.is_deleted.is_(False))
    return list(session.execute(rows.order_by(VillageGroup.number)).scalars())


# -- writing ------------------------------------------------------------------------------------


@dataclass
class _Import:
    """One import in its transaction: new records by the bulk road, changes one by one."""

    session: DeskSession
    plan: HouseholdPlan
    today: date
    step: Step | None
    new: list[Any] = field(default_factory=list)

    def run(self) -> None:
        self._groups()
        known = self._known(Household, (h.household_id for h in self.plan.households))
        places = self._last_places(known)
        total = len(self.plan.households)
        for done, planned in enumerate(self.plan.households):
            household = known.get(planned.household_id or "") or self._household(planned)
            self._members(planned, household, places.get(household.id, 0))
            self._change(household, planned.fields)
            if self.step and done % CHUNK == 0:
                self.step(done, total)
        self._changed_people()
        self.session.insert_many(self.new)
        if self.step:
            self.step(total, total)

    def _known(self, model: type[Any], ids: Iterable[str | None]) -> dict[str, Any]:
        """The records with these ids, a few hundred at a time."""
        wanted = sorted({one for one in ids if one})
        found: dict[str, Any] = {}
        for start in range(0, len(wanted), CHUNK):
            rows = self.session.execute(
                select(model).where(model.id.in_(wanted[start : start + CHUNK]))
            )
            found.update({row.id: row for row in rows.scalars()})
        return found

    def _groups(self) -> None:
        """A group's name is taken where it has none yet."""
        known = {row.number: row for row in _groups(self.session)}
        for number, name in self.plan.group_names.items():
            if number not in known:
                self.new.append(VillageGroup(number=number, name=name))
            elif not known[number].name:
                known[number].name = name

    def _last_places(self, known: Iterable[str]) -> dict[str, int]:
        """By household, the first free place in its list of people."""
        rows = self.session.execute(
            select(Person.household_id, func.max(Person.position)).group_by(Person.household_id)
        )
        wanted = set(known)
        return {one: last + 1 for one, last in rows if one in wanted}

    def _household(self, planned: PlannedHousehold) -> Household:
        values = planned.values
        household = Household(
            head_name=values["head_name"],
            **{own: values.get(name) for name, own in _HOUSEHOLD_FIELDS.items()},
        )
        self.new.append(household)
        self._join(household.id, None, values.get("special_groups", ()), {})
        return household

    def _members(self, planned: PlannedHousehold, household: Household, place: int) -> None:
        for place_of, number in enumerate(planned.new_rows, start=place):
            values = self.plan.by_row[number].values
            person = Person(
                household_id=household.id,
                position=place_of,
                **{name: values.get(name) for name in _PLAIN_FIELDS},
            )
            self.new.append(person)
            self._join(household.id, person.id, values.get("special_groups", ()), {})
            if number == planned.head_row:
                household.head_id, household.head_name = person.id, person.name

    def _change(self, household: Household, fields: Mapping[str, tuple[Any, Any]]) -> None:
        for name, own in _HOUSEHOLD_FIELDS.items():
            if name in fields:
                setattr(household, own, fields[name][1])
        if "household_special_groups" in fields:
            codes = _added(fields["household_special_groups"])
            self._join(household.id, None, codes, self._former(household.id, None))

    def _changed_people(self) -> None:
        rows = [row for row in self.plan.rows if row.ending is Ending.CHANGED]
        people = self._known(Person, (row.person_id for row in rows))
        heads = {h.head_row for h in self.plan.households}
        homes = self._known(Household, (person.household_id for person in people.values()))
        for row in rows:
            person = people[row.person_id or ""]
            household = homes[person.household_id]
            self._change_person(row, person)
            if row.row in heads or household.head_id == person.id:
                household.head_id, household.head_name = person.id, person.name

    def _change_person(self, row: PlannedPerson, person: Person) -> None:
        for name in _PLAIN_FIELDS:
            if name in row.fields:
                setattr(person, name, row.fields[name][1])
        if "special_groups" in row.fields:
            codes = _added(row.fields["special_groups"])
            former = self._former(person.household_id, person.id)
            self._join(person.household_id, person.id, codes, former)

    # -- special groups -------------------------------------------------------------------------

    def _join(
        self,
        household_id: str,
        person_id: str | None,
        codes: Iterable[str],
        former: Mapping[str, date],
    ) -> None:
        """R11: a sheet says no date, so none is kept, unless an earlier membership ended."""
        for code in codes:
            ended = former.get(code)
            self.new.append(
                SpecialGroup(
                    household_id=household_id,
                    person_id=person_id,
                    kind=code,
                    from_on=ended + timedelta(days=1) if ended else None,
                )
            )

    def _former(self, household_id: str, person_id: str | None) -> dict[str, date]:
        """The last day of each group that was left."""
        rows = self.session.execute(
            select(SpecialGroup.kind, func.max(SpecialGroup.until_on))
            .where(
                SpecialGroup.household_id == household_id,
                SpecialGroup.person_id == person_id,
                SpecialGroup.is_deleted.is_(False),
                SpecialGroup.until_on < self.today,
            )
            .group_by(SpecialGroup.kind)
        )
        return {kind: until_on for kind, until_on in rows if until_on}


def _added(pair: tuple[Any, Any]) -> tuple[str, ...]:
    before, after = pair
    return tuple(code for code in after if code not in before)
