"""The suite's own guards: what a careless test leaves behind must fail it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

CARELESS = """
import logging, warnings
import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QDialog

def test_logs_what_nobody_expects():
    logging.getLogger("desk").warning("stray")

def test_raises_a_warning():
    warnings.warn("stray")

def test_leaves_a_file_open(tmp_path):
    open(tmp_path / "x", "w")

def test_makes_qt_complain(qapp):
    qWarning("stray")

@pytest.fixture
def complaining_widget():
    yield
    qWarning("stray")

def test_makes_qt_complain_late(qapp, complaining_widget):
    pass

def test_fails_in_a_slot(qtbot):
    def fail():
        raise ValueError
    QTimer.singleShot(0, fail)
    qtbot.wait(20)

def test_leaves_a_dialog_open(qapp):
    global dialog
    dialog = QDialog()
    dialog.open()
"""

CAREFUL = """
import logging
from PySide6.QtWidgets import QDialog

def test_expects_what_is_logged(stray_logs):
    logging.getLogger("desk").warning("expected")
    assert stray_logs.pop().getMessage() == "expected"

def test_closes_its_dialog(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.open()
"""


def outcomes(text: str, folder: Path) -> dict[str, set[str]]:
    """Run tests of their own under this suite's rules: ``{"test_x": {"PASSED"}}``."""
    file = folder / "test_example.py"
    file.write_text(text, encoding="utf-8")
    python_path = os.pathsep.join(str(ROOT / name) for name in ("src", "tests"))
    options = ["-rA", "-n0", "-p", "conftest", "-p", "no:cacheprovider", "--config-file"]
    own = [str(ROOT / "pyproject.toml"), "--basetemp", str(folder / "temp"), str(file)]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *own],
        env={**os.environ, "PYTHONPATH": python_path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    found: dict[str, set[str]] = {}
    for outcome, name in re.findall(r"^(PASSED|FAILED|ERROR) \S*::(\w+)", run.stdout, re.MULTILINE):
        found.setdefault(name, set()).add(outcome)
    return found


@pytest.mark.parametrize(
    ("text", "expected"), [(CARELESS, False), (CAREFUL, True)], ids=["careless", "careful"]
)
def test_only_the_careful_pass(text: str, expected: bool, tmp_path: Path) -> None:
    found = outcomes(text, tmp_path)
    assert set(found) == set(re.findall(r"def (test_\w+)", text))
    assert {name: seen == {"PASSED"} for name, seen in found.items()} == dict.fromkeys(
        found, expected
    )
