"""Opening, making, backing up and bringing back a desk as a whole: what the window starts with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from longshan_desk.errors import DeskExistsError
from longshan_desk.paths import DeskPaths

if TYPE_CHECKING:
    from longshan_desk.data.backup import Backup
    from longshan_desk.data.checkup import Problem
    from longshan_desk.data.cipher_stream import Step
    from longshan_desk.data.restore import Restored
    from longshan_desk.data.store import Store


def open_desk(paths: DeskPaths, *, today: Callable[[], date] = date.today) -> Store:
    """The desk of this folder, held until it is closed.

    Raises ``NoDeskError``, ``DeskInUseError``, ``NewerDatabaseError``, ``DamagedDatabaseError``.
    """
    from longshan_desk.data.store import Store

    return Store(paths, today=today)


def moved_from(paths: DeskPaths) -> Path | None:
    """The folder where this one's desk lay on this PC, if it may have been moved."""
    from longshan_desk.data.moving import former_home

    former = former_home(paths)
    return former.folder if former else None


def go_on_here(paths: DeskPaths) -> None:
    """搬家: the desk of the former folder goes on in this one, with its number and its keys."""
    from longshan_desk.data.moving import former_home, take_along
    from longshan_desk.files import os_errors

    former = former_home(paths)
    if former is not None:
        with os_errors(paths.home, "搬家"):
            take_along(paths, former)


def make_desk(paths: DeskPaths, *, today: Callable[[], date] = date.today) -> Store:
    """An empty desk to found an office in; one whose founding was broken off is gone on with."""
    from longshan_desk.data.store import Store

    try:
        return Store.create(paths, today=today)
    except DeskExistsError:
        return Store(paths, today=today)


def back_up(paths: DeskPaths) -> Path:
    """A backup now, because somebody asked for one."""
    from longshan_desk.data.backup import BackupReason, make_backup

    return make_backup(paths, BackupReason.MANUAL)


def daily_backup(paths: DeskPaths) -> Path | None:
    """The day's backup, if it was not made yet; old ones are thinned out."""
    from longshan_desk.data.backup import daily_backup_if_due

    return daily_backup_if_due(paths)


def restore(
    paths: DeskPaths, file: Path, *, passphrase: str | None = None, step: Step | None = None
) -> Restored:
    """Bring back a backup or a full copy; no store may be open on this folder (R52)."""
    from longshan_desk.data import restore as restoring

    return restoring.restore(paths, file, passphrase=passphrase, step=step)


def backups(paths: DeskPaths) -> list[Backup]:
    """The backups on this computer, newest first, with what is in each."""
    from longshan_desk.data.backup import list_backups

    return list_backups(paths)


def check_passphrase(passphrase: str) -> None:
    """Raises BadValueError for a passphrase too weak to lock a full copy with."""
    from longshan_desk.data.passphrase import check_new_passphrase

    check_new_passphrase(passphrase)


def full_copy(paths: DeskPaths, folder: Path, passphrase: str, *, step: Step | None = None) -> Path:
    """Database, attachments, papers and drafts as one locked file, read back (R52)."""
    from longshan_desk.data.full_copy import make_full_copy

    return make_full_copy(paths, folder, passphrase, step=step)


def checkup(store: Store, *, repair: bool = False, step: Step | None = None) -> list[Problem]:
    """What is not as it should be; with ``repair`` a backup is made and what can be is mended."""
    from longshan_desk.data import checkup as checking

    return checking.checkup(store, repair=repair, step=step)
