"""How much of what is owed is done, with the names of what is missing behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.dates import place_below
from longshan_desk.ui.widgets.words import words


class Meter(QWidget):
    """``Meter("走访").show_figures(312, 400, "户", missing=[(id, "王某某"), …])``.

    A click on 还差 … lists the missing names; a name emits ``opened(id)``. ``show_failure`` says
    that the figure is not known; a meter never shows zero instead.
    """

    opened = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = words(title)
        self._figures = words("", "strong")
        self._bar = QProgressBar(textVisible=False)
        self._missing: Sequence[tuple[str, str]] = ()
        self.missing_button = button("", self.show_missing, kind="link")
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._figures)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(top)
        column.addWidget(self._bar)
        column.addWidget(self.missing_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_figures(
        self, done: int, total: int, unit: str = "", missing: Sequence[tuple[str, str]] = ()
    ) -> None:
        self._figures.setText(f"{done:,} / {total:,} {unit}".strip())
        mark(self._figures, tone="")
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(min(done, total))
        self._bar.show()
        self._missing = missing
        first = "、".join(name for _, name in missing[:2])
        rest = f" 等 {len(missing)}" if len(missing) > 2 else ""
        self.missing_button.setText(f"还差：{first}{rest}" if missing else "")
        self.missing_button.setVisible(bool(missing))

    def show_failure(self, why: str) -> None:
        self._figures.setText(f"加载失败：{why}")
        mark(self._figures, tone="late")
        self._bar.hide()
        self.missing_button.hide()

    def show_missing(self) -> None:
        """Open the list of what is missing below the meter."""
        popup = NamesPopup(self, self._missing)
        popup.picked.connect(self.opened)
        place_below(popup, self.missing_button)
        popup.show()
        popup.names.setFocus()


class NamesPopup(QFrame):
    """A list of names to choose one from; Esc closes it."""

    picked = Signal(str)

    def __init__(self, parent: QWidget, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        mark(self, role="popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.names = QListWidget()
        self.names.setFrameShape(QFrame.Shape.NoFrame)
        mark(self.names, role="bare")
        for record_id, name in entries:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, record_id)
            self.names.addItem(item)
        self.names.itemClicked.connect(self._take)
        self.names.itemActivated.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.names)
        self.names.ensurePolished()
        self.names.setCurrentRow(0)
        shown = min(max(len(entries), 1), 10)
        wide = min(self.names.sizeHintForColumn(0) + text_height() * 2, text_height() * 24)
        wide = max(wide, text_height() * 13)
        self.resize(wide, shown * self.names.sizeHintForRow(0) + 12)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.names.doItemsLayout()  # rows laid out before the theme's padding would stay closer

    def _take(self, item: QListWidgetItem) -> None:
        record_id = str(item.data(Qt.ItemDataRole.UserRole))
        if self.isVisible():  # a click is an activation too on some desktops
            self.close()
            self.picked.emit(record_id)
