"""What a year brings beside hearings: the plan, rating, other callers, changes among people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from longshan_desk.actions.cadres import NewTerm, add_term, end_term
from longshan_desk.actions.households import mark_away, mark_returned
from longshan_desk.actions.matters import edit_matter
from longshan_desk.actions.people import edit_person
from longshan_desk.actions.plan import add_task, finish_task
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.arrivals import elsewhere
from longshan_desk.demo.cards import Cards
from longshan_desk.demo.cases import register
from longshan_desk.demo.families import WORK_PLACES
from longshan_desk.demo.village import Village
from longshan_desk.domain.labels import Act, Answer, Outcome, Role, Source
from longshan_desk.domain.plan_facts import TaskFacts
from longshan_desk.queries.cadres import roster
from longshan_desk.queries.households import household, household_ids

_SOURCES = (Source.TELEPHONE, Source.CALLER, Source.VISIT, Source.TOWNSHIP)
_RATINGS = (Answer.SATISFIED, Answer.BASICALLY_SATISFIED, Answer.DISSATISFIED)
_UNRATED = (Outcome.VOID, Outcome.WITHDRAWN, Outcome.DUPLICATE, None)


# -- the village's own plan (R56) -----------------------------------------------------------

_TASKS = (
    (1, 2, "公布上年办理结果，制定全年计划", "支部书记"),
    (3, 4, "春播农资和农机摸底", "村委会主任"),
    (4, 6, "整修水毁通组路和灌溉渠", "村委会主任"),
    (5, 8, "防汛：包户名单、值班和演练", "党支部副书记"),
    (7, 8, "暑期儿童防溺水和托管", "妇联主席"),
    (9, 10, "城乡居民医保缴费逐户通知", "村文书"),
    (10, 12, "独居老人取暖和一氧化碳排查", "村民小组长"),
    (12, 12, "双述双评，群众评议全年事项", "支部书记"),
)


def year_plan(village: Village, year: int) -> Course:
    """Entered in January, or when the program comes; done one by one, one of them never."""
    rng, store = village.rng, village.store
    forgotten = rng.randrange(len(_TASKS))
    ends: list[tuple[date, str]] = []
    for nth, (first, last, text, who) in enumerate(_TASKS):
        task = add_task(store, TaskFacts(year, first, last, text, who))
        done = date(year, last, rng.randint(12, 28))
        if nth != forgotten and done > village.today:
            ends.append((done, task))
    for done, task in sorted(ends):
        yield max(0, (done - village.today).days)
        finish_task(store, task, result="已完成")


# -- the year's end -------------------------------------------------------------------------


def rating(village: Village) -> Course:
    """R18: at the year's end villagers say what they think of everything settled."""
    yield from ()
    for case in village.cases:
        if case.is_cancelled and not case.is_rated and case.closed not in _UNRATED:
            answer = village.rng.choices(_RATINGS, (800, 196, 4))[0]
            case.step(Act.RATE, answer=answer.value)
            case.is_rated = True


# -- who comes to the office between hearings -----------------------------------------------


def callers(village: Village) -> Course:
    """A call, a caller, a visit or a matter handed down, every two or three weeks."""
    while True:
        yield village.rng.randint(13, 24)
        said, home = village.hear(village.today.month, lambda s: s.can_be_settled)
        lag = village.rng.choice((0, 0, 0, 1, 6))
        heard_on = village.today - timedelta(days=lag)
        source = village.rng.choices(_SOURCES, (5, 4, 4, 2))[0]
        case = register(village, said, home, source=source, heard_on=heard_on)
        village.agenda.begin(elsewhere(case))


def corrections(village: Village) -> Course:
    """R37: a slip of the pen is mended, with the reason."""
    cards = Cards(village.rng)
    while True:
        yield village.rng.randint(50, 80)
        changes = {"contact_phone": cards.phone()}
        edit_matter(village.store, village.cases[-1].id, changes, reason="联系电话记错一位。")


# -- people -----------------------------------------------------------------------------------


def comings_and_goings(village: Village) -> Course:
    """After the spring festival some leave for work, in December they come home."""
    rng, store = village.rng, village.store
    ids = set(household_ids(store, away=False))
    here = [home for home in village.homes if home.id in ids]
    leaving = rng.sample(here, k=max(1, len(here) // 25))
    yield max(0, (date(village.today.year, 2, 25) - village.today).days)
    for home in leaving:
        reason = f"全家在{rng.choice(WORK_PLACES)}务工"
        mark_away(store, home.id, from_on=village.today, reason=reason)
    yield max(1, (date(village.today.year, 12, 5) - village.today).days)
    still = set(household_ids(store, away=True))
    for home in leaving:
        if home.id in still:
            mark_returned(store, home.id)


def new_phones(village: Village) -> Course:
    """Somebody's telephone changes every few weeks."""
    cards = Cards(village.rng)
    while True:
        yield village.rng.randint(25, 45)
        home = village.rng.choice(village.homes)
        people = household(village.store, home.id).people
        head = next(one for one in people if one.is_head)
        facts = replace(head.facts, phone=cards.phone())
        edit_person(village.store, head.id, facts, expected=head.facts)


def new_secretary(village: Village) -> Course:
    """R40: the old secretary leaves, the deputy stands in, a new one comes."""
    store, officers = village.store, village.officers
    _end(village, officers.secretary, lambda role: role is Role.BRANCH_SECRETARY)
    deputy = next(one for one in roster(store) if one.name == officers.deputy)
    acting = NewTerm(
        Role.PARTY_BRANCH_COMMITTEE, village.today, title="主持工作", is_acting_secretary=True
    )
    term = add_term(store, deputy.cadre_id, acting)
    yield 47
    end_term(store, term, until_on=village.today - timedelta(days=1))
    _end(village, officers.successor, lambda role: role is Role.PARTY_BRANCH_COMMITTEE)
    successor = _cadre_id(village, officers.successor)
    add_term(store, successor, NewTerm(Role.BRANCH_SECRETARY, village.today))


def _end(village: Village, name: str, ends: Callable[[Role], bool]) -> None:
    """The person's office ended yesterday."""
    yesterday = village.today - timedelta(days=1)
    for one in roster(village.store):
        if one.name == name:
            for held in one.roles:
                if ends(held.role):
                    end_term(village.store, held.term_id, until_on=yesterday)


def _cadre_id(village: Village, name: str) -> str:
    """Also of somebody who holds no office today."""
    before = village.today - timedelta(days=1)
    return next(one.cadre_id for one in roster(village.store, before) if one.name == name)
