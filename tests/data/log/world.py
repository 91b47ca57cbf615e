"""Several desks that hand their logs over: villages with one PC or two, and a township."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import text

from longshan_desk.data.handover import collect_contents, receive_contents
from longshan_desk.data.ids import new_hex
from longshan_desk.data.log.authority import Device, Membership
from longshan_desk.data.log.contents import Contents, Head, Point
from longshan_desk.data.log.incoming import Origin, Received
from longshan_desk.data.log.operations import from_line
from longshan_desk.data.log.outgoing import OPERATIONS_LIMIT, Sender
from longshan_desk.data.log.vectors import acknowledged
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.paths import DeskPaths

TOWN, TOWN0 = "town", "town0"
HEADS = "SELECT head_name FROM household WHERE NOT is_deleted ORDER BY head_name"


def signature(point: Point) -> bytes:
    """What stands in for Ed25519: only the rule matters here, not the cipher."""
    words = f"{point.part}|{point.dev}|{point.seq}|".encode()
    return sha256(b"seal" + words + point.chain).digest()


def is_signed(head: Head) -> bool:
    return head.sig == signature(Point(head.part, head.dev, head.seq, head.chain))


@cache
def _blank() -> Path:
    """A database without any desk's identity, made once."""
    paths = DeskPaths(Path(tempfile.mkdtemp(prefix="blank-desk-")))
    Store.create(paths).close()
    return paths.database


@dataclass(frozen=True)
class Package:
    contents: Contents
    origin: Origin


class Desk:
    """One PC."""

    def __init__(self, world: World, home: Path, kind: str, part: str) -> None:
        self.world, self.kind, self.part = world, kind, part
        self.paths = DeskPaths(home)
        self.paths.create()
        shutil.copyfile(_blank(), self.paths.database)
        self.store = Store(self.paths)
        with self.store.bookkeeping() as connection:
            connection.exec_driver_sql("UPDATE sync_kv SET v = ? WHERE k = 'part'", (part,))
        self.store.close()
        self.store = Store(self.paths)
        self.store._reconnect(waits_for_disk=False)
        self.sent = 0

    @property
    def dev(self) -> str:
        return self.store.device

    @property
    def devices(self) -> tuple[str, ...]:
        return (self.store.device, *self.store.former_devices)

    def reopen(self) -> None:
        """Start the program again; only tests of the disk need wait for it."""
        self.store.close()
        self.store = Store(self.paths)
        self.store._reconnect(waits_for_disk=False)

    # -- acts -------------------------------------------------------------------------------

    def add(self, head: str = "马占山", **facts: Any) -> str:
        with self.store.change("登记农户") as session:
            row = Household(group_no=1, head_name=head, **facts)
            session.add(row)
        return row.id

    def put(self, rid: str, model: Any = Household, **facts: Any) -> None:
        with self.store.change("修改") as session:
            row = session.get_one(model, rid)
            for name, value in facts.items():
                setattr(row, name, value)

    def new(self, *rows: Any) -> str:
        with self.store.change("登记") as session:
            session.add_all(rows)
        return str(rows[0].id)

    def query(self, words: str, **values: Any) -> list[Any]:
        with self.store.read() as session:
            return [tuple(row) for row in session.execute(text(words), values)]

    def column(self, words: str, **values: Any) -> list[Any]:
        return [row[0] for row in self.query(words, **values)]

    @property
    def heads(self) -> list[str]:
        return self.column(HEADS)

    @property
    def conflicts(self) -> list[tuple[str, str]]:
        return self.query("SELECT rid, field FROM sync_conflict ORDER BY rid, field")

    def state(self) -> dict[str, list[Any]]:
        """Everything that equal sets of operations must make equal."""
        return {
            words: self.query(words)
            for words in (
                "SELECT * FROM household ORDER BY id",
                "SELECT * FROM person ORDER BY id",
                "SELECT * FROM sync_conflict ORDER BY tbl, rid, field",
                "SELECT * FROM sync_waiting ORDER BY tbl, rid",
                "SELECT * FROM sync_ver ORDER BY tbl, rid",
                "SELECT * FROM search_entry ORDER BY kind, id",
                "SELECT part, dev, seq, head FROM sync_stream WHERE seq > 0 ORDER BY part, dev",
                "SELECT part, dev, seq, payload, chain FROM sync_op ORDER BY part, dev, seq",
            )
        }

    # -- packages ---------------------------------------------------------------------------

    def pack(self, to: Desk, *, whole: bool = False, limit: int = OPERATIONS_LIMIT) -> Package:
        membership = self.world.membership()
        parts = membership.may_read(to.dev) & membership.may_read(self.dev)
        with self.store.read() as session:
            have = {} if whole else acknowledged(session.connection(), [to.dev])
        sender = Sender(frozenset(self.devices), signature, membership)
        contents = collect_contents(self.store, sender, parts, have, limit=limit)
        self.sent += 1
        return Package(travelled(contents), Origin(new_hex(16), self.dev, self.sent, b""))

    def take(self, package: Package, **options: Any) -> Received:
        membership = options.get("membership") or self.world.membership()
        return receive_contents(
            self.store, package.contents, package.origin, membership,
            options.get("verify", is_signed),
        )  # fmt: skip


def travelled(contents: Contents) -> Contents:
    """Through the form that stands in a package's file, and back."""
    return replace(contents, operations=[from_line(op.line()) for op in contents.operations])


class World:
    """All desks of a township; the first township desk is the hub."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desks: list[Desk] = []
        self.known: dict[str, Device] = {}
        self.township_edits: frozenset[str] = frozenset()

    def village(self, part: str = "v07") -> Desk:
        return self._add("village", part)

    def township(self) -> Desk:
        return self._add("township", TOWN0)

    def _add(self, kind: str, part: str) -> Desk:
        desk = Desk(self, self.folder / f"desk{len(self.desks)}", kind, part)
        self.desks.append(desk)
        return desk

    def membership(self) -> Membership:
        for desk in self.desks:
            for dev in desk.devices:
                self.known.setdefault(dev, Device(dev, desk.kind, desk.part))
        parts = {TOWN: "shared", TOWN0: "internal"}
        parts |= {desk.part: "village" for desk in self.desks if desk.kind == "village"}
        hub = next((desk.dev for desk in self.desks if desk.kind == "township"), None)
        return Membership(self.known, parts, hub, self.township_edits)

    def exchange(self, *desks: Desk, rounds: int = 3) -> None:
        """Everybody sends to everybody until all has arrived."""
        for _ in range(rounds):
            for one in desks:
                for other in desks:
                    if one is not other:
                        other.take(one.pack(other))

    def close(self) -> None:
        for desk in self.desks:
            desk.store.close()


def permuted(desk: Desk, packages: Iterable[Package], rename: Callable[[int], str]) -> None:
    for n, package in enumerate(packages):
        desk.take(replace(package, origin=replace(package.origin, pkg=rename(n))))
