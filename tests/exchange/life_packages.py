"""Random lives: packages that are made, lost, doubled, late, damaged, renamed or not ours."""

from __future__ import annotations

import shutil
from pathlib import Path

from exchange.life_truths import Truths
from exchange.pcs import Pc, Sent
from longshan_desk.actions import packages
from longshan_desk.exchange.device_list import TOWNSHIP
from longshan_desk.peers.making import NothingToHandOverError
from longshan_desk.peers.told import Told

AMONG = 8
"""A stick comes late by so many others at most; what is older never comes."""

HEARD_LATER = {"gap", "unknown_sender"}
"""Honest desks that know what happened to them only ever miss something."""
HEARD_AFTER_A_COPY = HEARD_LATER | {"fork", "self_ahead", "not_for_me"}
"""A PC with new keys cannot open what was sealed before it had them."""
NOT_OURS = {"not_for_me", "unknown_sender", "wrong_org"}
DAMAGED = {"not_ours", "truncated", "damaged", "signature", "need_upgrade", "unknown_sender"}
"""One bit of the first bytes may say another version, or another key."""

STRANGER = "外镇.lspkg"
"""A package of another township, where the sticks are."""


class Carrying(Truths):
    """Steps with sticks. Every package is a file, made and received as a person does it."""

    def _make(self, pc: Pc, a: int, b: int) -> None:
        places = [TOWNSHIP, pc.place]
        if pc.is_township:
            places = sorted({each.place for each in self.pcs[1:]})
        self.made(pc, places[a % len(places)], is_full=b % 5 == 0)

    def made(self, pc: Pc, place: str, *, is_full: bool = False) -> list[Sent]:
        """A package, lying on a stick under any name."""
        self.stick.wipe()
        way = packages.OWN if place == pc.place else packages.TO_TOWNSHIP
        if pc.is_township:
            way = place
        try:
            handed = packages.hand_over(pc.store, self.stick.folder, place=way, is_full=is_full)
        except NothingToHandOverError:
            return []
        sent = []
        for file, made in zip(handed.files, handed.made, strict=True):
            stick = self.stick.root / "空中" / f"{next(self.names)}"
            stick.mkdir(parents=True)
            for one in file.parent.iterdir():
                name = f"副本{len(self.in_the_air)}.TXT" if one == file else one.name
                shutil.copyfile(one, stick / name)
                if one == file:
                    sent.append(Sent(stick / name, pc, place, made.number, pc.events))
        self.in_the_air += sent
        self.note("made for the other PC" if way == packages.OWN else "made")
        return sent

    def _for(self, pc: Pc) -> list[Sent]:
        return [one for one in self.in_the_air if one.place == pc.place and one.by is not pc]

    def _take(self, pc: Pc, a: int, b: int) -> None:
        """Any package for this place that lies about: again, late, never."""
        if mine := self._for(pc):
            sent = mine[-1 - a % min(len(mine), AMONG)]
            self.deliver(sent, pc)
            if b % 3:
                self.in_the_air.remove(sent)

    def _lose(self, pc: Pc, a: int, b: int) -> None:
        if mine := self._for(pc):
            self.in_the_air.remove(mine[a % len(mine)])
            self.note("lost")

    def deliver(self, sent: Sent, pc: Pc) -> bool:
        parts = self.parts(pc)
        vector = pc.vector()
        before = self.records(pc, parts) if sent.path in pc.taken else None
        told = self.received(pc, sent.path)
        if told.code:
            allowed = HEARD_AFTER_A_COPY if self.inexact else HEARD_LATER
            assert told.code in allowed, told
            self.note(told.code)
            return False
        if told.is_own:
            return True  # made on this disk, before it was copied
        self._note_order(sent, pc, told)
        if told.is_already:
            assert before == self.records(pc, parts), "the second time changes nothing"
        now = pc.vector()
        pc.learn(e for e in sent.events if now.get(e.key[0], 0) >= e.key[1])
        for stream, seq in vector.items():
            assert now[stream] >= seq or stream.partition("|")[0] in self.inexact, stream
        if not pc.is_township:
            self._hear_confirmation(pc)
        return True

    def _note_order(self, sent: Sent, pc: Pc, told: Told) -> None:
        self.note("already" if told.is_already else "taken")
        if sent.by.place == pc.place:
            self.note("taken from the other PC")
        if any(path.parent != sent.path.parent and number > sent.number
               for path, number in pc.taken.items() if self._senders[path] is sent.by):  # fmt: skip
            self.note("late")
        self._senders[sent.path] = sent.by
        pc.taken[sent.path] = sent.number

    def received(self, pc: Pc, path: Path) -> Told:
        data = path.read_bytes()
        (told,) = packages.take(pc.store, path)
        if told.code and told.code != "not_ours":
            assert pc.has_kept(data), "a refused package can be looked at"
        return told

    def _hear_confirmation(self, pc: Pc) -> None:
        """What another desk says that it has, somebody else has had."""
        rows = pc.query("SELECT part || '|' || dev, max(seq) FROM sync_peer GROUP BY 1")
        said = dict(rows)
        for event in pc.events:
            if event.part not in self.inexact and said.get(event.key[0], 0) >= event.key[1]:
                assert any(event in each.ever for each in self.pcs if each is not pc)
                self.note("confirmed")

    # -- what is refused ------------------------------------------------------------------------

    def _cut(self, pc: Pc, a: int, b: int) -> None:
        """A file that was cut off or damaged on its way is refused, and nothing changes."""
        if not (mine := self._for(pc)):
            return
        data = bytearray(mine[a % len(mine)].path.read_bytes())
        if b % 2:
            del data[a * 65_537 % len(data) :]
        else:
            data[a * 65_537 % len(data)] ^= 1 << b % 8
        self._refused(pc, bytes(data), DAMAGED | (HEARD_AFTER_A_COPY if self.inexact else set()))
        self.note("cut" if b % 2 else "damaged")

    def _foreign(self, pc: Pc, a: int, b: int) -> None:
        """A package for somebody else is refused, and nothing changes."""
        others = [one.path for one in self.in_the_air if one.place != pc.place and one.by is not pc]
        stranger = self.stick.root / STRANGER
        if b % 4 == 0 or not others:
            self._refused(pc, stranger.read_bytes(), NOT_OURS)
            self.note("of another township")
        else:
            self._refused(pc, others[a % len(others)].read_bytes(), NOT_OURS)
            self.note("foreign")

    def _refused(self, pc: Pc, data: bytes, codes: set[str]) -> None:
        path = self.stick.root / "别的.lspkg"
        path.write_bytes(data)
        before = self.records(pc, self.parts(pc))
        told = self.received(pc, path)
        # Of a package that was taken before, or made on the same disk, only the cover is looked at.
        assert told.code in codes or told.is_already or told.is_own, told
        assert self.records(pc, self.parts(pc)) == before
