"""Buttons of the four kinds: primary (one per screen), secondary, quiet and danger."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.icons import icon
from longshan_desk.ui.widgets.looking import is_offered


class _Button(QPushButton):
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not is_offered(self):
            self.hide()


class _IconButton(QToolButton):
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not is_offered(self):
            self.hide()


_ICON_COLOURS = {"primary": "surface", "quiet": "accent_deep", "danger": "late"}


def button(
    text: str,
    on_click: Callable[[], object] | None = None,
    *,
    kind: str = "secondary",
    icon_name: str = "",
    tip: str = "",
    looks: bool = False,
    parent: QWidget | None = None,
) -> QPushButton:
    """A push button; Enter presses it when it has the focus. ``looks``: it shows something and
    changes nothing (``widgets.looking``)."""
    made = _Button(text, parent)
    mark(made, kind=kind, looks=looks or None)
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
    looks: bool = False,
    parent: QWidget | None = None,
) -> QToolButton:
    """A small button with an icon alone; ``tip`` is its name for eyes and screen readers."""
    made = _IconButton(parent)
    mark(made, kind="icon", looks=looks or None)
    made.setIcon(icon(icon_name, "ink_soft", size))
    made.setIconSize(QSize(size, size))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if on_click is not None:
        made.clicked.connect(lambda: on_click())
    return made


def press(made: QAbstractButton) -> None:
    """What the button's key does: the same, where the button is offered."""
    if made.isVisible() and made.isEnabled():
        made.click()


def shortcut(
    keys: str, host: QWidget, act: QAbstractButton | Callable[[], object], *, looks: bool = False
) -> QShortcut:
    """A key that holds while the focus is in ``host``, of a button or of an act without one;
    ``looks`` as of a button."""

    def activate() -> None:
        if isinstance(act, QAbstractButton):
            press(act)
        elif looks or is_offered(host):
            act()

    made = QShortcut(QKeySequence(keys), host, activate)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    return made
