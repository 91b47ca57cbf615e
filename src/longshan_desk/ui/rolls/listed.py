"""The columns of a body's list, and a member as the table keeps one (R14)."""

from __future__ import annotations

from dataclasses import dataclass

from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.periods import Period
from longshan_desk.queries.rolls import RollMember
from longshan_desk.ui.widgets.rows import Column


@dataclass(frozen=True)
class SeatRow:
    """A member as the table keeps one; the keys of columns are its attributes."""

    id: str
    member: RollMember

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def sex(self) -> str:
        return self.member.sex.label if self.member.sex else ""

    @property
    def group(self) -> int:
        return self.member.group_no or 0

    @property
    def counted(self) -> str:
        return "计入" if self.member.counted else "不计"


def _term(row: SeatRow) -> str:
    one = row.member
    return Period(one.from_on, one.until_on).words if one.from_on or one.until_on else ""


def _homes(row: SeatRow) -> str:
    heads = [home.head for home in row.member.stands_for]
    return f"{len(heads)} 户：{'、'.join(heads)}" if heads else ""


COLUMNS = (
    Column("name", "姓名", 9),
    Column("sex", "性别", 3),
    Column("group", "组别", 4, text=lambda row: group_label(row.group) if row.group else ""),
    Column("standing", "职务", 9, text=lambda row: row.member.office, sortable=False),
    Column(
        "counted",
        "应到",
        4,
        badge=True,
        tone=lambda row: "accent" if row.member.counted else "soon",
    ),
    Column(
        "why",
        "为什么不计",
        16,
        text=lambda row: row.member.why_not,
        tip=lambda row: row.member.why_not,
        sortable=False,
        stretch=True,
    ),
    Column("homes", "代表的户", 14, text=_homes, tip=_homes, sortable=False, stretch=True),
    Column("term", "起止", 13, text=_term, sortable=False),
)
AT = {column.key: at for at, column in enumerate(COLUMNS)}
