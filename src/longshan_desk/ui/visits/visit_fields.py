"""Fields that only the form of a visit has: its topics and its photos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.fields import Field
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.words import words

PICTURES = "照片 (*.jpg *.jpeg *.png *.bmp *.webp)"


class Several(Field):
    """Any number of a few words, each a button; the value is their codes in order."""

    def __init__(self, key: str, title: str, options: Sequence[Option], **looks: Any) -> None:
        self._buttons: dict[str, QPushButton] = {}
        box = QWidget()
        flow = FlowLayout(box, gap=6)
        flow.setContentsMargins(0, 0, 0, 0)
        for option in options:
            made = button(option.label, kind="choice")
            made.setCheckable(True)
            made.setAutoDefault(False)
            flow.addWidget(made)
            self._buttons[option.code] = made
        super().__init__(key, title, box, wide=True, **looks)
        self.setFocusProxy(None)  # type: ignore[arg-type]
        for made in self._buttons.values():
            made.toggled.connect(self.edited)

    def value(self) -> list[str]:
        return [code for code, made in self._buttons.items() if made.isChecked()]

    def set_value(self, value: Any) -> None:
        for code, made in self._buttons.items():
            made.setChecked(code in (value or ()))


class Photos(Field):
    """Pictures to be kept with the entry, by file; nobody has to take any (R32)."""

    def __init__(self, key: str = "photos", title: str = "照片") -> None:
        self._files: list[Path] = []
        box = QWidget()
        flow = FlowLayout(box, gap=6)
        flow.setContentsMargins(0, 0, 0, 0)
        self.add_button = button("添加照片…", self._choose, kind="choice")
        self.add_button.setAutoDefault(False)
        self.clear_button = button("去掉", lambda: self.set_value([]), kind="quiet")
        self._names = words("", "note")
        for one in (self.add_button, self._names, self.clear_button):
            flow.addWidget(one)
        super().__init__(key, title, box, wide=True, hint="可以不加；照片里的拍摄地点不会保留")
        self.setFocusProxy(None)  # type: ignore[arg-type]
        self.set_value([])

    def value(self) -> list[Path]:
        return list(self._files)

    def set_value(self, value: Any) -> None:
        self._files = [Path(one) for one in value or ()]
        self._names.setText("、".join(one.name for one in self._files))
        self._names.setVisible(bool(self._files))
        self.clear_button.setVisible(bool(self._files))
        self.edited.emit()

    def draft(self) -> list[str]:
        return [str(one) for one in self._files]

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加照片", "", PICTURES)
        if chosen:
            self.set_value([*self._files, *chosen])
