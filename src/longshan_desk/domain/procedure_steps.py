"""What each act of 四议两公开 requires, and when it is open (R14, R29–R31)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.procedure import Objection, Posting, ProcedureFact, ProcedureState
from longshan_desk.domain.procedure_labels import STEPS, Deed, Notice, Phase, Step
from longshan_desk.domain.votes import Votes, check_votes
from longshan_desk.errors import (
    AppError,
    BadValueError,
    InTheFutureError,
    NotFoundError,
    ReasonRequiredError,
)


class NotOpenError(AppError):
    code = "not_open"


class BeforePreviousStepError(AppError):
    code = "before_previous_step"


class BodyNotCompetentError(AppError):
    code = "body_not_competent"


_AFTER_THE_END = frozenset({Deed.TAKE_DOWN, Deed.OBJECT, Deed.ANSWER})
"""What a notice that still hangs can bring when the procedure is over."""


def check(state: ProcedureState, fact: ProcedureFact, *, today: date) -> None:
    """Refuse an act that the procedure's state or its own rules do not allow.

    Raises the error whose code the command line promises (``not_open``, ``before_previous_step``,
    ``votes_do_not_add_up``, ``body_not_competent``, ``reason_required``, ``in_the_future`` …).
    """
    if fact.on > today:
        raise InTheFutureError(
            f"{fact.deed.label}的日期 {chinese_date(fact.on)} 还没有到。",
            hint="请填今天或以前的日期。",
            where="日期",
        )
    if state.closed_on is not None and fact.deed not in _AFTER_THE_END:
        raise NotOpenError(
            f"这项决策{state.phase.label}，不能再“{fact.deed.label}”。",
            hint="需要再议的请另行立项。",
        )
    _REQUIRED[fact.deed](state, fact)


def _not_before(fact: ProcedureFact, earliest: date, what: str) -> None:
    if fact.on < earliest:
        on = chinese_date(fact.on)
        act = Step(fact.data["step"]).label if fact.deed is Deed.STEP else fact.deed.label
        raise BeforePreviousStepError(
            f"{act}的日期 {on} 早于{what}的 {chinese_date(earliest)}。",
            hint="请核对日期；补录以前的事，也要按发生的先后填写。",
            where="日期",
        )


def _reason(text: object, what: str) -> None:
    if not text:
        raise ReasonRequiredError(f"没有写{what}。", hint=f"请写明{what}。", where="原因")


# -- 四议 -------------------------------------------------------------------------------------


def check_body(state: ProcedureState, step: Step, body: Body, on: date) -> None:
    """R30: only a body that the rules name for the step, or one overridden to with a reason."""
    allowed = state.rules.bodies_for(step, state.type_code)
    if body in allowed or any(one.body is body and one.on <= on for one in state.overrides):
        return
    kind = state.rules.type_of(state.type_code)
    names = "、".join(one.label for one in allowed)
    why = f"“{kind.label}”" if step is Step.RESOLUTION else f"“{step.label}”"
    source = f"依据{kind.source}。{kind.note}" if step is Step.RESOLUTION else ""
    raise BodyNotCompetentError(
        f"{why}不能由{body.label}决定，应由{names}决定。",
        hint=f"{source}确有必要的，请先“{Deed.OVERRIDE.label}”并写明原因，原因会印在卷宗上。",
        where="会议",
    )


def check_open(state: ProcedureState, step: Step) -> None:
    """R14: a step opens when the one before it passed, and is decided once in a round."""
    if state.phase is Phase.FAILED:
        last = state.round.last
        lost = last.step.label if last else ""
        raise NotOpenError(
            f"第 {state.round.number} 轮{lost}表决没有通过，不能接着开会。",
            hint="请“重新提出”并写明修改了什么，作为新的一轮；或者“结案”终止。",
        )
    if state.passed(step) is not None:
        merged = step is Step.CONSULTATION and state.rules.merges_first_steps
        words = "提议和商议已在一次会上完成" if merged else f"本轮{step.label}已经通过"
        raise NotOpenError(f"{words}，不用再开。", hint=f"下一步：{state.phase.label}。")
    opened = state.open_step
    if step is not opened:
        before = STEPS[step.place - 1]
        raise NotOpenError(
            f"{before.label}还没有通过，不能{step.label}。",
            hint=f"请先完成{opened.label if opened else before.label}。",
        )


def _step(state: ProcedureState, fact: ProcedureFact) -> None:
    step, body = Step(fact.data["step"]), Body(fact.data["body"])
    check_open(state, step)
    check_body(state, step, body, fact.on)
    _not_before(fact, state.last_on, "前一步")
    _check_clock(state, fact)
    data = fact.data
    votes = Votes(
        data["expected"], data["present"], data["in_favour"], data["against"], data["abstained"]
    )
    check_votes(votes, state.rules.vote_rule(step, body, state.type_code))
    called = fact.day("notified_on")
    if called is not None and called > fact.on:
        raise BadValueError(
            f"通知日期 {chinese_date(called)} 晚于会议日期。", hint="请核对日期。", where="通知日期"
        )


def _check_clock(state: ProcedureState, fact: ProcedureFact) -> None:
    """R29: two meetings of one day follow one another; at one meeting both may be decided."""
    starts, ended = fact.clock("time"), fact.clock("ended")
    if starts and ended and ended < starts:
        raise BadValueError("散会时间早于开会时间。", hint="请核对时间。", where="散会时间")
    last = state.meetings[-1] if state.meetings else None
    if last is None or last.on != fact.on or starts is None:
        return
    if fact.meeting_id and last.fact.meeting_id == fact.meeting_id:
        return
    before = last.ended_at or last.starts_at
    if before and starts < before:
        raise BeforePreviousStepError(
            f"开会时间 {starts:%H:%M} 早于前一个会（{last.step.label}）的 {before:%H:%M}。",
            hint="前一个会散了才能开后一个会，请核对时间。",
            where="时间",
        )


class OverlapError(AppError):
    """One person cannot chair or record two meetings at once."""

    code = "overlap"


def check_overlap(fact: ProcedureFact, others: Iterable[ProcedureFact]) -> None:
    """R29: nobody chairs or records two meetings at the same time; steps of one meeting are one."""
    starts = fact.clock("time")
    if starts is None:
        return
    ended = fact.clock("ended") or starts
    for other in others:
        began = other.clock("time")
        if began is None or other.on != fact.on or _is_same_meeting(fact, other):
            continue
        until = other.clock("ended") or began
        is_apart = starts != began and (starts >= until or began >= ended)
        if not is_apart and (name := _shared_name(fact, other)):
            raise OverlapError(
                f"{name}在 {began:%H:%M} 开始的另一个会上，时间重叠。",
                hint="请核对时间；确是同一次会议的，请选那次会议。",
                where="时间",
            )


def _is_same_meeting(fact: ProcedureFact, other: ProcedureFact) -> bool:
    return fact.meeting_id is not None and fact.meeting_id == other.meeting_id


def _shared_name(fact: ProcedureFact, other: ProcedureFact) -> str | None:
    names = {other.data.get("chair"), other.data.get("recorder")} - {None}
    both = (fact.data.get("chair"), fact.data.get("recorder"))
    return next((name for name in both if name in names), None)


def _round(state: ProcedureState, fact: ProcedureFact) -> None:
    _reason(fact.data.get("reason"), "重新提出的原因和修改的内容")
    if state.implementation is not None:
        raise NotOpenError("决议已经在实施，不能重新提出。", hint="内容有变的，请另行立项。")
    if not state.round.meetings:
        raise NotOpenError(
            f"第 {state.round.number} 轮还没有开过会，不用重新提出。", hint="请直接提议。"
        )
    _not_before(fact, state.last_on, "前一步")


def _override(state: ProcedureState, fact: ProcedureFact) -> None:
    _reason(fact.data.get("reason"), "改由其他会议决定的原因")
    body = Body(fact.data["body"])
    if body not in state.rules.bodies:
        raise BadValueError(f"{body.label}不表决。", hint="请选另一个会议。", where="会议")
    if state.decided_on is not None:
        raise NotOpenError("已经作出决议，不用改由其他会议决定。", hint="请看决策的记录。")
    _not_before(fact, state.began_on, "立项")


# -- 两公开 -----------------------------------------------------------------------------------


def check_notice(state: ProcedureState, notice: Notice) -> date:
    """Whether a notice can be posted now; returns the day of what it tells, which comes first."""
    if notice is Notice.RESOLUTION_NOTICE:
        if state.decided_on is None:
            raise NotOpenError(
                "还没有作出决议，不能公开决议。", hint=f"现在：{state.phase.label}。"
            )
        return state.decided_on
    now = state.implementation
    if now is None:
        raise NotOpenError(
            f"还没有组织实施，不能“{notice.label}”。", hint=f"现在：{state.phase.label}。"
        )
    if notice is Notice.PROGRESS_NOTICE:
        return now.began_on
    if now.accepted_on is None:
        raise NotOpenError("还没有验收，不能公开实施结果。", hint="请先登记验收日期。")
    return now.accepted_on


def _opinion(state: ProcedureState, fact: ProcedureFact) -> None:
    if not fact.text:
        what = fact.deed.label
        raise BadValueError(f"没有写{what}。", hint=f"请填写{what}。", where=what)
    notice = Notice(fact.data["notice"])
    _not_before(fact, check_notice(state, notice), "所公开的事情")


def _post(state: ProcedureState, fact: ProcedureFact) -> None:
    notice, until = Notice(fact.data["notice"]), fact.day("until")
    _not_before(fact, check_notice(state, notice), "所公开的事情")
    if not fact.data.get("where"):
        raise BadValueError("没有写张贴在哪里。", hint="请填写张贴的地点。", where="地点")
    if until is None or until < fact.on:
        raise BadValueError("公示的截止日期早于开始日期。", hint="请核对日期。", where="截止日期")
    last = state.latest(notice)
    if last is None or notice is Notice.PROGRESS_NOTICE:
        return
    end = last.taken_down_on or last.until_on
    if fact.on < end:
        raise NotOpenError(
            f"“{notice.label}”还在张贴，到 {chinese_date(end)}。",
            hint="要重新公示的，请先登记撤下的日期。",
        )


def posting_of(state: ProcedureState, posting_id: str) -> Posting:
    found = next((one for one in state.postings if one.id == posting_id), None)
    if found is None:
        raise NotFoundError("找不到这次公示。", hint="请先登记张贴。", where="公示")
    return found


def objection_of(state: ProcedureState, objection_id: str) -> Objection:
    for posting in state.postings:
        for one in posting.objections:
            if one.id == objection_id:
                return one
    raise NotFoundError("找不到这条异议。", hint="请先登记异议。", where="异议")


def _take_down(state: ProcedureState, fact: ProcedureFact) -> None:
    posting = posting_of(state, fact.data["posting"])
    if posting.taken_down_on is not None:
        raise NotOpenError(
            f"已在 {chinese_date(posting.taken_down_on)} 撤下。", hint="不用再登记。"
        )
    _not_before(fact, posting.from_on, "张贴")
    followed = next(
        (one for one in state.posted(posting.notice) if one.from_on > posting.from_on), None
    )
    if followed is not None and fact.on > followed.from_on:
        raise BadValueError(
            f"{chinese_date(followed.from_on)} 已经重新张贴，撤下的日期不能晚于这一天。",
            hint="请核对日期。",
            where="日期",
        )


def _object(state: ProcedureState, fact: ProcedureFact) -> None:
    posting = posting_of(state, fact.data["posting"])
    _not_before(fact, posting.from_on, "张贴")
    if not fact.text:
        raise BadValueError("没有写异议的内容。", hint="请写明异议。", where="异议")


def _answer(state: ProcedureState, fact: ProcedureFact) -> None:
    objection = objection_of(state, fact.data["objection"])
    if objection.answer is not None:
        raise NotOpenError("这条异议已经答复。", hint="请看决策的记录。")
    if not fact.text:
        raise BadValueError("没有写答复。", hint="请写明怎样答复的。", where="答复")
    _not_before(fact, objection.on, "提出异议")


# -- 实施 -------------------------------------------------------------------------------------


def check_work(state: ProcedureState) -> None:
    """R14: nothing is carried out before its resolution was made public."""
    if state.decided_on is None or not state.posted(Notice.RESOLUTION_NOTICE):
        raise NotOpenError("决议还没有公开，不能实施。", hint=f"现在：{state.phase.label}。")


def _implement(state: ProcedureState, fact: ProcedureFact) -> None:
    now, due = state.implementation, fact.day("due")
    check_work(state)
    posted = state.posted(Notice.RESOLUTION_NOTICE)
    start = posted[0].from_on if now is None else now.began_on
    _not_before(fact, start, "决议公开" if now is None else "开始实施")
    if now is None and (not fact.data.get("who") or due is None):
        missing = "完成时限" if fact.data.get("who") else "负责人"
        raise BadValueError(
            "组织实施要写明负责人和完成时限。", hint=f"请填写{missing}。", where=missing
        )
    if due is not None and due < (fact.on if now is None else start):
        raise BadValueError(
            f"完成时限 {chinese_date(due)} 早于实施的日期。", hint="请核对日期。", where="完成时限"
        )
    if (fact.data.get("spent") or 0) < 0:
        raise BadValueError("支出不能小于 0。", hint="请核对金额。", where="支出")


def _accept(state: ProcedureState, fact: ProcedureFact) -> None:
    now = state.implementation
    if now is None:
        raise NotOpenError("还没有组织实施，不能验收。", hint=f"现在：{state.phase.label}。")
    if now.accepted_on is not None:
        raise NotOpenError(f"已在 {chinese_date(now.accepted_on)} 验收。", hint="不用再登记。")
    _not_before(fact, now.began_on, "开始实施")


def _close(state: ProcedureState, fact: ProcedureFact) -> None:
    """After the outcome was made public, or, without a resolution, as an end with its reason."""
    _not_before(fact, state.touched_on, "最后一次记录")
    if state.phase is Phase.FAILED:
        return
    if state.decided_on is None:
        _reason(fact.text, "没有作出决议就终止的原因")
        return
    posted = state.latest(Notice.OUTCOME_NOTICE)
    if posted is None:
        raise NotOpenError("实施结果还没有公开，不能结案。", hint=f"现在：{state.phase.label}。")
    if posted.taken_down_on is None and fact.on < posted.until_on:
        raise NotOpenError(
            f"实施结果公示到 {chinese_date(posted.until_on)}，到期才能结案。",
            hint="请到期后再结案；已经撤下的，请先登记撤下的日期。",
        )


_REQUIRED: Mapping[Deed, Callable[[ProcedureState, ProcedureFact], None]] = {
    Deed.STEP: _step,
    Deed.ROUND: _round,
    Deed.OVERRIDE: _override,
    Deed.DRAFT: _opinion,
    Deed.OPINION: _opinion,
    Deed.POST: _post,
    Deed.TAKE_DOWN: _take_down,
    Deed.OBJECT: _object,
    Deed.ANSWER: _answer,
    Deed.IMPLEMENT: _implement,
    Deed.ACCEPT: _accept,
    Deed.CLOSE: _close,
}
