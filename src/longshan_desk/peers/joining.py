"""A desk joins its township: its keys, its request, and everything it had before (3.8)."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import longshan_desk
from longshan_desk.data.handover import RENUMBERING
from longshan_desk.data.ids import new_hex
from longshan_desk.data.log.incoming import Origin, Received, receive
from longshan_desk.data.log.merging import kv, put_kv
from longshan_desk.data.log.part_names import rename_part
from longshan_desk.data.log.refusals import refused
from longshan_desk.data.log.registry import SCHEMA
from longshan_desk.data.store import Store
from longshan_desk.errors import AppError
from longshan_desk.exchange import package
from longshan_desk.exchange.device_list import Device, DeviceList
from longshan_desk.exchange.joining import JoinRequest, Welcome, read_welcome, unwrap_package
from longshan_desk.exchange.key_file import KeyLostError
from longshan_desk.peers.known import Known, keep_known, known_to, refuse_stranger
from longshan_desk.peers.ring import Ring, has_ring, keep_ring, new_ring, open_ring
from longshan_desk.peers.said import note

JOINING = "加入乡镇"
_PENDING, _ANSWERED = "join_request", "join_answered"


def ring_to_ask_with(store: Store) -> Ring:
    """The desk's keys; new ones where it never had any, where they are lost, and where the
    township has ended the desk: it comes back as another one."""
    known = known_to(store)
    if has_ring(store):
        with suppress(KeyLostError):
            ring = open_ring(store)
            if known is None or known.ended(ring.keys.public.sign) is None:
                return ring
    if known is not None and known.entry(store.device) is not None:
        with store.merging(RENUMBERING) as merging:
            merging.take_new_device()  # nobody here can sign for the old number any more
        store.know_again()
    devices = (store.device,) if known else (*store.former_devices, store.device)
    return new_ring(store, devices)


def request_of(store: Store, ring: Ring, *, name: str, code: str, role: str) -> JoinRequest:
    public = ring.keys.public
    return JoinRequest(
        store.device, public.sign, public.recipient, name, code, store.part, role,
        longshan_desk.__version__, SCHEMA,
    )  # fmt: skip


def remember_request(store: Store, sha256: str) -> None:
    with store.bookkeeping() as connection:
        put_kv(connection, _PENDING, sha256)


def pending_request(store: Store) -> str | None:
    """The last request that this desk wrote, answered or not."""
    return _said(store, _PENDING)


def waits_for_welcome(store: Store) -> bool:
    """Whether a request is on its way that the keys of this computer wrote."""
    pending = pending_request(store)
    return pending is not None and pending != _said(store, _ANSWERED) and has_ring(store)


def _said(store: Store, key: str) -> str | None:
    with store.read() as session:
        return kv(session.connection(), key)


def open_welcome(store: Store, ring: Ring, path: Path) -> Welcome:
    """The welcome that answers this desk's request. Raises ``JoinError``."""
    welcome = read_welcome(path, ring.keys)
    if welcome.request != pending_request(store):
        raise AppError(
            "这个欢迎包答复的不是本机最近一次的申请。",
            hint="请用最近一次申请办回来的欢迎包；不确定时请重新申请。",
            where=path.name,
            code="not_ours",
        )
    known = known_to(store)
    if known is not None and known.org != welcome.devices.listed.org:
        raise refused("wrong_org", where=path.name)
    return welcome


def join(store: Store, ring: Ring, welcome: Welcome, path: Path) -> Received:
    """Take the place that the township gave, with everything that stood here before.

    One transaction: the partition's name, the list, the letter, the place's records.
    """
    claimed = Known(welcome.devices, welcome.place, {})
    known = claimed.with_claims(ring.claims(claimed))
    own = _own_entry(known.listed, ring)
    part = _part_of(known.listed, welcome.place)
    inner = store.paths.inbox / f".welcome-{new_hex(4)}.staged"
    store.paths.inbox.mkdir(parents=True, exist_ok=True)
    try:
        unwrap_package(path, welcome, inner)
        with package.opened(inner, known.sign_key, ring.keys) as found:
            header = found.header
            known = known.with_claims(found.letter.claims).with_vouchers(found.letter.vouchers)
            refuse_stranger(known, found.found.sign, header.dev, header.sender, path.name)
            with store.merging(JOINING) as merging:
                connection = merging.connection
                if part != store.part:
                    rename_part(connection, store.part, part)
                answered = (_ANSWERED, welcome.request)
                for key, value in (("part", part), ("letter", _letter(own)), answered):
                    put_kv(connection, key, value)
                keep_known(connection, known)
                origin = Origin(header.id, header.dev, header.number, b"")
                received = receive(
                    merging, found.letter.contents, origin, known.membership, known.verify
                )
                note(connection, found, known)
    finally:
        inner.unlink(missing_ok=True)
    store.know_again()
    keep_ring(store, ring, known.listed.recovery)
    return received


def _own_entry(listed: DeviceList, ring: Ring) -> Device:
    for one in listed.devices:
        if one.sign == ring.keys.public.sign:
            return one
    raise refused("not_for_me")


def _part_of(listed: DeviceList, code: str) -> str:
    place = listed.place(code)
    if place is None:
        raise refused("damaged")
    return place.part


def _letter(own: Device) -> str:
    """The first desk of a place writes plain numbers."""
    return "" if own.letter == "A" else own.letter
