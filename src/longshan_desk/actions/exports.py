"""Writing what the desk knows as Excel, in the very columns that an import reads again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.known_households import Known, known_households, known_people
from longshan_desk.data.known_matters import known_matters
from longshan_desk.data.records import policy_for
from longshan_desk.data.scope import own_rows
from longshan_desk.data.store import Store
from longshan_desk.data.tables.cadres import Cadre, Term
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.people import Household, VillageGroup
from longshan_desk.sheets.body import Step
from longshan_desk.sheets.household_plan import HouseholdPlan
from longshan_desk.sheets.matter_columns import MATTERS
from longshan_desk.sheets.offices import Office
from longshan_desk.sheets.plan_matters import MatterPlan
from longshan_desk.sheets.plan_roll import RollPlan
from longshan_desk.sheets.plan_roster import RosterPlan
from longshan_desk.sheets.read_households import HouseholdSheet
from longshan_desk.sheets.read_matters import MatterSheet
from longshan_desk.sheets.read_roll import RollSheet
from longshan_desk.sheets.read_roster import RosterSheet
from longshan_desk.sheets.roll_columns import ROLLS
from longshan_desk.sheets.roster_columns import ROSTER
from longshan_desk.sheets.write_lists import write_households, write_matters, write_roster
from longshan_desk.sheets.write_refused import write_refused, write_refused_people

SOMEBODY = "某群众"
"""Who asked not to be named (R54)."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The file that was written and how many rows it has."""

    file: Path
    rows: int


class ShownHouseholds(Protocol):
    """A roster's preview."""

    @property
    def sheet(self) -> HouseholdSheet: ...
    @property
    def plan(self) -> HouseholdPlan: ...


class ShownMatters(Protocol):
    """A register's preview."""

    @property
    def sheet(self) -> MatterSheet: ...
    @property
    def plan(self) -> MatterPlan: ...


class ShownRoster(Protocol):
    """A preview of cadres and hearing members."""

    @property
    def sheet(self) -> RosterSheet: ...
    @property
    def plan(self) -> RosterPlan: ...


class ShownRoll(Protocol):
    """A preview of a body's roll."""

    @property
    def sheet(self) -> RollSheet: ...
    @property
    def plan(self) -> RollPlan: ...


def export_households(
    store: Store,
    path: Path,
    *,
    household_ids: Sequence[str] | None = None,
    step: Step | None = None,
) -> Exported:
    """One row a person of these households, in their order; of the whole village by default.

    The dead, those who left and households that moved away stay out. Raises ``FileOpenError``,
    ``DiskFullError`` or ``MediumError``; the file then keeps what it had.
    """
    with store.read() as session:
        groups = policy_for(session, store.today()).special_groups
        ids = _in_order(session) if household_ids is None else household_ids
        rows = list(_person_rows(session, ids, store.today()))
    count = write_households(path, rows, special_groups=groups, step=step, total=len(rows))
    return Exported(path, count)


def export_register(
    store: Store,
    path: Path,
    *,
    matter_ids: Sequence[str] | None = None,
    step: Step | None = None,
) -> Exported:
    """R7: the register as it stands, one row a matter; all that have a number by default."""
    with store.read() as session:
        known = known_matters(session, store.today(), doubles=False)
        found = {one["id"]: one for one in known}
        ids = [one for one in (found if matter_ids is None else matter_ids) if one in found]
        rows = _matter_rows(session, [found[one] for one in ids])
    return Exported(path, write_matters(path, rows, step=step, total=len(rows)))


def export_roster(store: Store, path: Path, *, step: Step | None = None) -> Exported:
    """R1: every cadre and hearing member with all offices ever held, one row a stretch of time."""
    with store.read() as session:
        rows = _office_rows(session)
    return Exported(path, write_roster(path, rows, step=step))


def write_refused_households(shown: ShownHouseholds, path: Path) -> Path:
    """The rows of a roster that an import leaves out, with the reason beside each."""
    write_refused_people(path, shown.sheet, shown.plan)
    return path


def write_refused_matters(shown: ShownMatters, path: Path) -> Path:
    """The rows of a register that an import leaves out, with the reason beside each."""
    write_refused(path, MATTERS.title, shown.sheet, shown.plan.rows)
    return path


