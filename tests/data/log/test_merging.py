"""Two desks write: what both keep, what is asked, what is hidden (F37–F48)."""

from __future__ import annotations

from datetime import date

import pytest

from data.log.world import Desk, World
from longshan_desk.data.change import Change
from longshan_desk.data.log.conflicts import open_conflicts, said, settle
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person, SpecialGroup
from longshan_desk.domain.joining import standing_for

Pair = tuple[Desk, Desk]


@pytest.fixture
def shared(world: World, pair: Pair) -> str:
    """A household that both PCs have."""
    household = pair[0].add("马占山")
    world.exchange(*pair)
    return household


def decide(store: Store, household: str, group: str, value: object) -> None:
    with store.change("处理冲突") as session:
        settle(session, "household", household, {group: value})


def test_what_one_desk_wrote_the_other_has(world: World, pair: Pair, shared: str) -> None:
    assert pair[1].heads == ["马占山"]
    assert pair[0].state() == pair[1].state()


@pytest.mark.failure("F37")
def test_different_fields_are_joined_without_a_question(
    world: World, pair: Pair, shared: str
) -> None:
    pair[0].put(shared, head_name="马占海")
    pair[1].put(shared, address="村东")
    world.exchange(*pair)
    for desk in pair:
        assert desk.query("SELECT head_name, address FROM household") == [("马占海", "村东")]
        assert desk.conflicts == []


@pytest.mark.failure("F38")
def test_the_same_field_keeps_both_values_and_asks(world: World, pair: Pair, shared: str) -> None:
    pair[0].put(shared, head_name="一")
    pair[1].put(shared, head_name="二")
    world.exchange(*pair)
    assert pair[0].state() == pair[1].state()
    for desk in pair:
        assert desk.conflicts == [(shared, "head_name")]
        with desk.store.read() as session:
            (conflict,) = open_conflicts(session.connection())
            values = said(session.connection(), "household", shared, conflict.group)
        assert [each.value for each in values] == ["二", "一"]
        assert desk.heads == ["二"]


@pytest.mark.failure("F39")
def test_the_same_value_typed_twice_is_no_question(world: World, pair: Pair, shared: str) -> None:
    for desk in pair:
        desk.put(shared, head_name="一")
    world.exchange(*pair)
    assert [desk.conflicts for desk in pair] == [[], []]
    assert [desk.heads for desk in pair] == [["一"], ["一"]]


@pytest.mark.failure("F40")
def test_of_four_values_all_can_be_seen(world: World) -> None:
    desks = [world.village() for _ in range(4)]
    household = desks[0].add()
    world.exchange(*desks, rounds=1)
    for n, desk in enumerate(desks):
        desk.put(household, head_name=str(n))
    world.exchange(*desks, rounds=2)
    for desk in desks:
        with desk.store.read() as session:
            values = said(session.connection(), "household", household, "head_name")
        assert sorted(each.value for each in values) == ["0", "1", "2", "3"]


@pytest.mark.failure("F41")
def test_an_edit_that_did_not_know_the_decision_stays_a_conflict(
    world: World, pair: Pair, shared: str
) -> None:
    pair[0].put(shared, head_name="一")
    pair[1].put(shared, head_name="二")
    world.exchange(*pair)
    decide(pair[0].store, shared, "head_name", "一")
    pair[1].put(shared, head_name="三")
    world.exchange(*pair)
    for desk in pair:
        with desk.store.read() as session:
            values = said(session.connection(), "household", shared, "head_name")
        assert sorted(each.value for each in values) == ["一", "三"]


@pytest.mark.failure("F42")
def test_a_decision_closes_the_conflict_everywhere_also_when_edited_again(
    world: World, pair: Pair, shared: str
) -> None:
    pair[0].put(shared, head_name="一")
    pair[1].put(shared, head_name="二")
    world.exchange(*pair)
    decide(pair[0].store, shared, "head_name", "二")  # what is shown already
    pair[0].put(shared, head_name="三")
    world.exchange(*pair)
    assert [desk.conflicts for desk in pair] == [[], []]
    assert pair[0].state() == pair[1].state()


def test_deciding_for_the_shown_value_closes_the_conflict(
    world: World, pair: Pair, shared: str
) -> None:
    pair[0].put(shared, head_name="一")
    pair[1].put(shared, head_name="二")
    world.exchange(*pair)
    decide(pair[0].store, shared, "head_name", "二")
    assert pair[0].conflicts == []
    world.exchange(*pair)
    assert pair[1].conflicts == []


@pytest.mark.failure("F43")
@pytest.mark.parametrize("first", [0, 1])
def test_a_deletion_against_an_edit_keeps_the_record_and_asks(
    world: World, pair: Pair, shared: str, first: int
) -> None:
    pair[0].put(shared, is_deleted=True)
    pair[1].put(shared, address="村东")
    world.exchange(pair[first], pair[1 - first])
    for desk in pair:
        assert desk.heads == ["马占山"]
        assert desk.conflicts == [(shared, "is_deleted")]


