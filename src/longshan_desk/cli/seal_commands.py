"""Commands for the sticks of the township's seal and of the commission: copied, made, changed."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.grammar import Parser
from longshan_desk.cli.opening import reading, writing
from longshan_desk.cli.seals import (
    COMMISSION_PASSPHRASE,
    NEW_SEAL_PASSPHRASE,
    SEAL_PASSPHRASE,
    add_seal,
    passphrase_of,
    seals_of,
)


def add_seal_commands(enrol: Parser) -> None:
    second = enrol.command("copy-seal", "做第二个印章盘（乡镇）", _copy_seal)
    second.add_argument("--to", type=Path, required=True, metavar="DIR", help="第二个U盘")
    add_seal(second)
    _add_commission(enrol)
    _add_root_commands(enrol)


def _add_commission(enrol: Parser) -> None:
    key = enrol.command("commission", "建立岗位时没有做的，补做纪委的钥匙盘（乡镇）", _commission)
    key.add_argument("--to", type=Path, required=True, metavar="DIR", help="纪委自己的U盘")
    add_seal(key)


def _add_root_commands(enrol: Parser) -> None:
    new = enrol.command(
        "new-root", "换印章盘：怕丢了、被别人看过，或者两个都丢了（乡镇）", _new_root
    )
    new.add_argument("--to", type=Path, required=True, metavar="DIR", help="新的印章盘")
    held = new.add_mutually_exclusive_group(required=True)
    held.add_argument("--seal", type=Path, metavar="DIR", help="原来的印章盘，各村自动跟着换")
    held.add_argument("--lost", action="store_true", help="原来的印章盘都丢了，各村要用核对码换")
    enrol.command("root-code", "读给各村听的新印章核对码（乡镇）", _root_code)
    pin = enrol.command("pin", "用镇上读出的核对码换新印章（村里）", _pin)
    pin.add_argument("--check-code", required=True, metavar="DIGITS", help="乡镇读出的核对码")


def _copy_seal(args: Namespace) -> Answer:
    from longshan_desk.actions.township_office import second_seal

    file = second_seal(seals_of(args), args.to)
    return Answer({"file": file}, f"第二个印章盘已写好：{file}")


def _commission(args: Namespace) -> Answer:
    from longshan_desk.actions.township_office import Seals, make_commission_key

    seals = seals_of(args)
    secret = passphrase_of(
        COMMISSION_PASSPHRASE, "纪委钥匙盘", is_new=True, instead=SEAL_PASSPHRASE
    )  # fmt: skip
    with writing(args) as store:
        known = make_commission_key(store, Seals(seals.seal, seals.passphrase, args.to, secret))
    text = (
        "纪委的钥匙盘已写好，请把它和口令一起当面交给纪委，本机不留。"
        "请给各村做一次下发包，各村接收以后就能密封登记。"
    )
    return Answer({"list": known.listed.version}, text)


def _new_root(args: Namespace) -> Answer:
    from longshan_desk.actions.seals import Seals, new_root

    before = seals_of(args) if args.seal else None
    secret = passphrase_of(
        NEW_SEAL_PASSPHRASE, "新印章盘", is_new=True, instead=SEAL_PASSPHRASE
    )  # fmt: skip
    with writing(args) as store:
        done = new_root(store, Seals(args.to, secret), before)
    text = "新印章盘已写好，旧的不能再用。请再用 enrol copy-seal 做第二个，两个分开保管。\n"
    if done.check_code is None:
        text += "请给各村做一次下发包，各村接收以后自动换成新印章，不用核对。"
    else:
        text += (
            "请给各村做一次下发包。各村接收以后打电话来，请读出核对码"
            f"（以后用 enrol root-code 再看）：{done.check_code}"
        )
    return Answer({"list": done.version, "check_code": done.check_code}, text)


def _root_code(args: Namespace) -> Answer:
    from longshan_desk.actions.seals import spoken_root

    with reading(args) as store:
        code = spoken_root(store)
    return Answer({"check_code": code}, f"请各村打电话来，读给他们听：{code}")


def _pin(args: Namespace) -> Answer:
    from longshan_desk.actions.seals import pin

    with writing(args) as store:
        version = pin(store, args.check_code)
    text = "核对码对上了，已换成镇上的新印章。刚才没有收下的包，现在再接收一次。"
    return Answer({"list": version}, text)
