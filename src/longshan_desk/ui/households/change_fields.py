"""Fields that only the forms of 户情变动 have: several people, and what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.fields import Field
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.words import words


class Ticks(Field):
    """Some of a few people, one box each; the value is a list of codes."""

    def __init__(self, key: str, title: str, options: Sequence[Option], **looks: Any) -> None:
        holder = QWidget()
        flow = FlowLayout(holder, gap=14)
        flow.setContentsMargins(0, 2, 0, 2)
        self.boxes = {option.code: QCheckBox(option.label) for option in options}
        for box in self.boxes.values():
            flow.addWidget(box)
        super().__init__(key, title, holder, wide=True, **looks)
        for box in self.boxes.values():
            box.toggled.connect(self.edited)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))
            holder.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> list[str]:
        return [code for code, box in self.boxes.items() if box.isChecked()]

    def set_value(self, value: Any) -> None:
        for code, box in self.boxes.items():
            box.setChecked(code in (value or ()))


class WillHappen(Field):
    """What the act will do, in words, while it is being filled in; it holds nothing."""

    def __init__(self) -> None:
        self._said = words("", "", wrap=True)
        super().__init__("_will_happen", "登记以后", self._said, wide=True)

    def tell(self, lines: Sequence[str]) -> None:
        self._said.setText("\n".join(lines))

    def value(self) -> None:
        return None

    def set_value(self, value: Any) -> None:
        """Nothing to set: the words are the program's."""

    def is_empty(self) -> bool:
        return False
