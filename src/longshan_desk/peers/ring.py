"""This desk's own keys and the numbers they speak for: beside the install marker, in no backup."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from longshan_desk.data.handover import take_over_unsigned
from longshan_desk.data.identity import home_tag
from longshan_desk.data.log.contents import Point
from longshan_desk.data.log.outgoing import Sender
from longshan_desk.data.store import Store
from longshan_desk.exchange import key_file
from longshan_desk.exchange.claims import Claim, claim
from longshan_desk.exchange.device_list import Device
from longshan_desk.exchange.keys import Keys
from longshan_desk.paths import DeskPaths, state_dir
from longshan_desk.peers.known import Known, sign_head


@dataclass(frozen=True)
class Ring:
    keys: Keys
    devices: tuple[str, ...]
    """The numbers under which this desk wrote since it has these keys, oldest first."""

    def numbers(self, known: Known) -> frozenset[str]:
        """All that these keys can sign for."""
        return frozenset(self.devices) | known.numbers_of(self.keys.public.sign)

    def sender(self, known: Known) -> Sender:
        def sign(point: Point) -> bytes:
            return sign_head(self.keys, known.org, point)

        return Sender(self.numbers(known), sign, known.membership)

    def entry(self, known: Known) -> Device | None:
        """This desk on the device list."""
        return next((d for d in known.listed.devices if d.sign == self.keys.public.sign), None)

    def claims(self, known: Known) -> tuple[Claim, ...]:
        """Statements for the numbers that the device list does not know."""
        own = self.entry(known)
        if own is None:
            return ()
        unlisted = (dev for dev in self.devices if known.entry(dev) is None)
        return tuple(claim(self.keys, known.org, dev, own.dev) for dev in unlisted)


def key_path(paths: DeskPaths) -> Path:
    return state_dir() / f"keys-{home_tag(paths)}.key"


def has_ring(store: Store) -> bool:
    return key_path(store.paths).exists()


def open_ring(store: Store, recovery: str = "") -> Ring:
    """The keys of this desk; a number it took meanwhile is added, and another seal's recovery key
    gets its copy. Raises ``KeyLostError``."""
    path = key_path(store.paths)
    keys, devices, held = key_file.load(path), key_file.devices(path), key_file.recovery_of(path)
    recovery = recovery or held
    if store.device in devices and recovery == held:
        return Ring(keys, devices)
    ring = Ring(keys, (*devices, *_since(store, devices)))
    key_file.save(path, keys, recovery, ring.devices)
    return ring


def _since(store: Store, devices: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers this desk took after those."""
    if store.device in devices:
        return ()
    numbers = (*store.former_devices, store.device)
    since = [place for place, dev in enumerate(numbers) if dev in devices]
    return numbers[since[-1] + 1 :] if since else (store.device,)


def with_all_signable(store: Store, ring: Ring, known: Known) -> Ring:
    """After what nobody can sign for any more was typed again, under a number of these keys."""
    if take_over_unsigned(store, ring.numbers(known)):
        return open_ring(store, known.listed.recovery)
    return ring


def new_ring(store: Store, devices: tuple[str, ...]) -> Ring:
    """New keys for this desk, for these numbers."""
    ring = Ring(Keys.new(), devices)
    key_file.save(key_path(store.paths), ring.keys, "", ring.devices)
    return ring


def keep_ring(store: Store, ring: Ring, recovery: str) -> None:
    key_file.save(key_path(store.paths), ring.keys, recovery, ring.devices)
