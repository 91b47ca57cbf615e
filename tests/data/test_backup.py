"""Backups: taken while the desk is open, proved, named for people, thinned out with age."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rows import add_household, found_office, new_matter
from longshan_desk.data import backup, snapshot
from longshan_desk.data.backup import (
    TIERS,
    BackupReason,
    daily_backup_if_due,
    list_backups,
    make_backup,
    newest_good,
    thin_out,
    to_keep,
)
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.errors import (
    DamagedDatabaseError,
    DiskFullError,
    FileMissingError,
    FileUnreadableError,
)
from longshan_desk.paths import DeskPaths

NOON = datetime(2026, 11, 23, 12, 0)


def damage(path: Path) -> None:
    """A bad sector in the middle of the file."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 9000)


def head_names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT head_name FROM household")]


# -- making -------------------------------------------------------------------------------------


def test_a_backup_is_named_for_the_clerk(store: Store, paths: DeskPaths) -> None:
    made = make_backup(paths, "import", now=datetime(2026, 11, 23, 10, 32))
    assert made == paths.backups / "备份-2026-11-23-1032-导入前.sqlite"


def test_two_backups_of_one_minute_both_stay(store: Store, paths: DeskPaths) -> None:
    made = [make_backup(paths, "manual", now=NOON) for _ in range(3)]
    assert [path.name for path in made][1:] == [
        "备份-2026-11-23-1200-手工(2).sqlite",
        "备份-2026-11-23-1200-手工(3).sqlite",
    ]


@pytest.mark.failure("F34")
def test_a_backup_of_the_open_desk_has_all_that_is_committed(
    store: Store, paths: DeskPaths
) -> None:
    add_household(store, "马占山")
    assert head_names(make_backup(paths, "manual")) == ["马占山"]


def test_a_backup_during_an_act_has_what_was_before_it(store: Store, paths: DeskPaths) -> None:
    add_household(store, "马占山")
    with store.change("登记农户") as session:
        session.add(Household(group_no=1, head_name="马占海"))
        session.flush()
        made = make_backup(paths, "manual")
    assert head_names(made) == ["马占山"]


def test_a_backup_is_one_file_and_leaves_nothing_beside(store: Store, paths: DeskPaths) -> None:
    made = make_backup(paths, "manual")
    head_names(made)
    assert list(paths.backups.iterdir()) == [made]


def test_a_backup_can_go_to_another_folder(store: Store, paths: DeskPaths, stick: Path) -> None:
    assert make_backup(paths, "manual", to=stick).parent == stick


def test_a_stick_that_is_not_there_is_not_made_up(
    store: Store, paths: DeskPaths, tmp_path: Path
) -> None:
    with pytest.raises(FileMissingError, match="找不到"):
        make_backup(paths, "manual", to=tmp_path / "stick")
    assert not (tmp_path / "stick").exists()


