"""Words and rows that several papers share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time

from longshan_desk.documents.model import Align, Cell, Face, Row, Table
from longshan_desk.domain.calendar import chinese_date, weekday_name

BLANK_DAY = "　　　　年　　月　　日"
BLANK = "　　　　　　"
LABEL = 27.0
FORM_WIDTH = 165.0
_TITLE_LINE = 15


def day_words(day: date | None) -> str:
    return chinese_date(day) if day else BLANK_DAY


def short_day(day: date | None) -> str:
    """2022.4.5, for narrow columns."""
    return f"{day.year}.{day.month}.{day.day}" if day else ""


def moment_words(day: date | None, start: time | None, end: time | None = None) -> str:
    """2022年4月5日（星期二）19:30—21:00"""
    if day is None:
        return f"{BLANK_DAY}　　时　　分"
    clock = f"{start:%H:%M}" if start else ""
    if start and end:
        clock += f"—{end:%H:%M}"
    return f"{chinese_date(day)}（{weekday_name(day)}）{clock}"


def label(words: str) -> Cell:
    return Cell(words, align=Align.CENTER, face=Face.HEI)


def pair(name: str, value: str, *, height: float = 10) -> Row:
    """A label and one value over the whole width of a four-column form."""
    return Row((label(name), Cell(value, span=3)), height=height)


def pairs(name: str, value: str, second: str, other: str, *, height: float = 10) -> Row:
    return Row((label(name), Cell(value), label(second), Cell(other)), height=height)


def form(rows: Iterable[Row], width: float = FORM_WIDTH) -> Table:
    half = (width - 2 * LABEL) / 2
    return Table((LABEL, half, LABEL, half), tuple(rows))


def ticks(words: Sequence[str], chosen: str) -> str:
    """☑满意 □基本满意 □不满意"""
    return "　".join(f"{'☑' if word == chosen else '□'}{word}" for word in words)


def sentence(words: str) -> str:
    """Ended by one full stop."""
    plain = words.strip()
    return plain if not plain or plain[-1] in "。！？……；" else f"{plain}。"


def unended(words: str) -> str:
    return words.strip().rstrip("。！？；，,. ")


def listing(names: Iterable[str], nobody: str = "无") -> str:
    return "、".join(names) or nobody


def title_pieces(subject: str) -> list[str]:
    """Where a title may break: after its stops, else every six characters of a long one."""
    if len(subject) <= _TITLE_LINE:
        return [subject]
    found: list[str] = [""]
    for char in subject:
        if len(found[-1]) >= 6 and char not in "，、；：）”":
            found.append("")
        found[-1] += char
        if char in "，、；：":
            found.append("")
    return [piece for piece in found if piece]
