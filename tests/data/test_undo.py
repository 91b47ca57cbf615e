"""Undo and redo: by name, across restarts, and refused in words when something changed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from data.rows import add_household, add_person, heads, new_matter, query, remove, rename, set_head
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.people import Household, SpecialGroup
from longshan_desk.errors import ChangedSinceError, NothingToUndoError
from longshan_desk.paths import DeskPaths


def labels(store: Store) -> tuple[str | None, str | None]:
    done, undone = store.undoable()
    return (done.label if done else None, undone.label if undone else None)


def test_there_is_nothing_to_undo_on_a_new_desk(store: Store) -> None:
    assert labels(store) == (None, None)
    for act in (store.undo, store.redo):
        with pytest.raises(NothingToUndoError):
            act()


def test_undo_says_which_act_it_took_back(store: Store) -> None:
    add_household(store)
    assert (store.undo(), heads(store), labels(store)) == ("登记农户", [], (None, "登记农户"))


def test_redo_brings_it_back(store: Store) -> None:
    add_household(store, "马占山")
    store.undo()
    assert (store.redo(), heads(store), labels(store)) == (
        "登记农户",
        ["马占山"],
        ("登记农户", None),
    )


def test_acts_are_taken_back_one_by_one_and_taken_up_again_in_their_order(store: Store) -> None:
    household = add_household(store, "一")
    for name in ("二", "三"):
        rename(store, household, name)
    seen = []
    for act in (store.undo, store.undo, store.redo, store.undo, store.undo, store.redo, store.redo):
        act()
        seen.append(heads(store))
    assert seen == [["二"], ["一"], ["二"], ["一"], [], ["一"], ["二"]]


def test_a_new_act_ends_what_could_be_taken_up_again(store: Store) -> None:
    add_household(store, "一")
    store.undo()
    add_household(store, "二")
    assert labels(store) == ("登记农户", None)


def test_undo_reaches_across_a_restart(paths: DeskPaths) -> None:
    with Store.create(paths) as store:
        household = add_household(store, "一")
        rename(store, household, "二")
    with Store(paths) as store:
        store.undo()
    with Store(paths) as store:
        assert (heads(store), labels(store)) == (["一"], ("登记农户", "修改农户"))
        store.redo()
        assert heads(store) == ["二"]


def test_undo_of_a_removal_brings_the_record_back(store: Store) -> None:
    household = add_household(store, "一")
    remove(store, Household, household)
    store.undo()
    assert heads(store) == ["一"]


def test_an_act_of_several_flushes_is_taken_back_whole(store: Store) -> None:
    household = add_household(store, "一")
    with store.change("改两次") as session:
        row = session.get_one(Household, household)
        row.head_name = "二"
        session.flush()
        row.head_name = "三"
        session.flush()
    store.undo()
    assert heads(store) == ["一"]
    store.redo()
    assert heads(store) == ["三"]


def test_a_record_made_and_changed_in_one_act_goes_and_comes_as_it_was(store: Store) -> None:
    with store.change("登记农户") as session:
        row = Household(group_no=1, head_name="一")
        session.add(row)
        session.flush()
        row.address = "村东"
    store.undo()
    assert heads(store) == []
    store.redo()
    assert query(store, "SELECT address FROM household WHERE NOT is_deleted") == ["村东"]


def test_what_cannot_be_undone_is_not_offered(store: Store) -> None:
    add_household(store, "一")
    with store.change("收包", undoable=False) as session:
        session.add(Household(group_no=1, head_name="二"))
    assert labels(store) == ("登记农户", None)


def changed_afterwards(store: Store) -> None:
    household = add_household(store, "一")
    rename(store, household, "二")
    with store.change("收包", undoable=False) as session:
        session.get_one(Household, household).head_name = "三"


def filled_in_afterwards(store: Store) -> None:
    """The act left the number empty; a later act that stays has given it."""
    with store.change("登记事项") as session:
        matter = new_matter()
        matter.number = None
        session.add(matter)
    with store.change("收尾", undoable=False) as session:
        session.get_one(Matter, matter.id).number = "2022-04-001"


@pytest.mark.parametrize("story", [changed_afterwards, filled_in_afterwards])
def test_undo_is_refused_when_the_record_changed_since(
    store: Store, story: Callable[[Store], None]
) -> None:
    story(store)
    with pytest.raises(ChangedSinceError, match="后来又改过"):
        store.undo()


def test_a_refused_undo_changes_nothing(store: Store) -> None:
    changed_afterwards(store)
    with pytest.raises(ChangedSinceError):
        store.undo()
    assert (heads(store), labels(store)) == (["三"], ("修改农户", None))


def test_another_field_that_changed_since_stays_as_it_is(store: Store) -> None:
    household = add_household(store, "一")
    rename(store, household, "二")
    with store.change("收包", undoable=False) as session:
        session.get_one(Household, household).address = "村东"
    store.undo()
    assert heads(store) == ["一"]
    assert query(store, "SELECT address FROM household") == ["村东"]


def test_fields_that_belong_together_are_taken_back_together(store: Store) -> None:
    household = add_household(store)
    with store.change("登记特殊群体") as session:
        group = SpecialGroup(household_id=household, kind="低保", from_on=date(2022, 1, 1))
        session.add(group)
    with store.change("结束") as session:
        session.get_one(SpecialGroup, group.id).until_on = date(2022, 6, 30)
    store.undo()
    found = query(store, "SELECT from_on || ' ' || coalesce(until_on, '-') FROM special_group")
    assert found == ["2022-01-01 -"]


def test_undo_keeps_the_search_index_in_step(store: Store) -> None:
    household = add_household(store, "马占山")
    rename(store, household, "马占海")
    store.undo()
    assert query(store, "SELECT initials FROM search_entry") == ["mzs"]
    store.undo()
    assert query(store, "SELECT initials FROM search_entry") == []


def test_an_import_of_thousands_is_taken_back_whole(store: Store) -> None:
    with store.change("导入农户") as session:
        session.insert_many([Household(group_no=1, head_name=f"户{n}") for n in range(1500)])
    store.undo()
    assert heads(store) == []
    store.redo()
    assert len(heads(store)) == 1500


def test_nothing_leaves_the_log_by_undo(store: Store) -> None:
    household = add_household(store)
    set_head(store, household, add_person(store, household))
    store.undo()
    assert query(store, "SELECT count(*) FROM sync_op") == [4]
