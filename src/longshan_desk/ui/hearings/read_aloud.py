"""朗读: the report over the whole screen in type that can be read standing (R5)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.words import words

_SIZES = (18.0, 22.0, 26.0, 32.0, 40.0)
_USUAL = 2


class ReadAloud(QDialog):
    """Space and PgDn turn on, + and − change the size, Esc closes."""

    def __init__(self, parent: QWidget, title: str, text: str) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self.setWindowTitle(title)
        self._at = _USUAL
        self.text = QPlainTextEdit(text, readOnly=True)
        self.text.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.text.document().setDocumentMargin(24)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.addWidget(words(title, "title"))
        head.addStretch(1)
        head.addWidget(words("空格翻页 · ＋－ 调字号 · Esc 关闭", "note"))
        head.addWidget(button("小一点", lambda: self._scale(-1), looks=True))
        head.addWidget(button("大一点", lambda: self._scale(1), looks=True))
        head.addWidget(button("关闭", self.reject, kind="primary", looks=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 18, 28, 18)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        for made in self.findChildren(QWidget):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self._scale(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.text.verticalScrollBar()
        page = bar.pageStep() - bar.singleStep()
        match event.key():
            case Qt.Key.Key_Space | Qt.Key.Key_PageDown | Qt.Key.Key_Down | Qt.Key.Key_Return:
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                bar.setValue(bar.value() + (-page if back else page))
            case Qt.Key.Key_PageUp | Qt.Key.Key_Up | Qt.Key.Key_Backspace:
                bar.setValue(bar.value() - page)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._scale(1)
            case Qt.Key.Key_Minus:
                self._scale(-1)
            case _:
                super().keyPressEvent(event)

    def _scale(self, step: int) -> None:
        self._at = max(0, min(self._at + step, len(_SIZES) - 1))
        font = QFont(self.font())
        font.setPointSizeF(_SIZES[self._at])
        self.text.setFont(font)
