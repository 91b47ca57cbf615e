"""Web tables and SpreadsheetML saved under an .xls name by reporting systems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from longshan_desk.errors import FileUnreadableError
from longshan_desk.sheets.grid import MAX_ROWS, Grid, Merge, Row, check_size

if TYPE_CHECKING:
    from lxml.etree import _Element

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MAX_COLUMNS = 702


def is_html(start: str) -> bool:
    return bool(
        re.match(r"<(?:!doctype\s+html|html|head|meta|body|style|table|\?xml|!--)", start, re.I)
    )


def is_spreadsheet_xml(start: str) -> bool:
    return (
        start.startswith("<")
        and "urn:schemas-microsoft-com:office:spreadsheet" in start
        and (re.search(r"<(?:\w+:)?Workbook\b", start) is not None)
    )


def read_html(text: str, name: str) -> list[Grid]:
    """Every table of the page that is not inside another one; raises FileUnreadableError."""
    from lxml import html
    from lxml.etree import ParserError

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # lxml refuses text that names an encoding
    try:
        page = html.document_fromstring(text)
    except (ParserError, ValueError):
        raise _no_table(name) from None
    tables = [table for table in page.iter("table") if not any(table.iterancestors("table"))]
    grids = [_html_table(table, f"表{number}") for number, table in enumerate(tables, 1)]
    if not any(grid.rows for grid in grids):
        raise _no_table(name)
    return grids


def _html_table(table: _Element, name: str) -> Grid:
    placer = _Placer()
    for line in table.iter("tr"):
        if next(line.iterancestors("table")) is not table:
            continue
        placer.next_row()
        for item in line.iterchildren("td", "th"):
            for broken in item.iter("br"):
                broken.tail = "\n" + (broken.tail or "")
            words = re.sub(r"[ \t\r\f]*\n[ \t\r\n\f]*", "\n", _words(item))
            placer.put(words.strip(), _count(item.get("rowspan")), _count(item.get("colspan")))
    return placer.grid(name)


def _words(element: _Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _count(text: str | None) -> int:
    found = re.match(r"\s*([0-9]{1,5})", text or "")
    return max(1, int(found[1])) if found else 1


def _no_table(name: str) -> FileUnreadableError:
    return FileUnreadableError(
        f"“{name}”是网页，里面没有表格。",
        hint="请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再导入。",
    )


def read_spreadsheet_xml(text: str, name: str) -> list[Grid]:
    """SpreadsheetML 2003; raises FileUnreadableError for broken XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")), parser)
    except etree.XMLSyntaxError:
        raise FileUnreadableError(
            f"“{name}”已经损坏，读不出来。", hint="请重新导出或重新拷贝这个文件。"
        ) from None
    grids = [
        _xml_table(sheet, sheet.get(f"{_SS}Name") or f"表{number}")
        for number, sheet in enumerate(root.iter(f"{_SS}Worksheet"), 1)
    ]
    if not grids:
        raise FileUnreadableError(f"“{name}”里没有工作表。")
    return grids


def _xml_table(sheet: _Element, name: str) -> Grid:
    placer = _Placer()
    for line in sheet.iter(f"{_SS}Row"):
        placer.next_row(at=_count(line.get(f"{_SS}Index")) if line.get(f"{_SS}Index") else None)
        for item in line.iterchildren(f"{_SS}Cell"):
            if index := item.get(f"{_SS}Index"):
                placer.column = _count(index) - 1
            data = item.find(f"{_SS}Data")
            words = "" if data is None else _words(data)
            value: str | float = words
            if data is not None and data.get(f"{_SS}Type") == "Number":
                value = _number(words)
            placer.put(
                value, _extra(item.get(f"{_SS}MergeDown")), _extra(item.get(f"{_SS}MergeAcross"))
            )
    return placer.grid(name)


def _extra(text: str | None) -> int:
    return 1 + (int(text) if text and re.fullmatch(r"[0-9]{1,5}", text) else 0)


def _number(words: str) -> str | float:
    try:
        return float(words)
    except ValueError:
        return words


class _Placer:
    """Puts cells where they belong when earlier ones reach down into their row."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.merges: list[Merge] = []
        self.column = 0
        self._taken: dict[int, int] = {}  # column → last row that an area above reaches

    def next_row(self, at: int | None = None) -> None:
        wanted = len(self.rows) + 1 if at is None else max(at, len(self.rows) + 1)
        check_size("", wanted, 1)
        while len(self.rows) < wanted:
            self.rows.append([])
        self.column = 0

    def put(self, value: str | float, down: int, across: int) -> None:
        top = len(self.rows) - 1
        while self._taken.get(self.column, -1) >= top:
            self.column += 1
        across = min(across, max(1, _MAX_COLUMNS - self.column))
        if self.column >= _MAX_COLUMNS:
            return
        row = self.rows[top]
        row.extend([""] * (self.column + 1 - len(row)))
        row[self.column] = value
        if down > 1 or across > 1:
            bottom = top + min(down, MAX_ROWS) - 1
            right = self.column + across - 1
            self.merges.append(Merge(top, self.column, bottom, right))
            for column in range(self.column, right + 1):
                self._taken[column] = max(bottom, self._taken.get(column, -1))
        self.column += across

    def grid(self, name: str) -> Grid:
        check_size(name, len(self.rows), max(map(len, self.rows), default=0))
        return Grid(name, self.rows, tuple(self.merges))
