"""A form whose act takes a while: it runs on the work thread, and its outcome is told in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange import news
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.theme import em, mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words

Work = Callable[[dict[str, Any], Job], Any]
Outcome = tuple[str, str]
"""What to read out, in large type, and what to do now."""


class WorkDialog(QDialog):
    """``work(values, job)`` on the work thread, then ``tell(result)`` says the outcome.

    A refusal stands at its field. No draft: passphrases never touch the disk.
    """

    done_well = Signal(object)

    def __init__(
        self, parent: QWidget, context: Context, title: str, about: str, form: Form, *,
        verb: str, work: Work, tell: Callable[[Any], Outcome], wheres: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        mark(self, role="surface")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._title = title
        self._work, self._tell = work, tell
        self._wheres = wheres or {}
        self.form = form
        self.notice = Notice()
        self.large = words("", "figure", "accent", copy=True)
        self.then = words("", wrap=True, copy=True)
        self.go_button = button(verb, self.go, kind="primary")
        self.close_button = button("关闭", self.reject, tip="Esc")
        body = QVBoxLayout()
        self._about = words(about, "note", wrap=True)
        body.addWidget(self._about)
        body.addWidget(form)
        body.addWidget(self.large)
        body.addWidget(self.then)
        body.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(words(title, "title"))
        column.addWidget(self.notice)
        column.addWidget(scrolled(body), 1)
        column.addLayout(row)
        self.large.hide()
        self.then.hide()

    def showEvent(self, event: QShowEvent) -> None:
        room = self.screen().availableGeometry()
        wanted = max(self.form.sizeHint().height() + 18 * em(), 26 * em())
        self.resize(min(44 * em(), room.width() - 40), min(wanted, room.height() - 60))
        super().showEvent(event)

    def go(self) -> None:
        self.notice.hide()
        if not self.form.check():
            return
        values = self.form.values()
        self._context.tasks.run(
            lambda job: self._work(values, job),
            on_done=self._done,
            on_failed=self._failed,
            owner=self,
            title=self._title,
            disable=self.go_button,
        )

    def _done(self, result: Any) -> None:
        said, then = self._tell(result)
        self.form.hide()
        self._about.hide()
        self.go_button.hide()
        self.large.setText(said)
        self.large.setVisible(bool(said))
        self.then.setText(then)
        self.then.show()
        self.close_button.setText("知道了")
        self.done_well.emit(result)

    def _failed(self, error: Exception) -> bool:
        if not isinstance(error, AppError):
            return False
        error.where = self._wheres.get(error.code) or self._wheres.get(error.where, error.where)
        if not self.form.show_error(error):
            self.notice.say(news.said(error), "late")
        return True
