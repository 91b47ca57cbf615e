"""补打中心: what was issued, found by month, kind and words, and printed again as it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Select, String, select, type_coerce
from sqlalchemy.orm import defer

from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.papers import IssuedPaper
from longshan_desk.documents.kinds.registry import KINDS, kind_of
from longshan_desk.documents.model import Paper
from longshan_desk.documents.snapshot import from_data
from longshan_desk.domain.paper_life import CORRECTED, WAITING, PaperStatus
from longshan_desk.domain.redaction import Names
from longshan_desk.errors import AppError, NotFoundError
from longshan_desk.queries.papers import facts_for
from longshan_desk.queries.prepared import Prepared, facts_print, prepared


@dataclass(frozen=True, slots=True)
class IssuedRow:
    id: str
    kind: str
    kind_title: str
    for_id: str
    title: str
    month: str
    issued_on: date
    issued_by: str
    status: PaperStatus
    box_number: str | None
    version: int
    voided_reason: str | None
    replaces_id: str | None
    size: str
    names: Names
    final: Path | None

    @property
    def is_posted(self) -> bool:
        """Whether it hung on a wall, and so passed the gate."""
        return bool(self.size) or (self.kind in KINDS and KINDS[self.kind].is_posted)

    @property
    def wants_notice(self) -> bool:
        """R37: whether a correction of it is to be made public."""
        is_corrected = bool(self.replaces_id) or (self.voided_reason or "").startswith(CORRECTED)
        return self.is_posted and is_corrected and self.kind != "correction_notice"


def issued_papers(
    store: Store, *, month: str | None = None, kind: str | None = None, find: str = "",
    statuses: tuple[PaperStatus, ...] = (),
) -> list[IssuedRow]:  # fmt: skip
    """The newest first; ``find`` looks into every word of the papers, so also for a person."""
    statement = _existing()
    if month:
        statement = statement.where(IssuedPaper.month == month)
    if kind:
        statement = statement.where(IssuedPaper.kind == kind)
    if statuses:
        statement = statement.where(IssuedPaper.status.in_(statuses))
    for word in find.split():
        inside = type_coerce(IssuedPaper.blocks, String)
        statement = statement.where(inside.contains(word, autoescape=True))
    newest = statement.order_by(IssuedPaper.issued_on.desc(), IssuedPaper.title, IssuedPaper.id)
    with store.read() as session:
        return [_row(row, store) for row in session.execute(newest).scalars()]


def unfinished_papers(store: Store) -> list[IssuedRow]:
    """R38: what still waits for its signature or its box."""
    return issued_papers(store, statuses=WAITING)


def issued_paper(store: Store, paper_id: str) -> tuple[IssuedRow, Paper]:
    """One issued paper with its blocks, exactly as they were."""
    with store.read() as session:
        row = require(session, IssuedPaper, paper_id, "文书")
        return _row(row, store), from_data(row.blocks)


def latest_issue(
    store: Store, kind: str, for_id: str, *, title: str | None = None, names: Names | None = None
) -> IssuedRow | None:
    """The issue in force of a paper of this record, of several the one with this title, naming
    people this way."""
    statement = (
        _existing()
        .where(
            IssuedPaper.kind == kind,
            IssuedPaper.for_id == for_id,
            IssuedPaper.status != PaperStatus.VOIDED,
        )
        .order_by(IssuedPaper.issued_on.desc(), IssuedPaper.version.desc(), IssuedPaper.id)
    )
    if title is not None:
        statement = statement.where(IssuedPaper.title == title)
    if names is not None:
        statement = statement.where(IssuedPaper.names == names.value)
    with store.read() as session:
        found = session.execute(statement.limit(1)).scalar()
        return _row(found, store) if found else None


def made_anew(store: Store, paper_id: str) -> tuple[Prepared, Paper]:
    """R37: an issued paper as the records give it now, in its size and with its names."""
    row, _ = issued_paper(store, paper_id)
    made = prepared(store, row.kind, row.for_id, size=row.size, names=row.names)
    if not made.papers:
        raise AppError(
            "按现在的记录，已经没有这份文书了。", hint="请改用“作废”。", code="nothing_to_print"
        )
    return made, next((one for one in made.papers if one.name == row.title), made.papers[0])


def has_changed(store: Store, paper_id: str) -> bool:
    """Whether the records say something else now than when the paper was issued."""
    with store.read() as session:
        row = require(session, IssuedPaper, paper_id, "文书")
        kind, for_id, then = row.kind, row.for_id, row.facts
    if kind not in KINDS:
        return False
    try:
        return facts_print(facts_for(store, kind_of(kind), for_id)) != then
    except NotFoundError:
        return True


def _existing() -> Select[IssuedPaper]:
    """Without their blocks, which are long, and read when one is shown."""
    kept = select(IssuedPaper).where(IssuedPaper.is_deleted.is_(False))
    return kept.options(defer(IssuedPaper.blocks))


def _row(row: IssuedPaper, store: Store) -> IssuedRow:
    title = KINDS[row.kind].title if row.kind in KINDS else row.title
    return IssuedRow(
        id=row.id,
        kind=row.kind,
        kind_title=title,
        for_id=row.for_id,
        title=row.title,
        month=row.month,
        issued_on=row.issued_on,
        issued_by=row.issued_by,
        status=row.status,
        box_number=row.box_number,
        version=row.version,
        voided_reason=row.voided_reason,
        replaces_id=row.replaces_id,
        size=row.size,
        names=Names(row.names),
        final=store.paths.papers / row.final_name if row.final_name else None,
    )
