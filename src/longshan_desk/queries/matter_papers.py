"""Which papers the records of matters support today."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.documents.kinds.registry import KINDS, PaperKind
from longshan_desk.domain.matter_papers import Lack, lack
from longshan_desk.errors import AppError
from longshan_desk.queries.matters import Snapshot, find_matter

MATTER_PAPERS = tuple(code for code, kind in KINDS.items() if kind.made_for == "matter")


def supported_papers(store: Store, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The codes of the papers that each matter supports, by the key that named it."""
    with store.read() as session:
        matters = {key: find_matter(session, key) for key in keys}
        snapshot = Snapshot.of(session, list(matters.values()), store.today())
        return {
            key: tuple(code for code in MATTER_PAPERS if _lack(code, matter, snapshot) is None)
            for key, matter in matters.items()
        }


def require_supported(store: Store, kind: PaperKind, key: str) -> None:
    """Refuses a paper that would say what the record of the matter does not."""
    with store.read() as session:
        matter = find_matter(session, key)
        found = _lack(kind.code, matter, Snapshot.of(session, [matter], store.today()))
        number = matter.number or ""
    if found is not None:
        raise AppError(
            found.message,
            hint=f"{found.hint}，再印{kind.title}；要手写的，请印空白表格。",
            where=number,
            code="nothing_to_print",
        )


def _lack(code: str, matter: Matter, snapshot: Snapshot) -> Lack | None:
    acts = {fact.act for fact in snapshot.facts.get(matter.id, ()) if fact.on <= snapshot.on}
    return lack(code, snapshot.states[matter.id], acts)
