"""Putting a backup or a full copy in the place of the present data, whole or not at all (R52).

Everything is unpacked and proved beside the desk first. Then a marker is written: without it the
old desk stands and the next start clears the unpacked files away; with it the next start has only
to finish the moving.
"""

from __future__ import annotations

import filecmp
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from longshan_desk.data.backup import BackupReason, made_at, make_backup
from longshan_desk.data.cipher_stream import Progress, Step
from longshan_desk.data.database import is_empty
from longshan_desk.data.desk_lock import DeskLock
from longshan_desk.data.full_copy_file import DATABASE, FOLDERS, FullCopy, is_full_copy
from longshan_desk.data.snapshot import (
    SIDES,
    Contents,
    flush_to_disk,
    refuse_foreign,
    sqlite_errors,
    verify,
)
from longshan_desk.errors import (
    BadValueError,
    DamagedDatabaseError,
    DeskInUseError,
    FileUnreadableError,
    MediumError,
    NewerDatabaseError,
)
from longshan_desk.files import (
    check_free_space,
    os_errors,
    replace_patiently,
    sync_folder,
    write_atomically,
)
from longshan_desk.paths import DeskPaths


@dataclass(frozen=True)
class BackupContents:
    """What a file would bring back, for the question before restoring it."""

    office: str
    made_at: datetime
    households: int
    matters: int


@dataclass(frozen=True)
class Restored:
    """What was brought back, and where what stood there before is kept."""

    office: str
    households: int
    matters: int
    backup: Path | None
    """The backup of the database as it was before; ``None`` if it could not be read."""
    kept: Path | None
    """The folder with what was replaced: an unreadable database, files of the same name."""


def what_is_in(file: Path, passphrase: str | None = None) -> BackupContents:
    """Look into a backup or full copy without restoring it; raises what ``restore`` raises."""
    if is_full_copy(file):
        with FullCopy(file, passphrase) as copy:
            listing = copy.listing
            when = datetime.fromisoformat(listing.made_at)
            return BackupContents(listing.office, when, listing.households, listing.matters)
    held = verify(file)
    return BackupContents(held.office, made_at(file), held.households, held.matters)


def restore(
    paths: DeskPaths,
    file: Path,
    *,
    passphrase: str | None = None,
    step: Step | None = None,
    now: datetime | None = None,
) -> Restored:
    """Bring back a backup or full copy, also into an empty home; no store may be open on it.

    What is there now is backed up first. The desk takes a new device number when it is opened.
    Raises ``FileMissingError``, ``FileUnreadableError``, ``DamagedDatabaseError``,
    ``WrongPassphraseError``, ``NewerDatabaseError``, ``DeskInUseError``, ``DiskFullError``.
    """
    now = now or datetime.now()
    is_full = is_full_copy(file)
    if file.resolve() == paths.database.resolve():
        raise BadValueError(
            "选的就是正在使用的数据库，不用恢复。", hint="请选一份备份。", where=str(file)
        )
    if not is_full:
        refuse_foreign(file)
    paths.create()
    lock = DeskLock(paths)
    lock.take()
    try:
        _settle(paths)
        try:
            _unpack(paths, file, passphrase, step) if is_full else _take_in(paths, file)
            held = _make_ready(_part(paths) / DATABASE)
            backup = _back_up_present(paths, now)
            _write_marker(paths, now, keep_database=backup is None)
        except BaseException:
            if not _marker(paths).exists():
                shutil.rmtree(_part(paths), ignore_errors=True)
            raise
        kept = _move_in(paths)
    finally:
        lock.release()
    return Restored(held.office, held.households, held.matters, backup, kept)


def finish_interrupted_restore(paths: DeskPaths) -> None:
    """What a power cut left of a restore: finish it, or clear it away; at every opening.

    Raises ``DeskInUseError`` while another process is just restoring.
    """
    if not _marker(paths).exists() and not _part(paths).exists():
        return
    lock = DeskLock(paths)
    try:
        lock.take()
    except (DeskInUseError, MediumError):
        if _marker(paths).exists():
            raise
        return  # still unpacking beside, or read-only: the desk as it is can be read
    try:
        _settle(paths)
    finally:
        lock.release()


def _part(paths: DeskPaths) -> Path:
    return paths.home / "restore.part"


def _marker(paths: DeskPaths) -> Path:
    return paths.home / "restore.json"


# -- before the marker: the old desk stands -----------------------------------------------------


