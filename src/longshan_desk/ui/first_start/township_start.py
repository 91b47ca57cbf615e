"""The assistant's way for a township: the office with its seal, then what to do with the sticks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from longshan_desk.actions.desk import make_desk
from longshan_desk.actions.township_office import create_township_office
from longshan_desk.errors import AppError
from longshan_desk.ui.context import Context
from longshan_desk.ui.first_start.township_form import (
    AFTER_WORDS,
    SEAL_WORDS,
    TownshipForm,
    township_arguments,
)
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.theme import text_height
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.wizard import Wizard, WizardStep
from longshan_desk.ui.widgets.words import words

_PLACES = {"file_not_found": "seal", "印章盘": "seal", "乡镇名": "name", "使用人": "user"}


class TownshipStart(QWidget):
    """``left`` goes back to the question what the computer is for; ``founded(store)`` ends it."""

    left = Signal()
    founded = Signal(object)

    def __init__(self, context: Context, store: Any = None) -> None:
        super().__init__()
        self._context = context
        self._store = store
        self.form = TownshipForm()
        column = QVBoxLayout()
        column.addWidget(words(SEAL_WORDS, "note", wrap=True))
        column.addWidget(self.form)
        column.addStretch(1)
        after = QVBoxLayout()
        after.addWidget(words(AFTER_WORDS, wrap=True, copy=True))
        after.addStretch(1)
        self.wizard = Wizard(
            [
                WizardStep("township", "本镇和印章盘", scrolled(column), self._found, verb="建立"),
                WizardStep("sticks", "保管好印章盘", scrolled(after), verb="进入工作台"),
            ]
        )
        self.wizard.cancel_button.setText("上一步")
        self.wizard.back_button.hide()
        self.wizard.cancelled.connect(self.left)
        self.wizard.finished.connect(lambda: self.founded.emit(self._store))
        self.setMinimumHeight(text_height() * 27)  # its forms are longer than the village's
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.wizard)

    def _found(self) -> bool:
        if not self.form.check():
            return False
        try:
            given = township_arguments(self.form.values())
        except AppError as exc:
            self.form.show_error(exc)
            return False

        def work(job: Job) -> object:
            if self._store is None:
                self._store = make_desk(self._context.paths, today=self._context.today)
            create_township_office(self._store, **given)
            return None

        def done(made: object) -> None:
            self.wizard.close_the_way_back()
            self.wizard.go_on()

        self._context.tasks.run(
            work, on_done=done, on_failed=self._failed, owner=self, title="建立岗位",
            disable=self.wizard.next_button,
        )  # fmt: skip
        return False

    def _failed(self, error: Exception) -> bool:
        if not isinstance(error, AppError):
            return False
        error.where = _PLACES.get(error.code) or _PLACES.get(error.where, error.where)
        if not self.form.show_error(error):
            self.wizard.notice.say(f"{error.message}{error.hint}", "late")
        return True
