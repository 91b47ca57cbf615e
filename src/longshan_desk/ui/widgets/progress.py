"""The strip that shows how far a task is, with 取消."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.overlay import Overlay
from longshan_desk.ui.widgets.words import words


class ProgressStrip(Overlay):
    """Shows steps; a total of 0 means nobody knows how many there are."""

    cancelled = Signal()

    def __init__(self, window: QWidget, title: str) -> None:
        super().__init__(window)
        mark(self, role="popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(text_height() * 22)
        self._title = title
        self._words = words(f"正在{title}…", "strong")
        self._count = words("", "note")
        self.bar = QProgressBar(textVisible=False, minimum=0, maximum=0)
        self.cancel_button = button("取消", self._cancel, looks=True)
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 14, 14, 14)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._words, 0, 0)
        grid.addWidget(self._count, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.bar, 1, 0, 1, 2)
        grid.addWidget(self.cancel_button, 0, 2, 2, 1)

    def show_step(self, done: int, total: int, text: str = "") -> None:
        """Real records only, never beyond the total."""
        self.bar.setRange(0, max(total, 0))
        self.bar.setValue(min(done, total))
        counted = f"{min(done, total):,} / {total:,}" if total else ""
        self._count.setText("  ".join(part for part in (text, counted) if part))

    def _cancel(self) -> None:
        self._words.setText("正在停下…")
        self.cancel_button.setEnabled(False)
        self.cancelled.emit()
