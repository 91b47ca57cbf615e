"""The facts of papers about papers: a correction's notice (R37), the seal's register (R38)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.papers import IssuedPaper, SealUse
from longshan_desk.documents.differences import differences
from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.office_papers import CorrectionFacts, SealFacts, SealLine
from longshan_desk.documents.snapshot import from_data
from longshan_desk.domain.paper_life import CORRECTED, is_version_note
from longshan_desk.errors import BadValueError, WrongStageError


def correction_facts(store: Store, office: OfficeWords, paper_id: str) -> CorrectionFacts:
    """What a correction put right; ``paper_id`` is the new version's or the voided one's.

    Raises WrongStageError for a paper that was never corrected.
    """
    with store.read() as session:
        new = _corrected(session, require(session, IssuedPaper, paper_id, "文书"))
        old = require(session, IssuedPaper, new.replaces_id or "", "文书")
        changes = differences(from_data(old.blocks), from_data(new.blocks))
        return CorrectionFacts(
            office=office,
            title=old.title,
            issued_on=old.issued_on,
            corrected_on=new.issued_on,
            version=new.version,
            reason=(old.voided_reason or "").removeprefix(CORRECTED),
            changes=tuple(one for one in changes if not is_version_note(one.old or one.new)),
        )


def _corrected(session: Session, row: IssuedPaper) -> IssuedPaper:
    successor = select(IssuedPaper).where(
        IssuedPaper.replaces_id == row.id, IssuedPaper.is_deleted.is_(False)
    )
    found = session.execute(successor).scalars().first() or row
    if found.replaces_id is None:
        raise WrongStageError(
            "这份文书没有更正过，不用出更正公告。", hint="请先在“文书”里更正它，写明原因。"
        )
    return found


def seal_facts(store: Store, office: OfficeWords, period: str) -> SealFacts:
    """The register of a year (``2022``) or of all years (empty)."""
    if period and not (len(period) == 4 and period.isdigit()):
        raise BadValueError(f"“{period}”不是年份。", hint="请写成 2022。", where="--for")
    lines = seal_register(store, int(period) if period else None)
    return SealFacts(office, f"{period}年" if period else "", lines, store.today())


def seal_register(store: Store, year: int | None = None) -> tuple[SealLine, ...]:
    """用章登记簿, oldest first."""
    statement = (
        select(SealUse).where(SealUse.is_deleted.is_(False)).order_by(SealUse.on, SealUse.id)
    )
    with store.read() as session:
        return tuple(
            SealLine(row.on, row.title, row.copies, row.seal, row.approved_by or "", row.handled_by)
            for row in session.execute(statement).scalars()
            if year is None or row.on.year == year
        )
