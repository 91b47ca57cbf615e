"""The rail on the left: one button per page, with an icon and a word."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.icons import icon, pixmap
from longshan_desk.ui.widgets.words import words

_ICON = 20
_LOWEST = 30


class Rail(QFrame):
    """``chosen(key)`` by a click, Enter or Space; ``set_current`` marks without telling.

    ``painted`` is emitted once, when it was first seen.
    """

    chosen = Signal(str)
    painted = Signal()

    def __init__(self, brand: str) -> None:
        super().__init__()
        mark(self, role="rail", looks=True)
        self.is_painted = False
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self, exclusive=True)
        self._entries = QVBoxLayout()
        self._entries.setContentsMargins(0, 4, 0, 4)
        self._entries.setSpacing(0)
        self._entries.addStretch(1)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 0, 0, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._brand(brand))
        column.addLayout(self._entries, 1)
        column.addLayout(self._foot)

    def add(self, key: str, title: str, icon_name: str, tip: str, *, foot: bool = False) -> None:
        """Add a page's button; ``foot`` puts it at the lower end."""
        made = QToolButton()
        mark(made, kind="rail")
        made.setText(f"  {title}")
        made.setIcon(icon(icon_name, "rail_text", _ICON, "surface"))
        made.setIconSize(QSize(_ICON, _ICON))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setCheckable(True)
        made.setToolTip(tip)
        made.setAccessibleName(title)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        made.setMinimumHeight(_LOWEST)  # on a low window the entries move closer
        made.clicked.connect(lambda: self.chosen.emit(key))
        self._group.addButton(made)
        self._buttons[key] = made
        if foot:
            self._foot.addWidget(made)
        else:
            self._entries.insertWidget(self._entries.count() - 1, made)

    def clear(self) -> None:
        """Take all buttons away, for another set of pages."""
        for made in self._buttons.values():
            self._group.removeButton(made)
            made.hide()
            made.deleteLater()
        self._buttons.clear()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            self.painted.emit()

    def set_current(self, key: str) -> None:
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def button(self, key: str) -> QToolButton:
        return self._buttons[key]

    def _brand(self, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 14, 16, 12)
        row.setSpacing(10)
        picture = QLabel()
        picture.setPixmap(pixmap("mountain", "rail_mark", 26, self.devicePixelRatioF()))
        row.addWidget(picture)
        row.addWidget(words(text, "brand"), 1)
        return row
