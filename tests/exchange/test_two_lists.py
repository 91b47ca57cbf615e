"""A township that goes on from an old backup forgets no desk that was listed since (F54)."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from commands import Commands
from exchange_seats import Seat
from stick import Stick

pytestmark = pytest.mark.failure("F54")


def places(desk: Commands) -> set[str]:
    return {one["place"] for one in desk.done("enrol", "list")["desks"]}


def is_double(desk: Commands) -> bool:
    return bool(desk.done("enrol", "list")["two_lists"])


def over(stick: Stick, town: Commands, *more: str) -> tuple[str, ...]:
    return ("enrol", "take-over", "--seal", str(stick.seal), *more)


def forget_lists(stick: Stick) -> None:
    """The seal's other stick, which no list was written on."""
    for one in stick.seal.glob("*.lslist"):
        one.unlink()


@pytest.fixture
def later(joined: Stick) -> Commands:
    """上川村, listed after the township's folder was brought to ``restored``."""
    town = joined.desks["township"]
    joined.on_another_pc(town, "restored")
    village = joined.desks["03"] = joined.found_village("03", "上川村")
    joined.join(town, village, "03")
    village.register("路灯不亮")
    return village


@pytest.fixture
def restored(later: Commands, joined: Stick) -> Commands:
    return joined.desks["restored"]


def test_the_list_beside_the_seal_brings_the_desks_listed_since(
    joined: Stick, restored: Commands, later: Commands
) -> None:
    restored.done(*over(joined, restored))
    assert places(restored) == {"TOWN", "V03", "V07"}
    joined.carry(restored, later)
    assert joined.carry(later, restored)["applied"]
    assert not is_double(restored)
    assert not is_double(later)


def test_without_any_list_a_villages_stick_is_asked_for(
    joined: Stick, restored: Commands, later: Commands
) -> None:
    forget_lists(joined)
    refused = restored.refused(*over(joined, restored))
    assert refused["code"] == "bad_value" and "设备名单" in refused["message"]
    joined.make(later, "--full")
    restored.done(*over(joined, restored, "--held", str(joined.folder)))
    assert places(restored) == {"TOWN", "V03", "V07"}


def test_an_older_list_than_a_village_has_named_is_not_enough(
    joined: Stick, later: Commands
) -> None:
    """大湾村 had the newest list when it last spoke; the township's own memory was put back."""
    import sqlite3

    town = joined.desks["township"]
    joined.carry(town, joined.desks["07-1"])
    joined.carry(joined.desks["07-1"], town)
    forget_lists(joined)
    restored = joined.on_another_pc(town, "put-back")
    with sqlite3.connect(restored.home / "desk.sqlite") as database:
        database.execute("DELETE FROM device_list WHERE v = (SELECT max(v) FROM device_list)")
    database.close()
    joined.make(joined.desks["07-1"], "--full")
    newest = next(joined.folder.rglob("*.lslist"))
    older = joined.root / "older"
    older.mkdir()
    from longshan_desk.data.store import Store
    from longshan_desk.paths import DeskPaths
    from longshan_desk.peers import inbox
    from longshan_desk.peers.known import require_known

    with Store(DeskPaths(restored.home), writer=False) as store:
        inbox.put_list(require_known(store).signed, older)
    refused = restored.refused(*over(joined, restored, "--held", str(older)))
    assert refused["code"] == "bad_value" and "大湾村已经收到第 3 版" in refused["message"]
    restored.done(*over(joined, restored, "--held", str(newest.parent)))
    assert "V03" in places(restored)


@pytest.fixture
def forked(joined: Stick, restored: Commands, later: Commands) -> Commands:
    """``restored`` took over with a list that 上川村 is not on."""
    from longshan_desk.data.store import Store
    from longshan_desk.paths import DeskPaths
    from longshan_desk.peers import inbox
    from longshan_desk.peers.known import require_known

    forget_lists(joined)
    older = joined.root / "older"
    older.mkdir()
    with Store(DeskPaths(restored.home), writer=False) as store:
        inbox.put_list(require_known(store).signed, older)
    restored.done(*over(joined, restored, "--held", str(older)))
    forget_lists(joined)
    assert "V03" not in places(restored)
    return restored


def test_two_lists_with_one_version_are_noticed_and_said(
    joined: Stick, forked: Commands, later: Commands
) -> None:
    joined.make(later, "--full")
    told = joined.receive(forked)
    assert told["packages"][0]["two_lists"]
    assert told["packages"][0]["code"] == "unknown_sender"
    assert is_double(forked)


def test_two_lists_are_put_together_by_the_seal(
    joined: Stick, forked: Commands, later: Commands
) -> None:
    joined.make(later, "--full")
    joined.receive(forked)
    forget_lists(joined)
    forked.done(*over(joined, forked, "--held", str(joined.folder)))
    assert places(forked) == {"TOWN", "V03", "V07"}
    assert not is_double(forked)
    for village in (later, joined.desks["07-1"]):
        joined.carry(forked, village, "--full")
        assert not is_double(village)
        assert joined.carry(village, forked, "--full")["applied"]
    assert {row["words"] for row in forked.done("matter", "list", "--village", "03")["matters"]}


def test_putting_together_keeps_the_hub_as_it_is(
    joined: Stick, forked: Commands, later: Commands
) -> None:
    def towns() -> list[tuple[str, str, str]]:
        return [
            (one["id"], one["letter"], one["state"])
            for one in forked.done("enrol", "list")["desks"]
            if one["place"] == "TOWN"
        ]

    before = towns()
    joined.make(later, "--full")
    joined.receive(forked)
    forked.done(*over(joined, forked, "--held", str(joined.folder)))
    assert towns() == before


def test_the_window_says_it_and_puts_them_together(
    joined: Stick, forked: Commands, later: Commands, sit: Callable[[Commands], Seat]
) -> None:
    from stick import PASSPHRASE

    joined.make(later, "--full")
    joined.receive(forked)
    seat = sit(forked)
    page = seat.go("desks")
    assert page.desks.two_lists.isVisible()
    seat.press(page.desks.two_lists.merge_button)
    form = seat.work.form
    form["seal"].set_value(joined.seal)
    form["held"].set_value(joined.folder)
    seat.type(form, "passphrase", PASSPHRASE)
    form["sure"].set_value(True)
    seat.finish("together")
    assert not seat.go("desks").desks.two_lists.isVisible()


def test_a_village_hears_of_two_lists_and_is_told_to_call(
    joined: Stick, forked: Commands, later: Commands, sit: Callable[[Commands], Seat]
) -> None:
    joined.make(forked, "--full")
    later.done("package", "receive", str(joined.folder), "--apply")
    assert is_double(later)
    page = sit(later).go("desks")
    assert page.desks.two_lists.isVisible()
    assert not page.desks.two_lists.merge_button.isVisible()


def test_a_second_seal_has_the_list_of_the_first(joined: Stick) -> None:
    second = joined.root / "第二个印章盘"
    town = joined.desks["township"]
    town.done("enrol", "copy-seal", "--to", str(second), "--seal", str(joined.seal))
    assert {one.name for one in second.glob("*.lslist")} == {
        one.name for one in joined.seal.glob("*.lslist")
    }
    shutil.rmtree(second)
