"""The rows of a fast grid: what each kind of row may hold, and one blank row always at the end."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.suggestions import Suggest

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class GridColumn:
    """``kind`` is ``text`` (grows by lines), ``line`` or ``choice``.

    ``only_for`` names the row kinds that have this column; for the others the cell is closed.
    A ``line`` with ``suggest`` puts the taken suggestion's id under ``key + "_id"``. ``default``
    is what a new row starts with. A ``fixed`` column is read, not typed into, and makes the
    grid's rows given: none is added or removed.
    """

    key: str
    title: str
    kind: str = "line"
    width: int = 8
    options: Sequence[Option] = ()
    only_for: Sequence[str] = ()
    suggest: Suggest | None = None
    stretch: bool = False
    default: str = ""
    fixed: bool = False


@dataclass(eq=False)
class GridRow:
    """``values`` by column key; ``key`` stays the same while the grid lives and in its draft.

    ``extra`` is the page's own: a record's id, what it was saved as.
    """

    values: dict[str, Any]
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    extra: dict[str, Any] = field(default_factory=dict)


class GridRows(QAbstractTableModel):
    """The model; ``row_edited(row)`` for every change of a cell, ``rows_moved`` for the order.

    In ``resting_column`` the cursor may stand though the cell is closed, to act on the row.
    """

    row_edited = Signal(object)

    def __init__(
        self, columns: Sequence[GridColumn], kind_key: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._kind_key = kind_key
        self.are_given = any(column.fixed for column in columns)
        self.resting_column = -1
        self._rows: list[GridRow] = [] if self.are_given else [self._blank()]

    @property
    def rows(self) -> list[GridRow]:
        """The rows that hold something, in order."""
        return [row for row in self._rows if not self.is_blank(row)]

    def row_at(self, position: int) -> GridRow:
        return self._rows[position]

    def position_of(self, key: str) -> int:
        return next((at for at, row in enumerate(self._rows) if row.key == key), -1)

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        self.beginResetModel()
        self._rows = list(rows)
        if not self.are_given:
            self._rows.append(self._blank())
        self.endResetModel()

    def insert(self, position: int, row: GridRow) -> None:
        self.beginInsertRows(QModelIndex(), position, position)
        self._rows.insert(position, row)
        self.endInsertRows()

    def remove(self, position: int) -> GridRow:
        """Take a row out; the blank one at the end stays."""
        self.beginRemoveRows(QModelIndex(), position, position)
        row = self._rows.pop(position)
        self.endRemoveRows()
        self._keep_a_blank_one()
        return row

    def swap_down(self, position: int) -> None:
        """Exchange a row with the one below it."""
        self.beginMoveRows(QModelIndex(), position, position, QModelIndex(), position + 2)
        rows = self._rows
        rows[position], rows[position + 1] = rows[position + 1], rows[position]
        self.endMoveRows()

    def is_blank(self, row: GridRow) -> bool:
        """Nobody has put anything into it that was not there from the start."""
        return all((row.values.get(column.key) or "") == column.default for column in self.columns)

    def is_open(self, position: int, column: int) -> bool:
        """Whether rows of this kind have this column."""
        only = self.columns[column].only_for
        if self.columns[column].fixed:
            return False
        return not only or self._rows[position].values.get(self._kind_key) in only

    def put(self, position: int, key: str, value: Any) -> None:
        """Change a cell, or a hidden value beside the cells."""
        row = self._rows[position]
        if row.values.get(key) == value:
            return
        row.values[key] = value
        last = len(self.columns) - 1
        whole_row = key == self._kind_key
        at = next((at for at, column in enumerate(self.columns) if column.key == key), None)
        if at is not None:
            first, end = (0, last) if whole_row else (at, at)
            self.dataChanged.emit(self.index(position, first), self.index(position, end))
        self._keep_a_blank_one()
        self.row_edited.emit(row)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        column = self.columns[index.column()]
        value = self._rows[index.row()].values.get(column.key)
        if role == Qt.ItemDataRole.DisplayRole and column.kind == "choice":
            return next((one.label for one in column.options if one.code == value), "")
        return value

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.put(index.row(), self.columns[index.column()].key, value)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag
        if not index.isValid():
            return flags.NoItemFlags
        if not self.is_open(index.row(), index.column()):
            rests = index.column() == self.resting_column
            return flags.ItemIsEnabled if rests else flags.NoItemFlags
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            if orientation == Qt.Orientation.Horizontal:
                return self.columns[section].title
            is_blank = section == len(self._rows) - 1 and not self.are_given
            return "" if is_blank else str(section + 1)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            centre = orientation == Qt.Orientation.Vertical
            return Qt.AlignmentFlag.AlignCenter if centre else _LEFT
        return None

    def _blank(self) -> GridRow:
        return GridRow({column.key: column.default for column in self.columns})

    def _keep_a_blank_one(self) -> None:
        if self.are_given:
            return
        if not self._rows or not self.is_blank(self._rows[-1]):
            self.insert(len(self._rows), self._blank())


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
