"""Packages that were finished when the program was killed, before they were written down: they are
entered at the next start, so that they can be copied like any other and go when their time comes.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from longshan_desk.data.store import Store
from longshan_desk.data.types import canonical_json
from longshan_desk.errors import AppError
from longshan_desk.exchange import stick
from longshan_desk.exchange.container import Header, opened
from longshan_desk.peers.known import Known, known_to
from longshan_desk.peers.making import KEPT, thin_out


def enter_unlisted(store: Store) -> list[str]:
    """Returns the names of the packages that were entered. Files of others are left alone."""
    outbox, known = store.paths.outbox, known_to(store)
    if known is None or not outbox.is_dir():
        return []
    with store.read() as session:
        rows = session.connection().exec_driver_sql("SELECT file FROM sync_pkg_out")
        listed = {name for (name,) in rows}
    unlisted = [path for path in sorted(outbox.glob("*.lspkg")) if path.name not in listed]
    entered = [path.name for path in unlisted if _enter(store, known, path)]
    if unlisted:
        stick.remove_unfinished(outbox)
        with store.bookkeeping() as connection:
            for place in known.listed.places:
                thin_out(connection, outbox, place.code)
    return entered


def _enter(store: Store, known: Known, path: Path) -> bool:
    header = _own_header(store, known, path)
    if header is None:
        return False
    # What was in it only its receiver can read. A kill before it was written down was one before
    # any stick took it; of what a restored desk made before nobody here knows.
    is_kept_here = header.dev == store.device
    said = canonical_json({"months": [], "counts": {}, "is_kept_here": is_kept_here})
    with store.bookkeeping() as connection:
        row = connection.exec_driver_sql(
            "INSERT INTO sync_pkg_out (no, pkg, dev, place, at, file, size, said)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (no) DO NOTHING RETURNING no",
            (header.number, header.id, header.dev, header.receiver, header.made, path.name,
             path.stat().st_size, said),
        ).first()  # fmt: skip
        later = connection.exec_driver_sql(
            "SELECT count(*) FROM sync_pkg_out WHERE place = ? AND no > ?",
            (header.receiver, header.number),
        ).scalar_one()
    if row is None and later >= KEPT:
        # A restored desk gave the number again: the file goes when those of its age go.
        path.unlink(missing_ok=True)
    return row is not None


def _own_header(store: Store, known: Known, path: Path) -> Header | None:
    with suppress(AppError), opened(path, known.sign_key) as found:
        header = found.header
        if header.org == known.org and header.dev in (*store.former_devices, store.device):
            return header
    return None
