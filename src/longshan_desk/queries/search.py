"""The search field: matters, decisions, households, people, meetings, diary, ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from longshan_desk.data.diary import counts_on
from longshan_desk.data.search import ESCAPE, escaped, is_kind, matches, words_of
from longshan_desk.data.standing import stand_ins
from longshan_desk.data.store import Store
from longshan_desk.data.tables.cadres import Cadre, Term
from longshan_desk.data.tables.local import SearchEntry
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.data.tables.procedures import Procedure
from longshan_desk.data.tables.visits import LedgerEntry, Visit, VisitSession
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.group_words import group_label

KINDS = (
    "matter",
    "procedure",
    "household",
    "person",
    "cadre",
    "meeting",
    "visit",
    "visit_session",
    "ledger_entry",
)
"""What is found, in the order of equal hits."""

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found. ``text`` names it; ``household_id`` is where a person is to be shown."""

    kind: str
    id: str
    text: str
    household_id: str | None = None
    found_as: str | None = None
    """The entry of the index where it is not the record's own: a version of a diary's entry."""
    is_gone: bool = False
    """R46: the dead, who moved away, and households that have ended; fields do not offer them."""


def search(store: Store, text: str, *, limit: int = 50, kinds: Sequence[str] = KINDS) -> list[Hit]:
    """Records in which every word stands: exact numbers and names first, then beginnings, then
    the rest, and who is gone at the end. Letters also match pinyin initials (``mzs`` 马占山)."""
    words = words_of(text)
    if not words:
        return []
    with store.read() as session:
        rows = session.execute(
            select(SearchEntry.kind, SearchEntry.id)
            .where(matches(words), is_kind(*kinds))
            .order_by(
                _rank(words),
                case({kind: place for place, kind in enumerate(KINDS)}, value=SearchEntry.kind),
                func.length(SearchEntry.text),
                SearchEntry.text,
                SearchEntry.id,
            )
            .limit(limit)
        )
        found = list(rows)
        named = {kind: _named(session, kind, found) for kind in {kind for kind, _ in found}}
    hits = [named[kind][record] for kind, record in found if record in named[kind]]
    hits = list({(hit.kind, hit.id): hit for hit in reversed(hits)}.values())[::-1]
    return sorted(hits, key=lambda hit: hit.is_gone)


def _rank(words: Sequence[str]) -> ColumnElement[int]:
    """0 the name or number itself, 1 one of the words itself, 2 the beginning, 3 anywhere.

    The text of an entry begins with the record's name or number.
    """
    whole = escaped(" ".join(words))
    text, initials = SearchEntry.text, SearchEntry.initials
    return case(
        (or_(text == " ".join(words), text.like(f"{whole} %", escape=ESCAPE)), 0),
        (text.like(f"% {whole} %", escape=ESCAPE), 1),
        (initials == " ".join(words).lower(), 1),
        (text.like(f"{whole}%", escape=ESCAPE), 2),
        (initials.like(f"{whole}%".lower(), escape=ESCAPE), 2),
        else_=3,
    )


# -- what a hit is called -----------------------------------------------------------------------


def _named(session: Session, kind: str, found: Sequence[tuple[str, str]]) -> dict[str, Hit]:
    name, model = _NAMES.get(kind), _JOINED.get(kind)
    ids = [record for of, record in found if of == kind]
    if name is None:
        return {}
    mains = stand_ins(session, model) if model is not None else {}
    wanted = list(dict.fromkeys(mains.get(one, one) for one in ids))
    hits = {hit.found_as or hit.id: hit for hit in name(session, wanted)}
    return {one: hits[mains.get(one, one)] for one in ids if mains.get(one, one) in hits}


def _matters(session: Session, ids: list[str]) -> list[Hit]:
    rows = session.execute(select(Matter).where(Matter.id.in_(ids))).scalars()
    return [
        Hit("matter", row.id, _short(f"{row.number or '未编号'} {row.summary or row.words}"))
        for row in rows
    ]


