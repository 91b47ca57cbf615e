"""Who of the special groups has not been seen for longer than the policy allows (R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from longshan_desk.domain.coverage import HouseholdSpan
from longshan_desk.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class SpecialDue:
    """R11: a household of a special group not seen at home for too long."""

    household_id: str
    last_on: date | None
    days: int | None
    """Since it was seen last; nothing where it never was."""


def specials_due(
    spans: Iterable[HouseholdSpan], last_seen: Mapping[str, date], day: date, policy: Policy
) -> tuple[SpecialDue, ...]:
    """R11: who of the special groups is over the policy's shorter interval on ``day``, the longest
    unseen first; none where the policy sets no interval, and nobody who is away."""
    if not policy.special_visit_days:
        return ()
    found = []
    for span in spans:
        here = day in span.registered and not span.is_away_on(day)
        if not here or not span.is_special_on(day):
            continue
        last = last_seen.get(span.id)
        days = (day - last).days if last else None
        if days is None or days > policy.special_visit_days:
            found.append(SpecialDue(span.id, last, days))
    return tuple(sorted(found, key=lambda due: due.last_on or date.min))
