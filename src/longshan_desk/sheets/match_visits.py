"""Which household, and which entry of the diary, a row of a sheet is about: never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.text import squeeze
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.errors import BadValueError
from longshan_desk.sheets.known_visits import KnownDiary, KnownHome, KnownVisit

FACTS = tuple(each.name for each in fields(VisitFacts))


@dataclass(frozen=True, slots=True)
class Doubt:
    """What people have to decide between."""

    candidates: tuple[str, ...]
    why: str
    hint: str


# -- the household ------------------------------------------------------------------------------


def find_home(values: Mapping[str, Any], diary: KnownDiary) -> KnownHome | Doubt:
    """R46: by the id that the program wrote, by code, by head and group. A former head's name is
    known as well. Raises BadValueError where there is none."""
    own = values.get("household_id")
    if own in diary.gone:
        raise BadValueError("这一户已经删除。", hint="请删去这一行，或填写现在的户。", where="户主")
    head = values.get("head")
    if (home := diary.home_of.get(own or "")) is not None:
        if head is None or head in home.heads:
            return home
        # A row copied with its hidden id and written over.
        others = [one.id for one in _by_head(values, diary)]
        why = f"识别码是{home.words}的，写的户主是{head}。"
        return Doubt((home.id, *others), why, "请选择是哪一户，或清空这一行的识别码。")
    found = diary.by_code.get(values.get("code") or "", [])
    if len(found) == 1 and (head is None or head in found[0].heads):
        return found[0]
    return _by_name(values, diary)


def _by_name(values: Mapping[str, Any], diary: KnownDiary) -> KnownHome | Doubt:
    head = values.get("head")
    if head is None:
        raise BadValueError("看不出是哪一户。", hint="请填写户主姓名。", where="户主")
    found = _by_head(values, diary)
    if len(found) == 1:
        return found[0]
    if found:
        why = f"有 {len(found)} 户的户主叫{head}，看不出是哪一户。"
        return Doubt(tuple(one.id for one in found), why, "请选择是其中哪一户。")
    elsewhere = diary.by_head.get(head, [])
    group = values.get("group")
    if elsewhere:
        where = "、".join(dict.fromkeys(group_label(one.group) for one in elsewhere))
        why = f"{group_label(group or 0)}没有户主叫{head}的户，{where}有。"
        return Doubt(tuple(one.id for one in elsewhere), why, "请选择是不是这一户。")
    raise BadValueError(
        f"找不到户主叫{head}的户。", hint="请核对姓名和组别，或先登记这一户。", where="户主"
    )


def _by_head(values: Mapping[str, Any], diary: KnownDiary) -> list[KnownHome]:
    """Of several, those that were households on the day."""
    group, day = values.get("group"), values.get("on") or date.max
    named = diary.by_head.get(values.get("head") or "", [])
    found = [one for one in named if group is None or one.group == group]
    there = [one for one in found if one.ended_on is None or one.ended_on > day]
    return there or found


# -- the entry ----------------------------------------------------------------------------------


def facts_of_row(values: Mapping[str, Any], household_id: str) -> VisitFacts:
    said = {name: values[name] for name in FACTS if name in values and name != "household_id"}
    return VisitFacts(household_id, **said)


def as_corrected(before: VisitFacts, said: VisitFacts, values: Mapping[str, Any]) -> VisitFacts:
    """What an entry would say with what the row says; an empty cell erases nothing."""
    told = {name: getattr(said, name) for name in FACTS if name in values}
    told["household_id"] = before.household_id
    for name in ("text", "promise", "place"):
        if name in told and same_words(told[name], getattr(before, name)):
            del told[name]
    return replace(before, **told)


def same_day(facts: VisitFacts, diary: KnownDiary) -> list[KnownVisit]:
    """Entries of the same household, day and way that somebody of the row's visitors wrote."""
    there = diary.on_days.get((facts.household_id, facts.on, facts.way), ())
    return [one for one in there if set(one.facts.visitors) & set(facts.visitors)]


def is_same(said: VisitFacts, before: VisitFacts) -> bool:
    """Whether a row tells nothing else than an entry of the same day: the text decides."""
    if said.text is None and not said.is_unchanged:
        return True
    if before.text is None and not before.is_unchanged:
        return True
    return same_words(said.text, before.text) and said.is_unchanged == before.is_unchanged


def first_same(said: VisitFacts, entries: Sequence[KnownVisit]) -> KnownVisit | None:
    """The entry with the very words before one that says nothing yet."""
    fitting = [one for one in entries if is_same(said, one.facts)]
    return min(fitting, key=lambda one: one.facts.text is None, default=None)


def same_words(one: str | None, other: str | None) -> bool:
    return squeeze(one or "") == squeeze(other or "")
