"""Entries of the diary as other programs see them on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from longshan_desk.domain.visit_facts import VisitFacts
    from longshan_desk.queries.visits import VisitRow


def facts_object(facts: VisitFacts) -> dict[str, Any]:
    """What an entry says."""
    return {
        "household": facts.household_id,
        "date": facts.on,
        "way": facts.way,
        "visitors": facts.visitors,
        "text": facts.text,
        "place": facts.place,
        "met": facts.met,
        "topics": facts.topics,
        "finding": facts.finding,
        "unchanged": facts.is_unchanged,
        "internal": facts.is_internal,
        "promise": facts.promise,
        "promise_due": facts.promise_due,
        "promise_by": facts.promise_by,
    }


def visit_object(row: VisitRow) -> dict[str, Any]:
    """One entry as programs read it."""
    return {
        "id": row.id,
        **facts_object(row.facts),
        "group": row.group_no,
        "head": row.head,
        "promise_ended": row.promise_ended,
        "matters": [one.id for one in row.links if one.kind == "matter"],
        "ledger": [one.id for one in row.links if one.kind == "ledger_entry"],
        "entered_on": row.entered_on,
        "entered_late": row.is_entered_late,
        "corrected_on": row.corrected_on,
        "owner": row.owner,
        "entered_by": row.by,
    }
