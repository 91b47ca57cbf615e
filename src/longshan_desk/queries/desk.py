"""What the window says of the desk as a whole: whether it is founded, when it was backed up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from longshan_desk.data.hearing_days import fixed_days
from longshan_desk.data.roster import roster_on
from longshan_desk.data.store import Store
from longshan_desk.data.tables.meetings import Meeting
from longshan_desk.data.tables.people import Household
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.errors import AppError, NoDeskError
from longshan_desk.paths import DeskPaths


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup to go back to; ``words`` says why it was made, or of which village."""

    path: Path
    made_at: datetime
    words: str
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


def still_to_set_up(store: Store) -> tuple[str, ...]:
    """What a new village has not entered yet: households, roster, hearing_day, hearing."""
    with store.read() as session:
        there = {
            "households": _has(session, Household, Household.moved_out_on.is_(None)),
            "roster": bool(roster_on(session, store.today())),
            "hearing_day": bool(fixed_days(session)),
            "hearing": _has(session, Meeting),
        }
    return tuple(what for what, is_there in there.items() if not is_there)


def _has(session: Session, table: type[Any], *conditions: ColumnElement[bool]) -> bool:
    wanted = exists().where(table.is_deleted.is_(False), *conditions)
    return bool(session.execute(select(wanted)).scalar())


def last_backup_at(paths: DeskPaths) -> datetime | None:
    """When the newest backup in the desk's own folder was made."""
    from longshan_desk.data.backup import made_at

    found = [path for path in paths.backups.glob("*.sqlite") if path.is_file()]
    with suppress(OSError):
        return max(map(made_at, found), default=None)
    return None


def is_backup_due(paths: DeskPaths) -> bool:
    """Whether the day's backup has still to be made."""
    from longshan_desk.data.backup import is_daily_due

    return is_daily_due(paths)


def newest_good_backup(paths: DeskPaths) -> BackupRow | None:
    """The newest backup that can be read to its last page."""
    from longshan_desk.data.backup import newest_good

    found = newest_good(paths)
    if found is None:
        return None
    return BackupRow(found.path, found.made_at, found.reason.label, found.households, found.matters)


def what_is_in(file: Path, passphrase: str | None = None) -> BackupRow:
    """What a backup or a full copy would bring back; raises what restoring it would raise."""
    from longshan_desk.data import restore

    held = restore.what_is_in(file, passphrase)
    return BackupRow(file, held.made_at, held.office, held.households, held.matters)


def is_full_copy(file: Path) -> bool:
    """Whether a file to restore asks for its passphrase; a plain backup does not."""
    from longshan_desk.data import full_copy_file

    with suppress(AppError):
        return full_copy_file.is_full_copy(file)
    return False


def clock_warning(store: Store) -> str:
    """What to say where this PC's clock cannot be right (F35); empty where it can."""
    if store.clock_is_reliable:
        return ""
    return (
        f"电脑的日期可能不对：{chinese_date(store.clock_date)}。请先校正日期再登记，"
        "不然登记的日期和期限都会跟着错。"
    )
