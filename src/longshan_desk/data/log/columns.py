"""What may stand in a column: the check of a payload's value, and how the file stores it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, String, Time

from longshan_desk.data.types import Code, JsonText, canonical_json

TEXT_LIMIT = 64 * 1024
INTEGER_LIMIT = 1 << 62
JSON_DEPTH = 12

Check = Callable[[Any], bool]
Stored = Callable[[Any], Any]


@dataclass(frozen=True)
class ColumnKind:
    """One column of an exchanged table, as payloads know it."""

    name: str
    nullable: bool
    is_valid: Check
    """Whether a plain value other than ``None`` may stand here."""
    to_stored: Stored
    """A plain value (``None`` too) as SQLite holds it."""
    to_python: Callable[[Any], Any]
    """A plain value other than ``None`` as the records' classes see it."""
    from_stored: Callable[[Any], Any]
    """What the file holds, other than ``None``, as a plain value; raises if it cannot be one."""
    initial: Any
    """The plain value of a new row that says nothing of this column."""
    blank: Any
    """What stands in the stub of an erased record."""
    is_link: bool

    def accepts(self, plain: Any) -> bool:
        return self.nullable if plain is None else self.is_valid(plain)


def is_text(value: Any) -> bool:
    """Text that any program can store and show: no NUL, no half of a character, not endless."""
    if type(value) is not str or len(value) > TEXT_LIMIT or "\0" in value:
        return False
    return value.isascii() or _is_encodable(value)


def _is_encodable(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_integer(value: Any) -> bool:
    return type(value) is int and -INTEGER_LIMIT < value < INTEGER_LIMIT


def _is_flag(value: Any) -> bool:
    return type(value) is int and value in (0, 1)


def _is_date(value: Any) -> bool:
    try:
        return type(value) is str and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_time(value: Any) -> bool:
    try:
        read = time.fromisoformat(value) if type(value) is str else None
    except ValueError:
        return False
    return read is not None and read.tzinfo is None and read.isoformat() == value


def is_json(value: Any, depth: int = JSON_DEPTH) -> bool:
    """Whole numbers, texts, lists and objects only, and not nested without end."""
    if value is None or type(value) is bool or is_integer(value) or is_text(value):
        return True
    if depth == 0:
        return False
    if isinstance(value, list):
        return all(is_json(each, depth - 1) for each in value)
    if isinstance(value, dict):
        return all(is_text(k) and is_json(v, depth - 1) for k, v in value.items())
    return False


def _same(value: Any) -> Any:
    return value


def _stored_json(value: Any) -> Any:
    return None if value is None else canonical_json(value)


def _stored_time(value: Any) -> Any:
    return None if value is None else time.fromisoformat(value).isoformat("microseconds")


def _plain_time(value: Any) -> str:
    return time.fromisoformat(value).isoformat()


def kind_of(column: Column[Any]) -> ColumnKind:
    """Read a column's kind off its declaration; a type that cannot be exchanged raises."""
    words = _by_type(column)
    default = column.default
    initial = default.arg if default is not None and default.is_scalar else None  # type: ignore[attr-defined]
    if isinstance(initial, bool):
        initial = int(initial)
    nullable = bool(column.nullable)
    return ColumnKind(
        column.key, nullable, words.is_valid, words.to_stored, words.to_python, words.from_stored,
        initial, None if nullable else words.blank, bool(column.foreign_keys),
    )  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """How the values of a type are checked and written."""

    is_valid: Check
    blank: Any
    to_python: Callable[[Any], Any] = _same
    to_stored: Stored = _same
    from_stored: Callable[[Any], Any] = _same


def _by_type(column: Column[Any]) -> _Words:
    match column.type:
        case Code() as code:
            codes = frozenset(str(member.value) for member in code.labels)
            return _Words(lambda v: type(v) is str and v in codes, min(codes), code.labels)
        case JsonText():
            return _Words(is_json, {}, to_stored=_stored_json, from_stored=json.loads)
        case Boolean():
            return _Words(_is_flag, 0, bool)
        case Date():
            return _Words(_is_date, "0001-01-01", date.fromisoformat)
        case Time():
            return _Words(_is_time, "00:00:00", time.fromisoformat, _stored_time, _plain_time)
        case Integer():
            return _Words(is_integer, 0)
        case String():
            return _Words(is_text, "")
    raise TypeError(f"{column} cannot be exchanged")
