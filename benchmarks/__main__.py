"""Run all benchmarks and print every figure beside its yardstick."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        os.environ["LONGSHAN_STATE_DIR"] = str(scratch / "state")
        results = []
        from benchmarks import crowd, importing, searching, start, tables, village

        print(f"{'':<44} {'ours':>10} {'yardstick':>10}     {'ratio':>9}", flush=True)
        home = village.make_village(scratch / "village")
        results += start.measure(home)
        people = crowd.make_crowd(scratch / "crowd")
        results += tables.measure(people, scratch)
        results += searching.measure(people)
        results += importing.measure(scratch)
        for result in results:
            print(result.line(), flush=True)


if __name__ == "__main__":
    main()
