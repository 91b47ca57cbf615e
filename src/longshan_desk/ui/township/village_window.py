"""A village's records in a window of their own, as the village sees them, to read only (R26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from longshan_desk.actions.township import village_to_read
from longshan_desk.queries.township import village_named
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.finding import finder
from longshan_desk.ui.main_window import MainWindow, PageSpec
from longshan_desk.ui.widgets.looking import look_only
from longshan_desk.ui.widgets.notice import Notice

_OF_ANOTHER_NAME = {"office": "名册和计划"}
_ELSEWHERE = "这一项只在村里的电脑上，镇上看不到"


class VillageWindow(MainWindow):
    """Nothing is offered in it that would change something: the village alone does that."""

    closed = Signal()

    def __init__(self, context: Context, pages: Sequence[PageSpec], store: Any, name: str) -> None:
        self.name = name
        self.reading = context.beside()
        self._store = store
        kinds = {kind for spec in pages for kind in spec.records}
        super().__init__(
            self.reading,
            pages,
            open_desk=lambda: self.reading.open(store, desk_name=f"{name}（只看）"),
            search=finder(self.reading, kinds),
        )
        look_only(self)
        # What is received meanwhile is seen at once.
        self._unsubscribe = context.store.subscribe(self.reading.tell_changed)
        self.reading.help_asked.connect(self._show_manual)
        self.setWindowTitle(f"{name}（只看，不能改）")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def show_page(self, key: str) -> None:
        if key in self._specs:
            super().show_page(key)
        else:
            speaker.toast(self, _ELSEWHERE)

    def show_record(self, kind: str, record_id: str) -> None:
        if any(kind in spec.records for spec in self._specs.values()):
            super().show_record(kind, record_id)
        else:
            speaker.toast(self, _ELSEWHERE)

    def show_soon(self, kind: str, record_id: str) -> None:
        """Show a record, as soon as there is something to show it on."""
        show = partial(self.show_record, kind, record_id)
        if self.current_key:
            show()
        else:
            self.reading.desk_opened.connect(lambda: QTimer.singleShot(0, self, show))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It goes when the township's own window does."""
        if event.type() == QEvent.Type.Hide and not event.spontaneous():
            QTimer.singleShot(0, self, self.close)
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if event.isAccepted():
            self._unsubscribe()
            self.reading.store = None
            self._store.close()
            self.closed.emit()

    def _put_together(self) -> None:
        super()._put_together()
        for act in (self.undo_act, self.redo_act):
            act.setVisible(False)
        self.told = Notice()
        said = f"只读：{self.name}的记录，镇上只能查看。要改的，由村里改了再交来。"
        self.told.say(said, "soon")
        self._right.insertWidget(1, self.told)

    def _show_manual(self, page: str) -> None:
        from longshan_desk.ui.manual import Manual

        Manual(self, page).open()


def open_village(parent: QWidget, context: Context, part: str) -> VillageWindow | None:
    """Show a village's records beside the township's own window."""
    village = village_named(context.store, part)
    if village is None:
        speaker.toast(parent, "还没有收到过这个村的记录")
        return None
    store = village_to_read(context.store, part)
    window = VillageWindow(context, village_pages(), store, village.name)
    parent.window().installEventFilter(window)
    window.resize(parent.window().size())
    window.show()
    return window


def village_pages() -> list[PageSpec]:
    """The village's own pages but for what it hands over; what it has to confirm is shown."""
    from longshan_desk.ui.app import PAGES

    found = [
        replace(spec, title=_OF_ANOTHER_NAME.get(spec.key, spec.title))
        for spec in PAGES
        if spec.key != "exchange"
    ]
    found.insert(-1, PageSpec("conflicts", "等村里确认", "handover", _conflicts, "", ("conflict",)))
    return found


def _conflicts(context: Context) -> QWidget:
    from longshan_desk.ui.township.conflicts_page import ConflictsPage

    return ConflictsPage(context)
