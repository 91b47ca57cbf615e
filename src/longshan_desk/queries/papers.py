"""The facts of every paper, read from the desk's records for one day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from longshan_desk.data import records
from longshan_desk.data.roster import secretary_on
from longshan_desk.data.store import Store
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.wording import OFFICE_KIND, changed_wording
from longshan_desk.documents.facts import (
    Attendee,
    MatterFacts,
    MatterLine,
    MeetingFacts,
    OfficeWords,
    RegisterFacts,
    ReportFacts,
    Said,
    StepWords,
)
from longshan_desk.documents.kinds.registry import PaperKind, blank_facts
from longshan_desk.documents.office_papers import CorrectionFacts, FilingFacts, SealFacts
from longshan_desk.documents.procedure_facts import CaseFacts
from longshan_desk.documents.wording import OFFICE, Worded
from longshan_desk.domain.calendar import Month, chinese_date
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.labels import (
    Act,
    Answer,
    AttendanceState,
    FeedbackWay,
    FindingKind,
    ItemKind,
    MeetingKind,
    OfficeKind,
    Outcome,
    TownshipAct,
)
from longshan_desk.domain.matter_words import move_words, status_words
from longshan_desk.domain.redaction import SOMEBODY, unnamed
from longshan_desk.domain.township import township_words
from longshan_desk.errors import BadValueError, NotFoundError
from longshan_desk.queries import diary_papers, handover_papers, ledger_papers, visit_papers
from longshan_desk.queries.attendees import meeting_attendees, roster_attendees
from longshan_desk.queries.case_papers import case_facts
from longshan_desk.queries.matter_page import MatterPage, TimelineEntry, matter_page
from longshan_desk.queries.matters import (
    MatterFilter,
    MatterRow,
    list_matters,
    matter_rows,
    names_of_shy,
)
from longshan_desk.queries.meetings import ItemRow, MeetingPage, meeting_page
from longshan_desk.queries.members import party_members
from longshan_desk.queries.notice_day import notice_day
from longshan_desk.queries.office_papers import correction_facts, filing_facts, seal_facts
from longshan_desk.queries.opening_report import OpeningReport, opening_report
from longshan_desk.queries.voted_items import voted_items

_OFFICE_ACTS = frozenset({Act.EDIT, Act.CORRECT, Act.CONTACT})


def facts_for(store: Store, kind: PaperKind, for_id: str) -> object:
    """What this paper is filled from; ``for_id`` is what ``kind.made_for`` says."""
    return _worded(store, kind, _facts_for(store, kind, for_id))


def _worded(store: Store, kind: PaperKind, facts: Any) -> Any:
    """With the words that the office chose for this paper."""
    if not isinstance(facts, Worded):
        return facts
    with store.read() as session:
        return replace(facts, wording=kind.wording.changed(changed_wording(session, kind.code)))


def _facts_for(store: Store, kind: PaperKind, for_id: str) -> object:
    if kind.facts is MatterFacts:
        return matter_facts(store, for_id)
    if kind.facts is RegisterFacts:
        return register_facts(store, for_id)
    if kind.made_for == "hearing":
        _require_hearing(store, kind, for_id)
    if kind.facts is ReportFacts:
        return report_facts(store, for_id)
    if kind.facts is CaseFacts:
        return case_facts(store, office_words(store), for_id)
    if kind.facts is CorrectionFacts:
        return correction_facts(store, office_words(store), for_id)
    if kind.facts is SealFacts:
        return seal_facts(store, office_words(store), for_id)
    if kind.facts is FilingFacts:
        return filing_facts(store, office_words(store), for_id)
    if kind.code in _BY_CODE:
        return _BY_CODE[kind.code](store, office_words(store), for_id)
    return meeting_facts(store, for_id)


_BY_CODE: Mapping[str, Callable[[Store, OfficeWords, str], object]] = {
    "diary_entry": diary_papers.entry_facts,
    "diary_month": diary_papers.month_facts,
    "visit_plan": visit_papers.plan_facts,
    "coverage_table": visit_papers.coverage_facts,
    "work_ledger": ledger_papers.ledger_facts,
    "handover_slip": handover_papers.slip_facts,
    "receipt": handover_papers.receipt_facts,
    "sealed_slip": handover_papers.sealed_facts,
}


def _require_hearing(store: Store, kind: PaperKind, meeting_id: str) -> None:
    with store.read() as session:
        meeting = records.require(session, Meeting, meeting_id, "说事会")
        if meeting.kind is not MeetingKind.HEARING:
            raise NotFoundError(
                f"这次会议不是说事会，没有“{kind.title}”。",
                hint="请选一次党群说事会；其他会议有签到表、会议记录和会议纪要。",
                where=meeting_id,
            )


def blank_for(store: Store, kind: PaperKind) -> object:
    """R52: the form to fill in by hand; sign-in lists keep the roster of today."""
    facts = _worded(store, kind, blank_facts(kind, office_words(store)))
    if kind.code == "sign_in" and isinstance(facts, MeetingFacts):
        people = roster_attendees(store)
        return replace(facts, attendees=people, expected=len(people))
    return facts


def office_words(store: Store) -> OfficeWords:
    with store.read() as session:
        return _office(session)


def _office(session: Session) -> OfficeWords:
    row = records.office(session)
    is_community = row.kind is OfficeKind.COMMUNITY
    wording = OFFICE.changed(changed_wording(session, OFFICE_KIND))
    return OfficeWords(row.name, row.township or "", row.phone or "", is_community, wording=wording)


# -- meetings -------------------------------------------------------------------------------


def meeting_facts(store: Store, meeting_id: str) -> MeetingFacts:
    page = meeting_page(store, meeting_id)
    is_hearing = page.row.kind is MeetingKind.HEARING
    with store.read() as session:
        attendees = meeting_attendees(session, page)
        expected = [one for one in attendees if one.state is not AttendanceState.OBSERVER]
        facts = MeetingFacts(
            office=_office(session),
            kind=page.row.title,
            is_hearing=is_hearing,
            on=page.row.on,
            month=_month_words(page.row.month),
            starts_at=page.starts_at,
            ended_at=page.ended_at,
            place=page.row.place or "",
            chair=page.row.chair or _chair_expected(session, page.row.on),
            chair_reason=page.chair_reason or "",
            recorder=page.recorder or "",
            expected=len(expected),
            attendees=attendees,
            items=_items(store, page),
            moved=_moved(page),
            hearing_on=_hearing_day(session, page),
            due=_due_words(page, is_hearing),
            is_late=page.is_entered_late,
            posted_on=notice_day(session, meeting_id, page.row.on, store.today()),
        )
    if facts.has_party_day:
        facts = _with_party(store, facts)
    if is_hearing:
        report = report_facts(store, meeting_id)
        facts = replace(facts, report=report if report.closed or report.open else None)
    return facts


def _with_party(store: Store, facts: MeetingFacts) -> MeetingFacts:
    """R36: the party's members are expected too; on the sign-in those of no office stand apart."""
    members = party_members(store, facts.on or store.today())
    named = {one.name for one in facts.attendees}
    more = tuple(
        Attendee(name, "党员", AttendanceState.PRESENT, "", "其他党员")
        for name in members
        if name not in named
    )
    return replace(facts, party_members=members, members_to_sign=more)


