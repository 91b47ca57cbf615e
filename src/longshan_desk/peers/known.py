"""The township as this desk knows it: the signed device list, numbers claimed, its own place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import Connection

from longshan_desk.data.log import authority
from longshan_desk.data.log.authority import Membership
from longshan_desk.data.log.contents import Head, Point
from longshan_desk.data.log.merging import kv, put_kv
from longshan_desk.data.log.refusals import refused
from longshan_desk.data.scope import SHARED_PART, TOWNSHIP_PART
from longshan_desk.data.store import Store
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.exchange.claims import Claim
from longshan_desk.exchange.device_list import (
    TOWNSHIP,
    Device,
    DeviceList,
    DeviceState,
    SignedList,
)
from longshan_desk.exchange.keys import Keys, is_signed
from longshan_desk.exchange.vouchers import Voucher

HEAD_PURPOSE = "longshan-head-v1"
_VOUCHERS = "vouchers"


class NotJoinedError(AppError):
    code = "not_joined"


class DeskEndedError(AppError):
    code = "revoked"


@dataclass(frozen=True)
class Known:
    """All that decides who may send and write what."""

    signed: SignedList
    place: str
    """This desk's own: ``TOWN`` or ``V01`` …"""
    claims: Mapping[str, Claim]
    vouchers: Mapping[tuple[str, str], Voucher] = field(default_factory=dict)
    """By ended number and partition, as far as somebody in use answers for it."""

    @cached_property
    def listed(self) -> DeviceList:
        return self.signed.listed

    @property
    def org(self) -> str:
        return self.listed.org

    @property
    def is_township(self) -> bool:
        return self.place == TOWNSHIP

    def name_of(self, code: str) -> str:
        place = self.listed.place(code)
        return place.name if place else code

    def entry(self, dev: str) -> Device | None:
        """The listed desk that speaks for a number."""
        found = self.listed.device(dev)
        if found is None and dev in self.claims:
            found = self.listed.device(self.claims[dev].by)
        return found

    def numbers_of(self, sign: str) -> frozenset[str]:
        """Every number that the holder of this signing key writes under."""
        own = {one.dev for one in self.listed.devices if one.sign == sign}
        return frozenset(own | {dev for dev, one in self.claims.items() if one.by in own})

    def ended(self, sign: str) -> Device | None:
        """The entry of the desk with this signing key, if the township has ended it."""
        entries = [one for one in self.listed.devices if one.sign == sign]
        is_in_use = any(one.state is DeviceState.ACTIVE for one in entries)
        return None if is_in_use or not entries else entries[-1]

    def desks_of(self, place: str, but: str = "") -> tuple[Device, ...]:
        """The desks in use at a place, but not the one with this signing key."""
        return tuple(one for one in self.listed.active_of(place) if one.sign != but)

    # -- for the log ------------------------------------------------------------------------

    @cached_property
    def membership(self) -> Membership:
        devices = {}
        for dev in (*(one.dev for one in self.listed.devices), *self.claims):
            entry = self.entry(dev)
            place = self.listed.place(entry.place) if entry else None
            if entry is None or place is None:
                continue
            is_town = entry.place == TOWNSHIP
            upto = None if entry.state is DeviceState.ACTIVE else self._accepted(dev, entry)
            kind = authority.TOWNSHIP if is_town else authority.VILLAGE
            devices[dev] = authority.Device(dev, kind, place.part, upto)
        parts = {
            place.part: authority.VILLAGE for place in self.listed.places if place.code != TOWNSHIP
        }
        parts |= {SHARED_PART: authority.SHARED, TOWNSHIP_PART: authority.INTERNAL}
        villages = [one for one in self.listed.places if one.code != TOWNSHIP]
        return Membership(
            devices, parts, self.listed.hub,
            frozenset(one.part for one in villages if one.is_open),
            {(one.part, dev): seq for one in villages for dev, seq in one.edited.items()},
        )  # fmt: skip

    def _accepted(self, dev: str, entry: Device) -> dict[str, int]:
        """How far an ended number's operations are accepted, by partition."""
        vouched = {part: v.seq for (number, part), v in self.vouchers.items() if number == dev}
        listed = entry.upto if dev == entry.dev else {}
        return {part: max(listed.get(part, 0), seq) for part, seq in (listed | vouched).items()}

    def membership_for(self, sender: str) -> Membership:
        """As it is while a package of this desk is received: a hub may have a new number."""
        entry = self.entry(sender)
        is_hub = entry is not None and entry.dev == self.listed.hub
        return replace(self.membership, hub=sender) if is_hub else self.membership

    def verify(self, head: Head) -> bool:
        """Whether the stream's own desk has signed this end of it."""
        entry = self.entry(head.dev)
        return entry is not None and is_signed(
            entry.sign, HEAD_PURPOSE, _words(self.org, head), head.sig
        )

    def sign_key(self, found: bytes) -> str:
        """The signing key with this id; raises ``unknown_sender`` or ``revoked``."""
        return self.listed.sender(found).sign

    # -- hearing of news --------------------------------------------------------------------

    def with_list(self, offered: SignedList | None) -> Known:
        """With a newer device list, if this is one that the pinned root signed."""
        from longshan_desk.exchange.device_list import newer

        return self if offered is None else replace(self, signed=newer(self.signed, offered))

    def with_claims(self, offered: Iterable[Claim]) -> Known:
        """With the numbers that listed desks claim, as far as nobody else has them. Of an ended
        desk's number only that is accepted which somebody answers for."""
        taken = dict(self.claims)
        for one in offered:
            entry = self.listed.device(one.by)
            is_free = one.dev not in taken and self.listed.device(one.dev) is None
            if is_free and entry is not None and one.is_signed_by(entry.sign, self.org):
                taken[one.dev] = one
        return replace(self, claims=taken)

    def with_vouchers(self, offered: Iterable[Voucher]) -> Known:
        """With what desks in use answer for of ended ones: of their own place's desks, the township
        of all. Nobody answers for a desk in use, nor for itself before its end."""
        taken = dict(self.vouchers)
        for one in offered:
            by, ended = self.listed.device(one.by), self.entry(one.dev)
            before = taken.get((one.dev, one.part))
            if (
                by is not None
                and ended is not None
                and by.state is DeviceState.ACTIVE
                and ended.state is not DeviceState.ACTIVE
                and by.sign != ended.sign
                and by.place in (ended.place, TOWNSHIP)
                and (before is None or before.seq < one.seq)
                and one.is_signed_by(by.sign, self.org)
            ):
                taken[one.dev, one.part] = one
        return replace(self, vouchers=taken)


