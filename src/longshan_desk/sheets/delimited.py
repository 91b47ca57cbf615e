"""Text tables: CSV in the encodings that Excel, WPS and other programs write."""

from __future__ import annotations

import csv
import io
import re

from longshan_desk.errors import FileUnreadableError
from longshan_desk.sheets.grid import Grid, Row, check_size

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = ",;\t|"
_AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


def decode(data: bytes, name: str) -> str:
    """BOM, then strict UTF-8, then GB18030, as Chinese Excel saves; raises FileUnreadableError."""
    encodings = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    for encoding in encodings or ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileUnreadableError(
        f"“{name}”不是能读的表格文件，或者文字编码不对。",
        hint="请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再导入。",
    )


def read_delimited(text: str, sheet: str, name: str) -> Grid:
    """One grid; a row is a record, as Excel counts them."""
    text = text.replace("\x00", "")
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for record in reader:
            rows.append([_unwrapped(value) for value in record])
            if len(rows) % 10_000 == 0:
                check_size(sheet, len(rows), len(record))
    except csv.Error:
        raise FileUnreadableError(
            f"“{name}”第 {len(rows) + 1} 行读不下去，引号可能不成对。",
            hint="请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再导入。",
        ) from None
    check_size(sheet, len(rows), max(map(len, rows), default=0))
    return Grid(sheet, rows)


def _delimiter(text: str) -> str:
    """The separator that most lines agree on; Excel's own ``sep=;`` line decides at once."""
    lines = text[:20_000].splitlines()[:20]
    if lines and (told := re.fullmatch(r"\ufeff?sep=(.)", lines[0])):
        return told[1]
    return max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))


def _unwrapped(value: str) -> str:
    """``="6205…"`` is how some programs keep Excel from rounding a number."""
    if value.startswith('="') and (found := _AS_FORMULA.fullmatch(value)):
        return found[1]
    return value
