"""Facts about people as villages write them down, read into one form (R11, R34).

Names, dates, card numbers and telephones are read by modules of their own, offered here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from longshan_desk.domain.dates import read_date, read_month_only
from longshan_desk.domain.id_numbers import IdNumber, id_key, mask_id_number, read_id_number
from longshan_desk.domain.labels import IdKind, Sex
from longshan_desk.domain.names import normalise_name, read_name
from longshan_desk.domain.person_words import (
    AWAY,
    AWAY_WORDS,
    ETHNICITIES,
    HEAD,
    ID_KIND_WORDS,
    NO,
    NO_GROUP_WORDS,
    OTHER_ETHNICITIES,
    POLITICAL_STATUSES,
    POLITICAL_WORDS,
    RELATION_WORDS,
    RELATIONS,
    RESIDENT,
    RESIDENT_WORDS,
    SEX_WORDS,
    YES,
)
from longshan_desk.domain.phones import mask_phone, read_phone
from longshan_desk.domain.special_groups import DEFAULT_GROUPS, SpecialGroup
from longshan_desk.domain.text import NUMERAL, is_nothing, normalise_text, read_numeral, squeeze
from longshan_desk.errors import BadValueError

__all__ = [
    "AWAY",
    "ETHNICITIES",
    "HEAD",
    "POLITICAL_STATUSES",
    "RELATIONS",
    "RESIDENT",
    "GroupName",
    "IdNumber",
    "age_on",
    "id_key",
    "mask_id_number",
    "mask_phone",
    "normalise_name",
    "normalise_text",
    "read_date",
    "read_ethnicity",
    "read_group",
    "read_id_kind",
    "read_id_number",
    "read_month_only",
    "read_name",
    "read_phone",
    "read_political",
    "read_relation",
    "read_resident",
    "read_sex",
    "read_special_groups",
]


def age_on(born_on: date, day: date) -> int:
    """Full years (周岁) on ``day``."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


# -- group ------------------------------------------------------------------------------------


class GroupName(NamedTuple):
    """村民小组: its number, and the name it may have (马家湾)."""

    number: int
    name: str = ""


NO_GROUP = "未分组"
_UNIT = "(?:村民小组|居民小组|村民组|居民组|小组|组|生产队|合作社|社|队)"
_NUMBER = rf"(?:第|[(（])?(?P<number>[0-9]{{1,3}}|[{NUMERAL}]+)[)）]?"
_ALONE = re.compile(_NUMBER)
_GROUP = re.compile(
    rf"(?P<before>.*?){_NUMBER}{_UNIT}"
    r"(?:[(（](?P<inside>[^()（）]*)[)）]|[-—:：、 ]?(?P<after>[^0-9()（）]*))"
)
_NAMED = re.compile(rf"(?P<name>[^0-9()（）]+?){_UNIT}?")
_VILLAGE = re.compile(r".*(?:村委会|居委会|委员会|社区|村|镇|乡)")


