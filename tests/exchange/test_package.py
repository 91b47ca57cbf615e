"""A whole package: what was said is what is heard, and nobody hears half of it."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from longshan_desk.data.log.contents import Contents, Context, Head, Point
from longshan_desk.data.log.operations import PUT, Operation, hash_of
from longshan_desk.data.log.refusals import PackageRefusedError
from longshan_desk.exchange import container, limits, package
from longshan_desk.exchange.container import Header, Writer
from longshan_desk.exchange.keys import Keys
from longshan_desk.exchange.package import Blob, Draft, Letter

SENDER, RECEIVER = Keys.new(), Keys.new()
DEV = "b" * 16
HEADER = Header("a" * 32, DEV, "V07", "TOWN", "c" * 32, 3, "2022-04-30T18:00", "0.1", 5, 5)
PHOTOS = {hashlib.sha256(data).hexdigest(): data for data in (b"one" * 99, b"two" * 99)}
BLOBS = [Blob(name, len(data)) for name, data in PHOTOS.items()]


def operation(seq: int, payload: str = '{"name":"马建国"}') -> Operation:
    salt = b"s" * 16
    return Operation(
        "1" * 16, DEV, seq, 1, seq, None, "u", seq, "person", f"{seq:032x}", PUT, 5, payload,
        salt, hash_of(salt, payload),
    )  # fmt: skip


CONTENTS = Contents(
    have={"1" * 16: {DEV: 40}},
    prev=[Point("1" * 16, DEV, 0, b"")],
    heads=[Head("1" * 16, DEV, 40, b"h" * 32, b"g" * 64)],
    contexts=[Context("1" * 16, DEV, 1, {})],
    operations=tuple(operation(seq) for seq in range(1, 41)),
    digest={"1" * 16: "d" * 64},
    schema=5,
    notes={"person": 40},
)
LETTER = Letter(CONTENTS, None, BLOBS, ["e" * 64], ["2022-03", "2022-04"], 2)


def written(folder: Path, letter: Letter = LETTER, **more: Any) -> Path:
    draft = Draft(HEADER, letter, lambda blob: PHOTOS[blob.sha256], **more)
    path = folder / "包.lspkg"
    package.write(draft, SENDER, (RECEIVER.public.recipient,), path)
    return path


def read(path: Path) -> Letter:
    with package.opened(path, lambda found: SENDER.public.sign, RECEIVER) as found:
        return found.letter


def test_what_is_said_is_what_is_heard(tmp_path: Path) -> None:
    assert read(written(tmp_path)) == LETTER


def test_operations_in_many_pieces_keep_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHANGES_WRITTEN", 600)
    path = written(tmp_path)
    with package.opened(path, lambda found: SENDER.public.sign, RECEIVER) as found:
        assert len(found.found.of_kind("c")) > 5
        assert found.letter.contents.operations == CONTENTS.operations


def test_attachments_come_one_by_one_and_only_the_wanted(tmp_path: Path) -> None:
    with package.opened(written(tmp_path), lambda found: SENDER.public.sign, RECEIVER) as found:
        wanted = list(found.attachments(lambda blob: blob == BLOBS[1]))
    assert wanted == [(BLOBS[1], PHOTOS[BLOBS[1].sha256])]


def broken_photo(path: Path) -> Path:
    with container.opened(path, lambda found: SENDER.public.sign) as found:
        photo = found.of_kind("b")[0]
    data = bytearray(path.read_bytes())
    data[photo.offset + 30] ^= 1
    path.write_bytes(bytes(data))
    return path


def test_a_broken_photo_is_noted_and_the_rest_is_read(tmp_path: Path) -> None:
    path = broken_photo(written(tmp_path))
    with package.opened(path, lambda found: SENDER.public.sign, RECEIVER) as found:
        assert [blob for blob, _ in found.attachments(lambda blob: True)] == [BLOBS[1]]
        assert found.damaged == [BLOBS[0]]
        assert len(found.letter.contents.operations) == 40


def test_a_photo_that_is_not_the_promised_one_is_noted(tmp_path: Path) -> None:
    draft = Draft(HEADER, LETTER, lambda blob: b"another")
    package.write(draft, SENDER, (RECEIVER.public.recipient,), tmp_path / "包.lspkg")
    path = tmp_path / "包.lspkg"
    with package.opened(path, lambda found: SENDER.public.sign, RECEIVER) as found:
        assert list(found.attachments(lambda blob: True)) == []
        assert found.damaged == BLOBS


@pytest.mark.failure("F67")
def test_a_manifest_under_another_header_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    with container.opened(path, lambda found: SENDER.public.sign) as found:
        pieces = [(one.kind, found.sealed(one)) for one in found.header.segments]
    with Writer(tmp_path, ()) as writer:
        for kind, data in pieces:
            writer.add_sealed(kind, data)
        writer.finish(replace(HEADER, number=99), SENDER, tmp_path / "别的.lspkg")
    with pytest.raises(PackageRefusedError) as refusal:
        read(tmp_path / "别的.lspkg")
    assert refusal.value.code == "mismatch"


def repacked(folder: Path, kind: str, change: Callable[[bytes], bytes]) -> Path:
    """The package with the plain text of one kind of segment changed, honestly signed again."""
    path = written(folder)
    with (
        container.opened(path, lambda found: SENDER.public.sign) as found,
        Writer(folder, (RECEIVER.public.recipient,)) as writer,
    ):
        for one in found.header.segments:
            data = found.opened(one, RECEIVER)
            writer.add(one.kind, change(data) if one.kind == kind else data)
        writer.finish(HEADER, SENDER, folder / "改.lspkg")
    return folder / "改.lspkg"


@pytest.mark.failure("F68")
@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("m", lambda data: b"not deflated"),
        ("m", lambda data: zlib.compress(b"[]")),
        ("m", lambda data: zlib.compress(b"[" * 100_000)),
        ("m", lambda data: data + b"more"),
        ("m", lambda data: data[:-3]),
        ("c", lambda data: b""),
        ("c", lambda data: zlib.compress(b'["one"]\n')),
        ("c", lambda data: zlib.compress(zlib.decompress(data)[:-1])),
    ],
)
def test_contents_that_no_program_writes_are_refused(
    tmp_path: Path, kind: str, change: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(PackageRefusedError):
        read(repacked(tmp_path, kind, change))


@pytest.mark.failure("F68")
@pytest.mark.parametrize("sign", [b"0", b"\n"])
def test_a_bomb_is_refused_before_it_takes_memory(tmp_path: Path, sign: bytes) -> None:
    path = repacked(tmp_path, "c", lambda data: zlib.compress(sign * (60 << 20), 1))
    tracemalloc.start()
    try:
        with pytest.raises(PackageRefusedError) as refusal:
            read(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refusal.value.code == "damaged"
    assert most < 30 << 20


@pytest.mark.failure("F68")
@pytest.mark.parametrize(
    ("limit", "most"), [("MANIFEST", 500), ("CHANGES_INFLATED", 5_000), ("OPERATIONS", 39)]
)
def test_what_is_honest_but_over_a_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    path = written(tmp_path)
    monkeypatch.setattr(limits, limit, most)
    with pytest.raises(PackageRefusedError) as refusal:
        read(path)
    assert refusal.value.code == "damaged"


@pytest.mark.failure("F8")
def test_of_a_package_cut_within_its_photos_all_else_is_read(tmp_path: Path) -> None:
    path = written(tmp_path)
    with container.opened(path, lambda found: SENDER.public.sign) as found:
        first, last = found.of_kind("b")
    whole = path.read_bytes()
    for length in (first.offset, first.offset + 9, last.offset, last.offset + last.size - 1):
        path.write_bytes(whole[:length])
        with package.opened(path, lambda found: SENDER.public.sign, RECEIVER) as cut:
            kept = [blob for blob, _ in cut.attachments(lambda blob: True)]
            assert kept == BLOBS[: length >= last.offset]
            assert cut.damaged == BLOBS[len(kept) :]
            assert cut.letter == LETTER


@pytest.mark.failure("F8")
def test_a_package_cut_before_its_photos_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    with container.opened(path, lambda found: SENDER.public.sign) as found:
        first = found.of_kind("b")[0]
    path.write_bytes(path.read_bytes()[: first.offset - 1])
    with pytest.raises(PackageRefusedError) as refusal:
        read(path)
    assert refusal.value.code == "truncated"


def test_operations_that_are_missing_are_noticed(tmp_path: Path) -> None:
    path = repacked(
        tmp_path, "c", lambda data: zlib.compress(zlib.decompress(data).split(b"\n", 1)[1])
    )
    with pytest.raises(PackageRefusedError) as refusal:
        read(path)
    assert refusal.value.code == "mismatch"


def test_an_envelope_passes_through_unopened(tmp_path: Path) -> None:
    path = written(tmp_path, envelope=b"sealed to the commission")
    with package.opened(path, lambda found: SENDER.public.sign, RECEIVER) as found:
        assert found.envelope == b"sealed to the commission"


def test_cancelling_leaves_no_package(tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    draft = Draft(HEADER, LETTER, lambda blob: PHOTOS[blob.sha256])
    with pytest.raises(KeyboardInterrupt):
        package.write(draft, SENDER, (RECEIVER.public.recipient,), tmp_path / "包.lspkg", cancel)
    assert os.listdir(tmp_path) == []


def test_the_name_is_for_people() -> None:
    name = package.file_name("大湾村", "上报", "2022-04", 12, "c" * 32)
    assert name.startswith("大湾村-上报-2022-04-第12包-") and name.endswith(".lspkg")
