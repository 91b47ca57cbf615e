"""Record ids: 32 random hex characters, made here and never by the database."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def _random_hex(size: int) -> str:
    return secrets.token_hex(size)


_source: Callable[[int], str] = _random_hex


def new_id() -> str:
    """A new record id."""
    return _source(16)


def new_hex(size: int) -> str:
    """``size`` random bytes as hex, for devices, partitions and users."""
    return _source(size)


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Ids that come from ``seed``: the same demonstration village has the same ids."""
    global _source
    generator = random.Random(seed)
    before, _source = _source, lambda size: generator.randbytes(size).hex()
    try:
        yield
    finally:
        _source = before