def read_group(
    value: object, *, names: Mapping[str, int] | None = None, where: str = "组别"
) -> GroupName | None:
    """A group from ``一组``, ``第十二村民小组``, ``１组``, ``3``, ``二社``, ``一组（马家湾）``.

    ``names`` tells the numbers of groups that go by a name alone. 0 for 未分组, None where nothing
    is written; raises BadValueError for anything that is not one group between 1 and 99.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = squeeze(str(value)) if value is not None else ""
    if is_nothing(text):
        return None
    if text == NO_GROUP:
        return GroupName(0)
    if names:
        alone = _NAMED.fullmatch(text)
        for word in (text, alone["name"] if alone else text):
            if word in names:
                return GroupName(names[word], word)
    found = _ALONE.fullmatch(text) or _GROUP.fullmatch(text)
    if found and (group := _as_group(**found.groupdict())):
        return group
    shown = text if len(text) <= 30 else text[:30] + "…"
    raise BadValueError(
        f"“{shown}”看不出是第几组。",
        hint="请写成“一组”“第一组”或 1；组有名称的写成“一组（马家湾）”。",
        where=where,
    )


def _as_group(
    number: str, before: str = "", inside: str | None = None, after: str | None = None
) -> GroupName | None:
    if before.endswith(tuple("、,，和及至到-~0123456789")):
        return None  # 一、二组 are two groups
    try:
        figure = read_numeral(number)
    except BadValueError:
        return None
    name = inside or after or _VILLAGE.sub("", before)
    return GroupName(figure, name) if figure else None


# -- words of a list --------------------------------------------------------------------------


def read_sex(text: str, where: str = "性别") -> Sex | None:
    word = squeeze(text)
    if is_nothing(word):
        return None
    if word.upper() in SEX_WORDS:
        return Sex(SEX_WORDS[word.upper()])
    raise BadValueError(f"性别“{word[:20]}”看不懂。", hint="请填写“男”或“女”。", where=where)


def read_relation(text: str) -> str | None:
    """与户主关系 in its usual word (妻 → 配偶, 大儿子 → 长子); unusual ones stay as written."""
    word = squeeze(text).removeprefix("户主之")
    return None if is_nothing(word) else RELATION_WORDS.get(word, word)


def read_ethnicity(text: str, where: str = "民族") -> str | None:
    word = squeeze(text)
    if is_nothing(word):
        return None
    if word in OTHER_ETHNICITIES:
        return word
    full = word if word.endswith("族") else f"{word}族"
    if full in ETHNICITIES:
        return full
    raise BadValueError(
        f"没有“{word[:20]}”这个民族。", hint="请填写民族名称，如“汉族”“回族”。", where=where
    )


def read_political(text: str) -> str | None:
    """政治面貌 in its usual word; a democratic party's own name stays as written."""
    word = squeeze(text)
    return None if is_nothing(word) else POLITICAL_WORDS.get(word, word)


def read_id_kind(text: str, where: str = "证件类型") -> IdKind | None:
    word = squeeze(text)
    if is_nothing(word):
        return None
    if word in ID_KIND_WORDS:
        return IdKind(ID_KIND_WORDS[word])
    return IdKind.read(word, where)


def read_resident(text: str, heading: str = "", where: str = "") -> str | None:
    """``常住`` or ``外出``; what a bare 是 or √ means depends on the heading (是否外出)."""
    word = squeeze(text)
    if is_nothing(word):
        return None
    asks_away = any(sign in heading for sign in ("外出", "务工", "人户分离"))
    if word in YES or word in NO:
        return AWAY if (word in YES) == asks_away else RESIDENT
    if word in AWAY_WORDS or word.startswith("外出"):
        return AWAY
    if word in RESIDENT_WORDS or word.startswith("常住"):
        return RESIDENT
    raise BadValueError(
        f"“{word[:20]}”看不出是常住还是外出。", hint="请填写“常住”或“外出”。", where=where
    )


def read_special_groups(
    text: str, groups: Iterable[SpecialGroup] = DEFAULT_GROUPS, where: str = "重点人群"
) -> tuple[str, ...]:
    """R11: the codes of all groups named, in the list's order; () where none is.

    Raises BadValueError for a word that the policy's list does not have.
    """
    known = tuple(groups)
    words = _group_words(known)
    found: set[str] = set()
    for part in re.split(r"[、,，;；/|+和及\n]", normalise_text(text)):
        word = squeeze(part)
        if is_nothing(word) or word in NO_GROUP_WORDS:
            continue
        code = words.get(word) or words.get(word.removesuffix("户").removesuffix("人员"))
        if not code:
            labels = "、".join(group.label for group in known)
            raise BadValueError(
                f"重点人群里没有“{word[:20]}”。",
                hint=f"可以填写：{labels}；多个用“、”隔开，不属于任何一类的留空。",
                where=where,
            )
        found.add(code)
    return tuple(group.code for group in known if group.code in found)


@lru_cache(maxsize=8)
def _group_words(groups: tuple[SpecialGroup, ...]) -> dict[str, str]:
    return {
        squeeze(word): group.code
        for group in groups
        for word in (group.code, group.label, *group.aliases)
    }
