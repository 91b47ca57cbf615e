"""Packages that no stick took: they stay here, are said to, and are not taken for handed over."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from commands import Commands
from longshan_desk.errors import MediumError
from longshan_desk.exchange import joining
from longshan_desk.exchange import stick as stick_files
from longshan_desk.peers import making
from stick import Stick


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


def refused_by_the_stick(stick: Stick, desk: Commands, patch: pytest.MonkeyPatch) -> dict[str, str]:
    def fail(*_: Any) -> str:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with patch.context() as broken:
        broken.setattr(stick_files, "_copy", fail)
        return desk.refused("package", "make", "--to", str(stick.folder))


@pytest.mark.failure("F13")
def test_a_package_that_no_stick_took_is_said_to_be_here(
    joined: Stick, village: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    error = refused_by_the_stick(joined, village, monkeypatch)
    assert "包已经做好，留在本机" in error["hint"]
    assert "没写上U盘" in village.text("package", "history")
    assert "等镇上的返回包确认" not in village.text("package", "state")


def test_what_only_confirms_is_made_again_when_no_stick_took_it(
    joined: Stick, village: Commands, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    joined.carry(village, town)
    refused_by_the_stick(joined, town, monkeypatch)
    joined.carry(town, village)
    assert village.done("package", "state")["left"] == 0
    assert town.code("package", "make", "--to", str(joined.folder)) == "nothing_to_hand_over"


def test_a_copy_takes_it_from_here(
    joined: Stick, village: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    refused_by_the_stick(joined, village, monkeypatch)
    last = village.done("package", "history")["packages"][0]["number"]
    village.done("package", "copy", str(last), "--to", str(joined.folder))
    assert "没写上U盘" not in village.text("package", "history")
    assert "等镇上的返回包确认" in village.text("package", "state")


def test_what_was_handed_over_is_told_from_what_was_not(joined: Stick, village: Commands) -> None:
    village.register("水渠坏了")
    assert "等镇上" not in village.text("package", "state")
    joined.make(village)
    assert "没有交" not in village.text("package", "state")
    village.register("路灯不亮")
    said = village.text("package", "state")
    assert "条已经交出，等镇上的返回包确认，还有" in said


def test_every_village_gets_its_package_however_few_the_outbox_keeps(
    joined: Stick, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = joined.found_village("08", "山口村", user="李文书")
    joined.join(town, other, "08")
    monkeypatch.setattr(making, "KEPT", 1)
    joined.make(town, "--full")
    assert len(joined.packages) == 2


def test_a_stick_that_is_gone_is_not_written_beside(joined: Stick, village: Commands) -> None:
    village.register("水渠坏了")
    gone = joined.root / "拔掉的盘"
    error = village.refused("package", "make", "--to", str(gone))
    assert (error["code"], gone.exists()) == ("file_not_found", False)


def test_a_welcome_is_read_back_before_it_is_said_to_be_there(
    joined: Stick, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = joined.found_village("08", "山口村", user="李文书")
    asked = other.done("enrol", "request", "--out", str(joined.folder / "申请"))
    monkeypatch.setattr(stick_files, "digest", lambda *_: "0" * 64)
    error = town.refused(
        "enrol", "accept", asked["file"], "--village", "08", "--check-code", asked["check_code"],
        "--out", str(joined.folder / "欢迎"), "--seal", str(joined.seal),
    )  # fmt: skip
    assert "读回来的内容" in error["message"]
    assert [one.suffix for one in joined.folder.iterdir()] == [joining.REQUEST_SUFFIX]


def test_a_seal_is_read_back_before_it_is_said_to_be_there(
    joined: Stick, town: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick_files, "digest", lambda *_: "0" * 64)
    second = tmp_path / "第二个盘"
    error = town.refused("enrol", "copy-seal", "--seal", str(joined.seal), "--to", str(second))
    assert error["message"].startswith("写印章盘没有成功：U盘上读回来的内容")
    assert list(second.iterdir()) == []


def test_a_request_is_read_back_before_it_is_said_to_be_there(
    joined: Stick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = joined.found_village("08", "山口村", user="李文书")
    monkeypatch.setattr(stick_files, "digest", lambda *_: "0" * 64)
    error = other.refused("enrol", "request", "--out", str(tmp_path / "申请"))
    assert error["code"] == MediumError.code
