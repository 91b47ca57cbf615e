"""How a matter is written on the command line, and how it is told back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.grammar import Parser, code, codes, whole
from longshan_desk.cli.tables import table
from longshan_desk.domain.labels import FindingKind, ListKind, Source, Topic

if TYPE_CHECKING:
    from longshan_desk.actions.matters import NewMatter
    from longshan_desk.cli.answer import Answer
    from longshan_desk.data.moves import Moved
    from longshan_desk.queries.matters import MatterRow


def add_content(parser: Parser, *, is_new: bool, is_row: bool = False) -> None:
    """The options for what a matter says; ``is_new`` adds the list. A hearing's row is not always
    a matter, and its ``--kind`` is the row's."""
    add, needed = parser.add_argument, is_new and not is_row
    add("--words", required=needed, metavar="T", help="群众的原话")
    add("--summary", metavar="T", help="梳理")
    add("--topic", required=needed, type=code(Topic), metavar="TOPIC", help=codes(Topic))
    if is_new:
        add("--list", required=needed, type=code(ListKind), metavar="L", help=codes(ListKind))
    kinds = code(FindingKind)
    flags = ("--finding",) if is_row else ("--kind", "--finding")
    add(*flags, dest="finding", type=kinds, metavar="KIND", help=codes(FindingKind))
    add("--source", type=code(Source), metavar="S", help=codes(Source))
    add("--by", action="append", metavar="NAME", help="反映人，可以写几次")
    add("--household", metavar="ID", help="反映人的农户")
    add("--contact", metavar="NAME", help="联系人（默认第一个反映人）")
    add("--phone", metavar="N", help="联系电话")
    add("--signatures", type=whole, metavar="N", help="签名人数")
    add("--anonymous", action="store_true", help="不公开姓名")


def new_matter(args: Namespace) -> NewMatter:
    from longshan_desk.actions.matters import NewMatter

    return NewMatter(
        words=args.words,
        topic=args.topic,
        list_kind=args.list,
        summary=args.summary,
        finding=args.finding,
        source=args.source,
        raisers=args.by or (),
        is_anonymous=args.anonymous,
        signatures=args.signatures,
        contact_name=args.contact,
        contact_phone=args.phone,
        household_id=args.household,
    )


def matter_object(row: MatterRow) -> dict[str, Any]:
    """One line of a list of matters as programs read it."""
    due = row.due
    return {
        "id": row.id,
        "number": row.number,
        "former_number": row.former_number,
        "list": row.list_kind,
        "stage": row.stage,
        "outcome": row.outcome,
        "topic": row.topic,
        "procedure": row.procedure,
        "kind": row.finding,
        "words": row.words,
        "summary": row.summary,
        "heard_on": row.heard_on,
        "raiser": row.raiser,
        "group": row.group_no,
        "responsible": row.responsible,
        "due_on": row.due_on,
        "next_due": {"on": due.on, "rule": due.rule} if due else None,
        "late": row.is_late,
        "feedback_due": row.feedback_due,
        "closed_on": row.closed_on,
        "cancelled_on": row.cancelled_on,
        "result": row.result,
        "opening": row.is_opening,
    }


def list_text(rows: Sequence[MatterRow], *, empty: str = "没有事项。") -> str:
    lines = [
        (
            row.number or "未编号",
            row.stage,
            row.outcome,
            row.title,
            row.raiser,
            row.responsible,
            row.due.on if row.due else None,
        )
        for row in rows
    ]
    headings = ("编号", "阶段", "结果", "事项", "反映人", "承办人", "到期")
    return table(headings, lines, empty=empty)


def moved_answer(moved: Moved, what: str) -> Answer:
    """Where a matter stands after a step."""
    from longshan_desk.cli.answer import Answer
    from longshan_desk.domain.labels import Outcome, Stage

    result = {"number": moved.number, "stage": moved.stage, "outcome": moved.outcome}
    ending = f"（{Outcome(moved.outcome).label}）" if moved.outcome else ""
    stage = Stage(moved.stage).label
    return Answer(result, f"{moved.number} 已{what}，现在是“{stage}”{ending}。")
