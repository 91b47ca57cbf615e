"""A village's records in a window of their own, as the village sees them, to read only (R26)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from longshan_desk.actions.township import village_to_read
from longshan_desk.queries.township import village_named
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.main_window import MainWindow, PageSpec

LEFT_OUT = ("office", "exchange")
"""Pages that are about the village's own PC."""


class VillageWindow(MainWindow):
    """Everything in it is refused that would change something: the village alone does that."""

    def __init__(self, context: Context, pages: Sequence[PageSpec], store: Any, name: str) -> None:
        self.reading = Context(context.paths, today=context.today)
        self._store = store
        super().__init__(
            self.reading,
            pages,
            open_desk=lambda: self.reading.open(store, desk_name=f"{name}（只看）"),
        )
        self.setWindowTitle(f"{name}（只看，不能改）")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if event.isAccepted():
            self.reading.store = None
            self._store.close()


def open_village(parent: QWidget, context: Context, part: str) -> VillageWindow | None:
    """Show a village's records beside the township's own window."""
    from longshan_desk.ui.app import PAGES

    village = village_named(context.store, part)
    if village is None:
        speaker.toast(parent, "还没有收到过这个村的记录")
        return None
    store = village_to_read(context.store, part)
    pages = [spec for spec in PAGES if spec.key not in LEFT_OUT]
    window = VillageWindow(context, pages, store, village.name)
    window.resize(parent.window().size())
    window.show()
    return window
