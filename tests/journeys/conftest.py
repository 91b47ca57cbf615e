"""What the journeys stand on: commands and windows that take turns in one process."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session", autouse=True)
def window_system(qapp: QApplication) -> None:
    """A paper that a command prints here is drawn by the application that the windows need."""
