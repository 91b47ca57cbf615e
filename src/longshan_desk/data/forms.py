"""Saving an open form: a field that somebody changed meanwhile is not overwritten unseen."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import Labelled
from longshan_desk.errors import ChangedSinceError


class Facts(Protocol):
    """A frozen dataclass whose fields are columns; ``LABELS`` names them in Chinese."""

    LABELS: ClassVar[dict[str, str]]
    __dataclass_fields__: ClassVar[dict[str, Any]]


F = TypeVar("F", bound=Facts)


def facts_of(row: Any, kind: type[F]) -> F:
    """What a record says now, as the form's facts."""
    return kind(**{each.name: getattr(row, each.name) for each in fields(kind)})


def fill(row: Any, facts: F, expected: F | None = None) -> None:
    """Put a form's facts on its record.

    ``expected`` is what the form was opened with: raises ``ChangedSinceError`` when a field is no
    longer that, unless it has become what the form says anyway.
    """
    for each in fields(facts):
        now, new = getattr(row, each.name), getattr(facts, each.name)
        if now == new:
            continue
        if expected is not None and now != getattr(expected, each.name):
            raise _changed(facts.LABELS[each.name], now)
        setattr(row, each.name, new)


def _changed(label: str, now: Any) -> ChangedSinceError:
    return ChangedSinceError(
        f"打开表单以后，“{label}”已被改为“{_words(now)}”，这次没有保存。",
        hint="您填写的内容还在表单里，请对照现在的内容再保存一次。",
        where=label,
    )


def _words(value: Any) -> str:
    if value is None or value == "":
        return "空"
    if isinstance(value, date):
        return chinese_date(value)
    return value.label if isinstance(value, Labelled) else str(value)
