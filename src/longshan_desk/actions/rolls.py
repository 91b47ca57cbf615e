"""The bodies' rolls: seats with their terms, whom they stand for, who is left out (R14, R40)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from longshan_desk.data.records import require
from longshan_desk.data.rolls import villagers_on
from longshan_desk.data.seats import (
    SEAT,
    end_seat_on,
    exclusions_of,
    households_of,
    put_exclusion,
    put_seat,
    seats_of,
    set_households,
)
from longshan_desk.data.store import Store
from longshan_desk.data.tables.rolls import RollEntry, RollExclusion
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.periods import Period
from longshan_desk.domain.seats import NewExclusion, SeatFacts, check_listed
from longshan_desk.errors import BadValueError, NotFoundError

__all__ = [
    "NewExclusion", "SeatFacts", "add_seat", "confirm_member", "edit_seat", "end_body",
    "end_exclusion", "end_seat", "enlist_villagers", "exclude", "remove_exclusion", "remove_seat",
    "stand_for",
]  # fmt: skip


def add_seat(
    store: Store, body: Body, facts: SeatFacts, *, household_ids: Sequence[str] = ()
) -> str:
    """R14: put somebody on a body's roll; representatives with the households they stand for."""
    check_listed(body)
    with store.change("登记名单") as session:
        entry = RollEntry(body=body)
        put_seat(session, entry, facts)
        set_households(session, entry, household_ids, facts.from_on)
        return entry.id


def enlist_villagers(store: Store, *, from_on: date | None = None) -> int:
    """The collective's roll begun from the register: everybody in it; how many there were."""
    body, since = Body.COLLECTIVE_MEMBERS, from_on
    with store.change("按农户册登记成员") as session:
        known = {entry.person_id for entry in seats_of(session, body)}
        new = [one for one in villagers_on(session, store.today()) if one.person_id not in known]
        if not new:
            raise NotFoundError(
                "农户册里没有可以登记的人。", hint="请先在“农户”里登记或者导入农户花名册。"
            )
        for one in new:
            facts = SeatFacts(one.name, one.person_id, one.sex, one.group_no, from_on=since)
            put_seat(session, RollEntry(body=body), facts)
        return len(new)


def edit_seat(
    store: Store, entry_id: str, facts: SeatFacts, *, expected: SeatFacts | None = None
) -> None:
    with store.change("修改名单") as session:
        put_seat(session, _entry(session, entry_id), facts, expected)


def stand_for(
    store: Store, entry_id: str, household_ids: Sequence[str], *, from_on: date | None = None
) -> None:
    """Which households a representative stands for from a day (default today) on."""
    with store.change("登记代表的户") as session:
        entry = _entry(session, entry_id)
        set_households(session, entry, household_ids, from_on or store.today())


def confirm_member(store: Store, entry_id: str, *, on: date | None = None) -> None:
    """转正: from this day (default today) a probationary member is a full one."""
    day = on or store.today()
    with store.change("党员转正") as session:
        entry = _entry(session, entry_id)
        if not entry.is_probationary or entry.confirmed_on is not None:
            raise BadValueError(
                f"{entry.name}已经是正式党员。", hint="请核对名单上的党员类别。", where="姓名"
            )
        Period(entry.from_on, day)
        entry.confirmed_on = day


def end_seat(
    store: Store, entry_id: str, *, until_on: date | None = None, reason: str | None = None
) -> None:
    """R40: ``until_on`` (default today) is the last day; the seat stays on record."""
    with store.change("结束任期") as session:
        end_seat_on(_entry(session, entry_id), until_on or store.today(), optional_text(reason))


def end_body(
    store: Store, body: Body, *, until_on: date | None = None, reason: str | None = None
) -> int:
    """R40, 换届: every seat still held ends on one day, in one act; how many there were."""
    check_listed(body)
    day = until_on or store.today()
    with store.change("名单换届") as session:
        held = [
            entry
            for entry in seats_of(session, body)
            if day in Period(entry.from_on, entry.until_on) and entry.until_on != day
        ]
        if not held:
            raise NotFoundError(
                f"{chinese_date(day)}{body.label}的名单里没有人。", hint="请核对日期。"
            )
        for entry in held:
            end_seat_on(entry, day, optional_text(reason) or "换届")
        return len(held)


def remove_seat(store: Store, entry_id: str) -> None:
    """登记错误: never sat there. Who did leaves by an end of the term."""
    with store.change("删除名单记录") as session:
        entry = _entry(session, entry_id)
        entry.is_deleted = True
        for stand in households_of(session, entry_id).values():
            stand.is_deleted = True
        for exclusion in exclusions_of(session, entry_id):
            exclusion.is_deleted = True


def exclude(store: Store, entry_id: str, new: NewExclusion) -> str:
    """R14: leave a full member out of 应到, with who agreed and when."""
    with store.change("登记不计入应到") as session:
        row = RollExclusion(entry_id=entry_id)
        put_exclusion(session, _entry(session, entry_id), row, new, store.today())
        return row.id


def end_exclusion(store: Store, exclusion_id: str, *, until_on: date | None = None) -> None:
    """From the day after ``until_on`` (default today) the member counts again."""
    day = until_on or store.today()
    with store.change("恢复计入应到") as session:
        row = require(session, RollExclusion, exclusion_id, "不计入应到的记录")
        if row.until_on is not None and row.until_on <= day:
            raise BadValueError(
                f"这一条已于 {chinese_date(row.until_on)} 结束。", hint="请核对日期。"
            )
        Period(row.from_on, day)
        row.until_on = day


def remove_exclusion(store: Store, exclusion_id: str) -> None:
    """登记错误."""
    with store.change("删除不计入应到") as session:
        require(session, RollExclusion, exclusion_id, "不计入应到的记录").is_deleted = True


def _entry(session: Session, entry_id: str) -> RollEntry:
    found: RollEntry = require(session, RollEntry, entry_id, SEAT)
    return found
