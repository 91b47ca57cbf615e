"""Lives the exchange of a village and a township in two real windows, with a picture of every step.

    python tools/exchange_shots.py --out /tmp/exchange [--only plain|scaled] [--stick /media/stick]

On an X server and a window manager of its own; what is done stands in
``tests/journeys/test_handing_over_in_the_window.py``. ``--stick`` is a stick that is really mounted
(under /media or /mnt, where the program looks for sticks); what lies in its 龙山交接 is deleted.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from window_shots import SIZES, Shooter, take

TARGETS = ("tools/exchange_shots.py:quarter", "tools/exchange_shots.py:market_day")
_STICK = "LONGSHAN_SHOTS_STICK"
_MONTHS = 3


class _Patch:
    """What a test takes back afterwards; this process ends."""

    def setattr(self, holder: Any, name: str, value: Any) -> None:
        setattr(holder, name, value)


def _raised(shooter: Shooter, seat: Any) -> Callable[[str], object]:
    def picture(name: str) -> None:
        seat.window.raise_()
        seat.window.activateWindow()
        shooter.shoot(name)

    return picture


def quarter(shooter: Shooter) -> None:
    """Called in the process that has the windows."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "journeys"))
    from test_handing_over_in_the_window import live
    from test_month_in_the_window import Hands

    from exchange_seats import MountedSlot, Seat, Slot

    def shoot(seat: Seat) -> Callable[[str], object]:
        return _raised(shooter, seat)

    with tempfile.TemporaryDirectory() as folder, ExitStack() as close:
        root = Path(folder)
        os.environ["LONGSHAN_STATE_DIR"] = str(root / "state")
        mounted = Path(os.environ[_STICK]) if os.environ.get(_STICK) else None
        slot = MountedSlot(_Patch(), mounted) if mounted else Slot(_Patch())
        live(Hands(), root, slot, close, shoot, months=_MONTHS, stick=mounted)


def market_day(shooter: Shooter) -> None:
    """The township receives one stick after the other; one village has not come, one stick is
    write-protected, and the papers are looked at (R50, P21)."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "journeys"))
    from test_month_in_the_window import Hands

    from exchange_seats import PASSPHRASE, Seat, Slot
    from stick import Stick

    os.environ["LONGSHAN_SEAL_PASSPHRASE"] = PASSPHRASE
    with tempfile.TemporaryDirectory() as folder, ExitStack() as close:
        root = Path(folder)
        os.environ["LONGSHAN_STATE_DIR"] = str(root / "state")
        stick, slot = Stick(root), Slot(_Patch())
        sticks = _three_villages(stick)
        town = Seat(Hands(), stick.desks["township"].home, date(2022, 6, 20))
        close.callback(town.open().close)
        town.shoot = _raised(shooter, town)
        slot.plug()
        _round(town, slot, sticks)
        village = Seat(Hands(), sticks[0][0].home, date(2022, 6, 20))
        close.callback(village.open().close)
        village.shoot = _raised(shooter, village)
        _trouble(village, slot, sticks[0][1])


def _three_villages(stick: Any) -> list[tuple[Any, Path]]:
    """(desk, its stick with a report) of those that come; the last of the three does not."""
    town = stick.found_township()
    found = []
    for code, name in (("07", "大湾村"), ("08", "山口村"), ("09", "下河沿村")):
        desk = stick.found_village(code, name)
        stick.join(town, desk, code)
        desk.today = "2022-04-06"
        desk.register(f"{name}二组的水渠被山水冲垮了三十米，浇不上地。")
        desk.done("hearing", "close", desk.hearing("2022-04-05"))
        found.append((desk, stick.root / f"{name}的U盘"))
    for desk, folder in found[:2]:
        folder.mkdir()
        desk.today = "2022-06-20"
        desk.done("package", "make", "--to", str(folder))
    return found


def _round(town: Any, slot: Any, sticks: list[tuple[Any, Path]]) -> None:
    from longshan_desk.ui.exchange.round_dialog import RoundDialog

    page = town.go()
    town.shoot("round-before")
    town.press(page.villages.round_button)
    (dialog,) = town.window.findChildren(RoundDialog)
    town.settle()
    town.shoot("round-no-stick")
    for at, (_, folder) in enumerate(sticks[:2]):
        slot.plug(folder)
        dialog.stick.look()
        town.settle()
        town.shoot(f"round-{at}-seen")
        town.press(dialog.go_button)
        town.settle()
        town.shoot(f"round-{at}-done")
    town.press(dialog.slips_button)
    town.settle()
    town.shoot("round-slips")
    _close_topmost()
    dialog.accept()
    town.go()
    town.shoot("round-after")


def _trouble(village: Any, slot: Any, folder: Path) -> None:
    """A stick that takes nothing, and what the page says before and after another try."""
    from longshan_desk.exchange import stick as stick_files

    slot.plug(folder)
    village.take("trouble-returned")
    village.press(village.page.take.receipt_button)
    village.settle()
    village.shoot("trouble-receipt")
    _close_topmost()
    whole = stick_files._copy

    def fail(*_: Any) -> str:
        raise OSError(errno.EROFS, "write-protected")

    stick_files._copy = fail
    village.give("trouble-refused")
    stick_files._copy = whole
    village.give("trouble-over")
    village.press(village.page.give.slip_button)
    village.settle()
    village.shoot("trouble-slip")
    _close_topmost()


def _close_topmost() -> None:
    from PySide6.QtWidgets import QApplication, QDialog

    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible() and widget.isActiveWindow():
            widget.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", choices=sorted(SIZES))
    parser.add_argument("--stick", type=Path)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.stick:
        os.environ[_STICK] = str(asked.stick.resolve())
    sizes = [SIZES[asked.only]] if asked.only else list(SIZES.values())
    out = asked.out.resolve()
    return max(take(target, out, size) for size in sizes for target in TARGETS)


if __name__ == "__main__":
    sys.exit(main())
