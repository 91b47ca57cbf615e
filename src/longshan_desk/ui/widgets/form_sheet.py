"""A form with its draft, its errors and its buttons; in a page or in a dialog of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui.context import Context
from longshan_desk.ui.drafts import DraftKeeper
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.looking import is_offered
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import rule, words

OnSave = Callable[[dict[str, Any]], object]


class FormSheet(QWidget):
    """``FormSheet(context, form, verb="登记", on_save=self.register, draft_key="matter/register")``

    Ctrl+Enter or the button calls ``on_save(values)``. An ``AppError`` from it is shown at the
    field that its ``where`` names, otherwise above the form, which stays as it is. After a save
    that went through the draft goes and ``saved`` is emitted. Esc emits ``closed``; the draft is
    kept. Without a ``draft_key`` nothing typed touches the disk (sealed intake).
    """

    saved = Signal()
    closed = Signal()

    def __init__(
        self,
        context: Context,
        form: Form,
        *,
        verb: str,
        on_save: OnSave,
        draft_key: str = "",
        close_verb: str = "关闭",
    ) -> None:
        super().__init__()
        self.form = form
        self._on_save = on_save
        self._empty = form.draft()
        self._errors = Notice()
        self._restored = Notice()
        self._kept = words("", "note")
        self.save_button = button(verb, self.save, kind="primary", tip="Ctrl+Enter")
        self.close_button = button(close_verb, self.close_sheet, tip="Esc", looks=True)
        self.keeper = (
            DraftKeeper(form, context.drafts, draft_key, self, self._say_kept)
            if draft_key
            else None
        )
        self._build()
        self._restore()

    def save(self) -> bool:
        """Do what Ctrl+Enter does; whether it went through."""
        self._errors.hide()
        if not self.form.check():
            self._show_focus()
            return False
        try:
            self._on_save(self.form.values())
        except AppError as exc:
            if not self.form.show_error(exc):
                self._errors.say(f"{exc.message}{exc.hint}", "late")
            self._show_focus()
            return False
        if self.keeper is not None:
            self.keeper.discard()
        self._restored.hide()
        self._kept.clear()
        self.saved.emit()
        return True

    def close_sheet(self) -> None:
        """Do what Esc does: close, and keep what was typed."""
        self._flush()
        self.closed.emit()

    def start_over(self) -> None:
        """Empty the form to what it held at first, and forget the draft."""
        self.form.set_draft(self._empty)
        self.form.clear_errors()
        if self.keeper is not None:
            self.keeper.discard()
        self._restored.hide()
        self._kept.clear()
        self.form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if is_offered(self.save_button):
                self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._flush()
        super().hideEvent(event)

    @property
    def notice(self) -> str:
        """What stands above the form: the restored draft's notice or a refusal."""
        return self._errors.text if self._errors.isVisibleTo(self) else self._restored.text

    def _show_focus(self) -> None:
        """A form may be longer than its place: what is wrong must not stay out of sight."""
        wrong = self.form.focusWidget()
        if wrong is not None:
            self._scroll.ensureWidgetVisible(wrong)

    def _build(self) -> None:
        inside = QWidget()
        padded = QVBoxLayout(inside)
        padded.setContentsMargins(2, 2, 8, 2)
        padded.addWidget(self.form)
        scroll = self._scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addWidget(self._kept, 1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._errors)
        column.addWidget(self._restored)
        column.addWidget(scroll, 1)
        column.addWidget(rule())
        column.addLayout(buttons)

    def _restore(self) -> None:
        draft = self.keeper.restore() if self.keeper is not None else None
        if draft is not None:
            text = f"已恢复 {draft.clock} 未保存的内容"
            self._restored.say(text, action="清空", act=self.start_over)

    def _flush(self) -> None:
        if self.keeper is not None:
            self.keeper.flush()

    def _say_kept(self) -> None:
        self._kept.setText(f"草稿已存 {datetime.now():%H:%M}")


class FormDialog(QDialog):
    """A ``FormSheet`` in a dialog: ``FormDialog(parent, context, "登记事项", form, …).exec()``."""

    def __init__(
        self,
        parent: QWidget | None,
        context: Context,
        title: str,
        form: Form,
        *,
        verb: str,
        on_save: OnSave,
        draft_key: str = "",
    ) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self.setWindowTitle(title)
        self.sheet = FormSheet(context, form, verb=verb, on_save=on_save, draft_key=draft_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(14)
        column.addWidget(words(title, "title"))
        column.addWidget(self.sheet)
        self.sheet.saved.connect(self.accept)
        self.sheet.closed.connect(self.reject)
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()  # the theme's heights count in the size hint
        self.resize(self.sizeHint())  # left alone, Qt takes two thirds of the screen at most
        form.reshaped.connect(self._grow)
        form.focus_first()

    def sizeHint(self) -> QSize:
        """Wide enough for two columns, as high as the form, never beyond the screen."""
        screen = self.screen().availableGeometry()
        height = self.sheet.form.sizeHint().height() + text_height() * 10
        width = max(text_height() * 34, self.sheet.form.sizeHint().width() + 72)
        return QSize(min(width, screen.width() - 40), min(height, screen.height() - 60))

    def open(self) -> None:
        """Show it without waiting for it; once closed it is gone."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        super().open()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.sheet.close_sheet()
        super().closeEvent(event)

    def _grow(self) -> None:
        """Make room for fields that have just appeared, without leaving the screen."""
        layout = self.sheet.form.layout()
        assert layout is not None
        layout.invalidate()
        wanted = self.sizeHint().expandedTo(self.size())
        if wanted == self.size():
            return
        self.resize(wanted)
        lowest = self.screen().availableGeometry().bottom() - wanted.height() - text_height()
        if self.y() > lowest:
            self.move(self.x(), max(lowest, 0))
