"""Restoring: the old desk or the new one, whole, whatever happens on the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import longshan_desk
from data.rows import add_household, found_office, heads, tamper
from longshan_desk.data import restore as restoring
from longshan_desk.data.backup import list_backups, make_backup
from longshan_desk.data.full_copy import make_full_copy
from longshan_desk.data.restore import finish_interrupted_restore, restore, what_is_in
from longshan_desk.data.store import Store
from longshan_desk.errors import (
    BadValueError,
    DamagedDatabaseError,
    DeskInUseError,
    DiskFullError,
    FileMissingError,
    FileUnreadableError,
    NewerDatabaseError,
)
from longshan_desk.paths import DeskPaths

SECRET = "清水 河畔 八棵树"


@pytest.fixture
def older(paths: DeskPaths) -> Path:
    """A backup that knows one household, of a desk that has gone on to two."""
    with Store.create(paths) as store:
        found_office(store)
        add_household(store, "旧")
        made = make_backup(paths, "manual")
        add_household(store, "新")
    return made


def heads_at(paths: DeskPaths) -> list[str]:
    with Store(paths) as store:
        return heads(store)


def nothing_is_left_over(paths: DeskPaths) -> bool:
    return not any(path.name.startswith("restore.") for path in paths.home.iterdir())


# -- the way back -------------------------------------------------------------------------------


def test_a_backup_brings_the_desk_back(paths: DeskPaths, older: Path) -> None:
    done = restore(paths, older)
    assert (done.office, done.households, done.kept) == ("大湾村", 1, None)
    assert heads_at(paths) == ["旧"]
    assert nothing_is_left_over(paths)


def test_what_was_there_is_backed_up_first(paths: DeskPaths, older: Path) -> None:
    done = restore(paths, older)
    assert done.backup is not None and "恢复前" in done.backup.name
    restore(paths, done.backup)
    assert heads_at(paths) == ["新", "旧"]


def test_a_backup_works_in_an_empty_home(older: Path, tmp_path: Path) -> None:
    elsewhere = DeskPaths(tmp_path / "elsewhere")
    assert restore(elsewhere, older).backup is None
    assert heads_at(elsewhere) == ["旧"]


def test_the_desk_can_be_worked_at_after_a_restore(paths: DeskPaths, older: Path) -> None:
    restore(paths, older)
    with Store(paths) as store:
        add_household(store, "再来")
        store.undo()
        assert heads(store) == ["旧"]


def test_looking_into_a_backup_changes_nothing(paths: DeskPaths, older: Path) -> None:
    shown = what_is_in(older)
    assert (shown.office, shown.households) == ("大湾村", 1)
    assert heads_at(paths) == ["新", "旧"]


def test_a_database_copied_by_hand_with_its_log_beside_it_loses_nothing(
    paths: DeskPaths, tmp_path: Path
) -> None:
    """A dead PC's disk: the last acts still lie in the file beside."""
    taken = tmp_path / "taken"
    taken.mkdir()
    with Store.create(paths) as store:
        add_household(store, "马占山")
        for name in ("desk.sqlite", "desk.sqlite-wal"):
            shutil.copyfile(paths.home / name, taken / name)
    elsewhere = DeskPaths(tmp_path / "elsewhere")
    restore(elsewhere, taken / "desk.sqlite")
    assert heads_at(elsewhere) == ["马占山"]


def test_a_damaged_desk_is_replaced_and_kept(paths: DeskPaths, older: Path) -> None:
    paths.database.write_bytes(b"\0" * 5000)
    done = restore(paths, older)
    assert done.backup is None and done.kept is not None
    assert (done.kept / "desk.sqlite").read_bytes() == b"\0" * 5000
    assert heads_at(paths) == ["旧"]


def test_a_desk_of_a_newer_program_is_replaced_and_kept(paths: DeskPaths, older: Path) -> None:
    tamper(paths.database, "UPDATE alembic_version SET version_num = '9999'")
    done = restore(paths, older)
    assert done.kept is not None and (done.kept / "desk.sqlite").exists()
    assert heads_at(paths) == ["旧"]


