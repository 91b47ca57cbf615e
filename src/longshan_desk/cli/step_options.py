"""The options of a matter's steps, one definition for ``matter move`` and ``meeting decide``."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from longshan_desk.cli.grammar import Parser, code, codes, day
from longshan_desk.domain.labels import (
    Answer,
    FeedbackWay,
    Labelled,
    LetterWay,
    ListKind,
    Outcome,
    PetitionOpinion,
    ReportForm,
)

ENDINGS = (
    Outcome.SOLVED,
    Outcome.HANDED_UP,
    Outcome.DUPLICATE,
    Outcome.WITHDRAWN,
    Outcome.VOID,
    Outcome.LEGAL_CHANNEL,
)
"""What ``close`` can end with; the other outcomes have steps of their own."""


@dataclass(frozen=True)
class Option:
    """``is_required`` only where the step cannot even be asked without it: whatever else a step
    needs is refused by its own rule, with its own code."""

    flag: str
    metavar: str
    help: str
    read: Callable[[str], Any] = str
    is_required: bool = False

    @property
    def name(self) -> str:
        return self.flag.replace("-", "_")


def _coded(flag: str, kind: type[Labelled], *among: Labelled, needed: bool = True) -> Option:
    return Option(flag, "CODE", codes(kind, *among), code(kind, *among), needed)


TO = Option("to", "NAME", "交给谁办；向谁说明或反馈")
DUE = Option("due", "D", "办结时限；承诺的兑现日", day)
RESULT = Option("result", "T", "办理结果")
MEASURES = Option("measures", "T", "承诺采取的措施")
BY = Option("by", "NAME", "承诺由谁负责")
REASON = Option("reason", "T", "原因")
BASIS = Option("basis", "T", "政策或法律依据")
WAY = Option("way", "W", "怎样说明，例如 当面")
APPROVED_BY = Option("approved-by", "T", "谁批准延长的")
OF = Option("of", "N", "与哪一件重复")
FROM = Option("from", "NAME", "来文来电的单位")
REF = Option("ref", "NO", "文号")
DEPARTMENT = Option("department", "T", "转给哪个站所或县直部门")
REFERRED_DUE = Option("due", "D", "部门的办理时限", day)
TYPE = Option("type", "CODE", "四议两公开的事项类型，见 procedure types")
LIST = _coded("list", ListKind)
OUTCOME = _coded("outcome", Outcome, *ENDINGS)
FEEDBACK_WAY = _coded("way", FeedbackWay)
LETTER_WAY = _coded("way", LetterWay)
ANSWER = _coded("answer", Answer, needed=False)
OPINION = _coded("opinion", PetitionOpinion, needed=False)
AS = _coded("as", ReportForm, needed=False)


def add_step_options(parser: Parser, *options: Option) -> None:
    """The options, and ``--text``, which every step takes."""
    for one in options:
        parser.add_argument(
            f"--{one.flag}",
            type=one.read,
            required=one.is_required,
            metavar=one.metavar,
            help=one.help,
        )
    parser.add_argument("--text", metavar="T", help="说明的话：进展、承诺、上报、来文来电的内容")
    parser.set_defaults(asked=tuple(one.name for one in options))


def add_policy_limited(parser: Parser) -> None:
    parser.add_argument("--policy-limited", action="store_true", help="受政策限制不能办")


def step_data(args: Namespace) -> dict[str, Any]:
    """What was said of the step, as the timeline keeps it: dates in ISO form, codes as codes."""
    data = {name: _kept(getattr(args, name)) for name in args.asked}
    if getattr(args, "policy_limited", False):
        data["policy_limited"] = True
    return {name: value for name, value in data.items() if value is not None}


def _kept(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
