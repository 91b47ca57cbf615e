"""Which columns a table shows, how wide and in what order: the clerk's choice, kept."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from longshan_desk.ui.settings import Settings
from longshan_desk.ui.widgets.rows import Column, Sort
from longshan_desk.ui.widgets.table_view import RowsView


class ColumnLooks(QObject):
    """Reads the kept choice into a view and keeps every later one."""

    def __init__(self, view: RowsView, settings: Settings, key: str, sort: Sort | None) -> None:
        super().__init__(view)
        self._view = view
        self._model = view.rows_model
        self._header = view.horizontalHeader()
        self._settings = settings
        self._key = key
        self._default_sort = sort
        self._restoring = False
        self._restore()
        self._header.sectionMoved.connect(lambda: self.keep())
        self._header.sectionResized.connect(self._resized)
        view.resized.connect(self.fill)
        view.font_scaled.connect(self.scale)

    def shown(self) -> list[Column]:
        """The columns on screen in their order."""
        header = self._header
        order = (header.logicalIndex(place) for place in range(header.count()))
        return [self._model.columns[at] for at in order if not header.isSectionHidden(at)]

    def menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for at, column in enumerate(self._model.columns):
            act = menu.addAction(column.title)
            act.setCheckable(True)
            act.setChecked(not self._header.isSectionHidden(at))
            act.toggled.connect(lambda on, at=at: self.show_column(at, on))
        menu.addSeparator()
        menu.addAction("恢复默认").triggered.connect(self.forget)
        return menu

    def show_column(self, at: int, on: bool) -> None:
        """Show or hide a column; the last one stays."""
        if on or len(self.shown()) > 1:
            self._view.setColumnHidden(at, not on)
            self.fill()
            self.keep()

    def show_for_now(self, at: int, on: bool) -> None:
        """Show or hide a column without remembering it, nor the order that this leaves."""
        self._restoring = True
        self._view.setColumnHidden(at, not on)
        self.fill()
        self._restoring = False

    def forget(self) -> None:
        """Go back to the columns, widths and order that the page had in mind."""
        self._settings.set(self._key, None)
        self._restore()

    def keep(self) -> None:
        """Remember the columns as they stand now."""
        if self._restoring:
            return
        shown = self.shown()
        sort = self._model.view.sort
        self._settings.set(
            self._key,
            {
                "order": [column.key for column in shown],
                "hidden": [one.key for one in self._model.columns if one not in shown],
                "widths": {
                    column.key: self._header.sectionSize(at)
                    for at, column in enumerate(self._model.columns)
                    if column in shown and not column.stretch
                },
                "sort": [sort.key, sort.descending] if sort else None,
            },
        )

    def fill(self) -> None:
        """Give the stretched column what the others leave; Qt's own stretching lets it vanish."""
        for at, column in enumerate(self._model.columns):
            if column.stretch and not self._header.isSectionHidden(at):
                others = self._header.length() - self._header.sectionSize(at)
                room = self._view.viewport().width() - others
                self._header.resizeSection(at, max(room, column.pixels))
                return

    def scale(self, factor: float) -> None:
        """Follow the font: all widths grow or shrink with it."""
        for at in range(self._header.count()):
            if not self._header.isSectionHidden(at):
                self._header.resizeSection(at, round(self._header.sectionSize(at) * factor))
        self.fill()

    def _resized(self, at: int) -> None:
        # A stretched column is resized by the window; only what the clerk did is a choice.
        if not self._model.columns[at].stretch:
            self.fill()
            self.keep()

    def _restore(self) -> None:
        self._restoring = True
        kept = self._settings.get(self._key) or {}
        keys = [column.key for column in self._model.columns]
        order = [key for key in kept.get("order", ()) if key in keys]
        for at, column in enumerate(self._model.columns):
            hidden = column.key in kept.get("hidden", ()) or not column.shown
            self._header.setSectionHidden(at, hidden and column.key not in order)
            self._header.resizeSection(at, kept.get("widths", {}).get(column.key, column.pixels))
        for place, key in enumerate(order or keys):
            self._header.moveSection(self._header.visualIndex(keys.index(key)), place)
        self._restore_sort(kept, keys)
        self._restoring = False

    def _restore_sort(self, kept: dict[str, Any], keys: list[str]) -> None:
        sort = self._default_sort
        if kept.get("sort") and kept["sort"][0] in keys:
            sort = Sort(*kept["sort"])
        self._model.view.sort = sort
        self._header.setSectionsClickable(True)
        self._header.setSortIndicatorShown(True)
        orders = Qt.SortOrder
        if sort is None or sort.key not in keys:
            self._header.setSortIndicator(-1, orders.AscendingOrder)
        else:
            order = orders.DescendingOrder if sort.descending else orders.AscendingOrder
            self._header.setSortIndicator(keys.index(sort.key), order)
