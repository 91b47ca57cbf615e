"""Importing the bodies' rolls: preview, then one act, undone whole (R14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from longshan_desk.data.imports import log_position
from longshan_desk.data.known_seats import known_homes, known_seats, known_villagers
from longshan_desk.data.records import require
from longshan_desk.data.seats import SEAT, put_exclusion, put_seat, set_households
from longshan_desk.data.store import Store
from longshan_desk.data.tables.rolls import RollEntry, RollExclusion
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.seats import SeatFacts
from longshan_desk.errors import ChangedSinceError
from longshan_desk.sheets.body import Step
from longshan_desk.sheets.endings import Ending
from longshan_desk.sheets.known_seats import KnownHome, KnownPerson, KnownSeat, Village
from longshan_desk.sheets.plan_roll import PlannedSeat, RollPlan, plan_roll
from longshan_desk.sheets.read_roll import RollSheet, read_roll
from longshan_desk.sheets.roll_columns import ROLLS

FIELD_TITLES: Mapping[str, str] = {
    **{column.field: column.heading for column in ROLLS.columns},
    "is_probationary": ROLLS.heading_of("standing"),
}
"""What a plan's fields are called."""

_TAKEN = (Ending.NEW, Ending.CHANGED)
_SEAT_NAMES = {"group": "group_no", "capacity": "lacks_capacity"}


@dataclass(frozen=True)
class RollPreview:
    """A roll as it was read and what importing it would do."""

    sheet: RollSheet
    plan: RollPlan
    decisions: Mapping[int, str]
    position: int
    """Where the log stood: what was planned holds as long as it stands there."""


def preview(
    store: Store,
    path: Path,
    *,
    sheet: str | None = None,
    body: Body | None = None,
    decisions: Mapping[int, str] | None = None,
    step: Step | None = None,
) -> RollPreview:
    """Read a roll and say how each row would end; writes nothing.

    ``body`` is the roll of rows that name none. ``decisions`` say for undecided rows which
    villager they are about, or ``"new"``.
    """
    return decide(store, read_roll(path, sheet=sheet, body=body, step=step), decisions or {})


def decide(store: Store, sheet: RollSheet, decisions: Mapping[int, str]) -> RollPreview:
    """Plan a sheet that was read before under other decisions."""
    with store.read() as session:
        plan = plan_roll(sheet, _village(session, store.today()), decisions)
        return RollPreview(sheet, plan, dict(decisions), log_position(session))


def apply(store: Store, shown: RollPreview, *, step: Step | None = None) -> dict[str, int]:
    """Carry a preview out, after a backup; returns how many rows ended in which way.

    Takes new and changed rows, leaves refused and undecided ones out. Raises
    ``ChangedSinceError``, and changes nothing, when the rolls are no longer those that the
    preview was made from.
    """
    if shown.plan.changes_nothing:
        return shown.plan.counts
    from longshan_desk.data.backup import make_backup

    make_backup(store.paths, "import")
    with store.change("导入会议名单") as session:
        _check_still_true(session, shown, store)
        total = len(shown.plan.rows)
        for done, row in enumerate(shown.plan.rows, start=1):
            if row.ending in _TAKEN:
                _take(session, row, store)
            if step:
                step(done, total)
    return shown.plan.counts


def _check_still_true(session: Session, shown: RollPreview, store: Store) -> None:
    if log_position(session) == shown.position:
        return
    if plan_roll(shown.sheet, _village(session, store.today()), shown.decisions) != shown.plan:
        raise ChangedSinceError(
            "预览以后，名单又有改动，没有导入。", hint="请重新预览，看过以后再导入。"
        )


def _village(session: Session, today: date) -> Village:
    return Village(
        tuple(KnownSeat(**known) for known in known_seats(session)),
        tuple(KnownPerson(**known) for known in known_villagers(session)),
        tuple(KnownHome(**known) for known in known_homes(session)),
        today,
    )


def _take(session: Session, row: PlannedSeat, store: Store) -> None:
    assert row.body is not None
    if row.entry_id:
        entry = require(session, RollEntry, row.entry_id, SEAT)
        for name, (_, new) in row.fields.items():
            if name not in ("homes", "reason"):
                setattr(entry, _SEAT_NAMES.get(name, name), new)
    else:
        entry = RollEntry(body=row.body)
        values = {_SEAT_NAMES.get(name, name): value for name, value in row.values.items()}
        put_seat(session, entry, SeatFacts(row.name, row.person_id, **values))
    if row.homes is not None:
        set_households(session, entry, row.homes, entry.from_on)
    if row.exclusion is not None:
        put_exclusion(
            session, entry, RollExclusion(entry_id=entry.id), row.exclusion, store.today()
        )
