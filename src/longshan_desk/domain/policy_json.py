"""The policy's fields as JSON: canonical text out, and in with every refusal in Chinese."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NoReturn

from longshan_desk.domain.calendar import read_iso_date
from longshan_desk.domain.labels import DayCount
from longshan_desk.domain.policy_fields import Kind, PolicyField, shown
from longshan_desk.domain.special_groups import AppliesTo, SpecialGroup
from longshan_desk.domain.visit_topics import VisitTopic
from longshan_desk.errors import BadValueError


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces, the same text for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse_object(text: str, where: str) -> dict[str, object]:
    """A JSON object of whole numbers and unique keys; raises BadValueError naming ``where``."""
    try:
        data = json.loads(
            text, parse_float=_no_fraction, parse_constant=_no_fraction, object_pairs_hook=_unique
        )
        # A lone surrogate passes the parser but can be written to no file.
        canonical(data).encode()
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise BadValueError(
            f"{where}的内容无法读取。", hint="文件可能损坏，请重新取得。", where=where
        )
    return data


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(text)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def unknown_part(data: Mapping[str, object], known: Iterable[str]) -> str:
    """What ``data`` holds beyond the ``known`` keys, as canonical JSON to pass on."""
    rest = data.keys() - set(known)
    return canonical({key: data[key] for key in rest})


def _read_list(this: PolicyField, data: object) -> list[object]:
    return data if isinstance(data, list) else this.refuse("应当是一张表", data)


def _read_day(this: PolicyField, data: object) -> date:
    return read_iso_date(data if isinstance(data, str) else shown(data), this.label)


def _read_date(this: PolicyField, data: object) -> object:
    return None if data is None else _read_day(this, data)


def _read_dates(this: PolicyField, data: object) -> object:
    return tuple(_read_day(this, day) for day in _read_list(this, data))


def _read_day_count(this: PolicyField, data: object) -> object:
    return next((count for count in DayCount if count.value == data), data)


def _read_groups(this: PolicyField, data: object) -> object:
    return tuple(_read_group(this, entry) for entry in _read_list(this, data))


_ENTRY_KEYS = ("code", "label")
_GROUP_KEYS = (*_ENTRY_KEYS, "applies_to", "age_from", "age_until", "aliases")


def _read_group(this: PolicyField, data: object) -> SpecialGroup:
    entry = _entry(this, data)
    aliases = _read_list(this, entry.get("aliases", []))
    return SpecialGroup(
        code=_text(this, entry.get("code")),
        label=_text(this, entry.get("label")),
        applies_to=AppliesTo.read(_text(this, entry.get("applies_to", "person")), this.label),
        age_from=_age(this, entry.get("age_from")),
        age_until=_age(this, entry.get("age_until")),
        aliases=tuple(_text(this, alias) for alias in aliases),
        unknown=unknown_part(entry, _GROUP_KEYS),
    )


def _read_topics(this: PolicyField, data: object) -> object:
    return tuple(
        VisitTopic(
            code=_text(this, entry.get("code")),
            label=_text(this, entry.get("label")),
            unknown=unknown_part(entry, _ENTRY_KEYS),
        )
        for entry in (_entry(this, row) for row in _read_list(this, data))
    )


def _entry(this: PolicyField, data: object) -> dict[str, object]:
    return data if isinstance(data, dict) else this.refuse("的每一行应当有代码和名称", data)


def _text(this: PolicyField, data: object) -> str:
    return data if isinstance(data, str) else this.refuse("的每一行应当写文字", data)


def _age(this: PolicyField, data: object) -> int | None:
    if data is None or type(data) is int:
        return data
    this.refuse("的年龄应当是整数", data)


def _write_group(group: SpecialGroup) -> object:
    known = {key: getattr(group, key) for key in _GROUP_KEYS}
    return {
        **json.loads(group.unknown),
        **known,
        "applies_to": group.applies_to.value,
        "aliases": list(group.aliases),
    }


def _write_topic(topic: VisitTopic) -> object:
    return {**json.loads(topic.unknown), "code": topic.code, "label": topic.label}


_READERS: Mapping[Kind, Callable[[PolicyField, object], object]] = {
    Kind.DAY_COUNT: _read_day_count,
    Kind.DATE: _read_date,
    Kind.DATES: _read_dates,
    Kind.GROUPS: _read_groups,
    Kind.TOPICS: _read_topics,
}
_WRITERS: Mapping[Kind, Callable[[Any], object]] = {
    Kind.DAY_COUNT: lambda value: value.value,
    Kind.DATE: lambda value: value and value.isoformat(),
    Kind.DATES: lambda value: [day.isoformat() for day in value],
    Kind.GROUPS: lambda value: [_write_group(group) for group in value],
    Kind.TOPICS: lambda value: [_write_topic(topic) for topic in value],
}


def read_value(this: PolicyField, data: object) -> object:
    """The value that ``data`` stands for; limits are the policy's check. Raises BadValueError."""
    reader = _READERS.get(this.kind)
    return reader(this, data) if reader else data


def write_value(this: PolicyField, value: object) -> object:
    """The value as JSON data, which ``read_value`` reads back."""
    writer = _WRITERS.get(this.kind)
    return writer(value) if writer else value
