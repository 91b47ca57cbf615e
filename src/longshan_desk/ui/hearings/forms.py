"""Planning a hearing or another meeting, and changing what stands at its head (R2, R3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import meetings as acts
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import MeetingKind
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries import meetings as queries
from longshan_desk.queries.cadres import secretary
from longshan_desk.queries.office import next_hearing_dates
from longshan_desk.ui.conflict_corners import mark_form
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import Remark
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.dates import day_words
from longshan_desk.ui.widgets.fields import Choice, DayField, Field, Line, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog

OTHER_KINDS = tuple(kind for kind in MeetingKind if kind is not MeetingKind.HEARING)
_NO_HEARING = "none"
_HEARINGS_SHOWN = 6


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
    return f"{value.hour}:{value.minute:02d}" if value else ""


def state_words(context: Context, row: queries.MeetingRow) -> str:
    """已收尾, 待召开 before its day, otherwise what is still to do."""
    if row.is_closed:
        return "已收尾"
    return "待召开" if row.on > context.today() else "未收尾"


def state_tone(context: Context, row: queries.MeetingRow) -> str:
    if row.is_closed:
        return "plain"
    return "accent" if row.on > context.today() else "soon"


def _head_fields(context: Context, kind: MeetingKind | None) -> list[Field | str]:
    cadres = suggest_cadres(context)
    fields: list[Field | str] = [
        Line("place", "地点", placeholder="如 村党群服务中心"),
        Line("starts_at", "开始时间", placeholder="如 9:30"),
        Line("chair", "主持人", suggest=cadres),
        Line("recorder", "记录人", suggest=cadres),
    ]
    if kind is MeetingKind.HEARING:
        hint = "说事会由村党支部书记主持；别人主持时写明原因"
        fields.append(Line("chair_reason", "由他人主持的原因", hint=hint, wide=True))
    else:
        fields.insert(0, Line("title", "会议名称", placeholder="如 防汛工作会，可以不填"))
    return fields


def _words(values: Mapping[str, Any], **more: Any) -> acts.MeetingWords:
    return acts.MeetingWords(
        place=values["place"],
        starts_at=read_clock(values["starts_at"], "starts_at"),
        chair=values["chair"],
        recorder=values["recorder"],
        chair_reason=values.get("chair_reason") or "",
        title=values.get("title"),
        **more,
    )


def _at_its_field(exc: AppError) -> AppError:
    """R3: the reason stands at a field of this form."""
    exc.where = "chair_reason" if exc.where == "原因" else exc.where
    return exc


def usual_head(context: Context) -> dict[str, Any]:
    """What is usually the same: place and recorder of the last meeting, the secretary's chair."""
    boss = secretary(context.store)
    held = queries.list_meetings(context.store)
    last = next((row for row in held if row.on <= context.today() and row.place), None)
    return {
        "chair": boss.name if boss else "",
        "place": last.place if last else "",
        "recorder": context.user,
    }


def plan_hearing(parent: QWidget, context: Context) -> None:
    """安排说事会; the next fixed day is filled in. Goes to the hearing once it is planned."""
    day = DayField("on", "日期", context.today, required=True)
    form = Form([day, *_head_fields(context, MeetingKind.HEARING)])
    dates = next_hearing_dates(context.store, count=3, from_on=Month.of(context.today()).first_day)
    free = [each for each in dates if each.meeting_id is None]
    form.set_values({"on": free[0].on if free else None, **usual_head(context)})
    made: list[str] = []

    def hint() -> None:
        """R2: another day than the fixed one is a moved one, with its reason."""
        planned = None if day.trouble() else day.value()
        month = str(Month.of(planned)) if planned else ""
        fixed = next((one.on for one in free if one.month == month), planned)
        if fixed and fixed != planned:
            day.say(
                f"这个月的固定说事日是{fixed.month}月{fixed.day}日。改在别的日子，"
                "请先按固定日安排，再用“改期”写明原因。"
            )

    day.edited.connect(hint)

    def save(values: dict[str, Any]) -> None:
        kind = MeetingKind.HEARING
        try:
            made.append(acts.new_meeting(context.store, kind, values["on"], words=_words(values)))
        except AppError as exc:
            raise _at_its_field(exc) from None

    dialog = FormDialog(
        parent, context, "安排说事会", form, verb="安排", on_save=save, draft_key="meeting/hearing"
    )
    dialog.sheet.saved.connect(lambda: context.show_record("meeting", made[0]))
    dialog.open()


