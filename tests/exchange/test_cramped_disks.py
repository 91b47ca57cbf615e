"""A disk that is really full, at every size: a tmpfs holds both desks and the stick, and somebody
else's file leaves so much of it free."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import Commands
from exchange.media import Medium, medium
from exchange.torn import WORDS, Torn, begin, in_child
from longshan_desk.exchange import stick as stick_files
from longshan_desk.peers import inbox
from stick import Stick

pytestmark = [pytest.mark.torture, pytest.mark.failure("F12", "F25", "F26")]

STEP = 4_096
ENOUGH = 8 << 20
"""Of what making or receiving so little needs."""


class Cramped(Torn):
    """Runs a command with so many bytes free; the answer is a word to the user, never a bug."""

    def __init__(self, disk: Medium, work: Path, kind: str) -> None:
        self.village, self.town = Commands(work / "07-1"), Commands(work / "township")
        self.stick, self.kind, self.disk = work / "U盘", kind, disk

    def run(self, left: int) -> int:
        self.disk.fill(left)
        status, told = self.desk.call(*self.words())
        if status:
            assert told["error"]["code"] in {"disk_full", "medium"}, told
        return status

    def words(self) -> list[str]:
        return ["matter", "add", "--words", WORDS, "--topic", "infrastructure", "--list",
                "self_handled"] if self.kind == "save" else super().words()  # fmt: skip

    @property
    def desk(self) -> Commands:
        return self.town if self.kind == "receive" else self.village

    def look_save(self) -> None:
        """What was said to be saved is there, and what was refused can be saved again."""
        found = self.village.done("matter", "list")["matters"]
        assert len(found) in (1, 2)
        self.village.register(WORDS)


Cramp = Callable[[str], Cramped]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Medium]:
    with medium("tmpfs", tmp_path / "disk", 64 << 20) as found:
        found.plug_in()
        yield found


@pytest.fixture
def cramp(joined: Stick, disk: Medium, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cramp:
    def arrange(kind: str) -> Cramped:
        village = joined.desks["07-1"]
        village.today = joined.desks["township"].today = "2022-04-05"
        village.register(WORDS)
        if kind == "receive":
            joined.make(village)
        work = disk.folder / "work"
        copied = joined.copied(work)
        shutil.copytree(joined.folder, copied.folder, dirs_exist_ok=True)
        shutil.copytree(work, tmp_path / "root")
        monkeypatch.setenv("LONGSHAN_STATE_DIR", str(work / "state"))
        for module in (stick_files, inbox):  # as if the disk filled up after the program had looked
            monkeypatch.setattr(module, "check_free_space", lambda *_: None)
        return Cramped(disk, work, kind)

    return arrange


def codes(cramped: Cramped, root: Path, step: int) -> list[int]:
    """The exit code for each size, until there was room twice."""
    found: list[int] = []
    for left in range(0, ENOUGH, step):
        begin(root, cramped.village.home.parent)
        found.append(in_child(lambda left=left: cramped.run(left)))  # type: ignore[misc]
        assert found[-1] in (0, 1), f"{left} bytes free: it broke"
        cramped.disk.empty()
        assert in_child(cramped.look) == 0, f"{left} bytes free: what is left is not whole"
        if found[-2:] == [0, 0]:
            break
    return found


@pytest.mark.parametrize(("kind", "step"), [("save", STEP), ("make", STEP), ("receive", 8 * STEP)])
def test_at_every_size_of_a_full_disk_all_stays_whole(
    cramp: Cramp, tmp_path: Path, kind: str, step: int
) -> None:
    found = codes(cramp(kind), tmp_path / "root", step)
    assert found[0] == 1, "with nothing free it is refused"
    assert found[-2:] == [0, 0], "with room it is done"
    assert len(found) > 3, os.linesep.join(map(str, found))
