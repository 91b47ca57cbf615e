"""Commands about decisions by 四议两公开: begin, meet, post, carry out, close."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, Run, clock, code, codes, day, whole
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.procedure_photos import add_photos
from longshan_desk.cli.procedure_shape import (
    page_object,
    page_text,
    row_object,
    rows_text,
    types_object,
    types_text,
    verdict_object,
)
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.procedure_labels import Motion, Notice, Phase, Step, VoteForm
from longshan_desk.errors import WrongUseError

if TYPE_CHECKING:
    from longshan_desk.domain.procedure import ProcedureState


def add_commands(top: Parser) -> None:
    procedure = top.command("procedure", "四议两公开")
    types = procedure.command("types", "事项类型和应由哪个会议决定", _types)
    rules = procedure.command("rules", "现行规则和依据", _rules)
    for parser in (types, rules):
        parser.set_defaults(of_office=True)
    new = procedure.command("new", "立项", _new)
    new.add_argument("--matter", metavar="N", help="公共重大事项的编号或 id")
    new.add_argument("--title", metavar="T", help="决策事项（不从事项立项时要写）")
    new.add_argument("--type", metavar="CODE", help="事项类型，见 procedure types")
    new.add_argument("--text", metavar="T", help="提议的内容")
    new.add_argument("--motion", type=code(Motion), metavar="M", help=codes(Motion))
    new.add_argument("--date", type=day, metavar="D", help="立项的日期（默认今天）")
    listing = procedure.command("list", "所有决策", _list)
    listing.add_argument("--phase", type=code(Phase), metavar="P", help=codes(Phase))
    listing.add_argument("--matter", metavar="N", help="只看一件事项的")
    procedure.command("show", "一项决策的全部记录", _show).add_argument("id", metavar="ID")
    _add_step(procedure)
    _add_turns(procedure)
    _add_notices(procedure)
    _add_implement(procedure)
    add_photos(procedure)


def _add_step(procedure: Parser) -> None:
    step = _act(procedure, "step", "记录一次会议的表决", _step)
    step.add_argument("step", type=code(Step), metavar="STEP", help=codes(Step))
    add = step.add_argument
    add("--time", type=clock, metavar="HH:MM", help="开会时间")
    add("--ended", type=clock, metavar="HH:MM", help="散会时间")
    add("--place", metavar="P", help="地点")
    add("--chair", metavar="C", help="主持人")
    add("--recorder", metavar="R", help="记录人")
    add("--body", type=code(Body), metavar="BODY", help=codes(Body))
    add("--expected", type=whole, metavar="N", help="应到（默认按名单）")
    add("--reason", metavar="T", help="应到与名单不同的原因")
    add("--present", required=True, type=whole, metavar="N", help="实到")
    add("--for", required=True, type=whole, dest="in_favour", metavar="N", help="同意")
    add("--against", required=True, type=whole, metavar="N", help="反对")
    add("--abstained", required=True, type=whole, metavar="N", help="弃权")
    forms = code(VoteForm)
    add("--form", type=forms, default=VoteForm.HANDS, metavar="F", help=codes(VoteForm))
    add("--text", metavar="T", help="议定的内容")
    add("--amendment", metavar="T", help="修改后的内容")
    add("--notified-on", type=day, metavar="D", help="通知开会的日期")
    add("--meeting", metavar="ID", help="同一次会议上的其他议题：那次会议的 id")


def _add_turns(procedure: Parser) -> None:
    again = _act(procedure, "round", "表决未通过，修改后作为新的一轮重新提出", _round)
    again.add_argument("--reason", metavar="T", help="原因和修改的内容")
    again.add_argument("--text", metavar="T", help="修改后的提议")
    override = _act(procedure, "override", "改由其他会议决定，写明原因", _override)
    override.add_argument(
        "--body", required=True, type=code(Body), metavar="BODY", help=codes(Body)
    )
    override.add_argument("--reason", metavar="T", help="原因，印在卷宗上")
    close = _act(procedure, "close", "结案；没有作出决议的，终止", _close)
    close.add_argument("--reason", metavar="T", help="没有作出决议就终止的原因")


def _add_notices(procedure: Parser) -> None:
    notices = code(Notice)
    draft = _act(procedure, "draft", "拟公开的内容", _draft)
    opinion = _act(procedure, "opinion", "村务监督委员会的意见", _opinion)
    post = procedure.command("post", "张贴公开；再次张贴就是重新公示", _post)
    post.add_argument("id", metavar="ID")
    down = _act(procedure, "take-down", "撤下", _take_down)
    for parser in (draft, opinion, post, down):
        parser.add_argument("notice", type=notices, metavar="NOTICE", help=codes(Notice))
    for parser in (draft, opinion):
        parser.add_argument("--text", required=True, metavar="T", help="内容")
    opinion.add_argument("--by", metavar="NAME", help="谁提的意见")
    post.add_argument("--from", required=True, type=day, metavar="D", help="张贴的日期")
    post.add_argument("--until", required=True, type=day, metavar="D", help="公示到哪一天")
    post.add_argument("--where", required=True, metavar="P", help="张贴在哪里")
    post.add_argument("--text", metavar="T", help="公开的内容")
    objection = _act(procedure, "object", "公示期间的异议和答复", _object)
    objection.add_argument("--by", required=True, metavar="NAME", help="谁提的")
    objection.add_argument("--text", required=True, metavar="T", help="异议的内容")
    objection.add_argument("--notice", type=notices, metavar="NOTICE", help=codes(Notice))
    objection.add_argument("--answer", metavar="T", help="答复")
    objection.add_argument("--answered-on", type=day, metavar="D", help="答复的日期")
    answer = _act(procedure, "answer", "答复异议", _answer)
    answer.add_argument("objection", metavar="OBJECTION", help="异议的 id，见 procedure show")
    answer.add_argument("--text", required=True, metavar="T", help="答复")


def _add_implement(procedure: Parser) -> None:
    doing = _act(procedure, "implement", "组织实施：负责人、进展、支出、验收", _implement)
    doing.add_argument("--who", metavar="N", help="负责人")
    doing.add_argument("--due", type=day, metavar="D", help="完成时限")
    doing.add_argument("--progress", metavar="T", help="进展")
    doing.add_argument("--spent", type=whole, metavar="FEN", help="这一笔支出（分），逐笔累加")
    doing.add_argument("--accepted-on", type=day, metavar="D", help="验收的日期")
    doing.add_argument("--acceptance", metavar="T", help="验收的意见")


def _act(procedure: Parser, name: str, help: str, run: Run) -> Parser:
    parser = procedure.command(name, help, run)
    parser.add_argument("id", metavar="ID")
    parser.add_argument("--date", type=day, metavar="D", help="发生的日期（默认今天）")
    return parser


# -- reading ----------------------------------------------------------------------------------


def _types(args: Namespace) -> Answer:
    from longshan_desk.queries.procedures import rule_set

    with reading(args) as store:
        rules = rule_set(store)
    return Answer(types_object(rules), types_text(rules))


def _rules(args: Namespace) -> Answer:
    from longshan_desk.queries.procedures import rule_sets

    with reading(args) as store:
        found = rule_sets(store)
    lines = [
        f"{one.title}（{one.from_on} 起）\n"
        + "\n".join(
            f"  {rule.body.label}：{rule.quorum_words}，{rule.majority_words}"
            f"（{rule.sources['quorum']}）"
            for rule in one.bodies.values()
        )
        for one in found
    ]
    return Answer({"rule_sets": [one.to_data() for one in found]}, "\n\n".join(lines))


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.matters import matter_id
    from longshan_desk.queries.procedures import list_procedures

    with reading(args) as store:
        of = matter_id(store, args.matter) if args.matter else None
        rows = list_procedures(store, matter_id=of)
    rows = [row for row in rows if args.phase in (None, row.phase)]
    return Answer({"procedures": [row_object(row) for row in rows]}, rows_text(rows))


def _show(args: Namespace) -> Answer:
    from longshan_desk.queries.procedures import procedure_page

    with reading(args) as store:
        page = procedure_page(store, args.id)
    return Answer(page_object(page), page_text(page))


# -- acts -------------------------------------------------------------------------------------


def _new(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import NewProcedure, new_procedure
    from longshan_desk.queries.matters import matter_id

    if not args.matter and not args.title:
        raise WrongUseError("没有写决什么。", hint="写 --matter 编号，或者 --title 决策事项。")
    new = NewProcedure(args.type, args.title, args.text, args.motion)
    with writing(args) as store:
        of = matter_id(store, args.matter) if args.matter else None
        made = new_procedure(store, new, matter_id=of, on=args.date)
    return Answer({"id": made}, f"已立项。id {made}")


def _step(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import Sitting, take_vote

    sitting = Sitting(
        step=args.step,
        present=args.present,
        in_favour=args.in_favour,
        against=args.against,
        abstained=args.abstained,
        on=args.date,
        body=args.body,
        expected=args.expected,
        reason=args.reason,
        starts_at=args.time,
        ended_at=args.ended,
        place=args.place,
        chair=args.chair,
        recorder=args.recorder,
        form=args.form,
        text=args.text,
        amendment=args.amendment,
        notified_on=args.notified_on,
        meeting_id=args.meeting,
    )
    with writing(args) as store:
        voted = take_vote(store, args.id, sitting)
    result = {
        **verdict_object(voted.verdict),
        "next": voted.state.phase.next_act,
        "id": voted.act_id,
        "meeting": voted.meeting_id,
        "round": voted.state.round.number,
    }
    return Answer(result, f"{voted.verdict.words}。{voted.state.phase.label}。")


def _after(args: Namespace, said: str, state: ProcedureState) -> Answer:
    result = {"id": args.id, "phase": state.phase, "next": state.phase.next_act}
    return Answer(result, f"{said}{state.phase.label}。")


def _phase_after(args: Namespace, said: str, **more: Any) -> Answer:
    from longshan_desk.queries.procedures import procedure_page

    with reading(args) as store:
        state = procedure_page(store, args.id).state
    answer = _after(args, said, state)
    return Answer({**answer.result, **more}, answer.text)


def _round(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import new_round

    with writing(args) as store:
        number = new_round(
            store, args.id, reason=args.reason or "", proposal=args.text, on=args.date
        )
    return _phase_after(args, f"第 {number} 轮。", round=number)


def _override(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import override_body

    with writing(args) as store:
        override_body(store, args.id, args.body, reason=args.reason or "", on=args.date)
    return _phase_after(args, f"可以由{args.body.label}决定，原因会印在卷宗上。")


def _close(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import close_procedure

    with writing(args) as store:
        state = close_procedure(store, args.id, reason=args.reason, on=args.date)
    return _after(args, "", state)


def _draft(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import draft_notice

    with writing(args) as store:
        draft_notice(store, args.id, args.notice, args.text, on=args.date)
    return _phase_after(args, "已保存拟公开的内容。")


def _opinion(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import give_opinion

    with writing(args) as store:
        give_opinion(store, args.id, args.notice, args.text, by=args.by, on=args.date)
    return _phase_after(args, "已记录监督意见。")


def _post(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import post_notice

    with writing(args) as store:
        made = post_notice(
            store,
            args.id,
            args.notice,
            from_on=getattr(args, "from"),
            until_on=args.until,
            where=args.where,
            text=args.text,
        )
    return _phase_after(args, f"已张贴{args.notice.label}。", posting=made)


def _take_down(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import take_down

    with writing(args) as store:
        take_down(store, args.id, args.notice, on=args.date)
    return _phase_after(args, "已撤下。")


def _object(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import object_to

    with writing(args) as store:
        made = object_to(
            store,
            args.id,
            by=args.by,
            text=args.text,
            notice=args.notice,
            answer=args.answer,
            on=args.date,
            answered_on=args.answered_on,
        )
    return _phase_after(args, "已记录异议。", objection=made)


def _answer(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import answer_objection

    with writing(args) as store:
        answer_objection(store, args.id, args.objection, text=args.text, on=args.date)
    return _phase_after(args, "已答复异议。")


def _implement(args: Namespace) -> Answer:
    from longshan_desk.actions.procedures import carry_out

    with writing(args) as store:
        state = carry_out(
            store,
            args.id,
            who=args.who,
            due_on=args.due,
            progress=args.progress,
            spent=args.spent,
            accepted_on=args.accepted_on,
            acceptance=args.acceptance,
            on=args.date,
        )
    return _after(args, "已记录实施。", state)
