"""The facts of 民情日记 on paper: one entry, or a month of somebody's (P15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from longshan_desk.data.roster import roster_on
from longshan_desk.data.special_groups import CHUNK
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.kinds.wording import sentence
from longshan_desk.documents.visit_facts import DiaryEntry, DiaryFacts
from longshan_desk.domain.calendar import Month, chinese_date
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.people import age_on
from longshan_desk.domain.visit_labels import FollowUpKind, VisitWay
from longshan_desk.queries.diary import month_filter
from longshan_desk.queries.visits import (
    FollowUpRow,
    Linked,
    Version,
    VisitRow,
    list_visits,
    visit_page,
)

_BECAME = {"matter": "已登记为事项", "ledger_entry": "已列入工作台账："}
_Ages = dict[tuple[str, str], date]


def entry_facts(store: Store, office: OfficeWords, visit_id: str) -> DiaryFacts:
    row = visit_page(store, visit_id).row
    return DiaryFacts(office, entries=_entries(store, [row]), made_on=store.today())


def month_facts(store: Store, office: OfficeWords, what: str) -> DiaryFacts:
    """The booklet of ``2022-04``, of ``2022-04/马文秀`` who went, or of ``2022-04/`` and the id of
    a household."""
    when, _, whose = what.partition("/")
    month = Month.parse(when, "--for")
    home = _household(store, whose) if whose else ""
    wanted = (
        month_filter(store, month, household_id=whose)
        if home
        else month_filter(store, month, visitor=whose or None)
    )
    duty = "" if home or not whose else _duty(store, whose, month)
    rows = list_visits(store, wanted)
    return DiaryFacts(
        office, home or whose, duty, month.label, _entries(store, rows), store.today()
    )


def _household(store: Store, word: str) -> str:
    """马建国家, or nothing where ``word`` is no household."""
    with store.read() as session:
        home = session.get(Household, word)
        return f"{home.head_name}家" if home is not None and not home.is_deleted else ""


def _duty(store: Store, name: str, month: Month) -> str:
    with store.read() as session:
        roster = roster_on(session, min(month.last_day, store.today()))
    return next((one.labels for one in roster if one.name == name), "")


def _entries(store: Store, rows: Sequence[VisitRow]) -> tuple[DiaryEntry, ...]:
    born = _born(store, [row.facts.household_id for row in rows if row.facts.met])
    return tuple(_entry(store, row, born) for row in rows)


def _entry(store: Store, row: VisitRow, born: _Ages) -> DiaryEntry:
    facts = row.facts
    versions: tuple[Version, ...] = ()
    reviews: tuple[FollowUpRow, ...] = ()
    if row.corrected_on or row.reviews:
        page = visit_page(store, row.id)
        versions = tuple(one for one in page.versions if one.reason is not None and one.former)
        reviews = tuple(one for one in page.follow_ups if one.kind is FollowUpKind.REVIEW)
    review = reviews[-1] if reviews else None
    corrected = versions[-1] if versions else None
    return DiaryEntry(
        on=row.on,
        household=row.head,
        group=row.group,
        place=facts.place or (row.household if facts.way is VisitWay.AT_HOME else ""),
        way=facts.way.label,
        visitors=facts.visitors,
        met=tuple(_with_age(name, row, born) for name in facts.met),
        topics=tuple(filter(None, row.topic_words.split("、"))),
        text=facts.text or "",
        is_unchanged=facts.is_unchanged,
        promise=facts.promise or "",
        promise_by=facts.promise_by or "",
        promise_due=facts.promise_due,
        finding=facts.finding.label if facts.finding else "",
        follow_up="；".join(_became(one) for one in row.links),
        former_text=_former(versions),
        corrected_on=corrected.written_on if corrected else None,
        correction_reason=(corrected.reason or "") if corrected else "",
        review="".join((*map(_signed, reviews[:-1]), (review.text or "") if review else "")),
        reviewed_by=review.by if review else "",
        reviewed_on=review.on if review else None,
        is_late=row.is_entered_late,
        is_internal=facts.is_internal,
        is_petition=facts.finding is FindingKind.PETITION,
    )


def _became(one: Linked) -> str:
    return f"{_BECAME[one.kind]}{one.title}"


def _former(versions: Sequence[Version]) -> str:
    """R10: everything that stood there before, what was written last first."""
    return "；更早为：".join(one.former for one in reversed(versions))


def _signed(review: FollowUpRow) -> str:
    return f"{sentence(review.text or '')}（{review.by}，{chinese_date(review.on)}）"


def _with_age(name: str, row: VisitRow, born: _Ages) -> str:
    day = born.get((row.facts.household_id, name))
    return f"{name}（{age_on(day, row.on)}岁）" if day else name


def _born(store: Store, homes: Sequence[str]) -> _Ages:
    """Birthdays of these households' people, by household and name."""
    found: _Ages = {}
    wanted = sorted(set(homes))
    with store.read() as session:
        for start in range(0, len(wanted), CHUNK):
            rows = session.execute(
                select(Person.household_id, Person.name, Person.born_on).where(
                    Person.household_id.in_(wanted[start : start + CHUNK]),
                    is_shown(Person),
                    Person.born_on.is_not(None),
                )
            )
            found.update({(home, name): day for home, name, day in rows if day})
    return found
