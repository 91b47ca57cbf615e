"""What belongs to the hearing alone: its grid of words, and closing it (R5, R7, R37, R42)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.moves import take_step
from longshan_desk.data.numbers import give_numbers
from longshan_desk.data.records import policy_for, require
from longshan_desk.data.registering import (
    NewMatter,
    add_row,
    build_matter,
    build_raisers,
    number_matter,
    register,
    set_raisers,
)
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.meetings import AgendaItem, Meeting
from longshan_desk.data.visit_sessions import link_found, unlink_found
from longshan_desk.domain.calendar import Due
from longshan_desk.domain.deadlines import committees_due
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.labels import (
    Act,
    Answer,
    FeedbackWay,
    ItemKind,
    MeetingKind,
    Outcome,
)
from longshan_desk.domain.steps import Request, check_day
from longshan_desk.errors import BadValueError, ReasonRequiredError, WrongStageError


@dataclass(frozen=True)
class GridRow:
    """One line of the hearing's grid: 事项, 当场答复 (with result and answerer) or 发言 (R42)."""

    kind: ItemKind
    speaker: str | None = None
    text: str | None = None
    """The words of a 发言; what is raised stands in ``matter``."""
    matter: NewMatter | None = None
    result: str | None = None
    answerer: str | None = None
    entry_id: str | None = None
    """The visit, or the session's finding, that it was offered from (R42)."""
    finding_id: str | None = None


@dataclass(frozen=True)
class Closed:
    """What closing a hearing gave: the matters' numbers in order of entry, and the next day."""

    numbers: tuple[str, ...]
    committees_due: Due


def save_row(store: Store, meeting_id: str, row: GridRow, *, item_id: str | None = None) -> str:
    """Write one line of an open hearing's grid; returns its id. Called as the clerk types."""
    with store.change(f"记录{row.kind.label}") as session:
        hearing = _open_hearing(session, meeting_id)
        if item_id is None:
            item = add_row(session, store, hearing, row.kind)
        else:
            item = _row_of(session, hearing, item_id)
        item.kind = row.kind
        item.speaker, item.text = optional_text(row.speaker), optional_text(row.text)
        item.result, item.answerer = optional_text(row.result), optional_text(row.answerer)
        raised = row.matter if row.kind in _RAISED else None
        _write_matter(session, store, hearing, item, raised)
        if item.matter_id and raised is not None:
            link_found(session, item.matter_id, row.entry_id, row.finding_id)
        return item.id


def _row_of(session: Session, meeting: Meeting, item_id: str) -> AgendaItem:
    item = require(session, AgendaItem, item_id, "记录")
    if item.meeting_id != meeting.id:
        raise BadValueError("这一行不在这次说事会上。", hint="请刷新后再试。")
    return item


def _open_hearing(session: Session, meeting_id: str) -> Meeting:
    hearing = require(session, Meeting, meeting_id, "说事会")
    if hearing.kind is not MeetingKind.HEARING:
        raise BadValueError("这不是一次说事会。", hint="请打开说事会再记录。")
    if hearing.closed_on is not None:
        raise WrongStageError(
            "说事会已经收尾。", hint="漏记的请用“补录事项”，记错的请用“更正”或“登记错误”。"
        )
    return hearing


def _write_matter(
    session: Session, store: Store, hearing: Meeting, item: AgendaItem, new: NewMatter | None
) -> None:
    held = session.get(Matter, item.matter_id) if item.matter_id else None
    if held is not None and held.hearing_id != hearing.id:
        raise BadValueError(
            f"这一行是以前登记的事项 {held.number}。", hint="要改内容，请打开这件事项修改。"
        )
    if new is None:
        if held is not None:
            held.is_deleted = True
            unlink_found(session, held.id)
            item.matter_id = None
        return
    fresh = build_matter(store, new, hearing.on, hearing)
    if held is None:
        session.add(fresh)
        session.add_all(build_raisers(fresh.id, new.raisers))
        session.flush()
        item.matter_id = fresh.id
        return
    if new.source is None:
        fresh.source = held.source  # a visit's finding stays one, whatever is mended
    for name in _CONTENT:
        setattr(held, name, getattr(fresh, name))
    set_raisers(session, held.id, new.raisers)


