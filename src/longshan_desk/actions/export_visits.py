"""Writing visits as Excel: the diary in the columns an import reads, and the sheet to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.diary import counts_on, facts_of_entry, known_topics
from longshan_desk.data.records import policy_versions
from longshan_desk.data.special_groups import CHUNK
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, VillageGroup
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.policy import policy_on
from longshan_desk.sheets.body import Step
from longshan_desk.sheets.plan_visits import VisitPlan
from longshan_desk.sheets.read_visits import VisitSheet
from longshan_desk.sheets.visit_columns import VISITS
from longshan_desk.sheets.visit_sheet import SheetToFill, write_visit_sheet
from longshan_desk.sheets.write_lists import write_visits
from longshan_desk.sheets.write_refused import write_refused


class ShownVisits(Protocol):
    """A preview of a sheet of visits."""

    @property
    def sheet(self) -> VisitSheet: ...
    @property
    def plan(self) -> VisitPlan: ...


def export_visits(
    store: Store, path: Path, *, visit_ids: Sequence[str], step: Step | None = None
) -> int:
    """R10: one row an entry of the diary as it reads today, in the order of ``visit_ids``; returns
    how many.

    Imported again it changes nothing; what is written over becomes a correction. Raises
    ``FileOpenError``, ``DiskFullError`` or ``MediumError``; the file then keeps what it had.
    """
    with store.read() as session:
        rows = list(_rows(session, store, visit_ids))
    return write_visits(path, rows, step=step, total=len(rows))


def export_visit_sheet(path: Path, asked: SheetToFill) -> int:
    """R10: the sheet to fill in, as ``queries.visit_sheet`` puts it together; returns how many
    households it has."""
    return write_visit_sheet(path, asked)


def write_refused_visits(shown: ShownVisits, path: Path) -> Path:
    """The rows of a sheet of visits that an import leaves out, with the reason beside each."""
    write_refused(
        path,
        VISITS.title,
        shown.sheet,
        shown.plan.rows,
        fill_down=("group", "on", "visitors", "way"),
    )
    return path


def _rows(session: Session, store: Store, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    policies = policy_versions(session)
    named = select(VillageGroup.number, VillageGroup.name).where(VillageGroup.is_deleted.is_(False))
    groups = dict(session.execute(named).all())
    columns = (Household.group_no, Household.head_name)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        found = session.execute(
            select(Visit, *columns)
            .join(Household, Household.id == Visit.household_id)
            .where(Visit.entry_id.in_(part), counts_on(store.today()))
        )
        by_id = {visit.entry_id: (visit, group, head) for visit, group, head in found}
        for one in part:
            if one not in by_id:
                continue
            visit, group, head = by_id[one]
            facts = facts_of_entry(visit)
            known = known_topics(policy_on(policies, facts.on), facts.topics)
            labels = {topic.code: topic.label for topic in known}
            yield {
                **{name: getattr(facts, name) for name in facts.LABELS},
                "topics": tuple(labels[code] for code in facts.topics),
                "is_unchanged": facts.is_unchanged or None,
                "is_internal": facts.is_internal or None,
                "entry_id": one,
                "group": group,
                "group_name": groups.get(group),
                "head": head,
            }
