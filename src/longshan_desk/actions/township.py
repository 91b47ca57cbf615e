"""What the township does with the matters that villages report to it (R15, R53)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from longshan_desk.data.records import require
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.township_moves import take_township_step
from longshan_desk.data.undo import Step
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.labels import TownshipAct
from longshan_desk.errors import NotOwnerError


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
    part: str | None = None,
) -> TownshipMoved:
    """Take one step on a reported matter of the village ``part``, or of the one that the store
    looks at (``Store.view``).

    ``data`` of a referral: ``department`` and ``due`` (ISO). Raises ``not_owner`` at a village.
    """
    said = {
        key: optional_text(value) if type(value) is str else value
        for key, value in (data or {}).items()
    }
    store = store.among(part) if part is not None else store
    with store.change(act.label) as session:
        matter = require(session, Matter, matter_id, "事项")
        day = on or store.today()
        state = take_township_step(
            session, store, matter, act, on=day, text=optional_text(text), data=said
        )
        outcome = matter.outcome.value if matter.outcome else None
        return TownshipMoved(matter.number or "", matter.stage.value, outcome, state.stage.value)


class ReadOnlyStore(Store):
    """A desk's records to look at: every act is refused in words."""

    is_read_only = True

    @contextmanager
    def change(
        self, label: str, *, undoable: bool = True, by: str | None = None
    ) -> Iterator[DeskSession]:
        raise NotOwnerError(
            f"这里只能看，不能“{label}”。",
            hint="村里的记录由村里登记；要办的事，请在乡镇自己的窗口里办。",
        )
        yield DeskSession()

    def undoable(self) -> tuple[Step | None, Step | None]:
        """The township's own last act is none of this window's."""
        return (None, None)


def village_to_read(store: Store, part: str) -> Store:
    """The same desk once more, looking at a village and for reading alone (R26)."""
    reading = ReadOnlyStore(store.paths, writer=False, today=store.today)
    reading.view(part)
    return reading
