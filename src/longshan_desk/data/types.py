"""Column types: what Python sees, and the text or integer that stands in the file."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from longshan_desk.domain.labels import Labelled


def canonical_json(value: object) -> str:
    """Keys sorted, no spaces, integers only: the same value is always the same text."""
    return _encoder.encode(value)


_encoder = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
)  # made once: ``json.dumps`` would make one for every value


class Code(TypeDecorator[Any]):
    """A ``Labelled`` member, stored by its code."""

    impl = String
    cache_ok = True

    def __init__(self, labels: type[Labelled]) -> None:
        super().__init__()
        self.labels = labels

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(self.labels(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.labels(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value as canonical text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
