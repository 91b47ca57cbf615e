"""The diary as lists and one entry's page show it: by day, month, cadre or household (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.attachments import attached_to
from longshan_desk.data.diary import (
    counts_on,
    facts_of_entry,
    follow_ups_of,
    known_topics,
    versions_of,
)
from longshan_desk.data.records import policy_versions
from longshan_desk.data.special_groups import CHUNK
from longshan_desk.data.standing import doubles_of, main_of, stand_ins
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import LedgerEntry, Visit, VisitFollowUp, VisitLink
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.labels import OfficeRole
from longshan_desk.domain.policy import PolicyVersion, policy_on
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import Attached, FollowUpKind
from longshan_desk.domain.visit_words import former_words
from longshan_desk.errors import NotFoundError
from longshan_desk.queries.visit_filters import VisitFilter, conditions


@dataclass(frozen=True, slots=True)
class Linked:
    """A matter or a line of the ledger that stands with an entry; ``kind`` as in the search."""

    link_id: str
    kind: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """An entry of the diary as it reads on the day asked for."""

    id: str
    facts: VisitFacts
    group_no: int
    head: str
    topic_words: str
    promise_ended: FollowUpKind | None
    links: tuple[Linked, ...]
    reviews: int
    entered_on: date
    is_entered_late: bool
    corrected_on: date | None
    owner: OfficeRole
    by: str

    @property
    def on(self) -> date:
        return self.facts.on

    @property
    def group(self) -> str:
        return group_label(self.group_no)

    @property
    def household(self) -> str:
        """一组马占山户"""
        return f"{self.group}{self.head}户"

    @property
    def text(self) -> str:
        """What was said; 无变化 where nothing else was written."""
        return self.facts.text or ("无变化" if self.facts.is_unchanged else "")


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry said until it was corrected."""

    facts: VisitFacts
    written_on: date
    by: str
    reason: str | None
    """Why this version was written; empty for the first."""
    former: str = ""
    """What it changed, as it read before."""


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    id: str
    kind: FollowUpKind
    on: date
    by: str
    text: str | None


@dataclass(frozen=True, slots=True)
class PhotoRow:
    id: str
    digest: str
    caption: str | None


@dataclass(frozen=True, slots=True)
class VisitPage:
    """All of one entry; ``versions`` the oldest first, the last one is what it says."""

    row: VisitRow
    versions: tuple[Version, ...]
    follow_ups: tuple[FollowUpRow, ...]
    photos: tuple[PhotoRow, ...]


def visit_ids(
    store: Store,
    wanted: VisitFilter | None = None,
    *,
    sort: str = "on",
    descending: bool = True,
    on: date | None = None,
) -> list[str]:
    """The ids of the entries that pass, in order; ``sort`` is on, group, head, way, entered_on or
    promise_due. The database filters and sorts."""
    day = on or store.today()
    keys = _SORTS.get(sort, _SORTS["on"])
    query = select(Visit.entry_id).where(counts_on(day), *conditions(wanted or VisitFilter(), day))
    if sort in _BY_HOUSEHOLD:
        query = query.join(Household, Household.id == Visit.household_id)
    ordered = [key.desc() if descending else key for key in (*keys, Visit.entry_id)]
    found = query.order_by(*ordered).subquery()
    # The database strings the ids together: fetching them row by row takes three times as long.
    with store.read() as session:
        ids = session.execute(select(func.group_concat(found.c.entry_id, " "))).scalar()
    return ids.split() if ids else []


def visit_rows(store: Store, ids: Sequence[str], *, on: date | None = None) -> list[VisitRow]:
    """The rows of these entries, in the order of ``ids``."""
    with store.read() as session:
        return rows_of_visits(session, ids, on or store.today())


def list_visits(
    store: Store, wanted: VisitFilter | None = None, *, on: date | None = None
) -> list[VisitRow]:
    """The entries that pass, the oldest first: for a booklet, a sheet or a command."""
    day = on or store.today()
    return visit_rows(store, visit_ids(store, wanted, descending=False, on=day), on=day)


def visit_page(store: Store, entry_id: str, *, on: date | None = None) -> VisitPage:
    """Raises ``NotFoundError`` where there is none."""
    day = on or store.today()
    with store.read() as session:
        entry_id = main_of(session, Visit, entry_id)
        entries = [entry_id, *doubles_of(session, Visit, entry_id)]
        rows = rows_of_visits(session, [entry_id], day)
        if not rows:
            raise NotFoundError(
                "找不到这条走访记录。", hint="它可能已被删除，请刷新后再试。", where=entry_id
            )
        links = [one for found in links_by_entry(session, entries).values() for one in found]
        versions = [version for one in entries for version in _versions(session, one, day)]
        follow_ups = [
            FollowUpRow(row.id, row.kind, row.on, row.by, row.text)
            for one in entries
            for row in follow_ups_of(session, one)
            if row.on <= day
        ]
        photos = [
            PhotoRow(row.id, row.digest, row.caption)
            for one in entries
            for row in attached_to(session, Attached.VISIT, one)
        ]
    row = replace(rows[0], links=tuple({one.id: one for one in links}.values()))
    return VisitPage(row, tuple(versions), tuple(follow_ups), tuple(photos))


def _versions(session: Session, entry_id: str, day: date) -> list[Version]:
    """What the entry said and says; each with what the one before it said otherwise."""
    found: list[Version] = []
    for row in versions_of(session, entry_id):
        if row.corrected_on is not None and row.corrected_on > day:
            continue
        facts = facts_of_entry(row)
        former = _former(session, found[-1].facts, facts) if found else ""
        found.append(Version(facts, row.corrected_on or row.entered_on, row.by, row.reason, former))
    return found


