"""Commands for handing packages over: making, looking at, receiving, the history, the villages."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, whole
from longshan_desk.cli.grammar import month as read_month
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.tables import table
from longshan_desk.domain.record_words import amounts
from longshan_desk.errors import AppError, DeskInUseError

if TYPE_CHECKING:
    from longshan_desk.peers.told import Told


def add_commands(top: Parser) -> None:
    package = top.command("package", "U盘交接：数据包")
    make = package.command("make", "做包，写到U盘", _make)
    make.add_argument("--to", type=Path, required=True, metavar="DIR", help="U盘")
    make.add_argument(
        "--for",
        dest="place",
        metavar="PLACE",
        help="township 乡镇 | own 本单位另一台电脑 | 村的编号",
    )
    make.add_argument("--full", action="store_true", help="全部数据，不管对方收到过没有")
    make.add_argument(
        "--months", type=_months, metavar="M,M", help="上报哪几个月（默认已办完的月份）"
    )
    show = package.command("show", "看一个包是什么，不接收", _show)
    show.add_argument("file", type=Path, metavar="FILE")
    receive = package.command("receive", "接收一个包，或U盘上所有的包", _receive)
    receive.add_argument(
        "path",
        type=Path,
        metavar="FILE|DIR",
        help="一个包收不成，命令算失败；文件夹里有收不成的，命令照样成功，"
        "收不成几个看 refused，原因看每个包的 code",
    )
    receive.add_argument("--apply", action="store_true", help="先备份，再接收；不写就只看看")
    package.command("history", "做过、收过的包", _history)
    package.command("state", "镇上收到了多少，还有多少没有交（村里）", _state)
    package.command("waiting", "收下了、暂时放着的内容和原因", _waiting)
    copy = package.command("copy", "把做过的包再拷一次", _copy)
    copy.add_argument("number", type=whole, metavar="N", help="第几包")
    copy.add_argument("--to", type=Path, required=True, metavar="DIR", help="U盘")
    villages = top.command("villages", "各村的交接情况（乡镇）")
    villages.command("list", "各村收到哪里，缺哪几个月", _villages)


def _months(text: str) -> list[str]:
    return [read_month(one) for one in text.replace("，", ",").split(",") if one.strip()]


def _make(args: Namespace) -> Answer:
    from longshan_desk.actions.packages import hand_over

    with writing(args) as store:
        done = hand_over(
            store, args.to, place=args.place, months=args.months, is_full=args.full
        )  # fmt: skip
    counts: dict[str, int] = {}
    for one in done.made:
        for name, number in one.counts.items():
            counts[name] = counts.get(name, 0) + number
    months = sorted({month for one in done.made for month in one.months})
    result = {
        "files": done.files, "bytes": sum(one.size for one in done.made), "months": months,
        "counts": counts, "skipped": done.skipped,
        "missing": [{"month": one.month, "what": one.words} for one in done.missing],
    }  # fmt: skip
    lines = [f"还没有办完的：{one.words}。" for one in done.missing]
    lines += [f"已写好并读回核对：{file}" for file in done.files]
    return Answer(result, "\n".join([*lines, "可以拔出U盘了。"]))


def _show(args: Namespace) -> Answer:
    from longshan_desk.queries.packages import cover

    with reading(args) as store:
        found = cover(store, args.file)
    result = {
        "from": found.sender, "from_name": found.sender_name, "to": found.receiver,
        "to_name": found.receiver_name, "number": found.number, "made": found.made,
        "months": found.months, "counts": found.counts, "app_version": found.app_version,
    }  # fmt: skip
    text = (
        f"{found.sender_name}交给{found.receiver_name}的第 {found.number} 包，"
        f"{_moment(found.made)} 做成，"
        f"软件版本 {found.app_version}。"
    )
    if found.months:
        text += f"月份：{'、'.join(found.months)}。"
    return Answer(result, text)


_ADDED = ("new", "changed", "same", "conflicts", "waiting")


def _receive(args: Namespace) -> Answer:
    from longshan_desk.actions.packages import look_at, take
    from longshan_desk.data.log.refusals import refused

    try:
        opened = writing(args)  # a preview is the receiving itself, rolled back
    except DeskInUseError as error:
        if not args.apply:
            error.hint = (
                "预览要把包试收一遍再撤回，和窗口不能同时做。"
                "请在窗口的“U盘交接”里看；只看是谁的包、有几条，用 package show。"
            )
        raise
    with opened as store:
        told = (take if args.apply else look_at)(store, args.path)
    if args.path.is_file() and len(told) == 1 and told[0].code:
        one = told[0]
        raise AppError(one.message, hint=one.hint, where=one.file, code=one.code)
    if args.path.is_file() and not told:
        raise refused("not_ours", where=args.path.name)
    return Answer(_received_object(told), _told_texts(told))


def _received_object(told: list[Told]) -> dict[str, Any]:
    done = [one for one in told if not one.code]
    return {
        "from": sorted({one.place for one in done}),
        **{name: sum(getattr(one, name) for one in done) for name in _ADDED},
        "refused": sum(1 for one in told if one.code),
        "already": sum(one.is_already for one in done),
        "own": sum(one.is_own for one in done),
        "applied": any(one.is_applied for one in done),
        "diverged": sorted({part for one in done for part in one.diverged}),
        "packages": [_told_object(one) for one in told],
    }


def _told_object(one: Told) -> dict[str, Any]:
    return {
        "file": one.file, "code": one.code or None, "message": one.message or None,
        "from": one.place or None, "from_name": one.name or None, "number": one.number,
        "made": one.made, "months": one.months, "counts": one.counts,
        **{name: getattr(one, name) for name in _ADDED},
        "news": one.news, "changes": one.changes,
        "photos": one.photos, "damaged_photos": one.damaged_photos, "retyped": one.retyped,
        "already": one.is_already, "own": one.is_own, "applied": one.is_applied,
        "diverged": one.diverged, "app_version": one.app, "new_root": one.new_root,
        "two_lists": one.two_lists,
    }  # fmt: skip


_NEW_ROOT = (
    "镇上换了印章盘，本机还没有核对：请给镇上打电话，听镇上读核对码，"
    "用 enrol pin --check-code 输进来。没有核对以前照常交接。"
)

_TWO_LISTS = (
    "镇上有两份不同的设备名单（用旧备份接替过，或者原来的电脑又用起来了）。"
    "乡镇请插上印章盘和这个U盘办一次 enrol take-over，合成一份；村里请告诉镇上。"
)


def _told_texts(told: list[Told]) -> str:
    lines = [_told_text(one) for one in told]
    if any(one.new_root and one.code != "new_root" for one in told):
        lines.append(_NEW_ROOT)
    if any(one.two_lists for one in told):
        lines.append(_TWO_LISTS)
    return "\n".join(lines)


def _told_text(one: Told) -> str:
    from longshan_desk.queries.divergence import DIVERGED

    if one.code:
        return f"{one.file}：{one.message}{one.hint}"
    if one.is_own:
        return f"{one.file}：这是本机自己做的包，不用接收。"
    if one.is_already:
        return f"{one.file}：这个包已经接收过，不用再收。"
    said = f"{one.file}：{one.name}第 {one.number} 包。" + "".join(
        amounts(one.news, one.changes, conflicts=one.conflicts, waiting=one.waiting)
    )
    if one.damaged_photos:
        said += f"{one.damaged_photos} 张照片损坏，下次会自动重传。"
    if one.diverged:
        said += f"{DIVERGED}：两边收到的内容一样，显示的却有不同；请运行 checkup --rebuild。"
    return said + ("已接收。" if one.is_applied else "还没有接收，加上 --apply 才接收。")


def _moment(text: str) -> str:
    """``2022-04-06 15:41`` on this PC's clock; what a foreign program wrote stays as it is."""
    try:
        return datetime.fromisoformat(text).astimezone().isoformat(" ", "minutes")[:16]
    except ValueError:
        return text


