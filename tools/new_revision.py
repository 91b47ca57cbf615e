"""Write the next schema revision from the difference between the tables and the last revision.

Usage: python tools/new_revision.py 0002 "what it is for" — then read the file, and raise
``KNOWN`` in ``data/revisions.py`` and ``SCHEMA`` in ``data/log/registry.py``.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from longshan_desk.data import revisions
from longshan_desk.data.database import Gate, connect


def main(revision: str, message: str) -> None:
    gate = Gate()
    config = Config()
    config.set_main_option("script_location", str(Path(revisions.__file__).parent / "migrations"))
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(Path(folder) / "empty.sqlite", gate)
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            with gate.opened():
                command.upgrade(config, "head")
                command.revision(config, message=message, rev_id=revision, autogenerate=True)
        engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:3])
