"""The sheet that goes with people who move to another village, for that village's import (R46)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from longshan_desk.data.known_households import Known, known_people
from longshan_desk.data.records import office, policy_for, require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.household_acts import HouseholdAct
from longshan_desk.data.tables.people import Household
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.household_changes import Change
from longshan_desk.domain.people import HEAD
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.write_lists import write_households


def export_moved(store: Store, path: Path, act_id: str) -> int:
    """Write the people of one 迁出, as a household of their own, in the columns of the household
    import; the group is left to the other village. Returns how many rows it has."""
    with store.read() as session:
        act = require(session, HouseholdAct, act_id, "变动")
        if act.act is not Change.MOVE_OUT or not act.people:
            raise BadValueError(
                "只有迁出的人才有迁移表。", hint="请选择一条登记了人的“迁出”。", where="变动"
            )
        groups = policy_for(session, act.on).special_groups
        rows = list(_rows(session, act))
    return write_households(path, rows, special_groups=groups, total=len(rows))


def _rows(session: Session, act: HouseholdAct) -> Iterator[Known]:
    """The head first; who stood how to a head that stays behind is for the other village to
    say."""
    home = require(session, Household, act.household_id, "农户")
    known = known_people(session, act.on - timedelta(days=1))
    people = [one for one in known if one["id"] in act.people]
    people.sort(key=lambda one: one["id"] != home.head_id)
    is_whole = any(one["id"] == home.head_id for one in people)
    where = f"{office(session).name}{group_label(home.group_no)}{home.head_name}户"
    note = f"{chinese_date(act.on)}由{where}迁出"
    for place, one in enumerate(people):
        relation = HEAD if place == 0 else one["relation"] if is_whole else None
        yield {
            **one,
            "head_name": people[0]["name"],
            "relation": relation,
            "household_note": note if place == 0 else None,
        }
