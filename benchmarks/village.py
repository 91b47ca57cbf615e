"""Five years of the demonstration village, for what is measured on a desk in use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from longshan_desk.data.backup import daily_backup_if_due
from longshan_desk.demo.fill import fill_home
from longshan_desk.paths import DeskPaths

YEARS = 5


def make_village(home: Path) -> Path:
    """The home of a desk with five years of records; today's backup is made already."""
    paths = DeskPaths(home)
    fill_home(paths, years=YEARS, seed=1, today=date.today())
    daily_backup_if_due(paths)
    return home
