"""How commands tell a body's roll: as an object for programs and as lines for people (R14)."""

from __future__ import annotations

from typing import Any

from longshan_desk.cli.tables import table
from longshan_desk.domain.rolls import Roll


def roll_shape(found: Roll) -> dict[str, Any]:
    """A roll as the commands answer it."""
    return {
        "body": found.body,
        "title": found.title,
        "on": found.day,
        "expected": found.expected,
        "sum": found.words,
        "members": [
            {
                "id": one.entry_id,
                "person": one.person_id,
                "name": one.name,
                "counted": one.counted,
                "why_not": one.why_not or None,
                "sex": one.sex,
                "probationary": one.probationary,
                "office": one.office or None,
                "group": one.group_no,
                "from": one.from_on,
                "until": one.until_on,
                "households": [home.household_id for home in one.stands_for],
                "exclusion": one.exclusion.id if one.exclusion else None,
            }
            for one in found.members
        ],
        "findings": [{"code": one.code, "text": one.text} for one in found.findings],
    }


def roll_text(found: Roll) -> str:
    lines = [
        (
            one.name,
            one.sex.label if one.sex else "",
            one.office,
            "计入" if one.counted else "不计",
            one.why_not,
            one.entry_id or "",
        )
        for one in found.members
    ]
    headings = ("姓名", "性别", "职务", "应到", "为什么不计", "id")
    parts = [f"{found.title}：{found.words}。", *(f"提醒：{one.text}" for one in found.findings)]
    return "\n".join([*parts, table(headings, lines, empty="名单上没有人。")])
