"""不计入应到 as a roll's row says it: taken only with its approval (R14)."""

from __future__ import annotations

from datetime import date

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import counting_on
from longshan_desk.domain.seats import NewExclusion
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.sheets.known_seats import KnownSeat
from longshan_desk.sheets.read_roll import RollRow
from longshan_desk.sheets.roll_columns import ROLLS


class RefusedError(Exception):
    """Why a row cannot be taken, and in which column that stands."""

    def __init__(self, column: str, value: str, error: AppError) -> None:
        self.column, self.value, self.error = column, value, error


def planned_exclusion(row: RollRow, today: date) -> NewExclusion | None:
    """What the row says, checked; raises RefusedError, since without an approval the member
    counts and the sheet must not seem to say otherwise."""
    reason = row.values.get("reason")
    if reason is None:
        return None
    approved_by, approved_on = row.values.get("approved_by"), row.values.get("approved_on")
    if approved_by is None or approved_on is None:
        heading = ROLLS.heading_of("approved_on" if approved_by else "approved_by")
        raise RefusedError(
            heading,
            "",
            BadValueError(
                f"写了不计入应到的原因，没有写{heading}。",
                hint="不计入应到要报上级党组织同意，请补上；没有报批的，请删去原因。",
            ),
        )
    new = NewExclusion(
        reason,
        approved_by,
        approved_on,
        row.values.get("voted_on"),
        row.values.get("away_from"),
        row.values.get("away_until"),
    )
    column = ROLLS.heading_of("reason")
    if row.body is not Body.PARTY_MEMBERS or row.values.get("is_probationary"):
        error = BadValueError(
            "只有党员大会的正式党员可以登记不计入应到。", hint="请删去这一行的原因。"
        )
        raise RefusedError(column, reason.label, error)
    try:
        return new.checked(counting_on(approved_on), today)
    except AppError as no:
        raise RefusedError(column, reason.label, no) from None


def is_known(new: NewExclusion, seat: KnownSeat) -> bool:
    """Whether it stands there already. Raises RefusedError for one that another overlaps."""
    for one in seat.exclusions:
        if (one.reason, one.approved_on) == (new.reason, new.approved_on):
            return True
        if one.period.overlaps(new.period):
            error = BadValueError(
                f"已登记不计入应到：{one.words}。", hint="情形变了的，请先在名单里结束原来的一条。"
            )
            raise RefusedError(ROLLS.heading_of("reason"), new.reason.label, error)
    return False
