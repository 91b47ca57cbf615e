"""Commands about the words of papers: what can be worded, wording it, going back."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import table

if TYPE_CHECKING:
    from longshan_desk.queries.wording import PhraseRow


def add_wording(paper: Parser) -> None:
    wording = paper.command("wording", "文书用语：标题、开头、结尾、落款")
    listed = wording.command("list", "有哪些用语，现在怎么写", _list)
    listed.add_argument("kind", metavar="KIND", nargs="?",
                        help="paper list 中的代码；office 是各种文书通用的")  # fmt: skip
    given = wording.command("set", "改一处用语", _set)
    given.add_argument("kind", metavar="KIND", help="paper list 中的代码，或 office")
    given.add_argument("key", metavar="KEY", help="wording list 中的代码")
    given.add_argument("text", metavar="T", help="新的用语，可以写 {村名} 这样的名称")
    reset = wording.command("reset", "恢复默认用语", _reset)
    reset.add_argument("kind", metavar="KIND", help="paper list 中的代码，或 office")
    reset.add_argument("key", metavar="KEY", nargs="?", help="不写就是这种文书的全部用语")


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.wording import all_wording, paper_words

    with reading(args) as store:
        papers = [paper_words(store, args.kind)] if args.kind else all_wording(store)
    found = [
        {
            "kind": paper.kind,
            "title": paper.title,
            "placeholders": [one.name for one in paper.wording.placeholders],
            "phrases": [
                {
                    "key": row.phrase.key,
                    "place": row.phrase.place,
                    "text": row.text,
                    "default": row.phrase.default,
                    "changed": row.is_changed,
                    "fixed": row.is_fixed,
                }
                for row in paper.rows
            ],
        }
        for paper in papers
    ]
    lines = [
        (paper.kind, row.phrase.key, row.phrase.place, row.text.replace("\n", "／"), _whose(row))
        for paper in papers
        for row in paper.rows
    ]
    heads = ("文书", "代码", "哪一处", "用语", "")
    return Answer({"papers": found}, table(heads, lines, empty="这种文书没有可以改的用语。"))


def _whose(row: PhraseRow) -> str:
    return "乡镇规定" if row.is_fixed else "已改" if row.is_changed else ""


def _set(args: Namespace) -> Answer:
    from longshan_desk.actions.wording import set_wording
    from longshan_desk.queries.wording import paper_words

    with writing(args) as store:
        set_wording(store, args.kind, {args.key: args.text})
        rows = paper_words(store, args.kind).rows
    text = next(row.text for row in rows if row.phrase.key == args.key)
    return Answer({"kind": args.kind, "key": args.key, "text": text}, f"已改为：{text}")


def _reset(args: Namespace) -> Answer:
    from longshan_desk.actions.wording import reset_wording

    with writing(args) as store:
        keys = reset_wording(store, args.kind, [args.key] if args.key else [])
    said = f"已恢复 {len(keys)} 处默认用语。" if keys else "已经是默认用语。"
    return Answer({"kind": args.kind, "reset": keys}, said)
