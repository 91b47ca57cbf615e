"""Matters of the years before the program came, with the numbers they had in Excel (R43)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from longshan_desk.data.moves import add_move
from longshan_desk.data.numbers import give_numbers
from longshan_desk.data.registering import build_matter, build_raisers
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.demo.cases import Case, spoken
from longshan_desk.demo.courses import assigned
from longshan_desk.demo.people import Home
from longshan_desk.demo.sayings import Saying
from longshan_desk.demo.village import Village
from longshan_desk.domain.labels import (
    Act,
    Answer,
    FeedbackWay,
    FindingKind,
    ListKind,
    Outcome,
    Source,
)
from longshan_desk.domain.steps import Request


@dataclass(frozen=True, slots=True)
class Past:
    """How an old matter stood when it was taken over; ``ended`` is empty where it was open."""

    list_kind: ListKind
    days_ago: int
    ended: Outcome | None = None
    is_rated: bool = False


_PASTS = (
    Past(ListKind.SELF_HANDLED, 150, Outcome.SOLVED, is_rated=True),
    Past(ListKind.SELF_HANDLED, 120, Outcome.SOLVED, is_rated=True),
    Past(ListKind.MAJOR_PUBLIC, 210, Outcome.SOLVED, is_rated=True),
    Past(ListKind.MAJOR_PUBLIC, 130, Outcome.SOLVED),
    Past(ListKind.ESCALATED, 160, Outcome.HANDED_UP),
    Past(ListKind.ESCALATED, 95, Outcome.SOLVED),
    Past(ListKind.SELF_HANDLED, 70, Outcome.POLICY_LIMITED),
    Past(ListKind.SELF_HANDLED, 40),
    Past(ListKind.SELF_HANDLED, 33),
    Past(ListKind.ESCALATED, 50),
)
_MAJOR_RESULT = "按“四议两公开”决议组织施工，经群众代表验收合格，结果已公示。"


def take_over(village: Village) -> None:
    """Enter what the old lists hold: closed ones with their end, open ones as they stood."""
    with village.store.change("导入期初事项") as session:
        taken = [_take(session, village, past, nth) for nth, past in enumerate(_PASTS, start=1)]
    for case in taken:
        if case.closed is None:
            village.agenda.begin(assigned(village.keep(case)))


def _take(session: DeskSession, village: Village, past: Past, nth: int) -> Case:
    day = village.today - timedelta(days=past.days_ago)
    said, home = village.hear(day.month, lambda s: _fits(s, past))
    matter = _row(session, village.store, village, said, home, day)
    matter.former_number = f"{day.year}{day.month:02d}{nth:02d}"
    due = None if past.ended else village.today + timedelta(days=25)
    to = village.officers.director if due else None
    data = {
        "list": past.list_kind.value,
        "source": matter.source.value,
        "former_number": matter.former_number,
        "to": to,
        "due": due.isoformat() if due else None,
    }
    _add(session, village.store, matter, Act.IMPORT, day, data)
    if past.ended is not None:
        _end(session, village, matter, past, said, day)
    told = matter.contact_name or "反映人"
    kind, ended = past.list_kind, past.ended
    return Case(village, matter.id, said, home, told, kind, to or "", due, closed=ended)


def _fits(said: Saying, past: Past) -> bool:
    is_petition = said.finding is FindingKind.PETITION
    ends_well = said.can_be_settled or past.ended is not None
    return said.list_kind is past.list_kind and ends_well and not is_petition


def _row(
    session: DeskSession, store: Store, village: Village, said: Saying, home: Home, day: date
) -> Matter:
    new = spoken(village, said, home, source=Source.HEARING)
    matter = build_matter(store, new, day, None)
    matter.is_opening = True
    session.add(matter)
    session.add_all(build_raisers(matter.id, new.raisers))
    session.flush()
    (matter.number,) = give_numbers(session, store, matter.month)
    return matter


def _end(
    session: DeskSession, village: Village, matter: Matter, past: Past, said: Saying, day: date
) -> None:
    assert past.ended is not None
    store, closed = village.store, day + timedelta(days=12)
    result = said.result or _MAJOR_RESULT
    if past.ended is Outcome.HANDED_UP:
        result = said.reply
    elif past.ended is Outcome.POLICY_LIMITED:
        result = "超出现行政策规定，已向反映人说明。"
    ending = {"outcome": past.ended.value, "result": result}
    _add(session, store, matter, Act.CLOSE, closed, ending)
    told = {
        "way": FeedbackWay.IN_PERSON.value,
        "to": matter.contact_name,
        "answer": Answer.SATISFIED.value,
    }
    _add(session, store, matter, Act.FEEDBACK, closed + timedelta(days=1), told)
    _add(session, store, matter, Act.CANCEL_OFF, closed + timedelta(days=2), {})
    if past.is_rated:
        rating = {"answer": Answer.BASICALLY_SATISFIED.value}
        _add(session, store, matter, Act.RATE, closed + timedelta(days=20), rating)


def _add(
    session: DeskSession, store: Store, matter: Matter, act: Act, on: date, data: dict[str, Any]
) -> None:
    add_move(session, store, matter, Request(act, on, data))