def _month_words(month: str) -> str:
    return f"{Month.parse(month).year}年{Month.parse(month).month}月"


def _chair_expected(session: Session, day: date) -> str:
    secretary = secretary_on(session, day)
    return secretary.name if secretary else ""


def _hearing_day(session: Session, page: MeetingPage) -> date | None:
    hearing = session.get(Meeting, page.hearing_id) if page.hearing_id else None
    return hearing.on if hearing else None


def _due_words(page: MeetingPage, is_hearing: bool) -> str:
    due = page.committees_due
    if due is None:
        return ""
    if is_hearing:
        return f"{chinese_date(due.on)}前召开（{due.rule}）"
    return f"本次会议比期限（{due.rule}）晚{page.late_days}天。" if page.late_days else ""


def _moved(page: MeetingPage) -> str:
    if not page.moves:
        return ""
    last = page.moves[-1]
    return f"原定{chinese_date(last.from_on)}的会议，因{last.reason}，改期举行"


def _items(store: Store, page: MeetingPage) -> tuple[Said, ...]:
    """The rows as they stood on the meeting's day: who was to act, and until when."""
    ids = [item.matter_id for item in page.items if item.matter_id and item.decision]
    then = {row.id: row for row in matter_rows(store, ids, on=page.row.on)}
    voted = voted_items(store, page.row.id)
    return tuple(
        voted.get(item.id) or _said(item, page, then.get(item.matter_id or ""))
        for item in page.items
    )


