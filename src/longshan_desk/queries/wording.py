"""The words of the papers as 设置 lists them: default, what is printed now, and an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from longshan_desk.data.store import Store
from longshan_desk.data.wording import OFFICE_KIND, Kept, kept_wording
from longshan_desk.documents.facts import RegisterFacts
from longshan_desk.documents.kinds.registry import KINDS, PaperKind, built, kind_of
from longshan_desk.documents.model import Paper
from longshan_desk.documents.visit_facts import (
    CoverageFacts,
    DiaryFacts,
    LedgerFacts,
    VisitPlanFacts,
)
from longshan_desk.documents.wording import OFFICE, Phrase, Worded, Wording
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import MeetingKind
from longshan_desk.queries.matters import list_matters
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.queries.papers import blank_for, facts_for
from longshan_desk.queries.visits import visit_ids, visit_page

OFFICE_TITLE = "各种文书通用"
_SHOWN_FOR_THE_OFFICE = "request_for_instructions"
_ENOUGH_LINES = 12
_OF_VISITS = (DiaryFacts, VisitPlanFacts, CoverageFacts, LedgerFacts)


@dataclass(frozen=True, slots=True)
class PhraseRow:
    phrase: Phrase
    text: str
    """What is printed now."""
    is_changed: bool
    is_fixed: bool
    """Settled by the township."""


@dataclass(frozen=True, slots=True)
class PaperWords:
    """One paper (or ``office``, for what stands on all) with its phrases."""

    kind: str
    title: str
    wording: Wording
    rows: tuple[PhraseRow, ...]

    @property
    def is_changed(self) -> bool:
        return any(row.is_changed for row in self.rows)


def all_wording(store: Store) -> list[PaperWords]:
    """Every paper with something to word, what stands on all of them first."""
    with store.read() as session:
        kept = kept_wording(session)
    listed = [(OFFICE_KIND, OFFICE_TITLE, OFFICE)]
    listed += [(kind.code, kind.title, kind.wording) for kind in KINDS.values()]
    return [_words(*one, kept) for one in listed if one[2].phrases]


def paper_words(store: Store, kind: str) -> PaperWords:
    """One of them."""
    found = next((one for one in all_wording(store) if one.kind == kind), None)
    return found or _words(kind, kind_of(kind).title, Wording(), {})


def _words(
    kind: str, title: str, wording: Wording, kept: Mapping[tuple[str, str], Kept]
) -> PaperWords:
    own = {key: one for (of, key), one in kept.items() if of == kind}
    changed = wording.changed({key: one.text for key, one in own.items()})
    rows = tuple(
        PhraseRow(
            phrase,
            changed.get(phrase.key, phrase.default),
            phrase.key in changed,
            phrase.key in own and own[phrase.key].is_fixed,
        )
        for phrase in wording.phrases
    )
    return PaperWords(kind, title, wording, rows)


# -- the example ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    """A paper from the desk's own records to see words on; ``worded`` needs no database."""

    of: str
    kind: PaperKind
    facts: Any

    def worded(self, texts: Mapping[str, str]) -> Paper | None:
        """The paper with these words; ``texts`` have been checked."""
        facts = self.facts
        if self.of == OFFICE_KIND:
            office = replace(facts.office, wording=OFFICE.changed(texts))
            facts = replace(facts, office=office)
        elif isinstance(facts, Worded):
            facts = replace(facts, wording=self.kind.wording.changed(texts))
        return next(iter(built(self.kind, facts)), None)


def example(store: Store, of: str) -> Example:
    """The paper filled from the newest record it can be made for, or blank while there is none."""
    kind = kind_of(_SHOWN_FOR_THE_OFFICE if of == OFFICE_KIND else of)
    for_id = _newest(store, kind)
    facts: Any = facts_for(store, kind, for_id) if for_id else None
    if facts is None or not built(kind, facts):  # a hearing without party day has no such minutes
        facts = blank_for(store, kind)
    return Example(of, kind, _shortened(facts))


def _shortened(facts: Any) -> Any:
    """As much of a long paper as its words need to be seen."""
    if isinstance(facts, DiaryFacts):
        return replace(facts, entries=facts.entries[:_ENOUGH_LINES])
    if isinstance(facts, VisitPlanFacts):
        return replace(facts, groups=facts.groups[:1])
    if isinstance(facts, RegisterFacts | LedgerFacts):
        lines: Any = facts.lines[:_ENOUGH_LINES]
        return replace(facts, lines=lines)
    return facts


def _newest(store: Store, kind: PaperKind) -> str | None:
    if kind.facts in _OF_VISITS:
        entry = next(iter(visit_ids(store)), None)
        if entry is None or kind.made_for == "visit":
            return entry
        return str(Month.of(visit_page(store, entry).row.on))
    if kind.made_for in ("matter", "month"):
        rows = [row for row in list_matters(store) if row.number]
        newest = max(rows, key=lambda row: (row.heard_on, row.number or ""), default=None)
        if newest is None:
            return None
        return newest.id if kind.made_for == "matter" else str(Month.of(newest.heard_on))
    if kind.made_for in ("hearing", "meeting"):
        is_committees = kind.code == "committees_minutes"
        wanted = MeetingKind.COMMITTEES if is_committees else MeetingKind.HEARING
        return next((row.id for row in list_meetings(store, kind=wanted)), None)
    return None
