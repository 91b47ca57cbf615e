"""A page with a list and, in its place, one record: how the record was come to, and back there."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from longshan_desk.ui.widgets.page import Page


class RecordPage(Page):
    """Subclass it: ``show_list`` puts the list there again, ``show_record`` calls ``arrived``
    first, and the record's way back is ``go_back``."""

    _came_from_outside = False
    _just_shown = False

    def show_list(self) -> None:
        """Put the list in the record's place; override."""

    def arrived(self) -> None:
        """Note where a record is opened from: another page, if this one has only just come up."""
        self._came_from_outside = self._just_shown

    def go_back(self) -> None:
        """To where the record was opened from: the page before, or the list."""
        outside, self._came_from_outside = self._came_from_outside, False
        self.show_list()
        if outside:
            self.context.go_back()

    def showEvent(self, event: QShowEvent) -> None:
        self._just_shown = True
        QTimer.singleShot(0, self, self._settled)
        super().showEvent(event)

    def _settled(self) -> None:
        self._just_shown = False
