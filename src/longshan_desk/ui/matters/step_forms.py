"""What each step of a matter asks, as the fields of a small form, and how they are handed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.labels import (
    Act,
    Answer,
    FeedbackWay,
    LetterWay,
    ListKind,
    Outcome,
    PetitionOpinion,
    ReportForm,
)
from longshan_desk.domain.next_steps import closing_outcomes
from longshan_desk.domain.policy import Policy
from longshan_desk.queries.matter_page import MatterPage
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters import phrases
from longshan_desk.ui.matters.fields import MatterField, PhraseText, Remark
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import Check, Choice, DayField, Field, Line, People
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.people import Named

Parts = list[Field | str]
Watch = Callable[[Form], None]


@dataclass(frozen=True)
class Asked:
    """One step's form: its fields, the button's word, what is said afterwards, and which field
    makes others appear or go (``watch``)."""

    parts: Parts
    verb: str
    said: str
    watch: Watch | None = None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asking:
    """What the forms are made from."""

    context: Context
    page: MatterPage
    policy: Policy

    @property
    def today(self) -> date:
        return self.context.today()

    @property
    def contact(self) -> str:
        """Who is to be told."""
        return self.page.contact_name or (self.page.raisers[0] if self.page.raisers else "")

    def day(self, title: str = "日期") -> DayField:
        made = DayField("on", title, self.context.today, latest=self.context.today, required=True)
        made.set_value(self.today)
        return made

    def person(self, hint: str = "") -> People:
        return People(
            "person", "承办人", suggest=suggest_cadres(self.context), at_most=1, required=True,
            hint=hint,
        )  # fmt: skip

    def deadline(self, hint: str) -> DayField:
        made = DayField("due", "办结时限", self.context.today, required=True, hint=hint)
        made.set_value(self.today + timedelta(days=self.policy.assignment_days))
        return made


def asked(asking: Asking, act: Act) -> Asked:
    """The form of a step; every act that ``domain.next_steps`` offers has one."""
    return _FORMS[act](asking)


def step_text(values: dict[str, Any]) -> str | None:
    """The free words of a step."""
    written = (value for key, value in values.items() if key.split("_")[0] == "text")
    return next((value for value in written if value), None)


def step_data(values: dict[str, Any]) -> dict[str, Any]:
    """The named fields of a step as the timeline keeps them: only what was filled in."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        is_data = key != "on" and key.split("_")[0] not in ("", "text")
        if is_data and value not in (None, "", [], False):
            name = "result" if key.startswith("result_") else _NAMES.get(key, key)
            found[name] = _kept(value)
    return found


