"""Writes small sheets of every kind for the tests."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from longshan_desk.domain.id_numbers import check_digit

Table = Iterable[Sequence[Any]]

ROSTER = ["组别", "户主姓名", "姓名", "与户主关系", "身份证号", "联系电话"]


def card(order: int, born_on: date = date(1970, 1, 1)) -> str:
    """A valid number of Zhangjiachuan; odd orders are men."""
    body = f"620525{born_on + timedelta(days=order // 900):%Y%m%d}{order % 900 + 100:03d}"
    return body + check_digit(body)


def xlsx(
    path: Path, table: Table, *, merge: Sequence[str] = (), sheet: str = "花名册", **more: Table
) -> Path:
    """``more`` are further sheets by name."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = sheet
    for row in table:
        first.append(list(row))
    for area in merge:
        first.merge_cells(area)
    for name, rows in more.items():
        other = book.create_sheet(name)
        for row in rows:
            other.append(list(row))
    book.save(path)
    return path


def with_part(path: Path, part: str, change: Any) -> Path:
    """Rewrite one part of a workbook's zip; ``change`` gets and gives bytes."""
    packed = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(path, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            out.writestr(name, change(data) if name == part else data, zipfile.ZIP_DEFLATED)
    return path


def text_table(path: Path, table: Table, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(table)
    path.write_bytes(out.getvalue().encode(encoding))
    return path
