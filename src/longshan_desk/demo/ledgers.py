"""The demonstration's work ledger and sessions: each quarter some, most of them closed (R9)."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from longshan_desk.actions.ledger import (
    add_ledger,
    close_ledger,
    decide_ledger,
    progress_ledger,
)
from longshan_desk.actions.visit_sessions import FindingFacts, SessionFacts, save_session
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.sayings.diary import LEDGER, TALKS, LedgerSaying
from longshan_desk.demo.village import Village
from longshan_desk.demo.visits import places_of
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.ledger_facts import LedgerFacts
from longshan_desk.domain.visit_labels import SessionKind
from longshan_desk.queries.visit_sessions import session_page

_KINDS = (FindingKind.PROBLEM, FindingKind.DEMAND, FindingKind.SUGGESTION)


def sessions(village: Village, rng: Random) -> Course:
    """Every quarter the liaison leader sits down with villagers, and what they say goes on."""
    while True:
        yield rng.randint(70, 95)
        home = rng.choice(village.homes)
        places = places_of(rng, village, home)
        where, words = rng.choice(TALKS)
        said = rng.sample(LEDGER, k=2)
        finding = tuple(
            FindingFacts(rng.choice(_KINDS), one.problem.format_map(places), said_by=home.head)
            for one in said
        )
        kind = rng.choice(tuple(SessionKind))
        facts = SessionFacts(
            kind,
            village.today,
            where.format_map(places),
            (village.officers.liaison, village.secretary),
            tuple(other.head for other in rng.sample(village.homes, k=5)),
            words,
            finding,
        )
        made = save_session(village.store, facts)
        first = session_page(village.store, made).findings[0]
        village.agenda.begin(_line(village, rng, said[0], places, first.id))


def ledger(village: Village, rng: Random) -> Course:
    """Every few weeks a line that no session found."""
    while True:
        yield rng.randint(35, 60)
        places = places_of(rng, village, rng.choice(village.homes))
        village.agenda.begin(_line(village, rng, rng.choice(LEDGER), places, None))


def _line(
    village: Village,
    rng: Random,
    said: LedgerSaying,
    places: dict[str, str],
    finding_id: str | None,
) -> Course:
    """Put on the ledger, decided, worked on, closed; some are late, one in eight stays open."""
    store, officers = village.store, village.officers
    facts = LedgerFacts(
        target=said.target.format_map(places),
        person=rng.choice((officers.director, officers.deputy, *officers.committee)),
        due_on=village.today + timedelta(days=rng.randint(30, 70)),
        leader=officers.liaison,
        unit=said.unit,
        finding=rng.choice(_KINDS),
        problem=said.problem.format_map(places),
    )
    line = add_ledger(store, facts, finding_id=finding_id)
    yield rng.randint(4, 12)
    decide_ledger(store, line, "镇党委会议定：由责任单位牵头，限期办结。")
    for text in said.progress:
        yield rng.randint(6, 14)
        progress_ledger(store, line, text.format_map(places))
    if rng.random() < 0.12:
        return
    yield rng.randint(5, 25)
    close_ledger(store, line, said.result.format_map(places))