_CONTENT = (
    "words", "summary", "topic", "finding", "list_kind", "contact_name", "contact_phone",
    "signatures", "is_anonymous", "household_id", "source",
)  # fmt: skip


def delete_row(store: Store, item_id: str) -> None:
    """Take a line off an open hearing's grid, with what was raised in it; a matter that was
    registered before stays."""
    with store.change("删除一行记录") as session:
        item = require(session, AgendaItem, item_id, "记录")
        hearing = _open_hearing(session, item.meeting_id)
        item.is_deleted = True
        if item.matter_id and _is_raised_here(session, hearing, item):
            require(session, Matter, item.matter_id, "事项").is_deleted = True
            unlink_found(session, item.matter_id)


def order_rows(store: Store, meeting_id: str, item_ids: list[str]) -> None:
    """Put these lines of an open hearing in the spoken order; all others keep their places."""
    with store.change("调整记录顺序") as session:
        _open_hearing(session, meeting_id)
        items = [require(session, AgendaItem, item_id, "记录") for item_id in item_ids]
        places = sorted(item.position for item in items)
        for item, place in zip(items, places, strict=True):
            item.position = place


def put_on_agenda(store: Store, hearing_id: str, matter_ids: Sequence[str]) -> None:
    """列入说事会: what a caller, a call or a visit brought is heard here too (R42).

    The matters keep their numbers and deadlines; those that are on the agenda stay there once.
    """
    with store.change("列入说事会") as session:
        hearing = _open_hearing(session, hearing_id)
        there = {row.matter_id for row in rows_of(session, hearing_id)}
        for matter_id in dict.fromkeys(matter_ids):
            matter = require(session, Matter, matter_id, "事项")
            if matter.number is None or matter.heard_on > hearing.on:
                raise BadValueError(
                    "这件事项不能列入这次说事会。", hint="只能列入说事日以前已经登记的事项。"
                )
            if matter_id not in there:
                add_row(session, store, hearing, ItemKind.MATTER, matter_id=matter_id)


def rows_of(session: Session, meeting_id: str) -> list[AgendaItem]:
    found = session.execute(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.is_deleted.is_(False))
        .order_by(AgendaItem.position)
    )
    return list(found.scalars())


def close_hearing(
    store: Store, meeting_id: str, *, on: date | None = None, ended_at: time | None = None
) -> Closed:
    """收尾 (``on``, default today): every 事项 and 当场答复 gets its number, in spoken order.

    当场答复 counts at once as deliberated, solved and told (R42); the 3-day deadline begins (R12).
    """
    with store.change("说事会收尾") as session:
        hearing = _open_hearing(session, meeting_id)
        check_day(hearing.on, earliest=date.min, today=store.today(), what="说事会")
        day = on or store.today()
        check_day(day, earliest=hearing.on, today=store.today(), what="收尾")
        spoken = [row for row in rows_of(session, meeting_id) if row.kind in _SPOKEN]
        lines = [row for row in spoken if _is_raised_here(session, hearing, row)]
        pairs = [(row, _matter_of(session, row)) for row in lines if row.kind in _RAISED]
        for row, _ in pairs:
            _check_row(row, lines.index(row) + 1)
        hearing.closed_on = day
        hearing.ended_at = ended_at or hearing.ended_at
        numbers = give_numbers(session, store, hearing.month, len(pairs))
        for (row, matter), number in zip(pairs, numbers, strict=True):
            matter.heard_on = hearing.on
            number_matter(session, store, matter, number)
            if row.kind is ItemKind.ANSWER:
                _answer_at_once(session, store, hearing, row, matter)
        return Closed(tuple(numbers), committees_due(hearing.on, policy_for(session, hearing.on)))


