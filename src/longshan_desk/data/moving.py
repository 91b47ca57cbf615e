"""A data folder that lies elsewhere on this PC than before: moved, it goes on as the same desk with
its keys; copied, it becomes another one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from longshan_desk.data.identity import home_tag, marker_path, read_marker, read_markers
from longshan_desk.data.store import Store
from longshan_desk.errors import AppError
from longshan_desk.paths import DeskPaths, state_dir


@dataclass(frozen=True)
class FormerHome:
    """Where this desk lay, by its marker."""

    tag: str
    folder: Path


def former_home(paths: DeskPaths) -> FormerHome | None:
    """Where this folder's desk lay on this PC, if it lies there no more.

    ``None`` for a desk that is known here, came from another PC, or still lies in its former
    folder too: that is a copy.
    """
    if read_marker(paths) is not None or not paths.database.exists():
        return None
    try:
        with Store(paths, writer=False) as store:
            dev = store.device
    except AppError:
        return None  # opening it says what is the matter
    for tag, marker in read_markers().items():
        folder = Path(marker.home)
        if marker.dev == dev and marker.home and not DeskPaths(folder).database.exists():
            return FormerHome(tag, folder)
    return None


def take_along(paths: DeskPaths, former: FormerHome) -> None:
    """What this PC keeps for the desk outside its folder goes with it: keys first, marker last, so
    that one that is broken off is asked about again."""
    tag = home_tag(paths)
    marker = marker_path(paths).with_name(marker_path(paths).name.replace(tag, former.tag))
    for file in sorted(state_dir().glob(f"*{former.tag}*"), key=lambda one: one == marker):
        file.replace(file.with_name(file.name.replace(former.tag, tag)))
