"""What a command says: one object for programs, words for people, and the same for refusals."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from numbers import Rational
from typing import Any

from longshan_desk.errors import AppError


@dataclass(frozen=True)
class Answer:
    """``result`` goes out with ``--json``, ``text`` without."""

    result: Mapping[str, Any]
    text: str


def plain(value: Any) -> Any:
    """A value as JSON has it: dates in ISO form, members by their code, fractions as numbers."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Rational):  # a Fraction; whole numbers were answered above
        return round(float(value), 6)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    if dataclasses.is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    return str(value)


def done_object(answer: Answer) -> str:
    return json.dumps({"ok": True, "result": plain(answer.result)}, ensure_ascii=False)


def error_object(error: AppError) -> str:
    told = {
        "code": error.code,
        "message": error.message,
        "hint": error.hint,
        "where": error.where,
    }
    return json.dumps({"ok": False, "error": told}, ensure_ascii=False)


def error_text(error: AppError) -> str:
    """The sentence, what to do, and the place."""
    lines = [error.message]
    if error.hint:
        lines.append(error.hint)
    if error.where and error.where not in error.message:
        lines.append(f"（{error.where}）")
    return "\n".join(lines)
