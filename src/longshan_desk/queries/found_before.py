"""What visits, 座谈 and 现场办公 found and nobody took up, offered as rows of a hearing (R42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.data.store import Store
from longshan_desk.domain.labels import FindingKind
from longshan_desk.queries.visit_sessions import list_sessions, offered_since, open_findings


@dataclass(frozen=True, slots=True)
class Found:
    """``entry_id`` is a visit's or ``finding_id`` a session's; ``where`` is 一组马占山户 or a
    place, ``raisers`` who said it as far as that was written."""

    on: date
    where: str
    kind: FindingKind
    words: str
    raisers: tuple[str, ...]
    household_id: str | None
    entry_id: str | None = None
    finding_id: str | None = None

    @property
    def key(self) -> str:
        return self.entry_id or self.finding_id or ""


def found_before(store: Store, day: date) -> list[Found]:
    """R42: found by the hearing on ``day`` and within two months before it, the oldest first.

    What is 内部 is not offered: a hearing is held in public.
    """
    found = [*_visits(store, day), *_sessions(store, day)]
    return sorted(found, key=lambda one: (one.on, one.where, one.key))


def _visits(store: Store, day: date) -> list[Found]:
    return [
        Found(
            on=row.on,
            where=row.household,
            kind=row.facts.finding,
            words=row.facts.text,
            raisers=row.facts.met or (row.head,),
            household_id=row.facts.household_id,
            entry_id=row.id,
        )
        for row in open_findings(store, on=day)
        if row.facts.finding and row.facts.text and not row.facts.is_internal and row.on <= day
    ]


def _sessions(store: Store, day: date) -> list[Found]:
    held = list_sessions(store, from_on=offered_since(day), until_on=day)
    return [
        Found(
            on=page.facts.on,
            where=f"{page.facts.kind.label}（{page.facts.place}）",
            kind=one.facts.kind,
            words=one.facts.text,
            raisers=(one.facts.said_by,) if one.facts.said_by else (),
            household_id=one.facts.household_id,
            finding_id=one.id,
        )
        for page in held
        for one in page.findings
        if not one.links and not one.facts.is_internal
    ]
