"""The one door: all or nothing, told afterwards, and opened only on a desk that is there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from data.rows import add_household, heads, query
from longshan_desk.data.change import Change
from longshan_desk.data.checkup import checkup
from longshan_desk.data.identity import marker_path
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.errors import (
    AppError,
    DamagedDatabaseError,
    DeskExistsError,
    DiskFullError,
    NoDeskError,
)
from longshan_desk.paths import DeskPaths


def fail_half_way(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.change("登记农户") as session:
        session.add(Household(group_no=1, head_name="马占山"))
        session.flush()
        raise ZeroDivisionError


def test_a_change_is_there_when_the_desk_is_opened_again(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        add_household(store, "马占山")
    with Store(paths) as store:
        assert heads(store) == ["马占山"]


@pytest.mark.parametrize(
    "table", ["household", "sync_op", "sync_txn", "sync_ver", "sync_stream", "search_entry"]
)
def test_a_failed_change_leaves_nothing(store: Store, table: str) -> None:
    fail_half_way(store)
    assert query(store, f"SELECT count(*) FROM {table}") == [0]


def test_a_change_goes_well_after_a_failed_one(store: Store) -> None:
    fail_half_way(store)
    add_household(store, "马占海")
    assert heads(store) == ["马占海"]


def test_an_action_never_calls_an_action(store: Store) -> None:
    with (
        pytest.raises(RuntimeError, match="never calls an action"),
        store.change("外"),
        store.change("内"),
    ):
        pass


def test_an_act_that_changed_nothing_is_no_act(store: Store) -> None:
    with store.change("看看"):
        pass
    assert query(store, "SELECT count(*) FROM sync_txn") == [0]


def test_setting_the_same_value_is_no_change(store: Store) -> None:
    household = add_household(store, "马占山")
    with store.change("修改农户") as session:
        session.get_one(Household, household).head_name = "马占山"
    assert query(store, "SELECT label FROM sync_txn") == ["登记农户"]


# -- the news -----------------------------------------------------------------------------------


def test_the_news_name_the_act_and_what_it_touched(store: Store) -> None:
    news: list[Change] = []
    store.subscribe(news.append)
    add_household(store)
    assert [(change.label, change.touches("household")) for change in news] == [("登记农户", True)]
    assert not news[0].touches("matter", "person")


def test_the_news_come_after_the_commit(store: Store) -> None:
    seen: list[list[str]] = []
    store.subscribe(lambda _: seen.append(heads(store)))
    add_household(store, "马占山")
    assert seen == [["马占山"]]


def test_a_failed_change_is_no_news(store: Store) -> None:
    news: list[Change] = []
    store.subscribe(news.append)
    fail_half_way(store)
    assert news == []


def test_who_no_longer_listens_hears_nothing(store: Store) -> None:
    news: list[Change] = []
    store.subscribe(news.append)()
    add_household(store)
    assert news == []


def test_an_act_is_not_called_failed_because_the_marker_outside_could_not_be_written(
    store: Store, paths: DeskPaths, stray_logs: list[logging.LogRecord]
) -> None:
    marker = marker_path(paths)
    marker.unlink()
    marker.mkdir()
    add_household(store, "马占山")
    assert heads(store) == ["马占山"]
    assert "marker not written" in stray_logs.pop().getMessage()


# -- opening and making -------------------------------------------------------------------------


def test_there_is_no_desk_in_an_empty_folder(paths: DeskPaths) -> None:
    with pytest.raises(NoDeskError):
        Store(paths)


def test_a_desk_that_was_only_just_begun_is_none(paths: DeskPaths) -> None:
    paths.create()
    paths.database.touch()
    with pytest.raises(NoDeskError):
        Store(paths)


def test_a_desk_that_was_only_just_begun_can_be_made(paths: DeskPaths) -> None:
    paths.create()
    paths.database.touch()
    with Store.create(paths) as store:
        assert heads(store) == []


def test_a_desk_is_not_made_over_another(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        add_household(store, "马占山")
        part = store.part
    with pytest.raises(DeskExistsError):
        Store.create(paths)
    with Store(paths) as store:
        assert (heads(store), store.part) == (["马占山"], part)


def test_a_file_that_is_no_database_is_damage_and_stays(paths: DeskPaths) -> None:
    paths.create()
    paths.database.write_bytes(b"not a database" * 100)
    for make in (Store, Store.create):
        with pytest.raises(DamagedDatabaseError, match="损坏"):
            make(paths)
    assert paths.database.read_bytes().startswith(b"not a database")


def test_a_reader_cannot_change(paths: DeskPaths) -> None:
    with (
        Store.create(paths),
        Store(paths, writer=False) as reader,
        pytest.raises(RuntimeError, match="reading only"),
        reader.change("登记农户"),
    ):
        pass


def test_a_home_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(AppError, match="没有成功"):
        Store.create(DeskPaths(tmp_path / "file" / "home"))


# -- a disk that is full ------------------------------------------------------------------------


def fill(store: Store) -> int:
    """Import until the disk is full; returns how many imports went well."""
    for done in range(100):
        try:
            with store.change("导入农户") as session:
                session.insert_many(
                    [Household(group_no=done, head_name=f"户{n}") for n in range(200)]
                )
        except DiskFullError:
            return done
    raise AssertionError("this disk is too large")


@pytest.mark.failure("F26")
def test_a_full_disk_is_said_and_nothing_is_half_saved(
    paths: DeskPaths, shrink: Callable[[Path, int], None]
) -> None:
    paths.home.mkdir()
    shrink(paths.home, 4)
    with Store.create(paths) as store:
        done = fill(store)
        assert len(heads(store)) == 200 * done
        assert checkup(store) == []


def test_when_there_is_room_again_the_desk_goes_on(
    paths: DeskPaths, shrink: Callable[[Path, int], None]
) -> None:
    paths.home.mkdir()
    shrink(paths.home, 4)
    ballast = paths.home / "ballast"
    ballast.write_bytes(b"x" * (1 << 20))
    with Store.create(paths) as store:
        done = fill(store)
        ballast.unlink()
        add_household(store, "马占山")
        assert len(heads(store)) == 200 * done + 1
    with Store(paths) as store:
        assert checkup(store) == []


def test_who_works_among_a_village_takes_the_desks_new_number_and_person_at_once(
    store: Store,
) -> None:
    among = store.among(store.part)
    with store.merging("接收") as merging:
        merging.take_new_device()
    store.switch_user("a" * 16)
    assert (among.device, among.user_id) == (store.device, "a" * 16)
    with among.change("登记农户") as session:
        session.add(Household(group_no=1, head_name="马占山"))
    assert query(store, "SELECT DISTINCT dev FROM sync_op WHERE tbl = 'household'") == [
        store.device
    ]