def test_a_backup_that_reads_back_otherwise_is_none(
    store: Store, paths: DeskPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_household(store)
    counts = iter([{"household": 1}])
    true_counts = snapshot.row_counts
    monkeypatch.setattr(snapshot, "row_counts", lambda c: next(counts, None) or true_counts(c))
    with pytest.raises(FileUnreadableError, match="不一致"):
        make_backup(paths, "manual")
    assert list(paths.backups.iterdir()) == []


def test_a_damaged_desk_gives_no_backup(paths: DeskPaths) -> None:
    with Store.create(paths) as store, store.change("导入") as session:
        session.insert_many([Household(group_no=1, head_name=f"户{n}") for n in range(500)])
    damage(paths.database)
    with pytest.raises(DamagedDatabaseError, match=r"desk\.sqlite"):
        make_backup(paths, "manual")
    assert list(paths.backups.iterdir()) == []


def test_a_full_disk_gives_no_half_backup(
    store: Store, paths: DeskPaths, stick: Path, shrink: Callable[[Path, int], None]
) -> None:
    with store.change("导入") as session:
        session.insert_many([Household(group_no=1, head_name=f"户{n}") for n in range(3000)])
    shrink(stick, 1)
    with pytest.raises(DiskFullError, match="空间已满"):
        make_backup(paths, "manual", to=stick)
    assert list(stick.iterdir()) == []


# -- listing ------------------------------------------------------------------------------------


def test_the_list_says_when_why_and_what_is_in_it(store: Store, paths: DeskPaths) -> None:
    found_office(store)
    add_household(store)
    with store.change("登记事项") as session:
        session.add(new_matter())
    made = make_backup(paths, "daily", now=NOON)
    [shown] = list_backups(paths)
    assert (shown.path, shown.made_at, shown.reason) == (made, NOON, BackupReason.DAILY)
    assert (shown.households, shown.matters, shown.size) == (1, 1, made.stat().st_size)


def test_the_list_is_newest_first_and_knows_nothing_of_other_files(
    store: Store, paths: DeskPaths
) -> None:
    for hours in (2, 0, 1):
        make_backup(paths, "manual", now=NOON + timedelta(hours=hours))
    (paths.backups / "备份-2026-99-99-9999-手工.sqlite").touch()
    (paths.backups / "我的照片.jpg").touch()
    assert [backup.made_at.hour for backup in list_backups(paths)] == [14, 13, 12]


def test_of_one_minute_the_backup_made_last_comes_first(store: Store, paths: DeskPaths) -> None:
    reasons = [*BackupReason, BackupReason.IMPORT, BackupReason.DAILY]
    for reason in reasons:
        make_backup(paths, reason, now=NOON)
    assert [shown.reason for shown in list_backups(paths)] == reasons[::-1]


def test_a_damaged_backup_is_listed_with_what_is_wrong(store: Store, paths: DeskPaths) -> None:
    made = make_backup(paths, "manual")
    made.write_bytes(b"")
    [shown] = list_backups(paths)
    assert shown.problem


def test_looking_at_the_list_leaves_nothing_beside(store: Store, paths: DeskPaths) -> None:
    make_backup(paths, "manual")
    list_backups(paths)
    assert len(list(paths.backups.iterdir())) == 1


def test_the_newest_good_backup_is_the_newest_that_reads_to_its_end(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        with store.change("导入") as session:
            session.insert_many([Household(group_no=1, head_name=f"户{n}") for n in range(500)])
        good = make_backup(paths, "manual", now=NOON)
        damage(make_backup(paths, "manual", now=NOON + timedelta(hours=1)))
    found = newest_good(paths)
    assert found is not None and (found.path, found.households) == (good, 500)


def test_a_damaged_desk_names_the_backup_that_brings_it_back(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        found_office(store)
        add_household(store)
        made = make_backup(paths, "manual", now=NOON)
    paths.database.write_bytes(b"\0" * 8192)
    with pytest.raises(DamagedDatabaseError) as refused:
        Store(paths)
    for words in (str(made), "2026-11-23 12:00", "1 户、0 件事项", "不要删除"):
        assert words in refused.value.hint


# -- every day ----------------------------------------------------------------------------------


def test_the_first_start_of_a_day_makes_the_daily_backup(store: Store, paths: DeskPaths) -> None:
    starts = [NOON, NOON + timedelta(hours=3), NOON + timedelta(days=1)]
    made = [daily_backup_if_due(paths, now=now) is not None for now in starts]
    assert made == [True, False, True]


def test_another_backup_of_the_day_does_not_stand_for_the_daily_one(
    store: Store, paths: DeskPaths
) -> None:
    make_backup(paths, "import", now=NOON)
    assert daily_backup_if_due(paths, now=NOON) is not None


# -- thinning -----------------------------------------------------------------------------------

STAMPS = st.lists(
    st.datetimes(min_value=NOON - timedelta(days=900), max_value=NOON + timedelta(days=3)),
    max_size=200,
)


@given(STAMPS)
def test_today_and_yesterday_stay_whole(stamps: list[datetime]) -> None:
    recent = {stamp for stamp in stamps if stamp.date() >= date(2026, 11, 22)}
    assert recent <= to_keep(stamps, NOON) <= set(stamps)


@given(STAMPS)
def test_of_what_is_older_no_more_stay_than_the_tiers_hold(stamps: list[datetime]) -> None:
    older = {s for s in to_keep(stamps, NOON) if s.date() < date(2026, 11, 22)}
    assert len(older) <= sum(size for size, _ in TIERS)
    assert len({stamp.date() for stamp in older}) == len(older)


@given(STAMPS)
def test_thinning_twice_is_thinning_once(stamps: list[datetime]) -> None:
    once = to_keep(stamps, NOON)
    assert to_keep(once, NOON) == once


@given(STAMPS)
def test_the_newest_always_stays(stamps: list[datetime]) -> None:
    assert not stamps or max(stamps) in to_keep(stamps, NOON)


def test_after_two_years_of_days_nine_months_are_left() -> None:
    kept: set[datetime] = set()
    for day in range(730):
        now = NOON - timedelta(days=729 - day)
        kept = to_keep(kept | {now}, now)
    ages = sorted((NOON - stamp).days for stamp in kept)
    assert ages[:14] == list(range(14))
    assert len(ages) == 2 + sum(size for size, _ in TIERS)
    assert ages[-1] > 8 * 30
    assert max(later - earlier for earlier, later in pairwise(ages)) <= 31


def test_thinning_never_takes_the_newest_of_a_reason(store: Store, paths: DeskPaths) -> None:
    first = make_backup(paths, "upgrade", now=NOON - timedelta(days=800))
    for day in range(40, 0, -1):
        (paths.backups / f"备份-{NOON - timedelta(days=day):%Y-%m-%d-%H%M}-每日.sqlite").touch()
    gone = thin_out(paths, now=NOON)
    assert gone and first not in gone and first.exists()


def test_thinning_clears_away_what_an_earlier_power_cut_left(
    store: Store, paths: DeskPaths
) -> None:
    part = paths.backups / "备份-2026-11-20-1200-手工.sqlite.part"
    part.touch()
    thin_out(paths, now=datetime.now() + timedelta(days=2))
    assert not part.exists()


def test_the_reasons_are_all_read_back_from_their_names(store: Store, paths: DeskPaths) -> None:
    for reason in BackupReason:
        make_backup(paths, reason, now=NOON)
    assert {found.reason for found in backup.list_backups(paths)} == set(BackupReason)
