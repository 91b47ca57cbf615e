"""Schema revisions: which one a file has, whether we know it, and bringing it up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

import longshan_desk
from longshan_desk.data.database import Gate, install_guards
from longshan_desk.errors import AppError, NewerDatabaseError

KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""Every revision this program knows, oldest first; a test holds it against the folder."""

HEAD = KNOWN[-1]


def revision_of(connection: Connection) -> str | None:
    """The file's revision by one statement, so that a start need not import Alembic."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def check_known(connection: Connection) -> str | None:
    """The file's revision; refuses a file that a newer program has written."""
    revision = revision_of(connection)
    if revision is not None:
        writer = connection.execute(
            text("SELECT v FROM sync_kv WHERE k = 'app_version'")
        ).scalar_one_or_none()
        refuse_newer(revision, writer)
    return revision


def refuse_newer(revision: str, writer: str | None) -> None:
    """Refuse a revision that this program does not know, naming both versions."""
    if revision not in KNOWN:
        raise NewerDatabaseError(
            f"这份数据由较新的程序（版本 {writer or '未知'}，数据版本 {revision}）写成，"
            f"本机程序版本 {longshan_desk.__version__}（数据版本 {HEAD}）打不开。",
            hint="请先升级本机程序，再打开；数据没有改动。",
        )


def needs_upgrade(revision: str) -> AppError:
    """The refusal for a reader, which must not change an older file."""
    return AppError(
        f"数据还是旧版本（{revision}，现在是 {HEAD}），只读命令不能升级它。",
        hint="请先打开一次程序：数据会自动备份，然后升级。",
        code="needs_upgrade",
    )


def upgrade(connection: Connection, gate: Gate) -> None:
    """Run the missing revisions in the connection's transaction and restore the guards."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    with gate.opened():
        command.upgrade(config, HEAD)
    install_guards(connection)
