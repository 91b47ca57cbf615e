"""The phrases of a paper that an office may word its own way, and the placeholders in them.

A paper declares its phrases as a ``Wording``; facts carry what was worded otherwise, and the paper
takes every phrase through ``Wording.said``. Phrases hold placeholders by their Chinese names:
``{村名}``. In a title ``｜`` marks where a line may end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from longshan_desk.documents.model import Block, Field, Fields, Title, words
from longshan_desk.errors import BadValueError, NotFoundError

LONGEST = 1000
_TITLE = 100
_NAME = 30
_TOKEN = re.compile(r"\{([^{}\n]*)\}|[{}]")
_BREAK = re.compile(r"[|｜]")
_BRACES = str.maketrans("｛｝", "{}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Worded:
    """Facts whose paper may be worded the office's own way: ``{phrase's key: text}``.

    Left out of the fingerprint while it is empty, so that papers issued before there was such a
    thing keep theirs.
    """

    wording: Mapping[str, str] = field(
        default_factory=dict, kw_only=True, metadata={"left_out_if_empty": True}
    )


@dataclass(frozen=True, slots=True)
class Placeholder:
    name: str
    example: str
    """What stands on paper in its place."""

    @property
    def token(self) -> str:
        return f"{{{self.name}}}"


@dataclass(frozen=True, slots=True)
class Phrase:
    key: str
    place: str
    """Where it stands on the paper, in Chinese."""
    default: str
    one_line: bool = False
    may_be_empty: bool = True
    """Left empty, it is not printed."""
    note: str = ""
    longest: int = LONGEST
    """Characters of a line."""


class WordingError(BadValueError):
    """A phrase that cannot be taken; ``offset`` is the character where it goes wrong."""

    def __init__(self, phrase: Phrase, text: str, offset: int, what: str, hint: str) -> None:
        before = text[:offset]
        self.offset = offset
        self.line = before.count("\n") + 1
        self.column = offset - (before.rfind("\n") + 1) + 1
        row = f"第{self.line}行" if "\n" in text else ""
        message = f"“{phrase.place}”{row}第{self.column}个字：{what}。"
        super().__init__(message, hint=hint, where=phrase.key)


@dataclass(frozen=True)
class Wording:
    """What can be worded on one paper: its phrases, and what may stand in any of them."""

    phrases: tuple[Phrase, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()

    def phrase(self, key: str) -> Phrase:
        found = next((one for one in self.phrases if one.key == key), None)
        if found is None:
            known = "、".join(f"{one.key}（{one.place}）" for one in self.phrases)
            raise NotFoundError(f"没有“{key}”这一处用语。", hint=f"可以改：{known}。", where=key)
        return found

    def checked(self, key: str, text: str) -> str:
        """The phrase as it is kept; raises ``WordingError`` for unknown and broken placeholders,
        for one that is empty or too long, and for a second line where there is room for one."""
        phrase = self.phrase(key)
        plain = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BRACES)
        if trouble := self._trouble(phrase, plain):
            raise WordingError(phrase, plain, *trouble)
        lines = _INVISIBLE.sub("", plain).split("\n")
        return "\n".join(line.rstrip() for line in lines).strip("\n")

    def changed(self, stored: Mapping[str, str]) -> dict[str, str]:
        """Of what is stored that which is this paper's, says something else than the default, and
        can be read: a newer program may know more placeholders."""
        return {
            one.key: stored[one.key]
            for one in self.phrases
            if stored.get(one.key, one.default) != one.default
            and not self._trouble(one, stored[one.key])
        }

    def said(self, changed: Mapping[str, str], values: Mapping[str, str | Sequence[str]]) -> Saying:
        """The phrases filled with the paper's ``values`` for its placeholders; a value in parts
        may be broken between them in a title."""
        return Saying(self, changed, values)

    def _trouble(self, phrase: Phrase, text: str) -> tuple[int, str, str] | None:
        known = {one.name for one in self.placeholders}
        for found in _TOKEN.finditer(text):
            name = found[1]
            if name is None:
                what = "“{”没有配对的“}”" if found[0] == "{" else "“}”前面没有“{”"
                return found.start(), what, "花括号要成对，里面是名称，如 {村名}。"
            if name.strip() not in known:
                return found.start(), self._unknown(name), self._allowed()
        if phrase.one_line and "\n" in text.strip("\n"):
            return text.index("\n"), "这里只能写一行", "标题太长时，用“｜”标出可以换行的地方。"
        if len(text) > LONGEST:
            return LONGEST, f"太长，最多 {LONGEST} 个字", "请写短一些。"
        start = 0
        for line in text.split("\n"):
            if len(line.rstrip()) > phrase.longest:
                what = f"这一行太长，最多 {phrase.longest} 个字"
                return start + phrase.longest, what, "请写短一些。"
            start += len(line) + 1
        if not phrase.may_be_empty and not text.strip():
            return 0, "不能空着", "不想改的，请按“恢复默认”。"
        return None

    def _unknown(self, name: str) -> str:
        if not name.strip():
            return "花括号里没有名称"
        near = get_close_matches(name.strip(), [one.name for one in self.placeholders], 1, 0.6)
        meant = f"，是不是“{{{near[0]}}}”" if near else ""
        return f"不认识“{{{name}}}”{meant}"

    def _allowed(self) -> str:
        return f"可以用：{'、'.join(one.token for one in self.placeholders)}。"


class Saying:
    """One paper's phrases, filled."""

    def __init__(
        self,
        wording: Wording,
        changed: Mapping[str, str],
        values: Mapping[str, str | Sequence[str]],
    ) -> None:
        self._wording, self._changed, self._values = wording, changed, values

    def text(self, key: str) -> str:
        return _TOKEN.sub(lambda found: "".join(self._value(found[1])), self._template(key))

    def lines(self, key: str) -> tuple[str, ...]:
        """Line by line, without those that came out empty."""
        return tuple(line for line in self.text(key).split("\n") if line.strip())

    def paragraphs(self, key: str, *, indent: int = 2) -> list[Block]:
        return [words(line, indent=indent) for line in self.lines(key)]

    def to_sign(self, key: str = "signers", *, keep_next: bool = False) -> list[Block]:
        """Rules to sign on, two on a line."""
        names = self.lines(key)
        pairs = (names[at : at + 2] for at in range(0, len(names), 2))
        return [Fields(tuple(map(Field, pair)), keep_next) for pair in pairs]

    def title(self, key: str = "title", *, size: float | None = None) -> Title:
        return Title(tuple(self._parts(self._template(key))), size)

    def _parts(self, template: str) -> Iterator[str]:
        end = 0
        for found in _TOKEN.finditer(template):
            yield from filter(None, _BREAK.split(template[end : found.start()]))
            yield from filter(None, self._value(found[1]))
            end = found.end()
        yield from filter(None, _BREAK.split(template[end:]))

    def _template(self, key: str) -> str:
        return self._changed.get(key, self._wording.phrase(key).default)

    def _value(self, name: str) -> Sequence[str]:
        value = self._values[name.strip()]
        return (value,) if isinstance(value, str) else value


