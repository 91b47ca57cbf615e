"""The words of papers that an office chose itself, as they are kept; the township's come first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from longshan_desk.data.tables.papers import TownshipWording, VillageWording

Row = VillageWording | TownshipWording
OFFICE_KIND = "office"
"""What the names of the office and its bodies are kept under, beside the papers' codes."""


@dataclass(frozen=True, slots=True)
class Kept:
    text: str
    is_fixed: bool
    """Settled by the township; the village cannot change it."""


def wording_rows(session: Session, model: type[Row], kind: str | None = None) -> list[Row]:
    """What is kept of a paper, or of all. Of two rows for one phrase (two PCs of one village) the
    one with the lower id counts, so it comes last."""
    statement = select(model).where(model.is_deleted.is_(False)).order_by(model.id.desc())
    if kind is not None:
        statement = statement.where(model.kind == kind)
    found: list[Any] = list(session.execute(statement).scalars())
    return found


def kept_wording(session: Session, kind: str | None = None) -> dict[tuple[str, str], Kept]:
    """``{(paper, phrase): text}``; what the township settled counts before the village's own."""
    found: dict[tuple[str, str], Kept] = {}
    for model in (VillageWording, TownshipWording):
        for row in wording_rows(session, model, kind):
            found[row.kind, row.key] = Kept(row.text, model is TownshipWording)
    return found


def changed_wording(session: Session, kind: str) -> dict[str, str]:
    """The phrases of one paper that are worded otherwise: ``{phrase: text}``."""
    return {key: kept.text for (_, key), kept in kept_wording(session, kind).items()}
