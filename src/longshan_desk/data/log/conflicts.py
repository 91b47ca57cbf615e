"""Open conflicts: what each side says, and a person's decision, which is an ordinary edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from longshan_desk.data.log.history import Contexts, records
from longshan_desk.data.log.merge import DELETED, survivors_of
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.session import DeskSession


@dataclass(frozen=True)
class Conflict:
    """A field group of a record with more than one value; of ``is_deleted``: 删除/修改."""

    tbl: str
    rid: str
    group: str
    part: str


@dataclass(frozen=True)
class Said:
    """One surviving value, and whose it is."""

    dev: str
    seq: int
    usr: str
    wall: int | None
    """The writer's clock as read (ms), right or wrong."""
    stamp: int
    """The ordering stamp, by which a wrong clock shows."""
    value: Any


def open_conflicts(connection: Connection, parts: Iterable[str] = ()) -> list[Conflict]:
    """All open conflicts, of these partitions if any are named, the latest first."""
    wanted = set(parts)
    rows = connection.execute(
        text(
            "SELECT tbl, rid, field, part FROM sync_conflict ORDER BY opened DESC, tbl, rid, field"
        )
    )
    return [Conflict(*row) for row in rows if not wanted or row.part in wanted]


def said(connection: Connection, tbl: str, rid: str, group: str) -> list[Said]:
    """The surviving values of a field group, the shown one first.

    Of ``is_deleted`` the deletions alone would say little: who edited meanwhile stands beside
    them, as an edit that would have the record stay (0).
    """
    table = synced_tables()[tbl]
    found = list(records(connection, table, {rid}, Contexts(connection)))
    if not found:
        return []
    writes = found[0][2]
    left = survivors_of(group, writes)
    answers = [(w.dev, w.seq, w.groups[group]) for w in left]
    if group == DELETED:
        deletions = [w for w in left if w.groups[DELETED] == 1]
        edits = [w for w in writes if deletions and not any(d.knew(w) for d in deletions)]
        answers += [(w.dev, w.seq, 0) for w in edits if w not in left]
    return [_said(connection, found[0][1], *answer) for answer in answers]


def _said(connection: Connection, part: str, dev: str, seq: int, value: Any) -> Said:
    usr, wall, stamp = connection.execute(
        text("SELECT usr, wall, hlc FROM sync_op WHERE part = :p AND dev = :d AND seq = :s"),
        {"p": part, "d": dev, "s": seq},
    ).one()
    return Said(dev, seq, usr, wall, stamp, value)


def settle(session: DeskSession, tbl: str, rid: str, decided: Mapping[str, Any]) -> None:
    """Decide field groups of a record: ``{group: value as in a payload}``.

    Inside ``Store.change``. It is written even where the shown value stays, because only a write
    that knew all the others closes the conflict everywhere.
    """
    table = synced_tables()[tbl]
    row = session.get_one(table.model, rid)
    for group, value in decided.items():
        for name, plain in table.read_group(group, value).items():
            setattr(row, name, plain)
    assert session.recorder is not None
    session.recorder.affirm(row, decided)
