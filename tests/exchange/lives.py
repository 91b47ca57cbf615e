"""Random lives of a township and its villages that hand real packages from stick to stick.

Every package is a file, made and received as a person does it. What each PC must show is computed
by the oracle from sets of edits; a package adds to a PC's set what its file can have brought.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

from commands import Commands
from data.log.oracle import Event
from exchange.pcs import Pc, Sent, Snapshot, Township
from longshan_desk.actions import packages
from longshan_desk.data import identity
from longshan_desk.data.log import clock
from longshan_desk.data.log.conflicts import settle
from longshan_desk.data.tables.papers import TownshipWording
from longshan_desk.data.tables.people import Household
from longshan_desk.exchange.device_list import TOWNSHIP
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.making import NothingToHandOverError
from longshan_desk.peers.receiving import Told
from stick import Stick

YEAR = 365 * 24 * 3600 * 1000
MOST_RECORDS = 4
TYPED = {"household": ("head_name", "address", "note"), "township_wording": ("key", "text")}
MODELS: dict[str, Any] = {"household": Household, "township_wording": TownshipWording}

WHAT = (
    *["add"] * 2, *["edit"] * 8, "hide", *["settle"] * 2, *["make"] * 6, *["take"] * 8, "cut",
    "foreign", "clock", "snapshot", "restore",
)  # fmt: skip
Step = tuple[str, int, int, int]

HEARD_LATER = {"gap", "unknown_sender"}
"""Honest desks that know what happened to them only ever miss something."""
HEARD_AFTER_A_COPY = HEARD_LATER | {"fork", "self_ahead", "not_for_me"}
"""A PC with new keys cannot open what was sealed before it had them."""


def drawn(seed: int, steps: int) -> list[Step]:
    dice = random.Random(seed)

    def number() -> int:
        return dice.randrange(1 << 16)

    return [(dice.choice(WHAT), number(), number(), number()) for _ in range(steps)]


@dataclass
class Life(Township):
    """Plays steps on a township and its villages; ``is_noticed``: whether a PC that is set back
    or copied knows that it was."""

    is_noticed: bool = True
    is_exact: bool = True
    """Whether the oracle can know every number; what is typed again under another, it cannot."""
    in_the_air: list[Sent] = field(default_factory=list)
    names: Iterator[int] = field(default_factory=count)
    ticks: Iterator[int] = field(default_factory=lambda: count(clock.BUILD_MS + 1000, 1000))
    ahead: int = 0

    def __post_init__(self) -> None:
        self.is_exact = self.is_noticed

    def wall(self) -> int:
        return next(self.ticks) + self.ahead

    def play(self, steps: Sequence[Step]) -> None:
        with mock.patch.object(clock, "wall_ms", self.wall):
            for step in steps:
                self.act(*step)
            self.finish()

    def act(self, what: str, who: int, a: int, b: int) -> None:
        pc = self.pcs[who % len(self.pcs)]
        self.ahead = pc.ahead
        getattr(self, f"_{what}")(pc, a, b)
        self.ahead = 0
        if self.is_exact:
            self.check(pc)

    # -- typing -------------------------------------------------------------------------------

    def _table(self, pc: Pc) -> str:
        return "township_wording" if pc is self.township else "household"

    def _own(self, pc: Pc) -> list[str]:
        words = f"SELECT id FROM {self._table(pc)} WHERE part = ? ORDER BY id"
        return [row[0] for row in pc.query(words, pc.store.part)]

    def _typed(self, pc: Pc, rid: str, puts: dict[str, Any]) -> None:
        words = "SELECT hlc, part || '|' || dev, seq FROM sync_op ORDER BY lid DESC LIMIT 1"
        stamp, stream, seq = pc.query(words)[0]
        seen = frozenset(event for event in pc.events if event.rid == rid)
        pc.learn([Event(rid, puts, seen, stamp, (stream, seq))])

    def _add(self, pc: Pc, a: int, b: int) -> None:
        if len(self._own(pc)) >= MOST_RECORDS:
            return
        facts: dict[str, Any] = {"group_no": 1, "head_name": f"户{a}-{b}"}
        if pc is self.township:
            facts = {"kind": "k", "key": f"词{a}", "text": f"值{b % 4}"}
        with pc.store.change("登记") as session:
            row = MODELS[self._table(pc)](**facts)
            session.add(row)
        self._typed(pc, row.id, {**facts, "is_deleted": False})

    def _edit(self, pc: Pc, a: int, b: int) -> None:
        table = self._table(pc)
        groups, rids = TYPED[table], self._own(pc)
        if not rids:
            return
        rid, group, value = rids[a % len(rids)], groups[b % len(groups)], f"值{b // 3 % 4}"
        now, gone = pc.query(f"SELECT {group}, is_deleted FROM {table} WHERE id = ?", rid)[0]
        if now != value:
            self._put(pc, table, rid, {group: value})
            self._typed(pc, rid, {group: value, **({"is_deleted": True} if gone else {})})

    def _hide(self, pc: Pc, a: int, b: int) -> None:
        table, rids = self._table(pc), self._own(pc)
        if rids:
            rid = rids[a % len(rids)]
            ((gone,),) = pc.query(f"SELECT is_deleted FROM {table} WHERE id = ?", rid)
            self._put(pc, table, rid, {"is_deleted": not gone})
            self._typed(pc, rid, {"is_deleted": not gone})

    def _put(self, pc: Pc, table: str, rid: str, puts: dict[str, Any]) -> None:
        with pc.store.change("修改") as session:
            row = session.get_one(MODELS[table], rid)
            for name, value in puts.items():
                setattr(row, name, value)

    def _settle(self, pc: Pc, a: int, b: int) -> None:
        found = pc.query(
            "SELECT tbl, rid, field FROM sync_conflict WHERE part = ? ORDER BY rid, field",
            pc.store.part,
        )
        if not found:
            return
        self.note("settled")
        table, rid, group = found[a % len(found)]
        ((gone,),) = pc.query(f"SELECT is_deleted FROM {table} WHERE id = ?", rid)
        value: Any = b % 2 if group == "is_deleted" else f"值{b % 4}"
        with pc.store.change("处理冲突") as session:
            settle(session, table, rid, {group: value})
        puts: dict[str, Any] = {group: bool(value) if group == "is_deleted" else value}
        self._typed(pc, rid, {"is_deleted": True, **puts} if gone else puts)

    # -- packages -----------------------------------------------------------------------------

    def _make(self, pc: Pc, a: int, b: int) -> None:
        places = [TOWNSHIP, pc.place]
        if pc is self.township:
            places = sorted({each.place for each in self.pcs[1:]})
        self.made(pc, places[a % len(places)], is_full=b % 5 == 0)

    def made(self, pc: Pc, place: str, *, is_full: bool = False) -> list[Sent]:
        """A package, lying on a stick under any name."""
        self.stick.wipe()
        if place != pc.place or pc is self.township:
            way = "township" if place == TOWNSHIP else place
        else:
            way = packages.OWN
        try:
            handed = packages.hand_over(pc.store, self.stick.folder, place=way, is_full=is_full)
        except NothingToHandOverError:
            return []
        sent = []
        for file in handed.files:
            stick = self.stick.root / "空中" / f"{next(self.names)}"
            stick.mkdir(parents=True)
            for one in file.parent.iterdir():
                name = f"副本{len(self.in_the_air)}.TXT" if one == file else one.name
                shutil.copyfile(one, stick / name)
                if one == file:
                    sent.append(Sent(stick / name, pc, place, pc.events))
        self.in_the_air += sent
        self.note("made")
        return sent

    def _take(self, pc: Pc, a: int, b: int) -> None:
        """Any package for this place that lies about: doubled, late, never."""
        mine = [one for one in self.in_the_air if one.place == pc.place and one.by is not pc]
        if mine:
            sent = mine[-1 - a % min(len(mine), 8)]
            self.deliver(sent, pc)
            if b % 3:
                self.in_the_air.remove(sent)

    def deliver(self, sent: Sent, pc: Pc) -> bool:
        told = self.received(pc, sent.path)
        if told.code:
            allowed = HEARD_LATER if self.is_exact else HEARD_AFTER_A_COPY
            assert told.code in allowed, told
            self.note(told.code)
            return False
        vector = pc.vector()
        pc.learn(e for e in sent.events if vector.get(e.key[0], 0) >= e.key[1])
        self.note("already" if told.is_already else "taken")
        if self.is_exact and pc.place != TOWNSHIP:
            self._hear_confirmation(pc)
        return True

    def received(self, pc: Pc, path: Path) -> Told:
        (told,) = packages.take(pc.store, path)
        if told.code:
            kept = pc.store.paths.inbox / "refused"
            assert any(kept.glob("*.lspkg")), "a refused package can be looked at"
        return told

    def _hear_confirmation(self, pc: Pc) -> None:
        """What the township says that it has, it has had."""
        rows = pc.query("SELECT part || '|' || dev, max(seq) FROM sync_peer GROUP BY 1")
        said = dict(rows)
        for event in pc.events:
            if said.get(event.key[0], 0) >= event.key[1]:
                assert any(event in each.ever for each in self.pcs if each is not pc)
                self.note("confirmed")

    def _cut(self, pc: Pc, a: int, b: int) -> None:
        """A file that was cut off or damaged on its way is refused, and nothing changes."""
        mine = [one for one in self.in_the_air if one.place == pc.place and one.by is not pc]
        if not mine:
            return
        data = bytearray(mine[a % len(mine)].path.read_bytes())
        if b % 2:
            del data[a * 65_537 % len(data) :]
        else:
            data[a * 65_537 % len(data)] ^= 1 << b % 8
        self._refused(pc, bytes(data))
        self.note("damaged")

    def _foreign(self, pc: Pc, a: int, b: int) -> None:
        """A package for somebody else is refused, and nothing changes."""
        others = [one for one in self.in_the_air if one.place != pc.place and one.by is not pc]
        if others:
            self._refused(pc, others[a % len(others)].path.read_bytes())
            self.note("foreign")

    def _refused(self, pc: Pc, data: bytes) -> None:
        path = self.stick.root / "别的.lspkg"
        path.write_bytes(data)
        before = self.records(pc, self.parts(pc))
        told = self.received(pc, path)
        assert (
            told.code or told.is_already
        )  # of a known package its envelope is not looked at again
        assert self.records(pc, self.parts(pc)) == before

    # -- the machines ---------------------------------------------------------------------------

    def _clock(self, pc: Pc, a: int, b: int) -> None:
        pc.ahead = (a % 82 - 10) * YEAR if b % 2 else 0

    def _files(self, pc: Pc) -> tuple[Path, Path]:
        return pc.store.paths.database, identity.marker_path(pc.store.paths)

    def _snapshot(self, pc: Pc, a: int, b: int) -> None:
        folder = self.stick.root / "盘" / f"{next(self.names)}"
        folder.mkdir(parents=True)
        pc.store.close()
        for file in self._files(pc):
            shutil.copyfile(file, folder / file.name)
        pc.open()
        pc.snapshot = Snapshot(folder, pc.events)

    def _restore(self, pc: Pc, a: int, b: int) -> None:
        """From a backup, which this PC notices, or from an image of the disk."""
        if pc.snapshot is None:
            return
        pc.store.close()
        database, marker = self._files(pc)
        shutil.copyfile(pc.snapshot.folder / database.name, database)
        if not self.is_noticed:
            shutil.copyfile(pc.snapshot.folder / marker.name, marker)
        pc.open()
        pc.events = pc.snapshot.events
        self.note("restored")

    def copy(self, pc: Pc) -> Pc:
        """Both computers go on; if it is noticed, the second one joins anew."""
        pc.store.close()
        home = self.stick.root / f"{pc.home.name}-{next(self.names)}"
        shutil.copytree(pc.home, home)
        if not self.is_noticed:
            was, now = (identity.home_tag(DeskPaths(one)) for one in (pc.home, home))
            for file in identity.marker_path(DeskPaths(home)).parent.glob(f"*{was}*"):
                shutil.copyfile(file, file.with_name(file.name.replace(was, now)))
        else:
            self.township.store.close()
            twin = Commands(home, today="2022-04-05")
            self.stick.join(Commands(self.township.home), twin, pc.place[1:])
            self.township.open()
        pc.open()
        self.is_exact = False
        copy = Pc(home, pc.place)
        self.pcs.append(copy)
        vector = copy.vector()
        known = pc.events | self.township.events
        copy.learn(e for e in known if vector.get(e.key[0], 0) >= e.key[1])
        return copy

    # -- the end --------------------------------------------------------------------------------

    def finish(self) -> None:
        """Everybody hands over to the township and back; all are the same, nothing is missing."""
        somewhere = frozenset().union(*(pc.events for pc in self.pcs))
        for turn in range(8):
            if self.round(is_full=turn > 2) and self.agree():
                break
        self.assert_same()
        for pc in self.pcs:
            if self.is_exact:
                self.check(pc)
            self.check_nothing_lost(pc, somewhere)

    def round(self, *, is_full: bool) -> bool:
        """A stick from every village to the township and back; whether all was taken."""
        is_whole = True
        for pc in self.pcs[1:]:
            for sent in self.made(pc, TOWNSHIP, is_full=is_full):
                is_whole = self.deliver(sent, self.township) and is_whole
            for sent in self.made(self.township, pc.place, is_full=is_full):
                for one in self.pcs[1:]:
                    if one.place == pc.place:
                        is_whole = self.deliver(sent, one) and is_whole
        return is_whole


@contextmanager
def life(stick: Stick, *, is_noticed: bool = True) -> Iterator[Life]:
    """The township and the villages of ``stick``, at their desks."""
    names = sorted(stick.desks, key=lambda name: name != "township")
    pcs = []
    for name in names:
        pc = Pc(stick.desks[name].home, TOWNSHIP if name == "township" else f"V{name[:2]}")
        pcs.append(pc)
    story = Life(stick, pcs, is_noticed)
    try:
        yield story
    finally:
        for pc in story.pcs:
            pc.store.close()
