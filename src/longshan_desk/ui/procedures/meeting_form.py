"""The form of one meeting on one step: when, who came, what was said, how they voted (R14, R36)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox

from longshan_desk.actions.procedures import Sitting, Voted, take_vote
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.procedure_labels import Step, VoteForm
from longshan_desk.domain.vote_sums import Typed
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries.procedure_work import MeetingToJoin, meetings_to_join
from longshan_desk.queries.procedures import ProcedurePage, StepLine, VoteGround, vote_ground
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.forms import clock_words, read_clock, usual_head
from longshan_desk.ui.procedures.fields import CameField, SpeechField
from longshan_desk.ui.suggesting import suggest_cadres, suggest_people
from longshan_desk.ui.theme import em
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import Choice, DayField, Field, Line, Number, Text
from longshan_desk.ui.widgets.form import Form

NEW = "new"
_WIDEST_FOR_FOUR = 17
"""Pixels of a character: with larger letters only three fields have room side by side."""

_AS_WIDE_AS_GIVEN = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_HEAD = ("on", "starts_at", "ended_at", "place", "chair", "recorder")
_AT = {
    "时间": "starts_at",
    "散会时间": "ended_at",
    "票数": "in_favour",
    "原因": "reason",
    "会议": "body",
}
"""Where a refusal belongs in this form."""


class MeetingForm(Form):
    """``summed`` whenever a number changed; ``body_refused(body)`` when one was chosen that the
    rules do not name for the step."""

    summed = Signal()
    body_refused = Signal(object)

    def __init__(self, context: Context, page: ProcedurePage, line: StepLine) -> None:
        self._context, self._page, self._step = context, page, line.step
        self._usual = line.bodies[0]
        self._allowed = {*line.bodies, *(one.body for one in page.state.overrides)}
        self._joins: Mapping[str, MeetingToJoin] = {}
        self.ground: VoteGround = vote_ground(context.store, page.row.id, line.step)
        self.came = CameField("came")
        parts = self._parts()
        for box in (one.input for one in parts if isinstance(one, Choice)):
            if isinstance(box, QComboBox):  # as wide as its place, not as its longest option
                box.setSizeAdjustPolicy(_AS_WIDE_AS_GIVEN)
                box.setMinimumContentsLength(5)
        super().__init__(parts, columns=4 if em() <= _WIDEST_FOR_FOUR else 3)
        self.set_values(self._begun())
        self._connect()
        self.refresh()

    # -- what it is made from ---------------------------------------------------------------

    def _parts(self) -> list[Field | str]:
        today, cadres = self._context.today, suggest_cadres(self._context)
        return [
            self._meeting_choice(),
            self._body_choice(),
            DayField("on", "日期", today, latest=today, required=True),
            Line("starts_at", "开会时间", placeholder="如 9:30"),
            Line("ended_at", "散会时间", placeholder="如 11:20"),
            Line("place", "地点", required=True),
            Line("chair", "主持人", suggest=cadres, required=True),
            Line("recorder", "记录人", suggest=cadres, required=True),
            Choice("form", "表决方式", options_of(VoteForm), as_list=True, required=True),
            "到会",
            self.came,
            Number("expected", "应到"),
            Number("present", "实到", required=True),
            DayField("notified_on", "通知开会的日期", today),
            Line("township", "乡镇参会人员", placeholder="姓名和职务，用、分开"),
            Line("reason", "应到和名单不同的原因", wide=True),
            "会上说了什么",
            SpeechField("speeches", "发言", suggest_people(self._context)),
            Text("text", "议定的内容", rows=2),
            Text(
                "amendment",
                "修改后的内容",
                rows=2,
                hint="会上改了的，把改好的内容完整写在这里，以后照这一份；没有修改的空着",
            ),
            "表决",
            Number("in_favour", "同意"),
            Number("against", "反对"),
            Number("abstained", "弃权"),
        ]

    def _meeting_choice(self) -> Choice:
        found = meetings_to_join(self._context.store, self.ground.body, self._page.row.began_on)
        self._joins = {one.id: one for one in found}
        options = [Option(NEW, "另外开的会，在下面填写")]
        options += [Option(one.id, one.words) for one in found]
        made = Choice("meeting", "是哪一次会", options, as_list=True, wide=True)
        made.say("和别的事一起开的会，选那次会：日期、地点、签到只填一次。" if found else "")
        return made

    def _body_choice(self) -> Choice:
        rules = self._page.rules.bodies
        order = sorted(rules, key=lambda one: (one not in self._allowed, list(rules).index(one)))
        usual = [one for one in order if one is self._usual]
        bodies = [*usual, *(one for one in order if one is not self._usual)]
        options = [Option(one.value, self._body_words(one)) for one in bodies]
        return Choice("body", "什么会", options, as_list=True, required=True)

    def _body_words(self, body: Body) -> str:
        return body.label if body in self._allowed else f"{body.label}（不合规则）"

    def _begun(self) -> dict[str, Any]:
        """What is usually the same, so that nothing is typed twice."""
        state = self._page.state
        last = state.meetings[-1].fact.data if state.meetings else usual_head(self._context)
        changed = state.amendments
        return {
            "meeting": NEW,
            "body": self._first_body().value,
            "on": self._context.today(),
            "place": last.get("place") or "",
            "chair": last.get("chair") or "",
            "recorder": last.get("recorder") or "",
            "form": VoteForm.HANDS.value,
            "text": changed[-1] if changed else state.proposal,
        }

    def _first_body(self) -> Body:
        """One that was overridden to is the one that is meant."""
        overridden = [one.body for one in self._page.state.overrides]
        return overridden[-1] if overridden and self._step is Step.RESOLUTION else self._usual

    # -- following what is typed ----------------------------------------------------------------

    def _connect(self) -> None:
        for key in ("expected", "present", "in_favour", "against", "abstained"):
            self[key].edited.connect(self.summed)
        self["expected"].edited.connect(self._ask_reason)
        self["body"].edited.connect(self._body_chosen)
        self["on"].edited.connect(self._day_changed)
        self["meeting"].edited.connect(self._meeting_chosen)
        self.came.edited.connect(self._count)

    @property
    def body(self) -> Body:
        return Body(self["body"].value() or self._usual.value)

    @property
    def day(self) -> date:
        try:
            found = self["on"].value()
        except BadValueError:
            found = None
        return found or self._context.today()

    def typed(self) -> Typed:
        """The numbers so far; one that is no number yet is none."""
        return Typed(*(self._number(key) for key in
                       ("expected", "present", "in_favour", "against", "abstained")))  # fmt: skip

    def refresh(self) -> None:
        """Ask the roll of the body and the day again."""
        before = self.ground.roll.expected
        self.ground = vote_ground(
            self._context.store, self._page.row.id, self._step, body=self.body, on=self.day
        )
        expected = self.ground.roll.expected
        self.came.show_members(self.ground.roll.members)
        field = self["expected"]
        if field.is_empty() or self._number("expected") == before:
            with QSignalBlocker(field):
                field.set_value(expected)
        field.say(f"名单上 {expected} 人" if expected is not None else "没有名单，请填写")
        self._ask_reason()
        days = self.ground.notice_days
        self["notified_on"].setVisible(bool(days))
        self["notified_on"].say(f"应提前 {days} 天通知" if days else "")
        self.summed.emit()

    def use_usual_body(self) -> None:
        self["body"].set_value(self._usual.value)
        self.refresh()

    def _number(self, key: str) -> int | None:
        try:
            found: int | None = self[key].value()
        except BadValueError:
            return None
        return found

    def _ask_reason(self) -> None:
        roll, said = self.ground.roll.expected, self._number("expected")
        self["reason"].setVisible(roll is not None and said is not None and said != roll)

    def _body_chosen(self) -> None:
        if self.body not in self._allowed:
            self.body_refused.emit(self.body)
            return
        self.refresh()

    def _day_changed(self) -> None:
        if self["on"].trouble() is None:
            self.refresh()

    def _meeting_chosen(self) -> None:
        """R36: the head and the sign-in of a meeting stand once."""
        joined = self._joins.get(self["meeting"].value() or "")
        for key in _HEAD:
            known = getattr(joined, key) if joined else None
            if known is not None:
                clock = key in ("starts_at", "ended_at")
                self[key].set_value(clock_words(known) if clock else known)
            self[key].input.setEnabled(known is None)
        if joined is not None and joined.there:
            self.came.set_value(joined.there)
            self._count()

    def _count(self) -> None:
        names = self.came.value()
        if names is not None:
            self["present"].set_value(len(names))
        self.summed.emit()


def save_meeting(
    context: Context, page: ProcedurePage, step: Step, values: dict[str, Any]
) -> Voted:
    """Hand the form on; a refusal is told at the field it belongs to."""
    meeting = values["meeting"]
    sitting = Sitting(
        step=step,
        present=values["present"],
        in_favour=values["in_favour"] or 0,
        against=values["against"] or 0,
        abstained=values["abstained"] or 0,
        on=values["on"],
        body=Body(values["body"]),
        expected=values["expected"],
        reason=values.get("reason"),
        starts_at=read_clock(values["starts_at"], "starts_at"),
        ended_at=read_clock(values["ended_at"], "ended_at"),
        place=values["place"],
        chair=values["chair"],
        recorder=values["recorder"],
        form=VoteForm(values["form"]),
        text=values["text"],
        amendment=values["amendment"],
        notified_on=values.get("notified_on"),
        speeches=values["speeches"],
        township=[one for one in values["township"].replace("，", "、").split("、") if one],
        came=values.get("came"),
        meeting_id=None if meeting in (None, NEW) else meeting,
    )
    try:
        return take_vote(context.store, page.row.id, sitting)
    except AppError as exc:
        exc.where = _AT.get(exc.where or "", exc.where)
        raise
