"""Who held which office on a day: what sign-in lists, chairs and papers are filled from (R1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from longshan_desk.data.scope import own_rows, sent_down
from longshan_desk.data.tables.cadres import Cadre, Term
from longshan_desk.domain.labels import Role, Sex
from longshan_desk.domain.periods import Period

_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One term of office."""

    term_id: str
    role: Role
    title: str | None
    from_on: date | None
    until_on: date | None
    is_acting_secretary: bool

    @property
    def label(self) -> str:
        """第一书记, 村党支部副书记（主持工作）, 村文书."""
        words = self.title or self.role.label
        marked = self.is_acting_secretary and "主持工作" not in words
        return f"{words}（主持工作）" if marked else words

    @property
    def leads_branch(self) -> bool:
        """Whether its holder chairs the hearing without a reason: 书记, or 主持工作 (R3, R40)."""
        return self.role is Role.BRANCH_SECRETARY or self.is_acting_secretary


@dataclass(frozen=True)
class Member:
    """A person of the roster with the offices held, the highest first."""

    cadre_id: str
    name: str
    sex: Sex | None
    phone: str | None
    person_id: str | None
    roles: tuple[HeldRole, ...]

    @cached_property
    def labels(self) -> str:
        return "、".join(role.label for role in self.roles)

    def holds(self, *roles: Role) -> bool:
        return any(held.role in roles for held in self.roles)


def roster_on(session: Session, day: date) -> list[Member]:
    """R1: everybody in office on ``day``, by rank of the highest office, then by pinyin."""
    rows = session.execute(
        select(Cadre, Term)
        .join(Term, Term.cadre_id == Cadre.id)
        .where(Cadre.is_deleted.is_(False), Term.is_deleted.is_(False), own_rows(session, Term))
        .order_by(Cadre.name_key, Cadre.id)
    )
    return _in_office(rows, day)


def township_people_on(session: Session, day: date) -> list[Member]:
    """Whom the township has sent down, by the offices they hold there (R1, 3.13)."""
    rows = session.execute(
        select(Cadre, Term)
        .join(Term, Term.cadre_id == Cadre.id)
        .where(
            Cadre.is_deleted.is_(False), Term.is_deleted.is_(False), sent_down(session, Term),
            sent_down(session, Cadre),
        )
        .order_by(Cadre.name_key, Cadre.id)
    )  # fmt: skip
    return _in_office(rows, day)


def _in_office(rows: Iterable[Row[Cadre, Term]], day: date) -> list[Member]:
    found: dict[str, tuple[Cadre, list[HeldRole]]] = {}
    for cadre, term in rows:
        if day in Period(term.from_on, term.until_on):
            found.setdefault(cadre.id, (cadre, []))[1].append(held_role(term))
    members = [member(cadre, roles) for cadre, roles in found.values()]
    return sorted(members, key=lambda one: _RANK[one.roles[0].role])


def secretary_on(session: Session, day: date) -> Member | None:
    """Who chairs the hearing (R3): the secretary, or in their place who 主持工作 (R40)."""
    leading = [
        (held.role is not Role.BRANCH_SECRETARY, member)
        for member in roster_on(session, day)
        for held in member.roles
        if held.leads_branch
    ]
    return min(leading, key=lambda found: found[0])[1] if leading else None


def member(cadre: Cadre, roles: Iterable[HeldRole]) -> Member:
    """A cadre with these terms, the highest office first and the longest held before the newer."""
    ordered = sorted(roles, key=lambda held: (_RANK[held.role], held.from_on or date.min))
    return Member(cadre.id, cadre.name, cadre.sex, cadre.phone, cadre.person_id, tuple(ordered))


def held_role(term: Term) -> HeldRole:
    return HeldRole(
        term.id, term.role, term.title, term.from_on, term.until_on, term.is_acting_secretary
    )
