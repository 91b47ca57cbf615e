"""Who may write what (packages, 3.13), as data: checked when sending and when receiving.

The device list says who a device is; each table says whose it is (``OWNER``, ``OWNERS``,
``PARTS``). What comes of the two stands in ``MAY_WRITE``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from longshan_desk.data.log.merge import DELETED
from longshan_desk.data.log.operations import PURGE
from longshan_desk.data.log.registry import SyncedTable

VILLAGE, TOWNSHIP, MAKER = "village", "township", "maker"
"""Owners; the first two are also the classes of writers."""

SHARED, INTERNAL = "shared", "internal"
"""Kinds of partition beside ``village``: the township's for all, and the township's own."""

LIVES_IN = {VILLAGE: (VILLAGE,), TOWNSHIP: (SHARED,), MAKER: (VILLAGE,)}
"""Where records live when their table does not say it."""

MAY_WRITE: Mapping[tuple[str, str], frozenset[str]] = {
    (VILLAGE, VILLAGE): frozenset({VILLAGE}),
    (VILLAGE, TOWNSHIP): frozenset({TOWNSHIP}),
    (VILLAGE, MAKER): frozenset({VILLAGE, TOWNSHIP}),
    **{(SHARED, owner): frozenset({TOWNSHIP}) for owner in (VILLAGE, TOWNSHIP, MAKER)},
    **{(INTERNAL, owner): frozenset({TOWNSHIP}) for owner in (VILLAGE, TOWNSHIP, MAKER)},
}
"""(kind of partition, owner) → the classes that may write there."""

FIRST_BY_TOWNSHIP = frozenset({"user"})
"""Tables of which the township makes a village's first record: its first user."""


@dataclass(frozen=True)
class Device:
    """A writer on the device list."""

    dev: str
    kind: str
    """``village`` or ``township``."""
    part: str
    """The partition that it writes by right: its village's, or the shared one."""
    upto: Mapping[str, int] | None = None
    """Of one that was retired or revoked: the last accepted operation per partition."""


@dataclass(frozen=True)
class Membership:
    """The device list, as far as the log needs it."""

    devices: Mapping[str, Device]
    parts: Mapping[str, str]
    """``{partition: village | shared | internal}``"""
    hub: str | None = None
    """The one township device whose variant of a forked stream stands."""
    township_edits: frozenset[str] = field(default_factory=frozenset)
    """Villages' partitions in which the township may edit for the village (代改)."""
    township_edited: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(partition, township's device) → the last operation that it wrote while it might."""

    def may_carry(self, dev: str, part: str) -> bool:
        """Whether a package from this device may hold this partition at all."""
        device = self.devices.get(dev)
        kind = self.parts.get(part)
        if device is None or kind is None:
            return False
        return device.kind == TOWNSHIP or kind == SHARED or device.part == part

    def may_read(self, dev: str) -> frozenset[str]:
        """The partitions that may go to a device: no village ever sees another's."""
        return frozenset(part for part in self.parts if self.may_carry(dev, part))

    def accepts_writer(self, dev: str, part: str, seq: int) -> bool:
        """Whether a device is known, has to do with the partition and was not yet retired."""
        accepted = self.accepted(dev, part)
        return self.knows_writer(dev, part) and (accepted is None or seq <= accepted)

    def knows_writer(self, dev: str, part: str) -> bool:
        device = self.devices.get(dev)
        return device is not None and (device.kind == TOWNSHIP or device.part == part)

    def accepted(self, dev: str, part: str) -> int | None:
        """How far the stream of an ended device is accepted; nothing of one that is in use."""
        device = self.devices.get(dev)
        if device is None or device.upto is None:
            return None
        return device.upto.get(part, 0)

    def may_edit_for(self, dev: str, part: str, seq: int) -> bool:
        """Whether this operation of the township's stands in the village's place."""
        return part in self.township_edits or 0 < seq <= self.township_edited.get((part, dev), 0)


def parts_of(table: SyncedTable) -> tuple[str, ...]:
    """The kinds of partition in which a table's records live."""
    model = table.model
    return model.PARTS or LIVES_IN[model.OWNER]


def owner_of(table: SyncedTable, group: str) -> str:
    owner: str = table.model.OWNERS.get(group, table.model.OWNER)
    return owner


def writers_of(table: SyncedTable, group: str, part_kind: str) -> frozenset[str]:
    """The classes that may write a field group in a partition of this kind.

    What the township owns for all may also stand in a village's partition: the local copy of a
    village that works alone, which nobody but that village reads.
    """
    lives_in = parts_of(table)
    if part_kind not in lives_in:
        is_local_copy = part_kind == VILLAGE and SHARED in lives_in
        return frozenset({VILLAGE}) if is_local_copy else frozenset()
    return MAY_WRITE[part_kind, owner_of(table, group)]


@dataclass(frozen=True)
class Claim:
    """What an operation wants to write, and what is known of the record."""

    kind: str
    part: str
    dev: str
    groups: Iterable[str]
    """What it puts; of a new record those that say something."""
    is_new: bool
    maker: str | None
    """The class of the device that made the record; nothing if it is new."""
    is_first: bool
    """Whether the record's table has no record in this partition yet."""
    seq: int = 0


def is_allowed(membership: Membership, table: SyncedTable, claim: Claim) -> bool:
    """Whether the writer may write this; unknown groups are as their table's other groups."""
    writer = membership.devices[claim.dev].kind
    part_kind = membership.parts[claim.part]
    if claim.is_new and claim.is_first and table.name in FIRST_BY_TOWNSHIP and writer == TOWNSHIP:
        return True
    if writer == TOWNSHIP and membership.may_edit_for(claim.dev, claim.part, claim.seq):
        return VILLAGE in parts_of(table)
    if claim.is_new or claim.kind == PURGE:
        allowed = writers_of(table, DELETED, part_kind)
        if writer not in allowed or not _is_makers(table, DELETED, writer, claim):
            return False
        if claim.kind == PURGE:
            return True
    return all(
        writer in writers_of(table, group, part_kind) and _is_makers(table, group, writer, claim)
        for group in claim.groups
    )


def _is_makers(table: SyncedTable, group: str, writer: str, claim: Claim) -> bool:
    return owner_of(table, group) != MAKER or claim.maker in (None, writer)
