"""脱敏: the one gate for whatever is posted or leaves the office (“Personal data”).

Names become 张某某 with the group, numbers are masked, children under 14 are never named, and a
paper that tells of somebody never tells of special groups. The gate says in words what it masked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from longshan_desk.domain.group_words import group_label
from longshan_desk.domain.id_numbers import mask_id_number
from longshan_desk.domain.labels import Labelled
from longshan_desk.domain.people import age_on
from longshan_desk.domain.phones import mask_phone
from longshan_desk.domain.special_groups import DEFAULT_GROUPS, SpecialGroup

SOMEBODY = "某群众"
"""What a raiser is called who asked not to be named (R54), everywhere."""

CHILD = "某儿童"
NAMED_FROM_AGE = 14
_HIDDEN = "（情况略）"

_COMPOUND = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 司徒 夏侯 长孙 宇文 端木 百里 南宫".split()
)
# The last two or four characters are a disability card's.
_ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?:[0-9]{2}(?:B[0-9])?)?(?![0-9A-Za-z])"
)
_PHONE = re.compile(
    r"(?<![0-9])(?:1[3-9][0-9]([ -]?)[0-9]{4}\1[0-9]{4}|0[0-9]{2,3}[- ]?[2-9][0-9]{6,7})(?![0-9])"
)
_CARD = re.compile(r"(?<![0-9])(?:[0-9]{15,}|[0-9]{4}(?: [0-9]{4}){3}(?: [0-9]{1,3})?)(?![0-9])")
_DOTS = str.maketrans(dict.fromkeys("•‧・．", "·"))


class Names(Labelled):
    """How a paper names villagers."""

    MASKED = "masked", "姓名脱敏"
    FULL = "full", "写全名"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose name may stand in a paper."""

    name: str
    group_no: int | None = None
    born_on: date | None = None


def phones_in(text: str) -> list[str]:
    """The telephone numbers that the gate would mask."""
    return [found[0] for found in _PHONE.finditer(text)]


def masked_name(name: str) -> str:
    """张某某, 欧阳某某; of a name with “·” the first character stays."""
    if name == SOMEBODY or not name:
        return name
    surname = name[:2] if name[:2] in _COMPOUND else name[:1]
    return f"{surname}某某"


@dataclass(frozen=True, slots=True)
class _Found:
    """What a text has to hide: its names, and whether it tells of somebody at all."""

    names: re.Pattern[str] | None
    tells_of_somebody: bool


@dataclass
class Gate:
    """One paper's way out. ``public`` are names of office holders, which a paper may print."""

    names: Names
    on: date
    people: tuple[Known, ...] = ()
    public: frozenset[str] = frozenset()
    public_phones: frozenset[str] = frozenset()
    groups: tuple[SpecialGroup, ...] = DEFAULT_GROUPS
    masked: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._by_name: dict[str, Known] = {}
        for one in self.people:
            if len(one.name) < 2 or one.name in self.public or one.name == SOMEBODY:
                continue
            # Of two with one name the child decides: it must not be named.
            if squeezed(one.name) not in self._by_name or self._is_child(one):
                self._by_name[squeezed(one.name)] = one
        labels = {word for group in self.groups for word in (group.label, *group.aliases)}
        special = any_of(labels)
        # “失能独居老人” is one thing that is left out, not two.
        self._special = re.compile(f"(?:{special.pattern})+") if special else None
        self._whole: _Found | None = None

    def narrow(self, whole: str) -> None:
        """Pass a paper as one: who is named anywhere in it has no special group told anywhere in
        it, be it in the next cell or paragraph."""
        self._whole = self._look_through(whole)

    def _look_through(self, whole: str) -> _Found:
        plain = squeezed(whole)
        names = any_of(name for name in self._by_name if name in plain)
        return _Found(names, names is not None or SOMEBODY in whole)

    def text(self, said: str) -> str:
        """A piece of a paper as the public may read it."""
        said = self._numbers(said)
        found = self._whole or self._look_through(said)

        def instead(name: re.Match[str]) -> str:
            before = said[max(0, name.start() - 8) : name.start()]
            return self._name(self._by_name[squeezed(name[0])], before)

        passed = found.names.sub(instead, said) if found.names else said
        if found.tells_of_somebody and self._special is not None:
            passed, count = self._special.subn(_HIDDEN, passed)
            self._count("重点人群情况", count)
        return passed

    def _name(self, one: Known, before: str) -> str:
        if self._is_child(one):
            self._count("未满14周岁儿童姓名")
            return CHILD
        if self.names is Names.FULL:
            return one.name
        self._count("姓名")
        group = group_label(one.group_no) if one.group_no else ""
        says_group = not group or group in before
        return masked_name(one.name) if says_group else f"{masked_name(one.name)}（{group}）"

    def _is_child(self, one: Known) -> bool:
        return one.born_on is not None and age_on(one.born_on, self.on) < NAMED_FROM_AGE

    def _numbers(self, said: str) -> str:
        said = _ID_NUMBER.sub(
            lambda found: self._number("身份证号", mask_id_number(found[0])), said
        )
        said = _CARD.sub(
            lambda found: self._number("卡号", mask_id_number(squeezed(found[0]))), said
        )
        return _PHONE.sub(self._phone, said)

    def _phone(self, found: re.Match[str]) -> str:
        if found[0] in self.public_phones:
            return found[0]
        is_mobile = found[0].startswith("1")
        plain = re.sub(r"[ -]", "", found[0]) if is_mobile else found[0]
        return self._number("电话号码", mask_phone(plain))

    def _number(self, what: str, masked: str) -> str:
        self._count(what)
        return masked

    def _count(self, what: str, count: int = 1) -> None:
        if count:
            self.masked[what] += count

    @property
    def told(self) -> tuple[str, ...]:
        """What was masked, in words: “姓名 3 处”."""
        return tuple(f"{what} {count} 处" for what, count in self.masked.items())


def squeezed(said: str) -> str:
    """Without the spaces that line names up (“马　伟”), and with one kind of dot (R34)."""
    return re.sub(r"[ \u3000\u00a0]", "", said).translate(_DOTS)


def any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Any of these words, the longest first, however their characters are spaced."""
    longest_first = sorted({squeezed(word) for word in words if word}, key=len, reverse=True)
    spaced = (r"[ \u3000\u00a0]?".join(map(_either_dot, word)) for word in longest_first)
    return re.compile("|".join(spaced)) if longest_first else None


def _either_dot(char: str) -> str:
    return "[·•‧・．]" if char == "·" else re.escape(char)


def unnamed(said: str, names: Iterable[str]) -> str:
    """R54: the words of somebody who asked not to be named, with 某群众 for the name."""
    found = any_of(name for name in names if len(name) > 1)
    return found.sub(SOMEBODY, said) if found else said
