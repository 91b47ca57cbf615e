"""Two entries of one visit, made one: nothing that either says is lost (R48)."""

from __future__ import annotations

from dataclasses import replace

from longshan_desk.domain.text import squeeze
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.errors import BadValueError


def is_double(one: VisitFacts, other: VisitFacts) -> bool:
    """R48: the same household, day and way, and somebody who went according to both."""
    same = (one.household_id, one.on, one.way) == (other.household_id, other.on, other.way)
    return same and bool(set(one.visitors) & set(other.visitors))


def joined(kept: VisitFacts, other: VisitFacts) -> VisitFacts:
    """R48: what the one entry says that is left. Words stand one below the other, lists are put
    together, the earlier promise date holds.

    Raises BadValueError for entries of two households, days or ways.
    """
    if (kept.household_id, kept.on, kept.way) != (other.household_id, other.on, other.way):
        raise BadValueError(
            "这两条不是同一户、同一天、同一种方式的走访，不能并成一条。",
            hint="请核对是哪两条；日期或方式写错的，先更正再合并。",
        )
    dates = [one for one in (kept.promise_due, other.promise_due) if one is not None]
    return replace(
        kept,
        visitors=_all(kept.visitors, other.visitors),
        met=_all(kept.met, other.met),
        topics=_all(kept.topics, other.topics),
        text=_both(_both(kept.text, other.text, "\n"), _other_finding(kept, other), "\n"),
        place=_both(kept.place, other.place, "；"),
        finding=kept.finding or other.finding,
        is_unchanged=kept.is_unchanged and other.is_unchanged,
        is_internal=kept.is_internal or other.is_internal,
        promise=_both(kept.promise, other.promise, "；"),
        promise_due=min(dates, default=None),
        promise_by=kept.promise_by or other.promise_by,
    )


def _all(ones: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ones, *others)))


def _both(one: str | None, other: str | None, between: str) -> str | None:
    """Once where both say the same, or one says it among other things."""
    if one is None or other is None:
        return one or other
    if squeeze(other) in squeeze(one):
        return one
    return other if squeeze(one) in squeeze(other) else f"{one}{between}{other}"


def _other_finding(kept: VisitFacts, other: VisitFacts) -> str | None:
    """An entry has one kind of finding; the second is kept as a word."""
    if kept.finding is None or other.finding in (None, kept.finding):
        return None
    assert other.finding is not None
    return f"（另一条记为{other.finding.label}）"
