"""A PC that was ended: what its neighbour had of it still arrives, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from commands import Commands
from longshan_desk.data.store import Store
from longshan_desk.exchange.device_list import Device, DeviceList, DeviceState, Place, signed
from longshan_desk.exchange.keys import Keys
from longshan_desk.exchange.vouchers import vouch
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.known import Known, require_known
from longshan_desk.peers.ring import open_ring
from stick import Stick

With = Callable[[], Stick]
OWN = ("--for", "own")


def words(desk: Commands, *more: str) -> list[str]:
    return sorted(row["words"] for row in desk.done("matter", "list", *more)["matters"])


def numbers(town: Commands) -> dict[str, str]:
    """The village's PCs in use, by their letter."""
    desks = town.done("enrol", "list")["desks"]
    return {d["letter"]: d["id"] for d in desks if (d["place"], d["state"]) == ("V07", "active")}


@pytest.fixture
def ended(with_second: With) -> Stick:
    """The first PC gave its work to the second only; then it broke and ``new`` took its place."""
    stick = with_second()
    town, first, second = (stick.desks[name] for name in ("township", "07-1", "07-2"))
    stick.carry(town, first)
    first.register("只到过乙电脑的")
    stick.carry(first, second, *OWN)
    new = stick.desks["new"] = stick.found_village("07", "大湾村")
    stick.join(town, new, "07", "--replaces", numbers(town)["A"], "--because", "broken")
    return stick


@pytest.mark.failure("F50")
def test_what_only_the_neighbour_had_of_an_ended_pc_arrives(ended: Stick) -> None:
    town, second = ended.desks["township"], ended.desks["07-2"]
    second.register("乙登记的")
    ended.carry(town, second)
    assert ended.carry(second, town)["applied"]
    assert words(town, "--village", "07") == ["乙登记的", "只到过乙电脑的"]
    ended.carry(town, ended.desks["new"])
    assert words(ended.desks["new"]) == ["乙登记的", "只到过乙电脑的"]


@pytest.mark.failure("F52")
def test_who_has_not_heard_of_the_end_is_told_and_mended_by_the_next_package(ended: Stick) -> None:
    town, second = ended.desks["township"], ended.desks["07-2"]
    second.register("乙登记的")
    told = ended.carry(second, town)["packages"][0]
    assert (told["code"], told["applied"]) == ("ended", False)
    assert words(town, "--village", "07") == []
    ended.carry(town, second)
    assert ended.carry(second, town)["applied"]
    assert words(town, "--village", "07") == ["乙登记的", "只到过乙电脑的"]


@pytest.mark.failure("F52")
def test_an_ended_pc_that_wakes_writes_nothing_more_through_its_neighbour(ended: Stick) -> None:
    town, first, second = (ended.desks[name] for name in ("township", "07-1", "07-2"))
    ended.carry(town, second)
    first.register("停用以后写的")
    told = ended.carry(first, second, *OWN)["packages"][0]
    assert told["code"] == "revoked"
    assert words(second) == ["只到过乙电脑的"]


@pytest.mark.failure("F52")
def test_what_an_ended_pc_wrote_since_is_not_taken_from_a_neighbour_either(ended: Stick) -> None:
    town, first, second = (ended.desks[name] for name in ("township", "07-1", "07-2"))
    first.register("停用以后写的")
    ended.carry(first, second, *OWN)
    assert ended.carry(second, town)["packages"][0]["code"] == "ended"
    assert words(town, "--village", "07") == []


def test_what_an_ended_pc_wrote_under_a_number_of_its_own_arrives(with_second: With) -> None:
    stick = with_second()
    town, first, second = (stick.desks[name] for name in ("township", "07-1", "07-2"))
    stick.carry(town, first)
    first.done("restore", first.done("backup")["file"])
    first.register("恢复以后登记的")
    stick.carry(first, second, *OWN)
    town.done("enrol", "revoke", numbers(town)["A"], "--seal", str(stick.seal))
    stick.carry(town, second)
    assert stick.carry(second, town)["applied"]
    assert words(town, "--village", "07") == ["恢复以后登记的"]


def test_who_joins_when_all_before_it_have_ended_gets_everything(ended: Stick) -> None:
    town, second = ended.desks["township"], ended.desks["07-2"]
    ended.carry(town, second)
    ended.carry(second, town)
    for letter in ("B", "C"):
        town.done("enrol", "revoke", numbers(town)[letter], "--seal", str(ended.seal))
    last = ended.found_village("07", "大湾村")
    ended.join(town, last, "07")
    assert words(last) == ["只到过乙电脑的"]
    assert last.done("checkup")["problems"] == []


def test_only_a_desk_in_use_of_the_same_place_answers_for_another(ended: Stick) -> None:
    town, second = ended.desks["township"], ended.desks["07-2"]
    with Store(DeskPaths(town.home)) as at_town, Store(DeskPaths(second.home)) as at_second:
        known, keys = require_known(at_town), open_ring(at_second).keys
        by = next(one for one in known.listed.devices if one.sign == keys.public.sign)
        gone = next(one for one in known.listed.devices if one.letter == "A" and one.upto)
        part = next(iter(gone.upto))
        far = vouch(keys, known.org, gone.dev, part, 99, by.dev)
        assert known.with_vouchers([far]).membership.accepted(gone.dev, part) == 99
        strangers = [
            replace(far, seq=100),
            replace(far, by=known.listed.hub),
            vouch(keys, known.org, gone.dev, part, 99, gone.dev),
        ]
        assert known.with_vouchers(strangers) == known


def _desk(dev: str, place: str, keys: Keys, **more: Any) -> Device:
    public = keys.public
    return Device(dev, place, "A", public.sign, public.recipient, since="2022-01-01", **more)


@pytest.mark.parametrize(
    ("by", "state", "is_heard"),
    [
        ("b" * 16, DeviceState.RETIRED, True),
        ("b" * 16, DeviceState.ACTIVE, False),
        ("a" * 16, DeviceState.RETIRED, False),
        ("a" * 16, DeviceState.ACTIVE, False),
    ],
)
def test_only_a_neighbour_answers_and_only_for_an_ended_desk(
    by: str, state: DeviceState, is_heard: bool
) -> None:
    seal, keys = Keys.new(), {"a" * 16: Keys.new(), "b" * 16: Keys.new()}
    one, other = (_desk(dev, "V07", key) for dev, key in keys.items())
    again = replace(one, dev="c" * 16, sign=one.sign)
    ended = replace(one, state=state, upto={"1" * 16: 5})
    listed = DeviceList(
        org="0" * 32, version=1, before="", root=seal.public.sign,
        recovery=seal.public.recipient, hub="", places=(Place("V07", "大湾村", "1" * 16),),
        devices=(ended, other, again),
    )  # fmt: skip
    answer = vouch(keys[by], listed.org, one.dev, "1" * 16, 9, "c" * 16 if by[0] == "a" else by)
    known = Known(signed(listed, seal), "V07", {}).with_vouchers([answer])
    assert bool(known.vouchers) is is_heard
