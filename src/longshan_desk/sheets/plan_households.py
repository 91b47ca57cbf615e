"""What importing a roster would do, row by row, before anything is written (R34, R46).

Pure: from a sheet and what the desk knows to a plan. Nobody is merged on a name that two people
bear, no empty cell erases, and nobody is brought back who died, left or was deleted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from longshan_desk.errors import NotFoundError
from longshan_desk.sheets.existing import ExistingHousehold, ExistingPerson
from longshan_desk.sheets.families import Family, changes_of_block, household_unsaid
from longshan_desk.sheets.household_plan import HouseholdPlan
from longshan_desk.sheets.import_plan import NEW
from longshan_desk.sheets.match_households import Decisions, find_households
from longshan_desk.sheets.match_people import (
    Register,
    differ,
    living,
    match_namesakes,
    row_key,
)
from longshan_desk.sheets.plan_families import plan_families
from longshan_desk.sheets.read_households import HouseholdSheet, PersonRow
from longshan_desk.sheets.row_endings import RowEndings


def plan_households(
    sheet: HouseholdSheet,
    households: Iterable[ExistingHousehold],
    people: Iterable[ExistingPerson],
    decisions: Decisions | None = None,
) -> HouseholdPlan:
    """Every row ends as new, changed, same, refused or undecided.

    ``decisions`` are the user's word on undecided rows: {row: person id or "new"}. Raises
    NotFoundError for a row or a person that is not there.
    """
    register = Register.of(households, people)
    planner = _Planner(sheet, register, _checked(sheet, register, decisions or {}))
    planner.run()
    planned_households = plan_families(planner.families.values(), planner.ends.planned, register)
    return HouseholdPlan(
        rows=tuple(planner.ends.planned[row.row] for row in sheet.rows),
        households=planned_households,
        group_names=dict(sheet.group_names),
        columns=sheet.columns,
    )


def _checked(sheet: HouseholdSheet, register: Register, decisions: Decisions) -> Decisions:
    there = {row.row for row in sheet.rows}
    for row, choice in decisions.items():
        if row not in there:
            raise NotFoundError(f"表里第 {row} 行不是一个人，不能替它作决定。", where=str(row))
        if choice != NEW and choice not in register.by_id:
            raise NotFoundError(f"没有编号为“{choice}”的人。", where=str(row))
    return decisions


class _Planner:
    def __init__(self, sheet: HouseholdSheet, register: Register, decisions: Decisions) -> None:
        self.sheet = sheet
        self.register = register
        self.decisions = decisions
        self.families = find_households(sheet, register, decisions)
        self.ends = RowEndings(sheet, register, self.families)

    def run(self) -> None:
        """From what is certain to what is not; a person taken by one row is no other row's."""
        rows = self._without_refused()
        rows = self._decided(rows)
        rows = self._by_card(rows)
        rows = self._of_doubtful_households(rows)
        rows = self._in_household(rows)
        for row in self._in_group(rows):
            self.ends.new(row)

    def family(self, row: PersonRow) -> Family:
        return self.families[row.household_key]

    def _without_refused(self) -> list[PersonRow]:
        for row in self.sheet.rows:
            if row.problems:
                self.ends.refuse(row, *row.problems)
        return [row for row in self.sheet.rows if not row.problems]

    def _decided(self, rows: Sequence[PersonRow]) -> list[PersonRow]:
        left = []
        for row in rows:
            choice = self.decisions.get(row.row)
            if choice is None:
                left.append(row)
            elif choice == NEW:
                self._decided_new(row)
            else:
                self._decided_person(row, self.register.by_id[choice])
        return left

    def _decided_new(self, row: PersonRow) -> None:
        known = self.register.by_key.get(row_key(row.values), ())
        if known:
            self.ends.refuse_because(
                row,
                f"身份证号已经是{known[0].name}的，不能再登记一个人。",
                "请选择这个人，或核对身份证号。",
                "id_number",
            )
            return
        self.ends.new(row, is_decided=True)

    def _decided_person(self, row: PersonRow, person: ExistingPerson) -> None:
        if person.is_gone:
            self.ends.refuse_gone(row, person)
        elif person.id in self.register.claimed:
            self.ends.refuse_because(row, f"另一行已经是{person.name}。", "一个人只能对应一行。")
        else:
            self.ends.match(row, person)

    def _by_card(self, rows: Sequence[PersonRow]) -> list[PersonRow]:
        left = []
        for row in rows:
            known = self.register.by_key.get(row_key(row.values), [])
            if not known:
                left.append(row)
            elif not any(not person.is_gone for person in known):
                self.ends.refuse_gone(row, known[0])
            else:
                self._match_card(row, living(known, self.register.claimed))
        return left

    def _match_card(self, row: PersonRow, people: Sequence[ExistingPerson]) -> None:
        family = self.family(row)
        here = [p for p in people if p.household_id == family.household_id] or list(people)
        here = [p for p in here if p.name == row.name] or here
        if len(here) != 1:
            self.ends.leave_open(row, "身份证号对应的人已有另一行，或不止一个。", here)
            return
        person = here[0]
        household = self.register.households[person.household_id]
        if not set(person.name) & set(row.name):
            why = f"身份证号是{person.name}的，表里的姓名却是{row.name}。"
            self.ends.leave_open(row, why, [person])
        elif (
            family.block.is_loose
            or person.household_id == family.household_id
            or household in family.doubtful
        ):
            self.ends.match(row, person)
        else:
            where = f"{household.group}组户主{household.head_name}的户里"
            self.ends.leave_open(row, f"{person.name}现在登记在{where}，表里是另一户。", [person])

    def _of_doubtful_households(self, rows: Sequence[PersonRow]) -> list[PersonRow]:
        left = []
        for row in rows:
            doubtful = self.family(row).doubtful
            if not doubtful:
                left.append(row)
                continue
            named = [p for h in doubtful for p in self.register.named(h.id, row.name)]
            heads = "、".join(f"{h.group}组{h.head_name}" for h in doubtful)
            why = f"这一户可能是已登记的{heads}户，看不出是不是。"
            self.ends.leave_open(row, why, living(named, self.register.claimed))
        return left

    def _in_household(self, rows: Sequence[PersonRow]) -> list[PersonRow]:
        """People of the same name in the same household."""
        left = []
        namesakes: dict[tuple[str, str], list[PersonRow]] = defaultdict(list)
        for row in rows:
            if household_id := self.family(row).household_id:
                namesakes[household_id, row.name].append(row)
            else:
                left.append(row)
        for (household_id, name), same in namesakes.items():
            named = self.register.named(household_id, name)
            if named:
                self._match_namesakes(same, lambda row, named=named: named)  # type: ignore[misc]
            for row in same:
                if row.row not in self.ends.planned and not (
                    self._left_open_at_home(row, named) or self._left_open_for_moved(row)
                ):
                    left.append(row)
        return sorted(left, key=lambda row: row.row)

    def _match_namesakes(
        self,
        rows: Sequence[PersonRow],
        named: Callable[[PersonRow], Sequence[ExistingPerson]],
    ) -> None:
        claimed = self.register.claimed
        found = match_namesakes(rows, lambda row: living(named(row), claimed), self._beyond)
        for row in rows:
            if row.row in found:
                self.ends.match(row, found[row.row])

    def _beyond(self, row: PersonRow, person: ExistingPerson) -> int | None:
        block = self.family(row).block
        household = self.register.households[person.household_id]
        if not block.is_loose:
            return 0
        return None if changes_of_block(block, household) else household_unsaid(block, household)

    def _left_open_at_home(self, row: PersonRow, named: Sequence[ExistingPerson]) -> bool:
        here = living(named, self.register.claimed)
        if here:
            is_alike = any(not differ(row.values, person) for person in here)
            why = "看不出是哪一个" if is_alike else "身份证号、出生日期或性别却不同"
            self.ends.leave_open(row, f"这一户有同名的{row.name}，{why}。", here)
            return True
        return self._left_open_for_gone(row, named)

    def _left_open_for_moved(self, row: PersonRow) -> bool:
        """A sheet from before somebody split off does not move that person back (R46)."""
        moved = [
            person
            for person in self.register.moved_from(self.family(row).household_id, row.name)
            if not differ(row.values, person)
        ]
        if not moved:
            return False
        home = self.register.households[moved[0].household_id]
        where = f"{home.group}组户主{home.head_name}的户里"
        why = f"{row.name}已从这一户分出，现在登记在{where}。表是以前的，请删去这一行，不用选。"
        self.ends.leave_open(row, why, living(moved, self.register.claimed))
        return True

    def _left_open_for_gone(self, row: PersonRow, named: Iterable[ExistingPerson]) -> bool:
        gone = [p for p in named if p.is_gone and not differ(row.values, p)]
        if not gone or self.ends.double(row):
            return False
        why = f"同名的{row.name}{self.ends.state_of(gone[0])}，看不出是不是同一个人。"
        self.ends.leave_open(row, why, gone)
        return True

    def _in_group(self, rows: Sequence[PersonRow]) -> list[PersonRow]:
        """People of the same name in the same group; gives back those who are new."""
        namesakes: dict[str, list[PersonRow]] = defaultdict(list)
        for row in rows:
            if self._named_in_group(row):
                namesakes[row.name].append(row)
        for same in namesakes.values():
            # Where the sheet shows no households, a name alone in its group is enough.
            if self.family(same[0]).block.is_loose:
                self._match_namesakes(same, self._named_in_group)
            for row in same:
                if row.row not in self.ends.planned:
                    self._left_open_in_group(row, self._named_in_group(row))
        return [row for row in rows if row.row not in self.ends.planned]

    def _named_in_group(self, row: PersonRow) -> list[ExistingPerson]:
        group = self._group(row)
        if group is None and self.ends.has_groups:
            return []
        return self.register.named_in_group(group, row.name)

    def _group(self, row: PersonRow) -> int | None:
        family = self.family(row)
        if family.household_id:
            return self.register.households[family.household_id].group
        return family.group

    def _left_open_in_group(self, row: PersonRow, named: Sequence[ExistingPerson]) -> None:
        alike = [
            person
            for person in living(named, self.register.claimed)
            if not differ(row.values, person)
        ]
        if alike:
            self.ends.leave_open(row, f"同组已有同名的{row.name}，看不出是不是同一个人。", alike)
        elif not any(not person.is_gone for person in named):
            self._left_open_for_gone(row, named)
