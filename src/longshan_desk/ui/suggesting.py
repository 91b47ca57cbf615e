"""What fields suggest while somebody types a name: cadres, villagers, households, by pinyin too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries.search import Hit, search
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.fields import People
from longshan_desk.ui.widgets.suggestions import Suggest, Suggestion

_SHOWN = 8


def suggest_cadres(context: Context) -> Suggest:
    """Everybody on the roster, with their offices beside the name."""
    return _suggest(context, "cadre")


def suggest_people(context: Context) -> Suggest:
    """The village's people, with group and household beside the name."""
    return _suggest(context, "person")


def suggest_raisers(context: Context) -> Suggest:
    """The village's people as raisers of a matter: the id is their household's."""

    def suggest(typed: str) -> Sequence[Suggestion]:
        found = _found(context, typed, "person")
        parted = ((hit.household_id or "", *hit.text.partition(" · ")) for hit in found)
        return [Suggestion(one, name, note) for one, name, _, note in parted][:_SHOWN]

    return suggest


def suggest_households(context: Context) -> Suggest:
    """Households by head, code or address; a member's name finds the household too."""

    def suggest(typed: str) -> Sequence[Suggestion]:
        found: dict[str, Suggestion] = {}
        for hit in _found(context, typed, "household", "person"):
            home = hit.household_id
            if home is None or home in found:
                continue
            name, _, note = hit.text.partition(" · ")
            if hit.kind == "person":
                name, note = note.partition(" · ")[0], f"家里有{name}"
            found[home] = Suggestion(home, name, note)
        return list(found.values())[:_SHOWN]

    return suggest


def _suggest(context: Context, kind: str) -> Suggest:
    def suggest(typed: str) -> Sequence[Suggestion]:
        parted = ((hit.id, *hit.text.partition(" · ")) for hit in _found(context, typed, kind))
        return [Suggestion(one, name, note) for one, name, _, note in parted][:_SHOWN]

    return suggest


def _found(context: Context, typed: str, *kinds: str) -> Sequence[Hit]:
    """Who is still here. A search that fails leaves the field without suggestions; saving will
    say what is wrong."""
    try:
        hits = search(context.store, typed, limit=3 * _SHOWN, kinds=kinds)
        return [hit for hit in hits if not hit.is_gone]
    except AppError:
        return ()


class HouseholdField(People):
    """One household picked from suggestions; the value is its id, a name of no list is refused."""

    def __init__(
        self, context: Context, key: str = "household_id", title: str = "农户", **looks: Any
    ) -> None:
        super().__init__(
            key,
            title,
            suggest=suggest_households(context),
            at_most=1,
            placeholder="户主或家人的姓名、拼音首字母",
            **looks,
        )

    def value(self) -> str | None:  # type: ignore[override]
        people = self._people.people()
        if not people:
            return None
        if not people[0].id:
            raise BadValueError(
                f"没有找到“{people[0].name}”这一户。",
                hint="请从输入时出现的农户里选，或先空着。",
                where=self.key,
            )
        return people[0].id

    def is_empty(self) -> bool:
        return not self._people.people()
