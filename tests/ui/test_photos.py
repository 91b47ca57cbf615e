"""Any picture becomes a photo that may be kept: smaller, upright, without its place (R10)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desk import Desk
from longshan_desk.actions.attachments import attach_photo, name_photo, order_photos, remove_photo
from longshan_desk.data.attachments import path_of
from longshan_desk.domain.photos import check_photo
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.errors import BadValueError, FileMissingError, FileUnreadableError, NotFoundError
from longshan_desk.ui.photos import photo_of

GPS = b"Exif\0\0MM\0*\0\0\0\x08GPS 105.12 34.98"


@pytest.fixture
def snapshot(tmp_path: Path, qapp: object) -> Path:
    """A large photo with a camera's notes, as a telephone makes it."""
    image = QImage(3000, 1500, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    file = tmp_path / "手机照片.jpg"
    assert image.save(str(file), "JPEG", 80)  # type: ignore[call-overload]
    plain = file.read_bytes()
    note = b"\xff\xe1" + (len(GPS) + 2).to_bytes(2) + GPS
    file.write_bytes(plain[:2] + note + plain[2:])
    return file


@pytest.fixture
def photo(snapshot: Path) -> bytes:
    return photo_of(snapshot)


@pytest.fixture
def entry(desk: Desk) -> str:
    return desk.visit(desk.add_household())


def test_a_photo_is_made_smaller_and_keeps_its_shape(photo: bytes) -> None:
    image = QImage.fromData(photo)
    assert (image.width(), image.height()) == (2000, 1000)


def test_what_the_camera_wrote_does_not_go_over(snapshot: Path, photo: bytes) -> None:
    assert b"GPS" in snapshot.read_bytes()
    assert b"GPS" not in photo and b"Exif" not in photo
    check_photo(photo)


def test_a_small_picture_with_words_inside_loses_them(tmp_path: Path, qtbot: QtBot) -> None:
    image = QImage(40, 30, QImage.Format.Format_ARGB32)
    image.fill(QColor("transparent"))
    image.setText("Comment", "一组马占山家门口")
    assert image.save(str(tmp_path / "a.png"))
    made = photo_of(tmp_path / "a.png")
    assert "马占山".encode() not in made
    assert QImage.fromData(made).size() == image.size()


def test_what_is_no_picture_is_refused(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "a.jpg").write_text("不是照片")
    with pytest.raises(FileUnreadableError):
        photo_of(tmp_path / "a.jpg")
    with pytest.raises(FileMissingError):
        photo_of(tmp_path / "b.jpg")


def test_a_photo_is_kept_once_by_its_content(desk: Desk, entry: str, photo: bytes) -> None:
    other = desk.visit(desk.add_household("李四"))
    with desk.taken_back():
        attach_photo(desk.store, Attached.VISIT, entry, photo, caption="水渠")
    attach_photo(desk.store, Attached.VISIT, other, photo)
    (shown,) = desk.entry(entry).photos
    (again,) = desk.entry(other).photos
    assert (shown.digest, shown.caption) == (again.digest, "水渠")
    assert path_of(desk.store.paths, shown.digest).read_bytes() == photo
    kept = [one for one in desk.store.paths.attachments.rglob("*") if one.is_file()]
    assert len(kept) == 1


def test_a_photo_as_the_camera_made_it_is_not_kept(desk: Desk, entry: str, snapshot: Path) -> None:
    with pytest.raises(BadValueError, match="拍摄信息"):
        attach_photo(desk.store, Attached.VISIT, entry, snapshot.read_bytes())
    assert desk.entry(entry).photos == ()


def test_a_photo_belongs_to_something(desk: Desk, photo: bytes) -> None:
    with pytest.raises(NotFoundError):
        attach_photo(desk.store, Attached.MATTER, "0" * 32, photo)


def test_photos_are_named_ordered_and_removed(desk: Desk, entry: str, photo: bytes) -> None:
    first = attach_photo(desk.store, Attached.VISIT, entry, photo)
    second = attach_photo(desk.store, Attached.VISIT, entry, photo)
    with desk.taken_back():
        order_photos(desk.store, Attached.VISIT, entry, [second, first])
    with desk.taken_back():
        name_photo(desk.store, first, "西墙")
    assert [one.id for one in desk.entry(entry).photos] == [second, first]
    with desk.taken_back():
        remove_photo(desk.store, second)
    assert [one.caption for one in desk.entry(entry).photos] == ["西墙"]
