"""What each step of a matter requires, and in which stages it is open (R13–R17, R28, R29, R45)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from longshan_desk.domain.calendar import chinese_date, short_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.labels import Act, FeedbackWay, FindingKind, ListKind, Outcome, Stage
from longshan_desk.domain.matters import WITHOUT_FEEDBACK, MatterState
from longshan_desk.domain.policy import Policy
from longshan_desk.errors import (
    AppError,
    BadValueError,
    InTheFutureError,
    ReasonRequiredError,
    WrongStageError,
)

_OPEN = frozenset({Stage.HEARD, Stage.DELIBERATED, Stage.ACTING})
_AFTER_HEARING = frozenset({Stage.DELIBERATED, Stage.ACTING})

OPEN_IN: Mapping[Act, frozenset[Stage]] = {
    Act.CLASSIFY: _OPEN,
    Act.DELIBERATE: frozenset({Stage.HEARD}),
    Act.ASSIGN: _AFTER_HEARING,
    Act.PROGRESS: _AFTER_HEARING,
    Act.PROMISE: _AFTER_HEARING,
    Act.REPORT: _OPEN,
    Act.EXPLAIN: _OPEN,
    Act.CLOSE: _OPEN,
    Act.FEEDBACK: frozenset({Stage.CLOSED}),
    Act.CANCEL_OFF: frozenset({Stage.CLOSED}),
    Act.REOPEN: frozenset({Stage.CLOSED, Stage.RATED}),
    Act.RATE: frozenset({Stage.CLOSED}),
    Act.NOTE: frozenset(Stage),
    Act.INFORM: _OPEN,
    Act.EXTEND: _OPEN,
    Act.REPLY: _OPEN,
    Act.REVIEW: frozenset({Stage.CLOSED}),
}
"""The stages in which a step can be taken; any other stage is refused."""

TURNS = frozenset(
    {
        Act.DELIBERATE, Act.ASSIGN, Act.PROMISE, Act.REPORT, Act.EXPLAIN,
        Act.CLOSE, Act.CANCEL_OFF, Act.REOPEN, Act.RATE, Act.FEEDBACK, Act.REVIEW,
    }
)  # fmt: skip
"""Steps that follow one another: none can be dated before the one that came last (R29)."""


class NeedsFeedbackError(AppError):
    code = "needs_feedback"


class NeedsResponsibleError(AppError):
    code = "needs_responsible"


class NeedsProcedureError(AppError):
    code = "needs_procedure"


class BasisRequiredError(AppError):
    code = "basis_required"


@dataclass(frozen=True)
class Request:
    """A step somebody wants to take; its words are brought into the one form that is kept."""

    act: Act
    on: date
    data: Mapping[str, Any]
    text: str | None = None

    def __post_init__(self) -> None:
        kept = {
            key: optional_text(value) if type(value) is str else value
            for key, value in self.data.items()
        }
        object.__setattr__(self, "data", kept)
        object.__setattr__(self, "text", optional_text(self.text))

    def has(self, key: str) -> bool:
        return self.data.get(key) is not None

    @property
    def has_text(self) -> bool:
        return self.text is not None


def check_day(on: date, *, earliest: date, today: date, what: str = "这一步") -> None:
    """R29: nothing happens in the future, and nothing before what it follows from."""
    if on > today:
        raise InTheFutureError(
            f"{what}的日期 {chinese_date(on)} 还没有到。",
            hint="请填今天或以前的日期。",
            where="日期",
        )
    if on < earliest:
        raise BadValueError(
            f"{what}的日期 {chinese_date(on)} 早于前一步的 {chinese_date(earliest)}。",
            hint="请核对日期；补录以前的事，也要按发生的先后填写。",
            where="日期",
        )


def check(
    state: MatterState,
    request: Request,
    *,
    today: date,
    policy: Policy,
) -> None:
    """Refuse a step that the matter's stage, its list or the step's own fields do not allow.

    Raises the error whose code the command line promises (``wrong_stage``, ``needs_feedback``,
    ``needs_responsible``, ``needs_procedure``, ``reason_required``, ``basis_required`` …).
    """
    act = request.act
    if state.stage not in _stages(state, request):
        raise WrongStageError(
            f"事项现在是“{state.stage.label}”，不能“{act.label}”。",
            hint=_what_first(act, state.stage),
        )
    check_day(request.on, earliest=_earliest(state, act), today=today, what=act.label)
    if state.waits_for_procedure:
        _check_procedure(state, request)
    required = _REQUIRED.get(act)
    if required is not None:
        required(state, request, policy)


def _stages(state: MatterState, request: Request) -> frozenset[Stage]:
    """A wrong entry can be found at any time, but only once (R37, R45)."""
    voids = request.act is Act.CLOSE and request.data.get("outcome") == Outcome.VOID
    if voids and state.outcome is not Outcome.VOID:
        return frozenset(Stage)
    return OPEN_IN.get(request.act, frozenset())


def _earliest(state: MatterState, act: Act) -> date:
    """R29: the day of what the step follows from."""
    follows = {
        Act.FEEDBACK: (state.main_closed_on,),
        Act.CLOSE: (state.replied_on, state.decided_on),
        Act.ASSIGN: (state.decided_on,),
        Act.PROMISE: (state.decided_on,),
    }
    turn = state.last_turn_on if act in TURNS else None
    days = (state.heard_on, turn, *follows.get(act, ()))
    return max(day for day in days if day is not None)


def _what_first(act: Act, stage: Stage) -> str:
    if stage in (Stage.CLOSED, Stage.RATED):
        return "事项已经办结；需要再办，请先“重新办理”并写明原因。"
    if act in (Act.FEEDBACK, Act.CANCEL_OFF, Act.RATE, Act.REOPEN, Act.REVIEW):
        return "请先“办理完毕”，写明结果。"
    if stage is Stage.HEARD:
        return "请先在村“两委”会议上议定这件事项。"
    return "事项已经议定，请安排承办或记进展。"


def _check_procedure(state: MatterState, request: Request) -> None:
    """R14: a major public matter is carried out only after 四议两公开 has decided it."""
    settles = request.act is Act.CLOSE and request.data.get("outcome") == Outcome.SOLVED
    if settles or request.act in (Act.ASSIGN, Act.PROMISE):
        now = f"现在：{state.procedure.label}。" if state.procedure else ""
        raise NeedsProcedureError(
            f"公共重大事项要先按“四议两公开”作出决议，才能安排承办或办结。{now}",
            hint="请先走完提议、商议、审议、决议；确属村级自办的，先“调整清单”并写明原因。",
        )


def _need_text(request: Request, key: str, what: str) -> None:
    if not request.has(key):
        raise BadValueError(f"没有填写{what}。", hint=f"请填写{what}。", where=what)


def _need_words(request: Request, what: str, hint: str) -> None:
    if not request.has_text:
        raise BadValueError(f"没有写{what}。", hint=hint, where=what)


def _need_reason(request: Request, what: str) -> None:
    if not request.has("reason"):
        raise ReasonRequiredError(f"没有写{what}。", hint=f"请写明{what}。", where="原因")


def _need_basis(request: Request) -> None:
    if not request.has("basis"):
        raise BasisRequiredError(
            "没有写政策或法律依据。", hint="请写明依据的法律、法规或政策文件。", where="依据"
        )


def _need_person_and_due(request: Request, person: str) -> None:
    if not request.has(person) or not request.has("due"):
        missing = "承办人" if not request.has(person) else "办结时限"
        raise NeedsResponsibleError(
            "限期办理要写明承办人和办结时限。", hint=f"请填写{missing}。", where=missing
        )
    due = date.fromisoformat(request.data["due"])
    if due < request.on:
        raise BadValueError(
            f"办结时限 {chinese_date(due)} 早于安排的日期 {chinese_date(request.on)}。",
            hint="请填安排当天或以后的日期。",
            where="办结时限",
        )


def _classify(state: MatterState, request: Request, _: Policy) -> None:
    _need_reason(request, "调整清单的原因")
    if ListKind(request.data["list"]) is state.list_kind:
        raise BadValueError(
            f"事项已经在“{state.list_kind.label}”清单里。", hint="请选另一个清单。", where="清单"
        )


def _assign(_: MatterState, request: Request, __: Policy) -> None:
    _need_person_and_due(request, "to")


def _progress(_: MatterState, request: Request, __: Policy) -> None:
    _need_words(request, "进展情况", "请写明做了什么、到哪一步。")


def _promise(_: MatterState, request: Request, __: Policy) -> None:
    _need_words(request, "承诺内容", "请写明承诺办什么。")
    _need_text(request, "measures", "采取的措施")
    _need_person_and_due(request, "by")


def _explain(_: MatterState, request: Request, __: Policy) -> None:
    _need_reason(request, "不能办理或暂时不能办理的原因")
    _need_basis(request)
    _need_text(request, "to", "向谁说明")
    _need_text(request, "way", "说明的方式")


_STEPS_OF_THEIR_OWN = frozenset({Outcome.EXPLAINED, Outcome.POLICY_LIMITED, Outcome.PROMISED})


def _close(state: MatterState, request: Request, _: Policy) -> None:
    outcome = Outcome(request.data["outcome"])
    if outcome in _STEPS_OF_THEIR_OWN:
        raise BadValueError(
            f"“{outcome.label}”不能用“{Act.CLOSE.label}”登记。",
            hint="请用“说明情况”写明依据，或用“作出承诺”。",
            where="办结方式",
        )
    _need_text(request, "result", "办理结果")
    if outcome is Outcome.DUPLICATE:
        _need_text(request, "of", "与哪一件重复")
    if outcome is Outcome.HANDED_UP and state.list_kind is not ListKind.ESCALATED:
        raise WrongStageError(
            "只有“上级单位协调办理事项”才能以“转上级”办结。",
            hint="请先“调整清单”并写明原因，再上报。",
        )
    is_petition = state.finding is FindingKind.PETITION
    if outcome is Outcome.SOLVED and is_petition and state.replied_on is None:
        raise WrongStageError(
            "信访类事项要先作出答复意见（支持、解释说明或不支持），再办结。",
            hint="请先填写“答复意见”，写明依据。",
        )


def _report(state: MatterState, request: Request, _: Policy) -> None:
    if state.list_kind is not ListKind.ESCALATED:
        raise WrongStageError(
            f"事项在“{state.list_kind.label}”清单里，不能上报。",
            hint="需要上级协调的，请先“调整清单”到“上级单位协调办理事项”并写明原因。",
        )
    _need_words(request, "上报内容", "请写明情况和请求。")


def _feedback(state: MatterState, request: Request, policy: Policy) -> None:
    if state.outcome in WITHOUT_FEEDBACK:
        raise WrongStageError(
            f"以“{state.outcome.label if state.outcome else ''}”办结的事项不用反馈。",
            hint="可以直接销号。",
        )
    if FeedbackWay(request.data["way"]) is not FeedbackWay.UNREACHABLE:
        _need_text(request, "to", "向谁反馈")
        _need_text(request, "answer", "群众的答复")
        return
    is_last = state.tries + 1 >= policy.unreachable_tries
    if request.data.get("gives_up") and not (is_last or request.has_text):
        raise ReasonRequiredError(
            f"联系不上要记满 {policy.unreachable_tries} 次，或写明为什么不再联系。",
            hint=f"已记 {state.tries} 次。请再联系，或写明原因。",
            where="原因",
        )


def _cancel_off(state: MatterState, _: Request, __: Policy) -> None:
    if state.cancelled_on is not None:
        raise WrongStageError(
            f"事项已在 {short_date(state.cancelled_on)}销号。", hint="不用再销号。"
        )
    if state.outcome is Outcome.DUPLICATE and state.main_closed_on is None:
        raise NeedsFeedbackError(
            "主事项还没有办结，重复的这一件不能销号。",
            hint="请等主事项办结并告知反映人以后再销号。",
        )
    if state.awaits_feedback:
        raise NeedsFeedbackError(
            "还没有向群众反馈，不能销号。", hint="请先“反馈”，记下反馈日期、方式和群众的答复。"
        )


def _reopen(_: MatterState, request: Request, __: Policy) -> None:
    _need_reason(request, "重新办理的原因")


def _need_petition(state: MatterState) -> None:
    if state.finding is not FindingKind.PETITION:
        raise WrongStageError("这一步只用于信访类事项。", hint="请先把事项的归类改为“信访类”。")


def _petition(state: MatterState, _: Request, __: Policy) -> None:
    _need_petition(state)


def _extend(state: MatterState, request: Request, _: Policy) -> None:
    _need_petition(state)
    _need_text(request, "approved_by", "谁批准延长")
    if state.extended_on is not None:
        raise WrongStageError("办理期限已经延长过一次，不能再延长。", hint="请在期限内办结。")


def _reply(state: MatterState, request: Request, _: Policy) -> None:
    _need_petition(state)
    _need_text(request, "opinion", "答复意见")
    _need_basis(request)


def _note(_: MatterState, request: Request, __: Policy) -> None:
    _need_words(request, "来文来电内容", "请写明对方说了什么。")


def _rate(_: MatterState, request: Request, __: Policy) -> None:
    _need_text(request, "answer", "评议结果")


_REQUIRED: dict[Act, Callable[[MatterState, Request, Policy], None]] = {
    Act.CLASSIFY: _classify,
    Act.ASSIGN: _assign,
    Act.PROGRESS: _progress,
    Act.PROMISE: _promise,
    Act.REPORT: _report,
    Act.EXPLAIN: _explain,
    Act.CLOSE: _close,
    Act.FEEDBACK: _feedback,
    Act.CANCEL_OFF: _cancel_off,
    Act.REOPEN: _reopen,
    Act.INFORM: _petition,
    Act.EXTEND: _extend,
    Act.REPLY: _reply,
    Act.REVIEW: _petition,
    Act.NOTE: _note,
    Act.RATE: _rate,
}
