"""Facts about the machinery that once cost somebody a day, so that an upgrade cannot bring them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel

ROOT = Path(__file__).parents[1]


def test_a_void_call_of_qt_keeps_the_references_to_none(qapp: QApplication) -> None:
    label = QLabel()
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert sys.getrefcount(None) > before - 100


def test_the_locked_qt_is_not_the_release_that_aborts() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        locked = re.findall(r"^pyside6-essentials==(\S+)", text, re.MULTILINE)
        assert len(locked) == 1
        assert locked != ["6.12.0"]


def test_the_locks_name_no_place() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
