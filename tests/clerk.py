"""A clerk at the window: clicks, types and reads what stands there, over a test's own desk."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk import Desk
from longshan_desk.queries.matter_page import MatterPage, matter_page
from longshan_desk.ui.app import Desk as Window
from longshan_desk.ui.desk_status import DeskStatus
from longshan_desk.ui.matters.matter_view import MatterView
from longshan_desk.ui.matters.page import MattersPage
from longshan_desk.ui.widgets.choices import ChoiceBox, ChoiceRow
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.people import PeopleEdit
from longshan_desk.ui.widgets.toast import Toast

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


class Clerk:
    """``clerk.open()`` shows the window; everything else is what hands and eyes do."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.bot = qtbot
        self.desk = desk
        self._unsubscribe = lambda: None

    def open(self) -> Clerk:
        self.app = Window(self.desk.store.paths, lambda: self.desk.today)
        self.window, self.context = self.app.window, self.app.context
        self._unsubscribe = self.desk.store.subscribe(self.context.tell_changed)
        self.context.open(self.desk.store, desk_name="大湾村", user="王会计")
        self.window.resize(1366, 740)
        self.window.show()
        self.bot.waitUntil(lambda: self.window.current_key == "home")
        self.settle()
        return self

    def close(self) -> None:
        if hasattr(self, "app"):
            self.settle()
            for dialog in self.window.findChildren(QDialog):
                dialog.close()
            self._unsubscribe()
            self.window.close()
            self.context.store = None
            self.window.deleteLater()
            QApplication.sendPostedEvents()

    def settle(self) -> None:
        """Until the work thread has nothing to do."""
        self.bot.waitUntil(lambda: self.context.tasks.idle)

    def status(self) -> DeskStatus:
        """Who works and when the last backup was made."""
        return DeskStatus(self.window, self.context)

    # -- going places ---------------------------------------------------------------------------

    @property
    def matters(self) -> MattersPage:
        page = self.window.page("matters")
        assert isinstance(page, MattersPage)
        return page

    @property
    def view(self) -> MatterView:
        return self.matters.view

    def list_matters(self) -> MattersPage:
        self.window.show_page("matters")
        return self.matters

    def look_at(self, key: str) -> MatterPage:
        """Open a matter's page in the window."""
        self.context.show_record("matter", self.desk.id_of(key))
        assert self.view.page is not None
        return self.view.page

    def now(self, key: str) -> MatterPage:
        """What the database says of a matter."""
        return matter_page(self.desk.store, key)

    # -- hands ----------------------------------------------------------------------------------

    def press(self, widget: QWidget) -> None:
        self.bot.mouseClick(widget, LEFT)

    def key(self, widget: QWidget, key: Key, *modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.bot.keyClick(widget, key, held)

    def press_words(self, inside: QWidget, text: str) -> None:
        """Click the button that says this."""
        self.press(self.button(inside, text))

    def button(self, inside: QWidget, text: str) -> QPushButton:
        QApplication.processEvents()  # what was just added is shown by an event of its own
        found = [
            one for one in inside.findChildren(QPushButton) if text in one.text() and _shown(one)
        ]
        assert found, f"no button says {text}"
        return found[0]

    def type(self, form: Form, key: str, text: str) -> None:
        """Commit text in a field as an input method does."""
        target: QWidget = form[key].input
        if isinstance(target, PeopleEdit):
            target = target.line
        assert isinstance(target, QLineEdit | QPlainTextEdit)
        self.type_in_line(target, text)

    def type_in_line(self, target: QLineEdit | QPlainTextEdit, text: str) -> None:
        if isinstance(target, QLineEdit):
            target.clear()
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(target, event)

    def choose(self, form: Form, key: str, code: str) -> None:
        """Take one of the options of a field."""
        choice = form[key].input
        if isinstance(choice, ChoiceRow):
            at = [option.code for option in choice._options].index(code)
            button = choice.buttons()[at]
            assert isinstance(button, QPushButton)
            self.press(button)
        else:
            assert isinstance(choice, ChoiceBox)
            choice.set_code(code)

    # -- dialogs --------------------------------------------------------------------------------

    @property
    def dialog(self) -> FormDialog:
        """The form that stands open."""
        shown = [one for one in self.window.findChildren(FormDialog) if one.isVisible()]
        assert shown, "no form is open"
        return shown[-1]

    @property
    def form(self) -> Form:
        return self.dialog.sheet.form

    def has_dialog(self) -> bool:
        return any(one.isVisible() for one in self.window.findChildren(FormDialog))

    def fill(self, **values: Any) -> None:
        """Type or choose what each field is to hold."""
        for name, value in values.items():
            if isinstance(self.form[name].input, ChoiceRow | ChoiceBox):
                self.choose(self.form, name, str(value))
            else:
                self.type(self.form, name, str(value))

    def save(self) -> None:
        """Ctrl+Enter in the open form; it goes through."""
        dialog = self.dialog
        self.key(dialog.sheet, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert not dialog.isVisible(), _said(dialog)
        self.settle()

    def try_to_save(self) -> str:
        """Ctrl+Enter in a form that is refused; what it says."""
        dialog = self.dialog
        self.key(dialog.sheet, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert dialog.isVisible(), "it was saved"
        return _said(dialog)

    # -- eyes -----------------------------------------------------------------------------------

    def said(self) -> str:
        """The quiet strip's words."""
        shown = [one for one in self.window.findChildren(Toast) if one.isVisible()]
        return shown[-1].message if shown else ""

    def take_back(self) -> None:
        """Click 撤销 in the quiet strip."""
        shown = [one for one in self.window.findChildren(Toast) if one.isVisible()]
        self.press(shown[-1].undo_button)
        self.settle()

    def reads(self, inside: QWidget) -> str:
        """All words on a part of the screen."""
        QApplication.processEvents()
        labels = [one.text() for one in inside.findChildren(QLabel) if _shown(one)]
        buttons = [one.text() for one in inside.findChildren(QPushButton) if _shown(one)]
        return "\n".join([*labels, *buttons])


def _shown(widget: QWidget) -> bool:
    return widget.isVisibleTo(widget.window())


def _said(dialog: FormDialog) -> str:
    """What a form that was not saved says, at its fields or above them."""
    wrong = [
        field.said for field in dialog.sheet.form.fields.values() if field.input.property("wrong")
    ]
    return "\n".join(wrong) or dialog.sheet.notice
