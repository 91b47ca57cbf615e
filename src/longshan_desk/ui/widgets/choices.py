"""Choosing one of a few words by mouse, number, pinyin initial or popup."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QWidget

from longshan_desk.ui.widgets.buttons import button

_TYPED_TOGETHER_S = 1.0

# The common characters of GB 2312 stand in order of their pinyin, so the place of a character's
# code among these starts is its initial; a dictionary would cost a seventh of a second to load.
_STARTS = (
    *(45217, 45253, 45761, 46318, 46826, 47010, 47297, 47614, 48119, 49062, 49324, 49896),
    *(50371, 50614, 50622, 50906, 51387, 51446, 52218, 52698, 52980, 53689, 54481),
)
_INITIALS = "abcdefghjklmnopqrstwxyz"
_END = 55290


@dataclass(frozen=True)
class Option:
    """One possible value: ``code`` is stored, ``label`` is shown, ``initials`` can be typed."""

    code: str
    label: str
    note: str = ""

    @property
    def initials(self) -> str:
        return initials(self.label)


class LabelledMember(Protocol):
    @property
    def value(self) -> Any: ...
    @property
    def label(self) -> str: ...


def options_of(members: Iterable[LabelledMember]) -> tuple[Option, ...]:
    """The options for an enum of ``domain.labels``: ``options_of(Topic)``."""
    return tuple(Option(str(member.value), member.label) for member in members)


def initials(text: str) -> str:
    """The pinyin initials of common words: 产业发展 → ``cyfz``; other characters stay out."""
    return "".join(filter(None, map(_initial, text.lower())))


def _initial(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else ""
    code = int.from_bytes(char.encode("gb18030")[:2], "big")
    return _INITIALS[bisect_right(_STARTS, code) - 1] if _STARTS[0] <= code < _END else ""


class TypedChoice:
    """Finds an option by what is typed: ``3`` is the third, ``c`` the next that begins with c,
    ``cj`` typed together narrows to 村级…
    """

    def __init__(self, options: Sequence[Option]) -> None:
        self._options = options
        self._typed = ""
        self._at = 0.0

    def find(self, key: str, current: int) -> int | None:
        """The position that ``key`` leads to from ``current``, if any."""
        if key.isdigit():
            position = int(key) - 1
            return position if 0 <= position < len(self._options) else None
        key = key.lower()
        now = time.monotonic()
        together = self._typed + key if now - self._at < _TYPED_TOGETHER_S else key
        self._at = now
        for typed, start in ((together, current), (key, current + 1)):
            found = self._next(typed, start)
            if found is not None:
                self._typed = typed
                return found
        self._typed = ""
        return None

    def _next(self, typed: str, start: int) -> int | None:
        count = len(self._options)
        for step in range(count):
            position = (start + step) % count
            option = self._options[position]
            if option.initials.startswith(typed) or option.label.lower().startswith(typed):
                return position
        return None


class ChoiceBox(QComboBox):
    """A list of options; nothing is chosen until somebody chooses."""

    chosen = Signal(str)

    def __init__(
        self, options: Sequence[Option], placeholder: str = "请选择", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.set_options(options)
        self.setPlaceholderText(placeholder)
        self.setMaxVisibleItems(16)
        # With a Chinese input method on, letters would go to it and never arrive here.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.currentIndexChanged.connect(lambda: self.chosen.emit(self.code() or ""))

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these from now on, none of them chosen."""
        self._options = tuple(options)
        self._typed = TypedChoice(self._options)
        with QSignalBlocker(self):
            self.clear()
            for number, option in enumerate(self._options, 1):
                self.addItem(option.label, option.code)
                tip = option.note or f"按 {number} 选择"
                self.setItemData(number - 1, tip, Qt.ItemDataRole.ToolTipRole)
            self.setCurrentIndex(-1)

    def code(self) -> str | None:
        data = self.currentData()
        return data if isinstance(data, str) else None

    def set_code(self, code: str | None) -> None:
        self.setCurrentIndex(-1 if code is None else self.findData(code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(-1)
        elif key == Qt.Key.Key_Space:
            self.showPopup()
        elif _chooses(event):
            found = self._typed.find(event.text(), self.currentIndex())
            if found is not None:
                self.setCurrentIndex(found)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page over a closed list must not change a value unseen.
        event.ignore()


class ChoiceRow(QWidget):
    """Up to five options side by side; arrows and numbers choose, one Tab passes the whole row."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options = tuple(options)
        self._typed = TypedChoice(self._options)
        self._group = QButtonGroup(self, exclusive=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for position, option in enumerate(self._options):
            made = button(option.label, kind="choice", tip=option.note)
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            made.installEventFilter(self)  # buttons have ideas of their own about arrows
            self._group.addButton(made, position)
            row.addWidget(made)
        row.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._group.idToggled.connect(self._toggled)
        self._keep_one_tab_stop()

    def code(self) -> str | None:
        position = self._group.checkedId()
        return self._options[position].code if position >= 0 else None

    def set_code(self, code: str | None) -> None:
        if code is None:
            self._group.setExclusive(False)
            for made in self._group.buttons():
                made.setChecked(False)
            self._group.setExclusive(True)
        for position, option in enumerate(self._options):
            if option.code == code:
                self._group.button(position).setChecked(True)
        self._keep_one_tab_stop()

    def focus_first(self) -> None:
        self._group.button(max(self._group.checkedId(), 0)).setFocus()

    def buttons(self) -> list[QWidget]:
        return list(self._group.buttons())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, current = event.key(), self._group.checkedId()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._choose((current + 1) % len(self._options))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._choose((max(current, 0) - 1) % len(self._options))
        elif _chooses(event):
            found = self._typed.find(event.text(), current)
            if found is not None:
                self._choose(found)
        else:
            return False
        return True

    def _choose(self, position: int) -> None:
        made = self._group.button(position)
        made.setChecked(True)
        made.setFocus(Qt.FocusReason.TabFocusReason)

    def _toggled(self, position: int, on: bool) -> None:
        if on:
            self._keep_one_tab_stop()
            self.chosen.emit(self._options[position].code)

    def _keep_one_tab_stop(self) -> None:
        stop = max(self._group.checkedId(), 0)
        for position, made in enumerate(self._group.buttons()):
            policy = Qt.FocusPolicy.StrongFocus if position == stop else Qt.FocusPolicy.ClickFocus
            made.setFocusPolicy(policy)


def _chooses(event: QKeyEvent) -> bool:
    """Whether a key is a letter or a digit, the number pad's too, and no command."""
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    return text.isalnum() and text.isascii() and not event.modifiers() & command