def test_files_of_the_desk_stay_and_what_is_replaced_is_kept(
    paths: DeskPaths, older: Path, stick: Path
) -> None:
    def write(name: str, words: str) -> None:
        path = paths.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")

    for name in ("papers/纪要.docx", "papers/同样.docx", "attachments/gone.jpg"):
        write(name, "旧")
    copy = make_full_copy(paths, stick, SECRET)
    write("papers/纪要.docx", "新")
    write("papers/后来.docx", "新")
    (paths.attachments / "gone.jpg").unlink()
    done = restore(paths, copy, passphrase=SECRET)
    found = {path.name: path.read_text(encoding="utf-8") for path in paths.papers.iterdir()}
    assert found == {"纪要.docx": "旧", "同样.docx": "旧", "后来.docx": "新"}
    assert (paths.attachments / "gone.jpg").exists()
    assert done.kept is not None
    kept = {p.name: p.read_text(encoding="utf-8") for p in done.kept.rglob("*") if p.is_file()}
    assert kept == {"纪要.docx": "新"}


# -- refusals -----------------------------------------------------------------------------------


def a_missing_file(paths: DeskPaths, older: Path) -> Path:
    return older.with_name("nothing.sqlite")


def a_picture(paths: DeskPaths, older: Path) -> Path:
    older.write_bytes(b"\x89PNG\r\n" * 100)
    return older


def another_programs_database(paths: DeskPaths, older: Path) -> Path:
    other = older.with_name("other.sqlite")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE household (id)")
    return other


def a_backup_cut_short(paths: DeskPaths, older: Path) -> Path:
    os.truncate(older, older.stat().st_size // 2)
    return older


def a_backup_with_a_bad_sector(paths: DeskPaths, older: Path) -> Path:
    with older.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 40_000)
    return older


def a_backup_from_the_future(paths: DeskPaths, older: Path) -> Path:
    tamper(older, "UPDATE alembic_version SET version_num = '9999'")
    tamper(older, "UPDATE sync_kv SET v = '7.8.9' WHERE k = 'app_version'")
    return older


def the_desk_itself(paths: DeskPaths, older: Path) -> Path:
    return paths.database


def a_folder(paths: DeskPaths, older: Path) -> Path:
    return older.parent


@pytest.mark.parametrize(
    ("story", "error"),
    [
        (a_missing_file, FileMissingError),
        (a_picture, FileUnreadableError),
        (another_programs_database, FileUnreadableError),
        (a_backup_cut_short, DamagedDatabaseError),
        (a_backup_with_a_bad_sector, DamagedDatabaseError),
        (a_backup_from_the_future, NewerDatabaseError),
        (the_desk_itself, BadValueError),
        (a_folder, FileUnreadableError),
    ],
)
def test_what_is_no_good_backup_is_refused_and_changes_nothing(
    paths: DeskPaths, older: Path, story: Callable[[DeskPaths, Path], Path], error: type[Exception]
) -> None:
    file = story(paths, older)
    with pytest.raises(error):
        restore(paths, file)
    assert nothing_is_left_over(paths)
    assert heads_at(paths) == ["新", "旧"]


def test_a_backup_from_the_future_names_both_versions(paths: DeskPaths, older: Path) -> None:
    with pytest.raises(NewerDatabaseError) as refused:
        restore(paths, a_backup_from_the_future(paths, older))
    assert "7.8.9" in refused.value.message and longshan_desk.__version__ in refused.value.message


def test_a_desk_in_use_is_not_replaced(paths: DeskPaths, older: Path) -> None:
    with Store(paths) as store:
        with pytest.raises(DeskInUseError):
            restore(paths, older)
        assert heads(store) == ["新", "旧"]


