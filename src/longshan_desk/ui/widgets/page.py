"""What every page of the window is: a title with its acts, a body, and news it listens to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui.context import Change, Context, touches
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import words

MARGIN = 24


class Page(QWidget):
    """Subclass it: name the ``topics`` whose changes concern it, put widgets into ``self.body``,
    and read from the queries in ``load()``.

    ``load`` is called when the page is first shown, and after a change that touches its topics:
    at once while it is on screen, otherwise when it is shown again. An ``AppError`` from it is
    said on the page; figures of before stay visible below it, never zeros.
    """

    topics: ClassVar[Sequence[str]] = ()

    def __init__(
        self, context: Context, title: str, *actions: QWidget, scroll: bool = False
    ) -> None:
        super().__init__()
        self.context = context
        self._stale = True
        self.title = words(title, "title")
        self.note = words("", "note")
        self.failure = Notice()
        mark(self.failure, looks=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self._head = QHBoxLayout()
        self._head.setSpacing(10)
        self._head.addWidget(self.title)
        self._head.addWidget(self.note, 1)
        for action in actions:
            self._head.addWidget(action)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 16, MARGIN, 16)
        column.setSpacing(12)
        column.addLayout(self._head)
        column.addWidget(self.failure)
        if scroll:
            column.addWidget(scrolled(self.body), 1)
        else:
            column.addLayout(self.body, 1)
        context.changed.connect(self._hear)

    def load(self) -> None:
        """Read what the page shows; override."""

    def show_record(self, kind: str, record_id: str) -> None:
        """Show one record; override on pages that have records."""

    def reload(self) -> None:
        """Load now, saying on the page if that fails."""
        self._stale = False
        try:
            self.load()
        except AppError as exc:
            self._stale = True
            self.failure.say(f"加载失败：{exc.message}{exc.hint}", "late", "重试", self.reload)
        else:
            self.failure.hide()

    def add_action(self, widget: QWidget) -> None:
        """Put a button beside the title."""
        self._head.addWidget(widget)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _hear(self, change: Change) -> None:
        if touches(change, self.topics):
            if self.isVisible():
                self.reload()
            else:
                self._stale = True


def scrolled(layout: QVBoxLayout) -> QScrollArea:
    """A layout that scrolls when the window is lower than what stands in it."""
    inside = QWidget()
    mark(inside, role="scrolled")
    layout.setContentsMargins(0, 0, 4, 0)
    inside.setLayout(layout)
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
