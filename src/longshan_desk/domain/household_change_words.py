"""What an act on a household will do, and what it did, in words (R46)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.household_changes import Change, ChangePlan, Member

_REMAINS = "以前的走访和事项都还在这一户名下"


def plan_words(plan: ChangePlan, newcomers: Sequence[str] = ()) -> list[str]:
    """One sentence for each thing that will happen; ``newcomers`` are names not registered yet."""
    day, house = chinese_date(plan.on), plan.house.name if plan.house else "新的一户"
    who = _names(plan.people) or "全户"
    came = "、".join([*(one.name for one in plan.people), *newcomers])
    into = plan.into.name if plan.into else ""
    own = plan.own_head.name if plan.own_head else ""
    said = {
        Change.MOVE_OUT: f"{who}从{day}起迁出本村，不再计入本村人口。",
        Change.DIED: f"{who}{day}去世，从这天起不再计入。",
        Change.SPLIT: f"{who}从{day}起单独成一户，户主是{own}。",
        Change.JOIN: f"{who}从{day}起并入{into}。",
        Change.NEW_HEAD: f"{house}的户主从{day}起是{who}。",
        Change.MOVE_IN: f"{came}从{day}起计入{house}。",
        Change.BORN: f"{came}{day}出生，从这天起计入{house}。",
    }
    lines = [said[plan.act]]
    if plan.act is Change.SPLIT:
        lines.append(f"以前的走访和事项还在{house}名下。")
    if plan.closes:
        lines.append(f"{house}从{day}起销户；{_REMAINS}。")
    elif plan.new_head is not None:
        former = plan.house.head if plan.house else None
        instead = f"，不再是{former.name}" if former else ""
        if plan.act is Change.NEW_HEAD:
            lines = [f"{house}的户主从{day}起是{plan.new_head.name}{instead}。"]
        else:
            lines.append(f"{house}的户主改为{plan.new_head.name}。")
    return lines


def act_words(
    act: Change,
    names: Sequence[str],
    *,
    is_whole: bool = False,
    place: str | None = None,
    new_head: str | None = None,
    house: str = "",
    into: str = "",
) -> str:
    """What happened, as the timeline tells it: “马小虎分出去另立一户（二组马小虎户）”."""
    who = "全户" if is_whole and act is not Change.JOIN else "、".join(names) or "全户"
    where = f"（{'去往' if act is Change.MOVE_OUT else '来自'}{place}）" if place else ""
    said = {
        Change.MOVE_OUT: f"{who}迁出{where}",
        Change.MOVE_IN: f"{'、'.join(names)}迁入{where}",
        Change.DIED: f"{who}去世",
        Change.SPLIT: f"{who}从{house}分出，另立{into}",
        Change.JOIN: f"{house}的{who}并入{into}",
        Change.NEW_HEAD: f"户主改为{who}",
        Change.BORN: f"{who}出生",
        Change.CANCEL: f"更正：{who}",
    }[act]
    follows = new_head and act is not Change.NEW_HEAD
    return f"{said}，户主改为{new_head}" if follows else said


def ends_words(groups: Mapping[str, Sequence[str]], on: date) -> list[str]:
    """R11: by name, the special groups that end with the act."""
    return [
        f"{name}的重点人群登记（{'、'.join(labels)}）到{chinese_date(on)}的前一天为止。"
        for name, labels in groups.items()
    ]


def _names(people: Sequence[Member]) -> str:
    return "、".join(one.name for one in people)
