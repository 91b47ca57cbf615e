"""Whatever happens to a few desks: they agree in the end, as an independent oracle says, and what
ever left a PC is there (P1–P4, P8)."""

from __future__ import annotations

import random
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.log.histories import STEPS, Step, history
from longshan_desk.data.log import merge

_WHAT = (
    "add edit edit edit edit hide settle pack pack pack take take take take clock snapshot restore"
)


def drawn(seed: int, steps: int = 60) -> list[Step]:
    dice = random.Random(seed)
    return [
        (dice.choice(_WHAT.split()), *(dice.randrange(1 << 16) for _ in range(3)))
        for _ in range(steps)
    ]


@pytest.mark.failure("F1", "F2", "F4", "F5", "F22", "F29", "F35", "F38", "F41", "F44", "F55", "F65")
@settings(max_examples=12)
@given(st.integers(2, 4), STEPS)
def test_any_history_ends_as_the_oracle_says(desks: int, steps: list[Step]) -> None:
    with history(desks) as story:
        story.play(steps)


@pytest.mark.failure("F30", "F31")
@settings(max_examples=12)
@given(st.integers(2, 3), STEPS)
def test_desks_that_were_set_back_unnoticed_agree_in_the_end(desks: int, steps: list[Step]) -> None:
    with history(desks, is_noticed=False) as story:
        story.play(steps)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(200))
@pytest.mark.parametrize("is_noticed", [True, False])
def test_ten_thousand_steps(seed: int, is_noticed: bool) -> None:
    with history(2 + seed % 3, is_noticed=is_noticed) as story:
        story.play(drawn(seed))


def _last_writer_wins(survivors: object, write: object) -> list[object]:
    return [write]


def _never_forgets(survivors: list[object], write: object) -> list[object]:
    return [*survivors, write]


@pytest.mark.parametrize("broken", [_last_writer_wins, _never_forgets])
def test_the_oracle_sees_a_broken_merge(broken: object) -> None:
    with mock.patch.object(merge, "join", broken), pytest.raises(AssertionError):
        for seed in range(20):
            with history(3) as story:
                story.play(drawn(seed))
