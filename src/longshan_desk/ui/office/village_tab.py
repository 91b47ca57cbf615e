"""本村: the office's particulars and the fixed day of the hearing (R2)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import office as acts
from longshan_desk.domain.labels import OfficeKind
from longshan_desk.domain.office_facts import OfficeFacts
from longshan_desk.queries import office as queries
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.dates import day_words, weekday_words
from longshan_desk.ui.widgets.fields import Choice, DayField, Line
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.words import words


class VillageTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: OfficeFacts | None = None
        edit = button("修改", self._edit)
        change = button("更改固定说事日", self._change_day)
        self.office = Card("本村资料", "", edit)
        self.about = words("", wrap=True, copy=True)
        self.office.add(self.about)
        self.office.add_stretch()
        self.day = Card("固定说事日", "", change)
        self.history = words("", wrap=True)
        self.next = words("", "note", wrap=True)
        self.day.add(self.history)
        self.day.add(self.next)
        row = QHBoxLayout()
        row.addWidget(self.office, 1)
        row.addWidget(self.day, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addStretch(1)

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
        rules = queries.fixed_day_history(self._context.store)
        said = [
            f"自 {day_words(rule.from_on)}起：{rule.text}{'（现行）' if rule.is_current else ''}"
            for rule in rules
        ]
        self.history.setText("\n".join(said) or "还没有设固定说事日。")
        dates = queries.next_hearing_dates(self._context.store)
        shown = [
            f"{day_words(each.on)} {weekday_words(each.on)}"
            + (f"（改期：{each.moved_reason}）" if each.moved_reason else "")
            for each in dates
        ]
        self.next.setText("以后 12 次：\n" + "\n".join(shown) if shown else "")

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

        FormDialog(
            self,
            self._context,
            "本村资料",
            form,
            verb="保存",
            on_save=save,
            draft_key="office/facts",
        ).exec()

    def _change_day(self) -> None:
        hint = "如 每月5日、每月第一个星期五、每月最后一天"
        form = Form(
            [
                Line("recurrence", "固定说事日", required=True, hint=hint),
                DayField("from_on", "从哪一天起", self._context.today, required=True),
            ]
        )
        form.set_values({"from_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            day = values["from_on"]
            acts.set_hearing_day(self._context.store, values["recurrence"], from_on=day)

        FormDialog(
            self,
            self._context,
            "更改固定说事日",
            form,
            verb="更改",
            on_save=save,
            draft_key="office/hearing-day",
        ).exec()
