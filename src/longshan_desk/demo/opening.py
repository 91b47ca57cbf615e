"""The register that the village kept in Excel before the program came, imported as one is (R43)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from longshan_desk.actions.import_matters import apply, preview
from longshan_desk.demo.cases import Case, spoken, told_to
from longshan_desk.demo.courses import assigned
from longshan_desk.demo.people import Home
from longshan_desk.demo.sayings import Saying
from longshan_desk.demo.village import Village
from longshan_desk.domain.labels import Act, Answer, FindingKind, ListKind, Outcome
from longshan_desk.queries.matters import matter_id


@dataclass(frozen=True, slots=True)
class Past:
    """How an old matter stood when it was taken over; ``ended`` is empty where it was open."""

    list_kind: ListKind
    days_ago: int
    ended: Outcome | None = None
    is_rated: bool = False


_PASTS = (
    Past(ListKind.MAJOR_PUBLIC, 210, Outcome.SOLVED, is_rated=True),
    Past(ListKind.ESCALATED, 160, Outcome.HANDED_UP),
    Past(ListKind.SELF_HANDLED, 150, Outcome.SOLVED, is_rated=True),
    Past(ListKind.MAJOR_PUBLIC, 130, Outcome.SOLVED),
    Past(ListKind.SELF_HANDLED, 120, Outcome.SOLVED, is_rated=True),
    Past(ListKind.ESCALATED, 95, Outcome.SOLVED),
    Past(ListKind.SELF_HANDLED, 70, Outcome.POLICY_LIMITED),
    Past(ListKind.ESCALATED, 50),
    Past(ListKind.SELF_HANDLED, 40),
    Past(ListKind.SELF_HANDLED, 33),
)
_MAJOR_RESULT = "按“四议两公开”决议组织施工，经群众代表验收合格，结果已公示。"
_HEADINGS = (
    "编号", "反映日期", "反映人", "联系电话", "反映内容", "事项名称", "清单", "主题", "归类",
    "承办人", "办结时限", "办结方式", "办结日期", "办理结果", "反馈日期", "群众答复", "销号日期",
)  # fmt: skip


def take_over(village: Village) -> None:
    """Import the old register; its open matters go on from where they stood."""
    lines = list(_lines(village))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "大湾村事项台账.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([_HEADINGS, *(row for row, _, _ in lines)])
        apply(village.store, preview(village.store, path))
    for row, past, case in lines:
        case.id = matter_id(village.store, row[0])
        if past.is_rated:
            case.step(Act.RATE, answer=Answer.BASICALLY_SATISFIED.value)
        elif past.ended is None:
            village.agenda.begin(assigned(village.keep(case)))


def _lines(village: Village) -> Iterator[tuple[list[str], Past, Case]]:
    for nth, past in enumerate(_PASTS, start=1):
        heard_on = village.today - timedelta(days=past.days_ago)
        said, home = village.hear(heard_on.month, partial(_fits, past))
        yield _line(village, f"台账{nth:02d}", past, said, home, heard_on)


def _fits(past: Past, said: Saying) -> bool:
    ends_well = said.can_be_settled or past.ended is not None
    is_petition = said.finding is FindingKind.PETITION
    return said.list_kind is past.list_kind and ends_well and not is_petition


def _line(
    village: Village, number: str, past: Past, said: Saying, home: Home, heard_on: date
) -> tuple[list[str], Past, Case]:
    new = spoken(village, said, home)
    to = village.officers.director
    due = None if past.ended else village.today + timedelta(days=25)
    row = [
        number,
        heard_on.isoformat(),
        "某群众" if new.is_anonymous else "、".join(new.raisers),
        new.contact_phone or "",
        said.words,
        said.summary,
        past.list_kind.label,
        said.topic.label,
        said.finding.label,
        to,
        due.isoformat() if due else "",
        *_end(past, said, heard_on + timedelta(days=12)),
    ]
    case = Case(village, "", said, home, told_to(new), past.list_kind, to, due, past.ended)
    return row, past, case


def _end(past: Past, said: Saying, closed_on: date) -> list[str]:
    """办结方式, 办结日期, 办理结果, 反馈日期, 群众答复, 销号日期."""
    if past.ended is None:
        return [""] * 6
    result = {
        Outcome.HANDED_UP: said.reply,
        Outcome.POLICY_LIMITED: "超出现行政策规定，已向反映人说明。",
    }.get(past.ended, said.result or _MAJOR_RESULT)
    days = [(closed_on + timedelta(days=n)).isoformat() for n in range(3)]
    return [past.ended.label, days[0], result, days[1], Answer.SATISFIED.label, days[2]]
