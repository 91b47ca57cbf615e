"""The program's entry: reads the command, runs it, says the answer, gives the exit code."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module

import longshan_desk
from longshan_desk.cli.answer import Answer, done_object, error_object, error_text
from longshan_desk.cli.grammar import PROGRAM, HelpWantedError, Parser, Run
from longshan_desk.errors import AppError, BadValueError, CancelledError, WrongUseError

FAMILIES = (
    "desk",
    "office",
    "keeping",
    "imports",
    "exports",
    "households",
    "people",
    "roster",
    "rolls",
    "hearings",
    "meetings",
    "matters",
    "visits",
    "coverage",
    "ledger",
    "plan",
    "procedures",
    "papers",
    "enrolment",
    "packages",
    "conflicts",
)
"""The modules of this package that bring commands, in the order of the help."""

DONE, REFUSED, WRONG_USE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns 0 when done, 1 when refused, 2 for wrong use."""
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_utf8()
    as_json = "--json" in words
    try:
        answer = _run(words)
    except HelpWantedError as wanted:
        answer = Answer({"help": wanted.text}, wanted.text.rstrip())
    except AppError as error:
        return _refuse(error, as_json)
    except KeyboardInterrupt:
        return _refuse(CancelledError("已取消，没有做完的部分没有保存。"), as_json)
    except Exception as error:
        return _refuse(_bug(error), as_json)
    _say(done_object(answer) if as_json else answer.text)
    return DONE


def _run(words: list[str]) -> Answer:
    _refuse_broken_text(words)
    args = _for_window(words) or parser().parse_args(words)
    if getattr(args, "is_version", False):
        return Answer({"version": longshan_desk.__version__}, longshan_desk.__version__)
    from longshan_desk.cli.opening import paths_of, refuse_village_option
    from longshan_desk.faults import describe, kept_log, log

    with kept_log(paths_of(args).log_file):
        try:
            refuse_village_option(args)
            return _act(args)
        except AppError:
            raise
        except Exception as error:
            log.error("unexpected error\n%s", describe(error))
            raise


def _act(args: Namespace) -> Answer:
    run: Run | None = getattr(args, "run", None)
    if run is None:
        from longshan_desk.cli.window import open_window

        return open_window(args)
    return run(args)


def _for_window(words: list[str]) -> Namespace | None:
    """The options of a start without a command, so that the window need not wait until every
    command is known; ``None`` where there is anything else in the line."""
    try:
        args, rest = parser(families=()).parse_known_args(words)
    except (AppError, HelpWantedError):
        return None
    return None if rest else args


def parser(families: Sequence[str] = FAMILIES) -> Parser:
    """Every command with its options."""
    top = Parser(
        prog=PROGRAM,
        is_top=True,
        description="龙山村务：党群说事会的工作台。不写命令就打开窗口。",
        epilog="每个命令后面加 -h 看它的说明。不用窗口的试用：longshan-desk --home 文件夹 demo",
    )
    top.add_argument("--version", action="store_true", dest="is_version", help="显示版本")
    for family in families:
        import_module(f"longshan_desk.cli.{family}").add_commands(top)
    return top


def _refuse_broken_text(words: Sequence[str]) -> None:
    """Bytes that are no text in the terminal's encoding could not be kept."""
    for word in words:
        try:
            word.encode("utf-8")
        except UnicodeEncodeError:
            raise BadValueError(
                "命令里有不能识别的文字。", hint="请检查终端的文字编码（UTF-8）。"
            ) from None


def _refuse(error: AppError, as_json: bool) -> int:
    if as_json:
        _say(error_object(error))
    else:
        print(error_text(error), file=sys.stderr)
    return WRONG_USE if isinstance(error, WrongUseError) else REFUSED


def _bug(error: Exception) -> AppError:
    """An error nobody expected; its own words may hold names and are told nowhere."""
    return AppError(
        "操作没有完成，数据未被改动。",
        hint="请再试一次。如果还是这样，请把数据文件夹里的 logs/desk.log 发给技术人员，"
        "其中不含村民资料。",
        where=type(error).__name__,
        code="bug",
    )


def _speak_utf8() -> None:
    """A Windows console or a plain C locale would break on the first Chinese character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _say(text: str) -> None:
    if not text:
        return
    try:
        print(text, flush=True)
    except BrokenPipeError:  # the reader (head, less) has seen enough
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
