"""What an import does to households themselves, once it is known how their rows end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from longshan_desk.domain.people import HEAD
from longshan_desk.sheets.endings import Ending
from longshan_desk.sheets.existing import ExistingHousehold
from longshan_desk.sheets.families import Family, changes_of_block
from longshan_desk.sheets.household_plan import PlannedHousehold, PlannedPerson
from longshan_desk.sheets.match_people import Register

_TAKEN = (Ending.NEW, Ending.CHANGED, Ending.SAME)


def plan_families(
    families: Iterable[Family], planned: Mapping[int, PlannedPerson], register: Register
) -> tuple[PlannedHousehold, ...]:
    """The households to make or to change; changes also go to the first row that is taken."""
    changer = _Changer(register)
    found = []
    for family in families:
        rows = [planned[row.row] for row in family.rows]
        new = [row for row in rows if row.ending is Ending.NEW]
        if new and family.household_id is None:
            found.append(_new_household(family, new))
        elif household := changer.plan(family, rows, new):
            found.append(household)
    return tuple(found)


def _new_household(family: Family, new: list[PlannedPerson]) -> PlannedHousehold:
    block = family.block
    heads = [row for row in new if row.values.get("relation") == HEAD]
    if not heads and block.head_name is None and "relation" not in new[0].values:
        new[0].values["relation"] = HEAD
        heads = new[:1]
    head_name = block.head_name or (heads[0].name if heads else new[0].name)
    return PlannedHousehold(
        key=block.key,
        household_id=None,
        values={"group": 0, **block.values, "head_name": head_name},
        new_rows=tuple(row.row for row in new),
        head_row=heads[0].row if heads else None,
    )


class _Changer:
    def __init__(self, register: Register) -> None:
        self._now: dict[str, ExistingHousehold] = dict(register.households)
        self._spoken_for: set[str] = set()

    def plan(
        self, family: Family, rows: list[PlannedPerson], new: list[PlannedPerson]
    ) -> PlannedHousehold | None:
        taken = [row for row in rows if row.ending in _TAKEN]
        if not taken or not (household_id := taken[0].household_id):
            return None
        fields = self._fields(family, household_id)
        if fields and taken[0].ending is not Ending.NEW:
            taken[0].ending = Ending.CHANGED
            taken[0].fields.update(fields)
        heads = [row for row in taken if _becomes_head(row)]
        if not (fields or new or heads):
            return None
        return PlannedHousehold(
            key=family.block.key,
            household_id=household_id,
            values={},
            new_rows=tuple(row.row for row in new),
            head_row=heads[0].row if heads else None,
            fields=fields,
        )

    def _fields(self, family: Family, household_id: str) -> dict[str, tuple[Any, Any]]:
        if household_id in self._spoken_for and not family.block.is_loose:
            return {}
        fields = changes_of_block(family.block, self._now[household_id])
        self._spoken_for.add(household_id)
        self._now[household_id] = _after(self._now[household_id], fields)
        return fields


def _after(
    household: ExistingHousehold, fields: Mapping[str, tuple[Any, Any]]
) -> ExistingHousehold:
    names = {
        "group": "group",
        "household_code": "code",
        "address": "address",
        "household_note": "note",
        "household_special_groups": "special_groups",
    }
    return replace(household, **{names[name]: new for name, (_, new) in fields.items()})


def _becomes_head(row: PlannedPerson) -> bool:
    if row.ending is Ending.NEW:
        return row.values.get("relation") == HEAD
    return "relation" in row.fields and bool(row.fields["relation"][1] == HEAD)
