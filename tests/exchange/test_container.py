"""The package file: every damage is noticed before anything is read from it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from longshan_desk.data.log.refusals import PackageRefusedError, refused
from longshan_desk.exchange import container, limits
from longshan_desk.exchange.container import Container, Header, Segment, Writer
from longshan_desk.exchange.keys import Keys

SENDER, RECEIVER, OTHER = Keys.new(), Keys.new(), Keys.new()
PLAIN = Header(
    org="a" * 32, dev="b" * 16, sender="V07", receiver="TOWN", id="c" * 32, number=12,
    made="2022-04-30T18:00", app="0.1", schema=5, min_schema=5,
)  # fmt: skip
MANIFEST, CHANGES, PHOTO = b"manifest", b"changes " * 40, b"photo" * 100


def known(found: bytes) -> str:
    if found != SENDER.public.key_id:
        raise refused("unknown_sender")
    return SENDER.public.sign


def package(folder: Path, change: Callable[[Header], Header] = lambda header: header) -> Path:
    path = folder / "大湾村-上报.lspkg"
    with Writer(folder, (RECEIVER.public.recipient,)) as writer:
        for kind, data in (("m", MANIFEST), ("c", CHANGES), ("b", PHOTO)):
            writer.add(kind, data)
        writer.finish(change(PLAIN), SENDER, path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package(tmp_path_factory.mktemp("package"))


def contents(path: Path, sign_key: Callable[[bytes], str] = known) -> list[bytes]:
    with container.opened(path, sign_key) as found:
        return [found.opened(one, RECEIVER) for one in found.header.segments]


def test_what_goes_in_comes_out(made: Path) -> None:
    assert contents(made) == [MANIFEST, CHANGES, PHOTO]


def test_the_header_names_who_and_whom_without_a_key(made: Path) -> None:
    with container.opened(made, known) as found:
        assert (found.header.sender, found.header.receiver, found.header.number) == (
            "V07", "TOWN", 12,
        )  # fmt: skip


def test_nothing_of_a_package_is_written_in_the_clear(made: Path) -> None:
    data = made.read_bytes()
    assert b"changes" not in data and b"photophoto" not in data


def test_writing_leaves_nothing_beside_the_package(made: Path) -> None:
    assert [one.name for one in made.parent.iterdir()] == [made.name]


@pytest.mark.failure("F61")
def test_an_unknown_sender_is_refused_before_anything_is_parsed(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("longshan_desk.exchange.canonical.read", pytest.fail)
    with pytest.raises(PackageRefusedError) as refusal:
        contents(made, lambda found: refused_sender())
    assert refusal.value.code == "unknown_sender"


def refused_sender() -> str:
    raise refused("unknown_sender")


def test_a_package_for_somebody_else_cannot_be_opened(made: Path) -> None:
    with container.opened(made, known) as found, pytest.raises(PackageRefusedError) as refusal:
        found.opened(found.header.segments[0], OTHER)
    assert refusal.value.code == "not_for_me"


def in_memory(data: bytes) -> list[bytes]:
    """As ``contents``, of bytes: thousands of them in a second."""
    found = container.read_container(io.BytesIO(data), len(data), "包.lspkg", known)
    return [found.sealed(one) for one in found.header.segments]


def test_every_flipped_byte_is_refused(made: Path) -> None:
    data = made.read_bytes()
    for place in range(len(data)):
        broken = bytearray(data)
        broken[place] ^= 1 << random.Random(place).randrange(8)
        with pytest.raises(PackageRefusedError):
            in_memory(bytes(broken))


@pytest.mark.failure("F68")
def test_a_segment_longer_than_its_kind_may_be_is_refused_unread(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with container.opened(made, known) as found:
        changes = replace(found.header.segments[1], size=limits.most_sealed("c") + 1)
        monkeypatch.setattr(found, "file", None)
        with pytest.raises(PackageRefusedError) as refusal:
            found.sealed(changes)
    assert refusal.value.code == "damaged"


def test_every_truncation_is_refused(made: Path) -> None:
    data = made.read_bytes()
    for length in range(len(data)):
        with pytest.raises(PackageRefusedError):
            in_memory(data[:length])


def test_the_whole_file_is_accepted_by_the_same_road(made: Path) -> None:
    assert len(in_memory(made.read_bytes())) == 3


def test_bytes_after_the_end_are_refused(made: Path) -> None:
    with pytest.raises(PackageRefusedError):
        in_memory(made.read_bytes() + b"\0")


def test_text_mode_damage_shows_in_the_first_bytes(made: Path) -> None:
    with pytest.raises(PackageRefusedError) as refusal:
        in_memory(made.read_bytes().replace(b"\r\n", b"\n"))
    assert refusal.value.code == "not_ours"


@pytest.mark.failure("F77")
def test_a_container_of_the_future_asks_for_an_upgrade(made: Path) -> None:
    data = bytearray(made.read_bytes())
    data[9] = 2
    with pytest.raises(PackageRefusedError) as refusal:
        in_memory(bytes(data))
    assert refusal.value.code == "need_upgrade"


@pytest.mark.failure("F77")
def test_a_feature_that_must_be_known_asks_for_an_upgrade(tmp_path: Path) -> None:
    path = package(tmp_path, lambda header: replace(header, crit=("age1", "snap1")))
    with pytest.raises(PackageRefusedError) as refusal:
        contents(path)
    assert refusal.value.code == "need_upgrade"
    assert "snap1" in refusal.value.message


def test_segments_of_two_packages_cannot_be_mixed(tmp_path: Path) -> None:
    one, other = tmp_path / "1", tmp_path / "2"
    one.mkdir()
    other.mkdir()
    first, second = package(one).read_bytes(), package(other).read_bytes()
    with container.opened(one / "大湾村-上报.lspkg", known) as found:
        last = found.header.segments[-1]
    spliced = first[: last.offset] + second[last.offset :]
    with pytest.raises(PackageRefusedError):
        in_memory(spliced)


@pytest.mark.failure("F68")
@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(segs=[{"k": "m", "n": 1, "h": "0" * 64}] * 3_000),
        lambda data: data.update(no=-1),
        lambda data: data.update(no=True),
        lambda data: data.update(org="x" * 32),
        lambda data: data.update(made="1" * 100),
        lambda data: data.update(segs=[]),
        lambda data: data.update(segs=[{"k": "c", "n": 0, "h": "0" * 64}]),
        lambda data: data.pop("id"),
        lambda data: data.update(crit="age1"),
    ],
)
def test_a_signed_header_that_no_program_writes_is_refused(
    change: Callable[[dict[str, Any]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = replace(PLAIN, segments=(Segment("m", 0, "0" * 64),)).to_data()
    change(data)
    monkeypatch.setattr(Header, "to_data", lambda self: data)
    with pytest.raises(PackageRefusedError):
        in_memory(container.signed_header(PLAIN, SENDER))


@pytest.mark.failure("F68")
def test_a_file_over_the_limit_is_refused_unread(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE", 100)
    with pytest.raises(PackageRefusedError) as refusal:
        contents(made)
    assert refusal.value.code == "damaged"


def test_a_package_is_known_by_its_content_whatever_its_name(made: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "新建文件夹.jpg"
    renamed.write_bytes(made.read_bytes())
    (tmp_path / "照片.lspkg").write_bytes(b"\xff\xd8\xff")
    assert container.looks_like_package(renamed)
    assert not container.looks_like_package(tmp_path / "照片.lspkg")


def test_a_container_keeps_the_key_that_signed_it(made: Path) -> None:
    with container.opened(made, known) as found:
        assert isinstance(found, Container) and found.sign == SENDER.public.sign
