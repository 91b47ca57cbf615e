"""The facts of 工作台账 on paper: the lines of a time with where each came from (P17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from longshan_desk.data.diary import counts_on
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.visits import SessionFinding, Visit, VisitLink, VisitSession
from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.visit_facts import LedgerFacts, LedgerLine
from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.labels import FindingKind
from longshan_desk.errors import BadValueError
from longshan_desk.queries.ledger import LedgerRow, list_ledger

OPEN = "open"
"""As ``--for``: whatever is still open, whenever it was put on the ledger."""


@dataclass(frozen=True, slots=True)
class _Source:
    words: str
    on: date
    is_internal: bool = False


def ledger_facts(store: Store, office: OfficeWords, period: str) -> LedgerFacts:
    """What was on the ledger in ``2022-04``, ``2022Q2`` or ``2022``: put on it by the end of that
    time and not closed before it; ``open`` gives what is open today."""
    rows = list_ledger(store, only_open=period == OPEN)
    label = "未销账"
    if period != OPEN:
        label, first, last = _span(period)
        rows = [
            row
            for row in rows
            if row.on <= last and (row.closed_on is None or row.closed_on >= first)
        ]
    with store.read() as session:
        sources = _sources(session, [row.id for row in rows], store.today())
    lines = tuple(_line(row, sources.get(row.id)) for row in rows)
    return LedgerFacts(office, label, lines, store.today())


def _span(period: str) -> tuple[str, date, date]:
    if len(period) == 4 and period.isdecimal():
        return f"{period}年", date(int(period), 1, 1), date(int(period), 12, 31)
    try:
        span = Quarter.parse(period) if "Q" in period.upper() else Month.parse(period)
    except BadValueError:
        raise BadValueError(
            f"“{period}”不是月份、季度或年份。",
            hint="请写成 2022-04、2022Q2 或 2022；写 open 是现在未销账的。",
            where="--for",
        ) from None
    return span.label, span.first_day, span.last_day


def _line(row: LedgerRow, source: _Source | None) -> LedgerLine:
    facts = row.facts
    home = f"（{row.household}）" if row.household else ""
    return LedgerLine(
        source=source.words if source else "",
        found_on=source.on if source else row.on,
        kind=facts.finding.label if facts.finding else "",
        problem=f"{facts.problem or ''}{home}",
        target=facts.target,
        decision=row.decision or "",
        leader=facts.leader or "",
        unit=facts.unit or "",
        person=facts.person,
        due_on=facts.due_on,
        progress=(row.result if row.closed_on else row.progress) or "",
        closed_on=row.closed_on,
        is_overdue=row.is_late,
        is_internal=bool(source and source.is_internal),
        is_petition=facts.finding is FindingKind.PETITION,
    )


def _sources(session: Session, ids: Sequence[str], day: date) -> dict[str, _Source]:
    rows = session.execute(
        select(VisitLink, Visit, SessionFinding, VisitSession, Matter)
        .select_from(VisitLink)
        .outerjoin(Visit, and_(Visit.entry_id == VisitLink.entry_id, counts_on(day)))
        .outerjoin(SessionFinding, SessionFinding.id == VisitLink.finding_id)
        .outerjoin(VisitSession, VisitSession.id == SessionFinding.session_id)
        .outerjoin(Matter, Matter.id == VisitLink.matter_id)
        .where(VisitLink.ledger_id.is_not(None), VisitLink.is_deleted.is_(False))
    )
    wanted, found = set(ids), dict[str, _Source]()
    for link, visit, finding, held, matter in rows:
        if link.ledger_id not in wanted:
            continue
        if visit is not None:
            found[link.ledger_id] = _Source("走访", visit.on, visit.is_internal)
        elif held is not None:
            found[link.ledger_id] = _Source(held.kind.label, held.on, finding.is_internal)
        elif matter is not None:
            found[link.ledger_id] = _Source(f"事项{matter.number or ''}", matter.heard_on)
    return found
