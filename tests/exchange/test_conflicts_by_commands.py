"""What two PCs of a village wrote differently waits for a person, and is decided once for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from commands import Commands
from stick import Stick

Pair = tuple[Commands, Commands]


@pytest.fixture
def both(joined: Stick, with_second: Callable[[], Stick]) -> Pair:
    """Two PCs that both hold one matter."""
    first, town = joined.desks["07-1"], joined.desks["township"]
    first.register("水渠坏了")
    joined.carry(first, town)
    stick = with_second()
    stick.carry(stick.desks["07-2"], first, "--for", "own")
    return first, stick.desks["07-2"]


def meet(stick: Stick, first: Commands, second: Commands) -> None:
    stick.carry(second, first, "--for", "own")
    stick.carry(first, second, "--for", "own")


def summary(desk: Commands) -> Any:
    return desk.show("2022-01-001")["summary"]


def differ(stick: Stick, both: Pair) -> dict[str, Any]:
    first, second = both
    first.done("matter", "edit", "2022-01-001", "--summary", "修渠")
    second.done("matter", "edit", "2022-01-001", "--summary", "修水渠")
    stick.carry(second, first, "--for", "own")
    (found,) = first.done("conflicts", "list")["conflicts"]
    return dict(found)


@pytest.mark.failure("F38")
def test_both_values_are_shown_with_who_wrote_them(joined: Stick, both: Pair) -> None:
    found = differ(joined, both)
    assert (found["kind"], found["number"], found["field"]) == (
        "same_field", "2022-01-001", "summary",
    )  # fmt: skip
    assert {(one["value"], one["by"]) for one in found["values"]} == {
        ("修渠", "王会计"), ("修水渠", "李干事"),
    }  # fmt: skip
    assert {one["desk"] for one in found["values"]} == {"大湾村A电脑", "大湾村B电脑"}


def test_one_side_is_chosen_for_all_desks(joined: Stick, both: Pair) -> None:
    first, second = both
    found = differ(joined, both)
    (chosen,) = [one["id"] for one in found["values"] if one["value"] == "修渠"]
    first.done("conflicts", "resolve", found["id"], "--use", chosen)
    joined.carry(first, second, "--for", "own")
    for desk in both:
        assert desk.done("conflicts", "list")["conflicts"] == []
        assert summary(desk) == "修渠"


def test_a_third_value_can_be_written(joined: Stick, both: Pair) -> None:
    first, _ = both
    found = differ(joined, both)
    first.done("conflicts", "resolve", found["id"], "--value", "清淤修渠")
    assert summary(first) == "清淤修渠"
    assert first.code("conflicts", "resolve", found["id"], "--value", "再改") == "not_found"


def test_the_township_sees_and_does_not_decide(joined: Stick, both: Pair) -> None:
    first, town = both[0], joined.desks["township"]
    found = differ(joined, both)
    joined.carry(first, town)
    (seen,) = town.done("conflicts", "list", "--village", "07")["conflicts"]
    decide = ("conflicts", "resolve", seen["id"], "--use", found["values"][0]["id"])
    assert town.code(*decide, "--village", "07") == "not_owner"
    assert town.done("conflicts", "list")["conflicts"] == []


@pytest.mark.failure("F37")
def test_different_fields_are_for_information_only(joined: Stick, both: Pair) -> None:
    first, second = both
    first.done("matter", "edit", "2022-01-001", "--summary", "修渠")
    second.done("matter", "edit", "2022-01-001", "--words", "水渠坏了，水进不来")
    meet(joined, first, second)
    assert first.done("conflicts", "list")["conflicts"] == []
    (row,) = first.done("conflicts", "list", "--parallel")["conflicts"]
    assert (row["kind"], row["number"]) == ("parallel", "2022-01-001")
    shown = second.show("2022-01-001")
    assert (shown["summary"], shown["words"]) == ("修渠", "水渠坏了，水进不来")


@pytest.mark.failure("F43")
@pytest.mark.parametrize(("word", "left"), [("--delete", 0), ("--restore", 1)])
def test_a_deletion_against_an_edit_is_decided(
    joined: Stick, both: Pair, word: str, left: int
) -> None:
    first, second = both
    home = first.done("household", "add", "--group", "1", "--name", "马占山")["id"]
    son = first.done("person", "add", home, "--name", "马小山", "--relation", "子")["id"]
    joined.carry(first, second, "--for", "own")
    first.done("person", "remove", son)
    second.done("person", "edit", son, "--education", "初中")
    meet(joined, first, second)
    (found,) = first.done("conflicts", "list")["conflicts"]
    assert found["kind"] == "delete_edit"
    first.done("conflicts", "resolve", found["id"], word)
    joined.carry(first, second, "--for", "own")
    for desk in both:
        assert desk.done("conflicts", "list")["conflicts"] == []
        names = [one["name"] for one in desk.done("household", "show", home)["persons"]]
        assert names.count("马小山") == left


@pytest.mark.failure("F46")
def test_one_person_entered_twice_is_offered_and_told_apart(joined: Stick, both: Pair) -> None:
    first, second = both
    for desk in both:
        desk.done(
            "household", "add", "--group", "1", "--name", "马占山",
            "--id-number", "620525196203040019",
        )  # fmt: skip
    meet(joined, first, second)
    found = [
        one
        for one in first.done("conflicts", "list")["conflicts"]
        if one["kind"] == "duplicate" and one["record"]["kind"] == "person"
    ]
    assert len(found) == 1
    first.done("conflicts", "resolve", found[0]["id"], "--not-same")
    joined.carry(first, second, "--for", "own")
    left = [one["id"] for one in second.done("conflicts", "list")["conflicts"]]
    assert found[0]["id"] not in left


@pytest.mark.parametrize(
    "words",
    [
        ("xyz:x:y", "--value", "改"), ("matter:x:summary", "--value", "改"), ("matter", "--delete"),
        ("duplicate:nope:x:y", "--merge-into", "x"), ("duplicate:person:x:y", "--not-same"),
    ],
)  # fmt: skip
def test_what_nobody_asked_about_cannot_be_decided(joined: Stick, words: tuple[str, ...]) -> None:
    first = joined.desks["07-1"]
    assert first.code("conflicts", "resolve", *words) == "not_found"
