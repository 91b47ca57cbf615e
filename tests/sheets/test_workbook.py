"""Files are known by what is in them, and everything that is no list is refused in words."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longshan_desk.errors import (
    AppError,
    FileMissingError,
    FileOpenError,
    FileUnreadableError,
    NotFoundError,
)
from longshan_desk.sheets.grid import Cell
from longshan_desk.sheets.workbook import open_workbook
from sheets.sheet_files import text_table, with_part, xlsx

TABLE = [["组别", "姓名"], ["一组", "李䶮"], ["二组", "买买提·艾力"]]


def cells(path: Path) -> list[list[Cell]]:
    book = open_workbook(path)
    return book.sheet(book.names[0]).rows


# -- every kind of file -----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_in_every_encoding_and_with_every_separator(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    assert cells(text_table(tmp_path / "表.csv", TABLE, encoding, delimiter)) == TABLE


def test_excels_own_line_about_the_separator_is_obeyed(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("sep=;\n姓名;备注\n李四;a,b,c,d\n", encoding="utf-8")
    assert cells(path)[2] == ["李四", "a,b,c,d"]


def test_a_number_kept_as_a_formula_is_unwrapped(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text('姓名,证件号\n李四,"=""620525199001011237"""\n', encoding="utf-8")
    assert cells(path)[1] == ["李四", "620525199001011237"]


def test_a_workbook_is_known_whatever_its_name(tmp_path: Path) -> None:
    assert cells(xlsx(tmp_path / "名册.csv", TABLE)) == TABLE


def test_text_is_known_whatever_its_name(tmp_path: Path) -> None:
    assert cells(text_table(tmp_path / "名册.xlsx", TABLE)) == TABLE


def test_rows_keep_their_numbers_below_an_empty_top(tmp_path: Path) -> None:
    rows = cells(xlsx(tmp_path / "表.xlsx", [[], [], ["", "姓名"]]))
    assert rows[2][1] == "姓名"


FORMATS = [14, 22, *range(27, 37), *range(50, 59)]


def test_chinese_built_in_formats_are_dates_in_xlsx(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "表.xlsx", [[44652.0] for _ in FORMATS])

    def styles(data: bytes) -> bytes:
        formats = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in FORMATS)
        all_ = f'<cellXfs count="{len(FORMATS) + 1}"><xf numFmtId="0"/>{formats}</cellXfs>'
        return re.sub(rb"<cellXfs.*?</cellXfs>", all_.encode(), data, flags=re.S)

    def sheet(data: bytes) -> bytes:
        return re.sub(rb'<c r="A([0-9]+)"', rb'<c r="A\1" s="\1"', data)

    with_part(with_part(path, "xl/styles.xml", styles), "xl/worksheets/sheet1.xml", sheet)
    assert [row[0] for row in cells(path)] == [date(2022, 4, 1)] * len(FORMATS)


def test_chinese_built_in_formats_are_dates_in_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row in range(len(FORMATS)):
        style = xlwt.XFStyle()
        style.num_format_str = "0." + "0" * (row + 3)
        sheet.write(row, 0, 44652, style)
    path = tmp_path / "表.xls"
    book.save(str(path))
    data, place = bytearray(path.read_bytes()), 512
    formats = []
    while struct.unpack_from("<H", data, place)[0] != 0x0A:  # records of the workbook's stream
        kind, length = struct.unpack_from("<HH", data, place)
        if kind == 0xE0:
            formats.append((struct.unpack_from("<H", data, place + 6)[0], place + 6))
        place += 4 + length
    ours = sorted({number for number, _ in formats})[-len(FORMATS) :]
    for number, at in formats:
        if number in ours:
            struct.pack_into("<H", data, at, FORMATS[ours.index(number)])
    path.write_bytes(data)
    assert [row[0] for row in cells(path)] == [date(2022, 4, 1)] * len(FORMATS)


def test_merged_cells_are_known_in_web_tables(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_text(
        "<table><tr><td rowspan=2>甲</td><td colspan='2'>乙</td></tr>"
        "<tr><td>丙</td><td>丁<br>戊</td></tr></table>",
        encoding="gb18030",
    )
    grid = open_workbook(path).sheet("表1")
    assert grid.rows == [["甲", "乙"], ["", "丙", "丁\n戊"]]
    assert grid.filled_down(0) == {0: (0, "甲"), 1: (0, "甲")}


def test_hidden_sheets_come_last(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "表.xlsx", TABLE, sheet="字典", 花名册=TABLE)
    with_part(
        path,
        "xl/workbook.xml",
        lambda data: data.replace(b'sheetId="1" state="visible"', b'sheetId="1" state="hidden"'),
    )
    assert open_workbook(path).names == ("花名册", "字典")


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    book = open_workbook(xlsx(tmp_path / "表.xlsx", TABLE, sheet="一组", 二组=TABLE))
    with pytest.raises(NotFoundError) as refused:
        book.sheet("三组")
    assert "“一组”、“二组”" in refused.value.hint


# -- what is no list --------------------------------------------------------------------------


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match=r"没有\.xlsx"):
        open_workbook(tmp_path / "没有.xlsx")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="文件"):
        open_workbook(tmp_path)