_RAISED = (ItemKind.MATTER, ItemKind.ANSWER)
_SPOKEN = (*_RAISED, ItemKind.SPEECH)


def _is_raised_here(session: Session, hearing: Meeting, row: AgendaItem) -> bool:
    """Not so a matter that was registered before and put on the agenda."""
    matter = session.get(Matter, row.matter_id) if row.matter_id else None
    return matter is None or matter.hearing_id == hearing.id


def _matter_of(session: Session, row: AgendaItem) -> Matter:
    if row.matter_id is None:
        raise BadValueError("有一行还没有写反映的内容。", hint="请补写，或删除这一行。")
    return require(session, Matter, row.matter_id, "事项")


def _check_row(row: AgendaItem, place: int) -> None:
    if row.kind is ItemKind.ANSWER and not (row.result and row.answerer):
        missing = "答复结果" if not row.result else "答复人"
        raise BadValueError(
            f"第 {place} 行“当场答复”没有写{missing}。",
            hint=f"请补写{missing}，或把这一行改为“事项”。",
            where=f"第 {place} 行",
        )


def _answer_at_once(
    session: Session, store: Store, hearing: Meeting, row: AgendaItem, matter: Matter
) -> None:
    told = "某群众" if matter.is_anonymous else matter.contact_name or "到会群众"
    closing: dict[str, Any] = {"outcome": Outcome.SOLVED.value, "result": row.result}
    telling = {"way": FeedbackWay.IN_PERSON.value, "to": told, "answer": Answer.NONE.value}
    for act, data in ((Act.CLOSE, closing), (Act.FEEDBACK, telling)):
        request = Request(act, hearing.on, data)
        take_step(session, store, matter, request, by=row.answerer, meeting_id=hearing.id)


def add_forgotten(store: Store, meeting_id: str, row: GridRow) -> str:
    """补录: a closed hearing takes a forgotten line with the next number (R37); returns it."""
    if row.matter is None or row.kind not in _RAISED:
        raise BadValueError("补录的一行要写反映的内容。", hint="请写下群众的原话。")
    with store.change("补录事项") as session:
        hearing = require(session, Meeting, meeting_id, "说事会")
        if hearing.closed_on is None:
            raise WrongStageError("说事会还没有收尾。", hint="请直接在记录表里加一行。")
        matter = register(session, store, row.matter, hearing.on, hearing)
        item = next(i for i in rows_of(session, meeting_id) if i.matter_id == matter.id)
        item.kind, item.speaker = row.kind, optional_text(row.speaker)
        item.result, item.answerer = optional_text(row.result), optional_text(row.answerer)
        if row.kind is ItemKind.ANSWER:
            _check_row(item, item.position)
            _answer_at_once(session, store, hearing, item, matter)
        assert matter.number is not None
        return matter.number


def void_row(store: Store, item_id: str, *, reason: str) -> None:
    """作废: a line of a closed hearing that should not be there; its number stays burnt (R37)."""
    with store.change("作废一行记录") as session:
        item = require(session, AgendaItem, item_id, "记录")
        if not optional_text(reason):
            raise ReasonRequiredError("没有写作废的原因。", hint="请写明原因。", where="原因")
        hearing = require(session, Meeting, item.meeting_id, "说事会")
        if hearing.kind is not MeetingKind.HEARING or hearing.closed_on is None:
            raise WrongStageError(
                "只有收尾以后的说事会记录才用“作废”。", hint="没有收尾的，请直接修改或删除这一行。"
            )
        item.voided_reason = reason.strip()
        if item.matter_id and _is_raised_here(session, hearing, item):
            matter = require(session, Matter, item.matter_id, "事项")
            data = {"outcome": Outcome.VOID.value, "result": f"登记错误：{reason.strip()}"}
            take_step(session, store, matter, Request(Act.CLOSE, store.today(), data))
