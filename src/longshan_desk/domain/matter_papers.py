"""Which papers the record of a matter supports: no letter says what nobody wrote down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from longshan_desk.domain.labels import Act, ListKind, Outcome
from longshan_desk.domain.matters import MatterState


@dataclass(frozen=True)
class Lack:
    """What the record lacks for a paper, and the step that would add it."""

    message: str
    hint: str


def lack(code: str, state: MatterState, acts: Collection[Act]) -> Lack | None:
    """What a matter with these steps lacks for a paper, by the paper's code; ``None`` where the
    record supports it. The 交办单 and all that is not named here can always be had (R13, R16,
    R17, R41)."""
    needed = _NEEDED.get(code)
    if needed is None or needed.is_there(state, acts):
        return None
    return needed.lack


@dataclass(frozen=True)
class _Needed:
    is_there: Callable[[MatterState, Collection[Act]], bool]
    lack: Lack


def _is_promised(state: MatterState, acts: Collection[Act]) -> bool:
    return Act.PROMISE in acts or state.outcome is Outcome.PROMISED


def _goes_up(state: MatterState, acts: Collection[Act]) -> bool:
    return Act.REPORT in acts or state.list_kind is ListKind.ESCALATED


def _is_explained(state: MatterState, acts: Collection[Act]) -> bool:
    told = state.outcome in (Outcome.EXPLAINED, Outcome.POLICY_LIMITED)
    return told or Act.EXPLAIN in acts or Act.REPLY in acts


def _is_begun(state: MatterState, acts: Collection[Act]) -> bool:
    """Handling has begun: the slip is carried to the villager half filled, to be signed there."""
    days = (state.assigned_on, state.progress_on, state.reported_on, state.closed_on)
    return not state.is_open or _is_promised(state, acts) or any(days)


def _is_done(state: MatterState, acts: Collection[Act]) -> bool:
    return not state.is_open


_UP = _Needed(
    _goes_up,
    Lack(
        "这件事项没有上报，也不在“上级单位协调办理事项”清单上。",
        "要请上级办理的，先“调整清单”或“上报”",
    ),
)
_NEEDED: Mapping[str, _Needed] = {
    "feedback_slip": _Needed(
        _is_begun,
        Lack("这件事项还没有开始办理，没有可以反馈的内容。", "先“安排承办”或“记进展”"),
    ),
    "closing_slip": _Needed(
        _is_done, Lack("这件事项还没有办理完毕，不能销号。", "先登记“办理完毕”")
    ),
    "request_for_instructions": _UP,
    "report": _UP,
    "promise": _Needed(_is_promised, Lack("这件事项没有作出过承诺。", "先登记“作出承诺”")),
    "explanation": _Needed(
        _is_explained,
        Lack("这件事项没有说明过情况，也没有答复意见。", "先登记“说明情况”或“答复意见”"),
    ),
}