def test_a_disk_too_small_is_said_before_anything_is_touched(
    paths: DeskPaths, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(paths.home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(DiskFullError, match="恢复没有开始"):
        restore(paths, older)
    monkeypatch.undo()
    assert heads_at(paths) == ["新", "旧"]


def test_a_disk_that_fills_up_meanwhile_leaves_the_old_desk(
    tmp_path: Path,
    older: Path,
    monkeypatch: pytest.MonkeyPatch,
    shrink: Callable[[Path, int], None],
) -> None:
    small = DeskPaths(tmp_path / "small")
    small.home.mkdir()
    shrink(small.home, 5)
    restore(small, older)
    assert heads_at(small) == ["旧"]
    monkeypatch.setattr(restoring, "check_free_space", lambda *_: None)
    (small.home / "ballast").write_bytes(b"x" * (3 << 20))
    with pytest.raises(DiskFullError):
        restore(small, older)
    (small.home / "ballast").unlink()
    assert heads_at(small) == ["旧"]
    assert nothing_is_left_over(small)


# -- cut off ------------------------------------------------------------------------------------


class PowerCutError(BaseException):
    """Nothing catches it and nothing is cleaned up after it, as when the power fails."""


def cut_at(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the power fail at the n-th step that changes a file."""
    steps = iter(range(1, 10_000))

    def failing(act: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            if next(steps) >= number:  # and it does not come back
                raise PowerCutError
            return act(*args, **options)

        return step

    for module, name in (
        (os, "replace"),
        (os, "unlink"),
        (os, "fsync"),
        (shutil, "copyfile"),
        (shutil, "rmtree"),
        (sqlite3, "connect"),
    ):
        monkeypatch.setattr(module, name, failing(getattr(module, name)))


@dataclass(frozen=True)
class Change:
    """A desk that has gone on since its full copy, and both as (heads, paper)."""

    copy: Path
    now: tuple[list[str], str]
    then: tuple[list[str], str]


@pytest.fixture
def change(paths: DeskPaths, older: Path, stick: Path) -> Change:
    paper = paths.papers / "纪要.docx"
    paper.write_text("旧", encoding="utf-8")
    copy = make_full_copy(paths, stick, SECRET)
    with Store(paths) as store:
        add_household(store, "后来")
    paper.write_text("新", encoding="utf-8")
    return Change(copy, (["后来", "新", "旧"], "新"), (["新", "旧"], "旧"))


STEPS = 30


@pytest.mark.parametrize("number", range(1, STEPS))
def test_a_power_cut_leaves_the_old_desk_or_the_new_one(
    paths: DeskPaths, change: Change, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as patch, suppress(PowerCutError):
        cut_at(patch, number)
        restore(paths, change.copy, passphrase=SECRET)
    found = heads_at(paths), (paths.papers / "纪要.docx").read_text(encoding="utf-8")
    assert found in (change.now, change.then)
    assert nothing_is_left_over(paths)


def test_the_power_cuts_above_reach_the_last_step(
    paths: DeskPaths, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        cut_at(patch, STEPS)
        restore(paths, change.copy, passphrase=SECRET)
    assert heads_at(paths) == change.then[0]


def interrupted(paths: DeskPaths, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A restore that was cut off when everything but the moving was done."""

    def cut(_paths: DeskPaths) -> None:
        raise PowerCutError

    with monkeypatch.context() as patch, pytest.raises(PowerCutError):
        patch.setattr(restoring, "_move_in", cut)
        restore(paths, older)


@pytest.mark.parametrize("writer", [True, False])
def test_the_next_opening_finishes_what_was_cut_off(
    paths: DeskPaths, older: Path, monkeypatch: pytest.MonkeyPatch, writer: bool
) -> None:
    interrupted(paths, older, monkeypatch)
    with Store(paths, writer=writer) as store:
        assert heads(store) == ["旧"]


def test_nobody_reads_while_another_process_finishes(
    paths: DeskPaths, older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from longshan_desk.data.desk_lock import DeskLock

    interrupted(paths, older, monkeypatch)
    other = DeskLock(paths)
    other.take()
    with pytest.raises(DeskInUseError):
        Store(paths, writer=False)
    other.release()


def test_a_reader_reads_on_while_another_process_unpacks(paths: DeskPaths, older: Path) -> None:
    from longshan_desk.data.desk_lock import DeskLock

    other = DeskLock(paths)
    other.take()
    (paths.home / "restore.part").mkdir()
    with Store(paths, writer=False) as store:
        assert heads(store) == ["新", "旧"]
    assert (paths.home / "restore.part").exists()
    other.release()


def test_there_is_usually_nothing_to_finish(paths: DeskPaths, older: Path) -> None:
    finish_interrupted_restore(paths)
    assert heads_at(paths) == ["新", "旧"]


def test_the_desk_that_was_replaced_is_in_the_list_of_backups(
    paths: DeskPaths, older: Path
) -> None:
    restore(paths, older)
    assert [backup.households for backup in list_backups(paths)] == [2, 1]
