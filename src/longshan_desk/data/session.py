"""The session every read and write goes through; what would bypass the log raises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from longshan_desk.data.database import Gate
from longshan_desk.data.log.recording import Recorder
from longshan_desk.data.scope import Scope, narrow, settle
from longshan_desk.data.tables.exchanged import Exchanged


class UnloggedWriteError(RuntimeError):
    """A write outside ``Store.change``: a bug, never shown as an expected failure."""


class DeskSession(Session):
    """A session; with a recorder it may write, without one it may only read."""

    recorder: Recorder | None = None
    gate: Gate | None = None
    scope: Scope | None = None
    """Whose records it sees; none while the desk works alone."""

    def insert_many(self, rows: Sequence[Any]) -> None:
        """The bulk road: insert many new objects, logged like any other write."""
        if self.recorder is None or self.gate is None:
            raise UnloggedWriteError("insert_many outside Store.change")
        self.flush()
        if self.scope is not None:
            settle(self.scope, self.connection(), rows, ())
        with self.gate.opened():
            self.recorder.insert_many(rows)


@event.listens_for(DeskSession, "before_flush")
def _record(session: DeskSession, _context: Any, _instances: Any) -> None:
    if session.recorder is None or session.gate is None:
        raise UnloggedWriteError("flush outside Store.change")
    if any(isinstance(row, Exchanged) for row in session.deleted):
        raise UnloggedWriteError("records are marked as deleted, never deleted")
    if session.scope is not None:
        new = [row for row in session.new if isinstance(row, Exchanged)]
        changed = [row for row in session.dirty if isinstance(row, Exchanged)]
        settle(session.scope, session.connection(), new, changed)
    session.recorder.record_flush(session)
    session.gate.is_open = True


@event.listens_for(DeskSession, "after_flush")
def _index(session: DeskSession, _context: Any) -> None:
    assert session.recorder is not None and session.gate is not None
    session.gate.is_open = False
    touched = [row for row in (*session.new, *session.dirty) if isinstance(row, Exchanged)]
    session.recorder.index(touched)


@event.listens_for(DeskSession, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise UnloggedWriteError("bulk statements bypass the log; use insert_many")
    if session_scope := getattr(state.session, "scope", None):
        narrow(state, session_scope)
