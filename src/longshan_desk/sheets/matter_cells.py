"""How the cells of a register of matters are understood, field by field (R6, R7, R43)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from longshan_desk.domain.dates import read_date
from longshan_desk.domain.labels import (
    Answer,
    FindingKind,
    Labelled,
    ListKind,
    Outcome,
    Source,
    Topic,
)
from longshan_desk.domain.names import normalise_name
from longshan_desk.domain.phones import read_phone
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.body import Reader, text_cell
from longshan_desk.sheets.grid import Cell
from longshan_desk.sheets.matter_columns import MATTERS

Code = TypeVar("Code", bound=Labelled)
Signs = Sequence[tuple[str, Code]]
"""What a cell may contain, the first that fits decides."""

SOMEBODY = frozenset({"某群众", "群众", "匿名", "不公开", "不愿公开"})
"""Who does not wish to be named (R54)."""

_LISTS: Signs[ListKind] = (
    ("自办", ListKind.SELF_HANDLED),
    ("上级", ListKind.ESCALATED),
    ("协调", ListKind.ESCALATED),
    ("重大", ListKind.MAJOR_PUBLIC),
    ("四议两公开", ListKind.MAJOR_PUBLIC),
)
_TOPICS: Signs[Topic] = (
    ("产业", Topic.INDUSTRY),
    ("民生", Topic.LIVELIHOOD),
    ("治理", Topic.GOVERNANCE),
    ("基础设施", Topic.INFRASTRUCTURE),
    ("作风", Topic.CONDUCT),
    ("其他", Topic.OTHER),
    ("其它", Topic.OTHER),
)
FINDINGS: Signs[FindingKind] = (
    ("问题", FindingKind.PROBLEM),
    ("诉求", FindingKind.DEMAND),
    ("信访", FindingKind.PETITION),
    ("建议", FindingKind.SUGGESTION),
)
_SOURCES: Signs[Source] = (
    ("说事", Source.HEARING),
    ("会议", Source.HEARING),
    ("走访", Source.VISIT),
    ("入户", Source.VISIT),
    ("来访", Source.CALLER),
    ("上门", Source.CALLER),
    ("来电", Source.TELEPHONE),
    ("电话", Source.TELEPHONE),
    ("镇", Source.TOWNSHIP),
    ("交办", Source.TOWNSHIP),
)
_OUTCOMES: Signs[Outcome] = (
    ("转上级", Outcome.HANDED_UP),
    ("上报", Outcome.HANDED_UP),
    ("政策限制", Outcome.POLICY_LIMITED),
    ("解释", Outcome.EXPLAINED),
    ("说明", Outcome.EXPLAINED),
    ("答复", Outcome.EXPLAINED),
    ("重复", Outcome.DUPLICATE),
    ("撤回", Outcome.WITHDRAWN),
    ("登记错误", Outcome.VOID),
    ("法定途径", Outcome.LEGAL_CHANNEL),
    ("承诺", Outcome.PROMISED),
    ("解决", Outcome.SOLVED),
    ("办结", Outcome.SOLVED),
    ("完成", Outcome.SOLVED),
)
_ANSWERS: Signs[Answer] = (
    ("不满意", Answer.DISSATISFIED),
    ("基本满意", Answer.BASICALLY_SATISFIED),
    ("满意", Answer.SATISFIED),
    ("未表态", Answer.NONE),
    ("否", Answer.DISSATISFIED),
    ("是", Answer.SATISFIED),
)
_OPEN = re.compile(r"[说议办]|.*(?:未|没|否|正在|办理中|进行|在办|已议|待|承诺|×|推进|跟进|持续).*")
_CLOSED = re.compile(
    r"已办|(?:已|全部)?(?:办结|完成|解决|办理完毕|销号|反馈|评议|答复|落实)|待反馈|是|√|✓|✔|结|评"
)


@dataclass(frozen=True, slots=True)
class Raised:
    """Who raised it: the names, how many signed, and whether they wish not to be named."""

    names: tuple[str, ...] = ()
    signatures: int = 1
    is_anonymous: bool = False


def cell_readers() -> dict[str, Reader]:
    """For each field of a register, what understands its cells."""
    readers: dict[str, Reader] = dict.fromkeys(
        (column.field for column in MATTERS.columns), text_cell
    )
    by_code: dict[str, Reader] = {
        "list": coded(ListKind, _LISTS),
        "topic": coded(Topic, _TOPICS),
        "finding": coded(FindingKind, FINDINGS),
        "source": coded(Source, _SOURCES),
        "outcome": coded(Outcome, _OUTCOMES),
        "answer": coded(Answer, _ANSWERS),
    }
    for name in ("heard_on", "due_on", "closed_on", "told_on", "cancelled_on"):
        readers[name] = lambda raw, _: read_date(raw, serial=True)
    return (
        readers
        | by_code
        | {
            "raisers": _raisers,
            "phone": lambda raw, _: read_phone(raw),
            "status": _is_closed,
        }
    )


def list_of_words(text: str) -> ListKind | None:
    """The list that a sheet's name speaks of: many registers keep one sheet a list."""
    return next((kind for sign, kind in _LISTS if sign in text), None)


def coded(kind: type[Code], signs: Signs[Code]) -> Reader:
    """A reader of one code by its label, its own word, or the sign that a cell contains."""

    def read(raw: Cell, _: str) -> Code | None:
        text = text_cell(raw)
        if text is None:
            return None
        exact = next((one for one in kind if text in (one.label, one.value)), None)
        found = exact or next((one for sign, one in signs if sign in text), None)
        if found is None:
            known = "、".join(one.label for one in kind)
            raise BadValueError(f"看不出“{text[:20]}”是哪一类。", hint=f"可以填写：{known}。")
        return found

    return read


def _is_closed(raw: Cell, _: str) -> bool | None:
    """Whether a status speaks of an end; “未办结” and “办理中” do not."""
    text = text_cell(raw)
    if text is None:
        return None
    if _CLOSED.fullmatch(text):
        return True
    if _OPEN.fullmatch(text):
        return False
    raise BadValueError(
        f"看不出“{text[:20]}”是办结了还是没有办结。", hint="请写“已办结”或“办理中”。"
    )


_SEVERAL = re.compile(r"等\s*(\d+)\s*[人名户]?")


def _raisers(raw: Cell, _: str) -> Raised | None:
    """“马六、李四”, “马六等 12 人”, “某群众”."""
    text = text_cell(raw)
    if text is None:
        return None
    if text in SOMEBODY:
        return Raised(is_anonymous=True)
    found = _SEVERAL.search(text)
    parts = re.split(r"[、,，;；/\n]", text[: found.start()] if found else text)
    names = tuple(dict.fromkeys(name for part in parts if (name := normalise_name(part))))
    if any(len(name) > 30 for name in names):
        raise BadValueError("反映人一格写得太长，不像姓名。", hint="只写姓名，几个人用“、”分开。")
    return Raised(names, max(int(found[1]) if found else 1, len(names)))
