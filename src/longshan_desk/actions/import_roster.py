"""Importing the roster of cadres and hearing members: preview, then one act, undone whole (R1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.imports import log_position
from longshan_desk.data.records import require
from longshan_desk.data.scope import own_rows, sent_down
from longshan_desk.data.store import Store
from longshan_desk.data.tables.cadres import Cadre, Term
from longshan_desk.data.tables.people import Person
from longshan_desk.errors import ChangedSinceError
from longshan_desk.sheets.body import Step
from longshan_desk.sheets.endings import Ending
from longshan_desk.sheets.existing import ExistingCadre, ExistingTerm
from longshan_desk.sheets.plan_roster import PlannedCadre, PlannedTerm, RosterPlan, plan_roster
from longshan_desk.sheets.read_roster import RosterSheet, read_roster
from longshan_desk.sheets.roster_columns import ROSTER

FIELD_TITLES: Mapping[str, str] = {column.field: column.heading for column in ROSTER.columns}
"""What a plan's fields are called."""

_TAKEN = (Ending.NEW, Ending.CHANGED)
_OWN_FIELDS = ("sex", "phone", "note")


@dataclass(frozen=True)
class RosterPreview:
    """A roster as it was read and what importing it would do."""

    sheet: RosterSheet
    plan: RosterPlan
    decisions: Mapping[int, str]
    position: int
    """Where the log stood: what was planned holds as long as it stands there."""


def preview(
    store: Store,
    path: Path,
    *,
    sheet: str | None = None,
    decisions: Mapping[int, str] | None = None,
    step: Step | None = None,
) -> RosterPreview:
    """Read a roster and say how each row would end; writes nothing.

    ``decisions`` say for undecided rows which cadre they are about, or ``"new"``.
    """
    return decide(store, read_roster(path, sheet=sheet, step=step), decisions or {})


def decide(store: Store, sheet: RosterSheet, decisions: Mapping[int, str]) -> RosterPreview:
    """Plan a sheet that was read before under other decisions."""
    with store.read() as session:
        plan = plan_roster(sheet, _known(session), decisions)
        return RosterPreview(sheet, plan, dict(decisions), log_position(session))


def apply(store: Store, shown: RosterPreview, *, step: Step | None = None) -> dict[str, int]:
    """Carry a preview out, after a backup; returns how many rows ended in which way.

    Takes new and changed rows, leaves refused and undecided ones out. Raises
    ``ChangedSinceError``, and changes nothing, when the roster is no longer the one that the
    preview was made from.
    """
    if shown.plan.changes_nothing:
        return shown.plan.counts
    from longshan_desk.data.backup import make_backup

    make_backup(store.paths, "import")
    with store.change("导入干部名册") as session:
        _check_still_true(session, shown)
        _Import(session, shown.plan).run(step)
    return shown.plan.counts


def _check_still_true(session: Session, shown: RosterPreview) -> None:
    if log_position(session) == shown.position:
        return
    if plan_roster(shown.sheet, _known(session), shown.decisions) != shown.plan:
        raise ChangedSinceError(
            "预览以后，名册又有改动，没有导入。", hint="请重新预览，看过以后再导入。"
        )


def _known(session: Session) -> list[ExistingCadre]:
    terms: dict[str, list[ExistingTerm]] = {}
    held = select(Term).where(Term.is_deleted.is_(False), own_rows(session, Term))
    held = held.order_by(Term.from_on, Term.id)
    for term in session.execute(held).scalars():
        terms.setdefault(term.cadre_id, []).append(
            ExistingTerm(
                term.id,
                term.role,
                term.title,
                term.is_acting_secretary,
                term.from_on,
                term.until_on,
            )
        )
    rows = session.execute(
        select(Cadre, Person.id_number)
        .outerjoin(Person, Person.id == Cadre.person_id)
        .where(
            Cadre.is_deleted.is_(False), or_(~sent_down(session, Cadre), Cadre.id.in_(list(terms)))
        )
        .order_by(Cadre.id)
    )
    return [
        ExistingCadre(
            row.id, row.name, row.sex, row.phone, number, row.note, tuple(terms.get(row.id, ()))
        )
        for row, number in rows
    ]


@dataclass
class _Import:
    """One import in its transaction."""

    session: Session
    plan: RosterPlan
    made: dict[int, Cadre] = field(default_factory=dict)

    def run(self, step: Step | None) -> None:
        total = len(self.plan.rows)
        for done, row in enumerate(self.plan.rows, start=1):
            if row.ending in _TAKEN:
                self._take(row)
            if step:
                step(done, total)

    def _take(self, row: PlannedCadre) -> None:
        cadre = self._cadre(row)
        townships = select(Cadre.id).where(Cadre.id == cadre.id, sent_down(self.session, Cadre))
        is_townships = bool(cadre.id) and self.session.scalar(townships) is not None
        for name in _OWN_FIELDS:
            if name in row.fields and not is_townships:  # who it is, the township says
                setattr(cadre, name, row.fields[name][1])
        for term in row.terms:
            self._term(cadre, term)

    def _cadre(self, row: PlannedCadre) -> Cadre:
        if row.cadre_id:
            found: Cadre = require(self.session, Cadre, row.cadre_id, "名册人员")
            return found
        if row.same_as_row is not None:
            return self.made[row.same_as_row]
        values = row.values
        cadre = Cadre(
            name=values["name"],
            person_id=self._villager(values.get("id_number")),
            **{name: values.get(name) for name in _OWN_FIELDS},
        )
        self.session.add(cadre)
        self.made[row.row] = cadre
        return cadre

    def _villager(self, number: str | None) -> str | None:
        """The villager who has this number, so that the roster and the village know each other."""
        if number is None:
            return None
        return self.session.scalar(
            select(Person.id).where(Person.id_number == number, Person.is_deleted.is_(False))
        )

    def _term(self, cadre: Cadre, planned: PlannedTerm) -> None:
        if planned.term_id:
            term = require(self.session, Term, planned.term_id, "任职记录")
        else:
            term = Term(cadre_id=cadre.id, role=planned.office.role)
        term.title = planned.office.title
        term.is_acting_secretary = planned.office.is_acting_secretary
        term.from_on, term.until_on = planned.from_on, planned.until_on
        self.session.add(term)
