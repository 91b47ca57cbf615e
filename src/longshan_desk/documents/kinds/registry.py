"""Every paper by its code: its name, what it is made for, and its builder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from longshan_desk.documents.facts import (
    MatterFacts,
    MeetingFacts,
    OfficeWords,
    RegisterFacts,
    ReportFacts,
)
from longshan_desk.documents.kinds import (
    case_file,
    case_meetings,
    case_notices,
    decision_register,
    hearing_notice,
    letters,
    meeting_summary,
    minutes,
    opening_report,
    registers,
    sign_in,
    slips,
)
from longshan_desk.documents.model import Paper
from longshan_desk.documents.pages import POSTER_A3, POSTER_A4, Page
from longshan_desk.documents.procedure_facts import CaseFacts
from longshan_desk.errors import BadValueError, NotFoundError


@dataclass(frozen=True)
class PaperKind:
    code: str
    title: str
    made_for: str
    """hearing, meeting, matter, month … as the command line says it."""
    facts: type[Any]
    build: Callable[..., tuple[Paper, ...]]
    is_posted: bool = False
    """Goes on a wall: passes the gate (“Personal data”) unless full names are chosen."""
    has_poster: bool = False
    folder: str = "说事会"


_CASES = "四议两公开"

_ALL = (
    PaperKind("hearing_notice", hearing_notice.NAME, "hearing", MeetingFacts,
              hearing_notice.build, is_posted=True, has_poster=True),
    PaperKind("sign_in", sign_in.NAME, "meeting", MeetingFacts, sign_in.build),
    PaperKind("opening_report", opening_report.NAME, "hearing", ReportFacts,
              opening_report.build, is_posted=True, has_poster=True),
    PaperKind("hearing_minutes", minutes.HEARING, "hearing", MeetingFacts, minutes.build_hearing),
    PaperKind("meeting_summary", meeting_summary.NAME, "meeting", MeetingFacts,
              meeting_summary.build),
    PaperKind("matter_list", registers.LIST, "month", RegisterFacts, registers.build_lists,
              folder="清单和登记册"),
    PaperKind("register", registers.REGISTER_NAME, "month", RegisterFacts,
              registers.build_register, folder="清单和登记册"),
    PaperKind("assignment_slip", slips.ASSIGNMENT, "matter", MatterFacts, slips.build_assignment,
              folder="事项"),
    PaperKind("feedback_slip", slips.FEEDBACK, "matter", MatterFacts, slips.build_feedback,
              folder="事项"),
    PaperKind("closing_slip", slips.CLOSING, "matter", MatterFacts, slips.build_closing,
              folder="事项"),
    PaperKind("committees_minutes", minutes.COMMITTEES, "meeting", MeetingFacts,
              minutes.build_committees, folder="村“两委”会议"),
    PaperKind("decision_register", decision_register.NAME, "procedure", CaseFacts,
              decision_register.build, folder=_CASES),
    PaperKind("proposal", case_meetings.PROPOSAL, "procedure", CaseFacts,
              case_meetings.build_proposal, folder=_CASES),
    PaperKind("consultation", case_meetings.CONSULTATION, "procedure", CaseFacts,
              case_meetings.build_consultation, folder=_CASES),
    PaperKind("deliberation", case_meetings.DELIBERATION, "procedure", CaseFacts,
              case_meetings.build_deliberation, folder=_CASES),
    PaperKind("resolution", case_meetings.RESOLUTION, "procedure", CaseFacts,
              case_meetings.build_resolution, folder=_CASES),
    PaperKind("resolution_notice", case_notices.RESOLUTION, "procedure", CaseFacts,
              case_notices.build_resolution, is_posted=True, has_poster=True, folder=_CASES),
    PaperKind("progress_notice", case_notices.PROGRESS, "procedure", CaseFacts,
              case_notices.build_progress, is_posted=True, has_poster=True, folder=_CASES),
    PaperKind("outcome_notice", case_notices.OUTCOME, "procedure", CaseFacts,
              case_notices.build_outcome, is_posted=True, has_poster=True, folder=_CASES),
    PaperKind("case_cover", case_file.COVER, "procedure", CaseFacts, case_file.build_cover,
              folder=_CASES),
    PaperKind("request_for_instructions", letters.REQUEST, "matter", MatterFacts,
              letters.build_request, folder="事项"),
    PaperKind("report", letters.REPORT, "matter", MatterFacts, letters.build_report,
              folder="事项"),
    PaperKind("promise", letters.PROMISE, "matter", MatterFacts, letters.build_promise,
              folder="事项"),
    PaperKind("explanation", letters.EXPLANATION, "matter", MatterFacts,
              letters.build_explanation, folder="事项"),
)  # fmt: skip

KINDS: Mapping[str, PaperKind] = {kind.code: kind for kind in _ALL}

HEARING_PAPERS = (
    "hearing_notice", "sign_in", "opening_report", "hearing_minutes", "meeting_summary",
)  # fmt: skip
"""What a hearing gives, in the order in which it is needed."""

POSTERS: Mapping[str, Page] = {"a4": POSTER_A4, "a3": POSTER_A3}


def kind_of(code: str) -> PaperKind:
    if code not in KINDS:
        known = "、".join(f"{kind.code}（{kind.title}）" for kind in _ALL)
        raise NotFoundError(f"没有“{code}”这种文书。", hint=f"可以用：{known}。", where=code)
    return KINDS[code]


def blank_facts(kind: PaperKind, office: OfficeWords) -> Any:
    """Facts of nothing yet: the form to fill in by hand."""
    if kind.facts is MeetingFacts:
        is_hearing = kind.code != "committees_minutes"
        name = "党群说事会" if is_hearing else "村“两委”会议"
        return MeetingFacts(office, name, is_hearing)
    return kind.facts(office)


def built(kind: PaperKind, facts: Any, *, size: str = "") -> tuple[Paper, ...]:
    """The papers of a kind; ``size`` asks for a poster."""
    if not size:
        return kind.build(facts)
    if not kind.has_poster or size not in POSTERS:
        raise BadValueError(
            f"“{kind.title}”没有 {size.upper()} 的张贴版。",
            hint="张贴版有 A4 和 A3，用于通知、通报和公示。",
            where="--size",
        )
    from longshan_desk.documents.posters import poster

    return tuple(poster(paper, POSTERS[size]) for paper in kind.build(facts))
