"""迎检成册 (R39): what a time has of papers, month by month, and first of all what is missing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.documents.kinds.registry import HEARING_PAPERS
from longshan_desk.documents.model import Paper
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import MeetingKind
from longshan_desk.errors import BadValueError
from longshan_desk.queries.issued_papers import issued_paper, latest_issue
from longshan_desk.queries.meetings import MeetingPage, list_meetings, meeting_page
from longshan_desk.queries.prepared import prepared

_OF_COMMITTEES = ("sign_in", "committees_minutes")
_OF_MONTH = ("matter_list", "register")
BOUND_KINDS = tuple(dict.fromkeys((*HEARING_PAPERS, *_OF_COMMITTEES, *_OF_MONTH)))
"""What a volume is bound of, in its order."""

Step = Callable[[int, int, str], object]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a volume ought to hold; ``meeting_id`` is where it can be made good."""

    text: str
    meeting_id: str = ""


@dataclass(frozen=True)
class BoundMonth:
    month: Month
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Binding:
    first: Month
    last: Month
    missing: tuple[Gap, ...]
    months: tuple[BoundMonth, ...]

    @property
    def period(self) -> str:
        first, last = self.first.label, self.last.label
        return first if first == last else f"{first}至{last}"


def matter_months(store: Store) -> list[str]:
    """The months that have numbered matters, the newest first."""
    statement = select(Matter.month).where(is_shown(Matter), Matter.number.is_not(None))
    with store.read() as session:
        return sorted(set(session.execute(statement.distinct()).scalars()), reverse=True)


def bound_months(store: Store) -> list[str]:
    """Every month from the first hearing or matter until today, the newest first."""
    today = Month.of(store.today())
    hearings = [row.month for row in list_meetings(store, kind=MeetingKind.HEARING)]
    month = min([*(Month.parse(one) for one in (*hearings, *matter_months(store))), today])
    found = [str(month)]
    while month < today:
        month = month.next()
        found.append(str(month))
    return found[::-1]


def missing_in(store: Store, first: str, last: str) -> list[Gap]:
    """R39: what a volume of these months would lack, before anything is made."""
    return [gap for month in _span(first, last) for gap in _gaps(month, _hearings(store, month))]


def binding(
    store: Store, first: str, last: str, kinds: Collection[str] = (), *, step: Step | None = None
) -> Binding:
    """All papers from one month to another; those that were issued as they were issued."""
    months = _span(first, last)
    found: list[BoundMonth] = []
    missing: list[Gap] = []
    for count, month in enumerate(months):
        if step is not None:
            step(count, len(months), month.label)
        pages = _hearings(store, month)
        missing += _gaps(month, pages)
        wanted = [one for one in _wanted(month, pages) if not kinds or one[0] in kinds]
        papers = tuple(paper for code, for_id in wanted for paper in _papers(store, code, for_id))
        found.append(BoundMonth(month, papers))
    return Binding(months[0], months[-1], tuple(missing), tuple(found))


def _span(first: str, last: str) -> list[Month]:
    """Raises BadValueError where the end lies before the beginning."""
    month, end = Month.parse(first, "--from"), Month.parse(last, "--to")
    if end < month:
        raise BadValueError("结束的月份早于开始的月份。", hint="请核对。", where="--to")
    found = [month]
    while month < end:
        month = month.next()
        found.append(month)
    return found


def _hearings(store: Store, month: Month) -> list[MeetingPage]:
    rows = list_meetings(store, kind=MeetingKind.HEARING)
    return [meeting_page(store, row.id) for row in reversed(rows) if row.month == str(month)]


def _gaps(month: Month, pages: list[MeetingPage]) -> Iterator[Gap]:
    if not pages:
        yield Gap(f"{month.label}没有说事会。")
    for page in pages:
        here = page.row.id
        if not page.row.is_closed:
            yield Gap(f"{month.label}说事会还没有收尾。", here)
        if not page.committees:
            yield Gap(f"{month.label}说事会以后没有村“两委”会议。", here)
        if not any(row.id for row in page.attendance):
            yield Gap(f"{month.label}说事会没有签到。", here)


def _wanted(month: Month, pages: list[MeetingPage]) -> Iterator[tuple[str, str]]:
    for page in pages:
        yield from ((code, page.row.id) for code in HEARING_PAPERS)
        for meeting in page.committees:
            yield from ((code, meeting.id) for code in _OF_COMMITTEES)
    if pages:
        yield from ((code, str(month)) for code in _OF_MONTH)


def _papers(store: Store, code: str, for_id: str) -> Iterator[Paper]:
    for paper in prepared(store, code, for_id).papers:
        issued = latest_issue(store, code, for_id, title=paper.name)
        yield issued_paper(store, issued.id)[1] if issued else paper
