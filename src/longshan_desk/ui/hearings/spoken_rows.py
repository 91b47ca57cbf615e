"""What a row of the hearing's grid holds, and how it is written down (R35, R42, R54)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from longshan_desk.actions import hearings as acts
from longshan_desk.actions.matters import NewMatter
from longshan_desk.domain.labels import FindingKind, ItemKind, ListKind, Topic
from longshan_desk.queries.meetings import ItemRow, MeetingPage
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.grid_sync import is_unsaved, stored_row
from longshan_desk.ui.matters.listed import SHORT_LISTS
from longshan_desk.ui.suggesting import suggest_cadres, suggest_raisers
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRow
from longshan_desk.ui.widgets.suggestions import Suggest, Suggestion

KINDS = (ItemKind.MATTER, ItemKind.ANSWER, ItemKind.SPEECH)
RAISED = (ItemKind.MATTER.value, ItemKind.ANSWER.value)
_BETWEEN = re.compile(r"[、，,；;]+")


class SpokenGrid(FastGrid):
    """R35: while nobody has said that no cadre is named, a row about conduct is no draft."""

    def __init__(self, context: Context) -> None:
        super().__init__(_columns(context), enter_to="who")

    def draft(self) -> dict[str, Any]:
        rows = [
            {"key": row.key, "values": row.values, "extra": row.extra}
            for row in self.rows()
            if not must_ask(row)
        ]
        return {"rows": rows}


def must_ask(row: GridRow) -> bool:
    """Whether it is still open if the row names a cadre."""
    raised = row.values.get("kind") in RAISED
    return raised and row.values.get("topic") == Topic.CONDUCT and not row.extra.get("asked")


def missing(values: dict[str, Any]) -> str:
    """What a row still needs before it can be saved, in words; empty when it is complete."""
    wanted = {"words": "原话"}
    if values.get("kind") in RAISED:
        wanted = {"topic": "主题", "words": "原话", "list": "清单"}
    return "、".join(name for key, name in wanted.items() if not (values.get(key) or "").strip())


def names_in(text: str | None) -> list[str]:
    """“张三、李四” as two raisers (R54)."""
    return [part.strip() for part in _BETWEEN.split(text or "") if part.strip()]


def remember_home(row: GridRow) -> None:
    """Whose household was picked from the suggestions, while further names are typed."""
    names, picked = names_in(row.values.get("who")), row.values.get("who_id")
    if names and picked:
        row.extra.setdefault("homes", {})[names[-1]] = picked


def home_of(row: GridRow) -> str | None:
    """The household of the first raiser who has one."""
    homes = row.extra.get("homes", {})
    return next((homes[name] for name in names_in(row.values.get("who")) if name in homes), None)


def act_row(row: GridRow) -> acts.GridRow:
    """The row as the action takes it."""
    values = row.values
    kind = ItemKind(values["kind"])
    said_by = values.get("who") or None
    if kind is ItemKind.SPEECH:
        return acts.GridRow(kind, said_by, values["words"])
    finding = values.get("finding")
    matter = NewMatter(
        words=values["words"],
        summary=values.get("summary"),
        topic=Topic(values["topic"]),
        list_kind=ListKind(values["list"]),
        finding=FindingKind(finding) if finding else None,
        raisers=names_in(said_by),
        is_anonymous=bool(values.get("anonymous")),
        signatures=values.get("signatures") or None,
        contact_phone=values.get("phone"),
        household_id=home_of(row),
    )
    is_answer = kind is ItemKind.ANSWER
    found = row.extra.get("found", {})
    return acts.GridRow(
        kind,
        said_by,
        matter=matter,
        result=values.get("result") if is_answer else None,
        answerer=values.get("answerer") if is_answer else None,
        entry_id=found.get("entry_id"),
        finding_id=found.get("finding_id"),
    )


def stored_rows(page: MeetingPage) -> list[GridRow]:
    """What was said at this hearing, as rows of the grid; what was registered before stands on
    the agenda instead."""
    return [
        _stored(item) for item in page.items if item.kind in KINDS and not item.is_registered_before
    ]


def _stored(item: ItemRow) -> GridRow:
    names = len(item.raisers)
    values = {
        "kind": item.kind.value,
        "who": item.speaker or "、".join(item.raisers),
        "topic": item.topic.value if item.topic else "",
        "words": item.words or item.text or "",
        "summary": item.summary or "",
        "list": item.list_kind.value if item.list_kind else "",
        "result": item.result or "",
        "answerer": item.answerer or "",
        "finding": item.finding.value if item.finding else "",
        "phone": item.contact_phone or "",
        "signatures": item.signatures if item.signatures > max(1, names) else None,
        "anonymous": item.is_anonymous,
    }
    homes = {item.raisers[0]: item.household_id} if item.raisers and item.household_id else {}
    return stored_row(item.id, values, homes=homes, asked=item.topic is Topic.CONDUCT)


def left_over(draft: dict[str, Any]) -> list[GridRow]:
    """The rows of a closed hearing's draft that were not complete when it was closed (R37)."""
    rows = [GridRow(**row) for row in draft["rows"]]
    return [row for row in rows if is_unsaved(row) and not row.extra.get("id")]


def _columns(context: Context) -> list[GridColumn]:
    """The topic before the words: whether a cadre is named must be known first (R35)."""
    answer = (ItemKind.ANSWER.value,)
    lists = tuple(Option(kind.value, SHORT_LISTS[kind], kind.label) for kind in ListKind)
    topics = tuple(Option(one.value, _SHORT.get(one, one.label), one.label) for one in Topic)
    who = _suggest_last(suggest_raisers(context))
    by = suggest_cadres(context)
    return [
        GridColumn(
            "kind", "类型", "choice", 5, options=options_of(KINDS), default=ItemKind.MATTER.value
        ),
        GridColumn("who", "谁说的", width=7, suggest=who),
        GridColumn("topic", "主题", "choice", 5, options=topics, only_for=RAISED),
        GridColumn("words", "原话", "text", 16, stretch=True),
        GridColumn("summary", "梳理", "text", 9, only_for=RAISED),
        GridColumn("list", "清单", "choice", 5, options=lists, only_for=RAISED),
        GridColumn("result", "当场答复", "text", 8, only_for=answer),
        GridColumn("answerer", "答复人", width=5, only_for=answer, suggest=by),
    ]


_SHORT = {Topic.INFRASTRUCTURE: "基础设施"}


def _suggest_last(suggest: Suggest) -> Suggest:
    """Suggestions for the name that is being typed behind the ones that stand there."""

    def last(typed: str) -> Sequence[Suggestion]:
        parts = _BETWEEN.split(typed)
        before = "".join(f"{name}、" for part in parts[:-1] if (name := part.strip()))
        hits = suggest(parts[-1].strip()) if parts[-1].strip() else ()
        return [Suggestion(hit.id, before + hit.text, hit.note) for hit in hits]

    return last