def write_refused_cadres(shown: ShownRoster, path: Path) -> Path:
    """The rows of a roster of cadres that an import leaves out, with the reason beside each."""
    write_refused(path, ROSTER.title, shown.sheet, shown.plan.rows)
    return path


def write_refused_seats(shown: ShownRoll, path: Path) -> Path:
    """The rows of a body's roll that an import leaves out, with the reason beside each."""
    write_refused(path, ROLLS.title, shown.sheet, shown.plan.rows)
    return path


# -- households ---------------------------------------------------------------------------------


def _in_order(session: Session) -> list[str]:
    rows = select(Household.id).order_by(Household.group_no, Household.head_key, Household.id)
    return list(session.execute(rows).scalars())


def _person_rows(session: Session, ids: Sequence[str], today: date) -> Iterator[Known]:
    """By household, the head first, who alone says what belongs to the whole household."""
    households = {one["id"]: one for one in known_households(session, today) if not one["ended"]}
    people: dict[str, list[Known]] = defaultdict(list)
    for person in known_people(session, today):
        if not (person["died"] or person["left"] or person["deleted"]):
            people[person["household_id"]].append(person)
    heads = dict(session.execute(select(Household.id, Household.head_id)).all())
    named = select(VillageGroup.number, VillageGroup.name).where(VillageGroup.is_deleted.is_(False))
    names = dict(session.execute(named).all())
    for household_id in ids:
        household = households.get(household_id)
        members = people[household_id]
        members.sort(key=lambda person: person["id"] != heads.get(household_id))
        for place, person in enumerate(members if household else ()):
            assert household is not None
            own = household["special_groups"] if place == 0 else ()
            yield {
                **person,
                "group": household["group"],
                "group_name": names.get(household["group"]),
                "household_code": household["code"],
                "head_name": household["head_name"],
                "address": household["address"],
                "household_note": household["note"] if place == 0 else None,
                "special_groups": (*person["special_groups"], *own),
            }


# -- the register -------------------------------------------------------------------------------


def _matter_rows(session: Session, known: Sequence[Known]) -> list[Known]:
    matters = {
        matter.id: (matter, group)
        for matter, group in session.execute(
            select(Matter, Household.group_no)
            .outerjoin(Household, Household.id == Matter.household_id)
            .where(Matter.number.is_not(None))
        )
    }
    return [_matter_row(one, *matters[one["id"]]) for one in known]


def _matter_row(known: Known, matter: Matter, group: int | None) -> Known:
    values: dict[str, Any] = known["values"]
    return {
        **values,
        "number": known["number"],
        "former_number": known["former_number"],
        "heard_on": known["heard_on"],
        "raisers": _raisers(matter, known["raisers"]),
        "group": group,
        "phone": None if matter.is_anonymous else values["phone"],
        "source": matter.source,
        "status": "已办结" if known["is_closed"] else "办理中",
    }


def _raisers(matter: Matter, names: Sequence[str]) -> str:
    if matter.is_anonymous:
        return SOMEBODY
    several = f"等{matter.signatures}人" if matter.signatures > max(1, len(names)) else ""
    return "、".join(names) + several


# -- the roster ---------------------------------------------------------------------------------


def _office_rows(session: Session) -> list[Known]:
    found = session.execute(
        select(Cadre, Term)
        .join(Term, Term.cadre_id == Cadre.id)
        .where(Cadre.is_deleted.is_(False), Term.is_deleted.is_(False), own_rows(session, Term))
        .order_by(Cadre.name_key, Cadre.id, Term.from_on, Term.until_on, Term.id)
    )
    rows: dict[tuple[object, ...], Known] = {}
    for cadre, term in found:
        row = rows.setdefault(
            (cadre.id, term.from_on, term.until_on),
            {
                "name": cadre.name,
                "sex": cadre.sex,
                "phone": cadre.phone,
                "note": cadre.note,
                "from_on": term.from_on,
                "until_on": term.until_on,
                "roles": (),
            },
        )
        row["roles"] += (Office(term.role, term.title, term.is_acting_secretary).words,)
    return list(rows.values())
