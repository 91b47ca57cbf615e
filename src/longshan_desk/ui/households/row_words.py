"""How a household's page says a person's age, a period and who is gone."""

from __future__ import annotations

from datetime import date

from longshan_desk.queries.people import PersonRow
from longshan_desk.ui.widgets.dates import day_words


def gone_words(row: PersonRow) -> str:
    day, what = (row.died_on, "去世") if row.died_on else (row.left_on, "迁出")
    return f"{day:%Y-%m-%d} {what}"


def age_words(row: PersonRow) -> str:
    sex = row.sex.label if row.sex else ""
    return f"{sex} {row.age} 岁".strip() if row.age is not None else sex


def period_words(from_on: date | None, until_on: date | None) -> str:
    start = day_words(from_on) if from_on else ""
    end = day_words(until_on) if until_on else "至今"
    return f"{start}—{end}" if start else end
