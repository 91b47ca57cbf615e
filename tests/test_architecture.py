"""The arrows of the architecture, checked in every import of the program, without exceptions."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import longshan_desk
from longshan_desk.domain.labels import Labelled

SOURCE = Path(longshan_desk.__file__).parent
OURS = "longshan_desk"
TOP = "longshan_desk"  # the package itself: its version
GROUND = {TOP, "errors", "faults", "paths", "files"}

# What each part of the program may import of the program. The parts that put everything
# together, cli*.py and __main__.py, are the only ones without an entry.
ARROWS = {
    TOP: set(),
    "errors": set(),
    "faults": GROUND,
    "paths": GROUND,
    "files": GROUND,
    "domain": {"domain", "errors"},
    "data": {"data", "domain"} | GROUND,
    "documents": {"documents", "domain"} | GROUND,
    "sheets": {"sheets", "domain"} | GROUND,
    "exchange": {"exchange", "data.log", "data.types", "data.passphrase", "domain"} | GROUND,
    "peers": {"peers", "data", "exchange", "domain"} | GROUND,
    "queries": {"queries", "data", "documents", "sheets", "exchange", "peers", "domain"} | GROUND,
    "actions": {"data", "documents", "sheets", "exchange", "peers", "domain"} | GROUND,
    "demo": {"demo", "actions", "queries", "data.store", "data.identity", "data.ids", "domain"}
    | GROUND,
    "ui": {"ui", "actions", "queries", "documents", "domain"} | GROUND,
}

# Who may import what of others.
LIBRARIES = {
    "PySide6": {"ui", "__main__"},
    "shiboken6": {"ui", "__main__"},
    "sqlalchemy": {"data", "peers", "queries", "actions"},
    "alembic": {"data"},
    "filelock": {"data"},
    "cryptography": {"data", "exchange"},
    "pyrage": {"data", "exchange"},
    "openpyxl": {"sheets"},
    "python_calamine": {"sheets"},
    "lxml": {"documents", "sheets"},
    "platformdirs": {"paths"},
    "pypinyin": {"data", "domain"},
    "stdnum": {"domain"},
}

# Slow to load, so loaded by the function that needs them. Alembic alone loads its migrations.
SLOW = set(LIBRARIES) - {"PySide6", "shiboken6", "sqlalchemy", "filelock", "platformdirs"}
LOADED_BY_ALEMBIC = "data.migrations"

EMPTY_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "base", "common"}


@dataclass(frozen=True)
class Import:
    target: str
    line: int
    at_start: bool


class ImportFinder(ast.NodeVisitor):
    """Every import in a module, also those inside functions and under TYPE_CHECKING."""

    def __init__(self, package: str, modules: set[str]) -> None:
        self.package, self.modules = package, modules
        self.at_start = True
        self.found: list[Import] = []

    def add(self, target: str, node: ast.AST) -> None:
        self.found.append(Import(target, getattr(node, "lineno", 0), self.at_start))

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.add(alias.name, node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        source = node.module or ""
        if node.level:
            above = self.package.split(".")[: -(node.level - 1) or None]
            source = ".".join([*above, source] if source else above)
        for alias in node.names:
            inner = f"{source}.{alias.name}"
            self.add(inner if inner in self.modules else source, node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name in ("import_module", "__import__") and node.args:
            target = node.args[0]
            if isinstance(target, ast.Constant):
                self.add(str(target.value), node)
        self.generic_visit(node)

    def visit_later(self, node: ast.AST) -> None:
        before, self.at_start = self.at_start, False
        self.generic_visit(node)
        self.at_start = before

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_later  # noqa: N815

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            self.visit_later(node)
        else:
            self.generic_visit(node)


def module_name(path: Path) -> str:
    parts = [OURS, *path.relative_to(SOURCE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


def inside(module: str) -> str:
    """``longshan_desk.data.log.clock`` → ``data.log.clock``."""
    return module.removeprefix(f"{OURS}.")


def violations(module: str, text: str, *, modules: set[str], is_package: bool) -> list[str]:
    """What a module's imports do against the arrows, in words."""
    own = inside(module)
    part = own.partition(".")[0]
    finder = ImportFinder(module if is_package else module.rpartition(".")[0], modules)
    finder.visit(ast.parse(text))
    found = [
        f"{module}:{one.line} {one.target}: {why}"
        for one in finder.found
        for why in complaints(own, part, one)
    ]
    return list(dict.fromkeys(found))


