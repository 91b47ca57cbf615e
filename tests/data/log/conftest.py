"""A world of desks that is closed behind each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.log.world import Desk, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "world")
    yield world
    world.close()


@pytest.fixture
def pair(world: World) -> tuple[Desk, Desk]:
    """Two PCs of one village."""
    return world.village(), world.village()
