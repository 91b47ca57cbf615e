"""Old operations in today's words: what earlier programs wrote, read as this one would write it.

The log keeps the original. A function is keyed by the schema that ended the old way: it is applied
to every operation whose own schema is lower, in the order of the numbers. It gets the table's name
and the payload ``{group: value}``, and returns the payload.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Payload = dict[str, Any]
Upgrade = Callable[[str, Payload], Payload]

UPGRADES: dict[int, Upgrade] = {}


def upgraded(schema: int, tbl: str, payload: Payload) -> Payload:
    """The payload of an operation that a program of this schema wrote, in today's groups."""
    if UPGRADES and schema < max(UPGRADES):
        for number in sorted(UPGRADES):
            if schema < number:
                payload = UPGRADES[number](tbl, payload)
    return payload
