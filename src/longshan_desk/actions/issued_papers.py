"""Issuing papers, and their life afterwards: signed, stamped, filed, corrected (R37, R38)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from longshan_desk.data.ids import new_id
from longshan_desk.data.records import require, user_name
from longshan_desk.data.store import Store
from longshan_desk.data.tables.papers import IssuedPaper, SealUse
from longshan_desk.documents.kinds.registry import POSTERS
from longshan_desk.documents.model import Paper, words
from longshan_desk.documents.posters import fitted_poster
from longshan_desk.documents.snapshot import to_data
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.domain.paper_life import (
    CORRECTED,
    PaperStatus,
    check_final,
    check_step,
    version_note,
)
from longshan_desk.domain.redaction import Names
from longshan_desk.errors import ReasonRequiredError, WrongStageError
from longshan_desk.files import os_errors, write_atomically

_WHAT = "文书"


def issue_paper(
    store: Store, paper: Paper, *, for_id: str, facts: str, size: str = "",
    names: Names = Names.FULL, month: str | None = None,
) -> str:  # fmt: skip
    """Keep a paper as it is now; returns its id. Issuing is not undone: the paper is out."""
    with store.change("出具文书", undoable=False) as session:
        row = _issued(session, store, paper, for_id, facts, size, names)
        row.month = month or str(Month.of(store.today()))
        session.add(row)
        return row.id


def correct_paper(store: Store, paper_id: str, paper: Paper, *, facts: str, reason: str) -> str:
    """R37: the paper is voided and a new version takes its place, which says so itself."""
    said = _reason(reason, "更正")
    with store.change("更正文书", undoable=False) as session:
        old = require(session, IssuedPaper, paper_id, _WHAT)
        if old.status is PaperStatus.VOIDED:
            raise WrongStageError("这份文书已经作废。", hint="请在它的新版本上更正。")
        version = old.version + 1
        note = words(version_note(version, store.today()), indent=0)
        marked = replace(paper, blocks=(*paper.blocks, note))
        if old.size:
            marked = fitted_poster(marked, POSTERS[old.size])
        row = _issued(session, store, marked, old.for_id, facts, old.size, Names(old.names))
        row.month, row.version, row.replaces_id = old.month, version, old.id
        session.add(row)
        _void(old, store.today(), f"{CORRECTED}{said}")
        return row.id


def void_paper(store: Store, paper_id: str, *, reason: str) -> None:
    """R37: the issued paper becomes 已作废, with the reason."""
    said = _reason(reason, "作废")
    with store.change("作废文书") as session:
        row = require(session, IssuedPaper, paper_id, _WHAT)
        if row.status is PaperStatus.VOIDED:
            raise WrongStageError("这份文书已经作废。")
        _void(row, store.today(), said)


def mark_paper(
    store: Store, paper_id: str, status: PaperStatus, *, box_number: str | None = None
) -> None:
    """R38: 已签字, 已归档 with its box; stamping is ``stamp_paper``."""
    if status is PaperStatus.STAMPED:
        raise WrongStageError("盖章要登记用章。", hint="请填写印章、份数和批准人。")
    with store.change(f"文书{status.label}") as session:
        row = require(session, IssuedPaper, paper_id, _WHAT)
        check_step(row.status, status)
        row.status = status
        if box_number is not None:
            row.box_number = optional_text(box_number)


def stamp_paper(
    store: Store, paper_id: str, *, seal: str, copies: int = 1, approved_by: str | None = None,
    on: date | None = None,
) -> str:  # fmt: skip
    """R38: stamped; one line more in the 用章登记簿."""
    with store.change("文书已盖章") as session:
        row = require(session, IssuedPaper, paper_id, _WHAT)
        check_step(row.status, PaperStatus.STAMPED)
        row.status = PaperStatus.STAMPED
        use = SealUse(
            on=on or store.today(),
            paper_id=row.id,
            title=row.title,
            copies=copies,
            seal=required_text(seal, "印章", 40),
            approved_by=optional_text(approved_by),
            handled_by=user_name(session, store.user_id),
        )
        session.add(use)
        return use.id


def keep_final(store: Store, paper_id: str, file: Path) -> None:
    """R38: the scan or file of the signed original, copied into the desk's own folder."""
    check_final(file.suffix)
    with os_errors(file, "读取文件"):
        data = file.read_bytes()
    name = f"{new_id()}{file.suffix.lower()}"
    with store.change("保存签字原件") as session:
        row = require(session, IssuedPaper, paper_id, _WHAT)
        with os_errors(store.paths.papers):
            store.paths.papers.mkdir(parents=True, exist_ok=True)
        write_atomically(store.paths.papers / name, data)
        row.final_name, row.final_digest = name, hashlib.sha256(data).hexdigest()


def _issued(
    session: Session, store: Store, paper: Paper, for_id: str, facts: str, size: str, names: Names
) -> IssuedPaper:
    return IssuedPaper(
        kind=paper.kind,
        for_id=for_id,
        title=paper.name,
        issued_on=store.today(),
        issued_by=user_name(session, store.user_id),
        blocks=to_data(paper),
        facts=facts,
        size=size,
        names=names.value,
        status=PaperStatus.AWAITS_SIGNATURE,
        version=1,
    )


def _void(row: IssuedPaper, day: date, reason: str) -> None:
    row.status = PaperStatus.VOIDED
    row.voided_on, row.voided_reason = day, reason


def _reason(reason: str, act: str) -> str:
    if not reason.strip():
        raise ReasonRequiredError(f"没有写{act}的原因。", hint="请写明原因。", where="原因")
    return reason.strip()