def _history(args: Namespace) -> Answer:
    from longshan_desk.queries.handover import past_packages
    from longshan_desk.queries.packages import package_history

    with reading(args) as store:
        found = package_history(store)
        past = past_packages(store)
    rows = [
        (_moment(one.at), said.way, said.name, one.number, "、".join(one.months), one.new,
         said.result if not said.is_refused else f"{said.result}（{one.result}）")
        for one, said in zip(found, past, strict=True)
    ]  # fmt: skip
    text = table(
        ("时间", "", "单位", "第几包", "月份", "条数", "结果"), rows, empty="还没有交接过。"
    )
    return Answer({"packages": found}, text)


def _state(args: Namespace) -> Answer:
    from longshan_desk.peers.known import require_known
    from longshan_desk.queries.packages import handover_state

    with reading(args) as store:
        require_known(store)
        found = handover_state(store)
    if found is None:
        raise AppError("这里是乡镇的岗位。", hint="请用 villages list。", code="bad_value")
    result = {
        "confirmed": found.confirmed, "left": found.left,
        "confirmed_until": found.confirmed_until, "ready_months": found.ready_months,
        "missing_months": found.missing_months,
        "missing": [{"month": one.month, "what": one.words} for one in found.missing],
        "silent_days": found.silence.days,
    }  # fmt: skip
    return Answer(result, f"{found.words}\n镇上 {found.silence.words}。")


def _waiting(args: Namespace) -> Answer:
    from longshan_desk.queries.waiting import waiting_records

    with reading(args) as store:
        found = waiting_records(store)
    records = [
        {
            "kind": one.kind, "id": one.id, "title": one.title, "why": one.why,
            "reason": one.why.label, "by": one.by, "written_on": one.written_on,
        }
        for one in found
    ]  # fmt: skip
    rows = [(one.words, one.by, one.written_on or "") for one in found]
    text = table(("内容", "写的电脑", "日期"), rows, empty="没有放着的内容。")
    for why in dict.fromkeys(one.why for one in found):
        names = "、".join(one.words for one in found if one.why is why)
        text += f"\n{names}：{why.label}"
    return Answer({"records": records}, text)


def _copy(args: Namespace) -> Answer:
    from longshan_desk.actions.packages import copy_again

    with writing(args) as store:
        file = copy_again(store, args.number, args.to)
    return Answer({"file": file}, f"已写好并读回核对：{file}\n可以拔出U盘了。")


def _villages(args: Namespace) -> Answer:
    from longshan_desk.peers.known import require_township
    from longshan_desk.queries.packages import villages

    with reading(args) as store:
        require_township(store)
        found = villages(store)
    result = {
        "villages": [
            {
                "code": one.code.removeprefix("V"), "name": one.name, "desks": one.desks,
                "last_package": one.last_package, "received_until": one.received_until,
                "reported_months": one.reported_months, "missing_months": one.missing_months,
                "left": one.left, "silent_days": one.silence.days,
            }
            for one in found
        ]
    }  # fmt: skip
    rows = [
        (one.code.removeprefix("V"), one.name, one.received_until or "还没有",
         one.silence.words, "、".join(one.missing_months) or "无")
        for one in found
    ]  # fmt: skip
    text = table(("编号", "村", "收到哪天", "来包", "缺的月份"), rows, empty="还没有村加入。")
    return Answer(result, text)
