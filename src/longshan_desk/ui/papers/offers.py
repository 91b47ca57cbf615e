"""Which papers a place of the window offers, and what is asked of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from longshan_desk.documents.kinds.registry import HEARING_PAPERS, KINDS
from longshan_desk.documents.model import Paper
from longshan_desk.domain.calendar import Month, Quarter
from longshan_desk.domain.redaction import Names
from longshan_desk.queries.binding import matter_months
from longshan_desk.queries.matter_papers import supported_papers
from longshan_desk.queries.matters import matter_rows
from longshan_desk.queries.prepared import Prepared, prepared
from longshan_desk.ui.context import Context

SLIPS = ("assignment_slip", "feedback_slip", "closing_slip")
LISTS = ("matter_list", "register")
_OF_OTHERS = ("sign_in", "committees_minutes", "party_day_minutes", "meeting_summary")


@dataclass(frozen=True, slots=True)
class Offer:
    """One paper that a record can give; ``about`` tells it from those of other records."""

    kind: str
    for_id: str
    about: str = ""

    @property
    def title(self) -> str:
        return f"{short_title(self.kind)} {self.about}" if self.about else KINDS[self.kind].title


def short_title(kind: str) -> str:
    """Where there is little room, and many of a kind stand one below the other."""
    return KINDS[kind].title.removeprefix("群众说事事项").removeprefix("办理")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An offer as the clerk wants it."""

    offer: Offer
    size: str = ""
    names: Names | None = None
    is_blank: bool = False

    def made(self, context: Context) -> Prepared:
        return prepared(
            context.store,
            self.offer.kind,
            "" if self.is_blank else self.offer.for_id,
            size=self.size,
            names=self.names,
            is_blank=self.is_blank,
        )


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A paper on its way to the printer or into a file, and what is noted of it."""

    paper: Paper
    for_id: str
    names: Names
    masked: tuple[str, ...] = ()
    keep: Callable[[], object] | None = None

    def kept(self) -> None:
        """It is out now: what goes out for the first time is kept as issued, and nothing that was
        cancelled or could not be written is."""
        if self.keep is not None:
            self.keep()


def outgoing(made: Prepared) -> list[Outgoing]:
    return [Outgoing(one, made.for_id, made.names, made.masked) for one in made.papers]


def hearing_offers(
    meeting_id: str, month: str, *, is_hearing: bool, has_party_day: bool = False
) -> list[Offer]:
    codes = HEARING_PAPERS if is_hearing else _OF_OTHERS
    left_out = () if has_party_day else ("party_day_minutes",)
    found = [Offer(code, meeting_id) for code in codes if code not in left_out]
    if is_hearing:
        found += [Offer(code, month) for code in LISTS]
    return found


def matter_offers(context: Context, key: str) -> list[Offer]:
    """Those that the matter's record supports."""
    return [Offer(code, key) for code in supported_papers(context.store, [key])[key]]


def procedure_offers(procedure_id: str) -> list[Offer]:
    """The sheets, notices and the bound case of one decision by 四议两公开."""
    return [
        Offer(code, procedure_id) for code, kind in KINDS.items() if kind.made_for == "procedure"
    ]


def slip_offers(context: Context, ids: Sequence[str]) -> list[Offer]:
    """交办单, 反馈单 and 销号单 of several matters: all of one form, then all of the next; of each
    matter those that its record supports."""
    rows = matter_rows(context.store, ids)
    supported = supported_papers(context.store, [row.id for row in rows])
    return [
        Offer(code, row.id, row.number or "未编号")
        for code in SLIPS
        for row in rows
        if code in supported[row.id]
    ]


def list_offers() -> list[Offer]:
    """三类清单 and 登记册; of which time is chosen in the dialog."""
    return [Offer(code, "") for code in LISTS]


def office_offers() -> list[Offer]:
    """The lists of the page 文书: those of the matters, and what lies in the year's boxes."""
    return [*list_offers(), Offer("filing_catalogue", "")]


def visit_offers(entry_id: str) -> list[Offer]:
    return [Offer("diary_entry", entry_id)]


def diary_offers(month: Month, whose: str = "") -> list[Offer]:
    """A month's booklet: the village's, or that of a visitor (by name) or a household (its id)."""
    return [Offer("diary_month", f"{month}/{whose}" if whose else str(month))]


def round_offers(month: Month, groups: Sequence[tuple[int, str]] = ()) -> list[Offer]:
    """What a month of visiting gives (P16): whom to see still, in the village and in each of
    ``groups`` (number, label), and who was seen."""
    label = month.label
    plans = [Offer("visit_plan", f"{month}/{group}", f"{label} {name}") for group, name in groups]
    whole = [Offer("visit_plan", str(month), f"{label} 全村")]
    return [*whole, *plans, Offer("coverage_table", str(month), label)]


def quarter_offers(quarter: Quarter, leader: str = "") -> list[Offer]:
    """The same for a liaison leader's quarter (R8)."""
    of = f"{quarter}/{leader}" if leader else str(quarter)
    about = f"{quarter.label.partition('年')[2]} {leader}" if leader else quarter.label
    return [Offer("visit_plan", of, about), Offer("coverage_table", of, about)]


def ledger_offers(period: str) -> list[Offer]:
    """``period`` is a month, a quarter, a year, or ``open``."""
    return [Offer("work_ledger", period)]


def periods(context: Context) -> list[tuple[str, str]]:
    """Months and years that have matters, the newest first: code and words."""
    months = matter_months(context.store)
    years = dict.fromkeys(month[:4] for month in (str(Month.of(context.today())), *months))
    return [
        *((month, Month.parse(month).label) for month in months),
        *((year, f"{year}年全年") for year in years),
    ]


def blank_offers() -> list[Offer]:
    """R52: every form to fill in by hand."""
    return [Offer(code, "") for code in KINDS]


def kinds_in(offers: Iterable[Offer]) -> list[str]:
    return list(dict.fromkeys(offer.kind for offer in offers))
