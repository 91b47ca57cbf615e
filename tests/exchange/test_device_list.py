"""The signed list of desks: only forward, only by the seal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from longshan_desk.data.log.refusals import PackageRefusedError
from longshan_desk.exchange.device_list import (
    Device,
    DeviceList,
    DeviceState,
    Place,
    SignedList,
    newer,
    signed,
)
from longshan_desk.exchange.keys import Keys

ROOT, OTHER_ROOT, PC, OLD_PC = Keys.new(), Keys.new(), Keys.new(), Keys.new()


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


def test_a_newer_list_of_another_root_is_refused() -> None:
    with pytest.raises(PackageRefusedError) as refusal:
        newer(listed(FIRST), listed(FIRST.next(), OTHER_ROOT))
    assert refusal.value.code == "signature"


@pytest.mark.failure("F59")
def test_a_new_root_that_the_old_one_announced_is_followed() -> None:
    held = listed(FIRST.next(next_root=OTHER_ROOT.public.sign))
    offered = listed(held.listed.next(next_root=""), OTHER_ROOT)
    assert newer(held, offered) is offered


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
