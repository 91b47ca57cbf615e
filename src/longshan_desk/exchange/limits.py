"""What a package may be at most: anything larger is refused before it costs memory or time."""

from __future__ import annotations

MIB = 1 << 20

FILE = 1024 * MIB
"""FAT32 ends at 4 GiB."""
HEADER = 262_144
MANIFEST = 64 * MIB
CHANGES_INFLATED = 256 * MIB
"""Per segment, after inflating."""
CHANGES_WRITTEN = 8 * MIB
"""Per segment, as this program writes them: a receiver holds one in memory."""
OPERATIONS = 500_000
PAYLOAD = 65_536
"""Bytes of one operation's payload."""
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