@pytest.mark.failure("F43")
@pytest.mark.parametrize(("still", "left"), [(1, []), (0, ["马占山"])])
def test_deciding_between_deletion_and_edit_closes_it_everywhere(
    world: World, pair: Pair, shared: str, still: int, left: list[str]
) -> None:
    pair[0].put(shared, is_deleted=True)
    pair[1].put(shared, address="村东")
    world.exchange(*pair)
    decide(pair[1].store, shared, "is_deleted", still)
    world.exchange(*pair)
    assert pair[0].state() == pair[1].state()
    for desk in pair:
        assert (desk.heads, desk.conflicts) == (left, [])


@pytest.mark.failure("F43")
def test_editing_a_disputed_record_does_not_hide_it(world: World, pair: Pair, shared: str) -> None:
    pair[0].put(shared, is_deleted=True)
    pair[1].put(shared, address="村东")
    world.exchange(*pair)
    pair[1].put(shared, address="村西")
    world.exchange(*pair)
    assert [desk.heads for desk in pair] == [["马占山"], ["马占山"]]


@pytest.mark.failure("F44")
def test_deleted_on_both_sides_is_deleted(world: World, pair: Pair, shared: str) -> None:
    for desk in pair:
        desk.put(shared, is_deleted=True)
    world.exchange(*pair)
    for desk in pair:
        assert (desk.heads, desk.conflicts) == ([], [])


def test_a_hidden_record_that_is_edited_stays_hidden_everywhere(
    world: World, pair: Pair, shared: str
) -> None:
    pair[0].put(shared, is_deleted=True)
    pair[0].put(shared, address="村东")
    world.exchange(*pair)
    assert pair[0].state() == pair[1].state()
    assert [desk.heads for desk in pair] == [[], []]


@pytest.mark.failure("F45")
def test_a_child_of_a_deleted_parent_stays_and_holds_on_to_it(
    world: World, pair: Pair, shared: str
) -> None:
    pair[0].put(shared, is_deleted=True)
    pair[1].new(Person(household_id=shared, name="马小兰"))
    world.exchange(*pair)
    for desk in pair:
        assert desk.column("SELECT name FROM person WHERE NOT is_deleted") == ["马小兰"]
        assert desk.query("PRAGMA foreign_key_check") == []


@pytest.mark.failure("F46")
def test_a_person_entered_on_both_sides_is_kept_twice_and_joined_by_hand(
    world: World, pair: Pair, shared: str
) -> None:
    number = "620525195003070012"
    one, two = (d.new(Person(household_id=shared, name="马兰", id_number=number)) for d in pair)
    world.exchange(*pair)
    assert [len(desk.query("SELECT id FROM person")) for desk in pair] == [2, 2]
    pair[0].put(two, Person, merged_into=one)
    world.exchange(*pair)
    for desk in pair:
        joined = {rid: into for rid, into in desk.query("SELECT id, merged_into FROM person")}
        assert standing_for(joined) == {two: one}


@pytest.mark.failure("F48")
def test_fields_that_belong_together_never_come_from_two_hands(
    world: World, pair: Pair, shared: str
) -> None:
    group = pair[0].new(SpecialGroup(household_id=shared, kind="低保", from_on=date(2022, 1, 1)))
    world.exchange(*pair)
    pair[0].put(group, SpecialGroup, from_on=date(2021, 1, 1), until_on=date(2021, 6, 1))
    pair[1].put(group, SpecialGroup, until_on=date(2022, 6, 1))
    world.exchange(*pair)
    found = {desk.query("SELECT from_on, until_on FROM special_group")[0] for desk in pair}
    assert len(found) == 1 and found < {("2021-01-01", "2021-06-01"), ("2022-01-01", "2022-06-01")}


def test_undo_does_not_decide_a_conflict(world: World, pair: Pair, shared: str) -> None:
    from longshan_desk.errors import ChangedSinceError

    pair[0].put(shared, head_name="一")
    pair[1].put(shared, head_name="二")
    world.exchange(*pair)
    for desk in pair:
        with pytest.raises(ChangedSinceError):
            desk.store.undo()


def test_undo_takes_back_ones_own_act_and_not_anothers_of_the_same_number(
    world: World, pair: Pair
) -> None:
    pair[0].add("一")
    pair[1].add("二")
    world.exchange(*pair)
    assert pair[0].store.undo() == "登记农户"
    assert pair[0].heads == ["二"]


def test_the_screens_are_told_what_a_package_changed(world: World, pair: Pair, shared: str) -> None:
    told: list[Change] = []
    pair[0].put(shared, head_name="一")
    pair[1].store.subscribe(told.append)
    pair[1].take(pair[0].pack(pair[1]))
    assert [(each.label, each.records) for each in told] == [
        ("接收数据包", frozenset({("household", shared)}))
    ]
    assert pair[1].store.undoable() == (None, None)


def test_what_was_received_is_found_by_the_search(world: World, pair: Pair, shared: str) -> None:
    assert pair[1].column("SELECT initials FROM search_entry") == ["mzs"]
    pair[0].put(shared, is_deleted=True)
    world.exchange(*pair)
    assert pair[1].column("SELECT initials FROM search_entry") == []


def test_the_recorder_of_one_act_may_write_into_two_partitions(world: World) -> None:
    town = world.township()
    world.village()
    with town.store.change("登记") as session:
        session.add(Household(group_no=1, head_name="一", part="v07"))
        session.add(Household(group_no=1, head_name="二"))
    assert town.query("SELECT part, seq FROM sync_op ORDER BY part") == [("town0", 1), ("v07", 1)]
