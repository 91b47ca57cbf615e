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
from longshan_desk.cli.opening import writing
from longshan_desk.domain.labels import Act, FeedbackWay, TownshipAct

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

_OF_THE_TOWNSHIP: dict[TownshipAct, tuple[o.Option, ...]] = {
    TownshipAct.RECEIVE: (),
    TownshipAct.DECIDE: (),
    TownshipAct.REFER: (o.DEPARTMENT, o.REFERRED_DUE),
    TownshipAct.ANSWER: (),
}
"""R15: the township's own steps; its ``progress`` is the village's command word at its desk."""


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
    for above, options in _OF_THE_TOWNSHIP.items():
        step = move.command(
            above.value, f"{above.label}（乡镇办理，另写 --village）", partial(_above, above)
        )
        o.add_step_options(step, *options)
        step.add_argument("--date", type=day, metavar="D", help="发生的日期（默认今天）")


def _move(act: Act, args: Namespace) -> Answer:
    from longshan_desk.actions.matters import move_matter
    from longshan_desk.data.township_moves import works_for_township
    from longshan_desk.queries.matters import matter_id

    with writing(args) as store:
        if act is Act.PROGRESS and works_for_township(store):
            return _take_above(store, TownshipAct.PROGRESS, args)
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


def _above(act: TownshipAct, args: Namespace) -> Answer:
    with writing(args) as store:
        return _take_above(store, act, args)


def _take_above(store: Store, act: TownshipAct, args: Namespace) -> Answer:
    """R15: a step of the township's on a matter of the village that ``--village`` names."""
    from longshan_desk.actions.township import move_at_township
    from longshan_desk.queries.matters import matter_id

    found = matter_id(store, args.number)
    done = move_at_township(store, found, act, on=args.date, text=args.text, data=o.step_data(args))
    result = {
        "number": done.number,
        "stage": done.stage,
        "outcome": done.outcome,
        "township": done.township,
    }
    return Answer(result, f"{done.number}：“{act.label}”已记下。")


def _contact(args: Namespace) -> Answer:
    from longshan_desk.actions.matters import change_contact
    from longshan_desk.queries.matters import matter_id

    with writing(args) as store:
        found = matter_id(store, args.number)
        change_contact(store, found, args.name, phone=args.phone, reason=args.reason, on=args.date)
    return Answer({"id": found, "contact": args.name}, f"联系人：{args.name}。")
