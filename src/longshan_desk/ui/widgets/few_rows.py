"""A table's source for lists that are short enough to be read whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from longshan_desk.ui.widgets.rows import Sort


class FewRows:
    """``FewRows(read, searched)``: ``read()`` gives all rows, each with an ``id``;
    ``searched(row)`` the words that the find line looks in."""

    def __init__(self, read: Callable[[], Sequence[Any]], searched: Callable[[Any], str]) -> None:
        self._read = read
        self._searched = searched
        self._rows: dict[str, Any] = {}

    def ids(self, sort: Sort | None, filters: Mapping[str, Any], text: str) -> Sequence[str]:
        wanted = text.strip()
        rows = [row for row in self._read() if wanted in self._searched(row)]
        if sort is not None:
            rows.sort(key=lambda row: str(getattr(row, sort.key)), reverse=sort.descending)
        self._rows = {row.id: row for row in rows}
        return list(self._rows)

    def rows(self, ids: Sequence[str]) -> Iterable[Any]:
        return [self._rows[one] for one in ids if one in self._rows]
