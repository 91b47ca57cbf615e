"""P21: the figures of a package for its slip and its receipt, from the ledgers alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from longshan_desk.data.store import Store
from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.handover_facts import HandoverFacts
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.record_words import counted
from longshan_desk.errors import NotFoundError
from longshan_desk.exchange.device_list import TOWNSHIP
from longshan_desk.peers.known import Known, known_in, require_known

_MEGABYTE = 1 << 20


def slip_facts(store: Store, office: OfficeWords, number: str) -> HandoverFacts:
    """The slip of a package that was made here, by its number (``12``)."""
    require_known(store)
    with store.read() as session:
        connection = session.connection()
        known = _known(connection)
        row = connection.exec_driver_sql(
            "SELECT no, place, at, file, size, said FROM sync_pkg_out WHERE no = ?", (number,)
        ).first()
        if row is None:
            raise _no_package(number)
        said = json.loads(row.said)
        return HandoverFacts(
            office=office,
            sender=known.name_of(known.place),
            receiver=known.name_of(row.place),
            number=row.no,
            file_name=row.file,
            megabytes=_megabytes(row.size),
            months=_months(said),
            counts=counted(said["counts"]),
            made_on=_day(row.at),
            handed_on=_day(row.at),
        )


def has_envelope(store: Store, number: str) -> bool:
    """R35: whether a package made here is a report to a township whose commission has its key."""
    known = require_known(store)
    with store.read() as session:
        place = (
            session.connection()
            .exec_driver_sql("SELECT place FROM sync_pkg_out WHERE no = ?", (number,))
            .scalar()
        )
    return place == TOWNSHIP and not known.is_township and bool(known.listed.commission)


def sealed_facts(store: Store, office: OfficeWords, number: str) -> HandoverFacts:
    """R35: the envelope of a report, the same whatever was sealed; no figure goes along.

    Raises ``NotFoundError`` for a package that has none.
    """
    facts = slip_facts(store, office, number)
    if not has_envelope(store, number):
        raise NotFoundError(
            f"第 {number} 包里没有密封信封，不用密封移交单。",
            hint="只有村里交给镇上的上报包才有；镇上还没有纪委钥匙盘的，用空白的单子。",
            where=number,
        )
    return replace(
        facts, receiver=f"{facts.receiver}纪委", counts=(), months=(), megabytes="", missing=()
    )


def receipt_facts(store: Store, office: OfficeWords, key: str) -> HandoverFacts:
    """The receipt of a package that was received here, by sender and number (``V07/12``)."""
    place, _, number = key.partition("/")
    with store.read() as session:
        connection = session.connection()
        known = _known(connection)
        row = connection.exec_driver_sql(
            "SELECT p.no, p.at, p.n_new, n.made, n.said, p.rowid AS receipt FROM sync_pkg_in AS p"
            " JOIN pkg_note AS n ON n.pkg = p.pkg WHERE n.place = ? AND p.no = ?"
            " ORDER BY p.at DESC",
            (place, number),
        ).first()
        if row is None:
            raise _no_package(key)
        said = json.loads(row.said)
        done: dict[str, int] = said.get("done", {})
        return HandoverFacts(
            office=office,
            sender=known.name_of(place),
            receiver=known.name_of(known.place),
            number=row.no,
            months=_months(said),
            counts=counted(said["counts"]),
            made_on=_day(row.made),
            handed_on=_day(row.at),
            new=done.get("new", row.n_new),
            changed=done.get("changed"),
            conflicts=done.get("conflicts"),
            already=done.get("same"),
            broken_photos=done.get("damaged_photos", 0),
            receipt=f"{row.receipt}",
            confirmed_until=f"{known.name_of(place)}的第{row.no}包为止",
        )


def _known(connection: Connection) -> Known:
    known = known_in(connection)
    if known is None:
        raise NotFoundError("本机还没有加入乡镇，没有交接过。", hint="请先办理“申请加入乡镇”。")
    return known


def _months(said: dict[str, Any]) -> tuple[str, ...]:
    return tuple(Month.parse(one).label for one in sorted(said["months"]))


def _megabytes(size: int) -> str:
    return f"{max(size / _MEGABYTE, 0.1):.1f} MB"


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).astimezone().date()
    except ValueError:
        return None


def _no_package(key: str) -> NotFoundError:
    return NotFoundError(
        f"没有第 {key} 包。", hint="请在“U盘交接”的记录里核对是第几包。", where=key
    )
