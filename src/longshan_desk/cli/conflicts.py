"""Commands for what two desks wrote differently: looking, and deciding."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser
from longshan_desk.cli.opening import reading, writing

if TYPE_CHECKING:
    from longshan_desk.queries.conflict_cards import ConflictCard
    from longshan_desk.queries.conflicts import ConflictRow


def add_commands(top: Parser) -> None:
    conflicts = top.command("conflicts", "两台电脑写得不一样、等人确认的内容")
    listed = conflicts.command("list", "列出要确认的", _list)
    listed.add_argument("--parallel", action="store_true", help="也列出两边改了不同项的（供了解）")
    resolve = conflicts.command("resolve", "确认一处", _resolve)
    resolve.add_argument("id", metavar="ID")
    way = resolve.add_mutually_exclusive_group(required=True)
    way.add_argument("--use", metavar="VALUE_ID", help="用其中一边的值")
    way.add_argument("--value", metavar="T", help="另写一个值")
    way.add_argument("--delete", action="store_true", help="仍然删除")
    way.add_argument("--restore", action="store_true", help="恢复")
    way.add_argument("--merge-into", metavar="ID", help="合并到哪一条")
    way.add_argument("--not-same", action="store_true", help="不是同一个")


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.conflict_cards import conflict_cards
    from longshan_desk.queries.conflicts import conflicts

    with reading(args) as store:
        found = conflicts(store, parallel=args.parallel)
        cards = conflict_cards(store, parallel=args.parallel)
    text = "\n\n".join(map(_card_text, cards)) or "没有要确认的。"
    return Answer({"conflicts": [_object(one) for one in found]}, text)


def _card_text(card: ConflictCard) -> str:
    """What to decide, and below it the ids that have to be typed."""
    lines = [f"{card.kind.label}：{card.title} {card.field}".rstrip()]
    for side in card.sides:
        said = side.words or "，".join(f"{name}{value}" for name, value in side.lines)
        lines.append(f"  {side.who} {side.when}：{said}\n    值的 id：{side.id}")
    return "\n".join([*lines, f"  id：{card.id}"])


def _object(one: ConflictRow) -> dict[str, Any]:
    return {
        "id": one.id, "record": {"kind": one.record[0], "id": one.record[1]},
        "number": one.number, "field": one.field, "kind": one.kind, "values": one.values,
    }  # fmt: skip


def _resolve(args: Namespace) -> Answer:
    from longshan_desk.actions import conflicts

    with writing(args) as store:
        if args.use is not None:
            conflicts.use_value(store, args.id, args.use)
        elif args.value is not None:
            conflicts.write_value(store, args.id, args.value)
        elif args.merge_into is not None:
            conflicts.join(store, args.id, args.merge_into)
        elif args.not_same:
            conflicts.keep_both(store, args.id)
        else:
            conflicts.decide_deletion(store, args.id, is_deleted=args.delete)
    return Answer({"id": args.id}, "已确认，随下一次交接告诉其他电脑。")
