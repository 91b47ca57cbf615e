"""The work ledger as a list, one line's page and the table that prints (R9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.forms import facts_of
from longshan_desk.data.records import require
from longshan_desk.data.search import ids_matching, words_of
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import LedgerEntry, LedgerStep, Visit, VisitLink
from longshan_desk.data.work_ledger import steps_of
from longshan_desk.domain.calendar import Due
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.labels import FindingKind, OfficeRole
from longshan_desk.domain.ledger_facts import LedgerFacts, ledger_due
from longshan_desk.domain.visit_labels import LedgerAct
from longshan_desk.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line as it stood on the day asked for."""

    id: str
    on: date
    facts: LedgerFacts
    household: str
    """一组马占山户, or empty."""
    decided_on: date | None
    decision: str | None
    progress: str
    """The last progress in words."""
    progress_on: date | None
    closed_on: date | None
    result: str | None
    due: Due
    is_late: bool
    """Open after its deadline, or closed after it."""
    owner: OfficeRole

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@dataclass(frozen=True, slots=True)
class LedgerStepRow:
    act: LedgerAct
    on: date
    by: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a line came from: ``kind`` is visit, session_finding or matter."""

    link_id: str
    kind: str
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class LedgerPage:
    row: LedgerRow
    steps: tuple[LedgerStepRow, ...]
    origins: tuple[Origin, ...]


def list_ledger(
    store: Store,
    *,
    only_open: bool = False,
    from_on: date | None = None,
    until_on: date | None = None,
    finding: FindingKind | None = None,
    person: str | None = None,
    text: str = "",
    on: date | None = None,
) -> list[LedgerRow]:
    """The lines that were on the ledger on ``on`` (default today): the open ones first by
    deadline, then the closed ones by the day of closing."""
    day = on or store.today()
    query = select(LedgerEntry)
    if from_on is not None:
        query = query.where(LedgerEntry.on >= from_on)
    if until_on is not None:
        query = query.where(LedgerEntry.on <= until_on)
    if finding is not None:
        query = query.where(LedgerEntry.finding == finding)
    if person is not None:
        query = query.where(or_(LedgerEntry.person == person, LedgerEntry.leader == person))
    if words := words_of(text):
        query = query.where(LedgerEntry.id.in_(ids_matching("ledger_entry", words)))
    with store.read() as session:
        rows = ledger_rows(session, query, day)
    return [row for row in rows if row.is_open or not only_open]


def ledger_page(store: Store, ledger_id: str, *, on: date | None = None) -> LedgerPage:
    """Raises ``NotFoundError`` where there is none."""
    day = on or store.today()
    with store.read() as session:
        require(session, LedgerEntry, ledger_id, "台账")
        rows = ledger_rows(session, select(LedgerEntry).where(LedgerEntry.id == ledger_id), day)
        if not rows:
            raise NotFoundError("那一天台账上还没有这一条。", where=ledger_id)
        steps = [
            LedgerStepRow(step.act, step.on, step.by, step.text)
            for step in steps_of(session, ledger_id)
            if step.on <= day
        ]
        return LedgerPage(rows[0], tuple(steps), tuple(_origins(session, ledger_id)))


def ledger_rows(session: Session, query: Select[LedgerEntry], day: date) -> list[LedgerRow]:
    """The lines a query finds, as they stood on ``day``."""
    wanted = query.where(LedgerEntry.is_deleted.is_(False), LedgerEntry.on <= day)
    entries = list(session.execute(wanted.order_by(LedgerEntry.due_on, LedgerEntry.id)).scalars())
    steps = _steps(session, [entry.id for entry in entries], day)
    homes = _homes(session, [entry.household_id for entry in entries if entry.household_id])
    rows = [_row(one, steps.get(one.id, []), homes, day) for one in entries]
    return sorted(rows, key=lambda row: (not row.is_open, row.closed_on or row.facts.due_on))


def _row(
    entry: LedgerEntry, steps: Sequence[LedgerStep], homes: dict[str, str], day: date
) -> LedgerRow:
    """A line folded from its steps up to the day, so that a look back sees what stood then."""
    decided = closed = progress = None
    for step in steps:
        if step.act is LedgerAct.DECIDE:
            decided = step
        elif step.act is LedgerAct.PROGRESS:
            progress = step
        else:
            closed = step if step.act is LedgerAct.CLOSE else None
    ended = closed.on if closed else day
    return LedgerRow(
        id=entry.id,
        on=entry.on,
        facts=facts_of(entry, LedgerFacts),
        household=homes.get(entry.household_id or "", ""),
        decided_on=decided.on if decided else None,
        decision=decided.text if decided else None,
        progress=(progress.text or "") if progress else "",
        progress_on=progress.on if progress else None,
        closed_on=closed.on if closed else None,
        result=closed.text if closed else None,
        due=ledger_due(entry.on, entry.due_on),
        is_late=ended > entry.due_on,
        owner=entry.owner,
    )


def _steps(session: Session, ids: list[str], day: date) -> dict[str, list[LedgerStep]]:
    rows = session.execute(
        select(LedgerStep)
        .where(LedgerStep.is_deleted.is_(False), LedgerStep.on <= day)
        .order_by(LedgerStep.on, LedgerStep.stamp, LedgerStep.id)
    ).scalars()
    wanted, found = set(ids), dict[str, list[LedgerStep]]()
    for step in rows:
        if step.ledger_id in wanted:
            found.setdefault(step.ledger_id, []).append(step)
    return found


def _homes(session: Session, ids: list[str]) -> dict[str, str]:
    rows = session.execute(select(Household).where(Household.id.in_(set(ids)))).scalars()
    return {row.id: f"{group_label(row.group_no)}{row.head_name}户" for row in rows}


def _origins(session: Session, ledger_id: str) -> list[Origin]:
    rows = session.execute(
        select(VisitLink, Visit, Matter)
        .outerjoin(Visit, Visit.id == VisitLink.entry_id)
        .outerjoin(Matter, Matter.id == VisitLink.matter_id)
        .where(VisitLink.ledger_id == ledger_id, VisitLink.is_deleted.is_(False))
        .order_by(VisitLink.id)
    )
    found = []
    for link, visit, matter in rows:
        if visit is not None and not visit.is_deleted:
            words = f"{visit.on} {'、'.join(visit.visitors)}走访"
            found.append(Origin(link.id, "visit", visit.entry_id, words))
        if matter is not None and not matter.is_deleted:
            words = f"{matter.number or '未编号'} {matter.summary or matter.words}"
            found.append(Origin(link.id, "matter", matter.id, words))
        if link.finding_id is not None:
            found.append(Origin(link.id, "session_finding", link.finding_id, "座谈或现场办公"))
    return found
