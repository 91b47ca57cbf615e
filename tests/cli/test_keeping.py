"""``backup``, ``restore``, ``checkup`` and ``self-test``."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import Commands

PASSPHRASE = "四月五日 村部 水渠 马鞍"


def test_a_backup_brings_the_desk_back(cli: Commands) -> None:
    number = cli.register()
    file = cli.done("backup")["file"]
    cli.done("undo")
    restored = cli.done("restore", file)
    assert (restored["office"], restored["matters"]) == ("大湾村", 1)
    assert Path(restored["backup"]).is_file()
    assert cli.show(number)["stage"] == "heard"


def test_a_backup_goes_where_it_is_told(cli: Commands, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert Path(cli.done("backup", "--to", str(stick))["file"]).parent == stick


def test_a_backup_is_restored_into_an_empty_home(cli: Commands, tmp_path: Path) -> None:
    number = cli.register()
    file = cli.done("backup")["file"]
    other = Commands(tmp_path / "other")
    other.done("restore", file)
    assert other.show(number)["number"] == number


def test_a_full_copy_needs_its_passphrase(
    cli: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = cli.register()
    copy = ("backup", "--to", str(tmp_path), "--full-copy")
    assert cli.code(*copy) == "wrong_passphrase"
    monkeypatch.setenv("LONGSHAN_BACKUP_PASSPHRASE", PASSPHRASE)
    file = cli.done(*copy, "--passphrase-from-env")["file"]
    monkeypatch.setenv("LONGSHAN_BACKUP_PASSPHRASE", "另一个口令 12345")
    assert cli.code("restore", file) == "wrong_passphrase"
    monkeypatch.setenv("LONGSHAN_BACKUP_PASSPHRASE", PASSPHRASE)
    assert cli.done("restore", file)["matters"] == 1
    assert cli.show(number)["number"] == number


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("backup", "--to", "nowhere"), "file_not_found"),
        (("backup", "--full-copy"), "wrong_use"),
        (("restore", "nowhere.sqlite"), "file_not_found"),
        (("restore",), "wrong_use"),
    ],
)
def test_keeping_is_refused_with_its_code(cli: Commands, words: tuple[str, ...], code: str) -> None:
    assert cli.code(*words) == code


def test_what_is_no_backup_is_not_restored(cli: Commands, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("不是备份", encoding="utf-8")
    assert cli.code("restore", str(file)) in ("bad_file", "damaged_database")


def test_a_passphrase_can_be_typed(
    cli: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE)
    text = cli.text("backup", "--to", str(tmp_path), "--full-copy")
    assert "完整备份" in text


def test_a_checkup_names_what_is_wrong_and_mends_it(cli: Commands) -> None:
    assert cli.done("checkup") == {"problems": []}
    assert cli.done("checkup", "--repair") == {"problems": []}


def test_a_damaged_database_is_told(cli: Commands) -> None:
    (cli.home / "desk.sqlite").write_bytes(b"nothing of the kind" * 100)
    assert cli.code("matter", "list") == "damaged_database"


def test_the_first_writing_of_a_day_is_preceded_by_its_backup(cli: Commands) -> None:
    cli.done("matter", "list")
    assert not list((cli.home / "backups").glob("*每日*"))
    cli.register()
    cli.register()
    assert len(list((cli.home / "backups").glob("*每日*"))) == 1


def test_the_program_tests_itself(bare: Commands) -> None:
    checks = bare.done("self-test")["checks"]
    assert checks
    assert all(check["passed"] for check in checks)


def test_a_self_test_that_fails_is_a_refusal(
    bare: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [("数据库", False, "写入的内容读不回来")]
    monkeypatch.setattr("longshan_desk.cli.self_test.run_self_test", lambda: broken)
    error = bare.refused("self-test")
    assert error["code"] == "self_test_failed"
    assert "写入的内容读不回来" in error["message"]
