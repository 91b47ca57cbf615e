"""The roster of cadres and hearing members, on a day and through time (R1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from longshan_desk.data import records
from longshan_desk.data.forms import facts_of
from longshan_desk.data.roster import (
    HeldRole,
    Member,
    held_role,
    member,
    roster_on,
    secretary_on,
    township_people_on,
)
from longshan_desk.data.scope import own_rows, sent_down
from longshan_desk.data.store import Store
from longshan_desk.data.tables.cadres import Cadre, Term
from longshan_desk.domain.household_facts import CadreFacts
from longshan_desk.domain.periods import Period

__all__ = ["CadreRow", "HeldRole", "Member", "cadre", "cadres", "roster", "roster_on", "secretary",
           "secretary_on", "township_people"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CadreRow:
    """A person of the roster: the offices held on the day asked for, and all there ever were."""

    id: str
    facts: CadreFacts
    current: tuple[HeldRole, ...]
    history: tuple[HeldRole, ...]
    is_sent_down: bool = False
    """One of the township's people: the village reads who it is, and writes the terms here."""

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def labels(self) -> str:
        return "、".join(held.label for held in self.current)


def roster(store: Store, day: date | None = None) -> list[Member]:
    """R1: everybody in office on ``day`` (default today), by rank, then by pinyin."""
    with store.read() as session:
        return roster_on(session, day or store.today())


def township_people(store: Store, day: date | None = None) -> list[Member]:
    """Whom the township has sent down, to take into the village's roster; read-only (3.13)."""
    with store.read() as session:
        return township_people_on(session, day or store.today())


def secretary(store: Store, day: date | None = None) -> Member | None:
    """Who chairs the hearing on ``day``, 主持工作 included (R3, R40)."""
    with store.read() as session:
        return secretary_on(session, day or store.today())


def cadres(store: Store, day: date | None = None) -> list[CadreRow]:
    """Everybody ever on the roster: those in office on ``day`` first, by rank."""
    on = day or store.today()
    with store.read() as session:
        rows = {row.id: row for row in _rows(session, on)}
        first = [member.cadre_id for member in roster_on(session, on)]
    return [rows.pop(cadre_id) for cadre_id in first] + list(rows.values())


def cadre(store: Store, cadre_id: str, day: date | None = None) -> CadreRow:
    with store.read() as session:
        row = records.require(session, Cadre, cadre_id, "名册人员")
        terms = session.execute(
            select(Term).where(
                Term.cadre_id == cadre_id, Term.is_deleted.is_(False), own_rows(session, Term)
            )
        )
        found = _row(row, list(terms.scalars()), day or store.today())
        is_townships = session.scalar(
            select(Cadre.id).where(Cadre.id == cadre_id, sent_down(session, Cadre))
        )
        return replace(found, is_sent_down=is_townships is not None)


def _rows(session: Session, day: date) -> list[CadreRow]:
    terms: dict[str, list[Term]] = {}
    held = select(Term).where(Term.is_deleted.is_(False), own_rows(session, Term))
    for term in session.execute(held).scalars():
        terms.setdefault(term.cadre_id, []).append(term)
    here = or_(~sent_down(session, Cadre), Cadre.id.in_(list(terms)))
    found = session.execute(
        select(Cadre).where(Cadre.is_deleted.is_(False), here).order_by(Cadre.name_key, Cadre.id)
    )
    return [_row(row, terms.get(row.id, []), day) for row in found.scalars()]


def _row(row: Cadre, terms: list[Term], day: date) -> CadreRow:
    ordered = member(row, (held_role(term) for term in terms)).roles
    current = tuple(held for held in ordered if day in Period(held.from_on, held.until_on))
    history = tuple(sorted(ordered, key=lambda held: held.from_on or date.min))
    return CadreRow(row.id, facts_of(row, CadreFacts), current, history)
