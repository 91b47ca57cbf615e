"""The facts of the papers of visiting: who is still to be seen, and coverage (P16)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from longshan_desk.data.records import policy_for
from longshan_desk.data.store import Store
from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.visit_facts import (
    CoverageFacts,
    CoverageLine,
    GroupToVisit,
    ToVisit,
    VisitorLine,
    VisitPlanFacts,
)
from longshan_desk.domain.calendar import Month, Quarter, chinese_date
from longshan_desk.domain.coverage import Figures
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.errors import BadValueError
from longshan_desk.queries.coverage import (
    CoveragePage,
    before_month,
    before_quarter,
    current_month,
    month_coverage,
    quarter_coverage,
)
from longshan_desk.queries.households import household_ids
from longshan_desk.queries.visit_rounds import RoundRow, visiting_round

_AT = "--for"


def plan_facts(store: Store, office: OfficeWords, what: str) -> VisitPlanFacts:
    """Whom to visit still: ``2022-04``, ``2022-04/3`` (a group), ``2022-04/3/马文秀`` (with who is
    to go), or ``2022Q2/赵启明``, a leader's quarter (R8)."""
    when, *more = what.split("/")
    group = next((int(word) for word in more if word.isdecimal()), None)
    visitor = next((word for word in more if not word.isdecimal()), "")
    if "Q" in when.upper():
        quarter = Quarter.parse(when, _AT)
        label, rows = quarter.label, _leader_rows(store, quarter, visitor)
        topics = _topics(store, quarter.first_day, of_leaders=True)
    else:
        month = Month.parse(when, _AT)
        label, rows = month.label, _month_rows(store, month)
        topics = _topics(store, month.first_day, of_leaders=False)
    wanted = [row for row in rows if group is None or row.household.group_no == group]
    groups = _by_group(store, wanted)
    return VisitPlanFacts(office, label, visitor, topics, groups, store.today())


def _month_rows(store: Store, month: Month) -> list[RoundRow]:
    """R10: not visited at home yet; who is away and was reached needs no way."""
    rows = visiting_round(store, month).rows
    return [row for row in rows if not row.is_visited and not (row.is_away and row.is_reached)]


def _leader_rows(store: Store, quarter: Quarter, leader: str) -> list[RoundRow]:
    """R8: whom this leader has not seen in the quarter, or with no name nobody's leader."""
    missing = set(quarter_coverage(store, quarter, leader=leader or None).coverage.total.missing)
    month = min(max(current_month(store), quarter.months[0]), quarter.months[-1])
    return [row for row in visiting_round(store, month).rows if row.household.id in missing]


def _topics(store: Store, day: date, *, of_leaders: bool) -> tuple[str, ...]:
    with store.read() as session:
        policy = policy_for(session, day)
    topics = policy.leader_visit_topics if of_leaders else policy.cadre_visit_topics
    return tuple(topic.label for topic in topics)


def _by_group(store: Store, rows: Sequence[RoundRow]) -> tuple[GroupToVisit, ...]:
    """In walking order: by group and head, as the register lists them."""
    place = {one: at for at, one in enumerate(household_ids(store, moved_out=None))}
    ordered = sorted(rows, key=lambda row: place.get(row.household.id, len(place)))
    found: dict[str, list[ToVisit]] = {}
    for row in ordered:
        found.setdefault(row.household.group, []).append(_to_visit(row))
    return tuple(GroupToVisit(label, tuple(homes)) for label, homes in found.items())


def _to_visit(row: RoundRow) -> ToVisit:
    home, said = row.household, [facts for _, facts in row.entries]
    last = said[-1] if said else row.before
    return ToVisit(
        head=home.head,
        phone=home.phone or "",
        persons=home.persons,
        special=tuple(filter(None, home.special_words.split("、"))),
        last_on=row.last_seen,
        last_words=_last_words(last) if last else "",
        is_away=row.is_away,
    )


def _last_words(said: VisitFacts) -> str:
    """What to begin with at the door. The sheet is carried from house to house: what is 内部 or a
    petition stays in the diary."""
    if said.is_internal or said.finding is FindingKind.PETITION:
        return ""
    if said.promise and said.promise_due:
        return f"答应{said.promise}，{chinese_date(said.promise_due)}前办好"
    return said.text or ("无变化" if said.is_unchanged else "")


# -- coverage -----------------------------------------------------------------------------------


def coverage_facts(store: Store, office: OfficeWords, what: str) -> CoverageFacts:
    """R8, R10: coverage of ``2022-04``, of ``2022Q2``, or of a leader's ``2022Q2/赵启明``."""
    when, _, leader = what.partition("/")
    if "Q" in when.upper():
        quarter, name = Quarter.parse(when, _AT), leader or None
        now = quarter_coverage(store, quarter, leader=name)
        before = quarter_coverage(store, before_quarter(store, quarter), leader=name)
    elif leader:
        raise BadValueError(
            "走访覆盖表按季度才能只看一位包村领导。", hint="例如 2022Q2/姓名。", where=_AT
        )
    else:
        month = Month.parse(when, _AT)
        now, before = (
            month_coverage(store, month),
            month_coverage(store, before_month(store, month)),
        )
    earlier = before.coverage.total
    return CoverageFacts(
        office,
        now.label,
        leader,
        tuple(_line(now, number, one) for number, one in now.coverage.groups.items()),
        _figures("合计", now.coverage.total, _heads(now)),
        _figures(before.label, earlier) if earlier.visited else None,
        tuple(VisitorLine(one.name, one.visits, one.visited) for one in now.coverage.visitors),
        store.today(),
    )


def _line(page: CoveragePage, group: int, one: Figures) -> CoverageLine:
    return _figures(group_label(group), one, _heads(page, group))


def _heads(page: CoveragePage, group: int | None = None) -> tuple[str, ...]:
    return tuple(home.head for home in page.missing(group))


def _figures(label: str, one: Figures, missing: tuple[str, ...] = ()) -> CoverageLine:
    return CoverageLine(
        label,
        households=one.households,
        resident=one.resident,
        visited=one.visited,
        visited_resident=one.visited_resident,
        away=one.away,
        contacted=one.contacted,
        by_other_ways=one.by_other_ways,
        missing=missing,
    )
