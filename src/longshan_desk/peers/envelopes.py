"""R35: sealed matters on their way to the commission, in envelopes that all look alike.

Every report carries exactly one envelope of one size, empty or not, so that nobody who sees a
stick can tell whether anybody in the village has reported anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from longshan_desk.data.ids import new_id
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.log.rows import many
from longshan_desk.exchange import limits
from longshan_desk.exchange.keys import Keys, seal

MOST = 16_000
"""Bytes of one matter's words, so that several fit into an envelope."""

_REMEMBERED = 60


def keep_sealed(connection: Connection, words: str, commission: str) -> None:
    """Seal the words to the commission and keep nothing else of them."""
    connection.exec_driver_sql(
        "INSERT INTO sealed_matter (id, sealed) VALUES (?, ?)",
        (new_id(), seal(words.encode("utf-8"), (commission,))),
    )


def next_envelope(connection: Connection, commission: str) -> tuple[bytes, list[str]]:
    """The envelope of the next report, and the matters in it: as many as fit."""
    rows = connection.exec_driver_sql("SELECT id, sealed FROM sealed_matter ORDER BY rowid")
    inside, left, taken = [], limits.SEALED_ENVELOPE - 4, []
    for one, sealed in rows:
        if len(sealed) + 4 > left:
            break
        inside.append(len(sealed).to_bytes(4, "big") + sealed)
        left -= len(sealed) + 4
        taken.append(one)
    plain = b"".join(inside).ljust(limits.SEALED_ENVELOPE, b"\0")
    return seal(plain, (commission,)), taken


def keep_sent(connection: Connection, envelope: bytes, matters: Sequence[str]) -> None:
    connection.exec_driver_sql(
        "INSERT INTO sealed_envelope (sha256, matters) VALUES (?, ?)",
        (hashlib.sha256(envelope).hexdigest(), json.dumps(list(matters))),
    )


def keep_received(connection: Connection, envelope: bytes, place: str) -> None:
    """Keep an envelope of the one size that there is."""
    if len(envelope) > 2 * limits.SEALED_ENVELOPE:
        return
    connection.exec_driver_sql(
        "INSERT INTO received_envelope (sha256, place, at, sealed) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (sha256) DO NOTHING",
        (hashlib.sha256(envelope).hexdigest(), place, utc_now(), envelope),
    )


def received_from(connection: Connection, place: str) -> tuple[str, ...]:
    """The hashes that a return package confirms."""
    rows = connection.exec_driver_sql(
        "SELECT sha256 FROM received_envelope WHERE place = ? ORDER BY rowid DESC LIMIT ?",
        (place, _REMEMBERED),
    )
    return tuple(row[0] for row in rows)


def drop_confirmed(connection: Connection, confirmed: Iterable[str]) -> None:
    """What has arrived is no longer here, sealed as it was."""
    for sha256 in confirmed:
        words = connection.exec_driver_sql(
            "SELECT matters FROM sealed_envelope WHERE sha256 = ?", (sha256,)
        ).scalar()
        if words is not None:
            many(
                connection,
                "DELETE FROM sealed_matter WHERE id = ?",
                [(one,) for one in json.loads(words)],
            )
            connection.exec_driver_sql("DELETE FROM sealed_envelope WHERE sha256 = ?", (sha256,))


def open_envelopes(
    connection: Connection, commission: Keys
) -> tuple[list[tuple[str, str, str]], int]:
    """(place, when it came, words) of every sealed matter, each once; how many envelopes could
    not be opened: one that is damaged hides none of the others."""
    found, seen, closed = [], set(), 0
    rows = connection.exec_driver_sql(
        "SELECT place, at, sealed FROM received_envelope ORDER BY rowid"
    )
    for place, at, sealed in rows:
        try:
            inside = [(one, commission.open(one)) for one in _inside(commission.open(sealed))]
        except ValueError:
            closed += 1
            continue
        for one, words in inside:
            if (digest := hashlib.sha256(one).digest()) not in seen:
                seen.add(digest)
                found.append((place, at, words.decode("utf-8", "replace")))
    return found, closed


def _inside(plain: bytes) -> list[bytes]:
    found, place = [], 0
    while (size := int.from_bytes(plain[place : place + 4], "big")) and place + 4 < len(plain):
        found.append(plain[place + 4 : place + 4 + size])
        place += 4 + size
    return found