def _kept(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return value[0].name
    return value


_NAMES = {"person": "to", "promiser": "by", "form": "as"}


def _assign(asking: Asking) -> Asked:
    state = asking.page.state
    person = asking.person("可输入拼音首字母，从名册里选")
    due = asking.deadline(f"按规则预填 {asking.policy.assignment_days} 日，可以改")
    parts: Parts = [person, due, asking.day()]
    if state.responsible:
        person.set_value([Named(state.responsible)])
        until = f"，期限 {short_date(state.due_on)}" if state.due_on else ""
        parts.insert(0, Remark(f"现在由{state.responsible}承办{until}。换人、推迟期限都会记下来。"))
        return Asked(parts, "重新安排", "已重新安排承办")
    return Asked(parts, "安排承办", "已安排承办")


def _progress(asking: Asking) -> Asked:
    text = PhraseText("text", "进展情况", phrases.PROGRESS, required=True)
    return Asked([text, asking.day()], "记下", "已记进展")


def promiser_field(asking: Asking) -> People:
    suggest = suggest_cadres(asking.context)
    return People(
        "promiser", "承办人", suggest=suggest, at_most=1, required=True, hint="谁负责兑现"
    )


def _promise(asking: Asking) -> Asked:
    parts: Parts = [
        Remark("应当解决、眼下还不能解决的，作出承诺，一步一步办；兑现以前一直在通报里。"),
        PhraseText("text", "承诺内容", (), rows=2, required=True),
        PhraseText("measures", "采取的措施", phrases.MEASURES, rows=2, required=True),
        promiser_field(asking),
        DayField("due", "办结时限", asking.context.today, required=True, hint="哪一天以前兑现"),
        asking.day(),
    ]
    return Asked(parts, "作出承诺", "已记承诺")


def _explain(asking: Asking) -> Asked:
    to = Line("to", "向谁说明", required=True)
    to.set_value(asking.contact)
    parts: Parts = [
        Remark("周期长或政策不允许的，依法依规向群众说明；说明以后办结，不算“已解决”。"),
        PhraseText("reason", "原因", (), rows=2, required=True),
        Line("basis", "依据", required=True, wide=True, placeholder="法律、法规或政策文件的名称"),
        to,
        way_of_telling("way", "说明的方式"),
        Check("policy_limited", "受政策限制，不能办理", wide=True),
        asking.day(),
    ]
    return Asked(parts, "说明情况", "已记说明情况")


def way_of_telling(key: str, title: str) -> Choice:
    ways = (FeedbackWay.IN_PERSON, FeedbackWay.TELEPHONE, FeedbackWay.WRITTEN)
    return Choice(key, title, [Option(way.label, way.label) for way in ways], required=True)


_ENDINGS = {
    Outcome.SOLVED: ("问题办好了。写明结果，接着向群众反馈。", phrases.RESULT),
    Outcome.HANDED_UP: ("上级已经接过去办。写明接办的单位。", phrases.RESULT_UP),
    Outcome.DUPLICATE: ("同一件事已经登记过。选出真正在办的那一件，由它告知反映人。", ()),
    Outcome.WITHDRAWN: ("反映人自己说不用办了。不用反馈。", phrases.RESULT_WITHDRAWN),
    Outcome.LEGAL_CHANNEL: ("进入诉讼、仲裁、复议等法定途径。", phrases.RESULT_LEGAL),
    Outcome.VOID: ("登记错了。不计入任何统计。", phrases.RESULT_VOID),
}
"""What each ending means and asks; only one result field is shown at a time."""


def _close(asking: Asking) -> Asked:
    outcomes = closing_outcomes(asking.page.state)
    choice = Choice("outcome", "怎样办结的", options_of(outcomes), as_list=False, required=True,
                    wide=True)  # fmt: skip
    parts: Parts = [choice]
    for one in outcomes:
        words, offered = _ENDINGS[one]
        parts.append(Remark(words, key=f"_why_{one.value}"))
        if one is Outcome.DUPLICATE:
            own = asking.page.row.id
            parts.append(MatterField(asking.context, "of", "与哪一件重复", own, required=True))
        else:
            parts.append(
                PhraseText(f"result_{one.value}", "办理结果", offered, rows=2, required=True)
            )
    parts.append(asking.day())
    values = {"outcome": outcomes[0].value} if outcomes[0] is Outcome.SOLVED else {}
    return Asked(parts, "办理完毕", "已办理完毕", _watch_outcome, values)


def _watch_outcome(form: Form) -> None:
    def show() -> None:
        code = form["outcome"].value()
        keys = ["outcome", f"_why_{code}", f"result_{code}", "on"]
        form.show_only("_about", *keys, *(["of"] if code == Outcome.DUPLICATE else []))

    form["outcome"].edited.connect(show)
    show()


def _feedback(asking: Asking) -> Asked:
    state, policy = asking.page.state, asking.policy
    to = Line("to", "向谁反馈", required=True)
    to.set_value(asking.contact)
    phone = f"联系电话 {asking.page.contact_phone}" if asking.page.contact_phone else ""
    tries = f"已记 {state.tries} 次；记满 {policy.unreachable_tries} 次，或写明原因，可以不再联系。"
    parts: Parts = [
        Choice("way", "反馈方式", options_of(FeedbackWay), as_list=False, required=True, wide=True),
        *([Remark(phone, key="_phone")] if phone else []),
        to,
        Choice("answer", "群众的答复", options_of(Answer), required=True),
        PhraseText("text", "群众怎么说", phrases.SAID, rows=2),
        Remark(tries, key="_tries"),
        PhraseText("text_tried", "原因", phrases.UNREACHABLE, rows=2),
        Check("gives_up", "不再联系，按“联系不上”了结", wide=True),
        asking.day(),
    ]
    return Asked(parts, "记下反馈", "已记反馈", _watch_way)


def _watch_way(form: Form) -> None:
    def show() -> None:
        away = form["way"].value() == FeedbackWay.UNREACHABLE
        told = ("answer", "text")
        tried = ("_tries", "text_tried", "gives_up")
        form.show_only("_about", "way", "_phone", "to", "on", *(tried if away else told))

    form["way"].edited.connect(show)
    show()


def _cancel_off(asking: Asking) -> Asked:
    parts: Parts = [Remark("办理完毕、群众已经知道，可以销号。"), asking.day()]
    return Asked(parts, "销号", "已销号")


def _reopen(asking: Asking) -> Asked:
    parts: Parts = [
        Remark("重新办理会写在经过里，原来的结果仍然看得到。"),
        PhraseText("reason", "原因", phrases.REOPEN, rows=2, required=True),
        asking.day(),
    ]
    return Asked(parts, "重新办理", "已重新办理")


def _note(asking: Asking) -> Asked:
    parts: Parts = [
        Choice("way", "怎么来的", options_of(LetterWay), required=True),
        asking.day(),
        Line("from", "对方", placeholder="单位或姓名"),
        Line("ref", "文号", placeholder="来文才有"),
        PhraseText("text", "来文来电内容", (), required=True),
    ]
    return Asked(parts, "记下", "已记来文来电", _watch_letter)


def _watch_letter(form: Form) -> None:
    def show() -> None:
        form["ref"].setVisible(form["way"].value() == LetterWay.LETTER)

    form["way"].edited.connect(show)
    show()


def _report(asking: Asking) -> Asked:
    parts: Parts = [
        Choice("form", "文种", options_of(ReportForm), required=True),
        asking.day(),
        PhraseText(
            "text", "上报内容", phrases.REPORT, rows=4, required=True,
            hint="写明情况、已经做了什么、请求什么",
        ),
    ]  # fmt: skip
    return Asked(parts, "上报", "已记上报", values={"form": ReportForm.REQUEST.value})


def _classify(asking: Asking) -> Asked:
    others = [one for one in ListKind if one is not asking.page.row.list_kind]
    parts: Parts = [
        Remark(f"现在在“{asking.page.row.list_kind.label}”清单里。"),
        Choice("list", "清单", options_of(others), required=True, wide=True),
        PhraseText("reason", "原因", phrases.CLASSIFY, rows=2, required=True),
        asking.day(),
    ]
    return Asked(parts, "调整清单", "已调整清单")


def _inform(asking: Asking) -> Asked:
    parts: Parts = [
        PhraseText("text", "怎样告知的", phrases.INFORM, rows=2, required=True),
        asking.day(),
    ]
    return Asked(parts, "告知受理", "已记告知受理")


def _extend(asking: Asking) -> Asked:
    parts: Parts = [
        Remark(f"经批准可以延长一次，{asking.policy.petition_extend_days} 日。"),
        Line("approved_by", "谁批准延长", required=True),
        asking.day(),
        PhraseText("text", "为什么延长", (), rows=2),
    ]
    return Asked(parts, "延长期限", "已延长期限")


def _reply(asking: Asking) -> Asked:
    parts: Parts = [
        Choice("opinion", "答复意见", options_of(PetitionOpinion), required=True),
        asking.day(),
        Line("basis", "依据", required=True, wide=True, placeholder="法律、法规或政策文件的名称"),
        PhraseText("text", "答复的内容", (), rows=3),
    ]
    return Asked(parts, "作出答复", "已记答复意见")


def _review(asking: Asking) -> Asked:
    parts: Parts = [
        Remark("反映人不服答复，申请复查。"),
        PhraseText("text", "复查申请的内容", (), rows=2),
        asking.day(),
    ]
    return Asked(parts, "记下复查", "已记复查申请")


_FORMS: dict[Act, Callable[[Asking], Asked]] = {
    Act.ASSIGN: _assign,
    Act.PROGRESS: _progress,
    Act.PROMISE: _promise,
    Act.EXPLAIN: _explain,
    Act.CLOSE: _close,
    Act.FEEDBACK: _feedback,
    Act.CANCEL_OFF: _cancel_off,
    Act.REOPEN: _reopen,
    Act.NOTE: _note,
    Act.REPORT: _report,
    Act.CLASSIFY: _classify,
    Act.INFORM: _inform,
    Act.EXTEND: _extend,
    Act.REPLY: _reply,
    Act.REVIEW: _review,
}


def acts_with_a_form() -> Sequence[Act]:
    """Every step that ``asked`` knows; 议定 has a dialog of its own."""
    return tuple(_FORMS)
