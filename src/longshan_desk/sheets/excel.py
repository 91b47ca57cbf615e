"""Reading .xlsx and .xls, after making sure that they are what they seem and not a trap."""

from __future__ import annotations

import contextlib
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING

from longshan_desk.errors import FileUnreadableError
from longshan_desk.sheets.grid import MAX_ROWS, Grid, Merge, check_size

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_MAX_UNPACKED = 400 * 1024 * 1024
_CHUNK = 4 * 1024 * 1024
_OVERLAP = 256

_SAVE_AS = "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”后再导入。"
_CHOOSE = "请选择 .xlsx、.xls 或 .csv 的表格文件。"

# What the zip module and its decompressors raise for scratched files.
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
)

# A cell with content in a column beyond ZZ, or beyond DA. The reader lays a sheet out as one
# dense block, so a single stray cell far away would ask for more memory than there is.
_FAR_RIGHT = re.compile(rb' r="[A-Z]{3}[0-9]+"[^<>]*(?<!/)>')
_WIDE = re.compile(rb' r="[D-Z][A-Z][0-9]+"[^<>]*(?<!/)>')
_ROW_OF_CELL = re.compile(rb' r="[A-Z]{1,3}([0-9]+)"')
_MAX_ROWS_IF_WIDE = 25_000


def open_excel(name: str, data: bytes) -> tuple[tuple[str, ...], Callable[[str], Grid]]:
    """The sheets' names, visible ones first, and a way to read one.

    Raises FileUnreadableError for what is encrypted, damaged, too large or not a workbook.
    """
    if data.startswith(b"PK"):
        _check_zip(name, data)
    else:
        _check_compound(name, data)
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    with _reading(name):
        book = load_workbook(io.BytesIO(data))
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    sheets.sort(key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
    return tuple(sheet.name for sheet in sheets), lambda sheet: _read_sheet(book, name, sheet)


def _read_sheet(book: CalamineWorkbook, file: str, name: str) -> Grid:
    with _reading(file):
        sheet = book.get_sheet_by_name(name)
        check_size(name, sheet.total_height, sheet.total_width)
        rows = sheet.to_python(skip_empty_area=False)
        areas = sheet.merged_cell_ranges or []
    merges = tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in areas)
    return Grid(name, rows, merges)  # type: ignore[arg-type]


@contextlib.contextmanager
def _reading(name: str) -> Iterator[None]:
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except FileUnreadableError:
        raise
    except PasswordError:
        raise _encrypted(name) from None
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(name) from error
    except BaseException as error:
        # The reader is written in Rust: on some broken files it panics, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(name) from error


def _encrypted(name: str) -> FileUnreadableError:
    return FileUnreadableError(
        f"“{name}”设了打开密码，读不出来。",
        hint="请用 WPS 或 Excel 打开，取消密码后另存一份再导入。",
    )


def _damaged(name: str) -> FileUnreadableError:
    return FileUnreadableError(
        f"“{name}”已经损坏，或没有拷贝完整，读不出来。",
        hint="请重新拷贝这个文件；能用 WPS 或 Excel 打开的，另存为 .xlsx 后再导入。",
    )


# -- .xls: a compound file --------------------------------------------------------------------


def _check_compound(name: str, data: bytes) -> None:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise _encrypted(name)
    if holds("Workbook") or holds("Book"):
        if _has_password_record(data):
            raise _encrypted(name)
        return
    for stream, what in (("WordDocument", "Word 文档"), ("PowerPoint Document", "演示文稿")):
        if holds(stream):
            raise FileUnreadableError(f"“{name}”是{what}，不是表格。", hint=_CHOOSE)
    raise _damaged(name)


def _has_password_record(data: bytes) -> bool:
    """Whether FILEPASS stands among the first records; the reader only says that it failed."""
    entry = data.find("Workbook".encode("utf-16-le"))
    if entry < 0 or entry + 120 > len(data):
        return False
    sector_size = 1 << min(struct.unpack_from("<H", data, 30)[0], 20)
    place = sector_size * (1 + struct.unpack_from("<I", data, entry + 116)[0])
    for _ in range(40):
        if place + 4 > len(data):
            return False
        kind, length = struct.unpack_from("<HH", data, place)
        if kind == 0x2F:
            return True
        place += 4 + length
    return False


# -- .xlsx: a zip -----------------------------------------------------------------------------


def _check_zip(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_parts(name, packed)
    except FileUnreadableError:
        raise
    except _BROKEN as error:
        raise _damaged(name) from error
    except RuntimeError:  # the parts themselves are encrypted
        raise _encrypted(name) from None


def _check_parts(name: str, packed: zipfile.ZipFile) -> None:
    parts = {part.filename.lstrip("/"): part for part in packed.infolist()}
    if not any(re.fullmatch(r"xl/workbook[0-9]*\.xml", part, re.I) for part in parts):
        raise FileUnreadableError(*_what_else(name, packed, set(parts)))
    if sum(part.file_size for part in parts.values()) > _MAX_UNPACKED:
        raise FileUnreadableError(
            f"“{name}”解开后超过 400 MB，不是正常的表格，没有读取。", hint=_SAVE_AS
        )
    for filename, part in parts.items():
        if filename.startswith("xl/") and filename.endswith(".xml"):
            with packed.open(part) as stream:
                if filename.startswith("xl/worksheets/"):
                    _check_sheet(name, stream)
                else:
                    _read_through(stream)


def _read_through(stream: IO[bytes]) -> None:
    """To the end, so that a part larger than its directory says is noticed by its checksum."""
    while stream.read(_CHUNK):
        pass


def _check_sheet(name: str, stream: IO[bytes]) -> None:
    left, wide, last = b"", False, b""
    while chunk := stream.read(_CHUNK):
        text = left + chunk
        if _FAR_RIGHT.search(text):
            raise FileUnreadableError(
                f"“{name}”里有内容写到了第 702 列以后。", hint="请删去右边多余的内容再导入。"
            )
        wide = wide or _WIDE.search(text) is not None
        end = max(text.rfind(b"</v>"), text.rfind(b"</t>"))
        if end >= 0:
            last = text[max(0, end - 40_000) : end]
        left = text[-_OVERLAP:]
    rows = _ROW_OF_CELL.findall(last)
    limit = _MAX_ROWS_IF_WIDE if wide else MAX_ROWS
    if rows and int(rows[-1]) > limit:
        raise FileUnreadableError(
            f"“{name}”里有内容写到了第 {int(rows[-1])} 行，太大了，不像是名册。",
            hint=f"最多读 {limit} 行。请删去下面多余的内容，或分成几个文件导入。",
        )


def _what_else(name: str, packed: zipfile.ZipFile, parts: set[str]) -> tuple[str]:
    if "xl/workbook.bin" in parts:
        return (f"“{name}”是二进制工作簿（.xlsb）。{_SAVE_AS}",)
    if any(part.startswith("word/") for part in parts):
        return (f"“{name}”是 Word 文档，不是表格。{_CHOOSE}",)
    if any(part.startswith("ppt/") for part in parts):
        return (f"“{name}”是演示文稿，不是表格。{_CHOOSE}",)
    if "mimetype" in parts and b"opendocument" in packed.read("mimetype")[:200]:
        return (f"“{name}”是 OpenDocument 格式。{_SAVE_AS}",)
    return (f"“{name}”是压缩包，不是表格。请先解压，再选择里面的表格文件。",)
