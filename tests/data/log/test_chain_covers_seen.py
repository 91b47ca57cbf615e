"""The chain proves what a writer had seen: whoever forwards a stream can neither add nor take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from data.log.world import Desk, Package, World
from longshan_desk.data.log import recording
from longshan_desk.data.log.operations import Operation, hash_of_seen
from longshan_desk.data.log.part_names import rename_part
from longshan_desk.data.log.refusals import PackageRefusedError
from longshan_desk.data.log.replay import Fault, faults

Seen = Mapping[str, int]


def faults_at(desk: Desk) -> list[Fault]:
    with desk.store.read() as session:
        return list(faults(session.connection()))


@pytest.fixture
def three(world: World) -> tuple[Desk, Desk, Desk]:
    """The hub, and two PCs of one village; the second edited what the first had entered."""
    town, first, second = world.township(), world.village(), world.village()
    rid = first.add("马占山")
    town.take(first.pack(town))
    second.take(town.pack(second))
    second.put(rid, head_name="马占海")
    town.take(second.pack(town))
    return town, first, second


def forwarded(three: tuple[Desk, Desk, Desk], seen: Seen) -> Package:
    """The second PC's stream as the hub forwards it to the first, with another vector."""
    town, first, second = three
    package = town.pack(first)
    contexts = [
        replace(one, seen=seen) if one.dev == second.dev else one
        for one in package.contents.contexts
    ]
    assert contexts != package.contents.contexts
    return replace(package, contents=replace(package.contents, contexts=contexts))


@pytest.mark.failure("F63")
@pytest.mark.parametrize("how", ["less", "more", "others"])
def test_a_forwarded_stream_with_another_vector_is_refused(
    three: tuple[Desk, Desk, Desk], how: str
) -> None:
    town, first, _ = three
    seen = {"less": {}, "more": {first.dev: 2}, "others": {first.dev: 1, town.dev: 1}}[how]
    before = first.state()
    with pytest.raises(PackageRefusedError) as refusal:
        first.take(forwarded(three, seen))
    assert refusal.value.code == "head_sig"
    assert first.state() == before


def test_the_honest_stream_is_taken_and_replaces_what_it_knew(
    three: tuple[Desk, Desk, Desk],
) -> None:
    town, first, _ = three
    first.take(town.pack(first))
    assert (first.heads, first.conflicts) == (["马占海"], [])


@pytest.mark.failure("F63", "F65")
def test_an_operation_that_is_passed_off_as_an_earlier_program_s_is_refused(
    three: tuple[Desk, Desk, Desk],
) -> None:
    _, first, second = three
    package = forwarded(three, {})
    operations = [
        replace(op, schema=7) if op.dev == second.dev else op for op in package.contents.operations
    ]
    package = replace(package, contents=replace(package.contents, operations=operations))
    with pytest.raises(PackageRefusedError) as refusal:
        first.take(package)
    assert refusal.value.code == "head_sig"


def link(schema: int, seen: Seen) -> bytes:
    op = Operation("v07", "ab" * 8, 1, 1, 5, 5, "", 1, "household", "c" * 32, "P", schema, "{}",
                   b"s" * 16, b"h" * 32)  # fmt: skip
    return op.link(b"", hash_of_seen(seen))


def test_links_of_earlier_programs_are_as_they_were() -> None:
    assert link(7, {}) == link(7, {"cd" * 8: 1})
    assert link(8, {}) != link(8, {"cd" * 8: 1})


def test_the_order_in_which_a_vector_is_told_does_not_matter() -> None:
    assert link(8, {"a": 1, "b": 2}) == link(8, {"b": 2, "a": 1})


@pytest.fixture
def older(three: tuple[Desk, Desk, Desk], monkeypatch: pytest.MonkeyPatch) -> tuple[Desk, ...]:
    """The same desks; the first wrote with an earlier program for a while, then with this one."""
    _, first, _ = three
    with monkeypatch.context() as patch:
        patch.setattr(recording, "SCHEMA", 7)
        first.add("先前登记的")
    first.add("后来登记的")
    return three


def test_a_stream_begun_by_an_earlier_program_goes_on(older: tuple[Desk, ...]) -> None:
    town, first, second = older
    town.take(first.pack(town))
    second.take(town.pack(second))
    assert {"先前登记的", "后来登记的"} <= set(second.heads)
    assert faults_at(first) == faults_at(town) == faults_at(second) == []


def test_a_partition_s_new_name_keeps_the_links_of_both(older: tuple[Desk, ...]) -> None:
    _, first, _ = older
    with first.store.merging("改名") as merging:
        rename_part(merging.connection, "v07", "v08")
    assert faults_at(first) == []


def test_a_vector_changed_in_the_file_is_found(three: tuple[Desk, Desk, Desk]) -> None:
    _, _, second = three
    with second.store.bookkeeping() as connection:
        connection.exec_driver_sql(
            "UPDATE sync_ctx SET vv = '{}' WHERE dev = ? AND vv <> '{}'", (second.dev,)
        )
    assert [fault.kind for fault in faults_at(second)] == ["chain"]
