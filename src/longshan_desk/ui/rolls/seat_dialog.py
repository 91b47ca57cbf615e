"""One seat of a roll: its facts and term, what leaves its holder out, whom it stands for (R14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import rolls as acts
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.periods import Period
from longshan_desk.domain.rolls import Exclusion
from longshan_desk.domain.seats import STAND_FOR_HOUSEHOLDS
from longshan_desk.errors import AppError
from longshan_desk.queries import rolls as queries
from longshan_desk.queries.people import person_rows
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import attempt, say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.rolls import seat_forms
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.fields import DayField
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.people import Named
from longshan_desk.ui.widgets.words import words


class SeatDialog(QDialog):
    """One member of a body with all that is on record of the seat."""

    def __init__(self, parent: QWidget, context: Context, entry_id: str) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self._context = context
        self._over = parent
        self._id = entry_id
        self.heading = words("", "title")
        self.about = words("", "note", wrap=True)
        self._parts = QVBoxLayout()
        self.confirm_button = button("转正", self._confirm)
        self.exclude_button = button("登记不计入应到", self._exclude)
        self.end_button = button("结束任期", self._end)
        buttons = QHBoxLayout()
        buttons.addWidget(button("登记错误，删除", self._remove, kind="danger"))
        buttons.addStretch(1)
        for one in (self.confirm_button, self.exclude_button, self.end_button):
            buttons.addWidget(one)
        buttons.addWidget(button("修改资料", self._edit, kind="primary"))
        buttons.addWidget(button("关闭", self.reject, looks=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addWidget(self.about)
        column.addWidget(scrolled(self._parts), 1)
        column.addLayout(buttons)
        room = self.screen().availableGeometry()
        wanted = (text_height() * 40, text_height() * 22)
        self.resize(min(wanted[0], room.width() - 60), min(wanted[1], room.height() - 80))
        self.load()

    def open(self) -> None:
        """Show it without waiting for it; once closed it is gone."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        super().open()

    def load(self) -> None:
        page = self.page = queries.seat(self._context.store, self._id)
        facts = page.facts
        self.setWindowTitle(facts.name)
        self.heading.setText(f"{facts.name}　{page.body.label}")
        sex = facts.sex.label if facts.sex else ""
        said = (sex, self._home(), _standing(page), facts.phone, facts.note)
        self.about.setText(" · ".join(part for part in said if part))
        self.confirm_button.setVisible(facts.is_probationary and facts.confirmed_on is None)
        is_full_member = not facts.is_probationary or facts.confirmed_on is not None
        is_excluded = any(one.until_on is None for one in page.exclusions)
        self.exclude_button.setVisible(
            page.body is Body.PARTY_MEMBERS and is_full_member and not is_excluded
        )
        self.end_button.setVisible(facts.until_on is None)
        while (item := self._parts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for part in self._shown(page):
            self._parts.addWidget(part)
        self._parts.addStretch(1)

    def _shown(self, page: queries.SeatPage) -> list[QWidget]:
        period = Period(page.facts.from_on, page.facts.until_on)
        ended = f"，{page.ended_reason}" if page.ended_reason else ""
        parts: list[QWidget] = [words("任期", "heading"), words(f"{period.words}{ended}")]
        if page.body is Body.PARTY_MEMBERS:
            parts.append(words("不计入应到", "heading"))
            parts += [self._exclusion(one) for one in page.exclusions]
            if not page.exclusions:
                parts.append(words("没有登记，按规定计入应到。", "note"))
        if page.body in STAND_FOR_HOUSEHOLDS:
            parts.append(words("代表的户", "heading"))
            now = [one.head for one in page.stands_for if one.until_on is None]
            said = f"{len(now)} 户：{'、'.join(now)}" if now else "还没有登记代表哪几户。"
            parts.append(words(said, "" if now else "note", wrap=True))
            parts.append(self._line("", ("修改代表的户", self._stand_for)))
        return parts

    def _home(self) -> str:
        """Where the register knows the person."""
        facts = self.page.facts
        rows = person_rows(self._context.store, [facts.person_id]) if facts.person_id else []
        if rows:
            return f"{rows[0].group}{rows[0].head}户"
        group = group_label(facts.group_no) if facts.group_no else ""
        return " · ".join(filter(None, (group, "不在农户册里")))

    def _exclusion(self, one: Exclusion) -> QWidget:
        acts_: list[tuple[str, Callable[[], object]]] = [("删除", lambda: self._drop(one))]
        if one.until_on is None:
            acts_.insert(0, ("恢复计入", lambda: self._include(one)))
        voted = f"；党员大会 {day_words(one.voted_on)} 通过" if one.voted_on else ""
        return self._line(f"{one.words}{voted}", *acts_)

    def _line(self, text: str, *offered: tuple[str, Callable[[], object]]) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 2, 0, 2)
        for verb, act in offered:
            if not text:
                line.addWidget(button(verb, act))
        line.addWidget(words(text, wrap=True), 1)
        for verb, act in offered:
            if text:
                line.addWidget(button(verb, act, kind="quiet"))
        return holder

    # -- acts -------------------------------------------------------------------------------

    def _edit(self) -> None:
        opened = self.page.facts
        form = seat_forms.seat_form(self._context, self.page.body, is_known=True)
        form.set_values(seat_forms.values_of(opened))

        def save(values: dict[str, Any]) -> None:
            facts = seat_forms.facts_of(self._context, values)
            acts.edit_seat(self._context.store, self._id, facts, expected=opened)

        self._ask("修改资料", form, "保存", save, "facts")

    def _stand_for(self) -> None:
        since = DayField("from_on", "从哪天起", self._context.today, required=True)
        form = Form([seat_forms.homes_field(self._context), since])
        now = [one for one in self.page.stands_for if one.until_on is None]
        form.set_values(
            {
                "homes": [Named(one.head, one.household_id) for one in now],
                "from_on": self._context.today(),
            }
        )

        def save(values: dict[str, Any]) -> None:
            homes = seat_forms.homes_of(values)
            acts.stand_for(self._context.store, self._id, homes, from_on=values["from_on"])

        self._ask("代表的户", form, "保存", save, "homes")

    def _exclude(self) -> None:
        form = seat_forms.exclusion_form(self._context)

        def save(values: dict[str, Any]) -> None:
            acts.exclude(self._context.store, self._id, seat_forms.exclusion_of(values))

        self._ask(f"{self.page.facts.name}不计入应到", form, "登记", save, "exclusion")

    def _include(self, one: Exclusion) -> None:
        form = Form([DayField("until_on", "不计入到哪一天", self._context.today, required=True)])
        form.set_values({"until_on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.end_exclusion(self._context.store, one.id, until_on=values["until_on"])

        self._ask("恢复计入应到", form, "恢复", save, f"include/{one.id}")

    def _end(self) -> None:
        form = seat_forms.ending_form(self._context, "如 组织关系转出、辞去代表")

        def save(values: dict[str, Any]) -> None:
            acts.end_seat(
                self._context.store,
                self._id,
                until_on=values["until_on"],
                reason=values["reason"],
            )

        self._ask("结束任期", form, "结束", save, "end")

    def _confirm(self) -> None:
        form = Form([DayField("on", "转正日期", self._context.today, required=True)])
        form.set_values({"on": self._context.today()})

        def save(values: dict[str, Any]) -> None:
            acts.confirm_member(self._context.store, self._id, on=values["on"])

        self._ask("预备党员转正", form, "转正", save, "confirm")

    def _ask(self, title: str, form: Form, verb: str, save: Any, key: str) -> None:
        dialog = FormDialog(
            self,
            self._context,
            title,
            form,
            verb=verb,
            on_save=save,
            draft_key=f"roll/{self._id}/{key}",
        )
        dialog.sheet.saved.connect(self.load)
        dialog.open()

    def _drop(self, one: Exclusion) -> None:
        self._do(lambda: acts.remove_exclusion(self._context.store, one.id), "已删除不计入应到")

    def _remove(self) -> None:
        name = self.page.facts.name
        try:
            acts.remove_seat(self._context.store, self._id)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        self.accept()
        say_done(self._over, self._context, f"已从名单删除{name}")

    def _do(self, act: Callable[[], object], said: str) -> None:
        if attempt(self, self._context, act, said):
            self.load()


def _standing(page: queries.SeatPage) -> str:
    facts = page.facts
    if facts.confirmed_on:
        return f"{day_words(facts.confirmed_on)}转正"
    return "预备党员" if facts.is_probationary else ""
