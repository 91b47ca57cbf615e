"""议事: one committees' meeting decides many matters, a row each (R12, R13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import meetings as acts
from longshan_desk.domain.labels import Decision
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries.matters import MatterRow
from longshan_desk.queries.meetings import MeetingPage, to_deliberate
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.drafts import DraftKeeper
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.dates import read_typed_day
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRow
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import words

ASSIGNED, PROMISED = Decision.ASSIGNED.value, Decision.PROMISED.value
EXPLAINED, SETTLED = Decision.EXPLAINED.value, Decision.SETTLED.value
ESCALATED = Decision.ESCALATED.value


class DecisionsPanel(QWidget):
    """The matters that wait, each with its decision; one button decides all rows that have one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._meeting_id = ""
        self._matters: dict[str, MatterRow] = {}
        self._keeper: DraftKeeper | None = None
        self.notice = Notice()
        self.decided = words("", "note", wrap=True)
        self.grid = FastGrid(_columns(context), kind_key="decision", enter_to="decision")
        self.save_button = button("议定", self.save, kind="primary", tip="议定所有已选结果的事项")
        hint = "只议定选了结果的事项；没有选的留到下次。限期办理要写承办人和时限。"
        row = QHBoxLayout()
        row.addWidget(words(hint, "note"), 1)
        row.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(self.decided)
        column.addWidget(self.grid, 1)
        column.addLayout(row)

    def load(self, page: MeetingPage) -> None:
        done = [item for item in page.items if item.decision]
        said = "；".join(f"{one.number} {one.decision.label}" for one in done if one.decision)
        self.decided.setText(f"已议定 {len(done)} 件：{said}" if done else "还没有议定的事项。")
        waiting = to_deliberate(self._context.store, page.row.id)
        if self._meeting_id == page.row.id and set(self._matters) == {row.id for row in waiting}:
            return
        self._meeting_id = page.row.id
        self._matters = {row.id: row for row in waiting}
        self.grid.set_rows([_grid_row(row) for row in waiting])
        self.save_button.setEnabled(bool(waiting))
        self._restore(f"meeting/{page.row.id}/decisions")

    def _restore(self, key: str) -> None:
        if self._keeper is not None:
            self._keeper.deleteLater()
        self._keeper = DraftKeeper(self.grid, self._context.drafts, key, self)
        draft = self._keeper.restore()
        if draft is None:
            return
        rows = [row for row in self.grid.rows() if row.extra.get("matter") in self._matters]
        held = {row.extra["matter"] for row in rows}
        rows += [_grid_row(row) for one, row in self._matters.items() if one not in held]
        self.grid.set_rows(rows)
        self.notice.say(f"已恢复 {draft.clock} 没有议定的内容。")

    def save(self) -> None:
        """议定: all rows with a decision, in one act."""
        self.grid.save_now()
        try:
            rulings = [
                self._ruling(place, row)
                for place, row in enumerate(self.grid.rows(), start=1)
                if row.values.get("decision") and row.extra.get("matter")
            ]
            if not rulings:
                raise BadValueError("没有选任何一件的结果。", hint="请至少选一件的议定结果。")
            done = acts.decide_matters(self._context.store, self._meeting_id, rulings)
        except AppError as exc:
            where = f"（{exc.where}）" if exc.where else ""
            self.notice.say(f"没有议定：{exc.message}{exc.hint}{where}", "late")
            return
        self.notice.hide()
        if self._keeper is not None:
            self._keeper.discard()
        say_done(self, self._context, f"已议定 {len(done)} 件事项")

    def _ruling(self, place: int, row: GridRow) -> acts.Ruling:
        values = row.values
        matter = self._matters[row.extra["matter"]]
        decision = Decision(values["decision"])
        due = self._due(place, values)
        person = (values.get("person") or "").strip()
        text = (values.get("text") or "").strip()
        basis = (values.get("basis") or "").strip()
        by_decision: dict[Decision, dict[str, Any]] = {
            Decision.ASSIGNED: {"to": person, "due": due},
            Decision.PROMISED: {"by": person, "due": due, "measures": basis},
            Decision.EXPLAINED: {
                "reason": text,
                "basis": basis,
                "to": matter.raiser or "反映人",
                "way": "in_person",
            },
            Decision.SETTLED: {"result": text},
            Decision.ESCALATED: {"as": "request"},
        }
        return acts.Ruling(matter.id, decision, by_decision.get(decision, {}), text)

    def _due(self, place: int, values: Mapping[str, Any]) -> str | None:
        try:
            day, _ = read_typed_day(values.get("due") or "", self._context.today())
        except BadValueError as exc:
            raise BadValueError(exc.message, hint=exc.hint, where=f"第 {place} 行 时限") from None
        return day.isoformat() if day else None


def _columns(context: Context) -> list[GridColumn]:
    with_person = (ASSIGNED, PROMISED)
    return [
        GridColumn("matter", "事项", "text", 16, fixed=True, stretch=True),
        GridColumn("decision", "议定结果", "choice", 7, options=options_of(Decision)),
        GridColumn(
            "person", "承办人", width=6, only_for=with_person, suggest=suggest_cadres(context)
        ),
        GridColumn("due", "时限", width=6, only_for=with_person),
        GridColumn(
            "text",
            "结果、承诺、原因或上报内容",
            "text",
            13,
            only_for=(SETTLED, PROMISED, EXPLAINED, ESCALATED),
        ),
        GridColumn("basis", "措施或依据", "text", 9, only_for=(PROMISED, EXPLAINED)),
    ]


def _grid_row(row: MatterRow) -> GridRow:
    words_ = f"{row.number} {row.raiser}：{row.title}（{row.list_kind.label}）"
    return GridRow(
        {"matter": words_, "decision": "", "person": "", "due": "", "text": "", "basis": ""},
        extra={"matter": row.id},
    )
