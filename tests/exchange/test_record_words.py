"""Every kind of record that is exchanged has a word that a clerk knows."""

from __future__ import annotations

import pytest

from longshan_desk.data.log.registry import synced_tables
from longshan_desk.domain.record_words import RECORDS, counted, part_word

EDITED = ("matter", "meeting", "household", "person", "cadre", "office", "user", "term")


def test_every_exchanged_table_has_a_word() -> None:
    assert synced_tables().keys() - RECORDS.keys() == set()


@pytest.mark.parametrize("table", EDITED)
def test_what_two_clerks_can_both_edit_has_a_word(table: str) -> None:
    groups = [one for one in synced_tables()[table].groups if not one.endswith("_id")]
    assert [one for one in groups if part_word(table, one) == "其他内容"] == []


def test_what_has_no_word_stands_together() -> None:
    assert counted({"of_tomorrow": 2, "more_of_it": 1, "matter": 5}) == (
        ("事项", 5), ("其他内容", 3),
    )  # fmt: skip
