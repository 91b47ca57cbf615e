"""Loading what the screens stand on, without Qt looking into it."""

from __future__ import annotations

import builtins
import importlib
from collections.abc import Iterator
from contextlib import contextmanager


def load_queries() -> None:
    """Load the database's library and what the first page asks: half of the whole start."""
    with _unwatched():
        importlib.import_module("longshan_desk.queries.home")
        importlib.import_module("longshan_desk.queries.stalls")


@contextmanager
def _unwatched() -> Iterator[None]:
    """PySide6 hooks itself into ``import`` and reads the source of every module, to see whether
    it asks for Qt's other spellings: a fifth of the time that SQLAlchemy takes to load."""
    hooked = builtins.__import__
    builtins.__import__ = importlib.__import__
    try:
        yield
    finally:
        builtins.__import__ = hooked
