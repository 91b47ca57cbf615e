"""Which desks belong to the township, with their keys: a list that only the seal can sign.

Every version names the one before it by its hash; a desk keeps the highest it has seen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from longshan_desk.data.log.refusals import NEW_ROOT, refused
from longshan_desk.domain.labels import Labelled
from longshan_desk.exchange import canonical
from longshan_desk.exchange.keys import Keys, PublicKeys, is_recipient, is_signed, key_id
from longshan_desk.exchange.roots import HandedOn, leads_to

PURPOSE = "longshan-device-list-v1"
TOWNSHIP = "TOWN"


class DeviceState(Labelled):
    ACTIVE = "active", "在用"
    RETIRED = "retired", "已停用"
    REVOKED = "revoked", "已注销"


@dataclass(frozen=True)
class Place:
    """An office: ``TOWN`` or ``V01`` … ``V99``, and the partition its records lie in."""

    code: str
    name: str
    part: str
    is_open: bool = False
    """Whether the township may edit for the village (代改)."""
    edited: dict[str, int] = field(default_factory=dict)
    """What was so edited before that ended stays accepted: the township's desks, and the last
    operation of each in the village's partition."""


@dataclass(frozen=True)
class Device:
    """One desk. ``upto``: what is still accepted of one that is no longer in use, by partition."""

    dev: str
    place: str
    letter: str
    sign: str
    recipient: str
    state: DeviceState = DeviceState.ACTIVE
    since: str = ""
    until: str = ""
    why: str = ""
    upto: dict[str, int] = field(default_factory=dict)

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(self.sign, self.recipient)


@dataclass(frozen=True)
class DeviceList:
    org: str
    version: int
    before: str
    """SHA-256 of the version before, as hex; empty for the first."""
    root: str
    """The seal's public signing key."""
    recovery: str
    """Whom everything is sealed to besides: the age recipient of the seal."""
    hub: str
    """The township's own desk whose variant stands when streams fork."""
    places: tuple[Place, ...] = ()
    devices: tuple[Device, ...] = ()
    commission: str = ""
    """R35: the discipline commission's recipient; empty until it has one."""
    handed_on: tuple[HandedOn, ...] = ()
    """By which seals the present one was named, oldest first (F59)."""

    # -- asking -----------------------------------------------------------------------------

    def place(self, code: str) -> Place | None:
        return next((one for one in self.places if one.code == code), None)

    def device(self, dev: str) -> Device | None:
        return next((one for one in self.devices if one.dev == dev), None)

    def active_of(self, place: str) -> tuple[Device, ...]:
        return tuple(
            one for one in self.devices if one.place == place and one.state is DeviceState.ACTIVE
        )

    def recipients_for(self, place: str) -> tuple[str, ...]:
        """Every desk in use there and the recovery key, so that no dead PC loses a package."""
        return (*(one.recipient for one in self.active_of(place)), self.recovery)

    def sender(self, found: bytes) -> Device:
        """The desk with this key id; raises ``unknown_sender`` or ``revoked``."""
        for one in self.devices:
            if key_id(one.sign) == found:
                if one.state is not DeviceState.ACTIVE:
                    raise refused("revoked", more=f"（停用日期 {one.until or '未记'}）")
                return one
        raise refused("unknown_sender")

    def free_letter(self, place: str) -> str:
        """The next letter that no desk of the place ever had: A … Z, AA …"""
        return _letter(sum(1 for one in self.devices if one.place == place))

    # -- changing ---------------------------------------------------------------------------

    def next(self, **changes: Any) -> DeviceList:
        """The version after this one, still to be signed."""
        return replace(self, version=self.version + 1, before=self.sha256, **changes)

    def with_device(self, device: Device) -> tuple[Device, ...]:
        return (*(one for one in self.devices if one.dev != device.dev), device)

    # -- as bytes ---------------------------------------------------------------------------

    @property
    def body(self) -> bytes:
        return canonical.written(self.to_data())

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()

    def to_data(self) -> dict[str, Any]:
        steps = [[one.root, one.next_root, one.sig] for one in self.handed_on]
        return {
            "org": self.org, "v": self.version, "before": self.before, "root": self.root,
            "recovery": self.recovery, "hub_dev": self.hub, "commission": self.commission,
            "next_root": "",  # earlier programs ask for it
            **({"handed_on": steps} if steps else {}),
            "places": [_place_data(one) for one in self.places],
            "devices": [
                {"dev": d.dev, "place": d.place, "letter": d.letter, "sign": d.sign,
                 "age": d.recipient, "state": str(d.state), "since": d.since, "until": d.until,
                 "why": d.why, "upto": d.upto}
                for d in self.devices
            ],
        }  # fmt: skip

    @classmethod
    def from_body(cls, body: bytes) -> Self:
        """Raises ``ValueError`` for anything but a device list."""
        try:
            data = canonical.read(body)
            made = cls(
                org=data["org"], version=data["v"], before=data["before"], root=data["root"],
                recovery=data["recovery"], hub=data["hub_dev"], commission=data["commission"],
                handed_on=tuple(_step(*one) for one in data.get("handed_on", ())),
                places=tuple(_place(one) for one in data["places"]),
                devices=tuple(_device(one) for one in data["devices"]),
            )  # fmt: skip
            _check_types(made)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a device list") from error
        return made


