"""What papers are filled from: plain facts of one meeting, matter, list or report, for one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from longshan_desk.documents.kinds.wording import BLANK
from longshan_desk.documents.wording import OFFICE, Saying, Worded
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import AttendanceState, Decision, ItemKind, ListKind


@dataclass(frozen=True, slots=True)
class OfficeWords(Worded):
    """How the village and its two bodies are called on paper; their names can be worded."""

    name: str = ""
    township: str = ""
    phone: str = ""
    is_community: bool = False

    @property
    def place(self) -> str:
        """龙山镇大湾村"""
        return f"{self.township}{self.name}"

    @property
    def branch(self) -> str:
        return self._said.text("branch")

    @property
    def committee(self) -> str:
        return self._said.text("committee")

    @property
    def party_committee(self) -> str:
        """镇党委, whom requests and reports go to."""
        return self._said.text("party_committee")

    @property
    def supervision_phone(self) -> str:
        """监督电话: the office's own unless another is worded."""
        return self._said.text("supervision_phone")

    @property
    def values(self) -> dict[str, str | Sequence[str]]:
        """What stands for the placeholders that every paper knows."""
        said = self._said
        return {
            **self._own_values,
            "村党支部": said.text("branch"),
            "村委会": said.text("committee"),
            "镇党委": said.text("party_committee"),
            "监督电话": said.text("supervision_phone"),
        }

    @property
    def _said(self) -> Saying:
        return OFFICE.said(self.wording, self._own_values)

    @property
    def _own_values(self) -> dict[str, str]:
        return {
            "单位": self.place,
            "村名": self.name,
            "乡镇": self.township or "　　镇",
            "村民或居民": "居民" if self.is_community else "村民",
            "电话": self.phone or BLANK,
        }


@dataclass(frozen=True, slots=True)
class Attendee:
    name: str
    office: str
    state: AttendanceState
    reason: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One row of a meeting, in spoken order (R42)."""

    kind: ItemKind
    speaker: str = ""
    text: str = ""
    result: str = ""
    answerer: str = ""
    number: str = ""
    title: str = ""
    list_kind: ListKind | None = None
    topic: str = ""
    decision: Decision | None = None
    responsible: str = ""
    due_on: date | None = None
    voided: str = ""
    is_late: bool = False
    is_petition: bool = False


@dataclass(frozen=True, slots=True)
class MeetingFacts(Worded):
    office: OfficeWords
    kind: str
    """党群说事会, 村“两委”会议 …"""
    is_hearing: bool = True
    on: date | None = None
    month: str = ""
    """2022年4月"""
    starts_at: time | None = None
    ended_at: time | None = None
    place: str = ""
    chair: str = ""
    chair_reason: str = ""
    recorder: str = ""
    expected: int = 0
    attendees: tuple[Attendee, ...] = ()
    items: tuple[Said, ...] = ()
    report: ReportFacts | None = None
    moved: str = ""
    """“原定4月5日，因大雪改期” (R47)."""
    hearing_on: date | None = None
    """For a committees' meeting: the hearing whose matters it decides."""
    due: str = ""
    is_late: bool = False
    """补录 (R29)."""
    posted_on: date | None = None
    party_members: tuple[str, ...] = ()
    """Where a 主题党日 is held with it (R36): whom the party expects."""
    members_to_sign: tuple[Attendee, ...] = ()
    """Those of them whom the meeting itself does not expect."""

    @property
    def party_day(self) -> tuple[Said, ...]:
        """R36: the rows of the 主题党日, which has minutes of its own."""
        return tuple(item for item in self.items if item.kind is ItemKind.PARTY_DAY)

    @property
    def has_party_day(self) -> bool:
        return any(not item.voided for item in self.party_day)

    @property
    def own_items(self) -> tuple[Said, ...]:
        return tuple(item for item in self.items if item.kind is not ItemKind.PARTY_DAY)

    @property
    def joint_kind(self) -> str:
        """党群说事会暨主题党日, for what both have together: notice and sign-in."""
        return f"{self.kind}暨主题党日" if self.has_party_day else self.kind

    @property
    def joint_name_parts(self) -> tuple[str, ...]:
        both = ("暨主题党日",) if self.has_party_day else ()
        return *self.name_parts, *both

    @property
    def joint_name(self) -> str:
        return "".join(self.joint_name_parts)

    @property
    def name_parts(self) -> tuple[str, str, str]:
        """大湾村, 2022年4月, 党群说事会: a title breaks between them."""
        day = chinese_date(self.on) if self.on else ""
        return self.office.name, self.month if self.is_hearing else day, self.kind

    @property
    def name(self) -> str:
        return "".join(self.name_parts)

    def those(self, state: AttendanceState) -> list[Attendee]:
        return [one for one in self.attendees if one.state is state]


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter as lists print it."""

    number: str = ""
    title: str = ""
    words: str = ""
    topic: str = ""
    list_kind: ListKind | None = None
    raiser: str = ""
    group: str = ""
    heard_on: date | None = None
    status: str = ""
    outcome: str = ""
    responsible: str = ""
    due_on: date | None = None
    closed_on: date | None = None
    result: str = ""
    awaits_feedback: bool = False
    answer: str = ""
    cancelled_on: date | None = None
    is_late: bool = False
    is_promised: bool = False
    is_petition: bool = False
    township: str = ""
    """R15: how far the township is with what was reported to it, while the matter is open."""


@dataclass(frozen=True, slots=True)
class ReportFacts(Worded):
    """R5: what was closed since the last hearing, and what is open."""

    office: OfficeWords
    on: date | None = None
    period: str = ""
    month: str = ""
    heard: int = 0
    overdue: int = 0
    cancelled_off: int = 0
    formula: str = ""
    closed: tuple[MatterLine, ...] = ()
    open: tuple[MatterLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterFacts(Worded):
    """三类清单 or 登记册 of a time (R7)."""

    office: OfficeWords
    period: str = ""
    lines: tuple[MatterLine, ...] = ()
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepWords:
    on: date
    act: str
    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class MatterFacts(Worded):
    """One matter for its slips and letters; what has not happened yet is empty."""

    office: OfficeWords
    line: MatterLine = MatterLine()
    source: str = ""
    signatures: int = 1
    contact: str = ""
    contact_phone: str = ""
    made_on: date | None = None
    assigned_on: date | None = None
    assigned_by: str = ""
    steps: tuple[StepWords, ...] = ()
    promise: str = ""
    measures: str = ""
    promised_by: str = ""
    promised_due: date | None = None
    promised_on: date | None = None
    reason: str = ""
    basis: str = ""
    told_to: str = ""
    told_way: str = ""
    told_on: date | None = None
    answer: str = ""
    report: str = ""
    reported_on: date | None = None
    secretary: str = ""
    clerk: str = ""
    reopened: str = ""
