"""The small forms of a meeting: plan, edit the head, move, put off, speeches of the party day."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import meetings as acts
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.errors import BadValueError
from longshan_desk.queries import meetings as queries
from longshan_desk.queries.cadres import secretary
from longshan_desk.queries.office import next_hearing_dates
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fields import Choice, DayField, Field, Line, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog

OTHER_KINDS = tuple(kind for kind in MeetingKind if kind is not MeetingKind.HEARING)


def read_clock(text: str | None, where: str) -> time | None:
    """“9:30”, “９：30”, “930” or “14点” as a time of day."""
    plain = (text or "").strip().replace("：", ":").replace("点", ":").replace("分", "")
    if not plain:
        return None
    hour, _, minute = plain.partition(":") if ":" in plain else (plain[:-2], "", plain[-2:])
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise BadValueError(
            f"“{text}”不是时间。", hint="请写成 9:30 或 14:00。", where=where
        ) from None


def clock_words(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""


def _head_fields(context: Context) -> list[Field | str]:
    cadres = suggest_cadres(context)
    return [
        Line("place", "地点", placeholder="如 村党群服务中心"),
        Line("starts_at", "开始时间", placeholder="如 9:30"),
        Line("chair", "主持人", suggest=cadres),
        Line("recorder", "记录人", suggest=cadres),
        Line("chair_reason", "由他人主持的原因", hint="说事会由书记主持，别人主持时填写"),
    ]


def _words(values: dict[str, Any], **more: Any) -> acts.MeetingWords:
    return acts.MeetingWords(
        place=values["place"],
        starts_at=read_clock(values["starts_at"], "starts_at"),
        chair=values["chair"],
        recorder=values["recorder"],
        chair_reason=values.get("chair_reason") or "",
        **more,
    )


def plan_hearing(parent: QWidget, context: Context) -> str | None:
    """安排说事会; the next fixed day is filled in. Returns the meeting's id."""
    day = DayField("on", "日期", context.today, required=True)
    form = Form([day, *_head_fields(context)])
    dates = next_hearing_dates(context.store, count=3, from_on=Month.of(context.today()).first_day)
    free = [each for each in dates if each.meeting_id is None]
    boss = secretary(context.store)
    form.set_values({"on": free[0].on if free else None, "chair": boss.name if boss else ""})
    made: list[str] = []

    def save(values: dict[str, Any]) -> None:
        kind = MeetingKind.HEARING
        made.append(acts.new_meeting(context.store, kind, values["on"], words=_words(values)))

    dialog = FormDialog(
        parent, context, "安排说事会", form, verb="安排", on_save=save, draft_key="meeting/hearing"
    )
    dialog.exec()
    return made[0] if made else None


def plan_meeting(
    parent: QWidget, context: Context, hearing: queries.MeetingRow | None = None
) -> str | None:
    """新建会议; for a hearing's committees' meeting the kind is known and the day proposed."""
    parts: list[Field | str] = [DayField("on", "日期", context.today, required=True)]
    if hearing is None:
        parts.insert(
            0, Choice("kind", "会议", options_of(OTHER_KINDS), required=True, as_list=True)
        )
    form = Form([*parts, *_head_fields(context)[:-1]])
    boss = secretary(context.store)
    form.set_values({"on": context.today(), "chair": boss.name if boss else ""})
    made: list[str] = []

    def save(values: dict[str, Any]) -> None:
        kind = MeetingKind(values["kind"]) if hearing is None else MeetingKind.COMMITTEES
        made.append(
            acts.new_meeting(
                context.store,
                kind,
                values["on"],
                hearing_id=hearing.id if hearing else None,
                words=_words(values),
            )
        )

    title = "新建会议" if hearing is None else "新建村“两委”会议"
    key = "meeting/new" if hearing is None else f"meeting/committees/{hearing.id}"
    FormDialog(parent, context, title, form, verb="新建", on_save=save, draft_key=key).exec()
    return made[0] if made else None


def edit_head(parent: QWidget, context: Context, page: queries.MeetingPage) -> None:
    """修改会议: place, times, chair, recorder, note."""
    end = Line("ended_at", "散会时间", placeholder="如 11:20")
    form = Form([*_head_fields(context), end, Text("note", "备注", rows=2)])
    form.set_values(
        {
            "place": page.row.place,
            "starts_at": clock_words(page.starts_at),
            "ended_at": clock_words(page.ended_at),
            "chair": page.row.chair,
            "chair_reason": page.chair_reason,
            "recorder": page.recorder,
            "note": page.note,
        }
    )

    def save(values: dict[str, Any]) -> None:
        ended = read_clock(values["ended_at"], "ended_at")
        words = _words(values, ended_at=ended, note=values["note"])
        acts.edit_meeting(context.store, page.row.id, words)

    key = f"meeting/{page.row.id}/head"
    FormDialog(parent, context, "修改会议", form, verb="保存", on_save=save, draft_key=key).exec()


def move_meeting(parent: QWidget, context: Context, page: queries.MeetingPage) -> None:
    """改期, with its reason (R2, R47)."""
    form = Form(
        [
            DayField("to", "改到哪一天", context.today, required=True),
            Text("reason", "原因", rows=2, required=True, placeholder="如 大雪封路"),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        acts.move_meeting(context.store, page.row.id, values["to"], reason=values["reason"])

    key = f"meeting/{page.row.id}/move"
    FormDialog(parent, context, "改期", form, verb="改期", on_save=save, draft_key=key).exec()


def postpone_committees(parent: QWidget, context: Context, page: queries.MeetingPage) -> None:
    """顺延村“两委”会议, with its reason (R47)."""
    form = Form(
        [
            DayField("due_on", "顺延到", context.today, required=True),
            Text("reason", "原因", rows=2, required=True),
        ]
    )

    def save(values: dict[str, Any]) -> None:
        day: date = values["due_on"]
        reason = values["reason"]
        acts.postpone_committees(context.store, page.row.id, due_on=day, reason=reason)

    key = f"meeting/{page.row.id}/postpone"
    title = "顺延村“两委”会议"
    FormDialog(parent, context, title, form, verb="顺延", on_save=save, draft_key=key).exec()


def add_item(
    parent: QWidget,
    context: Context,
    page: queries.MeetingPage,
    kind: ItemKind,
    item: queries.ItemRow | None = None,
) -> None:
    """主题党日 or another item of the agenda (R36)."""
    form = Form(
        [
            Line("speaker", "主讲（发言）人", suggest=suggest_cadres(context)),
            Text("text", "内容", rows=5, required=True),
            Text("result", "结果或议定意见", rows=2),
        ]
    )
    if item is not None:
        form.set_values({"speaker": item.speaker, "text": item.text, "result": item.result})

    def save(values: dict[str, Any]) -> None:
        item_id = item.id if item else None
        acts.save_item(context.store, page.row.id, kind, item_id=item_id, **values)

    key = f"meeting/{page.row.id}/item/{item.id if item else kind.value}"
    FormDialog(parent, context, kind.label, form, verb="保存", on_save=save, draft_key=key).exec()
