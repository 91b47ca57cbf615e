"""The signed list of desks: only forward, only by the seal."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from longshan_desk.data.log.refusals import PackageRefusedError
from longshan_desk.exchange.device_list import (
    PURPOSE,
    Device,
    DeviceList,
    DeviceState,
    Place,
    SignedList,
    newer,
    signed,
)
from longshan_desk.exchange.keys import Keys
from longshan_desk.exchange.roots import hand_on

ROOT, OTHER_ROOT, THIRD_ROOT, PC, OLD_PC = (Keys.new() for _ in range(5))


def device(keys: Keys, dev: str, **more: Any) -> Device:
    return Device(dev, "V07", "A", keys.public.sign, keys.public.recipient, **more)


FIRST = DeviceList(
    "a" * 32, 1, "", ROOT.public.sign, ROOT.public.recipient, "f" * 16,
    (Place("V07", "大湾村", "1" * 16),), (device(PC, "b" * 16),),
)  # fmt: skip


def listed(change: DeviceList, root: Keys = ROOT) -> SignedList:
    return signed(replace(change, root=root.public.sign), root)


def test_a_list_survives_being_bytes() -> None:
    assert SignedList.from_bytes(listed(FIRST).to_bytes()).listed == FIRST


def test_the_root_signed_it() -> None:
    assert listed(FIRST).is_signed_by(ROOT.public.sign)


def test_a_changed_list_is_not_signed() -> None:
    good = listed(FIRST)
    forged = SignedList(good.body.replace("大湾村".encode(), "小湾村".encode()), good.signature)
    assert not forged.is_signed_by(ROOT.public.sign)


def test_the_next_version_names_the_one_before() -> None:
    second = FIRST.next(hub="e" * 16)
    assert (second.version, second.before) == (2, FIRST.sha256)


@pytest.mark.failure("F65")
def test_an_older_list_changes_nothing() -> None:
    held = listed(FIRST.next())
    assert newer(held, listed(FIRST)) is held


def test_a_newer_list_is_taken() -> None:
    offered = listed(FIRST.next())
    assert newer(listed(FIRST), offered) is offered


def test_a_newer_list_of_a_root_that_nobody_checked_is_refused() -> None:
    with pytest.raises(PackageRefusedError) as refusal:
        newer(listed(FIRST), listed(FIRST.next(), OTHER_ROOT))
    assert refusal.value.code == "new_root"


def test_a_newer_list_under_the_name_of_the_root_is_refused() -> None:
    forged = SignedList(FIRST.next().body, OTHER_ROOT.sign(PURPOSE, FIRST.next().body))
    with pytest.raises(PackageRefusedError) as refusal:
        newer(listed(FIRST), forged)
    assert refusal.value.code == "signature"


def handed_on(*roots: Keys) -> SignedList:
    """A list that went from root to root, by the hand of each."""
    steps = tuple(hand_on(FIRST.org, one, other.public.sign) for one, other in pairwise(roots))
    return listed(replace(FIRST, version=5, handed_on=steps), roots[-1])


@pytest.mark.failure("F59")
def test_a_root_that_the_known_one_handed_on_to_is_followed() -> None:
    offered = handed_on(ROOT, OTHER_ROOT)
    assert newer(listed(FIRST), offered) is offered


@pytest.mark.failure("F59")
def test_who_missed_a_change_of_the_root_follows_two_at_once() -> None:
    offered = handed_on(ROOT, OTHER_ROOT, THIRD_ROOT)
    assert newer(listed(FIRST), offered) is offered


def test_who_knows_the_second_root_follows_to_the_third() -> None:
    held, offered = listed(FIRST.next(), OTHER_ROOT), handed_on(ROOT, OTHER_ROOT, THIRD_ROOT)
    assert newer(held, offered) is offered


@pytest.mark.parametrize(
    "change",
    [
        lambda step: replace(step, sig="00" * 64),
        lambda step: replace(step, root=THIRD_ROOT.public.sign),
        lambda step: hand_on("9" * 32, ROOT, OTHER_ROOT.public.sign),
        lambda step: hand_on(FIRST.org, THIRD_ROOT, OTHER_ROOT.public.sign),
        lambda step: hand_on(FIRST.org, ROOT, THIRD_ROOT.public.sign),
    ],
)
def test_a_step_that_the_known_root_did_not_sign_leads_nowhere(change: Any) -> None:
    (step,) = handed_on(ROOT, OTHER_ROOT).listed.handed_on
    offered = listed(replace(FIRST, version=5, handed_on=(change(step),)), OTHER_ROOT)
    with pytest.raises(PackageRefusedError) as refusal:
        newer(listed(FIRST), offered)
    assert refusal.value.code == "new_root"


def test_nobody_goes_back_to_a_root_that_handed_on() -> None:
    held = handed_on(ROOT, OTHER_ROOT)
    offered = listed(replace(held.listed, version=9))
    with pytest.raises(PackageRefusedError) as refusal:
        newer(held, offered)
    assert refusal.value.code == "new_root"


def test_the_steps_survive_being_bytes() -> None:
    held = handed_on(ROOT, OTHER_ROOT, THIRD_ROOT)
    assert SignedList.from_bytes(held.to_bytes()).listed == held.listed


def test_what_the_township_may_edit_survives_being_bytes() -> None:
    places = (Place("V07", "大湾村", "1" * 16, True, {"f" * 16: 7}),)
    assert SignedList.from_bytes(listed(replace(FIRST, places=places)).to_bytes()).listed == (
        replace(FIRST, places=places)
    )


def test_a_list_whose_root_never_changed_is_written_as_before() -> None:
    assert "handed_on" not in FIRST.to_data()
    assert "edits" not in FIRST.to_data()["places"][0]


def test_the_list_of_another_township_is_refused() -> None:
    with pytest.raises(PackageRefusedError) as refusal:
        newer(listed(FIRST), listed(replace(FIRST, org="9" * 32, version=2)))
    assert refusal.value.code == "wrong_org"


def test_packages_are_sealed_to_every_desk_in_use_and_to_the_recovery_key() -> None:
    two = replace(FIRST, devices=FIRST.with_device(device(OLD_PC, "c" * 16)))
    assert set(two.recipients_for("V07")) == {
        PC.public.recipient, OLD_PC.public.recipient, ROOT.public.recipient,
    }  # fmt: skip


@pytest.mark.failure("F51")
def test_nothing_is_sealed_to_a_stolen_desk() -> None:
    stolen = replace(
        FIRST, devices=FIRST.with_device(device(PC, "b" * 16, state=DeviceState.REVOKED))
    )
    assert stolen.recipients_for("V07") == (ROOT.public.recipient,)


@pytest.mark.failure("F52")
def test_the_package_of_a_retired_desk_is_refused_with_its_date() -> None:
    old = device(PC, "b" * 16, state=DeviceState.RETIRED, until="2022-04-30")
    with pytest.raises(PackageRefusedError, match="2022-04-30") as refusal:
        replace(FIRST, devices=(old,)).sender(PC.public.key_id)
    assert refusal.value.code == "revoked"


def test_who_is_not_on_the_list_is_unknown() -> None:
    with pytest.raises(PackageRefusedError) as refusal:
        FIRST.sender(OLD_PC.public.key_id)
    assert refusal.value.code == "unknown_sender"


def test_a_letter_is_never_given_twice() -> None:
    second = device(OLD_PC, "c" * 16, state=DeviceState.REVOKED)
    assert FIRST.free_letter("V07") == "B"
    assert replace(FIRST, devices=FIRST.with_device(second)).free_letter("V07") == "C"


def test_the_letters_after_z_are_double() -> None:
    many = tuple(device(PC, f"{number:016x}") for number in range(26))
    assert replace(FIRST, devices=many).free_letter("V07") == "AA"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("devices"),
        lambda data: data["devices"][0].update(age="age1nonsense"),
        lambda data: data["devices"][0].update(sign="00"),
        lambda data: data["devices"][0].update(state="lent"),
        lambda data: data["devices"][0].update(letter=1),
        lambda data: data["devices"][0].update(upto={"a": "b"}),
        lambda data: data.update(v="9"),
        lambda data: data.update(v=None),
        lambda data: data.update(v=True),
        lambda data: data.update(root=[1]),
        lambda data: data.update(org=[]),
        lambda data: data.update(hub_dev=5),
        lambda data: data["places"][0].update(name=7),
        lambda data: data.update(handed_on=[["00", "00", "00"]]),
        lambda data: data.update(handed_on=[["00" * 32]]),
        lambda data: data["places"][0].update(edits={"open": 1, "upto": {}}),
        lambda data: data["places"][0].update(edits={"open": True, "upto": {"a": "b"}}),
    ],
)
def test_a_list_with_something_else_in_it_is_refused(change: Any) -> None:
    from longshan_desk.exchange import canonical

    data = FIRST.to_data()
    change(data)
    with pytest.raises(ValueError):
        DeviceList.from_body(canonical.written(data))


def test_a_seal_signs_only_its_own_list() -> None:
    with pytest.raises(ValueError, match="another seal"):
        signed(FIRST, OTHER_ROOT)
