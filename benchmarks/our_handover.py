"""One hand-over in a process of its own: a package made onto a folder, or received from it, with
the time and the highest memory it took."""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter


def main(what: str, home: str, folder: str, place: str = "township") -> None:
    from benchmarks.inside import peak_mb
    from longshan_desk.actions import packages
    from longshan_desk.data.store import Store
    from longshan_desk.paths import DeskPaths

    with Store(DeskPaths(Path(home))) as store:
        start = perf_counter()
        if what == "make":
            packages.hand_over(store, Path(folder), place=place)
        else:
            told = packages.take(store, Path(folder))
            assert all(one.is_applied for one in told), told
        spent = (perf_counter() - start) * 1000
    print(f"time={spent}")
    print(f"memory={peak_mb()}")


if __name__ == "__main__":
    main(*sys.argv[1:])
