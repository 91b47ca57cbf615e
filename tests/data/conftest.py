"""A desk of one's own, and its file as another program sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths


@pytest.fixture
def paths(tmp_path: Path) -> DeskPaths:
    return DeskPaths(tmp_path / "home")


@pytest.fixture
def store(paths: DeskPaths) -> Iterator[Store]:
    with Store.create(paths) as store:
        yield store