def _take_in(paths: DeskPaths, file: Path) -> None:
    """Copy a plain backup in, with the parts that a database copied by hand may have beside it."""
    with os_errors(file, "读取备份"):
        size = file.stat().st_size
        check_free_space(paths.home, 2 * size + _present_size(paths), "恢复")
        _part(paths).mkdir()
        for side in ("", *SIDES):
            beside = file.with_name(file.name + side)
            if side != "-shm" and beside.exists():
                shutil.copyfile(beside, _part(paths) / (DATABASE + side))


def _unpack(paths: DeskPaths, file: Path, passphrase: str | None, step: Step | None) -> None:
    with FullCopy(file, passphrase) as copy:
        size = copy.listing.size
        check_free_space(paths.home, size + _present_size(paths), "恢复")
        progress = Progress(step, size, "正在恢复")
        with os_errors(paths.home, "恢复"):
            _part(paths).mkdir()
        for entry in copy.listing.files:
            copy.read(entry, _part(paths) / entry.path, progress)


def _present_size(paths: DeskPaths) -> int:
    return 0 if is_empty(paths.database) else paths.database.stat().st_size


def _make_ready(database: Path) -> Contents:
    """Prove the database, make one file of it, and let it take a device number of its own."""
    held = verify(database)
    with sqlite_errors(database, "恢复"), closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("DELETE FROM sync_kv WHERE k = 'install_id'")
        connection.commit()
    with os_errors(database, "恢复"):
        flush_to_disk(database)
    return held


def _back_up_present(paths: DeskPaths, now: datetime) -> Path | None:
    if is_empty(paths.database):
        return None
    try:
        return make_backup(paths, BackupReason.RESTORE, now=now)
    except (DamagedDatabaseError, FileUnreadableError, NewerDatabaseError):
        return None  # it cannot be read, so the file itself is put aside


def _write_marker(paths: DeskPaths, now: datetime, *, keep_database: bool) -> None:
    for folder in (_part(paths), *_part(paths).rglob("*")):
        if folder.is_dir():
            sync_folder(folder)
    words = {"kept": f"恢复前的文件-{now:%Y-%m-%d-%H%M%S}", "keep_database": keep_database}
    write_atomically(_marker(paths), json.dumps(words, ensure_ascii=False).encode())


# -- after the marker: the new desk only has to be moved in -------------------------------------


def _settle(paths: DeskPaths) -> None:
    """Leave either the old desk or the new one, whole."""
    if _marker(paths).exists():
        _move_in(paths)
    elif _part(paths).exists():
        with os_errors(_part(paths), "恢复"):
            shutil.rmtree(_part(paths))


def _move_in(paths: DeskPaths) -> Path | None:
    """Move what was unpacked into its place; can be cut off and begun again at any point."""
    words = json.loads(_marker(paths).read_text(encoding="utf-8"))
    kept = paths.backups / words["kept"]
    with os_errors(paths.home, "恢复"):
        for source in _unpacked_files(paths):
            inside = source.relative_to(_part(paths))
            _move_file(source, paths.home / inside, kept / inside)
        if (_part(paths) / DATABASE).exists():
            _move_database(paths, kept if words["keep_database"] else None)
        if _part(paths).exists():
            shutil.rmtree(_part(paths))
        _marker(paths).unlink()
        sync_folder(paths.home)
    return kept if kept.exists() else None


def _unpacked_files(paths: DeskPaths) -> list[Path]:
    found = (path for name in FOLDERS for path in (_part(paths) / name).rglob("*"))
    return sorted(path for path in found if path.is_file())


def _move_file(source: Path, target: Path, kept: Path) -> None:
    """A file that was here and says something else is kept, not overwritten."""
    if target.exists() and not filecmp.cmp(source, target, shallow=False):
        kept.parent.mkdir(parents=True, exist_ok=True)
        replace_patiently(target, kept)
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_patiently(source, target)


def _move_database(paths: DeskPaths, kept: Path | None) -> None:
    """The old database goes with all that belongs to it: its log must not meet the new file."""
    for side in (*SIDES, ""):
        old = paths.home / (DATABASE + side)
        if not old.exists():
            continue
        if kept is not None:
            kept.mkdir(parents=True, exist_ok=True)
            replace_patiently(old, kept / old.name)
        elif side:
            old.unlink()
    sync_folder(paths.home)
    replace_patiently(_part(paths) / DATABASE, paths.database)
