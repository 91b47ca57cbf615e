"""Every paper by its code: its name, what it is made for, and its builder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from longshan_desk.documents.facts import (
    MatterFacts,
    MeetingFacts,
    OfficeWords,
    RegisterFacts,
    ReportFacts,
)
from longshan_desk.documents.handover_facts import HandoverFacts
from longshan_desk.documents.kinds import (
    case_file,
    case_meetings,
    case_notices,
    correction_notice,
    decision_register,
    diary,
    filing_catalogue,
    handover,
    hearing_notice,
    letters,
    meeting_summary,
    minutes,
    opening_report,
    party_day,
    registers,
    seal_register,
    sealed_slip,
    sign_in,
    slips,
    visiting,
    work_ledger,
)
from longshan_desk.documents.model import Paper
from longshan_desk.documents.office_papers import CorrectionFacts, FilingFacts, SealFacts
from longshan_desk.documents.pages import POSTER_A3, POSTER_A4, Page
from longshan_desk.documents.procedure_facts import CaseFacts
from longshan_desk.documents.visit_facts import (
    CoverageFacts,
    DiaryFacts,
    LedgerFacts,
    VisitPlanFacts,
)
from longshan_desk.documents.wording import (
    Wording,
)
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
    wording: Wording = field(default=Wording())
    """What of its words an office may change."""


_CASES = "四议两公开"
_EXCHANGE = "U盘交接"
_VISITS = "走访日记"

_ALL = (
    PaperKind("hearing_notice", hearing_notice.NAME, "hearing", MeetingFacts,
              hearing_notice.build, is_posted=True, has_poster=True,
              wording=hearing_notice.WORDING),
    PaperKind("sign_in", sign_in.NAME, "meeting", MeetingFacts, sign_in.build,
              wording=sign_in.WORDING),
    PaperKind("opening_report", opening_report.NAME, "hearing", ReportFacts,
              opening_report.build, is_posted=True, has_poster=True,
              wording=opening_report.WORDING),
    PaperKind("hearing_minutes", minutes.HEARING, "hearing", MeetingFacts, minutes.build_hearing,
              wording=minutes.HEARING_WORDING),
    PaperKind("party_day_minutes", party_day.NAME, "meeting", MeetingFacts, party_day.build,
              wording=party_day.WORDING),
    PaperKind("meeting_summary", meeting_summary.NAME, "meeting", MeetingFacts,
              meeting_summary.build,
              wording=meeting_summary.WORDING),
    PaperKind("matter_list", registers.LIST, "month", RegisterFacts, registers.build_lists,
              folder="清单和登记册",
              wording=registers.LIST_WORDING),
    PaperKind("register", registers.REGISTER_NAME, "month", RegisterFacts,
              registers.build_register, folder="清单和登记册",
              wording=registers.REGISTER_WORDING),
    PaperKind("assignment_slip", slips.ASSIGNMENT, "matter", MatterFacts, slips.build_assignment,
              folder="事项",
              wording=slips.ASSIGNMENT_WORDING),
    PaperKind("feedback_slip", slips.FEEDBACK, "matter", MatterFacts, slips.build_feedback,
              folder="事项",
              wording=slips.FEEDBACK_WORDING),
    PaperKind("closing_slip", slips.CLOSING, "matter", MatterFacts, slips.build_closing,
              folder="事项",
              wording=slips.CLOSING_WORDING),
    PaperKind("committees_minutes", minutes.COMMITTEES, "meeting", MeetingFacts,
              minutes.build_committees, folder="村“两委”会议",
              wording=minutes.COMMITTEES_WORDING),
    PaperKind("decision_register", decision_register.NAME, "procedure", CaseFacts,
              decision_register.build, folder=_CASES,
              wording=decision_register.WORDING),
    PaperKind("proposal", case_meetings.PROPOSAL, "procedure", CaseFacts,
              case_meetings.build_proposal, folder=_CASES,
              wording=case_meetings.PROPOSAL_WORDING),
    PaperKind("consultation", case_meetings.CONSULTATION, "procedure", CaseFacts,
              case_meetings.build_consultation, folder=_CASES,
              wording=case_meetings.CONSULTATION_WORDING),
    PaperKind("deliberation", case_meetings.DELIBERATION, "procedure", CaseFacts,
              case_meetings.build_deliberation, folder=_CASES,
              wording=case_meetings.DELIBERATION_WORDING),
    PaperKind("resolution", case_meetings.RESOLUTION, "procedure", CaseFacts,
              case_meetings.build_resolution, folder=_CASES,
              wording=case_meetings.RESOLUTION_WORDING),
    PaperKind("resolution_notice", case_notices.RESOLUTION, "procedure", CaseFacts,
              case_notices.build_resolution, is_posted=True, has_poster=True,
              folder=_CASES, wording=case_notices.RESOLUTION_WORDING),
    PaperKind("progress_notice", case_notices.PROGRESS, "procedure", CaseFacts,
              case_notices.build_progress, is_posted=True, has_poster=True,
              folder=_CASES, wording=case_notices.PROGRESS_WORDING),
    PaperKind("outcome_notice", case_notices.OUTCOME, "procedure", CaseFacts,
              case_notices.build_outcome, is_posted=True, has_poster=True,
              folder=_CASES, wording=case_notices.OUTCOME_WORDING),
    PaperKind("case_file", case_file.NAME, "procedure", CaseFacts, case_file.build,
              folder=_CASES, wording=case_file.COVER_WORDING),
    PaperKind("case_cover", case_file.COVER, "procedure", CaseFacts, case_file.build_cover,
              folder=_CASES, wording=case_file.COVER_WORDING),
    PaperKind("request_for_instructions", letters.REQUEST, "matter", MatterFacts,
              letters.build_request, folder="事项",
              wording=letters.REQUEST_WORDING),
    PaperKind("report", letters.REPORT, "matter", MatterFacts, letters.build_report,
              folder="事项",
              wording=letters.REPORT_WORDING),
    PaperKind("promise", letters.PROMISE, "matter", MatterFacts, letters.build_promise,
              folder="事项",
              wording=letters.PROMISE_WORDING),
    PaperKind("explanation", letters.EXPLANATION, "matter", MatterFacts,
              letters.build_explanation, folder="事项",
              wording=letters.EXPLANATION_WORDING),
    PaperKind("correction_notice", correction_notice.NAME, "paper", CorrectionFacts,
              correction_notice.build, is_posted=True, has_poster=True, folder="更正公告",
              wording=correction_notice.WORDING),
    PaperKind("seal_register", seal_register.NAME, "year", SealFacts, seal_register.build,
              folder="用章登记簿", wording=seal_register.WORDING),
    PaperKind("filing_catalogue", filing_catalogue.NAME, "year", FilingFacts,
              filing_catalogue.build, folder="案卷目录", wording=filing_catalogue.WORDING),
    PaperKind("diary_entry", diary.ENTRY, "visit", DiaryFacts, diary.build_entry,
              folder=_VISITS, wording=diary.ENTRY_WORDING),
    PaperKind("diary_month", diary.MONTH, "month", DiaryFacts, diary.build_month,
              folder=_VISITS, wording=diary.MONTH_WORDING),
    PaperKind("visit_plan", visiting.PLAN, "month", VisitPlanFacts, visiting.build_plan,
              folder=_VISITS, wording=visiting.PLAN_WORDING),
    PaperKind("coverage_table", visiting.COVERAGE, "month", CoverageFacts,
              visiting.build_coverage, folder=_VISITS, wording=visiting.COVERAGE_WORDING),
    PaperKind("work_ledger", work_ledger.NAME, "month", LedgerFacts, work_ledger.build,
              folder=_VISITS, wording=work_ledger.WORDING),
    PaperKind("handover_slip", handover.SLIP, "package", HandoverFacts, handover.build_slip,
              folder=_EXCHANGE, wording=handover.SLIP_WORDING),
    PaperKind("receipt", handover.RECEIPT, "package", HandoverFacts, handover.build_receipt,
              folder=_EXCHANGE, wording=handover.RECEIPT_WORDING),
    PaperKind("sealed_slip", sealed_slip.NAME, "package", HandoverFacts, sealed_slip.build,
              folder=_EXCHANGE, wording=sealed_slip.WORDING),
)  # fmt: skip

KINDS: Mapping[str, PaperKind] = {kind.code: kind for kind in _ALL}

HEARING_PAPERS = (
    "hearing_notice", "sign_in", "opening_report", "hearing_minutes", "party_day_minutes",
    "meeting_summary",
)  # fmt: skip
"""What a hearing gives, in the order in which it is needed; where no party day was held with it,
there are no minutes of one."""

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
