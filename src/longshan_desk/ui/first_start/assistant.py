"""The assistant that stands in the window while there is no desk yet: three steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from longshan_desk.actions.desk import make_desk
from longshan_desk.actions.office import create_village_office
from longshan_desk.errors import AppError
from longshan_desk.ui.context import Context
from longshan_desk.ui.drafts import DraftKeeper
from longshan_desk.ui.first_start.choices import (
    AGAIN,
    HOUSEHOLDS,
    IMPORT,
    JOIN,
    PURPOSES,
    RESTORE,
    TOWNSHIP,
    TRIAL,
    Ways,
)
from longshan_desk.ui.first_start.village_form import VillageForm, office_arguments
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.wizard import Wizard, WizardStep
from longshan_desk.ui.widgets.words import words

if TYPE_CHECKING:
    from longshan_desk.ui.first_start.township_start import TownshipStart

DRAFT_KEY = "first-start/village"


class FirstStart(QFrame):
    """``joins`` says whether the village wants to ask its township now.

    ``trial_asked`` and ``restore_asked`` leave the assistant; ``founded(store, imports)`` ends
    it. ``store`` may be a desk whose founding was broken off.
    """

    trial_asked = Signal()
    restore_asked = Signal()
    founded = Signal(object, bool)

    def __init__(self, context: Context, store: Any = None, *, trial: bool = True) -> None:
        super().__init__()
        mark(self, role="ground")
        self._context = context
        self._store = store
        self.joins = False
        self.township: TownshipStart | None = None
        purposes = tuple(way for way in PURPOSES if trial or way.key != TRIAL)
        self.purpose = Ways("这台电脑用来做什么？", purposes)
        self.form = VillageForm(context.today)
        self.households = Ways("农户花名册", HOUSEHOLDS)
        self.keeper = DraftKeeper(self.form, context.drafts, DRAFT_KEY, self)
        self.keeper.restore()
        column = QVBoxLayout()
        column.addSpacing(8)
        column.addWidget(self.form)
        column.addStretch(1)
        village = scrolled(column)
        village.setMinimumHeight(text_height() * 20)
        self.wizard = Wizard(
            [
                WizardStep("purpose", "用途", self.purpose, self._leave_purpose),
                WizardStep("village", "本村", village, self._found, verb="建立"),
                WizardStep("households", "农户", self.households, verb="进入工作台"),
            ]
        )
        self.wizard.cancel_button.hide()
        self.wizard.entered.connect(self._entered)
        self.wizard.finished.connect(self._finish)
        self._put_together()

    def _leave_purpose(self) -> bool:
        if self.purpose.key == TRIAL:
            self.trial_asked.emit()
            return False
        if self.purpose.key == RESTORE:
            self.restore_asked.emit()
            return False
        if self.purpose.key == TOWNSHIP:
            self._go_to_township()
            return False
        return True

    def _go_to_township(self) -> None:
        if self.township is None:
            from longshan_desk.ui.first_start.township_start import TownshipStart

            self.township = TownshipStart(self._context, self._store)
            self.township.left.connect(lambda: self._stack.setCurrentIndex(0))
            self.township.founded.connect(lambda store: self.founded.emit(store, False))
            self._stack.addWidget(self.township)
        self._stack.setCurrentIndex(1)
        self.township.form.focus_first()

    def _found(self) -> bool:
        """Make the desk and found the village; a refusal is shown at its field."""
        if not self.form.check():
            return False
        try:
            if self._store is None:
                self._store = make_desk(self._context.paths, today=self._context.today)
            create_village_office(self._store, **office_arguments(self.form.values()))
        except AppError as exc:
            if not self.form.show_error(exc):
                raise
            return False
        joining = self.form["joining"].value()
        self.joins = joining in (JOIN, AGAIN)
        self.keeper.discard()
        if joining == AGAIN:  # its households come with the welcome
            self.founded.emit(self._store, False)
            return False
        return True

    def _entered(self, key: str) -> None:
        if key == "village":
            self.form.focus_first()
        elif key == "households":
            self.wizard.close_the_way_back()
            self.households.setFocus()

    def _finish(self) -> None:
        self.founded.emit(self._store, self.households.key == IMPORT)

    def _put_together(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(text_height() * 40)
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(words("开始使用", "title"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.wizard)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.addWidget(inside, 1, Qt.AlignmentFlag.AlignTop)
