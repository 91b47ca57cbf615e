"""Backups of the database: made and proved, thinned out with age, found again when needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from longshan_desk.data.snapshot import Contents, contents, discard, take_snapshot, verify
from longshan_desk.domain.labels import Labelled
from longshan_desk.errors import AppError
from longshan_desk.files import free_name, os_errors, replace_patiently
from longshan_desk.paths import DeskPaths


class BackupReason(Labelled):
    """Why a backup was made; the label is in its file's name."""

    UPGRADE = "upgrade", "升级前"
    IMPORT = "import", "导入前"
    RESTORE = "restore", "恢复前"
    DAILY = "daily", "每日"
    MANUAL = "manual", "手工"
    HANDOVER = "handover", "上报时"


_BY_LABEL = {reason.label: reason for reason in BackupReason}
_NAME = re.compile(
    rf"备份-(\d{{4}}-\d\d-\d\d-\d{{4}})-({'|'.join(_BY_LABEL)})(?:\((\d{{1,4}})\))?\.sqlite"
)


@dataclass(frozen=True)
class Backup:
    """One backup as it is offered for restoring; ``problem`` says why it cannot be used."""

    path: Path
    made_at: datetime
    reason: BackupReason
    size: int
    households: int = 0
    matters: int = 0
    problem: str = ""


# -- making -------------------------------------------------------------------------------------


def make_backup(
    paths: DeskPaths, reason: str, *, now: datetime | None = None, to: Path | None = None
) -> Path:
    """Back the database up, also while the desk is open; the file is there only once proved.

    ``to`` is another folder than the desk's own, which must be there.
    Raises ``DiskFullError``, ``MediumError``, ``FileMissingError`` or ``DamagedDatabaseError``.
    """
    label = BackupReason(reason).label
    folder = to or paths.backups
    with os_errors(folder, "备份"):
        if to is None:
            folder.mkdir(parents=True, exist_ok=True)
        path = free_name(folder / f"备份-{now or datetime.now():%Y-%m-%d-%H%M}-{label}.sqlite")
        part = path.with_name(f"{path.name}.part")
        part.unlink(missing_ok=True)
        try:
            take_snapshot(paths.database, part)
            replace_patiently(part, path)
        except BaseException:
            discard(part)
            raise
    return path


def is_daily_due(paths: DeskPaths, *, now: datetime | None = None) -> bool:
    """Whether no backup was made for this day yet."""
    today = (now or datetime.now()).date()
    return not any(
        found.reason is BackupReason.DAILY and found.made_at.date() == today
        for found in _files(paths.backups)
    )


def daily_backup_if_due(paths: DeskPaths, *, now: datetime | None = None) -> Path | None:
    """The first start of a day makes a backup, then old ones are thinned out."""
    now = now or datetime.now()
    if not is_daily_due(paths, now=now):
        return None
    path = make_backup(paths, BackupReason.DAILY, now=now)
    thin_out(paths, now=now)
    return path


# -- thinning -----------------------------------------------------------------------------------


def _week(stamp: datetime) -> tuple[int, int]:
    return stamp.isocalendar()[:2]


def _month(stamp: datetime) -> tuple[int, int]:
    return stamp.year, stamp.month


TIERS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (12, datetime.date),
    (10, _week),
    (9, _month),
)
"""How many backups are kept one a day, then one a week, then one a month."""


def to_keep(stamps: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which backups stay: all of today, yesterday and the future, then ever fewer with age."""
    newest_first = sorted(set(stamps), reverse=True)
    yesterday = now.date() - timedelta(days=1)
    kept = {stamp for stamp in newest_first if stamp.date() >= yesterday}
    last = min(kept, default=None)
    left = [size for size, _ in TIERS]
    for stamp in newest_first[len(kept) :]:
        for tier, (_, period) in enumerate(TIERS):
            if left[tier] and (last is None or period(last) != period(stamp)):
                left[tier] -= 1
                kept.add(stamp)
                last = stamp
                break
    return kept


def thin_out(paths: DeskPaths, *, now: datetime | None = None) -> list[Path]:
    """Remove what is not to be kept; the newest backup of each reason always stays."""
    now = now or datetime.now()
    found = _files(paths.backups)
    newest = {backup.reason: backup.path for backup in reversed(found)}
    stamps = to_keep((backup.made_at for backup in found), now)
    gone = [b.path for b in found if b.made_at not in stamps and b.path not in newest.values()]
    gone += _abandoned(paths.backups, now.date())
    with os_errors(paths.backups, "清理旧备份"):
        for path in gone:
            path.unlink(missing_ok=True)
    return gone


def _abandoned(folder: Path, today: date) -> list[Path]:
    """Unfinished files of an earlier day, left by a power cut."""
    return [
        path
        for path in folder.glob("*.part*")
        if datetime.fromtimestamp(path.stat().st_mtime).date() < today
    ]


# -- finding ------------------------------------------------------------------------------------


def list_backups(paths: DeskPaths) -> list[Backup]:
    """All backups in the desk's own folder with what they hold, newest first."""
    return [_with_contents(found) for found in _files(paths.backups)]


def _files(folder: Path) -> list[Backup]:
    found = [
        _from_name(path) for path in (folder.iterdir() if folder.is_dir() else ()) if path.is_file()
    ]
    return sorted(filter(None, found), key=_moment, reverse=True)


def _moment(backup: Backup) -> tuple[datetime, int]:
    """The name says the minute; within it the file's own time decides."""
    return backup.made_at.replace(microsecond=0), backup.path.stat().st_mtime_ns


def _from_name(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    when, label, number = match.groups()
    try:
        minute = datetime.fromisoformat(f"{when[:10]}T{when[11:13]}:{when[13:]}")
    except ValueError:
        return None
    # The second backup of a minute must be a moment of its own, or both would go together.
    made_at = minute + timedelta(microseconds=int(number or 0))
    return Backup(path, made_at, _BY_LABEL[label], path.stat().st_size)


def _with_contents(found: Backup) -> Backup:
    held: Contents | None = None
    problem = ""
    try:
        held = contents(found.path)
    except AppError as error:
        problem = error.message
    return Backup(
        found.path,
        found.made_at,
        found.reason,
        found.size,
        held.households if held else 0,
        held.matters if held else 0,
        problem,
    )


def made_at(path: Path) -> datetime:
    """When a backup was made: by its name, or where somebody renamed it, by its file."""
    named = _from_name(path)
    return named.made_at if named else datetime.fromtimestamp(path.stat().st_mtime)


def newest_good(paths: DeskPaths) -> Backup | None:
    """The newest backup that can be read to its last page."""
    for found in _files(paths.backups):
        with suppress(AppError, OSError):
            verify(found.path)
            return _with_contents(found)
    return None


def advice(path: Path) -> str:
    """What to do about a damaged database: the newest good backup by name, if there is one."""
    paths = DeskPaths(path.parent)
    if path != paths.database:
        return "请换一份备份。"
    keep = "损坏的文件请留着，不要删除。"
    good = newest_good(paths)
    if good is None:
        return f"本机没有找到完好的备份，请用U盘上的完整备份恢复。{keep}"
    return (
        f"请用“恢复备份”恢复最近一次完好的备份：{good.path}"
        f"（{good.made_at:%Y-%m-%d %H:%M}，{good.households} 户、{good.matters} 件事项）。{keep}"
    )
