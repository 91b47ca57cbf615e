"""Sticks of every kind, really mounted: there and back, full, read-only, pulled out."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands import Commands
from exchange.media import KINDS, Medium, medium
from longshan_desk.errors import AppError, MediumError
from longshan_desk.exchange import container
from longshan_desk.exchange import stick as stick_files
from longshan_desk.files import translate_os_error
from longshan_desk.peers import inbox
from stick import Stick

pytestmark = pytest.mark.torture

LONG = "湾" * 60 + "村-上报-2022-04-第12包-K7QF.lspkg"
SIZE = 16 << 20


@pytest.fixture(params=KINDS)
def mounted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Medium]:
    with medium(request.param, tmp_path / "medium", SIZE) as found:
        found.plug_in()
        yield found


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


@pytest.fixture
def village(joined: Stick) -> Commands:
    village = joined.desks["07-1"]
    village.today = joined.desks["township"].today = "2022-04-05"
    return village


@pytest.fixture
def no_look_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if somebody else filled the stick after the program had looked."""
    for module in (stick_files, inbox):
        monkeypatch.setattr(module, "check_free_space", lambda *_: None)


def words(town: Commands) -> list[str]:
    return [one["words"] for one in town.done("matter", "list", "--village", "07")["matters"]]


def on(stick: Path) -> list[str]:
    return sorted(one.name for one in stick.rglob("*") if one.is_file())


@pytest.mark.failure("F14")
def test_a_month_goes_there_and_back(mounted: Medium, village: Commands, town: Commands) -> None:
    village.register("水渠坏了")
    to = str(mounted.folder)
    village.done("package", "make", "--to", to)
    mounted.unplug_and_plug()
    assert town.done("package", "receive", to, "--apply")["applied"]
    assert words(town) == ["水渠坏了"]
    town.done("package", "make", "--to", to)
    mounted.unplug_and_plug(read_only=True)
    assert village.done("package", "receive", to, "--apply")["applied"]
    assert village.done("package", "state")["left"] == 0


@pytest.mark.failure("F14")
def test_a_long_name_stays_whole(mounted: Medium, tmp_path: Path) -> None:
    source = tmp_path / LONG
    source.write_bytes(b"x" * 100_000)
    stick_files.hand_over(source, mounted.folder / stick_files.FOLDER)
    mounted.unplug_and_plug()
    assert (mounted.folder / stick_files.FOLDER / LONG).read_bytes() == b"x" * 100_000


@pytest.mark.failure("F12")
def test_a_stick_without_room_is_refused_before_a_byte_is_written(
    mounted: Medium, village: Commands
) -> None:
    village.register("水渠坏了")
    mounted.fill(4 << 20)
    before = on(mounted.folder)
    error = village.refused("package", "make", "--to", str(mounted.folder))
    assert error["code"] == "disk_full"
    assert on(mounted.folder) == before


@pytest.mark.failure("F12")
@pytest.mark.usefixtures("no_look_ahead")
def test_a_stick_that_fills_up_keeps_a_whole_package_or_none(
    mounted: Medium, village: Commands, town: Commands, tmp_path: Path
) -> None:
    village.register("水渠坏了")
    refusals = 0
    for left in (0, 4_096, 20_000, 40_000, 60_000, 80_000, 100_000, 200_000):
        mounted.fill(left)
        status, told = village.call("package", "make", "--to", str(mounted.folder))
        found = [one for one in on(mounted.folder) if one != "照片.bin"]
        if status:
            refusals += 1
            assert told["error"]["code"] == "disk_full", (left, told)
            assert found == [], left
            last = village.done("package", "history")["packages"][0]["number"]
            other = tmp_path / f"另一个盘{left}"
            other.mkdir()
            village.done("package", "copy", str(last), "--to", str(other))
            assert town.done("package", "receive", str(other), "--apply")["refused"] == 0
        else:
            assert len(found) == 1
            assert town.done("package", "receive", str(mounted.folder), "--apply")["applied"]
        mounted.empty()
        shutil.rmtree(mounted.folder / stick_files.FOLDER, ignore_errors=True)
    assert 2 <= refusals <= 7, "some had room, some had not"


