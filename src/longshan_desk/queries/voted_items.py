"""What a meeting's papers say of the decisions it voted on: the step, the words, the sums (R36)."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from longshan_desk.data.procedures import fact
from longshan_desk.data.standing import same_as
from longshan_desk.data.store import Store
from longshan_desk.data.tables.meetings import AgendaItem, Meeting
from longshan_desk.data.tables.procedures import Procedure, ProcedureAct
from longshan_desk.documents.facts import Said
from longshan_desk.domain.labels import ItemKind
from longshan_desk.domain.procedure import ProcedureFact
from longshan_desk.domain.procedure_labels import Deed, Step


def voted_items(store: Store, meeting_id: str) -> Mapping[str, Said]:
    """The rows of the meeting that are steps of decisions, by their ids; each with its own vote.

    One that was put up and not voted on has its title alone.
    """
    with store.read() as session:
        rows = session.execute(
            select(AgendaItem, Procedure)
            .join(Procedure, Procedure.id == AgendaItem.procedure_id)
            .where(AgendaItem.meeting_id == meeting_id, AgendaItem.is_deleted.is_(False))
        )
        known = [(row, procedure.title) for row, procedure in rows]
        acts = session.execute(
            select(ProcedureAct).where(
                ProcedureAct.meeting_id.in_(same_as(Meeting, meeting_id)),
                ProcedureAct.deed == Deed.STEP,
                ProcedureAct.is_deleted.is_(False),
            )
        ).scalars()
        votes = {(act.procedure_id, Step(act.data["step"])): fact(act) for act in acts}
        return {
            row.id: _said(row, title, votes.get((row.procedure_id or "", row.step)))
            for row, title in known
            if row.step is not None
        }


def _said(row: AgendaItem, title: str, vote: ProcedureFact | None) -> Said:
    assert row.step is not None
    heading = f"四议两公开{row.step.label}：{title}"
    if vote is None:
        return Said(ItemKind.PROCEDURE, title=heading, result=row.result or "")
    speeches = vote.data.get("speeches") or ()
    told = "；".join(f"{one['speaker']}：{one['text'].rstrip('。；')}" for one in speeches)
    amended = vote.data.get("amendment")
    changed = f"，议定修改为：{amended}" if amended else ""
    return Said(ItemKind.PROCEDURE, title=heading, text=told, result=f"{row.result or ''}{changed}")
