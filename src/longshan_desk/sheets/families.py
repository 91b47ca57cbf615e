"""A block of rows as a household-to-be, and what it would change of one that the desk knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from longshan_desk.domain.people import HEAD
from longshan_desk.sheets.existing import ExistingHousehold
from longshan_desk.sheets.household_blocks import Block
from longshan_desk.sheets.read_households import PersonRow

_FIELDS = {"household_code": "code", "address": "address", "household_note": "note"}


@dataclass(slots=True)
class Family:
    """A block with its rows, and what was found for it.

    ``household_id`` None means a new household, unless ``doubtful`` names those it may be.
    """

    block: Block
    rows: list[PersonRow] = field(default_factory=list)
    household_id: str | None = None
    doubtful: tuple[ExistingHousehold, ...] = ()

    @property
    def group(self) -> int | None:
        return self.block.values.get("group")

    @property
    def head_row(self) -> PersonRow | None:
        """Only a row that can be taken: a refused one says nothing for sure."""
        heads = [row for row in self.rows if row.name == self.block.head_name]
        heads = [row for row in heads if row.values.get("relation") == HEAD] or heads
        return heads[0] if heads and not heads[0].problems else None

    @property
    def sound_rows(self) -> list[PersonRow]:
        return [row for row in self.rows if not row.problems]

    @property
    def names(self) -> set[str]:
        return {row.name for row in self.sound_rows} | self.block.members


_FILLED_BY_LOOSE = ("address", "household_note")


def household_changes(block: Block, household: ExistingHousehold) -> dict[str, tuple[Any, Any]]:
    """What the block would change of the household itself: {field: (old, new)}."""
    found: dict[str, tuple[Any, Any]] = {}
    for name, attribute in (*_FIELDS.items(), ("group", "group")):
        new, old = block.values.get(name), getattr(household, attribute)
        if new is not None and new != old and (name, new) != ("group", 0):
            found[name] = (old, new)
    known = tuple(household.special_groups)
    added = tuple(c for c in block.values.get("special_groups", ()) if c not in known)
    if added:
        found["household_special_groups"] = (known, known + added)
    return found


def changes_of_block(block: Block, household: ExistingHousehold) -> dict[str, tuple[Any, Any]]:
    """The same, where rows that show no household only fill what is empty: they neither move
    nor rename one."""
    fields = household_changes(block, household)
    if not block.is_loose:
        return fields
    return {
        name: pair
        for name, pair in fields.items()
        if name == "household_special_groups" or (name in _FILLED_BY_LOOSE and not pair[0])
    }


def household_unsaid(block: Block, household: ExistingHousehold) -> int:
    """How much the desk knows of the household that the block does not say."""
    silent = [getattr(household, own) for name, own in _FIELDS.items() if name not in block.values]
    if "special_groups" not in block.values:
        silent.append(household.special_groups)
    return sum(value not in (None, (), "") for value in silent)
