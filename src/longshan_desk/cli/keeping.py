"""Commands that keep the data safe: backups, the full copy, restoring, checking."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser
from longshan_desk.cli.opening import paths_of, reading, writing
from longshan_desk.cli.tables import table
from longshan_desk.errors import AppError, BadValueError, WrongPassphraseError, WrongUseError

PASSPHRASE = "LONGSHAN_BACKUP_PASSPHRASE"


def add_commands(top: Parser) -> None:
    backup = top.command("backup", "备份数据", _backup)
    backup.add_argument(
        "--to", type=Path, metavar="DIR", help="备份到哪个文件夹（默认数据文件夹里）"
    )
    backup.add_argument("--full-copy", action="store_true", help="完整备份，内容加密，要写 --to")
    _add_passphrase(backup)
    restore = top.command("restore", "用备份或完整备份恢复", _restore)
    restore.add_argument("file", type=Path, metavar="FILE")
    _add_passphrase(restore)
    checkup = top.command("checkup", "检查数据", _checkup)
    checkup.add_argument("--repair", action="store_true", help="先备份，再修复能修复的")
    checkup.add_argument(
        "--rebuild",
        action="store_true",
        help="先备份，再按操作记录把全部内容重做一遍（数据核对不一致时用）",
    )
    top.command("self-test", "检查程序本身是否完好", _self_test)


def _add_passphrase(parser: Parser) -> None:
    parser.add_argument(
        "--passphrase-from-env",
        action="store_true",
        help=f"口令从环境变量 {PASSPHRASE} 读取，不再询问",
    )


def _backup(args: Namespace) -> Answer:
    from longshan_desk.data.backup import BackupReason, make_backup
    from longshan_desk.data.full_copy import make_full_copy

    with reading(args) as store:
        if not args.full_copy:
            file = make_backup(store.paths, BackupReason.MANUAL, to=args.to)
        elif args.to is None:
            raise WrongUseError(
                "完整备份要写存到哪里。", hint="请加上 --to，例如 --to E:\\。", where="--to"
            )
        else:
            file = make_full_copy(store.paths, args.to, _new_passphrase(args))
    return Answer({"file": file}, f"已备份：{file}")


def _restore(args: Namespace) -> Answer:
    from longshan_desk.data.full_copy_file import is_full_copy
    from longshan_desk.data.restore import restore

    passphrase = _passphrase(args) if is_full_copy(args.file) else None
    done = restore(paths_of(args), args.file, passphrase=passphrase)
    result = {
        "office": done.office,
        "households": done.households,
        "matters": done.matters,
        "backup": done.backup,
        "kept": done.kept,
    }
    text = f"已恢复{done.office}：{done.households} 户，{done.matters} 件事项。"
    if done.backup:
        text += f"\n恢复以前的数据备份在 {done.backup}"
    if done.kept:
        text += f"\n被替换的文件留在 {done.kept}"
    return Answer(result, text)


def _checkup(args: Namespace) -> Answer:
    from longshan_desk.actions.packages import rebuild
    from longshan_desk.data.checkup import checkup

    with writing(args) if args.repair or args.rebuild else reading(args) as store:
        if args.rebuild:
            rebuild(store)
        problems = checkup(store, args.repair)
    result = [
        {
            "what": one.what,
            "where": one.where,
            "repair": one.repair,
            "can_be_repaired": one.can_be_repaired,
            "repaired": one.is_repaired,
        }
        for one in problems
    ]
    lines = [
        (one.what, one.where, one.repair, "已修复" if one.is_repaired else "") for one in problems
    ]
    text = table(("问题", "位置", "办法", ""), lines, empty="检查完毕，没有问题。")
    if args.rebuild:
        text = f"已按操作记录重建。\n{text}"
    return Answer({"problems": result}, text)


def _self_test(args: Namespace) -> Answer:
    from longshan_desk.cli.self_test import run_self_test

    checks = run_self_test()
    text = table(
        ("检查", "结果", "说明"),
        [(name, "通过" if passed else "没有通过", said) for name, passed, said in checks],
    )
    failed = [f"{name}（{said}）" for name, passed, said in checks if not passed]
    if failed:
        raise AppError(
            f"程序自检没有通过：{'；'.join(failed)}。",
            hint="请重新安装本程序；数据没有改动。",
            code="self_test_failed",
        )
    told = [{"check": name, "passed": passed, "found": said} for name, passed, said in checks]
    return Answer({"checks": told}, text)


# -- the passphrase ---------------------------------------------------------------------------


def _new_passphrase(args: Namespace) -> str:
    """A passphrase for a copy to come: typed twice, because a slip would lose the copy."""
    first = _passphrase(args)
    if _from_environment(args) is None and _ask("再输一遍口令：") != first:
        raise BadValueError("两遍口令不一样，没有备份。", hint="请重新运行一次。", where="口令")
    return first


def _passphrase(args: Namespace) -> str:
    held = _from_environment(args)
    return _ask("口令：") if held is None else held


def _from_environment(args: Namespace) -> str | None:
    held = os.environ.get(PASSPHRASE)
    if held is None and (args.passphrase_from_env or getattr(args, "json", False)):
        raise WrongPassphraseError(
            "没有给出口令。", hint=f"请设置环境变量 {PASSPHRASE}。", where=PASSPHRASE
        )
    return held


def _ask(words: str) -> str:
    import getpass

    try:
        return getpass.getpass(words)
    except EOFError:
        raise WrongPassphraseError(
            "没有输入口令。", hint=f"也可以设置环境变量 {PASSPHRASE}。", where="口令"
        ) from None
