"""Finding records by the words of the search index: all words must match, pinyin initials do."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, or_, select

from longshan_desk.data.tables.local import SearchEntry
from longshan_desk.domain.names import normalise_name
from longshan_desk.domain.text import normalise_text

ESCAPE = "\\"


def words_of(text: str) -> list[str]:
    """What was typed, as the words that must all be found; names in their kept form (R34)."""
    parts = normalise_text(text).split()
    return [word for word in (normalise_name(part) or part for part in parts) if word]


def escaped(word: str) -> str:
    """A word for LIKE, its wildcards meaning themselves."""
    for char in (ESCAPE, "%", "_"):
        word = word.replace(char, ESCAPE + char)
    return word


def is_kind(*kinds: str) -> ColumnElement[bool]:
    """Entries of these kinds. The kind is no key to look up by: it holds for so many entries that
    reading them one by one through its index takes ten times as long as reading them all."""
    return SearchEntry.kind.concat("").in_(kinds)


def matches(words: Sequence[str]) -> ColumnElement[bool]:
    """Entries with every word in their text, or as letters of their pinyin initials."""
    return and_(*(_matches(word) for word in words))


def _matches(word: str) -> ColumnElement[bool]:
    pattern = f"%{escaped(word)}%"
    in_text = SearchEntry.text.like(pattern, escape=ESCAPE)
    if not (word.isascii() and word.isalpha()):
        return in_text
    return or_(in_text, SearchEntry.initials.like(pattern.lower(), escape=ESCAPE))


def ids_matching(kind: str, words: Sequence[str]) -> Select[str]:
    """The ids of one kind's records that match, for use in a condition."""
    return select(SearchEntry.id).where(matches(words), is_kind(kind))
