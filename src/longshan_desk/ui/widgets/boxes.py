"""The box that the speaker opens: one sentence, what to do, buttons with verbs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.icons import pixmap
from longshan_desk.ui.widgets.words import words

_ICON_COLOUR = {"soon": "soon", "late": "late", "accent": "accent"}


class Box(QDialog):
    """Made and opened by ``ui.speaker`` alone."""

    def __init__(
        self,
        parent: QWidget | None,
        text: str,
        hint: str = "",
        *,
        icon_name: str = "info",
        tone: str = "accent",
        details: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("龙山村务")
        mark(self, role="surface", looks=True)
        self._details = details
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(16)
        column.addLayout(self._said(text, hint, icon_name, tone))
        if details:
            column.addWidget(self._details_field(details))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._buttons.addStretch(1)
        column.addLayout(self._buttons)

    def add_button(
        self,
        text: str,
        *,
        kind: str = "secondary",
        default: bool = False,
        accepts: bool = False,
        result: int = 0,
    ) -> QPushButton:
        """A button that closes the box with ``result`` (1 if it ``accepts``)."""
        made = button(text, lambda: self.done(1 if accepts else result), kind=kind)
        made.setMinimumWidth(text_height() * 5)
        made.setDefault(default)
        self._buttons.addWidget(made)
        if default:
            made.setFocus()
        return made

    def add_copy_button(self) -> None:
        copied = button("复制详细信息", kind="quiet", icon_name="papers")
        copied.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        copied.clicked.connect(lambda: copied.setText("已复制"))
        self._buttons.insertWidget(0, copied)

    def _said(self, text: str, hint: str, icon_name: str, tone: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        picture = QLabel()
        scale = self.devicePixelRatioF()
        picture.setPixmap(pixmap(icon_name, _ICON_COLOUR.get(tone, "accent"), 28, scale))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(6)
        said = words(text, "strong", wrap=True, copy=True)
        said.setMinimumWidth(text_height() * 19)
        column.addWidget(said)
        if hint:
            column.addWidget(words(hint, "label", wrap=True, copy=True))
        row.addLayout(column, 1)
        return row

    def _details_field(self, details: str) -> QPlainTextEdit:
        field = QPlainTextEdit(details)
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setFixedHeight(text_height() * 8)
        return field
