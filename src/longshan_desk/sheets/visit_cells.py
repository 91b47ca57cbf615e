"""How the cells of a sheet of visits are understood, field by field (R8–R10)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from longshan_desk.domain.dates import read_date
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.names import normalise_name, read_name
from longshan_desk.domain.people import read_group
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.body import Reader, text_cell
from longshan_desk.sheets.grid import Cell
from longshan_desk.sheets.matter_cells import FINDINGS, Signs, coded

_WAYS: Signs[VisitWay] = (
    ("入户", VisitWay.AT_HOME),
    ("上门", VisitWay.AT_HOME),
    ("实地", VisitWay.AT_HOME),
    ("视频", VisitWay.VIDEO),
    ("电话", VisitWay.TELEPHONE),
    ("代", VisitWay.THROUGH_OTHERS),
    ("转告", VisitWay.THROUGH_OTHERS),
)
_YES = frozenset("是 有 √ ✓ ✔ ☑ 对 1 无变化 没有变化 内部".split())
_NO = frozenset("否 × ✗ 0 有变化".split())
_BETWEEN = re.compile(r"[、，,;；/\n]+")
_SPACES = re.compile(r"\s+")


def cell_readers(group_names: Mapping[str, int]) -> dict[str, Reader]:
    """For each field of a sheet of visits, what understands its cells; ``group_names`` tells the
    numbers of groups that go by a name alone."""

    def group(raw: Cell, _: str) -> int | None:
        found = read_group(raw, names=group_names)
        return found.number if found else None

    return {
        "group": group,
        "head": lambda raw, _: normalise_name(text) if (text := text_cell(raw)) else None,
        "code": text_cell,
        "on": _day,
        "way": coded(VisitWay, _WAYS),
        "visitors": _names,
        "met": _names,
        "text": text_cell,
        "is_unchanged": _is_ticked,
        "topics": _words,
        "finding": coded(FindingKind, FINDINGS),
        "promise": text_cell,
        "promise_due": _day,
        "promise_by": lambda raw, _: read_name(text) if (text := text_cell(raw)) else None,
        "place": text_cell,
        "is_internal": _is_ticked,
        "entry_id": text_cell,
        "household_id": text_cell,
    }


def way_of_words(text: str) -> VisitWay | None:
    """The way that a title or a sheet's name speaks of: 入户走访记录."""
    return next((way for sign, way in _WAYS[:5] if sign in text), None)


def _day(raw: Cell, _: str) -> object:
    return read_date(raw, serial=True)


def _words(raw: Cell, _: str) -> tuple[str, ...] | None:
    text = text_cell(raw)
    return tuple(filter(None, map(str.strip, _BETWEEN.split(text)))) or None if text else None


def _names(raw: Cell, _: str) -> tuple[str, ...] | None:
    """王会计、孙立; spaces part names too where none of the parts is a single character."""
    found: list[str] = []
    for word in _words(raw, "") or ():
        parts = _SPACES.split(word)
        found += parts if all(len(part) > 1 for part in parts) else [word]
    return tuple(dict.fromkeys(map(read_name, found))) or None


def _is_ticked(raw: Cell, _: str) -> bool | None:
    text = text_cell(raw)
    if text is None:
        return None
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadValueError(f"看不出“{text[:20]}”是还是不是。", hint="请写“是”，或者留空。")
