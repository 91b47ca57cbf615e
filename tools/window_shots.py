"""Takes pictures of the window as a clerk would see it: 1366 × 768, and 150 % on a larger screen.

    python tools/window_shots.py tests/ui/gallery.py:shots --out /tmp/shots [--only plain|scaled]

Starts an X server (Xvfb) and a window manager (openbox) of its own for each size. The callable is
given a ``Shooter``; every ``shooter.shoot("name")`` writes ``name-1366.png`` or ``name-150.png``.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Size:
    name: str
    screen: str
    scale: str


SIZES = {"plain": Size("1366", "1366x768x24", "1"), "scaled": Size("150", "2048x1152x24", "1.5")}


class Shooter:
    """Handed to the callable that shows things."""

    def __init__(self, app: Any, out: Path, suffix: str) -> None:
        self.app = app
        self._out = out
        self._suffix = suffix

    def settle(self, milliseconds: int = 250) -> None:
        """Let the window paint, and timers of that length run out."""
        from PySide6.QtTest import QTest

        QTest.qWait(milliseconds)

    def shoot(self, name: str) -> Path:
        """The whole screen, with popups and whatever lies over the window."""
        self.settle()
        path = self._out / f"{name}-{self._suffix}.png"
        self.app.primaryScreen().grabWindow(0).save(str(path))
        print(path)
        return path


def run_here(target: str, out: Path, suffix: str) -> None:
    """Make the application and call the target; in a process of its own per size."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    from PySide6.QtWidgets import QApplication

    from longshan_desk.ui import theme

    app = QApplication([])
    theme.apply(app)
    _load(target)(Shooter(app, out, suffix))


def _load(target: str) -> Callable[[Shooter], object]:
    path, _, name = target.partition(":")
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None and spec.loader is not None, f"no module at {path}"
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    called: Callable[[Shooter], object] = getattr(module, name or "shots")
    return called


@contextlib.contextmanager
def screen(size: str) -> Iterator[str]:
    """An X server with a window manager; yields its DISPLAY."""
    for program in ("Xvfb", "openbox"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is not installed (apt-get install xvfb openbox)")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        display = ":" + answer.readline().strip()
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL
    )
    try:
        yield display
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


def take(target: str, out: Path, size: Size) -> int:
    with screen(size.screen) as display:
        env = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": size.scale,
        }
        command = [sys.executable, __file__, target, "--out", str(out), "--here", size.name]
        return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", help="file.py:callable")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", choices=sorted(SIZES))
    parser.add_argument("--here", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.here:
        run_here(asked.target, asked.out, asked.here)
        return 0
    sizes = [SIZES[asked.only]] if asked.only else list(SIZES.values())
    return max(take(asked.target, asked.out, size) for size in sizes)


if __name__ == "__main__":
    sys.exit(main())
