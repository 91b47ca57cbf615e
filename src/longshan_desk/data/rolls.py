"""Who sits in a body on a day: from its roll, the roster, or the register of households (R14)."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from longshan_desk.data.roster import roster_on
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.rolls import Roll, RollMember

__all__ = ["Roll", "RollMember", "roll_on"]


def roll_on(session: Session, body: Body, day: date) -> Roll:
    """R14: the body's members on ``day`` and how many of them are 应到."""
    members = tuple(
        RollMember(one.person_id, one.name, sex=one.sex)
        for one in roster_on(session, day)
        if one.holds(*body.offices)
    )
    return Roll(body, day, len(members) or None, members)
