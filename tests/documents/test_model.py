"""Blocks and what becomes of them as JSON."""

from __future__ import annotations

import pytest

from longshan_desk.documents.breaking import balanced, width_of
from longshan_desk.documents.model import Field, Fields, Signature, Title
from longshan_desk.documents.pages import OFFICIAL
from longshan_desk.documents.placing import field_lines, signature_lines, title_lines
from longshan_desk.documents.snapshot import fingerprint, from_json, to_json
from papers import CASES, LONG_NAME


@pytest.mark.parametrize("name", CASES)
def test_a_paper_comes_back_from_json_as_it_was(name: str) -> None:
    assert from_json(to_json(CASES[name])) == CASES[name]


def test_the_same_paper_has_the_same_fingerprint() -> None:
    one, other = CASES["promise-full-0"], CASES["promise-empty-0"]
    assert fingerprint(one) == fingerprint(from_json(to_json(one))) != fingerprint(other)


def test_a_page_holds_22_lines_of_28_characters() -> None:
    assert (OFFICIAL.lines, OFFICIAL.characters) == (22, 28)


def test_a_title_breaks_between_its_words_into_lines_of_like_length() -> None:
    lines = balanced(("关于召开", "大湾村", "2022年4月", "党群说事会", "的通知"), 18)
    assert lines == ["关于召开大湾村2022年4月", "党群说事会的通知"]


def test_a_short_title_stays_on_one_line() -> None:
    assert title_lines(Title(("承诺书",)), OFFICIAL) == ["承诺书"]


def test_a_word_longer_than_a_line_is_cut_and_nothing_lost() -> None:
    lines = balanced((LONG_NAME * 2,), 18)
    assert "".join(lines) == LONG_NAME * 2
    assert all(width_of(line) <= 18 for line in lines)


def test_with_seal_the_date_stands_four_characters_in_and_the_organ_over_its_middle() -> None:
    char = OFFICIAL.body + OFFICIAL.tracking
    organ, day = signature_lines(Signature(("大湾村委会",), "2022年3月27日"), OFFICIAL)
    assert day.right == pytest.approx(4 * char)
    middles = [one.right + width_of(one.words) * char / 2 for one in (organ, day)]
    assert middles[0] == pytest.approx(middles[1])


def test_without_seal_the_date_begins_two_characters_right_of_the_organ() -> None:
    char = OFFICIAL.body + OFFICIAL.tracking
    signature = Signature(("中共龙山镇大湾村支部委员会",), "2022年3月27日", sealed=False)
    organ, day = signature_lines(signature, OFFICIAL)
    starts = [one.right + width_of(one.words) * char for one in (organ, day)]
    assert organ.right == pytest.approx(2 * char)
    assert starts[0] - starts[1] == pytest.approx(2 * char)


def test_a_field_too_long_for_its_place_gets_a_line_of_its_own() -> None:
    block = Fields((Field("姓名", LONG_NAME), Field("电话", "13812345678")))
    assert [len(line) for line in field_lines(block, OFFICIAL)] == [1, 1]
