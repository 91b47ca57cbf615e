"""The diary, the plan to carry, the coverage table and the ledger on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from longshan_desk.documents.kinds.registry import KINDS, blank_facts, built
from longshan_desk.documents.model import PageBreak, Table
from papers import COVERAGE, DIARY, LEDGER, OFFICE, PLAN, text_of


def said(code: str, facts: Any) -> str:
    return text_of(built(KINDS[code], facts))


@pytest.mark.rule("R10")
def test_a_corrected_entry_still_prints_what_it_said_before() -> None:
    assert "更正前为：家中情况没有变化" in said("diary_entry", DIARY)


@pytest.mark.rule("R29")
def test_an_entry_written_late_is_marked() -> None:
    assert "（补录）" in said("diary_entry", DIARY)


def test_an_entry_prints_its_promise_with_person_and_date() -> None:
    assert "由王小明办理：帮助联系合作医疗报销，2022年4月20日前办好。" in said("diary_entry", DIARY)


def test_an_unchanged_household_prints_a_sentence() -> None:
    plain = replace(DIARY, entries=DIARY.entries[1:2])
    assert "走访了解，情况没有变化。" in said("diary_entry", plain)


def test_the_booklet_has_cover_contents_and_every_entry() -> None:
    (paper,) = built(KINDS["diary_month"], DIARY)
    assert sum(isinstance(block, PageBreak) for block in paper.blocks) == 2
    (contents,) = (block for block in paper.blocks if isinstance(block, Table))
    assert len(contents.rows) == len(DIARY.entries) + 1


def test_the_review_names_who_wrote_it() -> None:
    assert "要跟紧报销的事。（马䶮，2022年4月30日）" in said("diary_month", DIARY)


def test_the_plan_lists_every_household_under_its_group() -> None:
    found = said("visit_plan", PLAN)
    assert found.count("一组（24户）") == 1
    assert found.count("（外出）") == 48


def test_the_plan_says_what_was_asked_last_time() -> None:
    assert "上次：问合作医疗怎么报销" in said("visit_plan", PLAN)


@pytest.mark.rule("R10")
def test_coverage_prints_shares_of_both_denominators() -> None:
    found = said("coverage_table", COVERAGE)
    assert "75%" in found and "72.5%" in found


def test_coverage_names_who_is_missing() -> None:
    assert "一组（16户）：" in said("coverage_table", COVERAGE)


@pytest.mark.rule("R9")
def test_the_ledger_prints_who_answers_until_when() -> None:
    found = said("work_ledger", LEDGER)
    assert "2022.6.30（已超期）" in found and "水利站" in found


@pytest.mark.parametrize("code", ["diary_entry", "diary_month", "visit_plan", "work_ledger"])
def test_a_blank_leaves_room_to_write(code: str) -> None:
    kind = KINDS[code]
    (paper,) = built(kind, blank_facts(kind, OFFICE))
    rows = [row for block in paper.blocks if isinstance(block, Table) for row in block.rows]
    assert sum(not any(cell.text for cell in row.cells) for row in rows) >= 1
