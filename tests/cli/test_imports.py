"""``import``: preview, decisions, applying, refused rows; twice, and undone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from commands import Commands
from longshan_desk.paths import resource

KEYS = {
    "rows", "new", "changed", "same", "refused", "undecided", "columns", "problems", "applied",
}  # fmt: skip
ROSTER = (
    ("大湾村农户花名册",),
    ("组别", "户主姓名", "姓名", "与户主关系", "出生日期", "联系电话"),
    ("一组", "马占山", "马占山", "户主", "1960.1.1", "13812345678"),
    ("一组", "马占山", "冶玉兰", "妻", "1962.5.1", "无"),
    ("第二组", "李建国", "李建国", "户主", "一九六五年三月五日", None),
    ("二组", "李建国", "李小明", "子", "不知道", None),
)
REGISTER = (
    ("编号", "反映日期", "反映人", "反映内容", "清单", "承办人", "办结日期", "办理结果"),
    ("2021-3", "2021-11-05", "马占山", "路灯不亮", "自办", "王主任", "2021-11-20", "已换"),
    ("2021-4", None, "李四", "修路", "自办", None, None, None),
)


def book(path: Path, rows: Sequence[Sequence[Any]]) -> str:
    workbook = Workbook()
    assert workbook.active is not None
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return str(path)


@pytest.fixture
def roster(tmp_path: Path) -> str:
    return book(tmp_path / "花名册.xlsx", ROSTER)


@pytest.fixture
def register(tmp_path: Path) -> str:
    return book(tmp_path / "台账.xlsx", REGISTER)


def test_a_preview_tells_how_each_row_would_end(cli: Commands, roster: str) -> None:
    shown = cli.done("import", "households", roster)
    assert set(shown) >= KEYS
    assert (shown["rows"], shown["new"], shown["refused"], shown["applied"]) == (4, 3, 1, False)
    assert shown["columns"]["户主姓名"] == "head_name"
    (problem,) = shown["problems"]
    assert set(problem) >= {"row", "column", "value", "reason", "hint"}
    assert (problem["row"], problem["column"], problem["value"]) == (6, "出生日期", "不知道")
    assert cli.done("household", "list")["households"] == []


def test_applying_takes_new_rows_and_leaves_refused_ones(cli: Commands, roster: str) -> None:
    assert cli.done("import", "households", roster, "--apply")["applied"] is True
    heads = {row["head"]: row["persons"] for row in cli.done("household", "list")["households"]}
    assert heads == {"马占山": 2, "李建国": 1}


def test_the_same_file_twice_changes_nothing(cli: Commands, roster: str) -> None:
    cli.done("import", "households", roster, "--apply")
    again = cli.done("import", "households", roster, "--apply")
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 3)
    assert cli.done("undo") == {"undone": "导入农户花名册"}
    assert cli.done("household", "list")["households"] == []


def test_an_undecided_row_waits_for_a_decision(cli: Commands, tmp_path: Path) -> None:
    for _ in range(2):
        home = cli.done("household", "add", "--group", "1", "--name", "马占山")["id"]
        cli.done("person", "add", home, "--name", "马小虎", "--relation", "子")
    son = ("一组", "马占山", "马小虎", "次子", None, "13812345678")
    file = book(tmp_path / "花名册.xlsx", (*ROSTER[:2], son))
    shown = cli.done("import", "households", file)
    assert shown["undecided"] == 1
    (problem,) = shown["problems"]
    row, candidate = problem["row"], problem["candidates"][0]
    decide = ("--decide", f"{row}={candidate}", "--apply")
    decided = cli.done("import", "households", file, *decide)
    assert (decided["changed"], decided["undecided"]) == (1, 0)
    found = {one["id"]: one["phone"] for one in cli.done("person", "list")["persons"]}
    assert found[candidate] == "13812345678"


def test_a_register_is_taken_over(cli: Commands, register: str) -> None:
    shown = cli.done("import", "matters", register, "--apply")
    assert set(shown) >= KEYS
    assert (shown["new"], shown["refused"]) == (1, 1)
    page = cli.show("2021-3")
    assert (page["former_number"], page["number"]) == ("2021-3", "2021-11-001")
    assert (page["stage"], page["result"], page["opening"]) == ("closed", "已换", True)


def test_what_lies_in_the_future_is_measured_by_the_day_asked_for(
    cli: Commands, register: str
) -> None:
    cli.today = "2021-11-10"
    columns = {problem["column"] for problem in cli.done("import", "matters", register)["problems"]}
    assert "办结日期" in columns


@pytest.mark.parametrize("kind", ["households", "matters"])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nowhere.xlsx",), "file_not_found"),
        ((), "wrong_use"),
    ],
)
def test_an_import_is_refused_with_its_code(
    cli: Commands, kind: str, words: tuple[str, ...], code: str
) -> None:
    assert cli.code("import", kind, *words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--sheet", "没有这一张"), "not_found"),
        (("--decide", "new"), "bad_value"),
        (("--decide", "x=new"), "bad_value"),
    ],
)
def test_an_option_of_an_import_is_refused_with_its_code(
    cli: Commands, roster: str, words: tuple[str, ...], code: str
) -> None:
    assert cli.code("import", "households", roster, *words) == code


def test_a_file_that_is_no_sheet_is_told(cli: Commands, tmp_path: Path) -> None:
    file = tmp_path / "照片.xlsx"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert cli.code("import", "households", str(file)) == "bad_file"


def test_a_person_reads_the_preview(cli: Commands, roster: str) -> None:
    text = cli.text("import", "households", roster)
    assert "共 4 行：新增 3" in text
    assert "出生日期" in text
    assert "这是预览，没有写入" in text


def test_refused_rows_come_back_to_be_mended(cli: Commands, roster: str, tmp_path: Path) -> None:
    out = tmp_path / "没有导入.xlsx"
    told = cli.done("import", "households", roster, "--apply", "--refused", str(out))
    assert told["refused_file"] == str(out)
    rows = load_workbook(out).active
    assert rows is not None
    assert any("李小明" in [cell.value for cell in row] for row in rows)
    again = cli.done("import", "households", str(out))
    assert (again["rows"], again["refused"]) == (1, 1)


def test_where_nothing_is_refused_no_file_is_written(cli: Commands, tmp_path: Path) -> None:
    file, out = book(tmp_path / "花名册.xlsx", ROSTER[:4]), tmp_path / "没有导入.xlsx"
    assert cli.done("import", "households", file, "--refused", str(out))["refused_file"] is None
    assert not out.exists()


def test_refused_matters_come_back_too(cli: Commands, register: str, tmp_path: Path) -> None:
    out = tmp_path / "没有导入.xlsx"
    cli.done("import", "matters", register, "--refused", str(out))
    assert cli.done("import", "matters", str(out))["rows"] == 1


SAMPLES = [
    (path, kind)
    for kind, start in (("households", "农户"), ("roster", "干部"), ("matters", "事项"))
    for path in sorted(resource("samples").glob(f"{start}*"))
]


@pytest.mark.parametrize(("path", "kind"), SAMPLES, ids=lambda one: getattr(one, "name", one))
def test_every_sample_that_is_shipped_can_be_taken_twice(
    cli: Commands, path: Path, kind: str
) -> None:
    first = cli.done("import", kind, str(path), "--apply")
    assert first["new"] or "模板" in path.name
    again = cli.done("import", kind, str(path), "--apply")
    assert (again["new"], again["changed"], again["same"]) == (0, 0, first["new"])


def test_samples_are_shipped() -> None:
    assert {kind for _, kind in SAMPLES} == {"households", "roster", "matters"}
    assert len(SAMPLES) > 12


# -- visits -------------------------------------------------------------------------------------

WENT = ("组别", "户主", "走访日期", "走访人", "走访情况")


@pytest.fixture
def went(cli: Commands, tmp_path: Path) -> str:
    """Two households of one name in the first group, and somebody who may have gone."""
    for _ in range(2):
        cli.done("household", "add", "--group", "1", "--name", "马占山")
    cli.done("household", "add", "--group", "1", "--name", "李四")
    rows = [
        ("一组", "李四", "2022-04-03", "孙立", "水渠通了"),
        ("一组", "马占山", "2022-04-03", "孙立", "都好"),
        ("一组", "李四", "2022-04-04", "王二", "都好"),
    ]
    made = cli.done("household", "list")["households"][0]["id"]
    cli.done("visit", "add", "--household", made, "--way", "telephone", "--by", "孙立")
    return book(tmp_path / "走访.xlsx", [("入户走访记录",), WENT, *rows])


@pytest.mark.rule("R10")
def test_r10_visits_are_imported_by_head_and_group(
    cli: Commands, went: str, tmp_path: Path
) -> None:
    shown = cli.done("import", "visits", went)
    assert set(shown) >= KEYS
    assert (shown["new"], shown["undecided"], shown["refused"]) == (1, 1, 1)
    open_row, refused = shown["problems"]
    assert (len(open_row["candidates"]), refused["reason"]) == (2, "名册里没有王二。")
    out = str(tmp_path / "没有导入.xlsx")
    decided = f"{open_row['row']}={open_row['candidates'][1]}"
    told = cli.done("import", "visits", went, "--decide", decided, "--refused", out, "--apply")
    assert (told["new"], told["refused_file"]) == (2, out)
    ways = {one["way"] for one in cli.done("visit", "list", "--until", "2022-04-04")["visits"]}
    assert ways == {"at_home"}
    assert cli.done("undo") == {"undone": "导入走访记录"}
