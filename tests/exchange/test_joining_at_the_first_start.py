"""The first start leads on to whatever was chosen: the request to join, the roster, both (3.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from commands import Commands
from exchange_seats import PASSPHRASE, Seat, Slot
from longshan_desk.ui.first_start.choices import AGAIN, IMPORT, JOIN
from longshan_desk.ui.importing.dialog import ImportDialog
from stick import Stick


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(tmp_path / "state"))
    Slot(monkeypatch).plug(tmp_path / "U盘")
    seat = Seat(qtbot, tmp_path / "new", date(2022, 1, 8)).open()
    yield seat
    seat.close()


def found(seat: Seat, joining: str, households: str = "later") -> None:
    first = seat.first
    first.form["joining"].set_value(joining)
    first.form["joining"].edited.emit()
    seat.press(first.wizard.next_button)
    for key, text in {"name": "大湾村", "code": "07", "user": "王会计"}.items():
        seat.type(first.form, key, text)
    first.households.choose(households)
    seat.press(first.wizard.next_button)
    seat.settle()


def imports(seat: Seat) -> list[ImportDialog]:
    return [one for one in seat.window.findChildren(ImportDialog) if one.isVisible()]


def test_whoever_wants_both_asks_first_and_then_imports(seat: Seat) -> None:
    found(seat, JOIN, IMPORT)
    seat.press(seat.first.wizard.next_button)
    seat.settle()
    assert seat.window.current_key == "exchange"
    assert imports(seat) == []
    assert [len(group) for group in seat.finish("asked").split()] == [4, 4, 4]
    assert seat.window.current_key == "households"
    (dialog,) = imports(seat)
    dialog.reject()


def test_giving_up_the_request_still_leads_to_the_roster(seat: Seat) -> None:
    found(seat, JOIN, IMPORT)
    seat.press(seat.first.wizard.next_button)
    seat.settle()
    seat.press(seat.work.close_button)
    seat.settle()
    (dialog,) = imports(seat)
    dialog.reject()


@pytest.mark.rule("R48")
def test_a_villages_second_pc_imports_nothing(seat: Seat) -> None:
    """Its households come with the welcome; imported, they would stand there twice."""
    found(seat, AGAIN)
    assert seat.window.current_key == "exchange"
    assert "申请加入乡镇" in seat.reads(seat.work)
    seat.finish("asked")
    assert imports(seat) == []


def test_what_joining_means_is_said_beside_the_choice(seat: Seat) -> None:
    field = seat.first.form["joining"]
    assert "登记的资料全部带上" in field.said
    field.set_value(AGAIN)
    field.edited.emit()
    assert "不要再导入" in field.said


def test_after_the_request_the_page_leads_to_the_welcome(seat: Seat) -> None:
    found(seat, AGAIN)
    seat.finish("asked")
    page = seat.go()
    assert "申请已经写好，等镇上办理" in seat.reads(page.alone)
    seat.press_words(page.alone, "收欢迎包")
    assert "镇上读出的核对码" in seat.reads(seat.work)
    seat.press(seat.work.close_button)


# -- a backup on another computer ----------------------------------------------------------------


@pytest.fixture
def elsewhere(joined: Stick, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Commands]:
    """A desk's folder on a computer that never saw it: everything is there but the keys."""

    def bring(name: str) -> Commands:
        copy = joined.on_another_pc(joined.desks[name], f"{name}-elsewhere")
        monkeypatch.setenv("LONGSHAN_STATE_DIR", str(joined.root / "another-pc"))
        return copy

    return bring


@pytest.mark.failure("F50")
def test_a_village_without_its_keys_is_led_to_ask_again(
    elsewhere: Callable[[str], Commands], sit: Callable[[Commands], Seat]
) -> None:
    seat = sit(elsewhere("07-1"))
    page = seat.go()
    assert "这台电脑要重新加入，才能交接" in seat.reads(page.alone)
    assert "顶替原来的" in seat.reads(page.alone)
    assert not page.give.give_button.isVisible()
    assert not page.desks.welcome_button.isVisible()
    seat.press_words(page.alone, "重新申请加入")
    seat.finish("asked")
    assert "申请已经写好，等镇上办理" in seat.reads(seat.go().alone)


@pytest.mark.failure("F54", "F55")
def test_a_restored_township_is_led_to_taking_over(
    joined: Stick, elsewhere: Callable[[str], Commands], sit: Callable[[Commands], Seat]
) -> None:
    seat = sit(elsewhere("township"))
    page = seat.go()
    assert "还没有接替原来的乡镇电脑" in seat.reads(page.alone)
    seat.press_words(page.alone, "这台电脑接替…")
    form = seat.work.form
    form["seal"].set_value(joined.seal)
    seat.type(form, "passphrase", PASSPHRASE)
    form["sure"].set_value(True)
    assert seat.finish("over") == "已接替"
    assert seat.go().give.give_button.isVisible()


@pytest.mark.failure("F50")
def test_a_restored_second_pc_of_the_township_is_led_to_ask_again(
    joined: Stick, elsewhere: Callable[[str], Commands], sit: Callable[[Commands], Seat]
) -> None:
    town = joined.desks["township"]
    second = joined.on_another_pc(town, "second")
    joined.join(town, second, "TOWN")
    seat = sit(elsewhere("second"))
    page = seat.go()
    assert "不用接替主电脑" in seat.reads(page.alone)
    assert page.desks.join.isVisibleTo(page.desks)
    seat.press_words(page.alone, "重新申请加入")
    seat.finish("asked")
    assert "申请已经写好，等镇上办理" in seat.reads(seat.go().alone)


def test_whoever_has_joined_is_offered_no_welcome(
    joined: Stick, sit: Callable[[Commands], Seat]
) -> None:
    page = sit(joined.desks["07-1"]).go("desks")
    assert not page.desks.welcome_button.isVisible()
