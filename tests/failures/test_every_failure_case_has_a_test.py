"""Every failure case of the packages has a test that carries its number, or a row in
docs/failure-cases.md that says why it cannot be tested here and how a person checks it by hand.

A test carries it as ``@pytest.mark.failure("F44")``, alone or for a whole module.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
BY_HAND = TESTS.parent / "docs" / "failure-cases.md"

ALL = [f"F{number}" for number in range(1, 86)]

ONLY_BY_HAND = {"F14", "F33", "F53"}
"""No other case may be left to a person (of F51 the half that is the database's is, too)."""

MEASURED = {"F79", "F85"}
"""Ratios that ``benchmarks/`` names by number: a test cannot hold a noisy machine to them."""

NOT_YET: set[str] = set()
"""Cases of what is not built yet; each leaves this list with its test."""


def cases_of(path: Path) -> Iterator[str]:
    """The numbers that a file's tests carry."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.failure":
            yield from (ast.literal_eval(each) for each in node.args)


@pytest.fixture(scope="module")
def index() -> dict[str, list[str]]:
    """The files that hold the program to each case."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for case in set(cases_of(path)):
            found[case].append(path.relative_to(TESTS).as_posix())
    return found


def by_hand() -> set[str]:
    """The cases that have a row in the table."""
    return set(re.findall(r"^\| (F\d+)\b", BY_HAND.read_text(encoding="utf-8"), re.M))


def measured() -> set[str]:
    """The cases that a benchmark names."""
    files = (TESTS.parent / "benchmarks").glob("*.py")
    return {case for one in files for case in re.findall(r"\bF\d+\b", one.read_text("utf-8"))}


@pytest.mark.parametrize("case", [case for case in ALL if case not in NOT_YET])
def test_a_failure_case_has_a_test_or_a_row(index: dict[str, list[str]], case: str) -> None:
    is_by_hand = case in by_hand() and case in ONLY_BY_HAND
    assert index[case] or is_by_hand or case in MEASURED & measured()


def test_only_what_cannot_be_tested_here_is_left_to_a_person() -> None:
    assert by_hand() == ONLY_BY_HAND | {"F51"}


def test_a_number_is_one_of_the_cases(index: dict[str, list[str]]) -> None:
    assert set(index) <= set(ALL)
