"""Every rule that this desk keeps has a test that carries its number.

A test carries it as ``@pytest.mark.rule("R12")``, or in its name: ``test_r12_…``.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

KEPT = """
    R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R13 R14 R15 R16 R17 R22 R26 R27 R28 R29 R30 R31 R34 R35
    R36 R37 R38 R39 R41 R42 R43 R44 R45 R46 R47 R48 R49 R52 R54 R56
""".split()


def rules_of(path: Path) -> Iterator[str]:
    """The numbers that a file's tests carry, one by one or as a whole module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and (named := re.match(r"test_r(\d+)_", node.name)):
            yield f"R{named[1]}"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule":
            yield from (ast.literal_eval(each) for each in node.args)


@pytest.fixture(scope="module")
def index() -> dict[str, list[str]]:
    """The files that hold the program to each rule."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for rule in set(rules_of(path)):
            found[rule].append(path.relative_to(TESTS).as_posix())
    return found


@pytest.mark.parametrize("rule", KEPT)
def test_a_rule_has_a_test_by_its_number(index: dict[str, list[str]], rule: str) -> None:
    assert index[rule]


def test_a_rules_number_is_written_as_the_rules_are(index: dict[str, list[str]]) -> None:
    assert all(re.fullmatch("R[1-9][0-9]?", rule) for rule in index)
