"""Medians, ratios and memory, printed as one table."""

from __future__ import annotations

import atexit
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5


@dataclass(frozen=True)
class Result:
    """One figure of ours beside its yardstick; ``goal`` is the highest ratio aimed at."""

    name: str
    ours: float
    yardstick: float
    unit: str
    goal: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.yardstick if self.yardstick else float("inf")

    def line(self) -> str:
        verdict = ""
        if self.goal is not None:
            verdict = f"goal <= {self.goal:g}  {'met' if self.ratio <= self.goal else 'MISSED'}"
        values = f"{self.ours:10.1f} {self.yardstick:10.1f} {self.unit:<3}"
        return f"{self.name:<44} {values} {self.ratio:7.2f} x  {verdict}"


def median_ms(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median of several runs in milliseconds, after one that does not count."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def medians_in_turns(
    ours: Callable[[], object], yardstick: Callable[[], object], runs: int = 11
) -> tuple[float, float]:
    """The medians of two short works in milliseconds, run in turns: whatever else the machine does
    meets both alike."""
    ours()
    yardstick()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for work, kept in zip((ours, yardstick), times, strict=True):
            start = time.perf_counter()
            work()
            kept.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def in_child(module: str, *arguments: str) -> dict[str, float]:
    """Run ``python -m module`` and read the ``name=value`` lines it prints.

    The child is told when it was started, so that it can count from there. It finds everything
    compiled, ours and the libraries', as an installed program does: in a folder of the run's own.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "PYTHONPYCACHEPREFIX": _bytecode(),
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        "BENCHMARK_STARTED": repr(time.monotonic()),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=900,
    )
    pairs = (line.split("=") for line in done.stdout.splitlines() if "=" in line)
    return {name: float(value) for name, value in pairs}


def run_elsewhere(home: Path, packages: Sequence[str], *command: str) -> dict[str, float] | None:
    """Run a script with these packages in an environment of its own, made in ``home`` and thrown
    away with it; its ``name=value`` lines, or nothing where they cannot be installed."""
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "--quiet", *packages]
        subprocess.run(install, check=True, capture_output=True, timeout=300)
    except (subprocess.SubprocessError, OSError):
        return None
    done = subprocess.run([str(python), *command], check=True, capture_output=True, text=True)
    pairs = (line.split("=") for line in done.stdout.splitlines() if "=" in line)
    return {name: float(value) for name, value in pairs}


@cache
def _bytecode() -> str:
    folder = tempfile.mkdtemp(prefix="benchmark-bytecode-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def medians_of(*children: Sequence[str], runs: int = 7) -> list[dict[str, float]]:
    """The median of every figure that each child prints: ``(module, argument, …)`` each.

    They run in turns, so that whatever else the machine does meets all of them alike.
    """
    for child in children:
        in_child(*child)
    rounds = [[in_child(*child) for child in children] for _ in range(runs)]
    return [
        {name: statistics.median(run[name] for run in runs_of_one) for name in runs_of_one[0]}
        for runs_of_one in zip(*rounds, strict=True)
    ]
