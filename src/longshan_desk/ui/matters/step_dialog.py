"""One step of a matter as a small dialog, from the fields in ``step_forms``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.attachments import attach_photo
from longshan_desk.actions.matters import assign_matters, move_matter
from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.labels import Act
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.queries.matter_page import MatterPage
from longshan_desk.queries.matters import MatterRow
from longshan_desk.queries.policy import current
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.asking import SCANS, Asked, Asking, step_data, step_text
from longshan_desk.ui.matters.deliberate_dialog import DeliberateDialog
from longshan_desk.ui.matters.fields import Remark
from longshan_desk.ui.matters.step_forms import asked
from longshan_desk.ui.photos import photo_of
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.fields import DayField, People
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog


def step_dialog(parent: QWidget, context: Context, page: MatterPage, act: Act) -> FormDialog:
    """The dialog of a step, filled with what is known; show it with ``open()``."""
    asking = Asking(context, page, current(context.store))
    if act is Act.DELIBERATE:
        return DeliberateDialog(parent, asking)
    return StepDialog(parent, asking, act)


class StepDialog(FormDialog):
    def __init__(self, parent: QWidget, asking: Asking, act: Act) -> None:
        self._asking = asking
        self._act = act
        self._is_taken = False
        step: Asked = asked(asking, act)
        about = Remark(asking.page.row.title, key="_about", tone="")
        form = Form([about, *step.parts])
        form.set_values(step.values)
        if step.watch is not None:
            step.watch(form)
        super().__init__(
            parent,
            asking.context,
            f"{act.label} {asking.page.row.number}",
            form,
            verb=step.verb,
            on_save=self._save,
            draft_key=f"matter/{asking.page.row.id}/{act.value}",
        )
        self.sheet.saved.connect(lambda: say_done(parent, asking.context, step.said))

    def _save(self, values: dict[str, Any]) -> None:
        store, matter_id = self._asking.context.store, self._asking.page.row.id
        scans = [photo_of(file) for file in values.pop(SCANS, ())]
        if not self._is_taken:  # a scan that was refused does not take the step twice
            move_matter(
                store, matter_id, self._act, on=values["on"], text=step_text(values),
                data=step_data(values),
            )  # fmt: skip
            self._is_taken = True
        caption = scan_caption(self._act, values)
        for scan in scans:
            attach_photo(store, Attached.MATTER, matter_id, scan, caption=caption)


def scan_caption(act: Act, values: dict[str, Any]) -> str:
    """“来文来电 4月8日 镇水利站 龙水〔2022〕3号”"""
    parts = (act.label, short_date(values["on"]), values.get("from"), values.get("ref"))
    return " ".join(part for part in parts if part)


class AssignDialog(FormDialog):
    """Several matters to one person at once; those that cannot be assigned yet stay out."""

    def __init__(
        self, parent: QWidget, context: Context, rows: Sequence[MatterRow], left_out: int
    ) -> None:
        self._context = context
        self._ids = [row.id for row in rows]
        said = f"一共 {len(rows)} 件，交给同一个人办。"
        if held := sum(row.responsible is not None for row in rows):
            said += f"其中 {held} 件已有承办人，会换人。"
        if left_out:
            said += f"另有 {left_out} 件还没有议定、已经办结或要走“四议两公开”，不在其中。"
        days = current(context.store).assignment_days
        due = DayField("due", "办结时限", context.today, required=True)
        due.set_value(context.today() + timedelta(days=days))
        on = DayField("on", "日期", context.today, latest=context.today, required=True)
        on.set_value(context.today())
        suggest = suggest_cadres(context)
        person = People("person", "承办人", suggest=suggest, at_most=1, required=True)
        super().__init__(
            parent,
            context,
            "批量安排承办",
            Form([Remark(said), person, due, on]),
            verb="安排承办",
            on_save=self._save,
        )
        self.sheet.saved.connect(lambda: say_done(parent, context, f"已安排 {len(self._ids)} 件"))

    def _save(self, values: dict[str, Any]) -> None:
        assign_matters(
            self._context.store,
            self._ids,
            to=values["person"][0].name,
            due=values["due"],
            on=values["on"],
        )
