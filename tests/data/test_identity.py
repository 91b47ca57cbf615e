"""A database that was copied, moved or set back takes a device number of its own (F29–F31)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from data.rows import add_household, heads, query
from longshan_desk.data.backup import make_backup
from longshan_desk.data.identity import home_tag, marker_path
from longshan_desk.data.moving import former_home, take_along
from longshan_desk.data.restore import restore
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths


def device(paths: DeskPaths) -> str:
    with Store(paths) as store:
        return store.device


def put_back(paths: DeskPaths, file: Path) -> None:
    """A copy put in the place of the database by hand."""
    for side in ("-wal", "-shm"):
        paths.database.with_name(paths.database.name + side).unlink(missing_ok=True)
    shutil.copyfile(file, paths.database)


def test_a_desk_that_is_opened_again_stays_who_it_is(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        add_household(store)
        before = store.device
    assert device(paths) == before


def test_a_home_copied_elsewhere_takes_a_new_number(paths: DeskPaths, tmp_path: Path) -> None:
    Store.create(paths).close()
    shutil.copytree(paths.home, tmp_path / "copy")
    assert device(DeskPaths(tmp_path / "copy")) != device(paths)


def test_a_database_set_back_by_hand_takes_a_new_number(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        add_household(store)
        older = make_backup(paths, "manual")
        add_household(store)
        before = store.device
    put_back(paths, older)
    assert device(paths) != before


def test_a_backup_with_nothing_lost_simply_goes_on_when_put_back_by_hand(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        add_household(store)
        same = make_backup(paths, "manual")
        before = store.device
    put_back(paths, same)
    assert device(paths) == before


def test_a_restored_desk_takes_a_new_number_even_if_nothing_was_lost(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        add_household(store)
        before = store.device
        same = make_backup(paths, "manual")
    restore(paths, same)
    assert device(paths) != before


def test_a_computer_without_a_marker_gives_a_new_number(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        before = store.device
    marker_path(paths).unlink()
    assert device(paths) != before


@pytest.mark.parametrize("garbage", ["", "{", "[]", '{"install_id": 1}'])
def test_a_marker_that_cannot_be_read_counts_as_none(paths: DeskPaths, garbage: str) -> None:
    with Store.create(paths) as store:
        before = store.device
    marker_path(paths).write_text(garbage, encoding="utf-8")
    assert device(paths) != before


def test_the_new_number_knows_all_that_the_old_one_wrote(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        add_household(store)
        before = store.device
    marker_path(paths).unlink()
    with Store(paths) as store:
        seen = query(store, "SELECT vv FROM sync_ctx WHERE dev = :dev", dev=store.device)
        assert seen == [f'{{"{before}":1}}']


def test_the_new_number_writes_a_stream_of_its_own(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        add_household(store, "一")
    marker_path(paths).unlink()
    with Store(paths) as store:
        add_household(store, "二")
        assert heads(store) == ["一", "二"]
        assert query(store, "SELECT seq FROM sync_op ORDER BY lid") == [1, 1]


def test_r7_a_number_once_given_is_remembered_through_a_restore(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        older = make_backup(paths, "manual")
        store.remember_number("2022-04-", 7)
    restore(paths, older)
    with Store(paths) as store:
        assert store.highest_number("2022-04-") == 7


def test_r7_a_number_is_burnt_even_if_the_act_that_took_it_fails(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.change("登记事项"):
        store.remember_number("2022-04-", 3)
        raise ZeroDivisionError
    assert store.highest_number("2022-04-") == 3


def moved(paths: DeskPaths, tmp_path: Path) -> DeskPaths:
    new = DeskPaths(tmp_path / "D盘" / "村务")
    new.home.parent.mkdir()
    shutil.move(paths.home, new.home)
    return new


def test_a_home_that_was_moved_goes_on_as_the_same_desk(paths: DeskPaths, tmp_path: Path) -> None:
    with Store.create(paths) as store:
        before = store.device
    keys = marker_path(paths).with_name(f"keys-{home_tag(paths)}.key")
    keys.write_text("keys")
    new = moved(paths, tmp_path)
    former = former_home(new)
    assert former is not None and former.folder == paths.home
    take_along(new, former)
    assert device(new) == before
    assert keys.with_name(f"keys-{home_tag(new)}.key").read_text() == "keys"
    assert not keys.exists() and not marker_path(paths).exists()


def test_a_copy_of_a_home_that_is_still_there_was_not_moved(
    paths: DeskPaths, tmp_path: Path
) -> None:
    Store.create(paths).close()
    shutil.copytree(paths.home, tmp_path / "copy")
    assert former_home(DeskPaths(tmp_path / "copy")) is None


def test_another_desk_in_a_new_place_was_not_moved(paths: DeskPaths, tmp_path: Path) -> None:
    Store.create(paths).close()
    shutil.rmtree(paths.home)
    other = DeskPaths(tmp_path / "other")
    Store.create(other).close()
    marker_path(other).unlink()
    assert former_home(other) is None


def test_a_move_that_is_broken_off_is_asked_about_again(
    paths: DeskPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.create(paths).close()
    marker_path(paths).with_name(f"keys-{home_tag(paths)}.key").write_text("keys")
    new = moved(paths, tmp_path)
    former = former_home(new)
    assert former is not None
    honest = Path.replace

    def full(self: Path, to: Path) -> Path:
        if self.name.startswith("install-"):
            raise OSError("no")
        return honest(self, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(OSError, match="no"):
            take_along(new, former)
    again = former_home(new)
    assert again == former
    take_along(new, again)
    assert former_home(new) is None
