"""Runs a command again and again with its n-th write failing, and looks at what is left.

A process of its own, started with ``write_fails.c`` preloaded: ``torn.py ROOT WORK LIBRARY HOW
KIND N …``. What ROOT holds is copied to WORK before each run.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from commands import Commands

WORDS = "水渠坏了"
_RAISED = 70


def begin(root: Path, work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(root, work)


def in_child(act: Callable[[], int]) -> int:
    """Its exit code; whatever it did to this process's memory is gone with it."""
    child = os.fork()
    if child == 0:
        code = _RAISED
        try:
            code = act()
        except BaseException:
            traceback.print_exc(file=sys.stdout)
        finally:
            sys.stdout.flush()
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Torn:
    def __init__(self, work: Path, library: str, how: str, kind: str) -> None:
        self.village, self.town = Commands(work / "07-1"), Commands(work / "township")
        self.stick, self.kind, self.is_full = work / "U盘", kind, how == "full"
        self.library = ctypes.CDLL(library)

    def words(self) -> list[str]:
        if self.kind == "make":
            return ["package", "make", "--to", str(self.stick)]
        return ["package", "receive", str(self.stick), "--apply"]

    @property
    def desk(self) -> Commands:
        return self.village if self.kind == "make" else self.town

    def run(self, at: int) -> int:
        self.library.fail_at(at, int(self.is_full))
        code, said, _ = self.desk.run(*self.words(), "--json")
        told = self.library.writes_done()
        self.library.fail_at(-1, 0)
        assert '"bug"' not in said, said
        if at == 0:
            print(f"count={told}", flush=True)
        return code

    def look(self) -> int:
        getattr(self, f"look_{self.kind}")()
        assert self.desk.done("checkup")["problems"] == []
        return 0

    def look_make(self) -> None:
        """On the stick lies a whole package or none, and the next one brings everything."""
        if list(self.stick.rglob("*.lspkg")):
            told = self.town.done("package", "receive", str(self.stick), "--apply")
            assert told["refused"] == 0, told
            assert self.heard() == [WORDS]
        else:
            self.village.done("package", "make", "--full", "--to", str(self.stick))
            assert len(list(self.stick.rglob("*.lspkg"))) == 1
            self.town.done("package", "receive", str(self.stick), "--apply")
            assert self.heard() == [WORDS]
        self.village.done("package", "make", "--full", "--to", str(self.stick))
        assert not [*self.stick.rglob("*.PART"), *(self.village.home / "outbox").glob(".*")]

    def look_receive(self) -> None:
        """All of it is there or nothing, and it can be received again."""
        before = self.heard()
        assert before in ([], [WORDS])
        told: dict[str, Any] = self.town.done("package", "receive", str(self.stick), "--apply")
        assert told["already"] == len(before), told
        assert self.heard() == [WORDS]
        assert not list((self.town.home / "inbox").glob("*.staged"))

    def heard(self) -> list[str]:
        matters = self.town.done("matter", "list", "--village", "07")["matters"]
        return [one["words"] for one in matters]


def main(root: str, work: str, library: str, how: str, kind: str, *numbers: str) -> int:
    os.environ["LONGSHAN_STATE_DIR"] = f"{work}/state"
    torn = Torn(Path(work), library, how, kind)
    begin(Path(root), Path(work))
    torn.run(0)  # in this process: the children find everything loaded
    torn.look()
    wrong = 0
    for number in numbers:
        begin(Path(root), Path(work))
        code = in_child(lambda at=int(number): torn.run(at))  # type: ignore[misc]
        looked = in_child(torn.look)
        print(f"{number}: {code} {looked}", flush=True)
        wrong += looked != 0 or code == _RAISED
    return wrong


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
