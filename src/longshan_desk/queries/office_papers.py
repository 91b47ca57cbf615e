"""The facts of papers about papers: a correction's notice (R37), the seal's register (R38),
a year's boxes (R39)."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.papers import IssuedPaper, SealUse
from longshan_desk.documents.differences import differences
from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.office_papers import (
    CorrectionFacts,
    FiledLine,
    FilingFacts,
    SealFacts,
    SealLine,
)
from longshan_desk.documents.snapshot import from_data
from longshan_desk.domain.paper_life import CORRECTED, PaperStatus, is_version_note
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
    lines = seal_register(store, _year(period))
    return SealFacts(office, f"{period}年" if period else "", lines, store.today())


def filing_facts(store: Store, office: OfficeWords, period: str) -> FilingFacts:
    """The filed papers of a year (``2022``) or of all years (empty), box by box."""
    year = _year(period)
    statement = select(IssuedPaper).where(
        IssuedPaper.is_deleted.is_(False), IssuedPaper.status != PaperStatus.VOIDED
    )
    with store.read() as session:
        rows = [
            row
            for row in session.execute(statement).scalars()
            if year is None or row.issued_on.year == year
        ]
        filed = [row for row in rows if row.status is PaperStatus.FILED]
        filed.sort(key=lambda row: (_box(row), row.issued_on, row.title, row.id))
        lines = tuple(
            FiledLine(row.box_number or "", row.title, row.issued_on, row.issued_by, row.version)
            for row in filed
        )
    words = f"{period}年" if period else ""
    return FilingFacts(office, words, lines, len(rows) - len(filed), store.today())


def _box(row: IssuedPaper) -> tuple[bool, tuple[tuple[int, str], ...]]:
    """2 before 10; papers without a box last."""
    box = row.box_number or ""
    parts = tuple(
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", box)
    )
    return not box, parts


def _year(period: str) -> int | None:
    if not period:
        return None
    if len(period) != 4 or not period.isdecimal():
        raise BadValueError(f"“{period}”不是年份。", hint="请写成 2022。", where="--for")
    return int(period)


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
