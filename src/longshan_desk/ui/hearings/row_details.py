"""补充这一行: what belongs to a row of the hearing's grid and has no column there (R54)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.domain.labels import FindingKind
from longshan_desk.queries.households import HouseholdRow, household_rows
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.spoken_rows import RAISED, home_of, names_in
from longshan_desk.ui.suggesting import HouseholdField, suggest_raisers
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Check, Choice, Field, Line, Number, People, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.grid_rows import GridRow
from longshan_desk.ui.widgets.people import Named

SHOWN = ("who", "summary")
"""What of it has a column in the grid too."""

Take = Callable[[GridRow, dict[str, Any]], object]


class RowDetails(FormDialog):
    """``take(row, values)`` puts the values into the row and keeps it."""

    def __init__(
        self, parent: QWidget, context: Context, meeting_id: str, row: GridRow, take: Take
    ) -> None:
        self._context = context
        self._row = row
        self._take = take
        form = Form(_fields(context))
        form.set_values(_values(context, row))
        super().__init__(
            parent,
            context,
            "补充这一行",
            form,
            verb="好",
            on_save=self._save,
            draft_key=f"meeting/{meeting_id}/row/{row.extra.get('id') or row.key}",
        )

    def _save(self, values: dict[str, Any]) -> None:
        people: list[Named] = values["raisers"]
        names = [one.name for one in people]
        home = values["household_id"] or next((one.id for one in people if one.id), None)
        self._row.extra["homes"] = {names[0]: home} if names and home else {}
        filled = {
            "who": "、".join(names),
            "phone": values["phone"],
            "signatures": values["signatures"],
            "anonymous": values["anonymous"],
            "summary": values["summary"],
            "finding": values["finding"] or "",
        }
        self._take(self._row, filled)


def details_words(context: Context, row: GridRow) -> str:
    """What the row says beside its cells, for the line under the grid."""
    values = row.values
    if values.get("kind") not in RAISED:
        return ""
    home = _home(context, row)
    finding = values.get("finding")
    parts = [
        f"{home.group}{home.head}户" if home else "",
        values.get("phone") or "",
        f"签名 {values['signatures']} 人" if values.get("signatures") else "",
        "不公开姓名" if values.get("anonymous") else "",
        FindingKind(finding).label if finding else "",
    ]
    return " · ".join(part for part in parts if part)


def _fields(context: Context) -> list[Field | str]:
    return [
        People("raisers", "反映人", suggest=suggest_raisers(context), wide=True),
        HouseholdField(context),
        Line("phone", "联系电话"),
        Number("signatures", "签名人数", minimum=1, maximum=9999, unit="人"),
        Choice("finding", "归类", options_of(FindingKind)),
        Text("summary", "梳理", rows=2, placeholder="一句话概括；空着就用原话"),
        Check("anonymous", "不公开姓名（表册、公示上写“某群众”）", wide=True),
    ]


def _values(context: Context, row: GridRow) -> dict[str, Any]:
    home = _home(context, row)
    named = [Named(f"{home.group}{home.head}户", home.id)] if home else []
    return {
        **row.values,
        "raisers": [Named(name) for name in names_in(row.values.get("who"))],
        "household_id": named,
        "finding": row.values.get("finding") or None,
    }


def _home(context: Context, row: GridRow) -> HouseholdRow | None:
    home_id = home_of(row)
    rows = household_rows(context.store, [home_id]) if home_id else []
    return rows[0] if rows else None
