"""JSON in packages: one text for one value, and nothing else is read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.exchange import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
WHOLE = st.integers(-(2**63), 2**63 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert canonical.read(canonical.written(value)) == value


@pytest.mark.failure("F68")
@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b"1.5",
        b"NaN",
        b"Infinity",
        b"1" * 5_000,
        b"[" * 100_000,
        b"[" * 60 + b"]" * 60,
        b'"\\ud800"',
        b'"\\u0000"',
        b"\xff",
        b"",
        b"{",
    ],
)
def test_what_nobody_writes_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        canonical.read(data)
