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


@pytest.mark.rule("R27", "R35")
def test_the_sealed_slip_says_nothing_of_what_was_handed_over() -> None:
    said = text_of(built(KINDS["sealed_slip"], HANDOVER))
    assert "随包密封信封一个" in said and "第12包" in said and "镇纪委接收人（签名）" in said
    for word in ("事项", "走访", "320", "2022年3月"):
        assert word not in said


@pytest.mark.rule("R35", "R52")
def test_the_blank_sealed_slip_serves_a_paper_envelope() -> None:
    from longshan_desk.documents.handover_facts import HandoverFacts

    said = text_of(built(KINDS["sealed_slip"], HandoverFacts(OFFICE)))
    assert "纸质密封袋" in said and "破损" in said
