"""What a measured process says of itself; it imports next to nothing, for that would count too."""

from __future__ import annotations

import os
import time


def since_start() -> float:
    """Milliseconds since the parent started this process."""
    return (time.monotonic() - float(os.environ["BENCHMARK_STARTED"])) * 1000


def peak_mb() -> float:
    """The highest resident size of this process so far.

    What ``getrusage`` tells is no use: a child begins with the size its parent had.
    """
    with open("/proc/self/status", encoding="ascii") as status:
        kilobytes = next(line.split()[1] for line in status if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024
