"""What this desk says of others before it makes a package: its numbers, and what it answers for."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from longshan_desk.exchange.device_list import TOWNSHIP
from longshan_desk.exchange.vouchers import Voucher, vouch
from longshan_desk.peers.known import Known
from longshan_desk.peers.ring import Ring


def with_own_word(connection: Connection, ring: Ring, known: Known) -> Known:
    """With the numbers this desk claims, and with what it has from ended desks above what is
    accepted of them: their last work, which reached nobody but this desk."""
    known = known.with_claims(ring.claims(known))
    return known.with_vouchers(_vouchers(connection, ring, known))


def _vouchers(connection: Connection, ring: Ring, known: Known) -> Iterator[Voucher]:
    own = ring.entry(known)
    if own is None:
        return
    rows = connection.exec_driver_sql(
        "SELECT s.part, s.dev, max(h.seq) FROM sync_stream AS s JOIN sync_head AS h"
        " ON h.part = s.part AND h.dev = s.dev AND h.seq <= s.seq GROUP BY s.part, s.dev"
    )
    for part, dev, seq in rows.fetchall():
        ended = known.entry(dev)
        accepted = known.membership.accepted(dev, part)
        is_beyond = accepted is not None and seq > accepted
        if ended is not None and is_beyond and own.place in (ended.place, TOWNSHIP):
            yield vouch(ring.keys, known.org, dev, part, seq, own.dev)
