"""A small demonstration village for tests that only look at one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from longshan_desk.data.identity import home_tag, marker_path
from longshan_desk.data.store import Store
from longshan_desk.demo import DemoCounts, Size, fill_home
from longshan_desk.demo.fill import Step
from longshan_desk.paths import DeskPaths

TODAY = date(2026, 4, 12)
SMALL = Size(households=60, persons=225)


@dataclass(frozen=True)
class DemoVillage:
    """The filled home, and what the filling said it made."""

    paths: DeskPaths
    counts: DemoCounts
    today: date = TODAY

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """The village's store, for reading."""
        with Store(self.paths, writer=False, today=lambda: self.today) as store:
            yield store

    def copied(self, folder: Path) -> DeskPaths:
        """The same home in another folder, to be worked on; ``LONGSHAN_STATE_DIR`` is set."""
        shutil.copytree(self.paths.home, folder)
        copy = DeskPaths(folder)
        # The same PC, so that its log goes on under the same number.
        kept = self.paths.home.parent / "state" / f"install-{home_tag(self.paths)}.json"
        marker_path(copy).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(kept, marker_path(copy))
        return copy


def fill(
    folder: Path,
    *,
    years: int = 1,
    seed: int = 1,
    today: date = TODAY,
    step: Step | None = None,
) -> DemoVillage:
    """Make one in a folder of its own, with a state folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSHAN_STATE_DIR", str(folder / "state"))
        paths = DeskPaths(folder / "home")
        counts = fill_home(paths, years=years, seed=seed, today=today, size=SMALL, step=step)
    return DemoVillage(paths, counts, today)
