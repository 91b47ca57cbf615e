"""Importing the register kept in Excel until now: a preview that writes nothing, then one act,
undone whole (R43)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from longshan_desk.data.imports import log_position
from longshan_desk.data.known_matters import known_matters
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.moves import STATE, add_move, fact, opening_state
from longshan_desk.data.numbers import give_numbers
from longshan_desk.data.records import require, user_name
from longshan_desk.data.registering import NewMatter, build_matter, build_raisers
from longshan_desk.data.session import DeskSession
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter, Move
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import Act, Answer, FeedbackWay, ListKind, Outcome, Source, Topic
from longshan_desk.domain.matters import fold
from longshan_desk.domain.steps import Request
from longshan_desk.errors import ChangedSinceError
from longshan_desk.sheets.body import Step
from longshan_desk.sheets.endings import Ending
from longshan_desk.sheets.matter_cells import Raised
from longshan_desk.sheets.matter_columns import MATTERS
from longshan_desk.sheets.plan_matters import KnownMatter, MatterPlan, PlannedMatter, plan_matters
from longshan_desk.sheets.read_matters import MatterSheet, read_matters

FIELD_TITLES: Mapping[str, str] = {column.field: column.heading for column in MATTERS.columns}
"""What each field of a register is called, for showing how its columns were understood."""

_COLUMN_OF = {"phone": "contact_phone"}
"""Fields of a sheet whose column in the database has another name."""

_AT_ONCE = 100


@dataclass(frozen=True)
class MatterPreview:
    """A register as it was read and what importing it would do."""

    sheet: MatterSheet
    plan: MatterPlan
    position: int
    """Where the log stood: what was planned holds as long as it stands there."""


def preview(
    store: Store,
    path: Path,
    *,
    sheet: str | None = None,
    list_kind: ListKind | None = None,
    step: Step | None = None,
) -> MatterPreview:
    """Read a register and say how each row would end; writes nothing.

    ``list_kind`` is everyone's list where the sheet does not say. What ``step`` raises stops the
    reading.
    """
    read = read_matters(path, today=store.today(), sheet=sheet, list_kind=list_kind, step=step)
    with store.read() as session:
        return MatterPreview(read, _plan(session, read), log_position(session))


def apply(store: Store, shown: MatterPreview, *, step: Step | None = None) -> dict[str, int]:
    """Carry a preview out, after a backup; returns how many rows ended in which way.

    Takes new and changed rows, leaves refused ones out. New matters are 期初: they keep the old
    number beside the new one. Raises ``ChangedSinceError``, and changes nothing, when the
    matters are no longer those that the preview was made from.
    """
    if shown.plan.changes_nothing:
        return shown.plan.counts
    from longshan_desk.data.backup import make_backup

    make_backup(store.paths, "import")
    with store.change("导入事项台账") as session:
        if log_position(session) != shown.position and _plan(session, shown.sheet) != shown.plan:
            raise ChangedSinceError(
                "预览以后，事项又有改动，没有导入。", hint="请重新预览，看过以后再导入。"
            )
        _Import(session, store, shown, step).run()
    return shown.plan.counts


def _plan(session: DeskSession, sheet: MatterSheet) -> MatterPlan:
    return plan_matters(sheet, (KnownMatter(**known) for known in known_matters(session)))


@dataclass
class _Import:
    """One import in its transaction: new matters by the bulk road, changes one by one."""

    session: DeskSession
    store: Store
    shown: MatterPreview
    step: Step | None
    rows: list[Any] = field(default_factory=list)

    def run(self) -> None:
        planned = self.shown.plan.rows
        new = [row for row in planned if row.ending is Ending.NEW]
        numbers = self._numbers(new)
        for done, row in enumerate(new):
            self._add(row, next(numbers[_month(row)]))
            if self.step and done % _AT_ONCE == 0:
                self.step(done, len(new))
        self.session.insert_many(self.rows)
        for row in planned:
            if row.ending is Ending.CHANGED:
                self._change(row)
        if self.step:
            self.step(len(new), len(new))

    def _numbers(self, new: list[PlannedMatter]) -> dict[str, Iterator[str]]:
        """The numbers of each month, in the sheet's order."""
        counts = Counter(map(_month, new))
        return {
            month: iter(give_numbers(self.session, self.store, month, count))
            for month, count in counts.items()
        }

    # -- new --------------------------------------------------------------------------------

    def _add(self, row: PlannedMatter, number: str) -> None:
        values = row.values
        raised: Raised = values.get("raisers") or Raised()
        new = NewMatter(
            words=values["words"],
            topic=values.get("topic") or Topic.OTHER,
            list_kind=values["list"],
            summary=values.get("summary"),
            finding=values.get("finding"),
            source=values.get("source") or Source.HEARING,
            raisers=raised.names,
            is_anonymous=raised.is_anonymous,
            signatures=raised.signatures,
            contact_phone=values.get("phone"),
        )
        matter = build_matter(self.store, new, values["heard_on"], None)
        matter.number, matter.is_opening = number, True
        matter.former_number = values.get("former_number") or values.get("number")
        moves = [self._move(matter, request) for request in self._past(values, matter)]
        facts = [fact(move) for move in moves]
        state = fold(opening_state(matter, facts), facts)
        for name in STATE:
            setattr(matter, name, getattr(state, name))
        self.rows += [matter, *build_raisers(matter.id, raised.names), *moves]

    def _move(self, matter: Matter, request: Request) -> Move:
        return Move(
            matter_id=matter.id,
            act=request.act,
            on=request.on,
            at=utc_now(),
            stamp=self.store.stamp,
            entered_on=self.store.today(),
            by=user_name(self.session, self.store.user_id),
            text=request.text,
            data={key: value for key, value in request.data.items() if value is not None},
        )

    def _past(self, values: Mapping[str, Any], matter: Matter) -> Iterator[Request]:
        """The steps that stand for what the old list says."""
        is_promised = values.get("outcome") is Outcome.PROMISED
        to, due = values.get("responsible"), values.get("due_on")
        due_words = due.isoformat() if due else None
        opening = {
            "list": matter.list_kind.value,
            "source": matter.source.value,
            "former_number": matter.former_number,
            "to": None if is_promised else to,
            "due": None if is_promised else due_words,
        }
        is_closed = "closed_on" in values
        said = [values.get("note"), None if is_closed else values.get("result")]
        text = "；".join(filter(None, said)) or None
        yield Request(Act.IMPORT, matter.heard_on, opening, text)
        if is_promised:
            promise = {"by": to, "due": due_words}
            yield Request(Act.PROMISE, matter.heard_on, promise, values.get("result"))
        if is_closed:
            yield from self._end(values, matter)

    def _end(self, values: Mapping[str, Any], matter: Matter) -> Iterator[Request]:
        """Where the old list has no column for it, what it calls finished was also told."""
        sheet, closed_on = self.shown.sheet, values["closed_on"]
        answer, told_on = values.get("answer"), values.get("told_on")
        if answer is not None and told_on is None:
            told_on = closed_on
        told_before = told_on is None and not sheet.tells("told_on")
        outcome = values.get("outcome") or Outcome.SOLVED
        closing = {"outcome": outcome.value, "result": values.get("result") or "期初已办结"}
        yield Request(Act.CLOSE, closed_on, {**closing, "told_before": told_before or None})
        if told_on is not None:
            telling = {
                "way": FeedbackWay.IN_PERSON.value,
                "to": "某群众" if matter.is_anonymous else matter.contact_name,
                "answer": (answer or Answer.NONE).value,
            }
            yield Request(Act.FEEDBACK, told_on, telling)
        cancelled_on = values.get("cancelled_on")
        if cancelled_on is None and not sheet.tells("cancelled_on"):
            cancelled_on = told_on or (closed_on if told_before else None)
        if cancelled_on is not None:
            yield Request(Act.CANCEL_OFF, cancelled_on, {})

    # -- changed ----------------------------------------------------------------------------

    def _change(self, row: PlannedMatter) -> None:
        matter = require(self.session, Matter, row.matter_id or "", "事项")
        for name, (_, new) in row.fields.items():
            setattr(matter, _COLUMN_OF.get(name, name), new)
        words = "；".join(
            f"{MATTERS.heading_of(name)}：{_shown(old)} → {_shown(new)}"
            for name, (old, new) in row.fields.items()
        )
        changes = {_COLUMN_OF.get(name, name): list(pair) for name, pair in row.fields.items()}
        request = Request(Act.EDIT, self.store.today(), {"changes": changes}, words)
        add_move(self.session, self.store, matter, request)


def _month(row: PlannedMatter) -> str:
    return str(Month.of(row.values["heard_on"]))


def _shown(value: Any) -> str:
    return "（空）" if value is None else str(getattr(value, "label", value))
