"""What changes a meeting: move it, put off the next one, end it, delete it, items of its agenda."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import meetings as acts
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.errors import AppError
from longshan_desk.queries import meetings as queries
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.forms import clock_words, read_clock
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.dates import day_words, weekday_words
from longshan_desk.ui.widgets.fields import DayField, Field, Line, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog


def end_meeting(parent: QWidget, context: Context, page: queries.MeetingPage) -> None:
    """散会, with the time."""
    form = Form([Line("ended_at", "散会时间", placeholder="如 11:20，可以不填")], columns=1)
    form.set_values({"ended_at": clock_words(page.ended_at)})

    def save(values: dict[str, Any]) -> None:
        ended = read_clock(values["ended_at"], "ended_at")
        acts.close_meeting(context.store, page.row.id, ended_at=ended)

    dialog = FormDialog(parent, context, "散会", form, verb="散会", on_save=save)
    dialog.sheet.saved.connect(lambda: say_done(parent, context, "已散会，会议记录完整了"))
    dialog.open()


def delete_meeting(parent: QWidget, context: Context, page: queries.MeetingPage) -> None:
    """删除 a meeting that was entered by mistake; it can be taken back."""
    try:
        acts.delete_meeting(context.store, page.row.id)
    except AppError as exc:
        speaker.tell(parent, exc)
    else:
        said = f"已删除{day_words(page.row.on)} {weekday_words(page.row.on)}的{page.row.title}"
        say_done(parent, context, said)


def move_meeting(parent: QWidget, context: Context, page: queries.MeetingPage) -> None:
    """改期, with its reason (R2, R47)."""
    month = Month.parse(page.row.month).label
    is_hearing = page.row.kind is MeetingKind.HEARING
    hint = f"改到下个月，也还是{month}的说事会" if is_hearing else ""
    form = Form(
        [
            DayField("to", "改到哪一天", context.today, required=True, hint=hint),
            Text("reason", "原因", rows=2, required=True, placeholder="如 大雪封路"),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        acts.move_meeting(context.store, page.row.id, values["to"], reason=values["reason"])

    key = f"meeting/{page.row.id}/move"
    FormDialog(parent, context, "改期", form, verb="改期", on_save=save, draft_key=key).open()


def postpone_committees(parent: QWidget, context: Context, page: queries.MeetingPage) -> None:
    """顺延村“两委”会议, with its reason (R47)."""
    due = page.committees_due
    hint = f"现在的期限：{due.rule}。顺延了的会注明原因，不算按期" if due else ""
    form = Form(
        [
            DayField("due_on", "顺延到", context.today, required=True, hint=hint),
            Text("reason", "原因", rows=2, required=True, placeholder="如 镇上开防汛会"),
        ]
    )
    form.set_values({"reason": page.committees_reason})

    def save(values: dict[str, Any]) -> None:
        day: date = values["due_on"]
        reason = values["reason"]
        acts.postpone_committees(context.store, page.row.id, due_on=day, reason=reason)

    key = f"meeting/{page.row.id}/postpone"
    title = "顺延村“两委”会议"
    FormDialog(parent, context, title, form, verb="顺延", on_save=save, draft_key=key).open()


def add_item(
    parent: QWidget,
    context: Context,
    page: queries.MeetingPage,
    kind: ItemKind,
    item: queries.ItemRow | None = None,
    begun: Mapping[str, Any] | None = None,
    on_saved: Callable[[], object] | None = None,
) -> None:
    """主题党日, 发言 or another item of the agenda (R36)."""
    is_speech = kind is ItemKind.SPEECH
    parts: list[Field | str] = [
        Line(
            "speaker", "发言人" if is_speech else "主讲（主持）人", suggest=suggest_cadres(context)
        ),
        Text("text", "内容", rows=5, required=True),
    ]
    if not is_speech:
        parts.append(Text("result", "结果或议定意见", rows=2))
    form = Form(parts)
    if item is not None:
        form.set_values({"speaker": item.speaker, "text": item.text, "result": item.result})
    form.set_values(begun or {})

    def save(values: dict[str, Any]) -> None:
        item_id = item.id if item else None
        acts.save_item(context.store, page.row.id, kind, item_id=item_id, **values)

    key = f"meeting/{page.row.id}/item/{item.id if item else kind.value}"
    if begun is not None:
        key = ""
    dialog = FormDialog(parent, context, kind.label, form, verb="保存", on_save=save, draft_key=key)
    if on_saved is not None:
        dialog.sheet.saved.connect(on_saved)
    dialog.open()
