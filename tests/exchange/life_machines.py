"""Random lives: what happens to the computers themselves."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path

from commands import Commands
from exchange.life_truths import Truths
from exchange.pcs import Pc, Snapshot
from longshan_desk.data import identity
from longshan_desk.paths import DeskPaths

YEAR = 365 * 24 * 3600 * 1000
MOST_COPIES = 2


class Machines(Truths):
    """Steps that no one at the desk does."""

    _forgot_a_copy = False

    def _clock(self, pc: Pc, a: int, b: int) -> None:
        pc.ahead = (a % 82 - 10) * YEAR if b % 2 else 0
        self.note("clock")

    def _files(self, pc: Pc) -> tuple[Path, Path]:
        return pc.store.paths.database, identity.marker_path(pc.store.paths)

    def _switch_off(self, pc: Pc) -> None:
        """Of a process that has ended no connection is left to garbage, and no journal of it."""
        pc.store.close()
        gc.collect()

    def _snapshot(self, pc: Pc, a: int, b: int) -> None:
        folder = self.stick.root / "盘" / f"{next(self.names)}"
        folder.mkdir(parents=True)
        self._switch_off(pc)
        for file in self._files(pc):
            shutil.copyfile(file, folder / file.name)
        pc.open()
        pc.snapshot = Snapshot(folder, pc.events)

    def _restore(self, pc: Pc, a: int, b: int) -> None:
        """From a backup, which this PC notices, or from an image of the disk."""
        if pc.snapshot is None:
            return
        self._switch_off(pc)
        database, marker = self._files(pc)
        shutil.copyfile(pc.snapshot.folder / database.name, database)
        if not self.is_noticed:
            shutil.copyfile(pc.snapshot.folder / marker.name, marker)
            self.inexact |= set(self.parts(pc)) if pc.is_township else {self.part_of(pc.place)}
        pc.open()
        pc.events = pc.snapshot.events
        self.note("restored township" if pc.is_township else "restored")
        self._forgot_a_copy |= pc.is_township and "copied" in self.happened

    def _copy(self, pc: Pc, a: int, b: int) -> None:
        """Not once the township may have forgotten one: of two lists with one number it would
        have to be told by the one who is on neither."""
        is_enough = self.happened.get("copied", 0) == MOST_COPIES or self._forgot_a_copy
        if not pc.is_township and not is_enough:
            self.copy(pc)

    def copy(self, pc: Pc) -> Pc:
        """Both computers go on; if it is noticed, the second one joins anew."""
        self._switch_off(pc)
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
        self.inexact.add(self.part_of(pc.place))
        copy = Pc(home, pc.place)
        self.pcs.append(copy)
        vector = copy.vector()
        known = pc.events | self.township.events
        copy.learn(e for e in known if vector.get(e.key[0], 0) >= e.key[1])
        self.note("copied")
        return copy
