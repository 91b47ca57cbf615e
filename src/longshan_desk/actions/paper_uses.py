"""Noting what was printed or saved, by whom, and nothing of what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from longshan_desk.data.ids import new_id
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.store import Store
from longshan_desk.data.tables.local import PaperUse
from longshan_desk.domain.paper_life import PaperWay
from longshan_desk.domain.redaction import Names


@dataclass(frozen=True, slots=True)
class Used:
    """A paper that went out: its kind, the record's id (empty for a blank form), its pages."""

    kind: str
    for_id: str
    names: Names
    pages: int


def note_use(store: Store, way: PaperWay, papers: Sequence[Used], *, copies: int = 1) -> None:
    """“Personal data”: one line for each paper that went to the printer or into a file. A note
    stays on this computer, is never changed, and no undo takes it back."""
    at = utc_now()
    with store.change("记下打印", undoable=False) as session:
        session.add_all(
            PaperUse(
                id=new_id(),
                at=at,
                user_id=store.user_id,
                way=way,
                kind=one.kind,
                for_id=one.for_id,
                names=one.names,
                copies=copies,
                pages=one.pages,
            )
            for one in papers
        )