@pytest.mark.failure("F13")
def test_a_read_only_stick_is_told_and_the_package_stays_here(
    mounted: Medium, village: Commands, tmp_path: Path
) -> None:
    village.register("水渠坏了")
    mounted.unplug_and_plug(read_only=True)
    error = village.refused("package", "make", "--to", str(mounted.folder))
    assert error["code"] == "medium"
    assert "只读" in error["message"]
    last = village.done("package", "history")["packages"][0]["number"]
    (tmp_path / "另一个盘").mkdir()
    village.done("package", "copy", str(last), "--to", str(tmp_path / "另一个盘"))


Pull = Callable[[pytest.MonkeyPatch, str], None]


@pytest.fixture
def pulled_at(mounted: Medium) -> Pull:
    """Pulls the stick out when this function of the hand-over is called."""

    def arrange(patch: pytest.MonkeyPatch, point: str) -> None:
        whole = getattr(stick_files, point)

        def pull(*args: object, **more: object) -> object:
            mounted.pull()
            return whole(*args, **more)

        patch.setattr(stick_files, point, pull)

    return arrange


@pytest.mark.failure("F6")
@pytest.mark.parametrize("point", ["_copy", "digest", "replace_patiently"])
def test_a_stick_pulled_out_while_it_is_written_holds_no_package(
    mounted: Medium, village: Commands, town: Commands, pulled_at: Pull, point: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    village.register("水渠坏了")
    with monkeypatch.context() as patch:
        pulled_at(patch, point)
        error = village.refused("package", "make", "--to", str(mounted.folder))
    assert error["code"] in {"medium", "file_not_found"}, error
    if mounted.kind == "tmpfs":
        return  # it is gone with what was on it
    mounted.plug_in()
    assert not [one for one in on(mounted.folder) if one.endswith(".lspkg")]
    village.done("package", "make", "--to", str(mounted.folder))
    assert len(on(mounted.folder)) == 1, "what was left half written is taken away"
    assert town.done("package", "receive", str(mounted.folder), "--apply")["applied"]


@pytest.mark.failure("F6")
def test_a_stick_pulled_out_after_the_block_that_was_written(
    mounted: Medium, tmp_path: Path
) -> None:
    source = tmp_path / "大湾村-上报-第1包-ABCD.lspkg"
    source.write_bytes(b"x" * (3 << 20))

    def pull(done: int, total: int) -> None:
        if done == 1 << 20:
            mounted.pull()

    with pytest.raises(AppError) as told:
        stick_files.hand_over(source, mounted.folder / stick_files.FOLDER, pull)
    assert told.value.code in {"medium", "file_not_found"}
    assert on(mounted.folder) == [], "nothing is written beside the stick"


@pytest.mark.failure("F7")
def test_a_stick_pulled_out_while_it_is_read_changes_nothing(
    mounted: Medium, village: Commands, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    to = str(mounted.folder)
    village.done("package", "make", "--to", to)
    mounted.unplug_and_plug()
    before = words(town)
    whole = container.looks_like_package

    def pull(path: Path) -> bool:
        found = whole(path)
        mounted.pull()
        return found

    with monkeypatch.context() as patch:
        patch.setattr(container, "looks_like_package", pull)
        status, told = town.call("package", "receive", to, "--apply")
    assert status == 1 or told["result"]["refused"] == 1, told
    assert words(town) == before
    assert list((town.home / "inbox").glob(".*")) == []


@pytest.mark.failure("F7")
def test_looking_at_a_stick_that_has_just_gone_is_told_in_words(
    mounted: Medium, town: Commands
) -> None:
    if mounted.kind == "tmpfs":
        pytest.skip("nothing is left of it: an empty folder")
    mounted.lose_driver()
    told = town.refused("package", "receive", str(mounted.folder), "--apply")
    assert told["code"] in {"medium", "not_found"}, told


def test_the_errors_of_a_lost_driver_are_a_lost_stick() -> None:
    error = translate_os_error(OSError(errno.ENOTCONN, "gone"), Path("U盘"), "读U盘")
    assert isinstance(error, MediumError)
    assert "拔出" in error.message
