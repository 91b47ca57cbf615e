"""What a correction of the diary changed, in words: how it read before (R10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import Labelled
from longshan_desk.domain.visit_facts import VisitFacts


def former_words(before: VisitFacts, after: VisitFacts, labels: Mapping[str, str]) -> str:
    """R10: what stood there before a correction. The text stands alone where only it changed,
    other fields with their names; ``labels`` names topics and households by their codes."""
    changed = [
        each.name
        for each in fields(VisitFacts)
        if getattr(before, each.name) != getattr(after, each.name)
    ]
    if changed == ["text"] and before.text:
        return before.text
    return "；".join(
        f"{VisitFacts.LABELS[name]}：{_words(getattr(before, name), labels)}" for name in changed
    )


def _words(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, tuple):
        return "、".join(labels.get(one, one) for one in value) or "没有写"
    return labels.get(value, value) if value else "没有写"
