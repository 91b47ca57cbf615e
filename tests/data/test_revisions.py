"""Schema revisions: the list is the folder, the tables are the revisions, the future is refused."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import longshan_desk
from data.rows import tamper
from longshan_desk.data import revisions
from longshan_desk.data.backup import BackupReason, list_backups
from longshan_desk.data.store import Store
from longshan_desk.data.tables import Table
from longshan_desk.errors import AppError, NewerDatabaseError
from longshan_desk.paths import DeskPaths
from shortcuts import make_by_copying, make_by_migrations

VERSIONS = Path(revisions.__file__).parent / "migrations" / "versions"


def test_the_known_revisions_are_the_files() -> None:
    found = sorted(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))
    assert tuple(found) == revisions.KNOWN


def test_each_revision_follows_the_one_before() -> None:
    for before, number in zip((None, *revisions.KNOWN), revisions.KNOWN, strict=False):
        words = next(VERSIONS.glob(f"{number}_*.py")).read_text(encoding="utf-8")
        said = re.search(r"^down_revision = (.*)$", words, re.M)
        assert said is not None and said[1].strip("\"'") == str(before)


def test_the_tables_are_what_the_revisions_make(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_the_tests_blank_desk_is_what_the_revisions_make(tmp_path: Path) -> None:
    def made(make: Callable[[DeskPaths, str], None], name: str) -> list[str]:
        paths = DeskPaths(tmp_path / name)
        paths.create()
        make(paths, "a part")
        with closing(sqlite3.connect(paths.database)) as connection:
            connection.create_function("sync_write_ok", 0, lambda: 1)
            mode = connection.execute("PRAGMA journal_mode").fetchone()
            return [*connection.iterdump(), *mode]

    assert made(make_by_copying, "copied") == made(make_by_migrations, "migrated")


def test_no_exchanged_column_is_a_float_or_unique(store: Store) -> None:
    from longshan_desk.data.log.registry import synced_tables

    for table in synced_tables().values():
        for column in table.model.__table__.c:
            assert column.type.python_type is not float, column
            assert not column.unique, column


def from_the_future(paths: DeskPaths) -> None:
    Store.create(paths).close()
    tamper(paths.database, "UPDATE alembic_version SET version_num = '9999'")
    tamper(paths.database, "UPDATE sync_kv SET v = '7.8.9' WHERE k = 'app_version'")


@pytest.mark.parametrize("writer", [True, False])
def test_a_database_from_a_newer_program_is_refused_with_both_versions(
    paths: DeskPaths, writer: bool
) -> None:
    from_the_future(paths)
    with pytest.raises(NewerDatabaseError) as refused:
        Store(paths, writer=writer)
    for version in ("7.8.9", "9999", longshan_desk.__version__, revisions.HEAD):
        assert version in refused.value.message


def as_an_older_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the file's revision is not the last one any more."""
    monkeypatch.setattr(revisions, "KNOWN", (*revisions.KNOWN, "0000-next"))
    monkeypatch.setattr(revisions, "HEAD", "0000-next")


def test_a_reader_does_not_upgrade(paths: DeskPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.create(paths).close()
    as_an_older_revision(monkeypatch)
    with pytest.raises(AppError) as refused:
        Store(paths, writer=False)
    assert refused.value.code == "needs_upgrade"


def test_before_an_upgrade_there_is_a_backup(
    paths: DeskPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.create(paths).close()
    as_an_older_revision(monkeypatch)
    monkeypatch.setattr(revisions, "upgrade", lambda *_: None)
    Store(paths).close()
    assert [backup.reason for backup in list_backups(paths)] == [BackupReason.UPGRADE]
