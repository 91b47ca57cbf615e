"""The bodies' rolls, one tab a body: who is 应到 on a day, who is not and why (R14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import rolls as acts
from longshan_desk.domain.authorisations import AUTHORISED, authority_on
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import counting_on
from longshan_desk.domain.seats import STAND_FOR_HOUSEHOLDS
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries import rolls as queries
from longshan_desk.queries.authorisations import authorisations
from longshan_desk.queries.rolls import Roll
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Change, Context, touches
from longshan_desk.ui.rolls import seat_forms
from longshan_desk.ui.rolls.authority_dialog import AuthorityDialog
from longshan_desk.ui.rolls.listed import AT, COLUMNS, SeatRow
from longshan_desk.ui.rolls.seat_dialog import SeatDialog
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.dates import DayEdit
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.words import words

TABS = (
    (Body.PARTY_MEMBERS, "党员大会"),
    (Body.REPRESENTATIVES, "村民代表"),
    (Body.BRANCH_COMMITTEE, "支委会"),
    (Body.TWO_COMMITTEES, "“两委”"),
    (Body.OVERSIGHT_COMMITTEE, "监委会"),
    (Body.VILLAGERS, "村民会议"),
    (Body.HOUSEHOLDS, "户代表"),
    (Body.PARTY_COUNCIL, "党员议事会"),
    (Body.JOINT_HOUSEHOLDS, "联户代表"),
    (Body.COLLECTIVE_MEMBERS, "集体成员"),
)
_SOURCES = {
    Body.BRANCH_COMMITTEE: "按干部名册里的支部职务自动算出，要改请到“设置 — 干部名册”。",
    Body.TWO_COMMITTEES: "按干部名册里的“两委”职务自动算出，要改请到“设置 — 干部名册”。",
    Body.OVERSIGHT_COMMITTEE: "没有单独名单的，用干部名册里的监委会成员；登记了名单就以名单为准。",
    Body.VILLAGERS: "按农户册自动算出：这一天年满十八周岁的村民。",
    Body.HOUSEHOLDS: "按农户册自动算出：一户一名代表，谁来开会签到时再定。",
    Body.REPRESENTATIVES: "村民代表和村委会成员组成，村委会成员取自干部名册。",
    Body.COLLECTIVE_MEMBERS: "成员大会由具有完全民事行为能力的全体成员组成，未成年的不计入应到。",
    Body.PARTY_MEMBERS: "预备党员不计入应到；经批准不计入的，双击姓名登记。",
}
_BY_LAW = (Body.REPRESENTATIVES, Body.VILLAGERS, Body.HOUSEHOLDS)
_UNCHECKED = "2026年1月1日起的新法条文待核对。"
_OUTSIDE = "office"


class RollsPanel(QWidget):
    """``RollsPanel(context)``: loads itself when shown and when anything it shows changes.

    ``show_body(body)`` opens a body's tab, ``show_record("roll_entry", id)`` one seat.
    """

    topics: ClassVar[Sequence[str]] = (
        "roll_entry", "roll_exclusion", "roll_household", "cadre", "term", "person", "household",
        "office", "authorisation",
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._stale = True
        self.roll: Roll | None = None
        self.tabs = Tabs([(body.value, title) for body, title in TABS])
        self.day = DayEdit(context.today)
        self.day.setMaximumWidth(text_height() * 8)
        mark(self.day, looks=True)
        self.sum = words("", "heading", wrap=True)
        self.source = words("", "note", wrap=True)
        self.findings = Notice()
        self.failure = Notice()
        mark(self.failure, looks=True)
        self.import_button = button("导入名单", self._import)
        self.authority = words("", "note", wrap=True)
        self.authority_button = button("村民会议授权", self.show_authority, looks=True)
        self.end_button = button("换届", self._end_body)
        self.add_button = button("添加", self.add, kind="primary", icon_name="plus")
        rows = FewRows(self._rows, lambda row: f"{row.name}{row.member.office}")
        self.table = RecordTable(
            "rolls", rows, COLUMNS, context.settings, ticks=False, export=False
        )
        self.table.opened.connect(self.open)
        self._build()
        self.tabs.chosen.connect(lambda _: self.load())
        self.day.day_changed.connect(self._day_changed)
        context.changed.connect(self._hear)

    @property
    def body(self) -> Body:
        return Body(self.tabs.key)

    def show_body(self, body: Body) -> None:
        self.tabs.go_to(body.value)

    def show_record(self, kind: str, record_id: str) -> None:
        page = queries.seat(self._context.store, record_id)
        self.show_body(page.body)
        self.open(record_id)

    def load(self) -> None:
        """Read the body's roll as of the day that stands in the field."""
        if not self._context.is_open:
            return
        if not self.day.text().strip():
            with QSignalBlocker(self.day):
                self.day.set_day(self._context.today())
        if self._day() is None:
            return  # half a day has been typed
        self._stale = False
        try:
            self.roll = queries.roll(self._context.store, self.body, self._day())
        except AppError as exc:
            self._stale = True
            self.failure.say(f"加载失败：{exc.message}{exc.hint}", "late", "重试", self.load)
            return
        self.failure.hide()
        self._show(self.roll)

    def add(self) -> None:
        body = self.body
        form = seat_forms.seat_form(self._context, body)

        def save(values: dict[str, Any]) -> None:
            facts = seat_forms.facts_of(self._context, values)
            homes = seat_forms.homes_of(values)
            acts.add_seat(self._context.store, body, facts, household_ids=homes)

        self._ask(f"添加到{body.label}名单", form, "添加", save, "new", "已添加到名单")

    def show_authority(self) -> None:
        AuthorityDialog(self, self._context).open()

    def open(self, row_id: str) -> None:
        """One member: the seat, or where a worked-out member comes from."""
        row = next((one for one in self._rows() if one.id == row_id), None)
        member = row.member if row else None
        if member is None or member.entry_id:
            SeatDialog(self, self._context, row_id).open()
        elif member.household_id:
            self._context.show_record("household", member.household_id)
        else:
            self._context.show_page(_OUTSIDE)

    # -- showing ----------------------------------------------------------------------------

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(words("看哪一天的", "label"))
        top.addWidget(self.day)
        top.addWidget(self.source, 1)
        for made in (
            self.authority_button, self.import_button, self.end_button, self.add_button
        ):  # fmt: skip
            top.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.tabs)
        column.addLayout(top)
        column.addWidget(self.failure)
        column.addWidget(self.sum)
        column.addWidget(self.authority)
        column.addWidget(self.findings)
        column.addWidget(self.table, 1)

    def _show(self, roll: Roll) -> None:
        body = roll.body
        self.sum.setText(roll.words)
        unchecked = body in _BY_LAW and counting_on(roll.day).to_be_checked
        self.source.setText(_SOURCES.get(body, "") + (_UNCHECKED if unchecked else ""))
        self._say_authority(body, roll.day)
        texts = [one.text for one in roll.findings]
        if texts:
            self.findings.say("\n".join(f"· {text}" for text in texts), "soon")
        else:
            self.findings.hide()
        for made in (self.end_button, self.add_button):
            made.setVisible(body.is_listed)
        self.end_button.setEnabled(any(one.entry_id for one in roll.members))
        if body is Body.COLLECTIVE_MEMBERS:
            self.table.set_empty(f"{roll.title}还没有名单", "按农户册登记", self._enlist)
        elif body.is_listed:
            self.table.set_empty(f"{roll.title}还没有名单", "导入名单", self._import)
        else:
            self.table.set_empty(roll.words, "", None)
        shown = {
            "homes": body in STAND_FOR_HOUSEHOLDS,
            "why": body not in STAND_FOR_HOUSEHOLDS,
            "standing": bool(body.offices),
            "term": body.is_listed,
        }
        for key, is_shown in shown.items():
            self.table.show_for_now(AT[key], is_shown)
        self.table.reload()

    def _say_authority(self, body: Body, day: date) -> None:
        """R30: whether these may decide what is the villagers' own."""
        for made in (self.authority, self.authority_button):
            made.setVisible(body in AUTHORISED)
        if body in AUTHORISED:
            given = authority_on(authorisations(self._context.store), day)
            said = given.words if given else "还没有登记，由代表会议决定村民会议的事项要先有授权"
            self.authority.setText(f"村民会议授权：{said}")

    def _rows(self) -> list[SeatRow]:
        """Who does not count stands first: they are few, and are what is looked for."""
        members = sorted(self.roll.members if self.roll else (), key=lambda one: one.counted)
        return [
            SeatRow(one.entry_id or one.person_id or one.household_id or f"office/{at}", one)
            for at, one in enumerate(members)
        ]

    def _hear(self, change: Change) -> None:
        if touches(change, self.topics):
            if self.isVisible():
                self.load()
            else:
                self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.load()

    def _day_changed(self) -> None:
        if self._day() is not None:
            self.load()

    def _day(self) -> date | None:
        try:
            return self.day.day()
        except BadValueError:
            return None

    # -- acts -------------------------------------------------------------------------------

    def _import(self) -> None:
        from longshan_desk.ui.importing.roll_import import import_rolls

        import_rolls(self, self._context)

    def _enlist(self) -> None:
        """Everybody of the register; who is no member of the collective is taken out after."""
        try:
            count = acts.enlist_villagers(self._context.store)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        say_done(self, self._context, f"已登记 {count} 人，不是成员的请从名单删除")

    def _end_body(self) -> None:
        body = self.body
        form = seat_forms.ending_form(self._context, "换届")

        def save(values: dict[str, Any]) -> None:
            acts.end_body(
                self._context.store,
                body,
                until_on=values["until_on"],
                reason=values["reason"],
            )

        title = f"{body.label}换届：现在名单上的人任期全部结束"
        self._ask(title, form, "结束任期", save, "end", "已结束任期，请登记或者导入新名单")

    def _ask(self, title: str, form: Form, verb: str, save: Any, key: str, said: str) -> None:
        dialog = FormDialog(
            self,
            self._context,
            title,
            form,
            verb=verb,
            on_save=save,
            draft_key=f"roll/{self.body.value}/{key}",
        )
        dialog.sheet.saved.connect(lambda: say_done(self, self._context, said))
        dialog.open()
