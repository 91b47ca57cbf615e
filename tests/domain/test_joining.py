"""Doubles joined in any direction: nothing hidden for good, the same on every desk (F47)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.domain.joining import standing_for

RECORDS = st.sampled_from("abcdefg")


@pytest.mark.rule("R48")
def test_a_chain_of_doubles_stands_behind_its_last() -> None:
    assert standing_for({"a": "b", "b": "c", "c": None}) == {"a": "c", "b": "c"}


@pytest.mark.failure("F47")
def test_of_two_joined_to_each_other_one_stands() -> None:
    assert standing_for({"a": "b", "b": "a"}) == {"b": "a"}


@pytest.mark.failure("F47")
@given(st.dictionaries(RECORDS, st.none() | RECORDS))
def test_whatever_was_joined_somebody_stands_for_everybody(joined: dict[str, str | None]) -> None:
    found = standing_for(joined)
    assert all(stands not in found for stands in found.values())
    for record, target in joined.items():
        if target is not None:
            assert found.get(record, record) == found.get(target, target)
