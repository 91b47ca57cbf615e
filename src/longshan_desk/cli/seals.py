"""The township's sticks in commands, and their passphrases, from the environment or typed."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from longshan_desk.cli.grammar import Parser
from longshan_desk.errors import BadValueError, WrongPassphraseError

if TYPE_CHECKING:
    from longshan_desk.actions.enrolment import Seals

SEAL_PASSPHRASE = "LONGSHAN_SEAL_PASSPHRASE"
NEW_SEAL_PASSPHRASE = "LONGSHAN_NEW_SEAL_PASSPHRASE"
COMMISSION_PASSPHRASE = "LONGSHAN_COMMISSION_PASSPHRASE"


def passphrase_of(name: str, what: str, *, is_new: bool = False, instead: str = "") -> str:
    """The passphrase in the environment, or the one that somebody types; a new one twice."""
    held = os.environ.get(name) or (os.environ.get(instead) if instead else None)
    if held is not None:
        return held
    if not sys.stdin.isatty():
        raise WrongPassphraseError(
            f"没有给出{what}的口令。", hint=f"请设置环境变量 {name}。", where=name
        )
    import getpass

    first = getpass.getpass(f"{what}的口令：")
    if is_new and getpass.getpass("再输一遍口令：") != first:
        raise BadValueError("两遍口令不一样。", hint="请重新运行一次。", where="口令")
    return first


def add_seal(parser: Parser) -> None:
    parser.add_argument("--seal", type=Path, required=True, metavar="DIR", help="印章盘")


def seals_of(args: Namespace) -> Seals:
    from longshan_desk.actions.enrolment import Seals

    return Seals(args.seal, passphrase_of(SEAL_PASSPHRASE, "印章盘"))
