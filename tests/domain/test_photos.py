"""A photo that is kept tells no place (personal data), and is no larger than it must be."""

from __future__ import annotations

import pytest

from longshan_desk.domain.photos import check_photo
from longshan_desk.errors import BadValueError


def jpeg(*segments: tuple[int, bytes], width: int = 800, height: int = 600) -> bytes:
    """The head of a JPEG, as far as anybody looks."""
    frame = b"\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x03"
    parts = [*segments, (0xC0, frame)]
    packed = [bytes((0xFF, at)) + (len(data) + 2).to_bytes(2) + data for at, data in parts]
    return b"\xff\xd8" + b"".join(packed) + b"\xff\xda"


def test_a_plain_photo_passes() -> None:
    check_photo(jpeg((0xE0, b"JFIF\0\1\1")))


@pytest.mark.parametrize("note", [b"Exif\0\0MM", b"http://ns.adobe.com/xap/1.0/\0"])
def test_a_cameras_notes_are_refused(note: bytes) -> None:
    with pytest.raises(BadValueError, match="拍摄信息"):
        check_photo(jpeg((0xE1, note)))


def test_a_longer_side_than_two_thousand_is_refused() -> None:
    check_photo(jpeg(width=2000))
    with pytest.raises(BadValueError, match="照片太大"):
        check_photo(jpeg(height=2001))


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"\xff\xd8", b"\xff\xd8\xff\xe0\0\0", jpeg()[:9]])
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(BadValueError, match="不是 JPEG"):
        check_photo(data)
