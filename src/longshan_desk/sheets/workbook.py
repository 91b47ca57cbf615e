"""Opens whatever people call an Excel file, recognised by its content and never by its name."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from longshan_desk.errors import (
    AppError,
    FileMissingError,
    FileUnreadableError,
    NotFoundError,
)
from longshan_desk.files import os_errors
from longshan_desk.sheets.delimited import decode, read_delimited
from longshan_desk.sheets.excel import open_excel
from longshan_desk.sheets.grid import Grid
from longshan_desk.sheets.markup import (
    is_html,
    is_spreadsheet_xml,
    read_html,
    read_spreadsheet_xml,
)

MAX_BYTES = 100 * 1024 * 1024

_SAVE_AS = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再导入。"
_CHOOSE = "请选择 .xlsx、.xls 或 .csv 的表格文件。"

_OTHER_FILES = (
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "Word 文档"),
    (b"MZ", "程序"),
    (b"SQLite format 3", "数据库文件"),
)
_ZIP = b"PK"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNICODE_TEXT = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file, read one by one when asked for; ``names`` begins with visible ones."""

    name: str
    names: tuple[str, ...]
    load: Callable[[str], Grid]

    def sheet(self, name: str) -> Grid:
        """Raises NotFoundError with the names there are."""
        wanted = name.strip()
        if wanted not in self.names:
            there = "、".join(f"“{sheet}”" for sheet in self.names)
            raise NotFoundError(
                f"“{self.name}”里没有名为“{name}”的工作表。",
                hint=f"这个文件里有：{there}。",
                where=name,
            )
        return self.load(wanted)


def open_workbook(path: Path) -> Workbook:
    """Raises FileMissingError, FileOpenError or FileUnreadableError in words of what is there."""
    data = _read(path)
    try:
        return _open(path, data)
    except AppError as error:
        error.where = error.where or str(path)
        raise


def _read(path: Path) -> bytes:
    if not path.exists():
        raise FileMissingError(
            f"找不到文件“{path.name}”。",
            hint="请检查文件是否被移走、改名，U盘是否还插着。",
            where=str(path),
        )
    with os_errors(path, "打开文件"):
        if os.stat(path).st_size > MAX_BYTES:
            raise FileUnreadableError(
                f"“{path.name}”超过了 100 MB，不像是名册。", hint=_CHOOSE, where=str(path)
            )
        return path.read_bytes()


def _open(path: Path, data: bytes) -> Workbook:
    name = path.name
    if not data.strip(b"\x00 \t\r\n"):
        raise FileUnreadableError(f"“{name}”是空文件。", hint="请重新保存或重新拷贝这个文件。")
    if data.startswith(_ZIP) or data.startswith(_COMPOUND):
        return _from_excel(name, data)
    for sign, what in _OTHER_FILES:
        if data.startswith(sign):
            raise FileUnreadableError(f"“{name}”是{what}，不是表格。", hint=_CHOOSE)
    if b"\x00" in data[:4096] and not data.startswith(_UNICODE_TEXT):
        raise FileUnreadableError(f"“{name}”不是能读的表格文件。", hint=_SAVE_AS)
    return _from_text(path, decode(data, name))


def _from_excel(name: str, data: bytes) -> Workbook:
    names, load = open_excel(name, data)
    return Workbook(name, names, load)


def _from_text(path: Path, text: str) -> Workbook:
    start = text[:4096].lstrip("\ufeff \t\r\n")
    if start.startswith("MIME-Version:"):
        raise FileUnreadableError(f"“{path.name}”是单个文件网页。", hint=_SAVE_AS)
    if is_spreadsheet_xml(start):
        grids = read_spreadsheet_xml(text, path.name)
    elif is_html(start):
        grids = read_html(text, path.name)
    else:
        grids = [read_delimited(text, path.stem, path.name)]
    by_name = {grid.name: grid for grid in grids}
    return Workbook(path.name, tuple(by_name), by_name.__getitem__)
