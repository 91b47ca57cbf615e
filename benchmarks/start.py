"""Cold start with five years of the demonstration village, against a bare QMainWindow."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measuring import Result, medians_of


def measure(home: Path) -> list[Result]:
    bare, ours = medians_of(("benchmarks.bare_window",), ("benchmarks.our_window", str(home)))
    return [
        Result("start: frame painted", ours["painted"], bare["painted"], "ms", 1.5),
        Result("start: 工作台 with its figures", ours["figures"], bare["painted"], "ms", 4),
        Result("start: memory", ours["memory"], bare["memory"], "MB"),
    ]
