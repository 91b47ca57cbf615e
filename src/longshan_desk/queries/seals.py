"""What is to be seen of a change of the township's seal, on both sides (F59)."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from longshan_desk.data.store import Store
from longshan_desk.exchange.device_list import DeviceList
from longshan_desk.peers.known import Known, known_in
from longshan_desk.peers.lists import others
from longshan_desk.peers.seals import offered


def waits_for_digits(store: Store) -> bool:
    """Whether the township has a new seal that has to be checked by telephone here."""
    with store.read() as session:
        connection = session.connection()
        known = known_in(connection)
        held = known.listed.version if known else 0
        return any(one.listed.version > held for one in offered(connection))


def has_two_lists(store: Store) -> bool:
    """Whether a device list of another history was heard of, which nobody has put together with
    the one here yet (F54)."""
    with store.read() as session:
        connection = session.connection()
        known = known_in(connection)
        return known is not None and bool(others(connection, known.signed))


def has_commission_key(store: Store) -> bool:
    """R35: whether the township's commission has a key to which the villages seal."""
    with store.read() as session:
        known = known_in(session.connection())
    return known is not None and bool(known.listed.commission)


def desks_under_old_root(store: Store) -> frozenset[str]:
    """The listed desks in use that have not said yet that they have a list under the present
    seal; none where the seal was never changed."""
    with store.read() as session:
        connection = session.connection()
        known = known_in(connection)
        if known is None:
            return frozenset()
        before = _last_under_another(connection, known.listed.root)
        if before is None:
            return frozenset()
        first = _first_since(connection, before.version)
        held = _lists_held(connection, known)
    return frozenset(
        one.dev
        for one in before.devices
        if one.sign != _own_sign(known, store)
        and any(one.dev == now.dev for now in known.listed.active_of(one.place))
        and held.get(one.dev, 0) < first
    )


def _last_under_another(connection: Connection, root: str) -> DeviceList | None:
    rows = connection.exec_driver_sql("SELECT body FROM device_list ORDER BY v DESC")
    for (body,) in rows.fetchall():
        listed = DeviceList.from_body(body)
        if listed.root != root:
            return listed
    return None


def _first_since(connection: Connection, version: int) -> int:
    """A township that was set back may have lost versions of its former seal in between."""
    words = "SELECT min(v) FROM device_list WHERE v > ?"
    return int(connection.exec_driver_sql(words, (version,)).scalar_one())


def _lists_held(connection: Connection, known: Known) -> dict[str, int]:
    """The version that each listed desk named last, under whatever number."""
    rows = connection.exec_driver_sql("SELECT dev, said FROM pkg_note ORDER BY rowid")
    held = {}
    for dev, said in rows:
        entry = known.entry(dev)
        if entry is not None:
            held[entry.dev] = int(json.loads(said)["list"])
    return held


def _own_sign(known: Known, store: Store) -> str:
    """By the last of this desk's numbers that the list or a claim names: after it was set back it
    has a new one, which is claimed with the next package."""
    numbers = reversed((*store.former_devices, store.device))
    return next((entry.sign for dev in numbers if (entry := known.entry(dev))), "")
