"""Lives the exchange of a village and a township in two real windows, with a picture of every step.

    python tools/exchange_shots.py --out /tmp/exchange [--only plain|scaled] [--stick /media/stick]

On an X server and a window manager of its own; what is done stands in
``tests/journeys/test_handing_over_in_the_window.py``. ``--stick`` is a stick that is really mounted
(under /media or /mnt, where the program looks for sticks); what lies in its 龙山交接 is deleted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from window_shots import SIZES, Shooter, take

TARGET = "tools/exchange_shots.py:quarter"
_STICK = "LONGSHAN_SHOTS_STICK"
_MONTHS = 3


class _Patch:
    """What a test takes back afterwards; this process ends."""

    def setattr(self, holder: Any, name: str, value: Any) -> None:
        setattr(holder, name, value)


def quarter(shooter: Shooter) -> None:
    """Called in the process that has the windows."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "journeys"))
    from test_handing_over_in_the_window import live
    from test_month_in_the_window import Hands

    from exchange_seats import MountedSlot, Seat, Slot

    def shoot(seat: Seat) -> Callable[[str], object]:
        def picture(name: str) -> None:
            seat.window.raise_()
            seat.window.activateWindow()
            shooter.shoot(name)

        return picture

    with tempfile.TemporaryDirectory() as folder, ExitStack() as close:
        root = Path(folder)
        os.environ["LONGSHAN_STATE_DIR"] = str(root / "state")
        mounted = Path(os.environ[_STICK]) if os.environ.get(_STICK) else None
        slot = MountedSlot(_Patch(), mounted) if mounted else Slot(_Patch())
        live(Hands(), root, slot, close, shoot, months=_MONTHS, stick=mounted)


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
    return max(take(TARGET, asked.out.resolve(), size) for size in sizes)


if __name__ == "__main__":
    sys.exit(main())
