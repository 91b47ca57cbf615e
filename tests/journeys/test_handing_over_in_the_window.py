"""A village and a township that hand a stick back and forth by clicks, from the first start on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desk import new_matter
from exchange_seats import Seat, Slot
from longshan_desk.actions.hearings import GridRow, close_hearing, save_row
from longshan_desk.actions.meetings import new_meeting
from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.exchange.stick import FOLDER
from longshan_desk.queries.handover import device_rows, past_packages
from longshan_desk.queries.township import village_figures
from longshan_desk.ui.exchange.give_card import PULL_OUT


def live(
    bot: Any, root: Path, slot: Slot, close: ExitStack, shoot: Any, *, months: int = 1,
    stick: Path | None = None,
) -> None:  # fmt: skip
    """``shoot(seat)`` gives what takes the pictures of a seat's window."""
    seal, commission, stick = root / "印章盘", root / "纪委盘", stick or root / "U盘"
    day = date(2022, 4, 6)
    town, village = Seat(bot, root / "town", day), Seat(bot, root / "village", day)
    for seat in (town, village):
        seat.shoot = shoot(seat)
    slot.plug(seal, commission)
    close.callback(town.open().close)
    town.found_township(seal, commission)
    assert list(town.window._specs)[:2] == ["home", "villages"]
    slot.plug(stick)
    close.callback(village.open().close)
    village.found_village()
    village.go()
    village.shoot("village-alone")
    join(town, village, slot, seal, stick)
    for month in range(months):
        for seat in (town, village):
            seat.today = date(2022, 4 + month, 6)
        empty(stick)
        a_month(village, town, month)


def join(town: Seat, village: Seat, slot: Slot, seal: Path, stick: Path) -> None:
    digits = village.ask_to_join()
    assert [len(part) for part in digits.split()] == [4, 4, 4]
    slot.plug(stick, seal)
    back = town.accept(digits, seal)
    slot.plug(stick)
    assert village.join(back) == "已加入乡镇"
    assert len(device_rows(town.context.store)) == 2


def empty(stick: Path) -> None:
    for path in (stick / FOLDER).rglob("*"):
        if path.is_file():
            path.unlink()


def a_month(village: Seat, town: Seat, month: int) -> None:
    store = village.context.store
    hearing = new_meeting(store, MeetingKind.HEARING, village.today.replace(day=5))
    said = GridRow(ItemKind.MATTER, matter=new_matter(f"三组门前水渠垮塌，第{month + 1}次说。"))
    save_row(store, hearing, said)
    village.go()
    assert f"{4 + month}月的说事会还没有结束登记" in village.reads(village.page.give)
    village.shoot(f"village-{month}-missing")
    close_hearing(store, hearing)
    assert PULL_OUT in village.give(f"village-{month}-given")
    assert "已接收" in town.take(f"town-{month}")
    (row,) = village_figures(town.context.store)
    assert row.open == month + 1
    assert PULL_OUT in town.give(f"town-{month}-given")
    assert "已接收" in village.take(f"village-{month}")
    assert "全部收到" in village.page.state.said.text()
    assert not village.page.state.gaps.isVisible()
    village.bot.waitUntil(lambda: "等镇上" not in village.window.status.text("handover"))
    assert f"{4 + month}月" in past_packages(store)[1].months
    village.shoot(f"village-{month}-after")
    town.go()
    town.shoot(f"town-{month}-after")


@pytest.fixture
def slot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Slot]:
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(tmp_path / "state"))
    yield Slot(monkeypatch)


def test_a_month_from_hand_to_hand_by_clicks(qtbot: QtBot, tmp_path: Path, slot: Slot) -> None:
    with ExitStack() as close:
        live(qtbot, tmp_path, slot, close, lambda seat: lambda name: None)
