"""座谈 and 现场办公 with what they found, and the findings nothing has come of yet (R9, R42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.visits import LedgerEntry, SessionFinding, VisitLink, VisitSession
from longshan_desk.data.visit_sessions import findings_of
from longshan_desk.domain.calendar import add_months
from longshan_desk.domain.labels import OfficeRole
from longshan_desk.domain.session_facts import FindingFacts, SessionFacts
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visits import Linked, VisitRow, linked_records, list_visits

_OFFERED_MONTHS = 2


@dataclass(frozen=True, slots=True)
class FindingRow:
    id: str
    facts: FindingFacts
    links: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class SessionPage:
    """``facts`` hold the findings too, for saving again."""

    id: str
    facts: SessionFacts
    findings: tuple[FindingRow, ...]
    owner: OfficeRole
    entered_on: date


def list_sessions(
    store: Store, *, from_on: date | None = None, until_on: date | None = None
) -> list[SessionPage]:
    """R9: the newest first, as many as were held by today."""
    query = select(VisitSession).where(
        VisitSession.is_deleted.is_(False), VisitSession.on <= (until_on or store.today())
    )
    if from_on is not None:
        query = query.where(VisitSession.on >= from_on)
    with store.read() as session:
        rows = session.execute(query.order_by(VisitSession.on.desc(), VisitSession.id)).scalars()
        return [_page(session, row) for row in rows]


def session_page(store: Store, session_id: str) -> SessionPage:
    """Raises ``NotFoundError`` where there is none."""
    with store.read() as session:
        return _page(session, require(session, VisitSession, session_id, "座谈或现场办公"))


def open_findings(store: Store, *, on: date | None = None) -> list[VisitRow]:
    """R42: findings of the last two months' visits of which nothing came yet, to be offered as
    rows of the next hearing; the oldest first."""
    day = on or store.today()
    wanted = VisitFilter(from_on=offered_since(day), only_findings=True)
    return list_visits(store, wanted, on=day)


def offered_since(day: date) -> date:
    """The first day whose findings are still offered to a hearing on ``day``."""
    return add_months(day, -_OFFERED_MONTHS)


def _page(session: Session, row: VisitSession) -> SessionPage:
    findings = findings_of(session, row.id)
    links = _links(session, [one.id for one in findings])
    facts = [_facts(one) for one in findings]
    return SessionPage(
        id=row.id,
        facts=SessionFacts(
            row.kind, row.on, row.place, tuple(row.visitors), tuple(row.met), row.text,
            tuple(facts),
        ),
        findings=tuple(
            FindingRow(one.id, said, tuple(links.get(one.id, ())))
            for one, said in zip(findings, facts, strict=True)
        ),
        owner=row.owner,
        entered_on=row.entered_on,
    )  # fmt: skip


def _facts(row: SessionFinding) -> FindingFacts:
    return FindingFacts(
        row.kind, row.text, row.said_by, row.household_id, row.is_internal, id=row.id
    )


def _links(session: Session, ids: list[str]) -> dict[str, list[Linked]]:
    rows = session.execute(
        select(VisitLink, Matter, LedgerEntry)
        .outerjoin(Matter, Matter.id == VisitLink.matter_id)
        .outerjoin(LedgerEntry, LedgerEntry.id == VisitLink.ledger_id)
        .where(VisitLink.finding_id.in_(ids), VisitLink.is_deleted.is_(False))
        .order_by(VisitLink.id)
    )
    found: dict[str, list[Linked]] = {}
    for link, matter, ledger in rows:
        found.setdefault(link.finding_id or "", []).extend(linked_records(link, matter, ledger))
    return found