def complaints(own: str, part: str, found: Import) -> Iterator[str]:
    root = found.target.partition(".")[0]
    if root == OURS:
        yield from complaints_about_ours(own, part, inside(found.target))
    elif root not in sys.stdlib_module_names:
        if part not in LIBRARIES.get(root, set()):
            yield f"{part} must not import {root}"
        if root in SLOW and found.at_start and not is_within(own, LOADED_BY_ALEMBIC):
            yield "slow to load: import it in the function that uses it"


def complaints_about_ours(own: str, part: str, target: str) -> Iterator[str]:
    if part != "__main__" and not part.startswith("cli"):
        if part not in ARROWS:
            yield f"{part} is not a part of the architecture"
        elif not any(is_within(target, allowed) for allowed in ARROWS[part]):
            yield f"{part} must not import {target}"
    if part == "actions" and is_within(target, "actions"):
        yield "an action never calls an action"


def all_modules() -> dict[str, Path]:
    return {module_name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def check(text: str, module: str) -> list[str]:
    known = {"data", "data.tables", "data.tables.matters", "actions", "actions.matters", "queries"}
    modules = {f"{OURS}.{name}" for name in known}
    return violations(f"{OURS}.{module}", text, modules=modules, is_package=False)


def test_the_arrows_point_one_way() -> None:
    modules = all_modules()
    assert modules
    found = [
        complaint
        for module, path in modules.items()
        for complaint in violations(
            module,
            path.read_text(encoding="utf-8"),
            modules=set(modules),
            is_package=path.name == "__init__.py",
        )
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("ui.matters.page", "from longshan_desk.data.tables import matters"),
        ("ui.matters.page", "from ...data.tables.matters import Matter"),
        ("ui.matters.page", "from ... import data"),
        ("ui.matters.page", "import sqlalchemy.orm"),
        ("ui.matters.page", "from openpyxl import Workbook"),
        ("ui.matters.page", "def f():\n    import docx"),
        ("domain.matters", "from longshan_desk.paths import home"),
        ("domain.matters", "from longshan_desk import __version__"),
        ("domain.matters", "import sqlalchemy"),
        ("domain.people", "from stdnum.cn import ric"),
        ("data.store", "from longshan_desk.actions.matters import register_matter"),
        ("data.store", "import importlib\nimportlib.import_module('longshan_desk.queries')"),
        ("data.backup", "import alembic"),
        ("queries.matters", "from longshan_desk.actions import matters"),
        ("queries.matters", "from PySide6.QtCore import QObject"),
        ("actions.hearings", "from .matters import register_matter"),
        ("actions.hearings", "from longshan_desk.actions import matters"),
        ("actions.hearings", "from longshan_desk.ui.speaker import tell"),
        ("sheets.read_roster", "from longshan_desk.data.store import Store"),
        ("exchange.receive", "from longshan_desk.data.tables import matters"),
        ("cli", "from PySide6.QtWidgets import QApplication"),
        ("newcomer.thing", "from longshan_desk.errors import AppError"),
        ("domain.matters", "import a_library_nobody_chose"),
        (
            "actions.matters",
            "from typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n    from longshan_desk.ui.context import Context",
        ),
    ],
)
def test_an_import_against_the_arrows_is_seen(module: str, text: str) -> None:
    assert check(text, module)


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("ui.matters.page", "from PySide6.QtWidgets import QWidget"),
        ("ui.matters.page", "from longshan_desk.actions.matters import register_matter"),
        ("actions.matters", "from longshan_desk.data.tables import matters"),
        ("domain.people", "def is_valid():\n    from stdnum.cn import ric"),
        ("data.migrations.versions.r0001", "from alembic import op"),
        ("exchange.receive", "from longshan_desk.data.log.merge import merge"),
        ("cli_matters", "from longshan_desk.actions.matters import register_matter"),
        ("__main__", "from longshan_desk.ui.main_window import MainWindow"),
    ],
)
def test_an_import_along_the_arrows_passes(module: str, text: str) -> None:
    assert check(text, module) == []


def test_modules_are_named_by_their_topic() -> None:
    named = {
        module for module in all_modules() if EMPTY_NAMES & set(re.split(r"[._]", inside(module)))
    }
    assert not named


def every_labelled() -> list[type[Labelled]]:
    for module in all_modules():
        if not is_within(inside(module), LOADED_BY_ALEMBIC):
            importlib.import_module(module)
    found: list[type[Labelled]] = []
    waiting: list[type[Labelled]] = [Labelled]
    while waiting:
        below = waiting.pop().__subclasses__()
        found += below
        waiting += below
    return found


def test_every_member_has_a_chinese_label_of_its_own() -> None:
    enums = every_labelled()
    assert enums
    for enum in enums:
        labels = [member.label for member in enum]
        assert all(re.search(r"[\u3400-\u9fff]", label) for label in labels), enum
        assert len(set(labels)) == len(labels), enum
