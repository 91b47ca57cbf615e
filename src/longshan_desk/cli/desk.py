"""Commands about the desk as a whole: making one, a demonstration, searching, undoing."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes, whole
from longshan_desk.cli.opening import clock_of, paths_of, reading, today_of, writing
from longshan_desk.cli.tables import table
from longshan_desk.domain.labels import OfficeKind, OfficeRole
from longshan_desk.errors import BadValueError


def add_commands(top: Parser) -> None:
    init = top.command("init", "建立岗位", _init)
    init.add_argument("--role", required=True, type=code(OfficeRole), help=codes(OfficeRole))
    init.add_argument("--code", required=True, help="村的编号，例如 07")
    init.add_argument("--name", required=True, help="村名，例如 大湾村")
    init.add_argument("--kind", type=code(OfficeKind), help=codes(OfficeKind))
    init.add_argument("--hearing-day", metavar="WORDS", help="固定说事日，例如 每月5日")
    init.add_argument("--user", default="文书", metavar="NAME", help="使用人的姓名")
    init.add_argument("--township", metavar="NAME", help="乡镇名")
    init.add_argument("--county", metavar="NAME", help="县名")
    init.add_argument("--seal", type=Path, metavar="DIR", help="只用于乡镇：印章盘")
    init.add_argument(
        "--again", type=Path, metavar="DIR",
        help="只用于乡镇：电脑坏了又没有备份，用村里的U盘和印章盘重建",
    )  # fmt: skip
    init.add_argument("--commission", type=Path, metavar="DIR", help="只用于乡镇：纪委的钥匙")

    demo = top.command("demo", "在空的数据文件夹里做一个演示村", _demo)
    demo.add_argument("--years", type=whole, default=3, metavar="N", help="几年的记录（默认 3）")
    demo.add_argument("--seed", type=whole, default=1, metavar="N", help="同一个数做出同一个村")

    found = top.command("search", "查找事项、农户、人、干部、会议、走访和台账", _search)
    found.set_defaults(of_office=False)
    found.add_argument("text", metavar="TEXT", help="几个词都要出现；拼音首字母也可以")
    top.command("undo", "撤销上一步", _undo)
    top.command("redo", "重做撤销的一步", _redo)


def _init(args: Namespace) -> Answer:
    if args.role is OfficeRole.TOWNSHIP:
        return _init_township(args)
    if args.seal or args.commission:
        raise BadValueError(
            "--seal 和 --commission 只用于乡镇的岗位。", hint="请去掉它们再试。", where="--seal"
        )
    from longshan_desk.actions.desk import make_desk
    from longshan_desk.actions.office import create_village_office
    from longshan_desk.queries.office import office

    with make_desk(paths_of(args), today=clock_of(args)) as store:
        create_village_office(
            store,
            code=args.code,
            name=args.name,
            user=args.user,
            kind=args.kind or OfficeKind.VILLAGE,
            hearing_day=args.hearing_day,
            township=args.township,
            county=args.county,
        )
        row, desk_id = office(store), store.device
    held = {"role": row.role, "code": row.code, "name": row.name}
    text = f"已建立{row.name}的岗位（编号 {row.code}），数据在 {paths_of(args).home}。"
    if row.hearing_day:
        text += f"固定说事日：{row.hearing_day}。"
    return Answer({"desk_id": desk_id, "office": held, "hearing_day": row.hearing_day}, text)


def _init_township(args: Namespace) -> Answer:
    from longshan_desk.actions.desk import make_desk
    from longshan_desk.actions.township_office import Seals, create_township_office
    from longshan_desk.cli.seals import COMMISSION_PASSPHRASE, SEAL_PASSPHRASE, passphrase_of
    from longshan_desk.queries.office import office

    if args.seal is None:
        raise BadValueError(
            "建立乡镇的岗位要写印章盘。", hint="插入一个U盘，加上 --seal E:\\。", where="--seal"
        )
    passphrase = passphrase_of(SEAL_PASSPHRASE, "印章盘", is_new=args.again is None)
    seals = Seals(
        args.seal, passphrase, args.commission,
        passphrase_of(COMMISSION_PASSPHRASE, "纪委钥匙盘", is_new=True, instead=SEAL_PASSPHRASE)
        if args.commission
        else "",
    )  # fmt: skip
    with make_desk(paths_of(args), today=clock_of(args)) as store:
        create_township_office(
            store, code=args.code, name=args.name, user=args.user, seals=seals,
            county=args.county, held=args.again,
        )  # fmt: skip
        row, desk_id = office(store), store.device
    held = {"role": row.role, "code": row.code, "name": row.name}
    text = (
        f"已建立{row.name}的岗位，数据在 {paths_of(args).home}。印章盘已写好，"
        "请再用 enrol copy-seal 做第二个印章盘，两个分开保管，口令写在纸上封存。"
    )
    return Answer({"desk_id": desk_id, "office": held}, text)


def _demo(args: Namespace) -> Answer:
    from longshan_desk.demo import fill_home

    made = fill_home(paths_of(args), years=args.years, seed=args.seed, today=today_of(args))
    return Answer(vars(made), str(made))


def _search(args: Namespace) -> Answer:
    from longshan_desk.queries.search import search

    with reading(args) as store:
        hits = search(store, args.text)
    kinds = {
        "matter": "事项",
        "household": "农户",
        "person": "人",
        "cadre": "干部",
        "meeting": "会议",
        "visit": "走访",
        "visit_session": "座谈",
        "ledger_entry": "台账",
    }
    rows = [(kinds.get(hit.kind, hit.kind), hit.text, hit.id) for hit in hits]
    result = {"hits": [{"kind": hit.kind, "id": hit.id, "text": hit.text} for hit in hits]}
    return Answer(result, table(("类别", "内容", "id"), rows, empty="没有找到。"))


def _undo(args: Namespace) -> Answer:
    with writing(args) as store:
        label = store.undo()
    return Answer({"undone": label}, f"已撤销“{label}”。")


def _redo(args: Namespace) -> Answer:
    with writing(args) as store:
        label = store.redo()
    return Answer({"redone": label}, f"已重做“{label}”。")
