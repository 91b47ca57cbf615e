"""What a test process need not do anew for every test; ``taken`` does it once, or not at all.

Only this process: a command or a desk that a test starts, and kills, knows nothing of it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from longshan_desk.cli import main
from longshan_desk.data import database, passphrase, store
from longshan_desk.data.database import is_empty
from longshan_desk.exchange import spoken_codes
from longshan_desk.paths import DeskPaths

PRAGMAS = database.PRAGMAS
COST_OF_CODES, COST_OF_PASSPHRASES = spoken_codes._N, passphrase._WORK
make_by_migrations = store.make_database
_blank: list[bytes] = []
_engines: list[Engine] = []


@contextmanager
def taken() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "make_database", make_by_copying)
        patch.setattr(database, "create_engine", engine_that_knows_the_statements)
        patch.setattr(main, "parser", cache(main.parser))
        # A thief's patience is not tried here; tests of the true costs take them from this module.
        patch.setattr(spoken_codes, "_N", 2**4)
        patch.setattr(passphrase, "_WORK", 4)
        # Only a power cut could tell whether anybody waited for the disk.
        patch.setattr(os, "fsync", os.fstat)
        patch.setattr(database, "PRAGMAS", (*PRAGMAS, "PRAGMA synchronous=OFF"))
        yield


def make_by_copying(paths: DeskPaths, part: str) -> None:
    """What ``store.make_database`` does, by a copy of what the revisions made once."""
    if not is_empty(paths.database):
        make_by_migrations(paths, part)  # refuses, in its own words
        return
    paths.database.write_bytes(_blank_desk())
    with closing(sqlite3.connect(paths.database)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("UPDATE sync_kv SET v = ? WHERE k = 'part'", (part,))


def _blank_desk() -> bytes:
    if not _blank:
        with TemporaryDirectory() as folder:
            paths = DeskPaths(Path(folder))
            make_by_migrations(paths, "blank")
            _blank.append(paths.database.read_bytes())
    return _blank[0]


def engine_that_knows_the_statements(*args: Any, **named: Any) -> Engine:
    """An engine of its own that takes over what earlier ones compiled: statements, not data."""
    engine = create_engine(*args, **named)
    if _engines:
        engine.dialect = _engines[0].dialect
        engine.pool._dialect = engine.dialect
        engine._compiled_cache = _engines[0]._compiled_cache
    else:
        _engines.append(engine)
    return engine
