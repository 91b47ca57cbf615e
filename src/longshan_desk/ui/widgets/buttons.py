"""Buttons of the four kinds: primary (one per screen), secondary, quiet and danger."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.icons import icon

_ICON_COLOURS = {"primary": "surface", "quiet": "accent_deep", "danger": "late"}


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: str = "secondary",
    icon_name: str = "",
    tip: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A push button; Enter presses it when it has the focus."""
    made = QPushButton(text, parent)
    mark(made, kind=kind)
    made.setAutoDefault(kind != "link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon_name:
        made.setIcon(icon(icon_name, _ICON_COLOURS.get(kind, "ink_soft"), 16))
        made.setIconSize(QSize(16, 16))
    if tip:
        made.setToolTip(tip)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made


def icon_button(
    icon_name: str,
    tip: str,
    on_click: Callable[[], object] | None = None,
    *,
    size: int = 18,
    parent: QWidget | None = None,
) -> QToolButton:
    """A small button with an icon alone; ``tip`` is its name for eyes and screen readers."""
    made = QToolButton(parent)
    mark(made, kind="icon")
    made.setIcon(icon(icon_name, "ink_soft", size))
    made.setIconSize(QSize(size, size))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made
