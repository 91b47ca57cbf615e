"""Typing or picking a day or a month."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.errors import BadValueError
from longshan_desk.ui.theme import colour, mark, text_height
from longshan_desk.ui.widgets.buttons import button, icon_button
from longshan_desk.ui.widgets.icons import icon
from longshan_desk.ui.widgets.words import words

WEEKDAYS = "一二三四五六日"
_ENOUGH = 260  # pixels below a field that a list can live with
_NO_YEAR = re.compile(r"(\d{1,2}) ?[-./月．／] ?(\d{1,2}) ?[日号]?")


def day_words(day: date) -> str:
    """``2022年4月5日``"""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday_words(day: date) -> str:
    return f"星期{WEEKDAYS[day.weekday()]}"


def read_typed_day(text: str, today: date) -> tuple[date | None, str]:
    """The day somebody typed, and what must be said about it.

    ``4.1`` takes the current year, and the note says so. Raises ``BadValueError`` for anything
    unclear.
    """
    from longshan_desk.domain.dates import read_date
    from longshan_desk.domain.text import normalise_text

    plain = normalise_text(text)
    found = _NO_YEAR.fullmatch(plain)
    day = read_date(f"{today.year}-{found[1]}-{found[2]}" if found else plain)
    if day is None:
        return None, ""
    if found:
        return day, f"按今年填写：{day_words(day)} {weekday_words(day)}"
    return day, weekday_words(day)


class DayEdit(QLineEdit):
    """A line that takes ``4.1``, ``20220401``, ``2022年4月1日``; ↑ ↓ move by a day, PgUp PgDn by
    a month, F4 or the small calendar opens a month to click in.
    """

    day_changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._said = ""
        self.setPlaceholderText("如 4.1 或 2022.4.1")
        self.setMinimumWidth(text_height() * 9)
        opens = self.addAction(icon("calendar", size=16), QLineEdit.ActionPosition.TrailingPosition)
        opens.setToolTip("打开日历（F4）")
        opens.triggered.connect(self.open_calendar)
        self.textEdited.connect(self._forget_said)
        self.textChanged.connect(self.day_changed)
        self.editingFinished.connect(self._tidy)

    @property
    def note(self) -> str:
        """The weekday, and whether the year was assumed; follows the typing."""
        if self._said:
            return self._said
        try:
            return read_typed_day(self.text(), self._today())[1]
        except BadValueError:
            return ""

    def day(self) -> date | None:
        """The typed day; raises ``BadValueError`` for what cannot be read."""
        return read_typed_day(self.text(), self._today())[0]

    def set_day(self, day: date | None) -> None:
        self._said = ""
        self.setText(day_words(day) if day else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        days = {keys.Key_Up: 1, keys.Key_Down: -1, keys.Key_PageUp: 30, keys.Key_PageDown: -30}
        step = days.get(keys(event.key()))
        if event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        elif step is None:
            super().keyPressEvent(event)
        else:
            self._step(step)

    def open_calendar(self) -> None:
        popup = DayPopup(self, self._readable() or self._today())
        popup.picked.connect(self._picked)
        popup.open_below(self)

    def _forget_said(self) -> None:
        self._said = ""

    def _readable(self) -> date | None:
        try:
            return self.day()
        except BadValueError:
            return None

    def _step(self, days: int) -> None:
        start = self._readable()
        if start is None:
            self.set_day(self._today())
        elif abs(days) == 1:
            self.set_day(start + timedelta(days=days))
        else:
            self.set_day(_same_day_next_month(start, 1 if days > 0 else -1))

    def _picked(self, day: date) -> None:
        self.set_day(day)
        self.setFocus()

    def _tidy(self) -> None:
        """Show in full what was understood, so that an assumed year is seen."""
        try:
            day, note = read_typed_day(self.text(), self._today())
        except BadValueError:
            return
        if day is not None and self.text() != day_words(day):
            self.set_day(day)
            self._said = note
            self.day_changed.emit()


class DayPopup(QFrame):
    """A month to click a day in, with 今天."""

    picked = Signal(date)

    def __init__(self, parent: QWidget, day: date) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        mark(self, role="popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget()
        headers = QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        self.calendar.setVerticalHeaderFormat(headers)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, _calm())  # Qt's red is for what is late
        self.calendar.clicked.connect(self._take)
        self.calendar.activated.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.calendar)
        column.addWidget(button("今天", self._take_today, kind="quiet"))

    def open_below(self, widget: QWidget) -> None:
        self.adjustSize()
        place_below(self, widget)
        self.show()
        self.calendar.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(text_height() * 17, text_height() * 16)

    def _take(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()

    def _take_today(self) -> None:
        self._take(QDate.currentDate())


def _calm() -> QTextCharFormat:
    calm = QTextCharFormat()
    calm.setForeground(colour("ink_soft"))
    return calm


def place_below(popup: QWidget, widget: QWidget) -> None:
    """Put a popup under a widget, or above it where there is more room, never off the screen."""
    screen = widget.screen().availableGeometry()
    above, below = widget.mapToGlobal(QPoint(0, -2)), widget.mapToGlobal(QPoint(0, widget.height()))
    room_above, room_below = above.y() - screen.top(), screen.bottom() - below.y() - 2
    goes_below = room_below >= min(popup.height(), _ENOUGH) or room_below >= room_above
    popup.resize(popup.width(), min(popup.height(), room_below if goes_below else room_above))
    y = below.y() + 2 if goes_below else above.y() - popup.height()
    x = max(screen.left(), min(below.x(), screen.right() - popup.width()))
    popup.move(x, y)


class MonthPicker(QWidget):
    """One month with ‹ and ›; Ctrl+PgUp and Ctrl+PgDn do the same from inside the page."""

    month_changed = Signal(date)

    def __init__(self, month: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, looks=True)
        self._month = month.replace(day=1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._words = words("", "heading")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setMinimumWidth(text_height() * 6)
        row.addWidget(icon_button("chevron-left", "上一月", lambda: self.step(-1)))
        row.addWidget(self._words)
        row.addWidget(icon_button("chevron-right", "下一月", lambda: self.step(1)))
        self._show()

    def month(self) -> date:
        """The first day of the month shown."""
        return self._month

    def set_month(self, month: date) -> None:
        if month.replace(day=1) != self._month:
            self._month = month.replace(day=1)
            self._show()
            self.month_changed.emit(self._month)

    def step(self, months: int) -> None:
        self.set_month(_same_day_next_month(self._month, months))

    def _show(self) -> None:
        self._words.setText(f"{self._month.year}年{self._month.month}月")


def _same_day_next_month(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    last = (date(*_year_month(index + 1), 1) - timedelta(days=1)).day
    return date(*_year_month(index), min(day.day, last))


def _year_month(index: int) -> tuple[int, int]:
    return index // 12, index % 12 + 1
