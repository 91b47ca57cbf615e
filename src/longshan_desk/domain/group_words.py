"""A 村民小组 as it is spoken of: 二组, 二组（马家湾）."""

from __future__ import annotations

from longshan_desk.domain.calendar import numeral


def group_label(number: int, name: str | None = None) -> str:
    words = f"{numeral(number)}组" if number else "未分组"
    return f"{words}（{name}）" if name else words
