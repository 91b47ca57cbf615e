"""Qt made ready for drawing papers where no window is open."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

_kept: list[QGuiApplication] = []


def start() -> None:
    """Fonts and painters need an application; the one that is there is used."""
    if QGuiApplication.instance() is None:
        _kept.append(QGuiApplication([]))
