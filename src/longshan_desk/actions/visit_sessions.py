"""座谈交流 and 现场办公: place, people and what was found; never counted as coverage (R9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from longshan_desk.data.records import require, writer_role
from longshan_desk.data.store import Store
from longshan_desk.data.tables.visits import SessionFinding, VisitSession
from longshan_desk.data.visit_sessions import findings_of, links_of_findings
from longshan_desk.domain.entry import optional_text, required_text
from longshan_desk.domain.session_facts import FindingFacts, SessionFacts
from longshan_desk.domain.steps import check_day
from longshan_desk.domain.visit_facts import read_names
from longshan_desk.errors import BadValueError

__all__ = ["FindingFacts", "SessionFacts", "delete_session", "save_session"]

_WHAT = "座谈或现场办公"


def save_session(store: Store, facts: SessionFacts, session_id: str | None = None) -> str:
    """R9: a session with its findings, new or as it reads now; returns its id."""
    check_day(facts.on, earliest=date.min, today=store.today(), what=facts.kind.label)
    with store.change(f"登记{facts.kind.label}") as session:
        if session_id is None:
            row = VisitSession(entered_on=store.today(), owner=writer_role(session, store))
            session.add(row)
        else:
            row = require(session, VisitSession, session_id, _WHAT)
        row.kind, row.on = facts.kind, facts.on
        row.place = required_text(facts.place, "地点", 100)
        row.visitors = list(read_names(facts.visitors, "参加人"))
        row.met = list(read_names(facts.met, "参加群众"))
        row.text = optional_text(facts.text)
        if not row.visitors:
            raise BadValueError("没有写是谁主持的。", hint="请填写参加的干部。", where="参加人")
        _put_findings(session, row.id, facts.findings)
        return row.id


def delete_session(store: Store, session_id: str) -> None:
    """登记错误."""
    with store.change("删除座谈或现场办公") as session:
        row = require(session, VisitSession, session_id, _WHAT)
        findings = findings_of(session, session_id)
        if links_of_findings(session, [finding.id for finding in findings]):
            raise BadValueError(
                "这里的发现已转为事项或台账，不能删除。", hint="确实要删的，请先取消关联。"
            )
        row.is_deleted = True
        for finding in findings:
            finding.is_deleted = True


def _put_findings(session: Session, session_id: str, facts: Sequence[FindingFacts]) -> None:
    """Who stays keeps the record, so that what came of it stays linked."""
    known = {row.id: row for row in findings_of(session, session_id)}
    for gone in known.keys() - {one.id for one in facts}:
        known[gone].is_deleted = True
    for position, one in enumerate(facts):
        row = known.get(one.id or "")
        if row is None:
            row = SessionFinding(session_id=session_id)
            session.add(row)
        row.position, row.kind = position, one.kind
        row.text = required_text(one.text, "发现的问题", 2000)
        row.said_by = optional_text(one.said_by)
        row.household_id = one.household_id or None
        row.is_internal = one.is_internal
