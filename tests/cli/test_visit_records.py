"""The visit sheet, sessions, photos and doubles by command (R9, R10, R48)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from commands import Commands


@pytest.fixture
def home(cli: Commands) -> str:
    return str(cli.done("household", "add", "--name", "马占山", "--group", "1")["id"])


def visit(cli: Commands, home: str, text: str) -> str:
    words = ("--household", home, "--way", "at_home", "--by", "孙立", "--text", text)
    return str(cli.done("visit", "add", *words)["id"])


@pytest.mark.rule("R10")
def test_r10_a_sheet_is_written_for_a_month_and_a_group(
    cli: Commands, home: str, tmp_path: Path
) -> None:
    out = str(tmp_path / "走访表.xlsx")
    asked = ("--month", "2022-04", "--group", "1", "--visitor", "孙立")
    assert cli.done("visit", "sheet", out, *asked) == {"file": out, "rows": 1}
    assert cli.done("import", "visits", out)["rows"] == 0


def test_the_diary_is_exported_by_month_and_visitor(
    cli: Commands, home: str, tmp_path: Path
) -> None:
    visit(cli, home, "水渠通了")
    out = str(tmp_path / "走访.xlsx")
    assert cli.done("export", "visits", out, "--month", "2022-04")["rows"] == 1
    assert cli.done("import", "visits", out)["same"] == 1
    assert cli.done("export", "visits", out, "--visitor", "李娜")["rows"] == 0


@pytest.mark.rule("R9")
def test_r9_a_session_is_added_with_its_findings(cli: Commands) -> None:
    made = cli.done(
        "visit", "session", "add", "--kind", "talk", "--place", "村委会", "--by", "赵启明",
        "--finding", "problem=水渠漏水", "--finding", "诉求类=通动力电",
    )["id"]  # fmt: skip
    (listed,) = cli.done("visit", "session", "list")["sessions"]
    shown = cli.done("visit", "session", "show", made)
    assert listed == shown
    assert [one["kind"] for one in shown["findings"]] == ["problem", "demand"]


def test_a_finding_without_its_kind_is_refused(cli: Commands) -> None:
    words = ("--kind", "talk", "--place", "村委会", "--by", "赵启明", "--finding", "水渠漏水")
    assert cli.code("visit", "session", "add", *words) == "bad_value"


def test_a_photo_is_added_without_a_window(cli: Commands, home: str, tmp_path: Path) -> None:
    made, file = visit(cli, home, "水渠通了"), tmp_path / "照片.png"
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(file))
    added = cli.done("visit", "photo", "add", made, str(file), "--caption", "水渠")
    (photo,) = cli.done("visit", "show", made)["photos"]
    assert (photo["id"], photo["caption"]) == (added["photo_id"], "水渠")


def test_what_is_no_picture_is_refused(cli: Commands, home: str, tmp_path: Path) -> None:
    made, file = visit(cli, home, "水渠通了"), tmp_path / "照片.jpg"
    file.write_text("不是照片", encoding="utf-8")
    assert cli.code("visit", "photo", "add", made, str(file)) == "bad_file"


@pytest.mark.rule("R48")
def test_r48_doubles_are_listed_and_joined(cli: Commands, home: str) -> None:
    one, other = visit(cli, home, "水渠通了"), visit(cli, home, "老人腿疼")
    (double,) = cli.done("visit", "doubles")["doubles"]
    assert double["visits"] == [one, other]
    assert cli.done("visit", "join", one, other)["text"] == "水渠通了\n老人腿疼"
    assert cli.done("visit", "doubles")["doubles"] == []
