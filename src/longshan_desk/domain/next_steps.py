"""Which steps a matter's page offers: the one that comes next, the one beside it, the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.labels import Act, FindingKind, ListKind, Outcome, Stage
from longshan_desk.domain.matters import WITHOUT_FEEDBACK, MatterState
from longshan_desk.domain.steps import OPEN_IN


@dataclass(frozen=True)
class Offer:
    """``main`` is the big button; ``note`` says what is waited for when it is not plain."""

    main: Act | None
    second: Act | None
    others: tuple[Act, ...]
    note: str = ""


_ORDER = (
    Act.DELIBERATE, Act.ASSIGN, Act.PROGRESS, Act.CLOSE, Act.PROMISE, Act.EXPLAIN, Act.REPORT,
    Act.NOTE, Act.INFORM, Act.EXTEND, Act.REPLY, Act.FEEDBACK, Act.CANCEL_OFF, Act.REVIEW,
    Act.CLASSIFY, Act.REOPEN,
)  # fmt: skip
"""All steps of one matter in the order of the menu; 评议 belongs to its meeting."""


def offered(state: MatterState, *, numbered: bool = True) -> Offer:
    """The steps that make sense for a matter's stage, list and kind (R13–R17, R28, R41, R45).

    Narrower than what ``steps.check`` lets through: nothing is offered that would be refused
    whatever the clerk fills in.
    """
    if not numbered:
        return Offer(None, None, (), "说事会收尾以后得到编号，再往下办。")
    possible = [
        act
        for act in _ORDER
        if state.stage in OPEN_IN[act]
        and not (state.waits_for_procedure and act in (Act.ASSIGN, Act.PROMISE))
        and _FITS.get(act, _always)(state)
    ]
    wanted = [act for act in _wanted(state) if act in possible][:2]
    main, second = [*wanted, None, None][:2]
    others = tuple(act for act in possible if act not in wanted)
    return Offer(main, second, others, _note(state))


def may_assign(stage: Stage, *, waits_for_procedure: bool) -> bool:
    """Whether a matter can be given to somebody now (R13, R14)."""
    return stage in OPEN_IN[Act.ASSIGN] and not waits_for_procedure


def closing_outcomes(state: MatterState) -> tuple[Outcome, ...]:
    """The endings that 办理完毕 can have; 说明情况 and 承诺 are steps of their own (R16, R17)."""
    without_reply = state.finding is FindingKind.PETITION and state.replied_on is None
    found = [Outcome.DUPLICATE, Outcome.WITHDRAWN, Outcome.LEGAL_CHANNEL, Outcome.VOID]
    if state.list_kind is ListKind.ESCALATED:
        found.insert(0, Outcome.HANDED_UP)
    if not (state.waits_for_procedure or without_reply):
        found.insert(0, Outcome.SOLVED)
    return tuple(found)


def _wanted(state: MatterState) -> tuple[Act, ...]:
    """What comes next, best first."""
    match state.stage:
        case Stage.HEARD:
            goes_up = state.list_kind is ListKind.ESCALATED
            return (Act.REPORT, Act.DELIBERATE) if goes_up else (Act.DELIBERATE,)
        case Stage.DELIBERATED:
            goes_up = state.list_kind is ListKind.ESCALATED and state.reported_on is None
            return (Act.REPORT,) if goes_up else (Act.ASSIGN, Act.PROGRESS)
        case Stage.ACTING:
            return _while_acting(state)
        case _:
            return (Act.FEEDBACK,) if state.awaits_feedback else (Act.CANCEL_OFF,)


def _while_acting(state: MatterState) -> tuple[Act, ...]:
    if state.waits_above:
        return (Act.CLOSE, Act.NOTE) if state.noted_on else (Act.NOTE, Act.CLOSE)
    if state.progress_on is None and state.answered_above_on is None:
        return (Act.PROGRESS, Act.CLOSE)
    if state.finding is FindingKind.PETITION and state.replied_on is None:
        return (Act.REPLY, Act.PROGRESS)
    return (Act.CLOSE, Act.PROGRESS)


def _note(state: MatterState) -> str:
    if state.leaves_procedure:
        return "“四议两公开”还没有终止：请打开那项决策，写明原因“终止”。"
    if state.stage in (Stage.DELIBERATED, Stage.ACTING) and state.waits_for_procedure:
        now = f"四议两公开{state.procedure.label}。" if state.procedure else ""
        return f"公共重大事项先按“四议两公开”作出决议，再安排承办。{now}"
    if state.is_open and state.procedure is not None and state.procedure.is_decided:
        return f"四议两公开{state.procedure.label}。"
    if state.stage is Stage.ACTING and state.waits_above:
        return _waiting_note(state)
    if state.stage is Stage.ACTING and state.answered_above_on is not None:
        return f"镇上 {short_date(state.answered_above_on)}已答复，请办结并向群众反馈。"
    if state.stage is Stage.RATED or state.cancelled_on is not None:
        return "已经销号，这件事项办完了。" if state.cancelled_on else "已经评议。"
    if state.stage is Stage.CLOSED and state.outcome is Outcome.DUPLICATE:
        return "" if state.main_closed_on else "等主事项办结，告知反映人以后再销号。"
    return ""


def _waiting_note(state: MatterState) -> str:
    """R44: the township's word by telephone is enough to go on; its package may come later."""
    if state.noted_on is None:
        return "已经上报，等镇上答复；镇上先来电、来文的，记在这里就可以接着办结、反馈。"
    day = short_date(state.noted_on)
    return f"{day}已记来文来电，可以办结并反馈；镇上的答复到了，会和它并列。"


def _is_petition(state: MatterState) -> bool:
    return state.finding is FindingKind.PETITION


def _always(_: MatterState) -> bool:
    return True


def _can_tell(state: MatterState) -> bool:
    if state.outcome is Outcome.DUPLICATE and state.main_closed_on is None:
        return False
    return state.outcome not in WITHOUT_FEEDBACK and state.cancelled_on is None


def _can_cancel_off(state: MatterState) -> bool:
    if state.outcome is Outcome.DUPLICATE and state.main_closed_on is None:
        return False
    return state.cancelled_on is None and not state.awaits_feedback


_FITS: Mapping[Act, Callable[[MatterState], bool]] = {
    Act.REPORT: lambda state: state.list_kind is ListKind.ESCALATED,
    Act.INFORM: lambda state: _is_petition(state) and state.informed_on is None,
    Act.EXTEND: lambda state: _is_petition(state) and state.extended_on is None,
    Act.REPLY: _is_petition,
    Act.REVIEW: _is_petition,
    Act.FEEDBACK: _can_tell,
    Act.CANCEL_OFF: _can_cancel_off,
}
"""What a step needs of the matter beside its stage."""
