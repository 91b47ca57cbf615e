"""Photos between desks: each once, asked for again when damaged, given up when nobody has them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from commands import Commands
from longshan_desk.actions.attachments import attach_photo
from longshan_desk.data.attachments import path_of
from longshan_desk.data.handover import erase_records
from longshan_desk.data.store import Store
from longshan_desk.data.tables.attachments import Attachment
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.exchange import container, limits
from longshan_desk.paths import DeskPaths
from longshan_desk.peers import photos
from stick import Stick


def jpeg(mark: int) -> bytes:
    from PySide6.QtCore import QBuffer
    from PySide6.QtGui import QColor, QImage

    image = QImage(64 + mark, 64, QImage.Format.Format_RGB32)
    image.fill(QColor(mark % 255, 120, 80))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")
    return BytesIO(bytes(buffer.data().data())).getvalue()


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


def visited(desk: Commands) -> str:
    home = desk.done("household", "add", "--group", "1", "--name", "马占山")["id"]
    desk.done("roster", "add", "--name", "王书记", "--role", "branch_secretary")
    made = desk.done(
        "visit", "add", "--household", home, "--date", "2022-01-01", "--way", "at_home",
        "--by", "王书记", "--text", "走访",
    )  # fmt: skip
    return str(made["id"])


def photographed(desk: Commands, visit: str, *marks: int) -> list[Path]:
    """Where the photos lie at the desk that took them."""
    found = []
    with Store(DeskPaths(desk.home)) as store:
        for mark in marks:
            data = jpeg(mark)
            attach_photo(store, Attached.VISIT, visit, data)
            found.append(path_of(store.paths, hashlib.sha256(data).hexdigest()))
    return found


def at(desk: Commands, path: Path) -> Path:
    return path_of(DeskPaths(desk.home), path.stem)


def test_photos_travel_with_their_records(joined: Stick, village: Commands, town: Commands) -> None:
    (photo,) = photographed(village, visited(village), 1)
    joined.carry(village, town)
    assert at(town, photo).read_bytes() == photo.read_bytes()


@pytest.mark.failure("F82")
def test_one_photo_of_many_records_is_sent_once(
    joined: Stick, village: Commands, town: Commands
) -> None:
    first = visited(village)
    photographed(village, first, 1)
    second = village.done(
        "visit", "add", "--household", village.done("household", "list")["households"][0]["id"],
        "--date", "2022-01-01", "--way", "telephone", "--by", "王书记", "--text", "电话",
    )["id"]  # fmt: skip
    photographed(village, second, 1)
    joined.make(village)
    told = joined.receive(town)
    assert told["packages"][0]["photos"] == 1


@pytest.mark.failure("F80")
def test_what_is_too_much_for_one_file_comes_in_several(
    joined: Stick, village: Commands, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = photographed(village, visited(village), 1, 2, 3)
    with monkeypatch.context() as patch:
        patch.setattr(limits, "SEGMENTS", 101)
        assert len(joined.make(village)["files"]) == 3
    joined.receive(town)
    assert all(at(town, one).exists() for one in taken)


@pytest.mark.failure("F8", "F9")
@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:], lambda data: data[:-9]],
)
def test_a_photo_damaged_or_cut_off_on_the_way_is_asked_for_again(
    joined: Stick, village: Commands, town: Commands, damage: Callable[[bytes], bytes]
) -> None:
    (photo,) = photographed(village, visited(village), 1)
    joined.make(village)
    (path,) = joined.packages
    path.write_bytes(damage(path.read_bytes()))
    told = joined.receive(town)
    assert (told["applied"], told["packages"][0]["damaged_photos"]) == (True, 1)
    assert not at(town, photo).exists()
    joined.carry(town, village)
    joined.carry(village, town)
    assert at(town, photo).exists()


def records_of(desk: Commands) -> list[str]:
    with Store(DeskPaths(desk.home), writer=False) as store, store.read(every_part=True) as session:
        return list(session.execute(select(Attachment.id).order_by(Attachment.digest)).scalars())


@pytest.mark.failure("F83")
def test_a_photo_of_an_erased_record_is_gone_from_every_desk(
    joined: Stick, village: Commands, town: Commands
) -> None:
    visit = visited(village)
    taken = sorted(photographed(village, visit, 1, 2), key=lambda path: path.stem)
    joined.carry(village, town)
    erased, kept = taken
    with Store(DeskPaths(village.home)) as store:
        erase_records(store, [("attachment", records_of(village)[0])])
    joined.carry(village, town)
    for desk in (village, town):
        assert not at(desk, erased).exists()
        assert at(desk, kept).exists()


@pytest.mark.failure("F83")
def test_a_photo_that_another_record_names_outlives_the_erased_one(
    joined: Stick, village: Commands, town: Commands
) -> None:
    visit = visited(village)
    (photo, _) = photographed(village, visit, 1, 1)
    joined.carry(village, town)
    with Store(DeskPaths(village.home)) as store:
        erase_records(store, [("attachment", records_of(village)[0])])
    joined.carry(village, town)
    assert photo.exists() and at(town, photo).exists()


@pytest.mark.failure("F81")
def test_a_photo_that_nobody_has_is_given_up(
    joined: Stick, village: Commands, town: Commands
) -> None:
    (photo,) = photographed(village, visited(village), 1)
    joined.carry(village, town)
    photo.unlink()
    at(town, photo).unlink()
    for _ in range(2):
        joined.carry(town, village, "--full")
        joined.carry(village, town, "--full")
    with Store(DeskPaths(town.home), writer=False) as store, store.read() as session:
        parts = [row[0] for row in session.connection().exec_driver_sql(
            "SELECT DISTINCT part FROM attachment")]  # fmt: skip
        assert photos.missing_here(session.connection(), store.paths, parts) == []
    visits = town.done("visit", "list", "--village", "07")["visits"]
    assert len(visits) == 1, "the record is as usable as before"


def test_a_hash_that_is_none_names_no_file(tmp_path: Path) -> None:
    assert not photos._is_digest("../../" + "a" * 58)
    assert container.ATTACHMENT == "b"
