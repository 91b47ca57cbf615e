"""Making and receiving broken off anywhere: before or after, never between."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import longshan_desk
from commands import Commands
from longshan_desk.errors import DiskFullError
from longshan_desk.exchange import container, seal_stick
from longshan_desk.exchange import stick as stick_files
from longshan_desk.peers import inbox
from stick import Stick

SOURCE = str(Path(longshan_desk.__file__).parents[1])


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


def state(desk: Commands) -> tuple[Any, ...]:
    matters = desk.done("matter", "list", "--village", "07")["matters"]
    return matters, desk.done("villages", "list")["villages"]


def killed_at(point: str, *words: str, home: Path) -> int:
    """Run a command that dies where the function ``point`` is called; returns its exit code."""
    module, _, name = point.rpartition(".")
    script = (
        f"import os, sys, {module}\n{module}.{name} = lambda *a, **k: os._exit(9)\n"
        "from longshan_desk.cli.main import main\nsys.exit(main(sys.argv[1:]))\n"
    )
    return subprocess.run(
        [sys.executable, "-c", script, *words, "--home", str(home), "--json"],
        env={**os.environ, "PYTHONPATH": SOURCE}, capture_output=True, check=False,
    ).returncode  # fmt: skip


RECEIVING = [
    "longshan_desk.peers.inbox.mark",
    "longshan_desk.peers.receiving.make_backup",
    "longshan_desk.data.log.incoming._insert",
    "longshan_desk.data.log.incoming.rebuild_records",
    "longshan_desk.data.log.incoming.put_in_ledger",
    "longshan_desk.peers.receiving.note",
]


@pytest.mark.failure("F23")
@pytest.mark.parametrize("point", RECEIVING)
def test_killed_while_receiving_nothing_has_happened(
    joined: Stick, village: Commands, town: Commands, point: str
) -> None:
    village.register("水渠坏了")
    path = str(joined.make(village)["files"][0])
    before = state(town)
    assert killed_at(point, "package", "receive", path, "--apply", home=town.home) == 9
    assert state(town) == before
    assert town.done("package", "receive", path, "--apply")["applied"]
    assert town.done("checkup")["problems"] == []


MAKING = [
    "longshan_desk.peers.making.collect_contents",
    "longshan_desk.exchange.container.signed_header",
    "longshan_desk.peers.making._keep",
    "longshan_desk.exchange.stick.digest",
    "longshan_desk.exchange.stick.replace_patiently",
]


@pytest.mark.failure("F6", "F21")
@pytest.mark.parametrize("point", MAKING)
def test_killed_while_making_the_stick_has_a_whole_package_or_none(
    joined: Stick, village: Commands, town: Commands, point: str
) -> None:
    village.register("水渠坏了")
    to = str(joined.folder)
    assert killed_at(point, "package", "make", "--to", to, home=village.home) == 9
    assert joined.packages == []
    joined.make(village)
    assert joined.receive(town)["applied"]


@pytest.mark.failure("F12", "F13")
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EACCES])
def test_a_stick_that_fails_leaves_no_package_and_keeps_one_here(
    joined: Stick, village: Commands, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    village.register("水渠坏了")

    def fail(*_: Any) -> str:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(stick_files, "_copy", fail)
        assert village.code("package", "make", "--to", str(joined.folder)) in {
            "disk_full", "medium", "file_open",
        }  # fmt: skip
    assert joined.packages == []
    last = village.done("package", "history")["packages"][0]["number"]
    village.done("package", "copy", str(last), "--to", str(joined.folder))
    assert len(joined.packages) == 1


class _Pulled:
    """A file on a stick that is pulled out after some blocks."""

    def __init__(self, file: Any, blocks: int) -> None:
        self.file, self.left = file, blocks

    def __enter__(self) -> _Pulled:
        return self

    def __exit__(self, *_: Any) -> None:
        self.file.close()

    def read(self, size: int) -> bytes:
        if self.left == 0:
            raise OSError(errno.EIO, "gone")
        self.left -= 1
        return bytes(self.file.read(size))


@pytest.mark.failure("F7")
def test_a_stick_pulled_out_while_it_is_read_changes_nothing(
    joined: Stick, village: Commands, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    path = Path(joined.make(village)["files"][0])
    before, whole = state(town), Path.open
    for blocks in range(3):

        def pulled(self: Path, *words: Any, left: int = blocks, **more: Any) -> Any:
            file = whole(self, *words, **more)
            return _Pulled(file, left) if self == path else file

        with monkeypatch.context() as patch:
            patch.setattr(inbox, "_BLOCK", 20_000)
            patch.setattr(Path, "open", pulled)
            patch.setattr(inbox, "is_list", lambda one: False)
            assert town.code("package", "receive", str(path), "--apply") == "medium"
        assert state(town) == before
    assert list((town.home / "inbox").glob("*.staged")) == []
    assert town.done("package", "receive", str(path), "--apply")["applied"]


@pytest.mark.failure("F25")
def test_without_room_nothing_is_begun(
    joined: Stick, village: Commands, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    path = str(joined.make(village)["files"][0])
    before = state(town)

    def full(*_: Any) -> None:
        raise DiskFullError("需要约 503 MB，只剩 3 MB。")

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "check_free_space", full)
        error = town.refused("package", "receive", path, "--apply")
    assert error["code"] == "no_space"
    assert "503 MB" in error["message"]
    assert state(town) == before


@pytest.mark.failure("F27")
def test_what_the_disk_did_not_take_is_not_said_to_be_made(
    joined: Stick, village: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    before = village.done("package", "history")

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "fsync")

    with monkeypatch.context() as patch:
        failing = SimpleNamespace(fsync=fail, getpid=os.getpid, replace=os.replace)
        patch.setattr(container, "os", failing)
        assert village.code("package", "make", "--to", str(joined.folder)) == "medium"
    assert joined.packages == []
    assert village.done("package", "history") == before
    assert list((village.home / "outbox").glob("*.PART")) == []


@pytest.mark.failure("F36")
def test_a_wrong_time_zone_changes_nothing_but_what_is_shown(
    joined: Stick, village: Commands, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC+11")
        time.tzset()
        made = joined.make(village)["files"][0]
        number = village.register("路灯不亮")
    time.tzset()
    cover = town.done("package", "show", str(made))
    assert abs(datetime.fromisoformat(cover["made"]) - datetime.now(UTC)) < timedelta(hours=1)
    joined.receive(town)
    joined.wipe()
    village.done("matter", "edit", number, "--summary", "路灯")
    joined.carry(village, town)
    assert town.done("matter", "show", number, "--village", "07")["summary"] == "路灯"
    assert town.done("conflicts", "list", "--village", "07")["conflicts"] == []


def killed_before_listing(village: Commands, stick: Stick) -> Path:
    """A whole package in the outbox that nobody wrote down."""
    point = "longshan_desk.peers.making._keep"
    assert killed_at(point, "package", "make", "--to", str(stick.folder), home=village.home) == 9
    return max((village.home / "outbox").glob("*.lspkg"), key=lambda one: one.stat().st_mtime_ns)


@pytest.mark.failure("F6")
def test_a_package_that_was_made_before_the_kill_is_listed_at_the_next_start(
    joined: Stick, village: Commands, town: Commands
) -> None:
    village.register("水渠坏了")
    left = killed_before_listing(village, joined)
    village.register("桥坏了")
    listed = village.done("package", "history")["packages"][0]
    assert (listed["direction"], listed["file"]) == ("out", left.name)
    village.done("package", "copy", str(listed["number"]), "--to", str(joined.folder))
    assert joined.receive(town)["new"] > 0
    assert joined.make(village)
    assert joined.receive(town)["refused"] == 0


def test_a_package_that_was_never_listed_goes_with_those_of_its_age(
    joined: Stick, village: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longshan_desk.peers.making.KEPT", 2)
    village.register("水渠坏了")
    left = killed_before_listing(village, joined)
    for _ in range(2):
        joined.make(village, "--full")
        joined.wipe()
    assert not left.exists()
    assert len(list((village.home / "outbox").glob("*.lspkg"))) == 2


def test_a_file_in_the_outbox_that_is_no_package_of_ours_stays(
    joined: Stick, village: Commands, town: Commands
) -> None:
    village.register("水渠坏了")
    joined.make(town, "--full")
    (foreign,) = joined.packages
    copy = village.home / "outbox" / foreign.name
    copy.write_bytes(foreign.read_bytes())
    village.register("桥坏了")
    assert copy.exists()
    assert foreign.name not in str(village.done("package", "history")["packages"])


# -- the seal -----------------------------------------------------------------------------------

FOUNDING = [
    "longshan_desk.exchange.seal_stick.write",
    "longshan_desk.actions.township_office._commission",
    "longshan_desk.actions.township_office.new_ring",
    "longshan_desk.peers.townships.begin",
    "longshan_desk.actions.township_office.keep_ring",
    "longshan_desk.actions.township_office.Office",
]


@pytest.mark.parametrize("point", FOUNDING)
def test_a_township_whose_founding_was_killed_goes_on_with_its_seal(
    stick: Stick, point: str
) -> None:
    home = stick.root / "township"
    init = (
        "init", "--role", "township", "--code", "00", "--name", "龙山镇", "--user", "张镇长",
        "--seal", str(stick.seal), "--commission", str(stick.commission),
    )  # fmt: skip
    assert killed_at(point, *init, home=home) == 9
    is_made = (stick.seal / seal_stick.NAME).exists()
    before = (stick.seal / seal_stick.NAME).read_bytes() if is_made else b""
    town = Commands(home, today="2022-01-01")
    town.done(*init)
    assert not is_made or (stick.seal / seal_stick.NAME).read_bytes() == before
    assert [one["name"] for one in town.done("enrol", "list")["desks"]] == ["龙山镇"]


def test_a_seal_that_another_desk_made_is_not_taken_up(stick: Stick) -> None:
    stick.found_township()
    other = Commands(stick.root / "other", today="2022-01-01")
    error = other.refused(
        "init", "--role", "township", "--code", "00", "--name", "别的镇", "--seal", str(stick.seal)
    )
    assert "没有覆盖" in error["message"]


def test_a_founding_that_was_killed_asks_for_the_same_passphrase(
    stick: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = stick.root / "township"
    init = ("init", "--role", "township", "--code", "00", "--name", "龙山镇",
            "--seal", str(stick.seal))  # fmt: skip
    assert killed_at("longshan_desk.peers.townships.begin", *init, home=home) == 9
    monkeypatch.setenv("LONGSHAN_SEAL_PASSPHRASE", "不是原来的那句口令")
    assert Commands(home).code(*init) == "wrong_passphrase"
