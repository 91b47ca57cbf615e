"""What is told of a package: whose it is, what it brings or would bring, or why it was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from longshan_desk.data.log.incoming import Received
from longshan_desk.errors import AppError
from longshan_desk.exchange.package import OpenPackage
from longshan_desk.peers.known import Known

Key = tuple[str, str]


@dataclass(frozen=True)
class Told:
    """What one package is and did, or why it was refused."""

    file: str
    code: str = ""
    """Why it was refused; empty if it was not."""
    message: str = ""
    hint: str = ""
    place: str = ""
    name: str = ""
    number: int = 0
    made: str = ""
    app: str = ""
    months: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    same: int = 0
    news: Mapping[str, int] = field(default_factory=dict)
    """How many of ``new`` are of which table."""
    changes: Mapping[str, int] = field(default_factory=dict)
    conflicts: int = 0
    waiting: int = 0
    photos: int = 0
    damaged_photos: int = 0
    retyped: int = 0
    diverged: tuple[str, ...] = ()
    is_already: bool = False
    is_own: bool = False
    is_applied: bool = False
    new_root: bool = False
    """A device list came under a seal that this desk has not checked yet (F59)."""
    two_lists: bool = False
    """A device list of the township came that has another history than the one here (F54)."""


def failed(name: str, error: AppError) -> Told:
    return Told(name, code=error.code, message=error.message, hint=error.hint)


def named(told: Told, found: OpenPackage, known: Known) -> Told:
    return replace(
        told, name=known.name_of(told.place), months=tuple(found.letter.months),
        counts=dict(found.letter.contents.notes), photos=len(found.letter.blobs),
    )  # fmt: skip


def counted(told: Told, found: OpenPackage, done: Received) -> Told:
    records = {(op.tbl, op.rid) for op in found.letter.contents.operations}
    new = done.created - _corrections(found)
    changed = (records & done.records) - new
    return replace(
        told, new=len(new), changed=len(changed), same=len(records - new - changed),
        news=Counter(tbl for tbl, _ in new), changes=Counter(tbl for tbl, _ in changed),
        conflicts=len(done.conflicts), waiting=len(done.waiting), retyped=done.retyped,
        diverged=done.diverged,
    )  # fmt: skip


def _corrections(found: OpenPackage) -> set[Key]:
    """Further versions of an entry of the diary: nobody counts them as new visits."""
    return {
        (op.tbl, op.rid)
        for op in found.letter.contents.operations
        if op.tbl == "visit" and op.payload and f'"entry_id":"{op.rid}"' not in op.payload
    }
