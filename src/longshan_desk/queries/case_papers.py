"""The facts of a 四议两公开 case for its papers (P9–P12), as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from longshan_desk.data.procedures import require_procedure
from longshan_desk.data.store import Store
from longshan_desk.documents.facts import Attendee, OfficeWords
from longshan_desk.documents.procedure_facts import (
    CaseFacts,
    CaseMeeting,
    CaseNotice,
    Objection,
    ProgressLine,
    Speech,
)
from longshan_desk.domain.procedure import Implementation, Posting, ProcedureState
from longshan_desk.domain.procedure_labels import Deed, Notice
from longshan_desk.domain.redaction import unnamed
from longshan_desk.errors import NotFoundError
from longshan_desk.queries.attendees import meeting_attendees
from longshan_desk.queries.matters import matter_id, names_of_shy
from longshan_desk.queries.meetings import meeting_page
from longshan_desk.queries.procedures import (
    MeetingLine,
    ProcedurePage,
    procedure_page,
    procedures_of_matter,
)


def procedure_named(store: Store, key: str) -> str:
    """The id of the decision that is meant: by its own id, or by its matter's number or id."""
    try:
        with store.read() as session:
            return require_procedure(session, key).id
    except NotFoundError:
        held = procedures_of_matter(store, matter_id(store, key))
    if not held:
        raise NotFoundError(
            f"事项 {key} 还没有进入四议两公开。",
            hint="请先在事项页按“进入四议两公开”，或用 procedure new。",
            where=key,
        )
    return held[-1]


def case_facts(store: Store, office: OfficeWords, key: str) -> CaseFacts:
    """Everything the papers of a case say; what has not happened yet is left empty."""
    page = procedure_page(store, procedure_named(store, key))
    state, now = page.state, page.state.implementation
    lists = _attendance(store, page)
    facts = CaseFacts(
        office,
        subject=page.row.title,
        number=page.row.number or "",
        type_label=page.type.label,
        motive=page.row.motion,
        cause=page.first_proposal if page.first_proposal != page.row.title else "",
        meetings=tuple(
            _meeting(line, put, lists, len(page.photos.get(line.held.fact.meeting_id or "", ())))
            for line, put in zip(page.meetings, _proposals(page), strict=True)
        ),
        override=_override(page),
        authority=page.authority.words if page.authority else "",
        rules=page.rules.title,
        resolution_notice=_notice(page, Notice.RESOLUTION_NOTICE),
        progress_notices=tuple(
            _posted(page, one) for one in state.postings if one.notice is Notice.PROGRESS_NOTICE
        ),
        outcome_notice=_notice(page, Notice.OUTCOME_NOTICE),
        responsible=now.who if now else "",
        due_on=now.due_on if now else None,
        progress=_progress(now),
        spent=now.spent if now else None,
        accepted_on=now.accepted_on if now else None,
        acceptance=(now.acceptance or "") if now else "",
        result=now.progress[-1].text if now and now.progress else "",
        began_on=page.row.began_on,
        closed_on=state.closed_on,
        answer_days=page.rules.objection.days,
        made_on=store.today(),
    )
    shy = names_of_shy(store, [page.row.matter_id]) if page.row.matter_id else {}
    return _unnamed(facts, shy[page.row.matter_id or ""]) if shy else facts


_FREE_WORDS = frozenset(
    ("subject", "cause", "override", "acceptance", "result", "text", "amendments", "opinion",
     "answer", "meetings", "speeches", "resolution_notice", "progress_notices", "outcome_notice",
     "objections", "progress")
)  # fmt: skip


def _unnamed(value: Any, shy: Sequence[str]) -> Any:
    """R54: nothing that was written down names the raiser; who came and who chaired stay."""
    if isinstance(value, str):
        return unnamed(value, shy)
    if isinstance(value, tuple):
        return tuple(_unnamed(one, shy) for one in value)
    if value is None:
        return None
    told = [each.name for each in fields(value) if each.name in _FREE_WORDS]
    return replace(value, **{name: _unnamed(getattr(value, name), shy) for name in told})


