"""The search field's results, grouped by kind and only of kinds that some page can show."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from longshan_desk.queries.search import Hit as Found
from longshan_desk.queries.search import search
from longshan_desk.queries.township import Village, known_villages
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.search_field import Hit, HitGroup, Search

_TITLES = {
    "matter": "事项",
    "procedure": "四议两公开",
    "household": "农户",
    "person": "人员",
    "cadre": "干部",
    "meeting": "会议",
    "visit": "走访日记",
    "visit_session": "座谈和现场办公",
    "ledger_entry": "工作台账",
}
_OPENS = {"person": "household"}
"""A person is shown on the page of the household."""

_EACH = 6
_LIMIT = 80


def finder(context: Context, shown_kinds: Collection[str]) -> Search:
    """The search for the top bar; ``shown_kinds`` are the records that the pages open."""
    kinds = [kind for kind in _TITLES if _OPENS.get(kind, kind) in shown_kinds]

    def find(text: str) -> Sequence[HitGroup]:
        if not context.is_open or not kinds:
            return ()
        found = search(context.store, text, limit=_LIMIT, kinds=kinds)
        groups = []
        for kind in kinds:
            hits = [_hit(one) for one in found if one.kind == kind]
            if hits:
                groups.append(HitGroup(_TITLES[kind], hits[:_EACH], max(0, len(hits) - _EACH)))
        return groups

    return find


def township_finder(context: Context, shown_kinds: Collection[str]) -> Search:
    """The search over all villages; what is found is shown in the village's own window."""
    kinds = [kind for kind in _TITLES if _OPENS.get(kind, kind) in shown_kinds]

    def find(text: str) -> Sequence[HitGroup]:
        groups = []
        for village in known_villages(context.store) if context.is_open else ():
            found = search(context.store.among(village.part), text, limit=_LIMIT, kinds=kinds)
            hits = [_hit_in(village, one) for one in found[:_EACH]]
            groups.append(HitGroup(village.name, hits, max(0, len(found) - _EACH)))
        return groups

    return find


def _hit_in(village: Village, found: Found) -> Hit:
    hit = _hit(found)
    note = f"{_TITLES[found.kind]}　{hit.note}"
    return Hit("village", f"{village.part}/{hit.kind}/{hit.id}", hit.text, note)


def _hit(found: Found) -> Hit:
    name, _, note = found.text.partition(" · ")
    kind = _OPENS.get(found.kind, found.kind)
    record = found.household_id if kind == "household" else found.id
    return Hit(kind, record or found.id, name, note)
