"""Taking back an act that was entered by mistake, as long as nothing rests on it (R46)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.household_rows import people_of, put_head, refuse_if_spoken_for
from longshan_desk.data.household_state import live_acts
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.records import require, user_name
from longshan_desk.data.store import Store
from longshan_desk.data.tables.cadres import Cadre
from longshan_desk.data.tables.household_acts import HouseholdAct
from longshan_desk.data.tables.matters import Raiser
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.household_changes import Change
from longshan_desk.errors import BadValueError, ReasonRequiredError


def take_back(session: Session, store: Store, act_id: str, reason: str) -> None:
    act = require(session, HouseholdAct, act_id, "变动")
    said = optional_text(reason)
    if said is None:
        raise ReasonRequiredError("没有写更正的原因。", hint="请写明哪里登记错了。", where="原因")
    _refuse_twice(session, act)
    _refuse_if_rested_on(session, act)
    for table, row_id in act.data["made"]:
        _refuse_if_used(session, act, table, row_id)
    for table, row_id, former in reversed(act.data["before"]):
        _put_back(session, table, row_id, former)
    for table, row_id in act.data["made"]:
        session.get_one(synced_tables()[table].model, row_id).is_deleted = True
    session.flush()
    _name_heads(session, act)
    session.add(
        HouseholdAct(
            act=Change.CANCEL,
            on=store.today(),
            household_id=act.household_id,
            to_household_id=act.to_household_id,
            people=act.people,
            touched=[],
            reason=said,
            data={},
            cancels_id=act.id,
            at=utc_now(),
            stamp=store.stamp,
            entered_on=store.today(),
            by=user_name(session, store.user_id),
        )
    )


def _refuse_twice(session: Session, act: HouseholdAct) -> None:
    if act.act is Change.CANCEL:
        raise BadValueError("更正本身不能再更正。", hint="请按实际情况重新登记那一次变动。")
    done = select(HouseholdAct.id).where(
        HouseholdAct.cancels_id == act.id, HouseholdAct.is_deleted.is_(False)
    )
    if session.scalar(done):
        raise BadValueError("这一条已经更正过了。", hint="请刷新后再看。")


def _refuse_if_rested_on(session: Session, act: HouseholdAct) -> None:
    """Later acts with the same people, in a household this act made, or that ended the one they
    would come back to, are taken back first."""
    made = {row_id for table, row_id in act.data["made"] if table == "household"}
    ended = {act.household_id, act.to_household_id} - {None}
    for later in live_acts(session):
        if later.stamp <= act.stamp or later.id == act.id:
            continue
        places = {later.household_id, later.to_household_id}
        closes = any(
            table == "household" and row_id in ended and "moved_out_on" in former
            for table, row_id, former in later.data["before"]
        )
        if closes or made & places or set(later.touched) & set(act.touched):
            raise BadValueError(
                f"在它以后又登记了{chinese_date(later.on)}的“{later.act.label}”，不能直接更正。",
                hint="请先更正后面的那一条。",
            )


def _refuse_if_used(session: Session, act: HouseholdAct, table: str, row_id: str) -> None:
    if table == "household":
        refuse_if_spoken_for(session, row_id)
        others = {one.id for one in people_of(session, row_id)} - set(act.people)
        if others or _count(session, Visit, Visit.household_id == row_id):
            what = "走访" if not others else "后来添加的人"
            raise BadValueError(
                f"新户里已经有{what}，不能直接更正。", hint=f"请先处理那里的{what}。"
            )
    if table == "person":
        for model, where in ((Raiser, "事项的反映人"), (Cadre, "干部名册")):
            if _count(session, model, model.person_id == row_id):
                raise BadValueError(
                    f"这个人还在{where}里，不能直接更正。", hint=f"请先改正{where}。"
                )


def _count(session: Session, model: Any, condition: Any) -> int:
    query = select(func.count()).select_from(model).where(condition, model.is_deleted.is_(False))
    return session.scalar(query) or 0


def _put_back(session: Session, table: str, row_id: str, former: dict[str, Any]) -> None:
    known = synced_tables()[table]
    row = session.get_one(known.model, row_id)
    for name, value in former.items():
        setattr(row, name, known.from_plain(name, value))


def _name_heads(session: Session, act: HouseholdAct) -> None:
    """A head put back goes by the name that the person has now."""
    for household_id in filter(None, (act.household_id, act.to_household_id)):
        household = session.get(Household, household_id)
        head = session.get(Person, household.head_id) if household and household.head_id else None
        if household is not None and head is not None:
            put_head(household, head)
