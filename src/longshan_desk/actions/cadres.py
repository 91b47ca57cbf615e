"""The roster of cadres and hearing members: people, their offices and terms, history kept (R1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.forms import fill
from longshan_desk.data.records import require
from longshan_desk.data.scope import EVERY_PART, own_rows
from longshan_desk.data.store import Store
from longshan_desk.data.tables.cadres import Cadre, Term
from longshan_desk.data.tables.meetings import Attendance
from longshan_desk.data.tables.people import Person
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.household_facts import CadreFacts
from longshan_desk.domain.labels import Role
from longshan_desk.domain.periods import Period
from longshan_desk.errors import BadValueError

_MAY_ACT = frozenset(
    {role for role in Role if role.is_two_committees}
    | {Role.RESIDENT_CADRE, Role.SUPPORT_TEAM_MEMBER, Role.TOWNSHIP_LEADER, Role.LIAISON_LEADER}
) - {Role.BRANCH_SECRETARY}


@dataclass(frozen=True, slots=True)
class NewTerm:
    """R1: an office held from a day until a day, both included."""

    role: Role
    from_on: date | None = None
    until_on: date | None = None
    title: str | None = None
    is_acting_secretary: bool = False

    @property
    def period(self) -> Period:
        return Period(self.from_on, self.until_on)


def add_cadre(store: Store, facts: CadreFacts, terms: Sequence[NewTerm] = ()) -> str:
    """R1: a person of the roster with the offices held; several at once are usual."""
    facts = facts.checked()
    with store.change("添加名册人员") as session:
        cadre = Cadre(name=facts.name)
        _fill(session, cadre, facts, None)
        session.add(cadre)
        session.flush()
        for new in terms:
            _put_term(session, cadre, Term(cadre_id=cadre.id), new)
        return cadre.id


def edit_cadre(
    store: Store, cadre_id: str, facts: CadreFacts, *, expected: CadreFacts | None = None
) -> None:
    with store.change("修改名册人员") as session:
        cadre = require(session, Cadre, cadre_id, "名册人员")
        _fill(session, cadre, facts.checked(), expected)


def delete_cadre(store: Store, cadre_id: str) -> None:
    """登记错误. Who sat in a meeting was on the roster, and leaves by ending the terms."""
    with store.change("删除名册人员") as session:
        cadre = require(session, Cadre, cadre_id, "名册人员")
        sat = select(func.count()).where(
            Attendance.cadre_id == cadre_id, Attendance.is_deleted.is_(False)
        )
        if session.scalar(sat, execution_options=EVERY_PART):
            raise BadValueError(
                f"{cadre.name}在会议签到里，不能按登记错误删除。",
                hint="不再任职的，请填写任职的结束日期。",
            )
        cadre.is_deleted = True
        for term in _terms(session, cadre_id):
            term.is_deleted = True


def add_term(store: Store, cadre_id: str, new: NewTerm) -> str:
    with store.change("登记任职") as session:
        cadre = require(session, Cadre, cadre_id, "名册人员")
        return _put_term(session, cadre, Term(cadre_id=cadre.id), new)


def edit_term(store: Store, term_id: str, new: NewTerm) -> None:
    with store.change("修改任职") as session:
        term = require(session, Term, term_id, "任职记录")
        _put_term(session, require(session, Cadre, term.cadre_id, "名册人员"), term, new)


def end_term(store: Store, term_id: str, *, until_on: date | None = None) -> None:
    """``until_on`` (default today) is the last day in office; the term stays on record."""
    day = until_on or store.today()
    with store.change("结束任职") as session:
        term = require(session, Term, term_id, "任职记录")
        if term.until_on is not None and term.until_on <= day:
            raise BadValueError(
                f"这一任职已于 {chinese_date(term.until_on)} 结束。",
                hint="要改日期，请修改这一任职。",
            )
        Period(term.from_on, day)
        term.until_on = day


def remove_term(store: Store, term_id: str) -> None:
    """登记错误: this office was never held."""
    with store.change("删除任职") as session:
        require(session, Term, term_id, "任职记录").is_deleted = True


def _fill(session: Session, cadre: Cadre, facts: CadreFacts, expected: CadreFacts | None) -> None:
    if facts.person_id:
        require(session, Person, facts.person_id, "人")
    fill(cadre, facts, expected)


def _terms(session: Session, cadre_id: str) -> list[Term]:
    rows = select(Term).where(
        Term.cadre_id == cadre_id, Term.is_deleted.is_(False), own_rows(session, Term)
    )
    return list(session.execute(rows).scalars())


def _put_term(session: Session, cadre: Cadre, term: Term, new: NewTerm) -> str:
    _check_acting(new)
    for other in _terms(session, cadre.id):
        known = Period(other.from_on, other.until_on)
        if other.id != term.id and other.role is new.role and known.overlaps(new.period):
            raise BadValueError(
                f"{cadre.name}已登记为{new.role.label}（{known.words}），日期重叠。",
                hint="请修改那一任职的日期，不必重复登记。",
                where="任职日期",
            )
    term.role, term.title = new.role, optional_text(new.title)
    term.from_on, term.until_on = new.from_on, new.until_on
    term.is_acting_secretary = new.is_acting_secretary
    session.add(term)
    return term.id


def _check_acting(new: NewTerm) -> None:
    """R40: 主持工作 stands in for the secretary, and so is no secretary and no outsider."""
    if new.is_acting_secretary and new.role not in _MAY_ACT:
        raise BadValueError(
            f"{new.role.label}不能标为“主持工作”。",
            hint="“主持工作”标在主持支部工作的副书记、委员或驻村干部的任职上。",
            where="主持工作",
        )
