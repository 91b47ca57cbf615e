"""Which installation this is: noticing that a database was restored, copied or moved here.

``install.json`` lies outside the database and outside every backup. It is rewritten after
commits, so it may lag but never lead. Source: the package design's promises F29–F31.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from longshan_desk.data.ids import new_hex
from longshan_desk.files import write_atomically
from longshan_desk.paths import DeskPaths, state_dir


@dataclass
class Installation:
    """This PC's marker for one home."""

    install_id: str
    dev: str
    high: dict[str, int] = field(default_factory=dict)
    """Per partition, the highest sequence number this installation has committed."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Per month, the highest matter number ever given here: a restore never gives it again."""
    home: str = ""
    """The folder it belongs to, for people and for noticing that it was moved."""


def home_tag(paths: DeskPaths) -> str:
    """The name under which this PC keeps what belongs to one home."""
    return sha256(str(paths.home.resolve()).encode()).hexdigest()[:16]


def marker_path(paths: DeskPaths) -> Path:
    return state_dir() / f"install-{home_tag(paths)}.json"


def read_marker(paths: DeskPaths) -> Installation | None:
    return _read(marker_path(paths))


def read_markers() -> dict[str, Installation]:
    """Every home's marker on this PC, by its tag."""
    found = {}
    for path in sorted(state_dir().glob("install-*.json")):
        if (marker := _read(path)) is not None:
            found[path.stem.removeprefix("install-")] = marker
    return found


def _read(path: Path) -> Installation | None:
    try:
        return Installation(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_marker(paths: DeskPaths, marker: Installation) -> None:
    marker.home = str(paths.home.resolve())
    words = json.dumps(vars(marker), ensure_ascii=False, sort_keys=True)
    path = marker_path(paths)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, words.encode("utf-8"))


def is_continuation(
    marker: Installation | None, install_id: str, dev: str, stream: dict[str, int]
) -> bool:
    """Whether this database simply goes on here; otherwise it needs a device number of its own.

    ``stream`` is the database's own sequence number per partition.
    """
    if marker is None or marker.install_id != install_id or marker.dev != dev:
        return False
    return all(stream.get(part, 0) >= seq for part, seq in marker.high.items())


def fresh(marker: Installation | None) -> Installation:
    """A new identity on this PC; the numbers given here so far stay given."""
    return Installation(
        install_id=marker.install_id if marker else new_hex(8),
        dev=new_hex(8),
        numbers=dict(marker.numbers) if marker else {},
    )
