"""A row of batch entry: a household, what is typed of it, what is written of it (R10)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.periods import Period
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries.visit_rounds import Round, RoundRow
from longshan_desk.ui.widgets.dates import read_typed_day
from longshan_desk.ui.widgets.grid_rows import GridRow

UNCHANGED = "无变化"
OPEN, DONE = "open", "done"
TYPED = ("text", "on", "way", "by")
PROMISED = ("promise", "promise_due", "promise_by")
_BETWEEN = re.compile(r"[、，,；;\s]+")
_LONG_AGO = 62


@dataclass(frozen=True)
class Defaults:
    """What holds for every row that does not say otherwise."""

    on: date
    way: VisitWay
    visitors: tuple[str, ...]
    period: Period

    def way_of(self, row: RoundRow) -> VisitWay:
        """Nobody is met at home where nobody is."""
        at_home = self.way is VisitWay.AT_HOME
        return VisitWay.TELEPHONE if row.is_away and at_home else self.way


def grid_row(row: RoundRow, today: date, typed: GridRow | None = None) -> GridRow:
    """The household as a row of the grid; what was ``typed`` and is not written stays."""
    known = {"who": row.household.head, "marks": marks(row, today)}
    if typed is not None and (is_written(typed) or typed.extra.get("again")):
        typed.values |= known
        typed.extra["round"] = row
        return typed
    said = _done(row) if row.is_reached else dict.fromkeys(TYPED, "") | {"kind": OPEN}
    return GridRow({**said, **known}, key=row.household.id, extra={"round": row})


def open_again(row: GridRow) -> None:
    """再记一条: a household that was visited this month is visited once more."""
    row.values |= dict.fromkeys(TYPED, "") | {"kind": OPEN}
    row.extra["again"] = True


def of_household(row: GridRow) -> RoundRow:
    found = row.extra["round"]
    assert isinstance(found, RoundRow)
    return found


def is_open(row: GridRow) -> bool:
    return bool(row.values["kind"] == OPEN)


def is_written(row: GridRow) -> bool:
    """Whether something was typed that is not on record yet."""
    said = (row.values.get("text") or "").strip() or row.extra.get("promise")
    return is_open(row) and bool(said)


def marks(row: RoundRow, today: date) -> str:
    """What to know before writing: away, special groups, how long nobody was there."""
    parts = ["外出"] if row.is_away else []
    if row.is_special_due:
        parts.append("该走访")
    if row.household.special_words:
        parts.append(row.household.special_words)
    if row.last_seen is None:
        parts.append("没走访过")
    elif today - row.last_seen > timedelta(days=_LONG_AGO):
        parts.append(f"上次{row.last_seen.month}月{row.last_seen.day}日")
    return "·".join(parts)


def facts_of(row: GridRow, defaults: Defaults) -> VisitFacts:
    """The entry that a typed row stands for; raises BadValueError for what cannot be read."""
    values, home = row.values, of_household(row)
    text = (values.get("text") or "").strip()
    due = row.extra.get("promise_due")
    return VisitFacts(
        household_id=home.household.id,
        on=_day(values.get("on") or "", defaults),
        way=VisitWay(values.get("way") or defaults.way_of(home)),
        visitors=names_in(values.get("by")) or defaults.visitors,
        text=None if text == UNCHANGED else text or None,
        is_unchanged=text == UNCHANGED,
        promise=row.extra.get("promise"),
        promise_due=date.fromisoformat(due) if due else None,
        promise_by=row.extra.get("promise_by"),
    )


def readable(
    rows: Sequence[GridRow], defaults: Defaults
) -> tuple[list[GridRow], list[VisitFacts], list[tuple[GridRow, AppError]]]:
    """The rows that can be read with what they stand for, and the others with the reason."""
    read: list[GridRow] = []
    facts: list[VisitFacts] = []
    troubles: list[tuple[GridRow, AppError]] = []
    for row in rows:
        try:
            facts.append(facts_of(row, defaults))
        except AppError as error:
            troubles.append((row, error))
        else:
            read.append(row)
    return read, facts, troubles


def trouble_words(troubles: Sequence[tuple[GridRow, AppError]]) -> str:
    """Why the first of them was not saved, and how many others were not."""
    row, error = troubles[0]
    more = f"（还有 {len(troubles) - 1} 户也没有保存）" if len(troubles) > 1 else ""
    return f"{row.values['who']}户没有保存：{error.message}{error.hint}{more}"


def pin(row: GridRow, defaults: Defaults, *, anew: bool = False) -> None:
    """What held when it was written holds for good: the next day's rows have their own day.
    ``anew`` takes what holds now for whatever the row says."""
    held = {
        "on": f"{defaults.on.month}.{defaults.on.day}",
        "way": defaults.way_of(of_household(row)).value,
        "by": "、".join(defaults.visitors),
    }
    row.values |= {key: said for key, said in held.items() if anew or not row.values.get(key)}


def empty(row: GridRow) -> None:
    """What was typed is on record: nothing of it waits any more."""
    row.values["text"] = ""
    for key in (*PROMISED, "again"):
        row.extra.pop(key, None)


def merged(found: Round, before: Sequence[GridRow], today: date) -> list[GridRow]:
    """The rows of a round. They stay where they stood while somebody works; the order of the
    work is made anew when another group or month is shown."""
    known = {row.key: row for row in before}
    made = {
        one.household.id: grid_row(one, today, known.get(one.household.id)) for one in found.rows
    }
    order = [key for key in known if key in made]
    order += [key for key in made if key not in known]
    return [made[key] for key in order]


def names_in(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in _BETWEEN.split(text or "") if part)


def draft_of(rows: Sequence[GridRow]) -> dict[str, Any]:
    """What is typed and not on record, by household."""
    return {
        row.key: {
            "values": {key: row.values.get(key) or "" for key in TYPED},
            "extra": {key: row.extra[key] for key in (*PROMISED, "again") if row.extra.get(key)},
        }
        for row in rows
        if is_written(row)
    }


def put_draft(rows: Sequence[GridRow], draft: Mapping[str, Any]) -> int:
    """Put back what was typed; how many rows it reached. What was written since by another hand
    stays as it is."""
    count = 0
    for row in rows:
        kept = draft.get(row.key)
        if kept and (is_open(row) or kept["extra"].get("again")):
            row.values |= kept["values"] | {"kind": OPEN}
            row.extra |= kept["extra"]
            count += 1
    return count


def homes_by_name(found: Round) -> dict[str, list[str]]:
    """What a sheet may call a household: its head, code or address."""
    names: dict[str, list[str]] = {}
    for row in found.rows:
        home = row.household
        for name in {home.head, home.code or "", home.address or ""} - {""}:
            names.setdefault(name, []).append(home.id)
    return names


def written_words(facts: VisitFacts) -> str:
    return facts.text or (UNCHANGED if facts.is_unchanged else "")


def _done(row: RoundRow) -> dict[str, Any]:
    facts = row.entries[-1][1]
    more = f"（本月 {len(row.entries)} 条）" if len(row.entries) > 1 else ""
    return {
        "kind": DONE,
        "text": written_words(facts) + more,
        "on": f"{facts.on.month}.{facts.on.day}",
        "way": facts.way.value,
        "by": "、".join(facts.visitors),
    }


def _day(typed: str, defaults: Defaults) -> date:
    """``4.3`` is in the year of the period; a day outside of it is a slip of the hand."""
    period = defaults.period
    begin, end = period.from_on or date.min, period.until_on or date.max
    day = defaults.on
    for year_of in (end, begin):
        found = read_typed_day(typed, year_of)[0]
        day = found or defaults.on
        if day in period:
            return day
    raise BadValueError(
        f"{chinese_date(day)} 不在这个月的走访期（{chinese_date(begin)}至{chinese_date(end)}）。",
        hint="请改日期；要记到别的月份，请先在上面换月份。",
        where="日期",
    )
