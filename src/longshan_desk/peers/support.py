"""The support bundle of the divergence alarm: ids, hashes and vectors, no record's words (3.11)."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path

from longshan_desk import __version__
from longshan_desk.data.log.divergence import evidence
from longshan_desk.data.store import Store
from longshan_desk.data.types import canonical_json
from longshan_desk.files import write_atomically
from longshan_desk.peers import history


def write_bundle(store: Store, place: str, number: int, parts: Sequence[str]) -> Path:
    """Write what this desk has of ``parts`` and what package ``number`` of ``place`` said of them.

    Two desks' bundles beside one another name the record that differs. Raises ``DiskFullError``,
    ``MediumError``.
    """
    with store.read(every_part=True) as session:
        connection = session.connection()
        said = history.said_digests(connection, place, number)
        found = {
            "app": __version__,
            "device": store.device,
            "package": {"place": place, "number": number},
            "parts": [
                {**evidence(connection, part), "said_digest": said.get(part)} for part in parts
            ],
        }
    file = store.paths.logs / f"核对资料-{place}-第{number}包.json.gz"
    write_atomically(file, gzip.compress(canonical_json(found).encode(), mtime=0))
    return file
