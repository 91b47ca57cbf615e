"""A township with a village that has joined, to copy: joining takes longer than most tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from commands import Commands
from stick import PASSPHRASE, Stick

if TYPE_CHECKING:
    from exchange_seats import Seat, Slot


@pytest.fixture(scope="session")
def joined_once(tmp_path_factory: pytest.TempPathFactory) -> Stick:
    root = tmp_path_factory.mktemp("joined")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSHAN_STATE_DIR", str(root / "state"))
        patch.setenv("LONGSHAN_SEAL_PASSPHRASE", PASSPHRASE)
        stick = Stick(root)
        town, one = stick.found_township(), stick.found_village("07", "大湾村")
        stick.join(town, one, "07")
        stick.exchange(town, [one])
    return stick


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stick:
    """Nobody has joined yet."""
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("LONGSHAN_SEAL_PASSPHRASE", PASSPHRASE)
    return Stick(tmp_path)


@pytest.fixture
def joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, joined_once: Stick) -> Stick:
    """``township`` and ``07-1``, which have handed over once."""
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("LONGSHAN_SEAL_PASSPHRASE", PASSPHRASE)
    return joined_once.copied(tmp_path)


@pytest.fixture
def with_second(joined: Stick) -> Callable[[], Stick]:
    """A second PC of the village, ``07-2``, on demand."""

    def join() -> Stick:
        second = joined.found_village("07", "大湾村", user="李干事")
        joined.join(joined.desks["township"], second, "07")
        return joined

    return join


@pytest.fixture
def slot(monkeypatch: pytest.MonkeyPatch, joined: Stick) -> Slot:
    """The USB slots of the computers, with the stick of ``joined`` in one."""
    from exchange_seats import Slot

    made = Slot(monkeypatch)
    made.plug(joined.folder)
    return made


@pytest.fixture
def sit(qtbot: Any, slot: Slot) -> Iterator[Callable[..., Seat]]:
    """Sit down at a desk that commands worked at."""
    from exchange_seats import Seat

    with ExitStack() as close:

        def open_window(desk: Commands, day: date = date(2022, 1, 8)) -> Seat:
            seat = Seat(qtbot, desk.home, day)
            close.callback(seat.close)
            seat.open()
            return seat

        yield open_window