def sign_head(keys: Keys, org: str, point: Point) -> bytes:
    return keys.sign(HEAD_PURPOSE, _words(org, point))


def _words(org: str, point: Point) -> bytes:
    return f"{org}|{point.part}|{point.dev}|{point.seq}|".encode() + point.chain


# -- kept in the database ---------------------------------------------------------------------


def known_in(connection: Connection) -> Known | None:
    """What this desk knows; nothing while it works alone."""
    row = connection.exec_driver_sql(
        "SELECT body, sig FROM device_list ORDER BY v DESC LIMIT 1"
    ).first()
    place = kv(connection, "place")
    if row is None or not place:
        return None
    claims = connection.exec_driver_sql("SELECT dev, by, sig FROM device_claim")
    return Known(
        SignedList(row[0], row[1]), place, {row[0]: Claim(*row) for row in claims},
        {(one.dev, one.part): one for one in _kept_vouchers(connection)},
    )  # fmt: skip


def _kept_vouchers(connection: Connection) -> list[Voucher]:
    words = kv(connection, _VOUCHERS)
    rows = json.loads(words or "[]")
    return [Voucher(dev, part, seq, by, bytes.fromhex(sig)) for dev, part, seq, by, sig in rows]


def known_to(store: Store) -> Known | None:
    with store.read() as session:
        return known_in(session.connection())


def require_known(store: Store) -> Known:
    """Raises ``NotJoinedError`` while the desk works alone."""
    known = known_to(store)
    if known is None:
        raise NotJoinedError(
            "本机还没有加入乡镇，不能交接数据包。",
            hint="请先办理“申请加入乡镇”；在加入以前照常登记，加入时会全部带上。",
        )
    return known


def ended_error(known: Known, sign: str) -> DeskEndedError | None:
    """What to say at a desk that the township has ended, once it has heard of that."""
    ended = known.ended(sign)
    if ended is None:
        return None
    return DeskEndedError(
        f"镇上在 {ended.until} 停用了这台电脑，不能再交接。",
        hint="这台电脑还要用的，请重新申请加入，登记的内容都会带上。",
    )


def require_township(store: Store) -> Known:
    known = require_known(store)
    if not known.is_township:
        raise BadValueError("这一步由乡镇的岗位办理，本机是村的岗位。", hint="请与乡镇联系。")
    return known


def keep_known(connection: Connection, known: Known) -> None:
    """Write down what was heard; inside a transaction of the store."""
    connection.exec_driver_sql(
        "INSERT INTO device_list (v, body, sig) VALUES (?, ?, ?) ON CONFLICT (v) DO NOTHING",
        (known.listed.version, known.signed.body, known.signed.signature),
    )
    for one in known.claims.values():
        connection.exec_driver_sql(
            "INSERT INTO device_claim (dev, by, sig) VALUES (?, ?, ?) ON CONFLICT (dev) DO NOTHING",
            (one.dev, one.by, one.sig),
        )
    rows = [[v.dev, v.part, v.seq, v.by, v.sig.hex()] for v in known.vouchers.values()]
    put_kv(connection, _VOUCHERS, json.dumps(rows))
    put_kv(connection, "place", known.place)


def place_code(text: str) -> str:
    """``07``, ``7``, ``V07`` → ``V07``; ``TOWN`` stays. Raises ``BadValueError``."""
    said = text.strip().upper()
    if said == TOWNSHIP:
        return said
    digits = said.removeprefix("V")
    if digits.isdigit() and 0 < int(digits) < 100:
        return f"V{int(digits):02d}"
    raise BadValueError(
        f"村的编号“{text}”不能用。", hint="编号是 01 到 99 的两位数字，例如 07。", where="村的编号"
    )


def refuse_stranger(known: Known, sign: str, dev: str, place: str, where: str) -> None:
    """The number and the place on a package's cover have to be its signer's."""
    entry = known.entry(dev)
    if entry is None or entry.sign != sign:
        raise refused("unknown_sender", where=where)
    if entry.place != place:
        raise refused("mismatch", where=where)
