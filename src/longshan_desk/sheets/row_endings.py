"""Writes down how each person's row of a roster ends, and with which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.people import HEAD
from longshan_desk.sheets.endings import Ending, Problem
from longshan_desk.sheets.existing import ExistingPerson
from longshan_desk.sheets.families import Family
from longshan_desk.sheets.household_plan import PlannedPerson
from longshan_desk.sheets.match_people import Register, changes, rows_differ
from longshan_desk.sheets.read_households import HouseholdSheet, PersonRow

_DECIDE = "请选择是其中哪一个人，或选“新登记”。"
_CHANGE_HEAD = "要换户主，请先在农户页用“变更户主”，再导入。"


class RowEndings:
    """A person taken by one row is claimed and no other row's."""

    def __init__(
        self, sheet: HouseholdSheet, register: Register, families: Mapping[int, Family]
    ) -> None:
        self.planned: dict[int, PlannedPerson] = {}
        self.has_groups = any(family.group is not None for family in families.values())
        self._columns = sheet.columns
        self._register = register
        self._families = families
        self._accepted: dict[tuple[object, str], list[PersonRow]] = defaultdict(list)
        self._name_heading = next(
            (heading for heading, name in sheet.columns.items() if name == "name"), "姓名"
        )

    def plan(self, row: PersonRow, ending: Ending) -> PlannedPerson:
        family = self._families[row.household_key]
        planned = PlannedPerson(row.row, row.name, ending, row.household_key, family.household_id)
        self.planned[row.row] = planned
        return planned

    def refuse(self, row: PersonRow, *problems: Problem) -> None:
        self.plan(row, Ending.REFUSED).problems = problems

    def refuse_because(self, row: PersonRow, reason: str, hint: str, field: str = "name") -> None:
        self.refuse(row, self._problem(row, reason, hint, field))

    def _problem(self, row: PersonRow, reason: str, hint: str, field: str = "name") -> Problem:
        heading = next(
            (heading for heading, name in self._columns.items() if name == field),
            self._name_heading,
        )
        return Problem(row.row, heading, str(row.values.get(field, "")), reason, hint)

    def leave_open(self, row: PersonRow, why: str, candidates: Iterable[ExistingPerson]) -> None:
        planned = self.plan(row, Ending.UNDECIDED)
        planned.why = why
        planned.candidates = tuple(person.id for person in candidates)
        planned.problems = (self._problem(row, why, _DECIDE),)

    def match(self, row: PersonRow, person: ExistingPerson) -> None:
        self._register.claimed.add(person.id)
        fields = changes(row.values, person)
        if "relation" in fields and HEAD in fields["relation"]:
            other = self._head_beside(person.household_id, person.id)
            if other or fields["relation"][0] == HEAD:
                head = other.name if other and fields["relation"][1] == HEAD else person.name
                self.refuse_because(row, f"这一户的户主是{head}。", _CHANGE_HEAD, "relation")
                return
        planned = self.plan(row, Ending.CHANGED if fields else Ending.SAME)
        planned.person_id, planned.household_id = person.id, person.household_id
        planned.fields = fields
        self._accepted[self._place(row)].append(row)

    def _head_beside(self, household_id: str | None, person_id: str = "") -> ExistingPerson | None:
        there = self._register.by_household.get(household_id or "", ())
        heads = (p for p in there if p.relation == HEAD and not p.is_gone and p.id != person_id)
        return next(heads, None)

    def new(self, row: PersonRow, is_decided: bool = False) -> None:
        family = self._families[row.household_key]
        if family.household_id is None and family.group is None and self.has_groups:
            self.refuse_because(
                row,
                "不知道这一户是哪个组的。",
                "请填写组别，或在组别里写“未分组”。",
                "group",
            )
            return
        double = self.double(row)
        if double and not is_decided:
            self.leave_open(row, f"与第 {double.row} 行同名，看不出是不是同一个人。", ())
            return
        head = self._head_beside(family.household_id)
        if head and row.values.get("relation") == HEAD:
            self.refuse_because(row, f"这一户的户主是{head.name}。", _CHANGE_HEAD, "relation")
            return
        self.plan(row, Ending.NEW).values = dict(row.values)
        self._accepted[self._place(row)].append(row)

    def _place(self, row: PersonRow) -> tuple[object, str]:
        """Where a name stands only once: a household, or a group where no households show."""
        family = self._families[row.household_key]
        return (("group", family.group) if family.block.is_loose else row.household_key), row.name

    def double(self, row: PersonRow) -> PersonRow | None:
        return next(
            (
                other
                for other in self._accepted[self._place(row)]
                if other.row < row.row and not rows_differ(row.values, other.values)
            ),
            None,
        )

    def refuse_gone(self, row: PersonRow, person: ExistingPerson) -> None:
        back = "真的迁回来了的，请在农户页用“户情变动”登记迁入。" if person.left else ""
        self.refuse_because(
            row,
            f"{person.name}{self.state_of(person)}，导入不会让这个人回来。",
            f"请删去这一行；{back}登记错了的，请在农户页改正。",
        )

    def state_of(self, person: ExistingPerson) -> str:
        """“已于2022年2月10日去世”, “已登记删除”."""
        state = "去世" if person.died else "迁出" if person.left else "删除"
        when = f"于{chinese_date(person.gone_on)}" if person.gone_on else "登记"
        return f"已{when}{state}"
