"""What a package may be at most: anything larger is refused before it costs memory or time."""

from __future__ import annotations

from longshan_desk.data.log.operations import PAYLOAD_LIMIT

MIB = 1 << 20

FILE = 1024 * MIB
"""FAT32 ends at 4 GiB."""
HEADER = 262_144
MANIFEST = 8 * MIB
"""After inflating; it is parsed as a whole, unlike the changes."""
CHANGES_INFLATED = 64 * MIB
"""Per segment, after inflating; read line by line."""
LINE = 6 * PAYLOAD_LIMIT
"""Bytes of one operation as a line of JSON: its payload escaped, and some names and numbers."""
CHANGES_WRITTEN = 8 * MIB
"""Per segment, as this program writes them: a receiver holds one in memory."""
OPERATIONS = 500_000
ATTACHMENT = 32 * MIB
SEGMENTS = 2_300
INTEGER_DIGITS = 19
DEPTH = 40
JOIN_REQUEST = 65_536
DEVICE_LIST = 4 * MIB
SEALED_ENVELOPE = 65_536
"""R35: every report carries one envelope of exactly this size before sealing."""
ROOM_TO_RECEIVE = 500 * MIB
"""Free disk that receiving asks for, beside three times the package."""

_PLAIN = {
    "m": MANIFEST, "r": DEVICE_LIST, "c": CHANGES_INFLATED, "b": ATTACHMENT, "s": SEALED_ENVELOPE,
}  # fmt: skip


def most_sealed(kind: str) -> int:
    """Bytes that a segment of this kind has at most. age adds a line per recipient and a tag per
    64 KiB; deflating what cannot be deflated adds a little."""
    plain = _PLAIN.get(kind, 0)
    return plain + plain // 1024 + 64 * 1024
