"""A whole paper through the gate: every word in every block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from longshan_desk.documents.model import Paper
from longshan_desk.domain.redaction import Gate


def whole_text(papers: Sequence[Paper]) -> str:
    """Every word of these papers."""
    return "\n".join(word for paper in papers for word in _words(paper.blocks))


def redacted(paper: Paper, gate: Gate) -> Paper:
    """The paper as the public may read it; ``gate.told`` says afterwards what was masked."""
    gate.narrow("\n".join((paper.name, whole_text([paper]))))
    blocks = tuple(_passed(block, gate) for block in paper.blocks)
    return replace(paper, name=gate.text(paper.name), blocks=blocks)


def _passed(value: Any, gate: Gate) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return gate.text(value)
    if isinstance(value, tuple):
        return tuple(_passed(one, gate) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        found = {each.name: _passed(getattr(value, each.name), gate) for each in fields(value)}
        return replace(value, **found)
    return value


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _words(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _words(getattr(value, each.name))