OFFICE = Wording(
    (
        Phrase("branch", "村党支部的落款", "中共{单位}支部委员会", one_line=True,
               may_be_empty=False, longest=_NAME),
        Phrase("committee", "村委会的落款", "{单位}{村民或居民}委员会", one_line=True,
               may_be_empty=False, longest=_NAME),
        Phrase("party_committee", "请示、报告报给谁", "中共{乡镇}委员会", one_line=True,
               may_be_empty=False, longest=_NAME),
        Phrase("supervision_phone", "监督电话", "{电话}", one_line=True, may_be_empty=False,
               note="{电话}是“本村”里填的电话。"),
    ),
    (
        Placeholder("单位", "龙山镇大湾村"),
        Placeholder("村名", "大湾村"),
        Placeholder("乡镇", "龙山镇"),
        Placeholder("村民或居民", "村民"),
        Placeholder("电话", "0938-7891234"),
    ),
)  # fmt: skip
"""How the office and its bodies are called on every paper, in one place."""

_OF_THE_OFFICE = (
    Placeholder("单位", "龙山镇大湾村"),
    Placeholder("村名", "大湾村"),
    Placeholder("乡镇", "龙山镇"),
    Placeholder("村党支部", "中共龙山镇大湾村支部委员会"),
    Placeholder("村委会", "龙山镇大湾村村民委员会"),
    Placeholder("镇党委", "中共龙山镇委员会"),
    Placeholder("电话", "0938-7891234"),
    Placeholder("监督电话", "0938-7891234"),
)


def paper_wording(*phrases: Phrase, own: Sequence[tuple[str, str]] = ()) -> Wording:
    """A paper's wording: ``own`` placeholders (name, example) beside the office's."""
    return Wording(phrases, (*(Placeholder(*one) for one in own), *_OF_THE_OFFICE))


def title_phrase(default: str, key: str = "title", place: str = "标题") -> Phrase:
    note = "标题长的，可以用“｜”标出换行的地方。"
    return Phrase(key, place, default, one_line=True, may_be_empty=False, note=note, longest=_TITLE)


def signature_phrase(default: str = "{村党支部}\n{村委会}") -> Phrase:
    return Phrase(
        "signature", "落款", default, may_be_empty=False, note="一行一个单位。", longest=_NAME
    )


def signers_phrase(default: str) -> Phrase:
    return Phrase(
        "signers", "签名栏", default, may_be_empty=False, note="一行一个人。", longest=_NAME
    )
