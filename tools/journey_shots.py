"""Lives the journey of a month in the real window, with a picture of every step.

    python tools/journey_shots.py --out /tmp/journey [--only plain|scaled]

On an X server and a window manager of its own; what is done stands in
``tests/journeys/test_month_in_the_window.py``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from window_shots import SIZES, Shooter, take

TARGET = "tools/journey_shots.py:month"


def month(shooter: Shooter) -> None:
    """Called in the process that has the window."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "journeys"))
    from test_month_in_the_window import Hands, Month, live

    with tempfile.TemporaryDirectory() as folder:
        clerk = Month(Hands(), Path(folder) / "home", shooter.shoot)
        try:
            live(clerk)
        finally:
            clerk.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", choices=sorted(SIZES))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    sizes = [SIZES[asked.only]] if asked.only else list(SIZES.values())
    return max(take(TARGET, asked.out.resolve(), size) for size in sizes)


if __name__ == "__main__":
    sys.exit(main())
