"""Run all benchmarks and print every figure beside its yardstick."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.measuring import Result

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # of a screen that is none


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        os.environ["LONGSHAN_STATE_DIR"] = str(scratch / "state")
        from benchmarks import (
            crowd,
            handing_over,
            importing,
            previewing,
            receiving,
            searching,
            start,
            tables,
            village,
            visiting,
            writing,
        )

        print(f"{'':<44} {'ours':>10} {'yardstick':>10}     {'ratio':>9}", flush=True)
        home = village.make_village(scratch / "village")
        show(start.measure(home))
        show(previewing.measure(home))
        show(writing.measure(scratch))
        people = crowd.make_crowd(scratch / "crowd")
        show(tables.measure(people, scratch))
        show(searching.measure(people))
        show(importing.measure(scratch))
        show(visiting.measure(scratch / "visiting"))
        show(receiving.measure(scratch))
        show(handing_over.measure(scratch / "handing over"))


def show(results: list[Result]) -> None:
    for result in results:
        print(result.line(), flush=True)


if __name__ == "__main__":
    main()
