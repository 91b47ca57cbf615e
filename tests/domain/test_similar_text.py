"""The quiet hint at entries that all say the same (R10); nothing is refused and nobody ranked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from longshan_desk.domain.policy import DEFAULT_POLICY
from longshan_desk.domain.similar_text import alike, similar_hint

pytestmark = pytest.mark.rule("R10")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("家里平安，没有困难。", "家里平安，没有困难"),
        ("家里平安，没有困难。", "家里平安 没有困难！"),
        ("养牛3头，收入稳定，老人身体好。", "养牛5头，收入稳定，老人身体好。"),
    ],
)
def test_figures_and_signs_make_no_difference(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("家里平安，没有困难。", "西墙裂了一道缝，要加固。"),
        ("种了洋芋。", "种了洋芋，儿子在兰州打工，老人看病报销了一半。"),
        ("", ""),
        ("。", "。"),
    ],
)
def test_other_words_are_other_words(one: str, other: str) -> None:
    assert not alike(one, other)


def test_the_hint_comes_with_the_policys_number_and_not_before() -> None:
    policy = replace(DEFAULT_POLICY, similar_visits=3)
    assert similar_hint("都好。", ["都好。"], policy) == ""
    assert "3 条" in similar_hint("都好。", ["都好。", "都好"], policy)


def test_nought_means_no_hint_and_no_words_are_nothing_to_compare() -> None:
    policy = replace(DEFAULT_POLICY, similar_visits=0)
    assert similar_hint("都好。", ["都好。"] * 50, policy) == ""
    assert similar_hint(None, [""] * 50, DEFAULT_POLICY) == ""
