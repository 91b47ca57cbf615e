"""A table of 60,000 people on screen, against the barest model that holds the same texts."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from benchmarks.inside import peak_mb
from benchmarks.measuring import Result, in_child, median_ms
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths
from longshan_desk.queries import people
from longshan_desk.ui.settings import Settings
from longshan_desk.ui.widgets.rows import Column, Sort
from longshan_desk.ui.widgets.table import RecordTable

COLUMNS = (
    Column("name", "姓名", 9),
    Column("group", "组别", 6),
    Column("head", "户主", 9),
    Column("phone", "电话", 10, text=lambda row: row.phone or ""),
)
Index = QModelIndex | QPersistentModelIndex


class _People:
    def __init__(self, store: Store) -> None:
        self._store = store

    def ids(self, sort: Sort | None, filters: Mapping[str, Any], text: str) -> Sequence[str]:
        key, down = (sort.key, sort.descending) if sort else ("group", False)
        return people.person_ids(self._store, sort=key, descending=down, text=text)

    def rows(self, ids: Sequence[str]) -> Iterable[people.PersonRow]:
        return people.person_rows(self._store, ids)


class _Texts(QAbstractTableModel):
    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        return None


_ROWS = """SELECT p.name, h.group_no, h.head_name, p.phone, p.id
    FROM person p JOIN household h ON h.id = p.household_id WHERE p.is_deleted = 0"""


def measure(paths: DeskPaths, scratch: Path) -> list[Result]:
    QApplication.instance() or QApplication([])
    store = Store(paths, writer=False)
    plain = sqlite3.connect(paths.database)
    try:
        results = _measure(store, plain, scratch)
    finally:
        store.close()
        plain.close()
    ours, bare = (in_child("benchmarks.tables", kind, str(paths.home)) for kind in ("ours", "bare"))
    return [*results, Result("60,000 rows: memory", ours["memory"], bare["memory"], "MB")]


def _measure(store: Store, plain: sqlite3.Connection, scratch: Path) -> list[Result]:
    source = _People(store)
    first = median_ms(lambda: _paint(_our_table(source, scratch)))
    bare = median_ms(lambda: _paint(_bare_table(plain)))
    table, view = _our_table(source, scratch), _bare_table(plain)
    _paint(table)
    _paint(view)
    scroll = median_ms(lambda: _scroll(table.view))
    bare_scroll = median_ms(lambda: _scroll(view))
    by_name = f"{_ROWS} ORDER BY p.name_key, p.id"
    like = f"{_ROWS} AND p.name LIKE '%占山%' ORDER BY h.group_no"
    return [
        Result("60,000 rows: first paint", first, bare, "ms"),
        Result("60,000 rows: scroll 20 pages", scroll, bare_scroll, "ms"),
        Result(
            "60,000 rows: sort by name",
            median_ms(lambda: source.ids(Sort("name"), {}, "")),
            median_ms(lambda: plain.execute(by_name).fetchall()),
            "ms",
        ),
        Result(
            "60,000 rows: filter by part of a name",
            median_ms(lambda: source.ids(None, {}, "占山")),
            median_ms(lambda: plain.execute(like).fetchall()),
            "ms",
        ),
    ]


def _our_table(source: _People, scratch: Path) -> RecordTable:
    table = RecordTable("people", source, COLUMNS, Settings(scratch / "window.json"), ticks=False)
    table.reload()
    return table


def _bare_table(plain: sqlite3.Connection) -> QTableView:
    view = QTableView()
    rows = [tuple(map(str, row[:4])) for row in plain.execute(f"{_ROWS} ORDER BY h.group_no")]
    model = _Texts(rows)
    model.setParent(view)
    view.setModel(model)
    return view


def _paint(widget: QWidget) -> None:
    widget.resize(1100, 640)
    widget.show()
    QApplication.processEvents()
    widget.grab()


def _scroll(view: QTableView) -> None:
    bar = view.verticalScrollBar()
    for page in range(1, 21):
        bar.setValue(bar.maximum() * page // 21)
        view.grab()


def _child(kind: str, home: str) -> None:
    QApplication([])
    paths = DeskPaths(Path(home))
    if kind == "ours":
        store = Store(paths, writer=False)
        _paint(_our_table(_People(store), paths.home))
    else:
        _paint(_bare_table(sqlite3.connect(paths.database)))
    print(f"memory={peak_mb()}")


if __name__ == "__main__":
    _child(*sys.argv[1:3])
