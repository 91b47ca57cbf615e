"""A stack of pages that gives way: a page may be as low as its smallest height."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget


class Stack(QStackedWidget):
    """Qt's own asks for the height that its pages would like, as soon as one of them holds words
    that wrap: on a low screen what stands below it is pushed out of the window."""

    def hasHeightForWidth(self) -> bool:
        return False
