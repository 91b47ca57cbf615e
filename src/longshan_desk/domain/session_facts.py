"""What a 座谈 or 现场办公 and its findings say (R9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.visit_labels import SessionKind


@dataclass(frozen=True)
class FindingFacts:
    """One finding; ``id`` is that of a finding on record which says this now."""

    kind: FindingKind
    text: str
    said_by: str | None = None
    household_id: str | None = None
    is_internal: bool = False
    id: str | None = None


@dataclass(frozen=True)
class SessionFacts:
    kind: SessionKind
    on: date
    place: str
    visitors: tuple[str, ...]
    met: tuple[str, ...] = ()
    text: str | None = None
    findings: tuple[FindingFacts, ...] = ()
