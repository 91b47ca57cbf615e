"""Writing down a matter inside an open change: the row, who raised it, its place in a hearing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from longshan_desk.data.moves import add_move
from longshan_desk.data.numbers import give_numbers
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter, Raiser
from longshan_desk.data.tables.meetings import AgendaItem, Meeting
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.labels import (
    Act,
    FindingKind,
    ItemKind,
    ListKind,
    Source,
    Stage,
    Topic,
)
from longshan_desk.domain.phones import read_phone
from longshan_desk.domain.steps import Request
from longshan_desk.errors import BadValueError


@dataclass(frozen=True)
class NewMatter:
    """What is written down when somebody raises something (R6, R7, R54)."""

    words: str
    topic: Topic
    list_kind: ListKind
    summary: str | None = None
    finding: FindingKind | None = None
    source: Source | None = None
    raisers: Sequence[str] = ()
    is_anonymous: bool = False
    signatures: int | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    household_id: str | None = None


def build_matter(store: Store, new: NewMatter, day: date, hearing: Meeting | None) -> Matter:
    """The row of a new matter; it has no number yet."""
    words = optional_text(new.words)
    if words is None:
        raise BadValueError("没有写反映的内容。", hint="请写下群众的原话。", where="原话")
    names = [kept for name in new.raisers if (kept := optional_text(name))]
    return Matter(
        month=hearing.month if hearing else str(Month.of(day)),
        words=words,
        summary=optional_text(new.summary),
        topic=new.topic,
        finding=new.finding,
        source=new.source or (Source.HEARING if hearing else Source.CALLER),
        heard_on=day,
        entered_on=store.today(),
        hearing_id=hearing.id if hearing else None,
        household_id=new.household_id,
        contact_name=optional_text(new.contact_name) or (names[0] if names else None),
        contact_phone=read_phone(new.contact_phone, where="联系电话"),
        signatures=new.signatures or max(1, len(names)),
        is_anonymous=new.is_anonymous,
        list_kind=new.list_kind,
        stage=Stage.HEARD,
    )


def kept_names(names: Sequence[str]) -> list[str]:
    """Each name once, in the form that is kept."""
    return list(dict.fromkeys(kept for name in names if (kept := optional_text(name))))


def build_raisers(matter_id: str, names: Sequence[str]) -> list[Raiser]:
    kept = enumerate(kept_names(names))
    return [Raiser(matter_id=matter_id, name=name, position=place) for place, name in kept]


def raisers_of(session: Session, matter_id: str) -> list[Raiser]:
    found = session.execute(
        select(Raiser)
        .where(Raiser.matter_id == matter_id, Raiser.is_deleted.is_(False))
        .order_by(Raiser.position)
    )
    return list(found.scalars())


def set_raisers(session: Session, matter_id: str, names: Sequence[str]) -> None:
    """Make the raisers of a matter these; who stays keeps the record."""
    wanted = kept_names(names)
    held = {raiser.name: raiser for raiser in raisers_of(session, matter_id)}
    for name, raiser in held.items():
        if name not in wanted:
            raiser.is_deleted = True
    for position, name in enumerate(wanted):
        if name in held:
            held[name].position = position
        else:
            session.add(Raiser(matter_id=matter_id, name=name, position=position))


def next_position(session: Session, meeting_id: str) -> int:
    highest = session.execute(
        select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting_id)
    ).scalar()
    return (highest or 0) + 1


def add_row(
    session: Session, store: Store, meeting: Meeting, kind: ItemKind, **values: Any
) -> AgendaItem:
    """A new last row of a meeting."""
    row = AgendaItem(
        meeting_id=meeting.id,
        kind=kind,
        position=next_position(session, meeting.id),
        entered_on=store.today(),
        **values,
    )
    session.add(row)
    return row


def number_matter(session: Session, store: Store, matter: Matter, number: str) -> None:
    """Give a matter its number: from here on it is on the register and has a timeline."""
    matter.number = number
    data = {"list": matter.list_kind.value, "source": matter.source.value}
    add_move(session, store, matter, Request(Act.ADD, matter.heard_on, data))


def register(
    session: Session, store: Store, new: NewMatter, day: date, hearing: Meeting | None = None
) -> Matter:
    """A matter with its raisers and its row in the hearing; numbered unless the hearing is open."""
    matter = build_matter(store, new, day, hearing)
    session.add(matter)
    session.add_all(build_raisers(matter.id, new.raisers))
    if hearing is not None:
        add_row(session, store, hearing, ItemKind.MATTER, matter_id=matter.id)
    session.flush()
    if hearing is None or hearing.closed_on is not None:
        (number,) = give_numbers(session, store, matter.month)
        number_matter(session, store, matter, number)
    return matter
