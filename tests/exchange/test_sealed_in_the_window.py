"""The commission reads sealed matters at the township's window, and leaves nothing there (R35)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from shiboken6 import isValid

from commands import Commands
from exchange_seats import PASSPHRASE, Seat, Slot
from longshan_desk.data.store import Store
from longshan_desk.documents.kinds.registry import KINDS, built
from longshan_desk.paths import DeskPaths, state_dir
from longshan_desk.queries.papers import facts_for
from longshan_desk.queries.search import search
from longshan_desk.ui.exchange.sealed_dialog import SealedDialog
from papers import text_of
from stick import Stick

pytestmark = pytest.mark.rule("R27", "R35")

FIRST, SECOND = "村主任把修路的钱装进自己兜里了", "会计给自家亲戚报了低保"
Sit = Callable[..., Seat]


@pytest.fixture
def town(joined: Stick) -> Commands:
    """A township to which two sealed matters came."""
    village, town = joined.desks["07-1"], joined.desks["township"]
    for said in (FIRST, SECOND):
        village.done("sealed", "add", "--words", said)
    joined.make(village, "--full")
    joined.receive(town)
    return town


@pytest.fixture
def seat(town: Commands, sit: Sit, slot: Slot, joined: Stick) -> Iterator[Seat]:
    seat = sit(town)
    slot.plug(joined.commission)
    yield seat
    if isValid(seat.window):
        for dialog in seat.window.findChildren(SealedDialog):
            dialog.reject()


def opened(seat: Seat, passphrase: str = PASSPHRASE) -> SealedDialog:
    page = seat.go("desks")
    seat.press(page.desks.sealed_button)
    (dialog,) = seat.window.findChildren(SealedDialog)
    dialog.form["key"].stick.look()  # type: ignore[attr-defined]
    seat.type(dialog.form, "passphrase", passphrase)
    seat.press(dialog.open_button)
    seat.settle()
    return dialog


def on_screen() -> str:
    return "\n".join(
        one.text() + one.toolTip() + one.accessibleName()
        for one in QApplication.allWidgets()
        if isinstance(one, QLabel)
    )


def on_disk(desk: Commands) -> bytes:
    folders = (desk.home, Path(state_dir()))
    return b"".join(one.read_bytes() for folder in folders for one in folder.rglob("*")
                    if one.is_file())  # fmt: skip


def test_what_came_is_listed_by_village_and_day_and_read_one_by_one(seat: Seat) -> None:
    dialog = opened(seat)
    assert len(dialog.rows) == 2
    listed = seat.reads(dialog)
    assert "大湾村" in listed
    assert FIRST not in listed
    assert SECOND not in listed
    seat.press(dialog.rows[0])
    read = {dialog.said.text()}
    seat.press(dialog.rows[1])
    assert read | {dialog.said.text()} == {FIRST, SECOND}
    assert dialog.head.text().startswith("大湾村")


def test_nothing_stays_when_it_is_closed(seat: Seat, town: Commands) -> None:
    dialog = opened(seat)
    for row in dialog.rows:
        seat.press(row)
    assert not dialog.said.hasSelectedText()
    seat.press(dialog.close_button)
    QApplication.sendPostedEvents()
    seat.settle()
    assert search(seat.context.store, FIRST[:6]) == []
    assert FIRST not in QGuiApplication.clipboard().text()
    for said in (FIRST, SECOND):
        assert said not in on_screen()
    seat.close()
    held = on_disk(town)
    for said in (FIRST, SECOND):
        assert said.encode() not in held
    assert PASSPHRASE.encode() not in held


def test_pulling_the_stick_out_closes_it(seat: Seat, joined: Stick) -> None:
    dialog = opened(seat)
    seat.press(dialog.rows[0])
    joined.commission.rename(joined.commission.with_name("拔走了"))
    dialog.look()
    assert not dialog.isVisible()
    assert dialog.said.text() == ""


def test_the_townships_own_seal_opens_nothing(seat: Seat, slot: Slot, joined: Stick) -> None:
    slot.plug(joined.seal)
    dialog = opened(seat)
    assert dialog.form["key"].said.startswith("这个 U 盘上没有纪委的钥匙。")
    assert dialog.rows == []


def test_another_commissions_stick_opens_nothing(seat: Seat, slot: Slot, tmp_path: Path) -> None:
    from longshan_desk.exchange import seal_stick
    from longshan_desk.exchange.keys import Keys

    other = tmp_path / "别的纪委"
    seal_stick.write(other, Keys.new(), PASSPHRASE, name=seal_stick.COMMISSION)
    slot.plug(other)
    dialog = opened(seat)
    assert dialog.form["key"].said.startswith("插入的不是本乡镇纪委的钥匙盘。")


def test_a_wrong_passphrase_is_told_at_its_line(seat: Seat) -> None:
    dialog = opened(seat, "不是这一句口令")
    assert dialog.form["passphrase"].said.startswith("口令不对，打不开纪委的钥匙盘。")
    assert dialog.rows == []


def test_without_a_stick_nothing_is_tried(seat: Seat, slot: Slot) -> None:
    slot.plug()
    dialog = opened(seat)
    assert dialog.form["key"].said
    assert dialog.open_button.isVisible()


def test_a_damaged_envelope_hides_no_other(town: Commands, seat: Seat) -> None:
    with sqlite3.connect(town.home / "desk.sqlite") as database:
        database.execute(
            "INSERT INTO received_envelope (sha256, place, at, sealed)"
            " VALUES ('00', 'V07', '2022-01-08T08:00:00+00:00', x'00')"
        )
    database.close()
    dialog = opened(seat)
    assert len(dialog.rows) == 2
    assert dialog.notice.text.startswith("另有 1 个信封打不开")


def test_a_village_has_no_such_door(joined: Stick, sit: Sit) -> None:
    page = sit(joined.desks["07-1"]).go("desks")
    assert not page.desks.sealed.isVisible()


def test_the_townships_pages_say_nothing_of_it(seat: Seat) -> None:
    """Not even whether anything has come."""
    seat.go("desks")
    before = seat.reads(seat.page)
    seat.press(opened(seat).close_button)
    assert seat.reads(seat.go("desks")) == before


def made(stick: Stick, desk: Commands, *more: str) -> int:
    """The number of a package that was just made."""
    stick.make(desk, *more)
    with sqlite3.connect(desk.home / "desk.sqlite") as database:
        (number,) = database.execute("SELECT max(no) FROM sync_pkg_out").fetchone()
    database.close()
    return int(number)


def test_a_report_offers_its_sealed_slip_whether_anything_was_sealed_or_not(
    joined: Stick, sit: Sit, slot: Slot
) -> None:
    from longshan_desk.ui.exchange.papers import slips_of

    village = joined.desks["07-1"]
    village.register("水渠坏了")
    number = made(joined, village)
    found = slips_of(sit(village).context, [number])
    assert found == [("handover_slip", str(number)), ("sealed_slip", str(number))]


def test_the_sealed_slip_is_the_same_with_something_sealed_and_without(joined: Stick) -> None:
    village = joined.desks["07-1"]
    said = []
    for has_sealed in (False, True):
        if has_sealed:
            village.done("sealed", "add", "--words", FIRST)
        number = str(made(joined, village, "--full"))
        with Store(DeskPaths(village.home), writer=False) as store:
            facts = facts_for(store, KINDS["sealed_slip"], number)
        said.append(text_of(built(KINDS["sealed_slip"], facts)).replace(f"第{number}包", "第N包"))
    assert "龙山镇纪委" in said[0]
    names = [re.sub("第N包-[A-Z0-9]+", "", one) for one in said]
    assert names[0] == names[1]


def test_a_package_of_the_townships_has_no_sealed_slip(joined: Stick) -> None:
    town = joined.desks["township"]
    number = str(made(joined, town, "--full"))
    assert town.code("paper", "make", "sealed_slip", "--for", number, "--out",
                     str(joined.root)) == "not_found"  # fmt: skip
