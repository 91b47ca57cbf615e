"""Suggestions under a line while somebody types, from whatever source the page names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from longshan_desk.ui.theme import em, mark

_SHOWN = 8
_HIT = Qt.ItemDataRole.UserRole + 1
_INTO_LINE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Suggestion:
    """What is offered: ``text`` goes into the line, ``note`` tells two of one name apart."""

    id: str
    text: str
    note: str = ""


Suggest = Callable[[str], Sequence[Suggestion]]


class LineSuggestions(QObject):
    """Gives a line edit suggestions from ``suggest(typed)``; tells which one was taken.

    Works with an input method: what it commits is looked up like typed letters.
    """

    taken = Signal(object)

    def __init__(self, line: QLineEdit, suggest: Suggest) -> None:
        super().__init__(line)
        self._line = line
        self._suggest = suggest
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(_INTO_LINE)
        self._completer.setMaxVisibleItems(_SHOWN)
        self._popup = QListView()
        mark(self._popup, role="suggestions")
        self._popup.setMinimumWidth(em() * 16)
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._completer.setPopup(self._popup)
        self._popup.installEventFilter(self)  # after the completer's own, so it is asked first
        line.setCompleter(self._completer)
        line.textEdited.connect(self._look)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]

    @property
    def is_open(self) -> bool:
        return self._popup.isVisible()

    def highlighted(self) -> Suggestion | None:
        """The suggestion that the arrow keys stand on."""
        index = self._popup.currentIndex()
        hit = index.data(_HIT) if self.is_open and index.isValid() else None
        return hit if isinstance(hit, Suggestion) else None

    def only(self) -> Suggestion | None:
        """The one suggestion whose text is exactly what was typed, if there is just one."""
        items = [self._model.item(row).data(_HIT) for row in range(self._model.rowCount())]
        same = [hit for hit in items if hit.text == self._line.text().strip()]
        return same[0] if len(same) == 1 else None

    def close(self) -> None:
        self._popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Tab take what the arrows stand on; without that they go on as ever."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        keys = Qt.Key
        if event.key() not in (keys.Key_Return, keys.Key_Enter, keys.Key_Tab, keys.Key_Backtab):
            return False
        hit = self.highlighted()
        self.close()
        if hit is not None:
            self._line.setText(hit.text)
            self.taken.emit(hit)
        if hit is None or event.key() in (keys.Key_Tab, keys.Key_Backtab):
            QCoreApplication.sendEvent(self._line, event)
        return True

    def _look(self, typed: str) -> None:
        self._model.clear()
        typed = typed.strip()
        for hit in self._suggest(typed)[: _SHOWN * 3] if typed else ():
            shown = f"{hit.text}    {hit.note}" if hit.note else hit.text
            item = QStandardItem(shown)
            item.setData(hit, _HIT)
            item.setData(hit.text, _INTO_LINE)
            self._model.appendRow(item)

    def _take(self, index: QModelIndex) -> None:
        hit = index.data(_HIT)
        if isinstance(hit, Suggestion):
            self.taken.emit(hit)
