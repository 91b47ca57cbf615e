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

_NOTHING_SAID = canonical_json({"months": [], "counts": {}})
"""What was in it stands inside, and only its receiver can open it."""


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
            thin_out(connection, outbox)
    return entered


def _enter(store: Store, known: Known, path: Path) -> bool:
    header = _own_header(store, known, path)
    if header is None:
        return False
    with store.bookkeeping() as connection:
        row = connection.exec_driver_sql(
            "INSERT INTO sync_pkg_out (no, pkg, dev, place, at, file, size, said)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (no) DO NOTHING RETURNING no",
            (header.number, header.id, header.dev, header.receiver, header.made, path.name,
             path.stat().st_size, _NOTHING_SAID),
        ).first()  # fmt: skip
        newest = connection.exec_driver_sql("SELECT max(no) FROM sync_pkg_out").scalar_one()
    if row is None and header.number <= newest - KEPT:
        # A restored desk gave the number again: the file goes when those of its age go.
        path.unlink(missing_ok=True)
    return row is not None


def _own_header(store: Store, known: Known, path: Path) -> Header | None:
    with suppress(AppError), opened(path, known.sign_key) as found:
        header = found.header
        if header.org == known.org and header.dev in (*store.former_devices, store.device):
            return header
    return None
