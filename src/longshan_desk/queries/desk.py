"""What the window says of the desk as a whole: whether it is founded, when it was backed up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from longshan_desk.data.store import Store
from longshan_desk.errors import AppError, NoDeskError
from longshan_desk.paths import DeskPaths


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup to go back to."""

    path: Path
    made_at: datetime
    reason: str
    households: int
    matters: int


def is_founded(store: Store) -> bool:
    """Whether the office has been entered; a start broken off halfway leaves none."""
    from longshan_desk.queries.office import office

    try:
        office(store)
    except NoDeskError:
        return False
    return True


def last_backup_at(paths: DeskPaths) -> datetime | None:
    """When the newest backup in the desk's own folder was made."""
    from longshan_desk.data.backup import made_at

    found = [path for path in paths.backups.glob("*.sqlite") if path.is_file()]
    with suppress(OSError):
        return max(map(made_at, found), default=None)
    return None


def newest_good_backup(paths: DeskPaths) -> BackupRow | None:
    """The newest backup that can be read to its last page."""
    from longshan_desk.data.backup import newest_good

    found = newest_good(paths)
    if found is None:
        return None
    return BackupRow(
        found.path, found.made_at, found.reason.label, found.households, found.matters
    )


def is_full_copy(file: Path) -> bool:
    """Whether a file to restore asks for its passphrase; a plain backup does not."""
    from longshan_desk.data import full_copy_file

    with suppress(AppError):
        return full_copy_file.is_full_copy(file)
    return False