def _said(item: ItemRow, page: MeetingPage, row: MatterRow | None) -> Said:
    raised = SOMEBODY if item.is_anonymous else (item.speaker or "、".join(item.raisers))
    is_matter = item.kind in (ItemKind.MATTER, ItemKind.ANSWER)
    text = (item.words if is_matter else item.text) or item.text or item.words or ""
    shy = item.raisers if item.is_anonymous else ()
    return Said(
        kind=item.kind,
        speaker=raised or "",
        text=unnamed(text, shy),
        result=unnamed(item.result or "", shy),
        answerer=item.answerer or "",
        number=item.number or "",
        title=unnamed(item.summary or item.words or "", shy),
        list_kind=item.list_kind,
        topic=item.topic.label if item.topic else "",
        decision=item.decision,
        responsible=(row.responsible if row else None) or "",
        due_on=row.due_on if row else None,
        voided=item.voided_reason or "",
        is_late=bool(page.row.closed_on and item.entered_on > page.row.closed_on),
        is_petition=item.finding is FindingKind.PETITION,
    )


# -- lists ----------------------------------------------------------------------------------


def report_facts(store: Store, hearing_id: str) -> ReportFacts:
    report = opening_report(store, hearing_id)
    figures = report.figures
    shy = names_of_shy(store, [row.id for row in (*report.closed, *report.open)])
    return ReportFacts(
        office=office_words(store),
        on=report.on,
        period=report.period,
        month=_month_of(store, report),
        heard=figures.heard,
        overdue=figures.overdue,
        cancelled_off=figures.cancelled_off,
        formula=figures.formula,
        closed=tuple(_line(row, shy) for row in report.closed),
        open=tuple(_line(row, shy, report.on) for row in report.open),
    )


def _month_of(store: Store, report: OpeningReport) -> str:
    with store.read() as session:
        return _month_words(records.require(session, Meeting, report.hearing_id, "说事会").month)


def register_facts(store: Store, period: str) -> RegisterFacts:
    """The register of a month (``2022-04``), a year (``2022``), or of a hearing (its id)."""
    day = store.today()
    if len(period) == 4 and period.isdigit():
        rows = [row for row in list_matters(store) if row.heard_on.year == int(period)]
        words = f"{period}年"
    else:
        month = _month_named(store, period)
        rows = list_matters(store, MatterFilter(month=month))
        words = _month_words(month)
    rows = [row for row in rows if row.number and row.outcome is not Outcome.VOID]
    shy = names_of_shy(store, [row.id for row in rows])
    lines = tuple(_line(row, shy) for row in rows)
    return RegisterFacts(office_words(store), words, lines, day)


def _month_named(store: Store, period: str) -> str:
    if len(period) == 32:
        with store.read() as session:
            return records.require(session, Meeting, period, "说事会").month
    try:
        return str(Month.parse(period))
    except BadValueError:
        raise BadValueError(
            f"“{period}”不是月份、年份或说事会。", hint="请写成 2022-04 或 2022。", where="--for"
        ) from None


def _line(
    row: MatterRow, shy: Mapping[str, tuple[str, ...]], day: date | None = None
) -> MatterLine:
    is_cancelled = row.cancelled_on is not None
    hidden = shy.get(row.id, ())
    return MatterLine(
        number=row.number or "",
        title=unnamed(row.title, hidden),
        words=unnamed(row.words, hidden),
        topic=row.topic.label,
        list_kind=row.list_kind,
        raiser=row.raiser,
        group=group_label(row.group_no) if row.group_no and row.raiser != SOMEBODY else "",
        heard_on=row.heard_on,
        status=status_words(
            row.stage,
            row.outcome,
            awaits_feedback=row.feedback_due is not None,
            cancelled=is_cancelled,
        ),
        outcome=row.outcome.label if row.outcome else "",
        responsible=row.responsible or "",
        due_on=row.due_on,
        closed_on=row.closed_on,
        result=unnamed(row.result or "", hidden),
        awaits_feedback=row.feedback_due is not None,
        cancelled_on=row.cancelled_on,
        is_late=bool(day and row.due_on and row.due_on < day),
        is_promised=row.outcome is Outcome.PROMISED,
        is_petition=row.finding is FindingKind.PETITION,
        township=unnamed(_above(row), hidden),
    )


