"""The commission's stick, made after the township was founded without it (R35)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Commands
from exchange_seats import PASSPHRASE, Seat
from longshan_desk.exchange import seal_stick
from stick import Stick

pytestmark = pytest.mark.rule("R27", "R35")

SAID = "村主任把修路的钱装进自己兜里了"


@pytest.fixture
def town(stick: Stick) -> Commands:
    """Founded without the commission; 大湾村 has joined."""
    town = founded(stick)
    village = stick.desks["07-1"] = stick.found_village("07", "大湾村")
    stick.join(town, village, "07")
    return town


def founded(stick: Stick) -> Commands:
    town = stick.desks["township"] = Commands(stick.root / "township", today="2022-01-01")
    town.done(
        "init", "--role", "township", "--code", "00", "--name", "龙山镇", "--user", "张镇长",
        "--seal", str(stick.seal),
    )  # fmt: skip
    return town


def make_key(stick: Stick) -> tuple[str, ...]:
    return ("enrol", "commission", "--to", str(stick.commission), "--seal", str(stick.seal))


def test_the_villages_can_seal_once_the_list_has_come(stick: Stick, town: Commands) -> None:
    village = stick.desks["07-1"]
    assert village.code("sealed", "add", "--words", SAID) == "seal_unavailable"
    town.done(*make_key(stick))
    stick.carry(town, village)
    village.done("sealed", "add", "--words", SAID)
    stick.carry(village, town)
    read = town.done("sealed", "read", "--key", str(stick.commission))
    assert [one["words"] for one in read["matters"]] == [SAID]


def test_it_is_made_once(stick: Stick, town: Commands) -> None:
    town.done(*make_key(stick))
    (stick.commission / seal_stick.COMMISSION).unlink()
    assert town.code(*make_key(stick)) == "bad_value"
    assert list(stick.commission.iterdir()) == []


def test_a_village_makes_none(stick: Stick, town: Commands) -> None:
    assert stick.desks["07-1"].code(*make_key(stick)) == "bad_value"


def test_the_wrong_seal_leaves_no_key_behind(stick: Stick, town: Commands, tmp_path: Path) -> None:
    from longshan_desk.exchange.keys import Keys

    other = tmp_path / "别的印章"
    other.mkdir()
    seal_stick.write(other, Keys.new(), PASSPHRASE)
    to = ("enrol", "commission", "--to", str(stick.commission), "--seal", str(other))
    assert town.code(*to) == "bad_value"
    assert not stick.commission.exists()


def test_the_window_makes_it(joined: Stick, sit: Callable[[Commands], Seat]) -> None:
    stick = Stick(joined.root / "另一个镇")
    seat = sit(founded(stick))
    page = seat.go("desks")
    assert "还没有纪委的钥匙盘" in seat.reads(page.desks.sealed)
    assert not page.desks.sealed_button.isVisible()
    seat.press(page.desks.sealed.key_button)
    form = seat.work.form
    form["seal"].set_value(stick.seal)
    seat.type(form, "passphrase", PASSPHRASE)
    form["to"].set_value(stick.root / "纪委盘-2")
    for key in ("new_passphrase", "again"):
        seat.type(form, key, "纪委自己保管的口令")
    assert seat.finish("key") == "纪委的钥匙盘已做好"
    page = seat.go("desks")
    assert page.desks.sealed_button.isVisible()
    assert not page.desks.sealed.key_button.isVisible()


def test_the_seal_does_not_open_sealed_matters_and_says_which_stick_does(
    stick: Stick, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.done(*make_key(stick))
    refused = town.refused("sealed", "read", "--key", str(stick.seal))
    assert refused["message"] == "这个 U 盘上没有纪委的钥匙。"
    monkeypatch.setenv("LONGSHAN_COMMISSION_PASSPHRASE", "不是这一句口令")
    refused = town.refused("sealed", "read", "--key", str(stick.commission))
    assert refused["message"] == "口令不对，打不开纪委的钥匙盘。"


def test_a_wrong_passphrase_of_the_seal_speaks_of_the_seal(
    stick: Stick, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LONGSHAN_SEAL_PASSPHRASE", "不是这一句口令")
    refused = town.refused(*make_key(stick))
    assert refused["code"] == "wrong_passphrase"
    assert refused["message"] == "口令不对，打不开印章盘。"
