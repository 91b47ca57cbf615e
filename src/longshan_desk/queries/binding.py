"""迎检成册 (R39): what a time has of papers, month by month, and first of all what is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from longshan_desk.data.store import Store
from longshan_desk.documents.model import Paper
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import MeetingKind
from longshan_desk.errors import BadValueError
from longshan_desk.queries.issued_papers import issued_paper, latest_issue
from longshan_desk.queries.meetings import MeetingPage, list_meetings, meeting_page
from longshan_desk.queries.prepared import prepared

_OF_HEARING = (
    "hearing_notice", "sign_in", "opening_report", "hearing_minutes", "meeting_summary",
)  # fmt: skip
_OF_COMMITTEES = ("sign_in", "committees_minutes")
_OF_MONTH = ("matter_list", "register")


@dataclass(frozen=True)
class BoundMonth:
    month: Month
    papers: tuple[Paper, ...]


@dataclass(frozen=True)
class Binding:
    first: Month
    last: Month
    missing: tuple[str, ...]
    months: tuple[BoundMonth, ...]


def binding(store: Store, first: str, last: str, kinds: Collection[str] = ()) -> Binding:
    """All papers from one month to another; those that were issued as they were issued."""
    start, end = Month.parse(first, "--from"), Month.parse(last, "--to")
    if end < start:
        raise BadValueError("结束的月份早于开始的月份。", hint="请核对。", where="--to")
    found: list[BoundMonth] = []
    missing: list[str] = []
    month = start
    while month <= end:
        pages = _hearings(store, month)
        missing += _gaps(month, pages)
        wanted = [one for one in _wanted(month, pages) if not kinds or one[0] in kinds]
        papers = tuple(paper for code, for_id in wanted for paper in _papers(store, code, for_id))
        found.append(BoundMonth(month, papers))
        month = month.next()
    return Binding(start, end, tuple(missing), tuple(found))


def _hearings(store: Store, month: Month) -> list[MeetingPage]:
    rows = list_meetings(store, kind=MeetingKind.HEARING)
    return [meeting_page(store, row.id) for row in reversed(rows) if row.month == str(month)]


def _gaps(month: Month, pages: list[MeetingPage]) -> Iterator[str]:
    if not pages:
        yield f"{month.label}没有说事会。"
    for page in pages:
        if not page.row.is_closed:
            yield f"{month.label}说事会还没有收尾。"
        if not page.committees:
            yield f"{month.label}说事会以后没有村“两委”会议。"
        if not any(row.id for row in page.attendance):
            yield f"{month.label}说事会没有签到。"


def _wanted(month: Month, pages: list[MeetingPage]) -> Iterator[tuple[str, str]]:
    for page in pages:
        yield from ((code, page.row.id) for code in _OF_HEARING)
        for meeting in page.committees:
            yield from ((code, meeting.id) for code in _OF_COMMITTEES)
    if pages:
        yield from ((code, str(month)) for code in _OF_MONTH)


def _papers(store: Store, code: str, for_id: str) -> Iterator[Paper]:
    for paper in prepared(store, code, for_id).papers:
        issued = latest_issue(store, code, for_id, title=paper.name)
        yield issued_paper(store, issued.id)[1] if issued else paper
