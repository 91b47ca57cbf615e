"""Making a package: everything the other side has not confirmed, into the outbox (3.9)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

import longshan_desk
from longshan_desk.data.database import damaged_database
from longshan_desk.data.handover import audit, collect_contents
from longshan_desk.data.ids import new_hex
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.log.contents import Contents, Vectors
from longshan_desk.data.log.digest import Taken, take_digests
from longshan_desk.data.log.merging import put_kv
from longshan_desk.data.log.operations import BINDS_SEEN
from longshan_desk.data.log.outgoing import assert_readable
from longshan_desk.data.log.registry import SCHEMA
from longshan_desk.data.log.vectors import acknowledged
from longshan_desk.data.store import Store
from longshan_desk.data.types import canonical_json
from longshan_desk.errors import AppError, DamagedDatabaseError
from longshan_desk.exchange import package, stick
from longshan_desk.exchange.container import Header
from longshan_desk.exchange.device_list import TOWNSHIP, Device
from longshan_desk.exchange.package import Blob, Draft, Letter
from longshan_desk.files import os_errors
from longshan_desk.peers import envelopes, photos
from longshan_desk.peers.known import Known, ended_error, keep_known, known_to
from longshan_desk.peers.ring import Ring, with_all_signable
from longshan_desk.peers.vouching import with_own_word

_CHECKED = "integrity_checked"
KEPT = 12
"""Packages for each place that stay in the outbox: “the stick broke” is a copy, not a new one."""

DORMANT_AFTER = 183
"""Days after which a desk that says nothing no longer holds up what the others confirmed."""

Step = Callable[[int, int], None]


class NothingToHandOverError(AppError):
    code = "nothing_to_hand_over"


@dataclass(frozen=True)
class Order:
    """What is to be made: for which place, which months are handed over with it."""

    place: str
    months: tuple[str, ...] = ()
    is_full: bool = False
    """Everything from the beginning, whatever was confirmed."""


@dataclass(frozen=True)
class Made:
    """One finished package in the outbox."""

    file: Path
    place: str
    number: int
    months: tuple[str, ...]
    counts: Mapping[str, int]
    size: int
    operations: int


@dataclass(frozen=True)
class Prepared:
    """A desk that was looked through, with what its packages are signed by and say of it."""

    ring: Ring
    known: Known
    digests: Taken


def prepare(store: Store, ring: Ring) -> Prepared:
    """What comes before packages are made: the desk is looked through, and typed again what
    nobody could sign for. Raises ``DamagedDatabaseError``: damage is never handed over (F28);
    ``DeskEndedError``."""
    known = known_to(store)
    assert known is not None
    if ended := ended_error(known, ring.keys.public.sign):
        raise ended
    check_database(store)
    audit(store)
    ring = with_all_signable(store, ring, known)
    with store.read() as session:
        parts = known.membership.may_read(ring.devices[-1])
        return Prepared(ring, known, take_digests(session.connection(), parts))


def make(
    store: Store, ring: Ring, known: Known, order: Order, step: Step | None = None,
    digests: Taken | None = None,
) -> list[Made]:  # fmt: skip
    """Make the package for a place, in several files where one is too small.

    Raises ``NothingToHandOverError``.
    """
    with store.bookkeeping() as connection:
        known = with_own_word(connection, ring, known)
        keep_known(connection, known)
    maker = _Maker(store, ring, known, order, digests)
    return maker.make(step or (lambda done, total: None))


@dataclass(frozen=True)
class Outlook:
    """What a package would hold if it were made now."""

    counts: Mapping[str, int]
    photos: int
    photo_bytes: int


def outlook(store: Store, ring: Ring, known: Known, order: Order) -> Outlook:
    """Look ahead, without making anything."""
    with store.read() as session:
        known = with_own_word(session.connection(), ring, known)
    return _Maker(store, ring, known, order).outlook()


def check_database(store: Store) -> None:
    """3.9.1: every time whether the file is whole, once a month whether its indexes agree too.

    Raises ``DamagedDatabaseError``.
    """
    month = f"{store.today():%Y-%m}"
    with store.read() as session:
        connection = session.connection()
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise damaged_database(store.paths.database)
        last = connection.exec_driver_sql("SELECT v FROM sync_kv WHERE k = ?", (_CHECKED,))
        if last.scalar() == month:
            return
        if connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() != "ok":
            raise DamagedDatabaseError(
                "数据库的索引与内容不一致，没有做包。",
                hint="请先检查与修复（设置里的“备份与恢复”，或 checkup --repair），再做一次。",
                where=str(store.paths.database),
            )
    with store.bookkeeping() as written:
        put_kv(written, _CHECKED, month)


@dataclass
class _Maker:
    store: Store
    ring: Ring
    known: Known
    order: Order
    digests: Taken | None = None

    @property
    def receivers(self) -> tuple[Device, ...]:
        """Every desk in use there, but not this one."""
        return self.known.desks_of(self.order.place, but=self.ring.keys.public.sign)

    @property
    def parts(self) -> frozenset[str]:
        membership = self.known.membership
        may = [membership.may_read(one.dev) for one in self.receivers]
        own = membership.may_read(self.ring.devices[-1])
        return own.intersection(*may)

    def make(self, step: Step) -> list[Made]:
        if not self.receivers:
            raise NothingToHandOverError(
                f"{self.known.name_of(self.order.place)}没有其他在用的电脑，不用做包。",
                hint="新电脑请先办理加入。",
            )
        have: Vectors = {} if self.order.is_full else self._confirmed()
        contents = self._collect(have)
        with self.store.read() as session:
            connection = session.connection()
            blobs, gone = photos.going_along(
                connection, self.store.paths, contents.operations, self.order.place, self.parts
            )
            said = self._said(connection, contents)
            if not (self.order.is_full or contents.operations or blobs):
                self._refuse_twice(connection, said)
        return self._files(contents, photos.portions(blobs), gone, said, step)

    def outlook(self) -> Outlook:
        if not self.receivers:
            return Outlook({}, 0, 0)
        contents = self._collect({} if self.order.is_full else self._confirmed())
        with self.store.read() as session:
            blobs, _ = photos.going_along(
                session.connection(), self.store.paths, contents.operations, self.order.place,
                self.parts,
            )  # fmt: skip
        return Outlook(dict(contents.notes), len(blobs), sum(one.size for one in blobs))

    def _files(
        self, contents: Contents, portions: list[list[Blob]], gone: list[str],
        said: dict[str, Any], step: Step,
    ) -> list[Made]:  # fmt: skip
        made = []
        while True:
            letter = self._letter(contents, portions.pop(0) if portions else [], gone)
            made.append(self._write(letter, said, step))
            if not contents.is_cut and not portions:
                return made
            contents = self._collect(_after(contents))

    def _collect(self, have: Vectors) -> Contents:
        sender = self.ring.sender(self.known)
        contents = collect_contents(self.store, sender, self.parts, have, digests=self.digests)
        assert_readable(contents, self.known.membership, [one.dev for one in self.receivers])
        return contents

    def _confirmed(self) -> Vectors:
        """What every desk there has said that it has, under whatever number it said so last."""
        with self.store.read() as session:
            connection = session.connection()
            since = (self.store.today() - timedelta(days=DORMANT_AFTER)).isoformat()
            awake = [
                one for one in self.receivers if _has_spoken(connection, self.known, one, since)
            ]
            desks = awake or self.receivers
            return acknowledged(
                connection, [spoken_number(connection, self.known, one) for one in desks]
            )

    def _said(self, connection: Connection, contents: Contents) -> dict[str, Any]:
        """What the package says beside its records: said once, it need not be said again."""
        own = self.ring.numbers(self.known)
        have = {
            part: {dev: seq for dev, seq in sorted(vector.items()) if dev not in own}
            for part, vector in contents.have.items()
        }
        return {
            "have": hashlib.sha256(canonical_json(have).encode()).hexdigest(),
            "dev": self.ring.devices[-1],
            "refused": connection.exec_driver_sql(
                "SELECT count(*) FROM sync_pkg_in WHERE result NOT IN ('received', 'already')"
            ).scalar(),
            "list": self.known.listed.version,
            "want": photos.missing_here(connection, self.store.paths, self.parts),
            "envelopes": list(envelopes.received_from(connection, self.order.place)),
            "sealed": connection.exec_driver_sql("SELECT count(*) FROM sealed_matter").scalar(),
        }

    def _refuse_twice(self, connection: Connection, said: dict[str, Any]) -> None:
        last = connection.exec_driver_sql(
            "SELECT said FROM sync_pkg_out WHERE place = ? ORDER BY no DESC LIMIT 1",
            (self.order.place,),
        ).scalar()
        before = json.loads(last) if last else {}
        is_over_there = last is not None and not before.get("is_kept_here")
        if is_over_there and all(before.get(key) == value for key, value in said.items()):
            name = self.known.name_of(self.order.place)
            raise NothingToHandOverError(
                f"没有新的内容要交给{name}，对方已经全部收到。",
                hint="U盘丢了、坏了，请从“已做的包”里再拷一次；要全部重发，请加上 --full。",
            )

    def _letter(self, contents: Contents, blobs: list[Blob], gone: list[str]) -> Letter:
        with self.store.read() as session:
            connection = session.connection()
            want = photos.missing_here(connection, self.store.paths, self.parts)
            confirmed = envelopes.received_from(connection, self.order.place)
        return Letter(
            contents, self.known.signed, blobs, want, self.order.months,
            self.known.listed.version, confirmed, list(self.known.claims.values()), gone,
            list(self.known.vouchers.values()),
        )  # fmt: skip

    def _write(self, letter: Letter, said: dict[str, Any], step: Step) -> Made:
        known, order, paths = self.known, self.order, self.store.paths
        with self.store.read() as session:
            last = session.connection().exec_driver_sql("SELECT max(no) FROM sync_pkg_out")
            number = (last.scalar() or 0) + 1
        header = Header(
            known.org, self.ring.devices[-1], known.place, order.place, new_hex(16), number,
            utc_now(), longshan_desk.__version__, SCHEMA, _least_schema(letter.contents),
        )  # fmt: skip
        envelope, matters = self._envelope()
        with os_errors(paths.outbox, "写数据包"):
            paths.outbox.mkdir(parents=True, exist_ok=True)
        stick.remove_unfinished(paths.outbox)
        file = paths.outbox / _name(known, order, number, header.id)
        draft = Draft(header, letter, lambda blob: photos.read_photo(paths, blob), envelope)
        package.write(draft, self.ring.keys, known.listed.recipients_for(order.place), file, step)
        made = Made(
            file, order.place, number, order.months, dict(letter.contents.notes),
            file.stat().st_size, len(letter.contents.operations),
        )  # fmt: skip
        with self.store.bookkeeping() as connection:
            if envelope is not None:
                envelopes.keep_sent(connection, envelope, matters)
            upto = sum(letter.contents.have.get(self.store.part, {}).values())
            _keep(connection, header, made, {**said, "upto": upto})
            thin_out(connection, paths.outbox, order.place)
        return made

    def _envelope(self) -> tuple[bytes | None, list[str]]:
        commission = self.known.listed.commission
        if self.order.place != TOWNSHIP or self.known.is_township or not commission:
            return None, []
        with self.store.read() as session:
            return envelopes.next_envelope(session.connection(), commission)


def _has_spoken(connection: Connection, known: Known, desk: Device, since: str) -> bool:
    """Whether a desk joined or handed over lately; a silent one does not hold up the others: when
    it wakes, what it lacks shows as a gap and comes with the next package."""
    numbers = sorted(known.numbers_of(desk.sign))
    at = connection.exec_driver_sql(
        "SELECT max(p.at) FROM sync_pkg_in AS p JOIN pkg_note AS n ON n.pkg = p.pkg"
        f" WHERE n.dev IN ({','.join('?' * len(numbers))})",
        tuple(numbers),
    ).scalar()
    return max(at or "", desk.since) >= since


def spoken_number(connection: Connection, known: Known, desk: Device) -> str:
    """The number under which a desk spoke last: a restored one speaks under a new one."""
    numbers = sorted(known.numbers_of(desk.sign))
    found = connection.exec_driver_sql(
        f"SELECT dev FROM pkg_note WHERE dev IN ({','.join('?' * len(numbers))})"
        " ORDER BY rowid DESC LIMIT 1",
        tuple(numbers),
    ).scalar()
    return found or desk.dev


def _after(contents: Contents) -> dict[str, dict[str, int]]:
    """What a receiver has once it has taken this in."""
    have: dict[str, dict[str, int]] = {}
    for head in contents.heads:
        have.setdefault(head.part, {})[head.dev] = head.seq
    return have


def _name(known: Known, order: Order, number: int, identity: str) -> str:
    if order.place == known.place:
        what, whose = "互传", known.name_of(known.place)
    elif known.is_township:
        what, whose = "下发", known.name_of(order.place)
    else:
        what, whose = "上报", known.name_of(known.place)
    month = order.months[-1] if order.months else ""
    return package.file_name(_plain(whose), what, month, number, identity)


def _least_schema(contents: Contents) -> int:
    """Programs that do not know what a link covers would take an honest stream for a forged one."""
    is_bound = any(op.schema >= BINDS_SEEN for op in contents.operations)
    return BINDS_SEEN if is_bound else 1


def _plain(name: str) -> str:
    """A place's name as part of a file's name on any stick."""
    return "".join(sign for sign in name if sign not in '\\/:*?"<>|\0').strip() or "数据"


def _keep(connection: Connection, header: Header, made: Made, said: dict[str, Any]) -> None:
    words = {**said, "months": list(made.months), "counts": dict(made.counts)}
    connection.exec_driver_sql(
        "INSERT INTO sync_pkg_out (no, pkg, dev, place, at, file, size, said)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (made.number, header.id, header.dev, made.place, header.made, made.file.name, made.size,
         canonical_json(words)),
    )  # fmt: skip


def thin_out(connection: Connection, outbox: Path, place: str) -> None:
    rows = connection.exec_driver_sql(
        "SELECT file FROM sync_pkg_out WHERE place = ? ORDER BY no DESC LIMIT -1 OFFSET ?",
        (place, KEPT),
    )
    for (name,) in rows:
        (outbox / name).unlink(missing_ok=True)
