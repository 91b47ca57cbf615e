"""The work ledger: putting findings on it, decisions, progress, closing (R9)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from longshan_desk.data.diary import Pen, entry_of
from longshan_desk.data.forms import fill
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.records import require, user_name, writer_role
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import LedgerEntry, LedgerStep, SessionFinding, VisitLink
from longshan_desk.data.work_ledger import links_to, steps_of
from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.domain.ledger_facts import LedgerFacts
from longshan_desk.domain.steps import check_day
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import LedgerAct
from longshan_desk.errors import ReasonRequiredError, WrongStageError

_WHAT = "台账"


def add_ledger(
    store: Store,
    facts: LedgerFacts,
    *,
    on: date | None = None,
    entry_id: str | None = None,
    finding_id: str | None = None,
    matter_id: str | None = None,
    new_entry: VisitFacts | None = None,
) -> str:
    """R9: a line of the ledger, from an entry of the diary or a session's finding; from
    ``new_entry``, which is just being written, both as one act."""
    day = on or store.today()
    check_day(day, earliest=date.min, today=store.today(), what="列入台账")
    with store.change("列入工作台账") as session:
        if entry_id is not None:
            entry_of(session, entry_id)
        if finding_id is not None:
            require(session, SessionFinding, finding_id, "发现的问题")
        if new_entry is not None:
            written = Pen(session, store).entry(new_entry)
            session.add(written)
            entry_id = written.entry_id
        row = LedgerEntry(on=day, owner=writer_role(session, store), entered_on=store.today())
        fill(row, _checked(session, facts, day))
        session.add(row)
        if entry_id or finding_id or matter_id:
            session.add(
                VisitLink(
                    entry_id=entry_id, finding_id=finding_id, matter_id=matter_id, ledger_id=row.id
                )
            )
        return row.id


def edit_ledger(
    store: Store, ledger_id: str, facts: LedgerFacts, *, expected: LedgerFacts | None = None
) -> None:
    """Save the open form; ``expected`` is what it was opened with."""
    with store.change("修改台账") as session:
        row = require(session, LedgerEntry, ledger_id, _WHAT)
        fill(row, _checked(session, facts, row.on), expected)


def decide_ledger(store: Store, ledger_id: str, decision: str, *, on: date | None = None) -> None:
    """R9: what the party committee decided on it."""
    said = required_text(decision, "党委会的决定", 1000)
    with store.change("记党委会决定") as session:
        row = _open(session, ledger_id)
        day = _step(session, store, row, LedgerAct.DECIDE, said, on)
        row.decided_on, row.decision = day, said


def progress_ledger(store: Store, ledger_id: str, text: str, *, on: date | None = None) -> None:
    said = required_text(text, "进展", 1000)
    with store.change("记台账进展") as session:
        _step(session, store, _open(session, ledger_id), LedgerAct.PROGRESS, said, on)


def close_ledger(store: Store, ledger_id: str, result: str, *, on: date | None = None) -> None:
    """R9: done, with what came of it."""
    said = required_text(result, "完成情况", 1000)
    with store.change("台账销账") as session:
        row = _open(session, ledger_id)
        day = _step(session, store, row, LedgerAct.CLOSE, said, on)
        row.closed_on, row.result = day, said


def reopen_ledger(store: Store, ledger_id: str, reason: str, *, on: date | None = None) -> None:
    said = optional_text(reason)
    if said is None:
        raise ReasonRequiredError("没有写原因。", hint="请写明为什么重新办理。", where="原因")
    with store.change("台账重新办理") as session:
        row = require(session, LedgerEntry, ledger_id, _WHAT)
        if row.closed_on is None:
            raise WrongStageError("这条台账还没有销账。", hint="不需要重新办理。")
        _step(session, store, row, LedgerAct.REOPEN, said, on)
        row.closed_on = row.result = None


def delete_ledger(store: Store, ledger_id: str) -> None:
    """登记错误: it was never meant to be on the ledger."""
    with store.change("删除台账") as session:
        require(session, LedgerEntry, ledger_id, _WHAT).is_deleted = True
        for step in steps_of(session, ledger_id):
            step.is_deleted = True
        for link in links_to(session, ledger_id):
            link.is_deleted = True


def _checked(session: Session, facts: LedgerFacts, on: date) -> LedgerFacts:
    facts = facts.checked(on)
    if facts.household_id:
        require(session, Household, facts.household_id, "农户")
    return facts


def _open(session: Session, ledger_id: str) -> LedgerEntry:
    row = require(session, LedgerEntry, ledger_id, _WHAT)
    if row.closed_on is not None:
        raise WrongStageError("这条台账已经销账。", hint="要接着办，请先“重新办理”。")
    return row


def _step(
    session: Session,
    store: Store,
    row: LedgerEntry,
    act: LedgerAct,
    text: str,
    on: date | None,
) -> date:
    """Add a step; nothing happens in the future or before the one it follows (R29)."""
    day = on or store.today()
    turns = [each.on for each in steps_of(session, row.id) if each.act is not LedgerAct.PROGRESS]
    check_day(day, earliest=max([row.on, *turns]), today=store.today(), what=act.label)
    session.add(
        LedgerStep(
            ledger_id=row.id,
            act=act,
            on=day,
            by=user_name(session, store.user_id),
            text=text,
            entered_on=store.today(),
            at=utc_now(),
            stamp=store.stamp,
        )
    )
    return day