def plan_meeting(
    parent: QWidget, context: Context, hearing: queries.MeetingPage | None = None
) -> None:
    """新建会议; for a hearing's committees' meeting the kind is known and the day proposed."""
    day = DayField("on", "日期", context.today, required=True)
    due = hearing.committees_due if hearing is not None else None
    until = Remark(f"期限：{due.rule}" if due else "")
    kind = Choice("kind", "会议", options_of(OTHER_KINDS), required=True, as_list=True)
    hearings = _hearings_choice(context)
    head = _head_fields(context, None)
    form = Form([until, day, *head[1:]] if hearing is not None else [kind, day, hearings, *head])
    form.set_values({"on": context.today(), **usual_head(context)})
    if hearing is None:
        hearings.set_value(hearings.first)
        kind.edited.connect(lambda: _ask_hearing(form))
        _ask_hearing(form)
    made: list[str] = []

    def save(values: dict[str, Any]) -> None:
        chosen = hearing.row.id if hearing is not None else values.get("hearing_id")
        made.append(
            acts.new_meeting(
                context.store,
                MeetingKind(values.get("kind", MeetingKind.COMMITTEES)),
                values["on"],
                hearing_id=None if chosen == _NO_HEARING else chosen,
                words=_words(values),
            )
        )

    title = "新建会议" if hearing is None else "新建村“两委”会议"
    key = "meeting/new" if hearing is None else f"meeting/committees/{hearing.row.id}"
    dialog = FormDialog(parent, context, title, form, verb="新建", on_save=save, draft_key=key)
    dialog.sheet.saved.connect(lambda: context.show_record("meeting", made[0]))
    dialog.open()


class _HearingChoice(Choice):
    """Which hearing's matters a committees' meeting decides; the last one without a meeting
    first."""

    first = _NO_HEARING


def _hearings_choice(context: Context) -> _HearingChoice:
    rows = queries.list_meetings(context.store, kind=MeetingKind.HEARING)
    held = [row for row in rows if row.is_closed][:_HEARINGS_SHOWN]
    options = [Option(row.id, f"{day_words(row.on)}说事会") for row in held]
    options.append(Option(_NO_HEARING, "不是议说事会的事项"))
    made = _HearingChoice("hearing_id", "议哪一次说事会的事项", options, as_list=True, wide=True)
    made.first = options[0].code
    return made


def _ask_hearing(form: Form) -> None:
    committees = form["kind"].value() == MeetingKind.COMMITTEES
    form["hearing_id"].setVisible(committees)
    form.reshaped.emit()


def edit_head(parent: QWidget, context: Context, page: queries.MeetingPage) -> None:
    """修改会议: place, times, chair, recorder, note."""
    end = Line("ended_at", "散会时间", placeholder="如 11:20")
    form = Form([*_head_fields(context, page.row.kind), end, Text("note", "备注", rows=2)])
    named = page.row.title if page.row.title != page.row.kind.label else ""
    form.set_values(
        {
            "title": named,
            "place": page.row.place,
            "starts_at": clock_words(page.starts_at),
            "ended_at": clock_words(page.ended_at),
            "chair": page.row.chair,
            "chair_reason": page.chair_reason,
            "recorder": page.recorder,
            "note": page.note,
        }
    )
    mark_form(form, context, "meeting", page.row.id)

    def save(values: dict[str, Any]) -> None:
        ended = read_clock(values["ended_at"], "ended_at")
        words = _words(values, ended_at=ended, note=values["note"])
        try:
            acts.edit_meeting(context.store, page.row.id, words)
        except AppError as exc:
            raise _at_its_field(exc) from None

    key = f"meeting/{page.row.id}/head"
    FormDialog(parent, context, "修改会议", form, verb="保存", on_save=save, draft_key=key).open()
