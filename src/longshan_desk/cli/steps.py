"""``matter move N STEP``: every step that takes a matter on, with its options."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from longshan_desk.cli import step_options as o
from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, day
from longshan_desk.cli.matter_shape import moved_answer
from longshan_desk.cli.meetings import check_same_day
from longshan_desk.cli.opening import reading, writing
from longshan_desk.domain.labels import Act, FeedbackWay
from longshan_desk.errors import AppError

if TYPE_CHECKING:
    from longshan_desk.data.store import Store

_STEPS: dict[Act, tuple[o.Option, ...]] = {
    Act.CLASSIFY: (o.LIST, o.REASON),
    Act.DELIBERATE: (),
    Act.ASSIGN: (o.TO, o.DUE),
    Act.PROGRESS: (),
    Act.PROMISE: (o.MEASURES, o.DUE, o.BY),
    Act.EXPLAIN: (o.REASON, o.BASIS, o.TO, o.WAY),
    Act.CLOSE: (o.OUTCOME, o.OF, o.RESULT),
    Act.FEEDBACK: (o.FEEDBACK_WAY, o.TO, o.ANSWER),
    Act.CANCEL_OFF: (),
    Act.REOPEN: (o.REASON,),
    Act.NOTE: (o.LETTER_WAY, o.FROM, o.REF),
    Act.REPORT: (o.AS,),
    Act.INFORM: (),
    Act.EXTEND: (o.APPROVED_BY,),
    Act.REPLY: (o.OPINION, o.BASIS),
    Act.REVIEW: (),
}
"""What each step may be told beside its day and its words."""

_OF_THE_TOWNSHIP = {"receive": "收件", "decide": "决定", "refer": "转办", "answer": "答复"}


class NotOwnerError(AppError):
    """A step that belongs to another place."""

    code = "not_owner"


def add_commands(matter: Parser) -> None:
    """``contact`` and ``move`` below ``matter``."""
    contact = matter.command("contact", "变更联系人，或确认联系人不变", _contact)
    contact.add_argument("number", metavar="N", help="编号或 id")
    contact.add_argument("--name", required=True, metavar="T", help="今后联系谁")
    contact.add_argument("--phone", metavar="T", help="联系电话")
    contact.add_argument("--date", type=day, metavar="D", help="哪一天（默认今天）")
    contact.add_argument("--reason", metavar="T", help="原因")
    move = matter.command("move", "办理一步")
    move.add_argument("number", metavar="N", help="编号或 id")
    for act, options in _STEPS.items():
        step = move.command(act.value, act.label, partial(_move, act))
        o.add_step_options(step, *options)
        step.add_argument("--date", type=day, metavar="D", help="发生的日期（默认今天）")
        if act is Act.EXPLAIN:
            o.add_policy_limited(step)
        if act is Act.DELIBERATE:
            step.add_argument("--meeting", metavar="ID", help="在哪一次会议上议定的")
        if act is Act.FEEDBACK:
            step.add_argument("--reason", metavar="T", help="联系不上又不再联系的原因")
    for name, label in _OF_THE_TOWNSHIP.items():
        step = move.command(name, f"{label}（由乡镇办理）", _refuse_at_a_village)
        o.add_step_options(step, o.DUE)
        step.add_argument("--department", metavar="NAME", help="转给哪个部门")
        step.add_argument("--date", type=day, metavar="D", help="发生的日期")


def _move(act: Act, args: Namespace) -> Answer:
    from longshan_desk.actions.matters import move_matter
    from longshan_desk.queries.matters import matter_id

    with writing(args) as store:
        found = matter_id(store, args.number)
        on, meeting = _day_of(store, args)
        data, text = o.step_data(args), args.text
        if act is Act.CLOSE and args.of:
            data["of"] = matter_id(store, args.of)
        if act is Act.FEEDBACK:
            text = text or args.reason
            data["gives_up"] = _gives_up(store, found, args) or None
        done = move_matter(store, found, act, on=on, text=text, data=data, meeting_id=meeting)
    return moved_answer(done, f"“{act.label}”")


def _day_of(store: Store, args: Namespace) -> tuple[date | None, str | None]:
    """The day of the step and its meeting: what a meeting decides happens on its day."""
    from longshan_desk.queries.meetings import meeting_page

    meeting: str | None = getattr(args, "meeting", None)
    if meeting is None:
        return args.date, None
    check_same_day(store, meeting, args.date)
    return meeting_page(store, meeting).row.on, meeting


def _gives_up(store: Store, found: str, args: Namespace) -> bool:
    """R45: the villager counts as told after the policy's tries, or when it is said why not."""
    from longshan_desk.queries.matter_page import matter_page
    from longshan_desk.queries.policy import current

    if args.way is not FeedbackWay.UNREACHABLE:
        return False
    tries = matter_page(store, found).state.tries + 1
    return bool(args.reason) or tries >= current(store).unreachable_tries


def _refuse_at_a_village(args: Namespace) -> Answer:
    from longshan_desk.queries.matters import matter_id

    with reading(args) as store:
        matter_id(store, args.number)
    raise NotOwnerError(
        "这一步由乡镇办理，村里不能替乡镇登记。",
        hint="乡镇先打来电话或发来公文的，请用 note 记下；乡镇的答复随返回包到达。",
    )


def _contact(args: Namespace) -> Answer:
    from longshan_desk.actions.matters import change_contact
    from longshan_desk.queries.matters import matter_id

    with writing(args) as store:
        found = matter_id(store, args.number)
        change_contact(store, found, args.name, phone=args.phone, reason=args.reason, on=args.date)
    return Answer({"id": found, "contact": args.name}, f"联系人：{args.name}。")
