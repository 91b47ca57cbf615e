"""What the rows of batch entry come to: how many are written, and how many say the same (R10)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from longshan_desk.domain.policy import Policy
from longshan_desk.domain.similar_text import alike, similar_hint
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.ui.visits.batch_rows import (
    UNCHANGED,
    is_written,
    names_in,
    of_household,
)
from longshan_desk.ui.widgets.grid_rows import GridRow


@dataclass(frozen=True)
class Tally:
    written: int
    unchanged: int
    unsaved: int


def tally(rows: Sequence[GridRow]) -> Tally:
    """Households, each once: written on record or typed; of them those with 无变化 alone."""
    written = unchanged = unsaved = 0
    for row in rows:
        typed, found = is_written(row), of_household(row)
        unsaved += typed
        written += typed or found.is_reached
        if typed:
            unchanged += row.values.get("text") == UNCHANGED
        elif found.is_reached:
            unchanged += all(facts.is_unchanged for _, facts in found.entries)
    return Tally(written, unchanged, unsaved)


def similar_words(rows: Sequence[GridRow], facts: VisitFacts, policy: Policy) -> str:
    """R10: the quiet hint that one visitor wrote nearly the same many times this month, counting
    what is typed and not on record yet; nothing where it does not hold."""
    if not facts.text or not policy.similar_visits or not facts.visitors:
        return ""
    said = _texts(rows, facts.visitors[0])
    count = sum(times for text, times in said.items() if alike(text, facts.text))
    return similar_hint(facts.text, [facts.text] * (count - 1), policy)


def _texts(rows: Sequence[GridRow], visitor: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        text = row.values.get("text") or ""
        if is_written(row) and text != UNCHANGED and visitor in names_in(row.values.get("by")):
            found[text] += 1
        for _, facts in of_household(row).entries:
            if facts.text and visitor in facts.visitors:
                found[facts.text] += 1
    return found