@dataclass(frozen=True)
class SignedList:
    body: bytes
    signature: bytes

    @property
    def listed(self) -> DeviceList:
        return DeviceList.from_body(self.body)

    def to_bytes(self) -> bytes:
        return self.signature + self.body

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        return cls(data[64:], data[:64])

    def is_signed_by(self, root: str) -> bool:
        return is_signed(root, PURPOSE, self.body, self.signature)


def signed(listed: DeviceList, seal: Keys) -> SignedList:
    """Raises ``ValueError`` when the seal is not the one the list names."""
    if seal.public.sign != listed.root:
        raise ValueError("another seal")
    return SignedList(listed.body, seal.sign(PURPOSE, listed.body))


def newer(held: SignedList, offered: SignedList) -> SignedList:
    """The list to keep. An older or equal one is passed over (no rolling back); it has to be signed
    by the pinned root, or by one to which that root handed on. Raises ``new_root`` for a list that
    is whole under a root which nobody here has checked yet."""
    current, other = held.listed, offered.listed
    if other.org != current.org:
        raise refused("wrong_org")
    if other.version <= current.version:
        return held
    if not offered.is_signed_by(other.root):
        raise refused("signature")
    if not leads_to(current.root, other.root, other.org, other.handed_on):
        raise refused(NEW_ROOT)
    return offered


def _place_data(place: Place) -> dict[str, Any]:
    data: dict[str, Any] = {"code": place.code, "name": place.name, "part": place.part}
    if place.is_open or place.edited:
        data["edits"] = {"open": place.is_open, "upto": place.edited}
    return data


def _place(data: dict[str, Any]) -> Place:
    edits = data.get("edits", {"open": False, "upto": {}})
    made = Place(data["code"], data["name"], data["part"], edits["open"], dict(edits["upto"]))
    _check_types(made)
    return made


def _step(root: str, next_root: str, sig: str) -> HandedOn:
    if [len(bytes.fromhex(one)) for one in (root, next_root, sig)] != [32, 32, 64]:
        raise ValueError("not a signed step")
    return HandedOn(root, next_root, sig)


def _device(data: dict[str, Any]) -> Device:
    if not is_recipient(data["age"]) or len(bytes.fromhex(data["sign"])) != 32:
        raise ValueError("not a key")
    made = Device(
        data["dev"], data["place"], data["letter"], data["sign"], data["age"],
        DeviceState(data["state"]), data["since"], data["until"], data["why"], dict(data["upto"]),
    )  # fmt: skip
    _check_types(made)
    return made


_SIMPLE: dict[Any, type] = {"str": str, "int": int, "bool": bool}


def _check_types(made: DeviceList | Place | Device) -> None:
    """Raises ``ValueError`` for a simple field that is not of the type it is declared with: a list
    is looked at before anybody knows who signed it."""
    for one in fields(made):
        value = getattr(made, one.name)
        values = value.values() if isinstance(value, dict) else (value,)
        wanted = int if isinstance(value, dict) else _SIMPLE.get(one.type)
        if wanted is not None and any(type(each) is not wanted for each in values):
            raise ValueError(f"not a {one.name}")


def _letter(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
