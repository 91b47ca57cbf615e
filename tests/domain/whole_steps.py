"""Every step of a matter with all that it asks for, and the stages in which it can be taken.

Written by hand from the rules, R13–R17 and R28: what the program's own table says is not asked.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from longshan_desk.domain.labels import Act, Stage
from longshan_desk.domain.steps import Request

DAY = date(2022, 4, 5)
DUE = "2022-05-01"
EXPLAINED = {"reason": "不合政策", "basis": "土地管理法", "to": "马占山", "way": "in_person"}
COMPLETE: dict[Act, tuple[str | None, dict[str, Any]]] = {
    Act.CLASSIFY: (None, {"list": "escalated", "reason": "村里办不了"}),
    Act.DELIBERATE: (None, {}),
    Act.ASSIGN: (None, {"to": "李建国", "due": DUE}),
    Act.PROGRESS: ("看了现场", {}),
    Act.PROMISE: ("修好", {"measures": "筹钱", "due": DUE, "by": "李建国"}),
    Act.REPORT: ("请协调", {}),
    Act.EXPLAIN: (None, EXPLAINED),
    Act.CLOSE: (None, {"outcome": "solved", "result": "修好了"}),
    Act.FEEDBACK: (None, {"way": "telephone", "to": "马占山", "answer": "satisfied"}),
    Act.CANCEL_OFF: (None, {}),
    Act.REOPEN: (None, {"reason": "又坏了"}),
    Act.RATE: (None, {"answer": "satisfied"}),
    Act.NOTE: ("镇上来电", {"way": "telephone"}),
    Act.INFORM: (None, {}),
    Act.EXTEND: (None, {"approved_by": "镇党委书记"}),
    Act.REPLY: (None, {"opinion": "supported", "basis": "信访工作条例"}),
    Act.REVIEW: (None, {}),
}  # fmt: skip

# One row a step: the stages 说 议 办 结 评 in which it can be taken.
OPEN = """
    classify   x x x . .
    deliberate x . . . .
    assign     . x x . .
    progress   . x x . .
    promise    . x x . .
    report     x x x . .
    explain    x x x . .
    close      x x x . .
    feedback   . . . x .
    cancel_off . . . x .
    reopen     . . . x x
    rate       . . . x .
    note       x x x x x
    inform     x x x . .
    extend     x x x . .
    reply      x x x . .
    review     . . . x .
"""
TRUTHS = [
    (Act(name), stage, mark == "x")
    for name, *marks in map(str.split, OPEN.strip().splitlines())
    for stage, mark in zip(Stage, marks, strict=True)
]

OPEN_BY_HAND = {
    act: {stage for one, stage, is_open in TRUTHS if one is act and is_open} for act, _, _ in TRUTHS
}


def request(act: Act, on: date = DAY, **changes: Any) -> Request:
    """The step with all it asks for, or with changes; ``None`` takes a field out."""
    text, data = COMPLETE[act]
    text = changes.pop("text", text)
    merged = {key: value for key, value in {**data, **changes}.items() if value is not None}
    return Request(act, on, merged, text)
