"""Random lives of a few desks, held against the oracle after every step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import strategies as st

from data.log.oracle import Event, expected
from data.log.world import Desk, Package, World
from longshan_desk.data import identity
from longshan_desk.data.log import clock
from longshan_desk.data.log.conflicts import settle
from longshan_desk.data.log.refusals import PackageRefusedError

YEAR = 365 * 24 * 3600 * 1000
GROUPS = ("head_name", "address", "note")

NUMBER = st.integers(0, 1 << 16)
STEP = st.one_of(
    st.tuples(st.just("add"), NUMBER, NUMBER, NUMBER),
    *[st.tuples(st.just("edit"), NUMBER, NUMBER, NUMBER)] * 4,
    st.tuples(st.just("hide"), NUMBER, NUMBER, NUMBER),
    st.tuples(st.just("settle"), NUMBER, NUMBER, NUMBER),
    *[st.tuples(st.just("pack"), NUMBER, NUMBER, NUMBER)] * 3,
    *[st.tuples(st.just("take"), NUMBER, NUMBER, NUMBER)] * 4,
    st.tuples(st.just("clock"), NUMBER, NUMBER, NUMBER),
    st.tuples(st.sampled_from(["snapshot", "restore"]), NUMBER, NUMBER, NUMBER),
)
STEPS = st.lists(STEP, min_size=8, max_size=40)

Step = tuple[str, int, int, int]


@dataclass
class Snapshot:
    folder: Path
    events: frozenset[Event]


@dataclass(eq=False)
class Actor:
    """A desk, the events it must have, and its clock."""

    desk: Desk
    events: frozenset[Event] = frozenset()
    ahead: int = 0
    snapshot: Snapshot | None = None


@dataclass
class Sent:
    package: Package
    to: Actor
    events: frozenset[Event]


@dataclass
class History:
    """Plays steps; ``is_noticed``: whether a desk that is set back knows that it was."""

    world: World
    actors: list[Actor]
    is_noticed: bool = True
    sent: list[Sent] = field(default_factory=list)
    ticks: Iterator[int] = field(default_factory=lambda: count(clock.BUILD_MS + 1000, 1000))
    ahead: int = 0

    def wall(self) -> int:
        return next(self.ticks) + self.ahead

    def play(self, steps: Sequence[Step]) -> None:
        with mock.patch.object(clock, "wall_ms", self.wall):
            for step in steps:
                self.act(*step)
            self.finish()

    def act(self, what: str, who: int, a: int, b: int) -> None:
        actor = self.actors[who % len(self.actors)]
        self.ahead = actor.ahead
        getattr(self, f"_{what}")(actor, a, b)
        self.ahead = 0
        if self.is_noticed:
            self.check(actor)

    # -- steps --------------------------------------------------------------------------------

    def _typed(self, actor: Actor, rid: str, puts: dict[str, Any]) -> None:
        words = "SELECT hlc, dev, seq FROM sync_op ORDER BY lid DESC LIMIT 1"
        stamp, dev, seq = actor.desk.query(words)[0]
        event = Event(rid, puts, actor.events, stamp, (dev, seq))
        actor.events = actor.events | {event}

    def _record(self, actor: Actor, a: int) -> str | None:
        if self.is_noticed:
            rids = sorted({event.rid for event in actor.events})
        else:
            rids = actor.desk.column("SELECT id FROM household ORDER BY id")
        return rids[a % len(rids)] if rids else None

    def _add(self, actor: Actor, a: int, b: int) -> None:
        if len({event.rid for event in actor.events}) < 4:
            name = f"户{b % 5}"
            rid = actor.desk.add(name, part="v07")
            empty = {"group_no": 1, "head_name": name, "is_deleted": False}
            self._typed(actor, rid, empty)

    def _edit(self, actor: Actor, a: int, b: int) -> None:
        rid, group, value = self._record(actor, a), GROUPS[b % 3], f"值{b // 3 % 4}"
        if rid is None:
            return
        now, gone = actor.desk.query(
            f"SELECT {group}, is_deleted FROM household WHERE id = :r", r=rid
        )[0]
        if now != value:
            actor.desk.put(rid, **{group: value})
            self._typed(actor, rid, {group: value, **({"is_deleted": True} if gone else {})})

    def _hide(self, actor: Actor, a: int, b: int) -> None:
        rid = self._record(actor, a)
        if rid is None:
            return
        (gone,) = actor.desk.column("SELECT is_deleted FROM household WHERE id = :r", r=rid)
        actor.desk.put(rid, is_deleted=not gone)
        self._typed(actor, rid, {"is_deleted": not gone})

    def _settle(self, actor: Actor, a: int, b: int) -> None:
        if not actor.desk.conflicts:
            return
        rid, group = actor.desk.conflicts[a % len(actor.desk.conflicts)]
        (gone,) = actor.desk.column("SELECT is_deleted FROM household WHERE id = :r", r=rid)
        value: Any = b % 2 if group == "is_deleted" else f"值{b % 4}"
        with actor.desk.store.change("处理冲突") as session:
            settle(session, "household", rid, {group: value})
        puts = {group: bool(value) if group == "is_deleted" else value}
        self._typed(actor, rid, puts if not gone or group == "is_deleted"
                    else {**puts, "is_deleted": True})  # fmt: skip

    def _pack(self, actor: Actor, a: int, b: int) -> None:
        others = [each for each in self.actors if each is not actor]
        to = others[a % len(others)]
        package = actor.desk.pack(to.desk, whole=b % 5 == 0)
        self.sent.append(Sent(package, to, actor.events))

    def _take(self, actor: Actor, a: int, b: int) -> None:
        mine = [each for each in self.sent if each.to is actor]
        if not mine:
            return
        sent = mine[-1 - a % len(mine)]
        self.deliver(sent)
        if b % 3:
            self.sent.remove(sent)

    def deliver(self, sent: Sent) -> bool:
        before = None if self.is_noticed else sent.to.desk.state()
        try:
            sent.to.desk.take(sent.package)
        except PackageRefusedError as refused:
            # Honest desks only ever miss something, and never of one that is where it was.
            assert refused.code in ("gap", "fork", "self_ahead"), refused
            assert self.is_noticed is False or refused.code == "gap"
            if before is not None:
                assert sent.to.desk.state() == before
            return False
        sent.to.events |= self.arrived(sent)
        return True

    def arrived(self, sent: Sent) -> frozenset[Event]:
        """A package leaves out what its receiver once confirmed and has lost since."""
        if not self.is_noticed:
            return sent.events
        vector = dict(sent.to.desk.query("SELECT dev, seq FROM sync_stream WHERE part = 'v07'"))
        return frozenset(e for e in sent.events if vector.get(e.key[0], 0) >= e.key[1])

    def _clock(self, actor: Actor, a: int, b: int) -> None:
        actor.ahead = (a % 82 - 10) * YEAR if b % 2 else 0

    def _snapshot(self, actor: Actor, a: int, b: int) -> None:
        folder = Path(tempfile.mkdtemp(dir=self.world.folder))
        actor.desk.store.close()
        shutil.copyfile(actor.desk.paths.database, folder / "db")
        shutil.copyfile(identity.marker_path(actor.desk.paths), folder / "marker")
        actor.desk.reopen()
        actor.snapshot = Snapshot(folder, actor.events)

    def _restore(self, actor: Actor, a: int, b: int) -> None:
        if actor.snapshot is None:
            return
        actor.desk.store.close()
        shutil.copyfile(actor.snapshot.folder / "db", actor.desk.paths.database)
        if not self.is_noticed:
            shutil.copyfile(
                actor.snapshot.folder / "marker", identity.marker_path(actor.desk.paths)
            )
        actor.desk.reopen()
        actor.events = actor.snapshot.events

    # -- what must be true ----------------------------------------------------------------------

    def check(self, actor: Actor) -> None:
        """The desk shows what the oracle says, for every record, field and conflict."""
        said = expected(actor.events)
        rows = actor.desk.query(
            "SELECT id, is_deleted, group_no, head_name, address, note FROM household"
        )
        assert {row[0] for row in rows} == said.keys()
        for rid, hidden, *values in rows:
            assert bool(hidden) == said[rid].hidden, (rid, "hidden")
            for group, value in zip(("group_no", *GROUPS), values, strict=True):
                allowed = said[rid].values.get(group, frozenset({None}))
                assert value in allowed, (rid, group, value, allowed)
        open_now = {(rid, group) for rid, one in said.items() for group in one.conflicts}
        assert set(actor.desk.conflicts) == open_now

    def finish(self) -> None:
        """Everybody hands over to everybody; then all must be the same, and nothing missing."""
        desks = [actor.desk for actor in self.actors]
        somewhere = frozenset().union(*(actor.events for actor in self.actors))
        for _ in range(6):
            done = True
            for one in self.actors:
                for other in self.actors:
                    if one is not other:
                        sent = Sent(one.desk.pack(other.desk), other, one.events)
                        done = self.deliver(sent) and done
            states = [desk.state() for desk in desks]
            if done and all(state == states[0] for state in states):
                break
        for state in states[1:]:
            for words, rows in state.items():
                assert rows == states[0][words], words
        for actor in self.actors:
            if self.is_noticed:
                self.check(actor)
            self.check_nothing_lost(actor, somewhere)

    def check_nothing_lost(self, actor: Actor, somewhere: frozenset[Event]) -> None:
        """P4: what was on any PC at the end is in everybody's log, word for word."""
        logged = {
            (rid, f'"{group}":"{value}"')
            for rid, payload in actor.desk.query("SELECT rid, payload FROM sync_op")
            for group in GROUPS
            for value in (f"值{n}" for n in range(4))
            if f'"{group}":"{value}"' in payload
        }
        for event in somewhere:
            for group, value in event.puts.items():
                if group in GROUPS and value.startswith("值"):
                    assert (event.rid, f'"{group}":"{value}"') in logged, event.puts


@contextmanager
def history(desks: int, *, is_noticed: bool = True) -> Iterator[History]:
    """Two PCs of a village and a township, and more PCs if wanted."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "world")
        world.township_edits = frozenset({"v07"})
        world.township()
        for _ in range(desks - 1):
            world.village()
        try:
            yield History(world, [Actor(desk) for desk in world.desks], is_noticed)
        finally:
            world.close()
