"""The field of a session's findings: a line each, with its kind and who said it (R9)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.session_facts import FindingFacts
from longshan_desk.errors import BadValueError
from longshan_desk.ui.theme import text_height
from longshan_desk.ui.widgets.buttons import button, icon_button
from longshan_desk.ui.widgets.choices import ChoiceBox, options_of
from longshan_desk.ui.widgets.fields import Field
from longshan_desk.ui.widgets.growing_text import GrowingText


class Findings(Field):
    """The value is a list of ``FindingFacts``; lines without words are left out."""

    def __init__(self, key: str = "findings", title: str = "发现的问题、诉求和建议") -> None:
        box = QWidget()
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.add_button = button("再记一条", self.add, kind="quiet", icon_name="plus")
        self._column.addWidget(self.add_button)
        super().__init__(key, title, box, wide=True)
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self.add()

    def add(self, facts: FindingFacts | None = None) -> None:
        line = _Line(facts)
        line.edited.connect(self.edited)
        line.removed.connect(lambda: self._remove(line))
        self._lines.append(line)
        self._column.insertWidget(self._column.count() - 1, line)
        if facts is None:
            line.text.setFocus()
        self.edited.emit()

    def value(self) -> list[FindingFacts]:
        return [line.facts(self.key) for line in self._lines if line.words()]

    def set_value(self, value: Any) -> None:
        for line in list(self._lines):
            self._remove(line)
        for facts in value or ():
            self.add(facts)
        if not self._lines:
            self.add()

    def draft(self) -> list[dict[str, Any]]:
        return [line.draft() for line in self._lines]

    def set_draft(self, raw: Any) -> None:
        for line in list(self._lines):
            self._remove(line)
        for one in raw:
            self.add()
            self._lines[-1].set_draft(one)

    def _remove(self, line: _Line) -> None:
        self._lines.remove(line)
        line.hide()
        line.deleteLater()
        self.edited.emit()


class _Line(QFrame):
    edited = Signal()
    removed = Signal()

    def __init__(self, facts: FindingFacts | None) -> None:
        super().__init__()
        self._facts = facts
        self.kind = ChoiceBox(options_of(FindingKind), "归类")
        self.text = GrowingText(rows=1, max_rows=6)
        self.text.setPlaceholderText("说了什么、发现什么")
        self.said_by = QLineEdit(placeholderText="谁说的")
        self.said_by.setFixedWidth(text_height() * 6)
        self.internal = QCheckBox("内部")
        self.internal.setToolTip("不上公开的文书和图片")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.kind)
        row.addWidget(self.text, 1)
        row.addWidget(self.said_by)
        row.addWidget(self.internal)
        row.addWidget(icon_button("close", "去掉这一条", self.removed.emit))
        if facts is not None:
            self.kind.set_code(facts.kind.value)
            self.text.setPlainText(facts.text)
            self.said_by.setText(facts.said_by or "")
            self.internal.setChecked(facts.is_internal)
        self.kind.chosen.connect(lambda _: self.edited.emit())
        self.text.textChanged.connect(self.edited)
        self.said_by.textChanged.connect(self.edited)
        self.internal.toggled.connect(lambda _: self.edited.emit())

    def words(self) -> str:
        return self.text.toPlainText().strip()

    def facts(self, where: str) -> FindingFacts:
        kind = self.kind.code()
        if not kind:
            raise BadValueError(
                f"“{self.words()[:12]}”还没有归类。",
                hint="请选问题类、诉求类、信访类或建议类。",
                where=where,
            )
        known = self._facts
        return FindingFacts(
            FindingKind(kind),
            self.words(),
            self.said_by.text().strip() or None,
            known.household_id if known else None,
            self.internal.isChecked(),
            known.id if known else None,
        )

    def draft(self) -> dict[str, Any]:
        return {
            "kind": self.kind.code(),
            "text": self.text.toPlainText(),
            "said_by": self.said_by.text(),
            "internal": self.internal.isChecked(),
            "id": self._facts.id if self._facts else None,
            "household": self._facts.household_id if self._facts else None,
        }

    def set_draft(self, raw: dict[str, Any]) -> None:
        if raw["id"]:
            kind = FindingKind(raw["kind"]) if raw["kind"] else FindingKind.PROBLEM
            self._facts = FindingFacts(kind, "", household_id=raw["household"], id=raw["id"])
        self.kind.set_code(raw["kind"])
        self.text.setPlainText(raw["text"])
        self.said_by.setText(raw["said_by"])
        self.internal.setChecked(raw["internal"])
