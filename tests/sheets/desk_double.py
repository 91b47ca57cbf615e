"""Carries out a plan on plain rows, as an action does on the database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from longshan_desk.sheets.endings import Ending
from longshan_desk.sheets.existing import ExistingHousehold, ExistingPerson
from longshan_desk.sheets.household_plan import HouseholdPlan
from longshan_desk.sheets.plan_households import plan_households
from longshan_desk.sheets.read_households import HouseholdSheet

HOUSEHOLD_FIELDS = {
    "group": "group",
    "household_code": "code",
    "address": "address",
    "household_note": "note",
    "household_special_groups": "special_groups",
    "special_groups": "special_groups",
}


@dataclass
class PlainDesk:
    households: dict[str, ExistingHousehold] = field(default_factory=dict)
    people: dict[str, ExistingPerson] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def plan(self, sheet: HouseholdSheet, decisions: dict[int, str] | None = None) -> HouseholdPlan:
        return plan_households(sheet, self.households.values(), self.people.values(), decisions)

    def apply(self, plan: HouseholdPlan) -> None:
        for planned in plan.households:
            household_id = planned.household_id or f"h{next(self.numbers)}"
            if planned.household_id is None:
                said = {HOUSEHOLD_FIELDS.get(k, k): v for k, v in planned.values.items()}
                self.households[household_id] = ExistingHousehold(id=household_id, **said)
            else:
                new = {HOUSEHOLD_FIELDS[k]: pair[1] for k, pair in planned.fields.items()}
                household = replace(self.households[household_id], **new)
                self.households[household_id] = household
            for number in planned.new_rows:
                person_id = f"p{next(self.numbers)}"
                row = plan.by_row[number]
                self.people[person_id] = ExistingPerson(
                    id=person_id, household_id=household_id, **row.values
                )
                if planned.head_row == number:
                    head = replace(self.households[household_id], head_name=row.name)
                    self.households[household_id] = head
        for row in plan.rows:
            if row.ending is Ending.CHANGED:
                person = self.people[row.person_id or ""]
                new = {k: pair[1] for k, pair in row.fields.items() if k not in HOUSEHOLD_OF_ROW}
                self.people[person.id] = replace(person, **new)

    def import_all(self, sheet: HouseholdSheet, decisions: dict[int, str] | None = None) -> None:
        self.apply(self.plan(sheet, decisions))


HOUSEHOLD_OF_ROW = {
    "group",
    "household_code",
    "address",
    "household_note",
    "household_special_groups",
}
