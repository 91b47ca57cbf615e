"""The demonstration's diary: each group is walked every month, and what comes of it (R8–R10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from longshan_desk.actions.diary import follow_promise, review_visit
from longshan_desk.actions.visit_findings import Opinion, raise_from_visit
from longshan_desk.actions.visits import VisitFacts, add_visit, add_visits, correct_visit
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.arrivals import elsewhere
from longshan_desk.demo.cases import Case
from longshan_desk.demo.families import HAMLETS
from longshan_desk.demo.people import Home
from longshan_desk.demo.sayings.diary import (
    AWAY_CALLS,
    CLAUSES,
    PROMISES,
    REVIEWS,
    SHORT,
    VisitPromise,
)
from longshan_desk.demo.village import Village
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import ListKind
from longshan_desk.domain.visit_labels import FollowUpKind, VisitWay
from longshan_desk.queries.households import household_ids, household_rows
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visits import visit_ids, visit_page

_CALLS = tuple(
    zip(
        (VisitWay.TELEPHONE, VisitWay.TELEPHONE, VisitWay.VIDEO, VisitWay.THROUGH_OTHERS),
        AWAY_CALLS,
        strict=True,
    )
)


@dataclass(frozen=True)
class Walk:
    """One group on one day, by whom."""

    group_no: int
    day: date
    visitors: tuple[str, ...]
    half: int


def diary(village: Village, rng: Random) -> Course:
    """Month by month, from the day the program came."""
    month = Month.of(village.today)
    while True:
        for walk in _walks(village, rng, month):
            entered = walk.day + timedelta(days=rng.choice((0, 0, 0, 1, 2, 6)))
            if entered >= village.today:
                village.agenda.begin(_walked(village, rng, walk), entered)
        village.agenda.begin(_finding(village, rng), month.first_day + timedelta(days=16))
        village.agenda.begin(_reviewing(village, rng), month.first_day + timedelta(days=24))
        month = month.next()
        yield max(1, (month.first_day - village.today).days)


def _walks(village: Village, rng: Random, month: Month) -> Iterator[Walk]:
    """Two days a group; the liaison leader comes along once a quarter (R8)."""
    officers = village.officers
    guests = (*officers.team, *officers.resident)
    for hamlet in HAMLETS:
        first = rng.randint(2, 12)
        for nth, day in enumerate((first, first + rng.randint(5, 14))):
            visitors = [officers.leaders[hamlet.number - 1], guests[hamlet.number % len(guests)]]
            if hamlet.number % 3 == month.month % 3:
                visitors.insert(0, officers.liaison)
            yield Walk(
                hamlet.number, month.first_day.replace(day=day), tuple(visitors[: 2 + nth]), nth
            )


# -- one walk -----------------------------------------------------------------------------------


def _walked(village: Village, rng: Random, walk: Walk) -> Course:
    """Half of the group, and whoever was not at home the first time."""
    yield from ()
    homes = _homes(village, walk.group_no)
    away = set(household_ids(village.store, group=walk.group_no, away=True))
    wanted = [home for home in homes if int(home.id[-1], 16) % 2 == walk.half]
    entries: list[VisitFacts] = []
    promised: list[tuple[int, VisitPromise]] = []
    for home in wanted:
        facts = _entry(rng, village, walk, home, home.id in away)
        if facts is None:
            continue
        if facts.topics and rng.random() < 0.018:
            promise = rng.choice(PROMISES)
            due = walk.day + timedelta(days=rng.randint(7, 25))
            facts = replace(facts, promise=promise.text, promise_due=due)
            promised.append((len(entries), promise))
        entries.append(facts)
    made = add_visits(village.store, entries)
    for place, promise in promised:
        _begin_promise(village, rng, made[place], promise, entries[place].promise_due)
    if made and rng.random() < 0.04:
        _correct(village, rng, rng.choice(made))


def _homes(village: Village, group_no: int) -> list[Home]:
    """The group's households of today, also those that came or split off since."""
    known = {home.id: home for home in village.homes}
    name = HAMLETS[group_no - 1].name
    ids = household_ids(village.store, group=group_no)
    new = [one for one in ids if one not in known]
    for row in household_rows(village.store, new):
        known[row.id] = Home(row.id, group_no, name, row.head, ((row.head, row.phone),))
    return [known[one] for one in ids if one in known]


