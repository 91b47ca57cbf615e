"""Commands for joining a township: request, accept, join, list, revoke, and for its seal."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser, code, codes
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.seal_commands import add_seal_commands
from longshan_desk.cli.seals import add_seal, seals_of
from longshan_desk.cli.tables import table
from longshan_desk.domain.enrolment import Because
from longshan_desk.errors import WrongUseError

if TYPE_CHECKING:
    from longshan_desk.exchange.device_list import Device


def add_commands(top: Parser) -> None:
    enrol = top.command("enrol", "加入乡镇、登记和注销电脑")
    request = enrol.command("request", "做一份加入申请（村里）", _request)
    request.add_argument("--out", type=Path, required=True, metavar="FILE", help="写到U盘")
    accept = enrol.command("accept", "受理加入申请（乡镇）", _accept)
    accept.add_argument("file", type=Path, metavar="FILE")
    accept.add_argument("--check-code", required=True, metavar="DIGITS", help="村里读出的核对码")
    accept.add_argument("--out", type=Path, required=True, metavar="WELCOME", help="欢迎包写到U盘")
    accept.add_argument("--replaces", metavar="DESK", help="顶替哪台电脑（编号见 enrol list）")
    accept.add_argument("--because", type=code(Because), help=codes(Because))
    add_seal(accept)
    join = enrol.command("join", "用欢迎包加入（村里）", _join)
    join.add_argument("file", type=Path, metavar="WELCOME")
    join.add_argument("--check-code", required=True, metavar="DIGITS", help="乡镇读出的核对码")
    enrol.command("list", "名单上的电脑", _list)
    revoke = enrol.command("revoke", "注销一台电脑（乡镇）", _revoke)
    revoke.add_argument("desk", metavar="DESK", help="编号见 enrol list")
    revoke.add_argument(
        "--because", type=code(Because), default=Because.STOLEN, help=codes(Because)
    )
    add_seal(revoke)
    hub = enrol.command("take-over", "乡镇电脑换了：这台接着用（乡镇）", _take_over)
    hub.add_argument(
        "--held", type=Path, metavar="DIR", help="任一个村交过全部数据的U盘，上面有最新的名单"
    )
    add_seal(hub)
    add_seal_commands(enrol)
    _add_edit_commands(enrol)


def _add_edit_commands(enrol: Parser) -> None:
    allow = enrol.command("allow-edits", "允许镇上代改一个村的登记（乡镇，写 --village）", _allow)
    add_seal(allow)
    end = enrol.command("end-edits", "不再代改一个村的登记（乡镇，写 --village）", _end)
    add_seal(end)
    enrol.command("edits", "镇上代改过本村的什么（乡镇写 --village）", _edits)


def _village(args: Namespace) -> str:
    """The village that is meant, not looked at."""
    village: str | None = getattr(args, "village", None)
    if village is None:
        raise WrongUseError("要写是哪个村。", hint="例如 --village 07。", where="--village")
    args.village = None
    return village


def _request(args: Namespace) -> Answer:
    from longshan_desk.actions.enrolment import request

    with writing(args) as store:
        asked = request(store, args.out)
    text = (
        f"申请已写到 {asked.file}，请把U盘交给乡镇。\n"
        f"乡镇来电话时，请读出核对码：{asked.check_code}"
    )
    return Answer({"file": asked.file, "check_code": asked.check_code}, text)


def _accept(args: Namespace) -> Answer:
    from longshan_desk.actions.enrolment import accept

    village = _village(args)
    seals = seals_of(args)
    with writing(args) as store:
        welcome = accept(
            store, args.file, village=village, typed=args.check_code, out=args.out, seals=seals,
            replaces=args.replaces, because=args.because,
        )  # fmt: skip
    text = (
        f"已受理，欢迎包在 {welcome.file}，请把U盘带回村里。\n"
        f"请在电话里读出第二个核对码：{welcome.check_code}"
    )
    return Answer({"file": welcome.file, "check_code": welcome.check_code}, text)


def _join(args: Namespace) -> Answer:
    from longshan_desk.actions.enrolment import join
    from longshan_desk.queries.office import office
    from longshan_desk.queries.packages import desks

    with writing(args) as store:
        joined = join(store, args.file, args.check_code)
        row = office(store)
        listed = [_desk_object(place, desk) for place, desk in desks(store)]
    code = joined.place.removeprefix("V")
    held = {"role": row.role, "code": code, "name": row.name}
    text = f"已加入，本机是{joined.name}（{code}）的电脑。"
    if joined.renumbered:
        text += (
            f"有 {joined.renumbered} 件事项和本村另一台电脑的编号相同，已换新编号，旧编号仍可查。"
        )
    return Answer({"office": held, "desks": listed, "renumbered": joined.renumbered}, text)


def _list(args: Namespace) -> Answer:
    from longshan_desk.queries.packages import desks
    from longshan_desk.queries.seals import desks_under_old_root, has_two_lists, waits_for_digits

    with reading(args) as store:
        found = desks(store)
        own, has_new_root = store.device, waits_for_digits(store)
        is_double = has_two_lists(store)
        old = desks_under_old_root(store) if store.part == "TOWN" else frozenset()
    rows = [
        (place, desk.letter, desk.dev, desk.state.label, desk.since, desk.until,
         "本机" if desk.dev == own else "还没有换新印章" if desk.dev in old else "")
        for place, desk in found
    ]  # fmt: skip
    text = table(("单位", "字母", "编号", "状态", "登记", "停用", ""), rows, empty="还没有电脑。")
    if has_new_root:
        text += "\n镇上换了印章盘，等着核对：听镇上读核对码，用 enrol pin --check-code 输进来。"
    if is_double:
        text += (
            "\n镇上有两份不同的设备名单。乡镇请插上印章盘办一次 enrol take-over，合成一份；"
            "村里请告诉镇上。"
        )
    listed = [{**_desk_object(place, desk), "old_root": desk.dev in old} for place, desk in found]
    said = {"desks": listed, "new_root": has_new_root, "two_lists": is_double}
    return Answer(said, text)


def _desk_object(place: str, desk: Device) -> dict[str, object]:
    return {
        "id": desk.dev, "place": desk.place, "name": place, "letter": desk.letter,
        "state": desk.state, "since": desk.since, "until": desk.until or None,
        "why": desk.why or None,
    }  # fmt: skip


def _revoke(args: Namespace) -> Answer:
    from longshan_desk.actions.enrolment import revoke

    seals = seals_of(args)
    with writing(args) as store:
        ended = revoke(store, args.desk, seals, args.because)
    text = f"已注销 {ended.dev}。请尽快给各村做一次下发包，让各村的电脑也知道。"
    return Answer({"id": ended.dev, "state": ended.state}, text)


def _take_over(args: Namespace) -> Answer:
    from longshan_desk.actions.township_office import take_over_as_hub

    seals = seals_of(args)
    with writing(args) as store:
        known = take_over_as_hub(store, seals, args.held)
        desk_id = store.device
    text = "这台电脑已接替为乡镇的电脑。请给各村做一次下发包，并请各村做一次全部数据的上报包。"
    return Answer({"desk_id": desk_id, "list": known.listed.version}, text)


def _allow(args: Namespace) -> Answer:
    return _permit(args, is_open=True)


def _end(args: Namespace) -> Answer:
    return _permit(args, is_open=False)


def _permit(args: Namespace, *, is_open: bool) -> Answer:
    from longshan_desk.actions.township_edits import permit_edits

    village, seals = _village(args), seals_of(args)
    with writing(args) as store:
        name = permit_edits(store, village, seals, is_open=is_open)
    if is_open:
        text = (
            f"镇上现在可以代改{name}的登记，例如 matter edit 2022-04-003 --summary … --village"
            f" {village}。每一处都写着“镇上代改”，随下发包到{name}；改完请用 enrol end-edits 收回。"
        )
    else:
        text = f"镇上不能再代改{name}的登记；改过的都保留。请给{name}做一次下发包。"
    return Answer({"village": village, "open": is_open}, text)


def _edits(args: Namespace) -> Answer:
    from longshan_desk.queries.township_edits import township_edits, villages_open_to_edits

    with reading(args) as store:
        opened = villages_open_to_edits(store)
        found = township_edits(store)
    rows = [
        (one.at.isoformat(" ", "minutes")[:16] if one.at else "", one.desk, one.title,
         "、".join(one.parts) or "新登记")
        for one in found
    ]  # fmt: skip
    codes_open = [code.removeprefix("V") for code in opened]
    result = {
        "open": codes_open,
        "edits": [
            {"at": one.at, "desk": one.desk, "kind": one.record[0], "id": one.record[1],
             "title": one.title, "parts": one.parts}
            for one in found
        ],
    }  # fmt: skip
    text = table(("时间", "电脑", "记录", "代改了什么"), rows, empty="镇上没有代改过。")
    if opened:
        text += f"\n现在允许代改：{'、'.join(codes_open)}。"
    return Answer(result, text)
