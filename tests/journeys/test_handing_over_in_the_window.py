"""A village and a township that hand a stick back and forth by clicks, from the first start on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from exchange_seats import Seat, Slot
from longshan_desk.actions.matters import NewMatter, register_matter
from longshan_desk.domain.labels import ListKind, Topic
from longshan_desk.queries.handover import device_rows, past_packages
from longshan_desk.queries.township import village_figures
from longshan_desk.ui.exchange.give_card import PULL_OUT


def live(bot: Any, root: Path, slot: Slot, close: ExitStack, shoot: Any) -> None:
    """``shoot(seat)`` gives what takes the pictures of a seat's window."""
    seal, commission, stick = root / "印章盘", root / "纪委盘", root / "U盘"
    day = date(2022, 4, 6)
    town = Seat(bot, root / "town", day)
    town.shoot = shoot(town)
    slot.plug(seal, commission)
    close.callback(town.open().close)
    town.found_township(seal, commission)
    assert [spec for spec in town.window._specs][:2] == ["home", "villages"]
    village = Seat(bot, root / "village", day)
    village.shoot = shoot(village)
    slot.plug(stick)
    close.callback(village.open().close)
    village.found_village()
    village.go()
    village.shoot("village-alone")
    digits = village.ask_to_join()
    assert [len(part) for part in digits.split()] == [4, 4, 4]
    slot.plug(stick, seal)
    back = town.accept(digits, seal)
    slot.plug(stick)
    assert village.join(back) == "已加入乡镇"
    assert len(device_rows(town.context.store)) == 2
    for path in list(stick.iterdir()):
        path.unlink() if path.is_file() else None
    a_month(village, town)


def a_month(village: Seat, town: Seat) -> None:
    register_matter(
        village.context.store,
        NewMatter(words="三组门前水渠垮塌，浇不上水。", topic=Topic.INFRASTRUCTURE,
                  list_kind=ListKind.SELF_HANDLED),
    )  # fmt: skip
    assert PULL_OUT in village.give("village-given")
    assert "已接收" in town.take("town")
    (row,) = village_figures(town.context.store)
    assert row.open == 1
    assert PULL_OUT in town.give("town-given")
    assert "已接收" in village.take("village")
    assert "全部收到" in village.page.state.said.text()
    village.settle()
    village.bot.waitUntil(lambda: "未上报" not in village.window.status.text("handover"))
    assert {one.way for one in past_packages(village.context.store)} == {"交出", "收到"}
    village.shoot("village-after")
    town.go()
    town.shoot("town-after")


@pytest.fixture
def slot(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Slot]:
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(tmp_path / "state"))
    yield Slot(monkeypatch)


def test_a_month_from_hand_to_hand_by_clicks(qtbot: QtBot, tmp_path: Path, slot: Slot) -> None:
    with ExitStack() as close:
        live(qtbot, tmp_path, slot, close, lambda seat: lambda name: None)
