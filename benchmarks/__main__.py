"""Run the benchmarks and print every figure beside its yardstick; those that take long only when
they are asked for: ``--township``, ``--photos``."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.measuring import Result

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")  # of a screen that is none


def main() -> None:
    reader = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    reader.add_argument("--township", action="store_true", help="18 villages with five years each")
    reader.add_argument("--photos", action="store_true", help="a gigabyte of photos in packages")
    asked = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        os.environ["LONGSHAN_STATE_DIR"] = str(scratch / "state")
        from benchmarks import (
            crowd,
            handing_over,
            importing,
            photographed,
            previewing,
            receiving,
            searching,
            start,
            tables,
            village,
            visiting,
            whole_township,
            writing,
        )

        print(f"{'':<44} {'ours':>10} {'yardstick':>10}     {'ratio':>9}", flush=True)
        if asked.photos:
            show(photographed.measure(scratch / "photos"))
        if asked.township:
            home = village.make_village(scratch / "village")
            show(whole_township.measure(scratch / "township", home))
        if asked.photos or asked.township:
            return
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
        show(handing_over.measure(scratch / "handing over", home))


def show(results: list[Result]) -> None:
    for result in results:
        print(result.line(), flush=True)


if __name__ == "__main__":
    main()
