"""历次改动: the versions of the rules' figures, what each changed, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import policy as acts
from longshan_desk.domain.policy import Policy
from longshan_desk.errors import AppError
from longshan_desk.queries import policy as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words

OLD = 2000
"""Before it no version begins that somebody has chosen."""


class VersionsDialog(QDialog):
    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self._context = context
        self._over = parent
        self.setWindowTitle("规则参数的历次改动")
        self._body = QVBoxLayout()
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("关闭", self.reject, kind="primary", looks=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(words("规则参数的历次改动", "title"))
        column.addWidget(scrolled(self._body), 1)
        column.addLayout(foot)
        room = self.screen().availableGeometry()
        wanted = (text_height() * 36, text_height() * 24)
        self.resize(min(wanted[0], room.width() - 60), min(wanted[1], room.height() - 80))
        self.load()

    def load(self) -> None:
        """The newest first, each against the one before it."""
        while (item := self._body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        versions = queries.versions(self._context.store)
        befores: Sequence[Policy] = [Policy(), *(one.policy for one in versions)]
        for version, before in reversed(list(zip(versions, befores, strict=False))):
            self._body.addWidget(self._card(version, before))
        if not versions:
            self._body.addWidget(words("没有改动，用的都是实施方案的数值和默认值。", "note"))
        self._body.addStretch(1)

    def _card(self, version: queries.Version, before: Policy) -> Card:
        now = "（现行）" if version.is_current else ""
        remove = button("删除这一次", lambda: self._remove(version), kind="quiet")
        since = f"自 {day_words(version.from_on)}起"
        card = Card(f"{since if version.from_on.year > OLD else '以前'}{now}", "", remove)
        if version.note:
            card.add(words(f"说明：{version.note}", "note", wrap=True))
        said = _changes(before, version.policy) or [
            "与实施方案的数值相同。" if version.policy == Policy() else "与前一次相同。"
        ]
        card.add(words("\n".join(said), wrap=True, copy=True))
        return card

    def _remove(self, version: queries.Version) -> None:
        try:
            acts.remove_policy_version(self._context.store, version.id)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        said = f"已删除{day_words(version.from_on)}起的改动"
        say_done(self._over, self._context, said)
        self.load()


def _changes(before: Policy, after: Policy) -> list[str]:
    """每月召开说事会：1 次 → 2 次"""
    pairs = zip(queries.figures_of(before), queries.figures_of(after), strict=True)
    return [
        f"{new.field.label}：{old.words} → {new.words}"
        for old, new in pairs
        if old.value != new.value
    ]
