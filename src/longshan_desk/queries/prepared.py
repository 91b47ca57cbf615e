"""A paper ready for preview, printer and file: its blocks from the records, through the gate."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from longshan_desk.data.store import Store
from longshan_desk.documents.gate import redacted
from longshan_desk.documents.kinds.registry import PaperKind, built, kind_of
from longshan_desk.documents.model import Paper
from longshan_desk.documents.public_facts import public_facts
from longshan_desk.documents.snapshot import fingerprint
from longshan_desk.domain.redaction import Names
from longshan_desk.queries.case_papers import procedure_named
from longshan_desk.queries.matter_papers import require_supported
from longshan_desk.queries.matters import matter_id
from longshan_desk.queries.paper_gate import gate_for
from longshan_desk.queries.papers import blank_for, facts_for

_MADE_TODAY = ("made_on", "posted_on")


@dataclass(frozen=True)
class Prepared:
    kind: PaperKind
    for_id: str
    papers: tuple[Paper, ...]
    masked: tuple[str, ...]
    """What the gate masked, in words; shown before anything is printed."""
    facts: str
    """The fingerprint of what the papers were filled from."""
    size: str
    names: Names


def prepared(
    store: Store,
    code: str,
    for_id: str = "",
    *,
    size: str = "",
    names: Names | None = None,
    is_blank: bool = False,
    leaves_office: bool = False,
) -> Prepared:
    """The papers of a kind for a record. What is posted, and every picture (``leaves_office``),
    passes the gate with names masked unless ``names`` says otherwise; numbers, children and
    special groups stay masked even then; petitions and what is 内部 stay out altogether.
    What the record of a matter does not support is refused; its blank is not."""
    kind = kind_of(code)
    if kind.made_for == "matter" and not is_blank:
        for_id = matter_id(store, for_id)  # numbers change hands, ids do not
        require_supported(store, kind, for_id)
    if kind.made_for == "procedure" and not is_blank:
        for_id = procedure_named(store, for_id)
    facts = blank_for(store, kind) if is_blank else facts_for(store, kind, for_id)
    goes_out = not is_blank and (kind.is_posted or bool(size) or leaves_office)
    chosen = names or (Names.MASKED if goes_out else Names.FULL)
    shown, told = public_facts(facts) if goes_out else (facts, ())
    papers = built(kind, shown, size=size)
    if goes_out or chosen is Names.MASKED:
        gate = gate_for(store, shown, papers, chosen)
        papers = tuple(redacted(paper, gate) for paper in papers)
        told = (*told, *gate.told)
    if is_blank:
        papers = tuple(replace(paper, name=f"{paper.name}（空白）") for paper in papers)
    if size:
        papers = tuple(replace(one, name=f"{one.name}（{size.upper()}张贴版）") for one in papers)
    return Prepared(kind, for_id, papers, told, facts_print(facts), size, chosen)


def facts_print(facts: Any) -> str:
    """What tells that the facts are still the same; the day of printing is no fact."""
    own = {each.name for each in fields(facts)}
    return fingerprint(replace(facts, **{name: None for name in _MADE_TODAY if name in own}))
