"""The village's own sentences beside the grid, each under a digit; letters narrow them (R10)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from longshan_desk.queries.diary import phrases
from longshan_desk.ui.context import Context
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.theme import mark
from longshan_desk.ui.visits.batch_rows import UNCHANGED
from longshan_desk.ui.widgets.choices import initials

STARTERS = (
    "身体健康，生产生活正常",
    "春耕生产正常，农资已备齐",
    "外出务工人员已联系，家中平安",
    "医保、养老保险已缴，政策知晓",
    "已提醒用火用电安全",
    "老人由邻居帮助照看，生活正常",
    "庭院整洁，没有矛盾纠纷",
)
"""Offered while the village has few sentences of its own."""

_DIGITS = 9
_ASKED = 40


class PhraseList(QListWidget):
    """``0`` is 无变化, ``1`` to ``9`` are the phrases shown now; a click emits ``picked(text)``."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._all: list[tuple[str, str]] = []
        self._shown: list[str] = []
        self._typed = ""
        mark(self, role="bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._clicked)
        self.set_phrases([])

    def set_phrases(self, own: Sequence[str]) -> None:
        """The village's own first, and common ones while those are few."""
        more = [one for one in STARTERS if one not in own] if len(own) < _DIGITS else []
        found = [one for one in (*own, *more) if one != UNCHANGED]
        self._all = [(one, initials(one)) for one in found]
        self._fill()

    def ask(self, context: Context) -> None:
        """Read the village's own on the work thread: a year of entries is looked through."""
        store = context.store

        def read(job: Job) -> list[str]:
            return phrases(store, limit=_ASKED, at_least=2)

        context.tasks.run(
            read, on_done=self.set_phrases, owner=self, title="查看常用语", quiet=True
        )

    def narrow(self, typed: str) -> None:
        """Show those that begin with these letters; all of them for anything else."""
        typed = typed.lower() if typed.isascii() and typed.isalpha() else ""
        if typed != self._typed:
            self._typed = typed
            self._fill()

    def numbered(self, digit: int) -> str:
        if digit == 0:
            return UNCHANGED
        return self._shown[digit - 1] if digit <= len(self._shown) else ""

    def first(self) -> str:
        """What Enter takes after letters: nothing where no phrase begins so."""
        return self._shown[0] if self._typed and self._shown else ""

    def _fill(self) -> None:
        self._shown = [one for one, letters in self._all if letters.startswith(self._typed)]
        self.clear()
        self._add("0", UNCHANGED)
        for number, phrase in enumerate(self._shown, 1):
            self._add(str(number) if number <= _DIGITS else " ", phrase)

    def _add(self, digit: str, phrase: str) -> None:
        item = QListWidgetItem(f"{digit}　{phrase}")
        item.setData(Qt.ItemDataRole.UserRole, phrase)
        item.setToolTip(phrase)
        self.addItem(item)

    def _clicked(self, item: QListWidgetItem) -> None:
        self.picked.emit(str(item.data(Qt.ItemDataRole.UserRole)))
