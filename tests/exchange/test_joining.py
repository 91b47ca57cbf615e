"""Joining: only the desk that asked, only the township that was telephoned."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from longshan_desk.exchange import joining
from longshan_desk.exchange.device_list import DeviceList, Place, SignedList, signed
from longshan_desk.exchange.joining import JoinError, JoinRequest, WrongCodeError
from longshan_desk.exchange.keys import Keys

VILLAGE, ROOT, OTHER = Keys.new(), Keys.new(), Keys.new()
REQUEST = JoinRequest(
    "b" * 16, VILLAGE.public.sign, VILLAGE.public.recipient, "大湾村", "07", "1" * 16, "village",
    "0.1", 5,
)  # fmt: skip


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("longshan_desk.exchange.spoken_codes._N", 2)


def asked(folder: Path) -> tuple[Path, str]:
    path = folder / "大湾村.lsjoin"
    return path, joining.write_request(path, REQUEST, VILLAGE)


def device_list(root: Keys = ROOT) -> SignedList:
    places = (Place("V07", "大湾村", "1" * 16),)
    return signed(
        DeviceList("a" * 32, 1, "", root.public.sign, root.public.recipient, "f" * 16, places), root
    )


def welcomed(folder: Path) -> tuple[Path, str]:
    (folder / "package").write_bytes(b"the package")
    request = joining.read_request(asked(folder)[0])
    path = folder / "欢迎.lspkg"
    code = joining.write_welcome(path, request, device_list(), "V07", folder / "package")
    return path, code


def test_a_request_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = joining.read_request(asked(tmp_path)[0]).request
    assert replace(found, nonce="") == REQUEST


def test_the_digits_of_a_request_are_accepted_however_typed(tmp_path: Path) -> None:
    path, code = asked(tmp_path)
    joining.read_request(path).check(f" {code[:4]} {code[4:8]}-{code[8:]}")


@pytest.mark.failure("F56")
def test_a_swapped_request_has_other_digits(tmp_path: Path) -> None:
    _, code = asked(tmp_path)
    thief = replace(REQUEST, sign=OTHER.public.sign, recipient=OTHER.public.recipient)
    joining.write_request(tmp_path / "换.lsjoin", thief, OTHER)
    with pytest.raises(WrongCodeError):
        joining.read_request(tmp_path / "换.lsjoin").check(code)


def test_two_requests_of_one_desk_have_different_digits(tmp_path: Path) -> None:
    assert asked(tmp_path)[1] != asked(tmp_path)[1]


def test_every_damage_to_a_request_is_refused(tmp_path: Path) -> None:
    path, _ = asked(tmp_path)
    data = path.read_bytes()
    for place in range(len(data)):
        broken = bytearray(data)
        broken[place] ^= 1 << random.Random(place).randrange(8)
        path.write_bytes(bytes(broken))
        with pytest.raises(JoinError):
            joining.read_request(path)


def test_a_request_signed_by_another_key_is_refused(tmp_path: Path) -> None:
    joining.write_request(tmp_path / "假.lsjoin", REQUEST, OTHER)
    with pytest.raises(JoinError):
        joining.read_request(tmp_path / "假.lsjoin")


def test_something_else_is_no_request(tmp_path: Path) -> None:
    (tmp_path / "照片.lsjoin").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(JoinError, match="不是加入申请"):
        joining.read_request(tmp_path / "照片.lsjoin")


def test_a_welcome_brings_the_root_and_the_package(tmp_path: Path) -> None:
    path, code = welcomed(tmp_path)
    welcome = joining.read_welcome(path, VILLAGE)
    welcome.check(code)
    joining.unwrap_package(path, welcome, tmp_path / "out")
    assert welcome.root == ROOT.public.sign
    assert (tmp_path / "out").read_bytes() == b"the package"


def test_a_welcome_for_another_desk_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(JoinError, match="不是发给这台电脑的"):
        joining.read_welcome(welcomed(tmp_path)[0], OTHER)


@pytest.mark.failure("F57")
def test_the_welcome_of_another_township_has_other_digits(tmp_path: Path) -> None:
    _, code = welcomed(tmp_path)
    request = joining.read_request(tmp_path / "大湾村.lsjoin")
    swapped = tmp_path / "换.lspkg"
    joining.write_welcome(swapped, request, device_list(OTHER), "V07", tmp_path / "package")
    with pytest.raises(WrongCodeError):
        joining.read_welcome(swapped, VILLAGE).check(code)


def test_a_welcome_is_told_from_a_package_by_its_content(tmp_path: Path) -> None:
    path, _ = welcomed(tmp_path)
    assert joining.is_welcome(path)
    assert not joining.is_welcome(tmp_path / "大湾村.lsjoin")


def test_a_cut_welcome_is_refused(tmp_path: Path) -> None:
    path, _ = welcomed(tmp_path)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(JoinError):
        joining.read_welcome(path, VILLAGE)
