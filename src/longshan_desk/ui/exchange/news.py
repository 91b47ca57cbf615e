"""News that touches every screen: a package, or a township, has come into the desk."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.domain.record_words import counted
from longshan_desk.ui.context import Context


class HandedOver:
    """Not an act of the clerk's own, so it names no record."""

    label = "U盘交接"

    def touches(self, *kinds: str) -> bool:
        return True


def tell(context: Context) -> None:
    """Every screen looks again."""
    context.changed.emit(HandedOver())


def counts_words(counts: Sequence[tuple[str, int]], most: int = 8) -> str:
    """事项 12 条、走访 320 条 …"""
    said = "、".join(f"{name} {count} 条" for name, count in counts[:most])
    more = sum(count for _, count in counts[most:])
    return f"{said}，其他 {more} 条" if more else said


def package_words(told: object) -> str:
    """What a received package holds, in the same words."""
    return counts_words(counted(told.counts))  # type: ignore[attr-defined]
