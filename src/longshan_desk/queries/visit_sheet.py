"""What stands on the visit sheet of a month: the round in its order, names and phrases (R10)."""

from __future__ import annotations

from datetime import date

from longshan_desk.data.records import office
from longshan_desk.data.roster import roster_on
from longshan_desk.data.store import Store
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.group_words import group_label
from longshan_desk.queries.diary import phrases
from longshan_desk.queries.visit_rounds import RoundRow, visiting_round
from longshan_desk.sheets.visit_sheet import HomeToVisit, SheetToFill

_PHRASES = 30


def visit_sheet(
    store: Store,
    month: Month,
    *,
    group: int | None = None,
    visitor: str | None = None,
    on: date | None = None,
) -> SheetToFill:
    """R10, R11: one row a household in the order in which the batch screen lists them."""
    day = on or store.today()
    round_ = visiting_round(store, month, group=group, on=day)
    with store.read() as session:
        village = office(session).name
        roster = roster_on(session, min(day, round_.period.until_on or day))
    part = f"（{group_label(group)}）" if group is not None else ""
    return SheetToFill(
        title=f"{village}{month.label}走访表{part}",
        period=round_.period,
        homes=tuple(map(_home, round_.rows)),
        visitor=visitor or "",
        visitors=tuple(dict.fromkeys(one.name for one in roster)),
        phrases=tuple(phrases(store, visitor=visitor, limit=_PHRASES)),
    )


def _home(row: RoundRow) -> HomeToVisit:
    said = (
        (row.is_visited, "本月已走访"),
        (row.is_reached and not row.is_visited, "本月已联系"),
        (row.is_away, "外出"),
        (row.is_special_due, "特殊群体，该去了"),
        (row.is_special and not row.is_special_due, "特殊群体"),
    )
    mark = "，".join(words for holds, words in said if holds)
    home = row.household
    return HomeToVisit(home.id, home.group_no, home.head, mark, row.last_seen)
