"""What the township does with the matters that villages report to it (R15, R53)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from longshan_desk.data.records import require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.township_moves import take_township_step
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.labels import TownshipAct


@dataclass(frozen=True)
class TownshipMoved:
    """Where the matter stands after a step; ``stage`` and ``outcome`` stay the village's."""

    number: str
    stage: str
    outcome: str | None
    township: str


def move_at_township(
    store: Store,
    matter_id: str,
    act: TownshipAct,
    *,
    on: date | None = None,
    text: str | None = None,
    data: Mapping[str, Any] | None = None,
) -> TownshipMoved:
    """Take one step on a reported matter of the village that the store looks at (``Store.view``).

    ``data`` of a referral: ``department`` and ``due`` (ISO). Raises ``not_owner`` at a village.
    """
    said = {
        key: optional_text(value) if type(value) is str else value
        for key, value in (data or {}).items()
    }
    with store.change(act.label) as session:
        matter = require(session, Matter, matter_id, "事项")
        day = on or store.today()
        state = take_township_step(
            session, store, matter, act, on=day, text=optional_text(text), data=said
        )
        outcome = matter.outcome.value if matter.outcome else None
        return TownshipMoved(matter.number or "", matter.stage.value, outcome, state.stage.value)
