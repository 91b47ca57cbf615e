"""The checkup: is the file whole, is the log, do the records agree; and mending what can be."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import text

from longshan_desk.data.backup import BackupReason, make_backup
from longshan_desk.data.checkup_findings import Finding
from longshan_desk.data.checkup_log import look_at_rows, look_at_streams
from longshan_desk.data.checkup_records import (
    look_at_foreign_keys,
    look_at_links,
    look_at_search,
    look_at_states,
)
from longshan_desk.data.cipher_stream import Step
from longshan_desk.data.database import damaged_database, install_guards, missing_guards
from longshan_desk.data.log.divergence import open_alarms
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths

SYSTEM = "系统补记"
"""Whose acts the repairs are, in the log and under their name."""

_A_DAY = 24 * 3600


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it should be. ``repair`` says what was, or can be, or has to be
    done about it.
    """

    what: str
    where: str
    repair: str
    can_be_repaired: bool = False
    is_repaired: bool = False


Look = tuple[str, Callable[[DeskSession], Iterator[Finding]]]


def checkup(store: Store, repair: bool = False, *, step: Step | None = None) -> list[Problem]:
    """Look at everything; with ``repair`` mend what needs no decision, after a backup.

    Raises ``DamagedDatabaseError``, naming the newest good backup, if the file itself is damaged.
    """
    _refuse_damage(store)
    files: Look = ("多余的文件", partial(_look_at_files, store.paths))
    looks: tuple[tuple[Look, ...], ...] = (_FIRST, (*_SECOND, files))
    total = sum(len(part) for part in looks)
    done, problems = 0, []
    for part in looks:
        findings: list[Finding] = []
        for name, look in part:
            if step is not None:
                step(done, total, f"正在检查{name}")
            with store.read(every_part=True) as session:
                findings += look(session)
            done += 1
        if repair:
            _mend(store, findings)
        problems += [_problem(finding, repair) for finding in findings]
        if not repair and any(finding.is_unreadable for finding in findings):
            problems.append(_cut_short())
            break
    if step is not None:
        step(total, total, "检查完毕")
    return problems


def _problem(finding: Finding, repair: bool) -> Problem:
    mendable = finding.mend is not None
    return Problem(finding.what, finding.where, finding.repair, mendable, repair and mendable)


def _cut_short() -> Problem:
    return Problem(
        "有些内容读不懂，其余项目没有检查。", "数据库", "请先修复上面的问题，再检查一次。"
    )


def _mend(store: Store, findings: list[Finding]) -> None:
    mends = [finding.mend for finding in findings if finding.mend is not None]
    if not mends:
        return
    make_backup(store.paths, BackupReason.MANUAL)
    with store.change(SYSTEM, undoable=False, by=SYSTEM) as session:
        for mend in mends:
            mend(session)


# -- the file itself ----------------------------------------------------------------------------


def _refuse_damage(store: Store) -> None:
    with store.read(every_part=True) as session:
        if session.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
            raise damaged_database(store.paths.database)


def _look_at_indexes(session: DeskSession) -> Iterator[Finding]:
    said = session.execute(text("PRAGMA integrity_check(1)")).scalar()
    if said != "ok":
        yield Finding(
            "数据库的索引与内容不一致。",
            "数据库",
            "重建全部索引。",
            lambda session: session.connection().execute(text("REINDEX")).close(),
        )


def _look_at_guards(session: DeskSession) -> Iterator[Finding]:
    missing = missing_guards(session.connection())
    if missing:
        yield Finding(
            f"防止其他程序改动数据的保护缺了 {len(missing)} 处。",
            "数据库",
            "重新加上保护。",
            lambda session: install_guards(session.connection()),
        )


def _look_at_alarms(session: DeskSession) -> Iterator[Finding]:
    for one in open_alarms(session.connection()):
        yield Finding(
            "数据核对不一致：与另一处收到的内容一样，显示的却有不同。",
            f"{one.place} {'、'.join(one.parts)}",
            "登记没有丢，照常工作。在“U盘交接”里按“重建”（命令 checkup --rebuild）。",
        )


# -- files beside it ----------------------------------------------------------------------------


def _look_at_files(paths: DeskPaths, _session: DeskSession) -> Iterator[Finding]:
    """What a power cut left half written, and drafts that nobody can read any more."""
    for path in sorted(paths.home.rglob("*")):
        if path.suffix in (".tmp", ".part") and path.is_file() and _is_old(path):
            yield _leftover(path, f"有一个没有写完的文件：{path.name}。", "删除。")
    for path in sorted(paths.drafts.glob("*.json")):
        if not _is_draft(path):
            yield _leftover(path, f"有一份草稿读不出来：{path.name}。", "删除这份草稿。")


def _is_old(path: Path) -> bool:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _A_DAY
    return False


def _is_draft(path: Path) -> bool:
    try:
        return "values" in json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return True  # saved meanwhile
    except (OSError, ValueError, TypeError):
        return False


def _leftover(path: Path, what: str, repair: str) -> Finding:
    return Finding(what, str(path), repair, lambda _session: path.unlink(missing_ok=True))


_FIRST: tuple[Look, ...] = (
    ("索引", _look_at_indexes),
    ("保护", _look_at_guards),
    ("操作记录", look_at_streams),
    ("操作记录与内容", look_at_rows),
)
_SECOND: tuple[Look, ...] = (
    ("记录之间的关联", look_at_foreign_keys),
    ("户主、编号", look_at_links),
    ("搜索索引", look_at_search),
    ("事项状态", look_at_states),
    ("与另一处的核对", _look_at_alarms),
)
