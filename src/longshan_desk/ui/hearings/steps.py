"""The steps of a hearing and of other meetings, as the stepper shows them."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.queries.meetings import MeetingPage, offered_matters
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.stepper import Step


def hearing_steps(page: MeetingPage, context: Context) -> list[Step]:
    """名单与签到, 上月通报, 议程, 说事, 收尾: in any order."""
    raised = (ItemKind.MATTER, ItemKind.ANSWER)
    spoken = sum(
        item.kind in raised and not item.is_registered_before and not item.voided_reason
        for item in page.items
    )
    if page.row.is_closed:
        return [
            _attend(page),
            Step("report", "上月通报", "done", "可朗读"),
            Step("minutes", "说事记录", "done", f"{spoken} 件"),
            Step("close", "收尾与议事", "done", _committees_note(page)),
        ]
    is_day = page.row.on <= context.today()
    return [
        _attend(page),
        Step("report", "上月通报", "todo", "可朗读"),
        Step("agenda", "议程", "todo", _agenda_note(page, context)),
        Step("speak", "说事", "now" if is_day else "todo", f"已记 {spoken} 件"),
        Step("close", "收尾", "todo", ""),
    ]


def meeting_steps(page: MeetingPage) -> list[Step]:
    """名单与签到, for the committees 议事, and the record."""
    closed = page.row.is_closed
    decided = sum(item.decision is not None for item in page.items)
    steps = [_attend(page)]
    if page.row.kind is MeetingKind.COMMITTEES:
        state = "done" if closed and decided else "now"
        steps.append(Step("decide", "议事", state, f"已议定 {decided} 件"))
    state = "done" if closed else "todo"
    steps.append(Step("minutes", "会议记录", state, f"{len(page.items)} 条"))
    return steps


def first_step(steps: Sequence[Step]) -> str:
    """Where a meeting opens: at what is to be done now, at the record when all is done."""
    now = next((step.key for step in steps if step.state == "now"), "")
    keys = [step.key for step in steps]
    return now or ("minutes" if "minutes" in keys and steps[0].state == "done" else keys[0])


def _attend(page: MeetingPage) -> Step:
    entered = sum(row.id is not None for row in page.attendance)
    there = sum(row.id is not None and row.state.was_there for row in page.attendance)
    note = f"实到 {there} 人" if entered else "还没有填"
    return Step("attend", "名单与签到", "done" if entered else "todo", note)


def _agenda_note(page: MeetingPage, context: Context) -> str:
    free = sum(item.kind in (ItemKind.PARTY_DAY, ItemKind.FREE) for item in page.items)
    put_on = sum(item.is_registered_before for item in page.items)
    waiting = len(offered_matters(context.store, page.row.id))
    if waiting:
        return f"有 {waiting} 件可列入"
    return f"{free + put_on} 项" if free + put_on else "可以不填"


def _committees_note(page: MeetingPage) -> str:
    if page.committees:
        return "已安排村“两委”会议"
    due = page.committees_due
    return f"最迟 {due.on.month}月{due.on.day}日议事" if due else "已收尾"
