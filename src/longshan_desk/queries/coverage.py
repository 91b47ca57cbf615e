"""Coverage of a month or a quarter as screens, papers and commands show it (R8, R10, R11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.diary import counts_on
from longshan_desk.data.household_spans import household_spans
from longshan_desk.data.records import policy_versions
from longshan_desk.data.roster import roster_on
from longshan_desk.data.standing import stand_ins
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import Visit
from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.coverage import Coverage, HouseholdSpan, VisitFact, coverage
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.labels import Role
from longshan_desk.domain.periods import Period
from longshan_desk.domain.policy import policy_on
from longshan_desk.domain.special_visits import SpecialDue, specials_due
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.domain.visit_periods import month_of, month_period, quarter_period


@dataclass(frozen=True, slots=True)
class Home:
    """A household by name, where the missing ones are listed."""

    id: str
    group_no: int
    head: str
    address: str | None = None

    @property
    def words(self) -> str:
        """一组马占山户"""
        return f"{group_label(self.group_no)}{self.head}户"


def told_apart(homes: Iterable[Home]) -> list[tuple[Home, str]]:
    """Each with its words; heads of one name in one group with where they live."""
    found = list(homes)
    times = Counter(one.words for one in found)
    return [
        (
            one,
            f"{one.words}（{one.address}）" if times[one.words] > 1 and one.address else one.words,
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """``label`` is 2022年4月 or 2022年第2季度; ``homes`` names the households of ``missing``."""

    label: str
    coverage: Coverage
    homes: Mapping[str, Home]
    leader: str | None = None

    def missing(self, group: int | None = None) -> list[Home]:
        """R10: who is missing, by name, in walking order."""
        figures = self.coverage.total if group is None else self.coverage.groups[group]
        return [self.homes[one] for one in figures.missing]


def month_coverage(
    store: Store, month: Month, *, visitor: str | None = None, on: date | None = None
) -> CoveragePage:
    """R10: a month's coverage by group and visitor as it is known on ``on`` (default today)."""
    day = on or store.today()
    with store.read() as session:
        policy = policy_on(policy_versions(session), month.first_day)
        return _page(session, month.label, month_period(month, policy), visitor, day)


def quarter_coverage(
    store: Store, quarter: Quarter, *, leader: str | None = None, on: date | None = None
) -> CoveragePage:
    """R8: a quarter's coverage; with ``leader`` of that leader's own visits alone."""
    day = on or store.today()
    with store.read() as session:
        policy = policy_on(policy_versions(session), quarter.first_day)
        return _page(session, quarter.label, quarter_period(quarter, policy), leader, day)


def _page(
    session: Session, label: str, period: Period, visitor: str | None, day: date
) -> CoveragePage:
    found = covered(session, period, day, visitor=visitor)
    return CoveragePage(label, found, homes(session, found.total.missing), visitor)


def current_month(store: Store, on: date | None = None) -> Month:
    """The month that visits of today are for, as the policy cuts it."""
    day = on or store.today()
    with store.read() as session:
        return month_of(day, policy_on(policy_versions(session), day))


def before_month(store: Store, month: Month) -> Month:
    """A month of the period before that of ``month``."""
    with store.read() as session:
        policy = policy_on(policy_versions(session), month.first_day)
    return month.plus(-policy.visit_interval_months)


def before_quarter(store: Store, quarter: Quarter) -> Quarter:
    """A quarter of the period before that of ``quarter``."""
    with store.read() as session:
        policy = policy_on(policy_versions(session), quarter.first_day)
    return quarter.plus(-policy.leader_visit_quarters)


def leaders(store: Store, quarter: Quarter) -> list[str]:
    """R8: who was 包村领导 on the quarter's last day or is today, by name."""
    with store.read() as session:
        roster = roster_on(session, min(quarter.last_day, store.today()))
    return [one.name for one in roster if one.holds(Role.LIAISON_LEADER)]


def covered(session: Session, period: Period, day: date, *, visitor: str | None = None) -> Coverage:
    """Coverage inside an open session; reads the visits of the period alone."""
    last = min(period.until_on or day, day)
    spans = household_spans(session, last)
    return coverage(spans, visit_facts(session, period, day), period, visitor=visitor, on=day)


def visit_facts(session: Session, period: Period, day: date) -> list[VisitFact]:
    """The entries of a period as they read on ``day``."""
    rows = session.execute(
        select(Visit.household_id, Visit.on, Visit.way, Visit.visitors, Visit.is_unchanged).where(
            Visit.on.between(period.from_on, period.until_on), counts_on(day)
        )
    )
    mains = stand_ins(session, Household)
    return [
        VisitFact(
            mains.get(household_id, household_id),
            on,
            way is VisitWay.AT_HOME,
            tuple(visitors),
            is_unchanged,
        )
        for household_id, on, way, visitors, is_unchanged in rows
    ]


def homes(session: Session, ids: Iterable[str]) -> dict[str, Home]:
    wanted = set(ids)
    rows = session.execute(
        select(Household.id, Household.group_no, Household.head_name, Household.address).where(
            Household.is_deleted.is_(False)
        )
    )
    return {row.id: Home(*row) for row in rows if row.id in wanted}


# -- special groups -----------------------------------------------------------------------------


def special_visits_due(store: Store, *, on: date | None = None) -> list[tuple[Home, SpecialDue]]:
    """R11: who of the special groups is over the policy's interval, the longest unseen first."""
    day = on or store.today()
    with store.read() as session:
        policy = policy_on(policy_versions(session), day)
        if not policy.special_visit_days:
            return []
        spans = household_spans(session, day)
        due = specials_due(spans, last_seen(session, spans, day), day, policy)
        names = homes(session, [one.household_id for one in due])
    return [(names[one.household_id], one) for one in due]


def last_seen(session: Session, spans: Iterable[HouseholdSpan], day: date) -> dict[str, date]:
    """When each household was last visited at home, by ``day``."""
    wanted = {span.id for span in spans}
    last = (
        select(Visit.on)
        .where(Visit.household_id == Household.id, Visit.way == VisitWay.AT_HOME, counts_on(day))
        .order_by(Visit.on.desc())
        .limit(1)
        .correlate(Household)
        .scalar_subquery()
    )
    rows = session.execute(select(Household.id, last).where(Household.is_deleted.is_(False)))
    mains = stand_ins(session, Household)
    found: dict[str, date] = {}
    for one, on in rows:
        home = mains.get(one, one)
        if on is not None and home in wanted:
            found[home] = max(on, found.get(home, on))
    return found