def _attendance(store: Store, page: ProcedurePage) -> Mapping[str, tuple[Attendee, ...]]:
    ids = {line.held.fact.meeting_id for line in page.meetings if line.held.fact.meeting_id}
    pages = {one: meeting_page(store, one) for one in sorted(ids)}
    with store.read() as session:
        return {one: meeting_attendees(session, held) for one, held in pages.items()}


def _proposals(page: ProcedurePage) -> Iterator[str]:
    """What each meeting had before it: the round's proposal with the amendments made so far."""
    put = page.first_proposal
    for fact in page.facts:
        if fact.deed is Deed.ROUND:
            put = fact.text or put
        elif fact.deed is Deed.STEP:
            yield put
            put = fact.data.get("amendment") or put


def _meeting(
    line: MeetingLine, proposal: str, lists: Mapping[str, tuple[Attendee, ...]], scans: int
) -> CaseMeeting:
    held, data = line.held, line.held.fact.data
    lapsed = held.lapsed
    return CaseMeeting(
        held.step,
        held.body.label,
        held.round,
        held.on,
        held.starts_at,
        held.ended_at,
        place=data.get("place") or "",
        chair=data.get("chair") or "",
        recorder=data.get("recorder") or "",
        form=held.form,
        expected=held.votes.expected,
        expected_reason=data.get("reason") or "",
        present=held.votes.present,
        in_favour=None if lapsed else held.votes.in_favour,
        against=None if lapsed else held.votes.against,
        abstained=None if lapsed else held.votes.abstained,
        attendees=lists.get(held.fact.meeting_id or "", ()),
        scans=scans,
        township=tuple(data.get("township") or ()),
        text=held.fact.text or proposal,
        speeches=tuple(Speech(one["speaker"], one["text"]) for one in data.get("speeches") or ()),
        amendments=(held.amendment,) if held.amendment else (),
        verdict=held.verdict.words,
        passed=held.passed,
        is_late=line.is_entered_late,
    )


def _override(page: ProcedurePage) -> str:
    """R30: which body decided instead, why, and what the law says."""
    if not page.state.overrides:
        return ""
    last = page.state.overrides[-1]
    competent = "、".join(body.label for body in page.type.competent)
    return (
        f"依照{page.type.source}，这类事项应由{competent}决定；"
        f"本项由{last.body.label}决议，理由：{last.reason}"
    )


def _notice(page: ProcedurePage, notice: Notice) -> CaseNotice | None:
    """The last posting; before that, what was drafted."""
    state = page.state
    posted = [one for one in state.postings if one.notice is notice]
    if posted:
        return _posted(page, posted[-1])
    drafts = [one for one in state.drafts if one.notice is notice]
    return _watched(state, notice, CaseNotice(drafts[-1].text)) if drafts else None


def _posted(page: ProcedurePage, one: Posting) -> CaseNotice:
    notice = CaseNotice(
        text=one.fact.text or "",
        posted_from=one.from_on,
        posted_until=one.until_on,
        place=one.where,
        taken_down_on=one.taken_down_on,
        photos=len(page.photos.get(one.id, ())),
        objections=tuple(
            Objection(each.by, each.on, each.text, each.answer or "", each.answered_on)
            for each in one.objections
        ),
    )
    return _watched(page.state, one.notice, notice)


def _watched(state: ProcedureState, kind: Notice, notice: CaseNotice) -> CaseNotice:
    """With what the oversight committee said of it (R31)."""
    said = [one for one in state.opinions if one.notice is kind]
    if not said:
        return notice
    last = said[-1]
    return replace(notice, opinion=last.text, opinion_by=last.by, opinion_on=last.on)


def _progress(now: Implementation | None) -> tuple[ProgressLine, ...]:
    return tuple(ProgressLine(one.on, one.text, one.spent) for one in now.progress) if now else ()
