"""JSON as packages write it, and as strictly as they are read: one text for one value."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from longshan_desk.data.types import canonical_json
from longshan_desk.exchange import limits


def written(value: object) -> bytes:
    """Keys sorted, no spaces, UTF-8."""
    return canonical_json(value).encode("utf-8")


def read(data: bytes) -> Any:
    """The value; raises ``ValueError`` for whatever ``written`` would not write."""
    try:
        text = data.decode("utf-8")
        value = _decoder.decode(text)
        # Only an escape can say half a character or NUL, and only brackets nest.
        if "\\u" in text or text.count("[") + text.count("{") > limits.DEPTH:
            _check(value, 0)
    except (RecursionError, UnicodeError) as error:
        raise ValueError("not canonical") from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _no_float(text: str) -> NoReturn:
    raise ValueError(f"not an integer: {text[:20]}")


def _integer(text: str) -> int:
    if len(text) > limits.INTEGER_DIGITS + 1:
        raise ValueError("too many digits")
    return int(text)


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_no_float, parse_constant=_no_float, parse_int=_integer
)  # made once: ``json.loads`` would make one for every line


def _check(value: Any, depth: int) -> None:
    """No deeper than anybody writes, and no half characters or NUL in any text."""
    if depth > limits.DEPTH:
        raise ValueError("too deep")
    if isinstance(value, str):
        value.encode("utf-8")
        if "\0" in value:
            raise ValueError("NUL")
    elif isinstance(value, list):
        for one in value:
            _check(one, depth + 1)
    elif isinstance(value, dict):
        for key, one in value.items():
            _check(key, depth + 1)
            _check(one, depth + 1)
