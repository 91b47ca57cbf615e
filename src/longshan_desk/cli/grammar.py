"""How commands are written: argparse in Chinese, and the four options that may stand anywhere."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from datetime import date, time
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.tables import wrapped
from longshan_desk.domain.calendar import Month, read_iso_date
from longshan_desk.domain.labels import Labelled
from longshan_desk.errors import BadValueError, WrongUseError

Run = Callable[[argparse.Namespace], Answer]


class HelpWantedError(Exception):
    """Not a failure: ``--help`` was asked for; ``text`` is the answer."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class _Help(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=96)
        self._action_max_length = 18  # argparse forgets that commands stand further in

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrapped(text, width))


class _ShowHelp(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        raise HelpWantedError(parser.format_help())


class Parser(argparse.ArgumentParser):
    """A parser that refuses in Chinese by raising, and whose commands all take the global
    options: before a command, after it, or between its parts."""

    def __init__(self, **words: Any) -> None:
        is_top = words.pop("is_top", False)
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Help, **words)
        self._commands: Any = None
        self._positionals.title = "命令和内容"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action=_ShowHelp, nargs=0, help="显示这段说明")
        _add_global_options(self, is_shown=is_top)

    def command(self, name: str, help: str, run: Run | None = None) -> Parser:
        """A command below this one; without ``run`` it only holds further commands."""
        if self._commands is None:
            self._commands = self.add_subparsers(metavar="命令", dest=argparse.SUPPRESS)
            self._commands.required = self.prog != PROGRAM
        parser: Parser = self._commands.add_parser(name, help=help, description=f"{help}。")
        if run is not None:
            parser.set_defaults(run=run)
        return parser

    def error(self, message: str) -> NoReturn:
        usage = " ".join(self.format_usage().split())
        raise WrongUseError(in_chinese(message), hint=usage, where=self.prog)

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        try:
            return super()._get_value(action, arg_string)
        except BadValueError as error:
            error.where = error.where or "/".join(action.option_strings) or str(action.metavar)
            raise


PROGRAM = "longshan-desk"


def _add_global_options(parser: Parser, *, is_shown: bool) -> None:
    def words(text: str) -> str:
        return text if is_shown else argparse.SUPPRESS

    add, unset = parser.add_argument, argparse.SUPPRESS
    add("--home", metavar="DIR", type=Path, default=unset, help=words("数据文件夹"))
    add("--on", metavar="DATE", type=day, default=unset, help=words("把这一天当作今天"))
    add("--json", action="store_true", default=unset, help=words("输出一个 JSON 对象，供程序读取"))
    add("--village", metavar="CODE", default=unset, help=words("看哪个村的记录（只用于乡镇岗位）"))


# -- what argparse says, in Chinese -----------------------------------------------------------

_SENTENCES = (
    (r"the following arguments are required: (.+)", r"还缺少：\1。"),
    (r"unrecognized arguments: (.+)", r"看不懂：\1。"),
    (r"argument (.+?): expected (?:one argument|at least one argument)", r"\1 后面要写内容。"),
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"没有“\2”，可以用：\3。"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 和 \2 不能同时用。"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 后面不用写内容。"),
    (r"one of the arguments (.+) is required", r"要写其中一个：\1。"),
)


def in_chinese(message: str) -> str:
    """What argparse complains of, as a sentence."""
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(sentence).replace("', '", "、").replace("'", "")
    return f"命令写得不对：{message}。"


# -- what stands behind an option -------------------------------------------------------------

Code = TypeVar("Code", bound=Labelled)


def day(text: str) -> date:
    return read_iso_date(text, "")


def month(text: str) -> str:
    return str(Month.parse(text))


def clock(text: str) -> time:
    """``19:30``"""
    if found := re.fullmatch(r"(\d{1,2}):(\d{2})", text):
        hour, minute = int(found[1]), int(found[2])
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadValueError(f"“{text}”不是钟点。", hint="请写成“时:分”，例如 19:30。")


def whole(text: str) -> int:
    """A whole number, not negative."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise BadValueError(f"“{text}”不是数字。", hint="请填写 0 或正整数。")
    return int(text)


def code(kind: type[Code], *among: Code) -> Callable[[str], Code]:
    """A reader of one of the glossary's codes (its Chinese label does as well)."""

    def read(text: str) -> Code:
        member = kind.read(text)
        if among and member not in among:
            known = "、".join(f"{one.label}（{one.value}）" for one in among)
            raise BadValueError(f"这里不能用“{text}”。", hint=f"可以填写：{known}。")
        return member

    return read


def codes(kind: type[Labelled], *among: Labelled) -> str:
    """The codes of an option for its help: ``self_handled 村级自办事项 | …``."""
    return " | ".join(f"{one.value} {one.label}" for one in among or tuple(kind))
