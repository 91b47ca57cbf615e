"""What the papers of visiting are filled from: the diary, whom to see still, the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.wording import Worded


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """One visit as 民情日记 prints it (R10)."""

    on: date | None = None
    household: str = ""
    """The head's name."""
    group: str = ""
    place: str = ""
    way: str = ""
    """入户, 电话, 视频 or 代问."""
    visitors: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    """Who was met, with their ages where known."""
    topics: tuple[str, ...] = ()
    text: str = ""
    is_unchanged: bool = False
    promise: str = ""
    promise_by: str = ""
    promise_due: date | None = None
    finding: str = ""
    """问题类, 诉求类, 信访类 or 建议类 (R9)."""
    follow_up: str = ""
    """The matter or ledger entry that came of it."""
    former_text: str = ""
    """What stood there before a correction."""
    corrected_on: date | None = None
    correction_reason: str = ""
    review: str = ""
    """批阅, with who wrote it and when."""
    reviewed_by: str = ""
    reviewed_on: date | None = None
    is_late: bool = False
    """补录 (R29)."""
    is_internal: bool = False
    is_petition: bool = False


@dataclass(frozen=True, slots=True)
class DiaryFacts(Worded):
    """One entry, or a month of one cadre, one household or the whole village, by date."""

    office: OfficeWords
    owner: str = ""
    """Whose diary it is: a cadre's name, or 马建国家; empty for the village's."""
    duty: str = ""
    """The cadre's office."""
    period: str = ""
    entries: tuple[DiaryEntry, ...] = ()
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class ToVisit:
    """A household still to be visited, as the sheet to carry names it."""

    head: str
    phone: str = ""
    persons: int = 0
    special: tuple[str, ...] = ()
    last_on: date | None = None
    last_words: str = ""
    """What it asked for or was promised last time."""
    is_away: bool = False


@dataclass(frozen=True, slots=True)
class GroupToVisit:
    group: str
    households: tuple[ToVisit, ...]


@dataclass(frozen=True, slots=True)
class VisitPlanFacts(Worded):
    office: OfficeWords
    period: str = ""
    visitor: str = ""
    topics: tuple[str, ...] = ()
    groups: tuple[GroupToVisit, ...] = ()
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One row of 走访覆盖表; households are counted by registration (户籍) and residence (常住)."""

    label: str
    households: int = 0
    resident: int = 0
    visited: int = 0
    visited_resident: int = 0
    away: int = 0
    contacted: int = 0
    by_other_ways: int = 0
    missing: tuple[str, ...] = ()
    """Heads of the households nobody reached."""

    @property
    def expected(self) -> int:
        """What a share is of: without those away the whole time."""
        return self.households - self.away


@dataclass(frozen=True, slots=True)
class VisitorLine:
    name: str
    visits: int
    households: int


@dataclass(frozen=True, slots=True)
class CoverageFacts(Worded):
    office: OfficeWords
    period: str = ""
    leader: str = ""
    """For a quarter: the liaison leader (R8)."""
    lines: tuple[CoverageLine, ...] = ()
    total: CoverageLine = CoverageLine("合计")
    before: CoverageLine | None = None
    """The period before, for comparison."""
    visitors: tuple[VisitorLine, ...] = ()
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One row of the 工作台账 (R9)."""

    source: str = ""
    found_on: date | None = None
    kind: str = ""
    problem: str = ""
    target: str = ""
    decision: str = ""
    """What 党委会 or the village's committees decided."""
    leader: str = ""
    unit: str = ""
    person: str = ""
    due_on: date | None = None
    progress: str = ""
    closed_on: date | None = None
    is_overdue: bool = False
    is_internal: bool = False
    is_petition: bool = False


@dataclass(frozen=True, slots=True)
class LedgerFacts(Worded):
    office: OfficeWords
    period: str = ""
    lines: tuple[LedgerLine, ...] = ()
    made_on: date | None = None
