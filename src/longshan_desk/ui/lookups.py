"""What forms and grids suggest while somebody types a name: people, households, cadres."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.queries import cadres as cadre_queries
from longshan_desk.queries.search import Hit, search
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.suggestions import Suggest, Suggestion

LIMIT = 8


def suggest_people(context: Context) -> Suggest:
    """Villagers by name, part of it, or pinyin initials; the id is the household's."""

    def suggest(typed: str) -> Sequence[Suggestion]:
        if not typed.strip() or not context.is_open:
            return ()
        hits = search(context.store, typed, limit=LIMIT, kinds=("person",))
        return [_person(hit) for hit in hits]

    return suggest


def suggest_cadres(context: Context) -> Suggest:
    """Who is in office today, by name or pinyin initials; with nothing typed the first of them."""

    def suggest(typed: str) -> Sequence[Suggestion]:
        if not context.is_open:
            return ()
        members = cadre_queries.roster(context.store)
        if typed.strip():
            hits = search(context.store, typed, limit=LIMIT, kinds=("cadre",))
            found = {hit.id for hit in hits}
            members = [member for member in members if member.cadre_id in found]
        return [Suggestion(m.cadre_id, m.name, m.labels) for m in members[:LIMIT]]

    return suggest


def _person(hit: Hit) -> Suggestion:
    name, _, note = hit.text.partition(" · ")
    return Suggestion(hit.household_id or "", name, note)