def _former(session: Session, before: VisitFacts, after: VisitFacts) -> str:
    policy = policy_on(policy_versions(session), before.on)
    topics = (*before.topics, *after.topics)
    labels = {topic.code: topic.label for topic in known_topics(policy, topics)}
    if (home := session.get(Household, before.household_id)) is not None:
        labels[home.id] = f"{group_label(home.group_no)}{home.head_name}户"
    return former_words(before, after, labels)


# -- rows ---------------------------------------------------------------------------------------


def rows_of_visits(session: Session, ids: Sequence[str], day: date) -> list[VisitRow]:
    """The rows of these entries inside an open session, in the order of ``ids``."""
    versions, mains = policy_versions(session), stand_ins(session, Household)
    found: dict[str, VisitRow] = {}
    for start in range(0, len(ids), CHUNK):
        part = list(ids[start : start + CHUNK])
        links, follow_ups = links_by_entry(session, part), _follow_ups(session, part, day)
        rows = session.execute(
            select(Visit, Household)
            .join(Household, Household.id == Visit.household_id)
            .where(Visit.entry_id.in_(part), counts_on(day))
        )
        for visit, household in rows:
            kinds = follow_ups.get(visit.entry_id, [])
            if household.id in mains:
                household = session.get(Household, mains[household.id]) or household
            found[visit.entry_id] = _row(visit, household, links, kinds, versions)
    return [found[one] for one in ids if one in found]


def _row(
    visit: Visit,
    household: Household,
    links: dict[str, list[Linked]],
    kinds: list[FollowUpKind],
    versions: Sequence[PolicyVersion],
) -> VisitRow:
    facts = facts_of_entry(visit)
    policy = policy_on(versions, visit.on)
    labels = {topic.code: topic.label for topic in known_topics(policy, facts.topics)}
    return VisitRow(
        id=visit.entry_id,
        facts=facts,
        group_no=household.group_no,
        head=household.head_name,
        topic_words="、".join(labels[code] for code in facts.topics),
        promise_ended=next((kind for kind in kinds if kind.ends_promise), None),
        links=tuple(links.get(visit.entry_id, ())),
        reviews=kinds.count(FollowUpKind.REVIEW),
        entered_on=visit.entered_on,
        is_entered_late=(visit.entered_on - visit.on).days > policy.late_entry_days,
        corrected_on=visit.corrected_on,
        owner=visit.owner,
        by=visit.by,
    )


def _follow_ups(session: Session, ids: list[str], day: date) -> dict[str, list[FollowUpKind]]:
    rows = session.execute(
        select(VisitFollowUp.entry_id, VisitFollowUp.kind).where(
            VisitFollowUp.entry_id.in_(ids),
            VisitFollowUp.is_deleted.is_(False),
            VisitFollowUp.on <= day,
        )
    )
    found: dict[str, list[FollowUpKind]] = {}
    for entry_id, kind in rows:
        found.setdefault(entry_id, []).append(kind)
    return found


def links_by_entry(session: Session, ids: Sequence[str]) -> dict[str, list[Linked]]:
    """What came of these entries, by entry."""
    rows = session.execute(
        select(VisitLink, Matter, LedgerEntry)
        .outerjoin(Matter, Matter.id == VisitLink.matter_id)
        .outerjoin(LedgerEntry, LedgerEntry.id == VisitLink.ledger_id)
        .where(VisitLink.entry_id.in_(ids), VisitLink.is_deleted.is_(False))
        .order_by(VisitLink.id)
    )
    found: dict[str, list[Linked]] = {}
    for link, matter, ledger in rows:
        for linked in linked_records(link, matter, ledger):
            found.setdefault(link.entry_id or "", []).append(linked)
    return found


def linked_records(
    link: VisitLink, matter: Matter | None, ledger: LedgerEntry | None
) -> list[Linked]:
    """The records at the other end of a link that are still there."""
    found = []
    if matter is not None and not matter.is_deleted:
        words = f"{matter.number or '未编号'} {matter.summary or matter.words}"
        found.append(Linked(link.id, "matter", matter.id, words))
    if ledger is not None and not ledger.is_deleted:
        found.append(Linked(link.id, "ledger_entry", ledger.id, ledger.target))
    return found


def visits_of_matter(store: Store, matter_id: str) -> list[VisitRow]:
    """The entries that stand with a matter, the oldest first."""
    with store.read() as session:
        ids = session.execute(
            select(VisitLink.entry_id).where(
                VisitLink.matter_id == matter_id,
                VisitLink.entry_id.is_not(None),
                VisitLink.is_deleted.is_(False),
            )
        )
        found = list(dict.fromkeys(one for one in ids.scalars() if one))
        rows = rows_of_visits(session, found, store.today())
    return sorted(rows, key=lambda row: (row.on, row.id))


# -- the database's part ------------------------------------------------------------------------

_SORTS: dict[str, tuple[Any, ...]] = {
    "on": (Visit.on, Visit.stamp),
    "group": (Household.group_no, Household.head_key, Visit.on),
    "head": (Household.head_key, Visit.on),
    "way": (Visit.way, Visit.on),
    "entered_on": (Visit.entered_on, Visit.stamp),
    "promise_due": (Visit.promise_due, Visit.on),
}
_BY_HOUSEHOLD = frozenset({"group", "head"})
