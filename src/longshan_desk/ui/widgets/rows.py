"""Tables of any length: the model keeps the ordered ids and some pages of rows, never all rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from longshan_desk.ui.theme import em

PAGE = 100
_PAGES_KEPT = 30

VALUE_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
TONE_ROLE = Qt.ItemDataRole.UserRole + 3
ID_ROLE = Qt.ItemDataRole.UserRole + 4

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Sort:
    """The order a source is asked for; ``key`` is a column's."""

    key: str
    descending: bool = False


class RowSource(Protocol):
    """Where a table's rows come from: a query, in the page's words.

    ``ids`` gives all ids that pass, in order: the database filters and sorts. ``rows`` gives the
    rows of some of them in any order (each with an ``id``, as an attribute or a key).
    """

    def ids(self, sort: Sort | None, filters: Mapping[str, Any], text: str) -> Sequence[str]: ...

    def rows(self, ids: Sequence[str]) -> Iterable[Any]: ...


@dataclass(frozen=True)
class Column:
    """One column. ``text(row)`` is for eyes (default: the value of ``key``), ``tone(row)`` one of
    the theme's tones. ``width`` is in Chinese characters; a ``stretch`` column takes
    what is left, but never less than its width; ``badge`` draws the text as a small label;
    ``shown=False`` columns wait in the column chooser.
    """

    key: str
    title: str
    width: int = 10
    align: str = "left"
    text: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    tip: Callable[[Any], str] | None = None
    sortable: bool = True
    shown: bool = True
    badge: bool = False
    stretch: bool = False

    @property
    def pixels(self) -> int:
        return self.width * em() + 22

    def value_of(self, row: Any) -> Any:
        return row.get(self.key) if isinstance(row, Mapping) else getattr(row, self.key, None)

    def text_of(self, row: Any) -> str:
        if self.text is not None:
            return self.text(row)
        value = self.value_of(row)
        return "" if value is None else str(getattr(value, "label", value))


@dataclass
class View:
    """What is asked of the source now."""

    sort: Sort | None = None
    filters: dict[str, Any] = field(default_factory=dict)
    text: str = ""


class PagedTableModel(QAbstractTableModel):
    """Rows by page of 100, the last 30 pages kept. ``ID_ROLE ROW_ROLE VALUE_ROLE TONE_ROLE`` and
    the display role; sorting is asked of the source.
    """

    def __init__(
        self, source: RowSource, columns: Sequence[Column], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.view = View()
        self._source = source
        self._ids: Sequence[str] = ()
        self._pages: OrderedDict[int, dict[str, Any]] = OrderedDict()

    @property
    def ids(self) -> Sequence[str]:
        return self._ids

    def reload(self) -> None:
        """Ask the source again. What it raises passes through, and the table stays as it was."""
        ids = self._source.ids(self.view.sort, self.view.filters, self.view.text)
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def row(self, position: int) -> Any:
        """The row at a position, ``None`` if it has gone meanwhile."""
        return self._page(position // PAGE).get(self._ids[position])

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[self.columns[section].align]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        give = _GIVE.get(role)
        return None if give is None else give(self, index.row(), self.columns[index.column()])

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns) or not self.columns[column].sortable:
            return
        descending = order == Qt.SortOrder.DescendingOrder
        self.view.sort = Sort(self.columns[column].key, descending)
        self.reload()

    def _page(self, number: int) -> dict[str, Any]:
        page = self._pages.get(number)
        if page is None:
            wanted = self._ids[number * PAGE : (number + 1) * PAGE]
            page = {_id_of(row): row for row in self._source.rows(wanted)}
            self._pages[number] = page
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page

    def _text(self, position: int, column: Column) -> str:
        row = self.row(position)
        return "" if row is None else column.text_of(row)

    def _tip(self, position: int, column: Column) -> str | None:
        row = self.row(position)
        if row is None:
            return None
        return column.tip(row) if column.tip else column.text_of(row)

    def _tone(self, position: int, column: Column) -> str:
        row = self.row(position)
        return "" if row is None or column.tone is None else column.tone(row)

    def _value(self, position: int, column: Column) -> Any:
        row = self.row(position)
        return None if row is None else column.value_of(row)


def _id_of(row: Any) -> str:
    return str(row["id"] if isinstance(row, Mapping) else row.id)


_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}
_GIVE: dict[int, Callable[[PagedTableModel, int, Column], Any]] = {
    Qt.ItemDataRole.DisplayRole: PagedTableModel._text,
    Qt.ItemDataRole.ToolTipRole: PagedTableModel._tip,
    Qt.ItemDataRole.TextAlignmentRole: lambda model, position, column: _ALIGN[column.align],
    VALUE_ROLE: PagedTableModel._value,
    ROW_ROLE: lambda model, position, column: model.row(position),
    TONE_ROLE: PagedTableModel._tone,
    ID_ROLE: lambda model, position, column: model.ids[position],
}
