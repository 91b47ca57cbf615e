"""F1: the user's manual in a window of its own, open at the page that was asked from."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from longshan_desk.paths import resource
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button


class Manual(QDialog):
    """``Manual(window, "matters").open()``: works without a network and without a browser."""

    def __init__(self, parent: QWidget, page: str) -> None:
        super().__init__(parent)
        mark(self, role="surface", looks=True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("使用手册")
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(False)
        self.text.setSource(QUrl.fromLocalFile(str(resource("manual.html"))))
        keys = button("键盘操作", lambda: self.text.scrollToAnchor("keys"), kind="quiet")
        close = button("关闭", self.accept, kind="primary", tip="Esc")
        row = QHBoxLayout()
        row.addWidget(keys)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(14)
        column.addWidget(self.text, 1)
        column.addLayout(row)
        self._page = page

    def sizeHint(self) -> QSize:
        screen = self.screen().availableGeometry()
        width, height = text_height() * 38, text_height() * 32
        return QSize(min(width, screen.width() - 40), min(height, screen.height() - 60))

    def showEvent(self, event: object) -> None:
        """Only a text that was laid out can be scrolled to a place."""
        self.resize(self.sizeHint())
        self.text.scrollToAnchor(self._page)
