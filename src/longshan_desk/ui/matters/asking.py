"""What the forms of a matter's steps are made from, and how what was filled in is handed on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from longshan_desk.domain.labels import (
    FeedbackWay,
)
from longshan_desk.domain.policy import Policy
from longshan_desk.queries.matter_page import MatterPage
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.fields import Choice, DayField, Field, People
from longshan_desk.ui.widgets.form import Form

SCANS = "_scans"
"""The field of pictures to be kept with the matter; no fact of the step."""

Parts = list[Field | str]
Watch = Callable[[Form], None]


@dataclass(frozen=True)
class Asked:
    """One step's form: its fields, the button's word, what is said afterwards, and which field
    makes others appear or go (``watch``)."""

    parts: Parts
    verb: str
    said: str
    watch: Watch | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asking:
    """What the forms are made from."""

    context: Context
    page: MatterPage
    policy: Policy

    @property
    def today(self) -> date:
        return self.context.today()

    @property
    def contact(self) -> str:
        """Who is to be told."""
        return self.page.contact_name or (self.page.raisers[0] if self.page.raisers else "")

    def day(self, title: str = "日期") -> DayField:
        made = DayField("on", title, self.context.today, latest=self.context.today, required=True)
        made.set_value(self.today)
        return made

    def person(self, hint: str = "") -> People:
        return People(
            "person", "承办人", suggest=suggest_cadres(self.context), at_most=1, required=True,
            hint=hint,
        )  # fmt: skip

    def deadline(self, hint: str) -> DayField:
        made = DayField("due", "办结时限", self.context.today, required=True, hint=hint)
        made.set_value(self.today + timedelta(days=self.policy.assignment_days))
        return made


def step_text(values: dict[str, Any]) -> str | None:
    """The free words of a step."""
    written = (value for key, value in values.items() if key.split("_")[0] == "text")
    return next((value for value in written if value), None)


def step_data(values: dict[str, Any]) -> dict[str, Any]:
    """The named fields of a step as the timeline keeps them: only what was filled in."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        is_data = key != "on" and key.split("_")[0] not in ("", "text")
        if is_data and value not in (None, "", [], False):
            name = "result" if key.startswith("result_") else _NAMES.get(key, key)
            found[name] = _kept(value)
    return found


def _kept(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return value[0].name
    return value


_NAMES = {"person": "to", "promiser": "by", "form": "as"}


def way_of_telling(key: str, title: str) -> Choice:
    ways = (FeedbackWay.IN_PERSON, FeedbackWay.TELEPHONE, FeedbackWay.WRITTEN)
    return Choice(key, title, [Option(way.label, way.label) for way in ways], required=True)
