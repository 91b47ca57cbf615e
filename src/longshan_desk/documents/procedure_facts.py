"""What the papers of a 四议两公开 case are filled from: plain facts of one, for one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from longshan_desk.documents.facts import Attendee, OfficeWords
from longshan_desk.documents.wording import Worded
from longshan_desk.domain.procedure_labels import Motion, Step, VoteForm


@dataclass(frozen=True, slots=True)
class Speech:
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class HeadCount:
    """应到 and 实到 of one kind of people: 村民代表, 村“两委”成员 …"""

    label: str
    expected: int
    present: int


@dataclass(frozen=True, slots=True)
class CaseMeeting:
    """One meeting on one step; a step has several when one lapsed or a round was lost."""

    step: Step
    body: str = ""
    """党员大会, 村民代表会议 …"""
    round: int = 1
    on: date | None = None
    starts_at: time | None = None
    ended_at: time | None = None
    place: str = ""
    chair: str = ""
    recorder: str = ""
    form: VoteForm | None = None
    expected: int | None = None
    expected_reason: str = ""
    """Why 应到 differs from the roll."""
    present: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    counts: tuple[HeadCount, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    township: tuple[str, ...] = ()
    """乡镇参会人员, with their offices."""
    text: str = ""
    """What was proposed, or decided."""
    speeches: tuple[Speech, ...] = ()
    amendments: tuple[str, ...] = ()
    verdict: str = ""
    """The sums in words: “应到43人，实到31人（需三分之二，即至少29人）…：通过”."""
    passed: bool | None = None
    is_late: bool = False
    """补录 (R29)."""
    scans: int = 0
    """How many pictures of the signed sign-in list are kept."""

    @property
    def decided(self) -> str:
        """What stands after the meeting: as it was amended there, else as it was put."""
        return self.amendments[-1] if self.amendments else self.text

    @property
    def is_held(self) -> bool:
        return self.on is not None


@dataclass(frozen=True, slots=True)
class Objection:
    by: str
    on: date
    text: str
    answer: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """A disclosure: 决议公告, 进展公告 or 实施结果公告."""

    text: str = ""
    opinion: str = ""
    """监督意见, given before it is posted."""
    opinion_by: str = ""
    opinion_on: date | None = None
    posted_from: date | None = None
    posted_until: date | None = None
    place: str = ""
    taken_down_on: date | None = None
    objections: tuple[Objection, ...] = ()
    photos: int = 0
    """How many photos show it on the board."""


@dataclass(frozen=True, slots=True)
class ProgressLine:
    on: date
    text: str
    spent: int | None = None
    """Fen."""


@dataclass(frozen=True, slots=True)
class CaseFacts(Worded):
    """One decision from its cause to the posted result; what has not happened yet is empty."""

    office: OfficeWords
    subject: str = ""
    number: str = ""
    """The matter's number; empty for a case begun without one."""
    type_label: str = ""
    motive: Motion | None = None
    cause: str = ""
    meetings: tuple[CaseMeeting, ...] = ()
    """In the order they were held, lost and lapsed ones too."""
    override: str = ""
    """Why another body decided than the law names, and what the law says (R30)."""
    authority: str = ""
    """By which leave of the villagers the representatives decided (R30)."""
    rules: str = ""
    """The rule set the case began with, with its source."""
    resolution_notice: CaseNotice | None = None
    progress_notices: tuple[CaseNotice, ...] = ()
    outcome_notice: CaseNotice | None = None
    responsible: str = ""
    due_on: date | None = None
    progress: tuple[ProgressLine, ...] = ()
    spent: int | None = None
    """Fen."""
    accepted_on: date | None = None
    acceptance: str = ""
    result: str = ""
    began_on: date | None = None
    closed_on: date | None = None
    answer_days: int = 0
    """How soon an objection is answered, by the rule set."""
    made_on: date | None = None

    def held(self, step: Step) -> tuple[CaseMeeting, ...]:
        return tuple(one for one in self.meetings if one.step is step)

    def last(self, step: Step) -> CaseMeeting:
        """The meeting that decided the step; an empty one before it was held."""
        held = self.held(step)
        return held[-1] if held else CaseMeeting(step)

    @property
    def rounds(self) -> int:
        return max((one.round for one in self.meetings), default=1)
