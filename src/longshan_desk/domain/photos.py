"""What a photo must be before it is kept: a JPEG of sensible size that tells no place (PIPL)."""

from __future__ import annotations

from collections.abc import Iterator

from longshan_desk.errors import BadValueError

LONGEST_SIDE = 2000
"""Pixels; larger photos are made smaller where they are taken in."""

_HINT = "请在窗口里添加照片，程序会自动缩小并去掉拍摄地点。"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TELLS = (b"Exif\0", b"http://ns.adobe.com/xap", b"Photoshop")
"""Beginnings of the segments in which cameras and editors write where a photo was taken."""


def check_photo(data: bytes) -> None:
    """Refuse what is no JPEG, is longer than ``LONGEST_SIDE`` or carries a camera's notes."""
    size = None
    for marker, segment in _segments(data):
        if 0xE1 <= marker <= 0xEF and segment.startswith(_TELLS):
            raise BadValueError("照片里还带着拍摄信息（可能有地点）。", hint=_HINT, where="照片")
        if marker in _FRAMES and len(segment) >= 5:
            size = int.from_bytes(segment[1:3]), int.from_bytes(segment[3:5])
    if size is None:
        raise BadValueError("这个文件不是 JPEG 照片。", hint=_HINT, where="照片")
    if max(size) > LONGEST_SIDE:
        raise BadValueError(
            f"照片太大（{size[1]} × {size[0]}），最长的一边不超过 {LONGEST_SIDE} 点。",
            hint=_HINT,
            where="照片",
        )


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, content) of a JPEG's head; nothing for anything else."""
    if not data.startswith(b"\xff\xd8"):
        return
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4])
        yield data[at + 1], data[at + 4 : at + 2 + length]
        at += 2 + max(length, 2)
