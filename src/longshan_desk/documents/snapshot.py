"""A paper as JSON and back: issued papers are kept as blocks, so a reprint is the first print."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from longshan_desk.documents import model
from longshan_desk.documents.model import Block, Paper

FORMAT = 1


def to_data(paper: Paper) -> dict[str, Any]:
    """The paper as plain values; floats are kept as text, because records hold no REAL."""
    return {"format": FORMAT, **_plain(paper)}


def to_json(paper: Paper) -> str:
    return json.dumps(to_data(paper), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_data(data: Mapping[str, Any]) -> Paper:
    """The paper that was written; raises KeyError for a block this program does not know."""
    found = _built(Paper, data)
    assert isinstance(found, Paper)
    return found


def from_json(text: str) -> Paper:
    return from_data(json.loads(text))


def fingerprint(value: Any) -> str:
    """What tells whether facts (or a paper) are still the same."""
    words = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool) or value is None or isinstance(value, int | str):
        return value
    if isinstance(value, float):
        return f"{value:.12g}"
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        kind: Any = type(value)
        hints = _hints(kind)
        own = {
            name: _plain(_typed(getattr(value, name), hints[name]))
            for name in hints
            if name not in _spared(kind) or getattr(value, name)
        }
        return {"is": type(value).__name__, **own} if isinstance(value, Block) else own
    return str(value)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}


@cache
def _spared(kind: Any) -> frozenset[str]:
    """Fields that came later: while they say nothing, fingerprints stay as they were."""
    own = fields(kind)
    return frozenset(each.name for each in own if each.metadata.get("left_out_if_empty"))


def _typed(value: Any, hint: Any) -> Any:
    """A length of 1 and one of 1.0 are the same."""
    is_length = isinstance(value, int) and not isinstance(value, bool)
    return float(value) if is_length and hint in (float, float | None) else value


def _built(wanted: Any, value: Any) -> Any:
    if wanted == Block:
        wanted = getattr(model, value["is"])
    origin, inside = get_origin(wanted), get_args(wanted)
    if origin in (Union, UnionType):
        return None if value is None else _built(_only(inside), value)
    if origin is tuple:
        return tuple(_built(inside[0], one) for one in value)
    if is_dataclass(wanted):
        kind: Any = wanted
        hints = _hints(kind)
        given = {name: _built(hints[name], one) for name, one in value.items() if name in hints}
        return kind(**given)
    return wanted(value)


def _only(kinds: tuple[Any, ...]) -> Any:
    return next(kind for kind in kinds if kind is not NoneType)
