"""A matter's status and its steps in the words that lists, timelines and papers use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import (
    Act,
    Answer,
    FeedbackWay,
    Labelled,
    LetterWay,
    ListKind,
    Outcome,
    PetitionOpinion,
    ReportForm,
    Source,
    Stage,
    TownshipAct,
)
from longshan_desk.domain.township import township_move_words


def status_words(
    stage: Stage, outcome: Outcome | None, *, awaits_feedback: bool, cancelled: bool
) -> str:
    """Where a matter stands in one word: 待议, 已议, 办理中, 待反馈, 已办结, 已销号 …"""
    if stage in (Stage.CLOSED, Stage.RATED):
        if cancelled:
            return "已销号"
        if awaits_feedback:
            return "待反馈"
        return "已评议" if stage is Stage.RATED else "已办结"
    if outcome is Outcome.PROMISED:
        return "已承诺"
    return {Stage.HEARD: "待议", Stage.DELIBERATED: "已议", Stage.ACTING: "办理中"}[stage]


def move_words(act: Act | TownshipAct, data: Mapping[str, Any], text: str | None = None) -> str:
    """What a step on the timeline says, from its fields and its free text."""
    if isinstance(act, TownshipAct):
        return township_move_words(act, data, text)
    say = _SAY.get(act)
    said = [*(say(data) if say else ()), text or ""]
    whole = [part.rstrip("。；") for part in said[:-1]]  # a typed full stop is no end here
    return "；".join(part for part in [*whole, *said[-1:]] if part)


def _label(kind: type[Labelled], code: object) -> str:
    """The label of a code; a code of a newer program is shown as it is."""
    try:
        return kind(str(code)).label
    except ValueError:
        return str(code)


def _day(value: object) -> str:
    return chinese_date(date.fromisoformat(str(value))) if value else ""


def _pairs(data: Mapping[str, Any], *named: tuple[str, str]) -> list[str]:
    """“采取的措施：……” for every field that is there."""
    return [f"{label}：{data[key]}" for key, label in named if data.get(key)]


def _add(data: Mapping[str, Any]) -> list[str]:
    said = []
    if data.get("source"):
        said.append(f"来源：{_label(Source, data['source'])}")
    if data.get("list"):
        said.append(f"列入“{_label(ListKind, data['list'])}”")
    return said


def _classify(data: Mapping[str, Any]) -> list[str]:
    return [f"调整到“{_label(ListKind, data['list'])}”", *_pairs(data, ("reason", "原因"))]


def _assign(data: Mapping[str, Any]) -> list[str]:
    said = _pairs(data, ("to", "承办人"))
    if data.get("due"):
        said.append(f"办结时限：{_day(data['due'])}")
    return [*said, *_pairs(data, ("handover", "工作移交"))]


def _promise(data: Mapping[str, Any]) -> list[str]:
    said = _pairs(data, ("measures", "措施"), ("by", "负责人"))
    return [*said, f"兑现日：{_day(data['due'])}"] if data.get("due") else said


def _explain(data: Mapping[str, Any]) -> list[str]:
    limited = ["受政策限制"] if data.get("policy_limited") else []
    way = [f"方式：{_label(FeedbackWay, data['way'])}"] if data.get("way") else []
    return [
        *limited,
        *_pairs(data, ("reason", "原因"), ("basis", "依据"), ("to", "向谁说明")),
        *way,
    ]


def _close(data: Mapping[str, Any]) -> list[str]:
    said = [_label(Outcome, data["outcome"])] if data.get("outcome") else []
    return [*said, str(data.get("result") or "")]


def _feedback(data: Mapping[str, Any]) -> list[str]:
    way = FeedbackWay(data["way"]) if data.get("way") in set(FeedbackWay) else None
    if way is FeedbackWay.UNREACHABLE:
        gave_up = ["不再联系"] if data.get("gives_up") else []
        return ["联系不上", *_pairs(data, ("to", "联系谁")), *gave_up]
    said = [f"{way.label}反馈"] if way else []
    if data.get("to"):
        said.append(f"对象：{data['to']}")
    if data.get("answer"):
        said.append(f"群众答复：{_label(Answer, data['answer'])}")
    return said


def _note(data: Mapping[str, Any]) -> list[str]:
    said = [_label(LetterWay, data["way"])] if data.get("way") else []
    return [*said, *_pairs(data, ("from", "对方"), ("ref", "文号"))]


def _reply(data: Mapping[str, Any]) -> list[str]:
    said = [f"意见：{_label(PetitionOpinion, data['opinion'])}"] if data.get("opinion") else []
    return [*said, *_pairs(data, ("basis", "依据"))]


_SAY: dict[Act, Callable[[Mapping[str, Any]], list[str]]] = {
    Act.ADD: _add,
    Act.IMPORT: lambda data: [*_add(data), *_assign(data)],
    Act.CLASSIFY: _classify,
    Act.ASSIGN: _assign,
    Act.PROMISE: _promise,
    Act.EXPLAIN: _explain,
    Act.CLOSE: _close,
    Act.FEEDBACK: _feedback,
    Act.REOPEN: lambda data: _pairs(data, ("reason", "原因")),
    Act.NOTE: _note,
    Act.REPORT: lambda data: [_label(ReportForm, data["as"])] if data.get("as") else [],
    Act.EXTEND: lambda data: _pairs(data, ("approved_by", "批准人")),
    Act.REPLY: _reply,
    Act.CORRECT: lambda data: _pairs(data, ("reason", "更正原因")),
    Act.RATE: lambda data: [_label(Answer, data["answer"])] if data.get("answer") else [],
}
