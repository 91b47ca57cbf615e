"""A desk that tests work at by commands, in this process: what goes out is one JSON object."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commands import Commands


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home just founded, for tests to copy: making one takes longer than most tests."""
    home = tmp_path_factory.mktemp("founded") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSHAN_STATE_DIR", str(home.parent / "state"))
        desk = Commands(home, today="2022-01-01")
        init = ("init", "--role", "village", "--code", "07", "--name", "大湾村")
        desk.done(*init, "--hearing-day", "每月5日")
    return home


@pytest.fixture
def bare(tmp_path: Path) -> Commands:
    """Commands for a folder in which there is no desk yet."""
    return Commands(tmp_path / "home")


@pytest.fixture
def cli(bare: Commands, founded: Path) -> Commands:
    """Commands for the desk of 大湾村, on 2022-04-05."""
    shutil.copytree(founded, bare.home)
    return bare
