"""Shares and money as papers print them."""

from __future__ import annotations


def percent(part: int, whole: int) -> str:
    """One decimal, rounded half up: 72.1%; whole ones without it."""
    if not whole:
        return "—"
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def yuan(fen: int) -> str:
    """125,000.00元: to the fen, for 万元 would round."""
    return f"{fen // 100:,}.{fen % 100:02d}元"