def _above(row: MatterRow) -> str:
    is_open = row.closed_on is None
    return township_words(row.township) if row.township and is_open else ""


# -- one matter -----------------------------------------------------------------------------


def matter_facts(store: Store, key: str) -> MatterFacts:
    page = matter_page(store, key)
    state = page.state
    with store.read() as session:
        secretary = secretary_on(session, store.today())
    answer = state.answer.label if state.answer and state.answer is not Answer.NONE else ""
    shy = (*page.raisers, page.contact_name or "") if page.is_anonymous else ()
    facts = replace(
        MatterFacts(
            office=office_words(store),
            line=replace(_line(page.row, {page.row.id: shy}), answer=answer),
            source=page.source.label,
            signatures=page.signatures,
            contact="" if page.is_anonymous else page.contact_name or "",
            contact_phone="" if page.is_anonymous else page.contact_phone or "",
            made_on=store.today(),
            answer=answer,
            secretary=secretary.name if secretary else "",
        ),
        **_from_timeline(page),
    )
    return _without_names(facts, shy) if shy else facts


def _without_names(facts: MatterFacts, shy: tuple[str, ...]) -> MatterFacts:
    """R54: nothing of what was written down in the course of it names the raiser either."""
    told: dict[str, Any] = {name: unnamed(getattr(facts, name), shy) for name in _FREE_WORDS}
    steps = tuple(replace(step, text=unnamed(step.text, shy)) for step in facts.steps)
    return replace(facts, steps=steps, **told)


_FREE_WORDS = ("promise", "measures", "reason", "basis", "report", "reopened")


def _from_timeline(page: MatterPage) -> dict[str, Any]:
    found: dict[str, Any] = {
        "steps": tuple(
            StepWords(one.on, one.act.label, _step_text(one), one.by)
            for one in page.timeline
            if one.act not in _OFFICE_ACTS
        )
    }
    for one in page.timeline:
        read = _READERS.get(one.act)
        if read is not None:
            found |= read(one)
    if page.is_anonymous:
        found["told_to"] = SOMEBODY if found.get("told_to") else ""
    return found


def _step_text(one: TimelineEntry) -> str:
    return move_words(one.act, one.data, one.text)


def _assigned(one: TimelineEntry) -> dict[str, Any]:
    return {"assigned_on": one.on, "assigned_by": one.by}


def _promised(one: TimelineEntry) -> dict[str, Any]:
    due = one.data.get("due")
    return {
        "promise": one.text or "",
        "measures": str(one.data.get("measures") or ""),
        "promised_by": str(one.data.get("by") or ""),
        "promised_due": date.fromisoformat(str(due)) if due else None,
        "promised_on": one.on,
    }


def _explained(one: TimelineEntry) -> dict[str, Any]:
    return {
        "reason": str(one.data.get("reason") or one.text or ""),
        "basis": str(one.data.get("basis") or ""),
    }


def _told(one: TimelineEntry) -> dict[str, Any]:
    way = str(one.data.get("way") or "")
    label = FeedbackWay(way).label if way in set(FeedbackWay) else way
    return {"told_on": one.on, "told_way": label, "told_to": str(one.data.get("to") or "")}


def _reported(one: TimelineEntry) -> dict[str, Any]:
    return {"report": one.text or "", "reported_on": one.on}


def _reopened(one: TimelineEntry) -> dict[str, Any]:
    return {"reopened": str(one.data.get("reason") or "")}


def _replied(one: TimelineEntry) -> dict[str, Any]:
    return {"basis": str(one.data.get("basis") or "")}


_READERS: dict[Act | TownshipAct, Callable[[TimelineEntry], dict[str, Any]]] = {
    Act.ASSIGN: _assigned,
    Act.PROMISE: _promised,
    Act.EXPLAIN: _explained,
    Act.FEEDBACK: _told,
    Act.REPORT: _reported,
    Act.REOPEN: _reopened,
    Act.REPLY: _replied,
}


__all__ = [
    "blank_for",
    "facts_for",
    "matter_facts",
    "meeting_facts",
    "office_words",
    "register_facts",
    "report_facts",
]
