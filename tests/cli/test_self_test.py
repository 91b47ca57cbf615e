"""The program's test of itself, which its built form runs too."""

from __future__ import annotations

import os

import pytest

from longshan_desk.cli import self_test
from longshan_desk.cli.self_test import run_self_test


@pytest.fixture(scope="module")
def results() -> list[tuple[str, bool, str]]:
    return run_self_test()


def test_the_program_passes_its_own_test(results: list[tuple[str, bool, str]]) -> None:
    assert [result for result in results if not result[1]] == []


def test_every_result_says_what_was_found(results: list[tuple[str, bool, str]]) -> None:
    assert all(detail for _, _, detail in results)


def test_a_check_that_fails_is_reported_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_folder: object) -> str:
        raise FileNotFoundError("theme.qss")

    checks = (("坏", broken), ("好", lambda _: "好"))
    monkeypatch.setattr(self_test, "_CHECKS", checks)
    assert run_self_test() == [("坏", False, "FileNotFoundError：theme.qss"), ("好", True, "好")]


def test_it_leaves_no_trace(results: list[tuple[str, bool, str]]) -> None:
    assert not os.path.exists(os.environ["LONGSHAN_STATE_DIR"])
