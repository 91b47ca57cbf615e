"""Slips of an exchange: figures only, signed by both."""

from __future__ import annotations

import pytest

from longshan_desk.documents.kinds.registry import KINDS, built
from papers import HANDOVER, OFFICE, text_of


@pytest.mark.parametrize("code", ["handover_slip", "receipt"])
def test_both_sides_sign(code: str) -> None:
    said = text_of(built(KINDS[code], HANDOVER))
    assert "移交人（签名）" in said and "接收人（签名）" in said


def test_the_slip_says_what_was_not_ready() -> None:
    assert "4月说事会还没有收尾" in text_of(built(KINDS["handover_slip"], HANDOVER))


def test_the_receipt_says_how_far_it_confirms_and_which_photos_come_again() -> None:
    said = text_of(built(KINDS["receipt"], HANDOVER))
    assert "第 1204 条" in said and "另有1张照片没有拷完整" in said


def test_a_package_that_only_confirms_says_so() -> None:
    from longshan_desk.documents.handover_facts import HandoverFacts

    said = text_of(built(KINDS["handover_slip"], HandoverFacts(OFFICE, "大湾村", "龙山镇", 1)))
    assert "没有新的内容" in said
