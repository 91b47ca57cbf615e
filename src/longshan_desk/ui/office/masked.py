"""A line for a PIN or a passphrase: dots on the screen, shown while a box is ticked."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit

from longshan_desk.ui.widgets.fields import Line


class Masked(Line):
    """Forms with one get no draft key: what is typed here never touches the disk."""

    def __init__(self, key: str, title: str, **looks: Any) -> None:
        super().__init__(key, title, **looks)
        self.show_typed(False)

    def show_typed(self, shown: bool) -> None:
        assert isinstance(self.input, QLineEdit)
        modes = QLineEdit.EchoMode
        self.input.setEchoMode(modes.Normal if shown else modes.Password)
