"""Importing a sheet of visits: a preview that writes nothing, then one act, undone whole (R10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from longshan_desk.data.diary import Pen, entry_of
from longshan_desk.data.imports import log_position
from longshan_desk.data.known_visits import (
    deleted_of,
    group_numbers,
    known_homes,
    known_visitors,
    known_visits,
)
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import ChangedSinceError
from longshan_desk.sheets.body import Step
from longshan_desk.sheets.endings import Ending
from longshan_desk.sheets.known_visits import KnownDiary, KnownHome, KnownVisit
from longshan_desk.sheets.plan_visits import VisitPlan, plan_visits
from longshan_desk.sheets.read_visits import VisitSheet, read_visits
from longshan_desk.sheets.visit_columns import VISITS

FIELD_TITLES: Mapping[str, str] = {column.field: column.heading for column in VISITS.columns}
"""What each field of a sheet of visits is called, for showing how its columns were understood."""

REASON = "按导入的走访表更正"
_AT_ONCE = 100


@dataclass(frozen=True)
class VisitPreview:
    """A sheet of visits as it was read and what importing it would do."""

    sheet: VisitSheet
    plan: VisitPlan
    decisions: Mapping[int, str]
    position: int
    """Where the log stood: what was planned holds as long as it stands there."""


def preview(
    store: Store,
    path: Path,
    *,
    sheet: str | None = None,
    way: VisitWay | None = None,
    visitors: tuple[str, ...] = (),
    decisions: Mapping[int, str] | None = None,
    step: Step | None = None,
) -> VisitPreview:
    """Read a sheet of visits and say how each row would end; writes nothing.

    ``way`` and ``visitors`` are every row's that does not say them; ``decisions`` say for
    undecided rows which household or entry they are about, or ``"new"``. What ``step`` raises
    stops the reading.
    """
    with store.read() as session:
        names = group_numbers(session)
    read = read_visits(path, sheet=sheet, way=way, visitors=visitors, group_names=names, step=step)
    return decide(store, read, decisions or {})


def decide(store: Store, sheet: VisitSheet, decisions: Mapping[int, str]) -> VisitPreview:
    """Plan a sheet that was read before under other decisions."""
    with store.read() as session:
        plan = plan_visits(sheet, _diary(session, store, sheet), decisions)
        return VisitPreview(sheet, plan, dict(decisions), log_position(session))


def apply(store: Store, shown: VisitPreview, *, step: Step | None = None) -> dict[str, int]:
    """Carry a preview out, after a backup; returns how many rows ended in which way.

    Takes new and changed rows, leaves refused and undecided ones out. What is changed is
    corrected: the words before stay readable. Raises ``ChangedSinceError``, and changes nothing,
    when the diary is no longer the one that the preview was made from.
    """
    if shown.plan.changes_nothing:
        return shown.plan.counts
    from longshan_desk.data.backup import make_backup

    make_backup(store.paths, "import")
    with store.change("导入走访记录") as session:
        _check_still_true(session, store, shown)
        _write(session, store, shown.plan, step)
    return shown.plan.counts


def _check_still_true(session: DeskSession, store: Store, shown: VisitPreview) -> None:
    if log_position(session) == shown.position:
        return
    diary = _diary(session, store, shown.sheet)
    if plan_visits(shown.sheet, diary, shown.decisions) != shown.plan:
        raise ChangedSinceError(
            "预览以后，走访记录又有改动，没有导入。", hint="请重新预览，看过以后再导入。"
        )


def _diary(session: DeskSession, store: Store, sheet: VisitSheet) -> KnownDiary:
    pen = Pen(session, store)
    homes = [KnownHome(**known) for known in known_homes(session)]
    pen.know([home.id for home in homes])
    said = [line.values for line in sheet.rows]
    entries = {values["entry_id"] for values in said if "entry_id" in values}
    households = {values["household_id"] for values in said if "household_id" in values}
    days = {values["on"] for values in said if "on" in values}
    visits = known_visits(session, days, entries, store.today())
    strange_homes = households - {home.id for home in homes}
    strange_entries = entries - {one for one, _ in visits}
    return KnownDiary(
        homes=homes,
        visits=[KnownVisit(one, facts) for one, facts in visits],
        visitors=frozenset(known_visitors(session)),
        check=pen.checked,
        gone=frozenset(deleted_of(session, strange_entries, strange_homes)),
    )


def _write(session: DeskSession, store: Store, plan: VisitPlan, step: Step | None) -> None:
    """New entries by the bulk road, corrections one by one."""
    pen = Pen(session, store)
    taken = [(row, facts) for row in plan.rows if (facts := row.facts) is not None]
    pen.know([facts.household_id for _, facts in taken])
    rows = []
    for done, (row, facts) in enumerate(taken):
        if row.ending is Ending.NEW:
            rows.append(pen.entry(facts))
        elif row.entry_id is not None:
            pen.correct(entry_of(session, row.entry_id), facts, REASON)
        if step and done % _AT_ONCE == 0:
            step(done, len(taken))
    session.insert_many(rows)
    if step:
        step(len(taken), len(taken))