def _households(session: Session, ids: list[str]) -> list[Hit]:
    rows = session.execute(select(Household).where(Household.id.in_(ids))).scalars()
    return [
        Hit(
            "household",
            row.id,
            _short(_joined(_home(row), _ended(row), row.address)),
            row.id,
            is_gone=bool(_ended(row)),
        )
        for row in rows
    ]


def _people(session: Session, ids: list[str]) -> list[Hit]:
    rows = session.execute(
        select(Person, Household)
        .join(Household, Household.id == Person.household_id)
        .where(Person.id.in_(ids))
    )
    return [
        Hit(
            "person",
            row.id,
            _joined(row.name, _home(household), _gone(row) or row.relation),
            household.id,
            is_gone=bool(_gone(row)),
        )
        for row, household in rows
    ]


def _ended(row: Household) -> str:
    """R46: a household that is none any more is found, and said to be so."""
    return f"已销户（{row.ended_reason or '迁出'}）" if row.moved_out_on else ""


def _gone(row: Person) -> str:
    return "已去世" if row.died_on else "已迁出" if row.left_on else ""


def _cadres(session: Session, ids: list[str]) -> list[Hit]:
    offices: dict[str, list[str]] = {}
    terms = select(Term).where(
        Term.cadre_id.in_(ids), Term.is_deleted.is_(False), Term.until_on.is_(None)
    )
    for term in session.execute(terms).scalars():
        offices.setdefault(term.cadre_id, []).append(term.title or term.role.label)
    rows = session.execute(select(Cadre).where(Cadre.id.in_(ids))).scalars()
    return [
        Hit("cadre", row.id, _joined(row.name, "、".join(offices.get(row.id, ())))) for row in rows
    ]


def _meetings(session: Session, ids: list[str]) -> list[Hit]:
    rows = session.execute(select(Meeting).where(Meeting.id.in_(ids))).scalars()
    return [
        Hit("meeting", row.id, _joined(row.kind.label, chinese_date(row.on), row.title))
        for row in rows
    ]


def _visits(session: Session, ids: list[str]) -> list[Hit]:
    """What an entry said before a correction is found on its page, not here."""
    rows = session.execute(
        select(Visit, Household)
        .join(Household, Household.id == Visit.household_id)
        .where(Visit.id.in_(ids), counts_on(date.max))
    )
    return [
        Hit(
            "visit",
            row.entry_id,
            _short(_joined(chinese_date(row.on), _home(household), row.text or row.promise)),
            household.id,
            row.id,
        )
        for row, household in rows
    ]


def _sessions(session: Session, ids: list[str]) -> list[Hit]:
    rows = session.execute(select(VisitSession).where(VisitSession.id.in_(ids))).scalars()
    return [
        Hit("visit_session", row.id, _joined(row.kind.label, chinese_date(row.on), row.place))
        for row in rows
    ]


def _procedures(session: Session, ids: list[str]) -> list[Hit]:
    rows = session.execute(select(Procedure).where(Procedure.id.in_(ids))).scalars()
    return [
        Hit("procedure", row.id, _joined(_short(row.title), f"{chinese_date(row.began_on)}立项"))
        for row in rows
    ]


def _ledger(session: Session, ids: list[str]) -> list[Hit]:
    rows = session.execute(select(LedgerEntry).where(LedgerEntry.id.in_(ids))).scalars()
    return [Hit("ledger_entry", row.id, _short(_joined(row.target, row.person))) for row in rows]


_JOINED: dict[str, Any] = {
    "matter": Matter, "household": Household, "person": Person, "meeting": Meeting,
}  # fmt: skip
"""Whose doubles are found by their own words, and named by what stands for them (R48)."""

_NAMES: dict[str, Callable[[Session, list[str]], list[Hit]]] = {
    "matter": _matters,
    "household": _households,
    "person": _people,
    "cadre": _cadres,
    "meeting": _meetings,
    "visit": _visits,
    "visit_session": _sessions,
    "ledger_entry": _ledger,
    "procedure": _procedures,
}


def _home(household: Household) -> str:
    return f"{group_label(household.group_no)}{household.head_name}户"


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
