"""名单与签到: who came, filled from the roster and last time; only differences are touched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from longshan_desk.actions import meetings as acts
from longshan_desk.domain.labels import AttendanceState, Role
from longshan_desk.errors import AppError
from longshan_desk.queries.meetings import AttendanceRow, MeetingPage, meeting_page
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.grid_sync import merged, refill, says, stored_row
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRow
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import Hint, words

AWAY = (AttendanceState.EXCUSED, AttendanceState.ABSENT)
KEYS = "到会情况按 1 出席、2 列席、3 请假、4 缺席；名单上没有的人写在最后一行；Ctrl+Delete 去掉一行"


class AttendancePanel(QWidget):
    """Every changed row is saved at once; names that are on no list can be added at the end."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._meeting_id = ""
        self._is_saving = False
        self.summary = words("", "strong", wrap=True)
        self.away = words("", "note", wrap=True)
        self.missing = Notice()
        self.grid = FastGrid(_columns(context), kind_key="state", enter_to="state")
        self.grid.row_changed.connect(self._save)
        self.grid.row_removed.connect(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.summary)
        column.addWidget(self.away)
        column.addWidget(self.missing)
        column.addWidget(self.grid, 1)
        column.addWidget(Hint(KEYS))

    def load(self, page: MeetingPage) -> None:
        entered = [row for row in page.attendance if row.id]
        waiting = [row for row in page.attendance if not row.id]
        self.summary.setText(_summary(entered, page.expected))
        gone = _gone(page, entered)
        self.away.setText(gone)
        self.away.setVisible(bool(gone))
        self._say_waiting(waiting)
        if self._is_saving:
            return
        rows = [_stored(row) for row in entered]
        if self._meeting_id != page.row.id:
            self._meeting_id = page.row.id
            self.grid.set_rows(rows)
        else:
            refill(self.grid, merged(self.grid.rows(), rows))

    def hideEvent(self, event: QHideEvent) -> None:
        if self._context.is_open:
            self.grid.save_now()
        super().hideEvent(event)

    def _say_waiting(self, waiting: Sequence[AttendanceRow]) -> None:
        if not waiting:
            self.missing.hide()
            return
        names = "、".join(row.name for row in waiting[:6])
        more = f"等 {len(waiting)} 人" if len(waiting) > 6 else ""
        text = f"名单上还有{names}{more}没有填写到会情况。"
        self.missing.say(text, "soon", "按名单填好，再改不同的", self.fill)

    def fill(self) -> None:
        """Everybody as they would sign in, and as last time where they were away."""
        try:
            count = acts.fill_attendance(self._context.store, self._meeting_id)
        except AppError as exc:
            speaker.tell(self, exc)
        else:
            say_done(self, self._context, f"已按名单填好 {count} 人，请改不同的")
            self.grid.setFocus()
            self.grid.setCurrentIndex(self.grid.model().index(0, 2))
            self.grid.scrollToTop()

    def _save(self, row: GridRow) -> None:
        values = row.values
        name = (values.get("name") or "").strip()
        if not name:
            if row.extra.get("id"):
                speaker.toast(self, "姓名不能空着；要去掉这个人，请按 Ctrl+Delete")
            return
        state = AttendanceState(values.get("state") or AttendanceState.PRESENT)
        said = says(values)
        self._is_saving = True
        try:
            row.extra["id"] = acts.attend(
                self._context.store,
                self._meeting_id,
                name=name,
                role=Role(values["role"]) if values.get("role") else None,
                state=state,
                reason=values.get("reason") if state in AWAY else None,
                attendance_id=row.extra.get("id"),
            )
        except AppError as exc:
            speaker.tell(self, exc)
        else:
            row.extra["saved"] = said
        finally:
            self._is_saving = False
        if not values.get("role"):  # the roster may know it
            self.load(meeting_page(self._context.store, self._meeting_id))

    def _remove(self, row: GridRow, _position: int) -> None:
        attendance_id = row.extra.get("id")
        if not attendance_id:
            return
        self._is_saving = True
        try:
            acts.remove_attendance(self._context.store, attendance_id)
        except AppError as exc:
            speaker.tell(self, exc)
        else:
            say_done(self, self._context, f"已去掉{row.values.get('name') or '一人'}")
        finally:
            self._is_saving = False


def _columns(context: Context) -> list[GridColumn]:
    states = options_of(AttendanceState)
    present = AttendanceState.PRESENT.value
    away = tuple(state.value for state in AWAY)
    return [
        GridColumn("name", "姓名", width=9, suggest=suggest_cadres(context)),
        GridColumn("role", "身份", "choice", width=13, options=options_of(Role)),
        GridColumn("state", "到会情况", "choice", width=6, options=states, default=present),
        GridColumn("reason", "请假或缺席原因", width=14, stretch=True, only_for=away),
    ]


def _stored(row: AttendanceRow) -> GridRow:
    values: dict[str, Any] = {
        "name": row.name,
        "role": row.role.value if row.role else "",
        "state": row.state.value,
        "reason": row.reason or "",
    }
    return stored_row(row.id or "", values)


def _summary(entered: Sequence[AttendanceRow], expected: int) -> str:
    there = sum(row.state.was_there for row in entered)
    parts = [f"应到 {expected} 人"] if expected else []
    parts.append(f"实到 {there} 人")
    for state in AttendanceState:
        count = sum(row.state is state for row in entered)
        if count:
            parts.append(f"{state.label} {count} 人")
    return "，".join(parts)


def _gone(page: MeetingPage, entered: Sequence[AttendanceRow]) -> str:
    """Who is away, by name; and at a hearing which of those who sit in every month (R4)."""
    gone = [
        f"{row.name}（{row.state.label}{'：' + row.reason if row.reason else ''}）"
        for row in entered
        if row.state in AWAY
    ]
    parts = ["没有到会：" + "、".join(gone)] if gone else []
    if page.missing_observers:
        roles = "、".join(role.label for role in page.missing_observers)
        parts.append(f"每月应当列席的{roles}，这次没有到会")
    return "；".join(parts)
