"""名单与签到: who came, filled from the roster and last time; only differences are touched."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from longshan_desk.actions import meetings as acts
from longshan_desk.domain.labels import AttendanceState, Role
from longshan_desk.errors import AppError
from longshan_desk.queries.meetings import AttendanceRow, MeetingPage
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRow
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import words


class AttendancePanel(QWidget):
    """Every changed row is saved at once; names that are on no list can be added at the end."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._meeting_id = ""
        self.summary = words("", "strong")
        self.missing = Notice()
        self.grid = FastGrid(
            [
                GridColumn("name", "姓名", width=10, suggest=suggest_cadres(context)),
                GridColumn("role", "身份", "choice", width=14, options=options_of(Role)),
                GridColumn(
                    "state",
                    "到会情况",
                    "choice",
                    width=8,
                    options=options_of(AttendanceState),
                    default=AttendanceState.PRESENT.value,
                ),
                GridColumn("reason", "请假或缺席原因", width=16, stretch=True),
            ],
            kind_key="state",
            enter_to="name",
        )
        self.grid.row_changed.connect(self._save)
        self.grid.row_removed.connect(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.missing)
        column.addWidget(self.grid, 1)

    def load(self, page: MeetingPage) -> None:
        self._meeting_id = page.row.id
        entered = [row for row in page.attendance if row.id]
        waiting = [row for row in page.attendance if not row.id]
        self.summary.setText(_summary(entered, page.expected))
        if waiting:
            names = "、".join(row.name for row in waiting[:6])
            more = f"等 {len(waiting)} 人" if len(waiting) > 6 else ""
            text = f"名单上还有{names}{more}没有填写到会情况。"
            self.missing.say(text, "soon", "按名单填好，再改不同的", self._fill)
        else:
            self.missing.hide()
        if [row.extra.get("id") for row in self.grid.rows()] != [row.id for row in entered]:
            self.grid.set_rows([_grid_row(row) for row in entered])

    def _fill(self) -> None:
        acts.fill_attendance(self._context.store, self._meeting_id)

    def _save(self, row: GridRow) -> None:
        values = row.values
        if not (values.get("name") or "").strip():
            return
        try:
            row.extra["id"] = acts.attend(
                self._context.store,
                self._meeting_id,
                name=values["name"],
                role=Role(values["role"]) if values.get("role") else None,
                state=AttendanceState(values.get("state") or AttendanceState.PRESENT),
                reason=values.get("reason"),
                attendance_id=row.extra.get("id"),
            )
        except AppError as exc:
            speaker.tell(self, exc)

    def _remove(self, row: GridRow, _position: int) -> None:
        if row.extra.get("id"):
            acts.remove_attendance(self._context.store, row.extra["id"])


def _grid_row(row: AttendanceRow) -> GridRow:
    values = {
        "name": row.name,
        "role": row.role.value if row.role else "",
        "state": row.state.value,
        "reason": row.reason or "",
    }
    return GridRow(values, extra={"id": row.id})


def _summary(entered: list[AttendanceRow], expected: int) -> str:
    parts = [f"名单应到 {expected} 人"]
    for state in AttendanceState:
        count = sum(row.state is state for row in entered)
        if count:
            parts.append(f"{state.label} {count} 人")
    return "，".join(parts)