def _entry(
    rng: Random, village: Village, walk: Walk, home: Home, is_away: bool
) -> VisitFacts | None:
    """What is written of one household, or nothing where nobody was met or called."""
    if is_away:
        if rng.random() < 0.35:
            return None
        way, text = rng.choice(_CALLS)
        return VisitFacts(home.id, walk.day, way, walk.visitors[-1:], text)
    if rng.random() < 0.07:
        return None
    met = (rng.choice(home.speakers)[0],)
    if rng.random() < 0.05:
        text = rng.choice(SHORT[:4])
        return VisitFacts(home.id, walk.day, VisitWay.TELEPHONE, walk.visitors[-1:], text, met=met)
    facts = VisitFacts(home.id, walk.day, VisitWay.AT_HOME, walk.visitors, met=met)
    if rng.random() < 0.3:
        return replace(facts, is_unchanged=True)
    if rng.random() < 0.15:
        return replace(facts, text=rng.choice(SHORT))
    return _told(rng, village, home, facts)


def _told(rng: Random, village: Village, home: Home, facts: VisitFacts) -> VisitFacts:
    month = facts.on.month
    fitting = [one for one in CLAUSES if not one.months or month in one.months]
    clauses = rng.sample(fitting, k=rng.choice((1, 2, 2, 3)))
    places = places_of(rng, village, home)
    text = "".join(one.text.format_map(places) for one in clauses)
    return replace(facts, text=text, topics=tuple({one.topic: None for one in clauses}))


def places_of(rng: Random, village: Village, home: Home) -> dict[str, str]:
    """What the blanks of a clause are filled with; of this course's own dice."""
    others = [hamlet.name for hamlet in HAMLETS if hamlet.name != home.hamlet]
    neighbour = rng.choice(village.homes).head
    return {
        "p": home.hamlet,
        "o": rng.choice(others),
        "w": neighbour,
        "n": str(rng.randint(2, 9)),
        "k": str(rng.randint(12, 60)),
    }


def _correct(village: Village, rng: Random, entry_id: str) -> None:
    """A slip of the pen, mended at once with its reason."""
    before = visit_page(village.store, entry_id).row.facts
    if before.text:
        text = f"{before.text}（人口数已核对。）"
        correct_visit(village.store, entry_id, replace(before, text=text), reason="漏记一句。")


# -- what comes of it ---------------------------------------------------------------------------


def _begin_promise(
    village: Village, rng: Random, entry_id: str, promise: VisitPromise, due: date | None
) -> None:
    assert due is not None
    if rng.random() < 0.12:
        return  # forgotten: it stands on the home page
    late = rng.choice((-4, -3, -2, -1, 0, 3))
    village.agenda.begin(_keep(village, entry_id, promise), due + timedelta(days=late))


def _keep(village: Village, entry_id: str, promise: VisitPromise) -> Course:
    yield from ()
    follow_promise(village.store, entry_id, FollowUpKind.KEPT, promise.kept)


def _finding(village: Village, rng: Random) -> Course:
    """Somebody has something to say on the doorstep, and it goes on the register (R9)."""
    yield from ()
    said, home = village.hear(village.today.month, lambda one: one.can_be_settled)
    if home.id not in household_ids(village.store, group=home.group_no):
        return
    leader = village.officers.leaders[home.group_no - 1]
    name = rng.choice(home.speakers)[0]
    facts = VisitFacts(
        home.id, village.today, VisitWay.AT_HOME, (leader,), said.words, met=(name,),
        finding=said.finding,
    )  # fmt: skip
    entry = add_visit(village.store, facts)
    if rng.random() < 0.3:
        return  # offered as a row of the next hearing
    opinion = Opinion(said.topic, said.list_kind, summary=said.summary)
    raised = raise_from_visit(village.store, entry, opinion)
    list_kind: ListKind = said.list_kind
    case = Case(village, raised.id, said, home, name, list_kind)
    village.agenda.begin(elsewhere(village.keep(case)))


def _reviewing(village: Village, rng: Random) -> Course:
    """The leader reads some of the month's entries."""
    yield from ()
    ids = _lately(village)
    for entry_id in rng.sample(ids, k=min(len(ids), 3)):
        review_visit(village.store, entry_id, rng.choice(REVIEWS), by=village.officers.liaison)


def _lately(village: Village) -> Sequence[str]:
    since = village.today - timedelta(days=20)
    return visit_ids(village.store, VisitFilter(from_on=since))
