"""本村: the office's particulars and the fixed day of the hearing (R2)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import office as acts
from longshan_desk.domain.labels import OfficeKind
from longshan_desk.domain.office_facts import OfficeFacts
from longshan_desk.queries import office as queries
from longshan_desk.ui.after_acts import attempt
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.dates import day_words, weekday_words
from longshan_desk.ui.widgets.fields import Choice, DayField, Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words


class VillageTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: OfficeFacts | None = None
        self.edit_button = button("修改", self._edit)
        self.day_button = button("更改固定说事日", self._change_day)
        self.office = Card("本村资料", "", self.edit_button)
        self.about = words("", wrap=True, copy=True)
        self.office.add(self.about)
        self.office.add_stretch()
        self.day = Card("固定说事日", "", self.day_button)
        self._rules = QVBoxLayout()
        self._rules.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(self._rules)
        self.next = words("", "note", wrap=True, copy=True)
        self.day.add(inside)
        self.day.add(self.next)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.office, 1)
        row.addWidget(self.day, 1)
        body = QVBoxLayout()
        body.addLayout(row)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(body))

    def load(self) -> None:
        office = queries.office(self._context.store)
        facts = office.facts
        self._shown = facts
        lines = [
            f"{facts.name}（编号 {office.code}，{facts.kind.label}）",
            f"乡镇：{facts.township or '未填'}",
            f"县：{facts.county or '未填'}",
            f"地址：{facts.address or '未填'}",
            f"电话：{facts.phone or '未填'}",
        ]
        self.about.setText("\n".join(lines))
        self._show_rules(queries.fixed_day_history(self._context.store))
        dates = queries.next_hearing_dates(self._context.store)
        shown = "\n".join(_date_words(each) for each in dates)
        self.next.setText(f"以后 {len(dates)} 次说事日：\n{shown}" if dates else "")

    def _show_rules(self, rules: list[queries.FixedDayRow]) -> None:
        while (item := self._rules.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for rule in rules:
            self._rules.addWidget(self._rule(rule, len(rules) > 1))
        if not rules:
            self._rules.addWidget(words("还没有设固定说事日。", "", "soon"))

    def _rule(self, rule: queries.FixedDayRow, removable: bool) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        now = "（现行）" if rule.is_current else ""
        said = f"自 {day_words(rule.from_on)}起：{rule.text}{now}"
        row.addWidget(words(said, "strong" if rule.is_current else "", wrap=True), 1)
        if removable:
            row.addWidget(button("删除", lambda: self._remove(rule), kind="quiet"))
        return holder

    def _remove(self, rule: queries.FixedDayRow) -> None:
        attempt(
            self,
            self._context,
            lambda: acts.remove_hearing_day(self._context.store, rule.id),
            f"已删除固定说事日“{rule.text}”",
        )

    def _edit(self) -> None:
        assert self._shown is not None
        opened = self._shown
        form = Form(
            [
                Line("name", "名称", required=True),
                Choice("kind", "类别", options_of(OfficeKind), required=True),
                Line("township", "乡镇"),
                Line("county", "县"),
                Line("address", "地址"),
                Line("phone", "电话"),
            ]
        )
        form.set_values({name: getattr(opened, name) for name in OfficeFacts.LABELS})

        def save(values: dict[str, Any]) -> None:
            facts = OfficeFacts(**{**values, "kind": OfficeKind(values["kind"])})
            acts.edit_office(self._context.store, facts, expected=opened)

        self._ask("本村资料", form, "保存", save, "office/facts")

    def _change_day(self) -> None:
        hint = "如 每月5日、每月第一个星期五、每月最后一天"
        since = "以前的说事日不变；已经安排的说事会也不变"
        form = Form(
            [
                Line("recurrence", "固定说事日", required=True, hint=hint),
                DayField("from_on", "从哪一天起", self._context.today, required=True, hint=since),
            ]
        )
        form.set_values({"from_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            day = values["from_on"]
            acts.set_hearing_day(self._context.store, values["recurrence"], from_on=day)

        self._ask("更改固定说事日", form, "更改", save, "office/hearing-day")

    def _ask(self, title: str, form: Form, verb: str, save: Any, key: str) -> None:
        FormDialog(self, self._context, title, form, verb=verb, on_save=save, draft_key=key).open()


def _date_words(each: queries.HearingDate) -> str:
    said = f"{day_words(each.on)} {weekday_words(each.on)}"
    if each.moved_reason:
        return f"{said}（改期：{each.moved_reason}）"
    if each.closed_on:
        return f"{said}（已收尾）"
    return f"{said}（已安排）" if each.meeting_id else said