def test_a_file_that_another_program_holds_is_said_to_be_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx(tmp_path / "表.xlsx", TABLE)

    def held(self: Path) -> bytes:
        raise PermissionError(13, "held")

    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(FileOpenError, match="打开文件"):
        open_workbook(path)


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name in names:
            out.writestr(name, b"<x/>")
    return packed.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空文件"),
        (b"\x00" * 900, "空文件"),
        (b"\r\n  \n", "空文件"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (zipped("照片/1.jpg"), "压缩包"),
        (zipped("word/document.xml"), "Word"),
        (zipped("ppt/presentation.xml"), "演示文稿"),
        (zipped("xl/workbook.bin"), "xlsb"),
        (COMPOUND + "WordDocument".encode("utf-16-le"), "Word"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (COMPOUND + "Workbook".encode("utf-16-le"), "损坏"),
        (COMPOUND, "损坏"),
        (b"PK\x03\x04" + bytes(100), "损坏"),
        (b"MIME-Version: 1.0\r\n", "单个文件网页"),
        (b"<html><body>\xe6\xb2\xa1\xe6\x9c\x89</body></html>", "没有表格"),
        (bytes(range(256)) * 4, "不是能读"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(data)
    with pytest.raises(FileUnreadableError, match=reason) as refused:
        open_workbook(path)
    assert "名册.xlsx" in refused.value.where


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_half_a_workbook_is_refused_as_damaged(tmp_path: Path, share: float, kind: str) -> None:
    path = tmp_path / f"名册.{kind}"
    if kind == "xlsx":
        xlsx(path, TABLE)
    else:
        book = xlwt.Workbook()
        sheet = book.add_sheet("表")
        for row in range(400):
            sheet.write(row, 0, f"第{row}个人")
        book.save(str(path))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(FileUnreadableError, match="损坏"):
        cells(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=40))
def test_a_scratched_workbook_is_read_or_refused_in_words(
    tmp_path: Path, place: int, scratch: bytes
) -> None:
    path = xlsx(tmp_path / "名册.xlsx", TABLE)
    data = path.read_bytes()
    path.write_bytes(data[:place] + scratch + data[place + len(scratch) :])
    try:
        cells(path)
    except FileUnreadableError as refused:
        assert refused.message


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "什么.xls"
    path.write_bytes(data)
    try:
        cells(path)
    except FileUnreadableError as refused:
        assert refused.message


def test_a_password_on_an_old_workbook_is_named(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "姓名")
    path = tmp_path / "名册.xls"
    book.save(str(path))
    data = bytearray(path.read_bytes())
    second = 512 + 4 + struct.unpack_from("<H", data, 514)[0]
    struct.pack_into("<H", data, second, 0x2F)
    path.write_bytes(data)
    with pytest.raises(FileUnreadableError, match="密码"):
        open_workbook(path)


# -- traps ------------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", "<workbook/>")
        with out.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(500):
                part.write(bytes(1024 * 1024))
    with pytest.raises(FileUnreadableError, match="400 MB"):
        open_workbook(path)


def test_a_part_larger_than_the_zip_says_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "名册.xlsx", [["姓名"], *[["张三"]] * 2000])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        part = packed.getinfo("xl/worksheets/sheet1.xml")
    for sign, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        place = -1
        while (place := data.find(sign, place + 1)) >= 0:
            if data[place + name_at :].startswith(b"xl/worksheets/sheet1.xml"):
                struct.pack_into("<I", data, place + size_at, part.file_size // 2)
    path.write_bytes(data)
    with pytest.raises(FileUnreadableError, match="损坏"):
        open_workbook(path)


@pytest.mark.parametrize(("cell_", "reason"), [("AAA2", "702"), ("A300000", "300000 行")])
def test_a_stray_cell_far_away_is_refused_instead_of_filling_the_memory(
    tmp_path: Path, cell_: str, reason: str
) -> None:
    path = xlsx(tmp_path / "名册.xlsx", TABLE)
    stray = f'<row><c r="{cell_}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", stray.encode()),
    )
    with pytest.raises(FileUnreadableError, match=reason):
        open_workbook(path)


def test_empty_cells_that_were_only_painted_do_no_harm(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "名册.xlsx", TABLE)
    painted = '<row><c r="XFD1048576" s="0"/></row></sheetData>'
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda data: data.replace(b"</sheetData>", painted.encode()),
    )
    assert cells(path)[:3] == TABLE


def test_a_web_table_that_claims_a_huge_area_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_text(
        "<table><tr><td rowspan=65000 colspan=65000>姓名</td></tr><tr><td>张三</td></tr></table>",
        encoding="utf-8",
    )
    assert len(cells(path)) == 2


def test_xml_entities_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_text(
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="甲"><Table>'
        "<Row><Cell><Data>&b;</Data></Cell></Row></Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    assert cells(path) == [["&b;"]]
