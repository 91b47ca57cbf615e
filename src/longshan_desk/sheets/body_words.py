"""Bodies and standings as rolls write them: 预备党员, 居民代表, 联户长, 监委会成员 (R14)."""

from __future__ import annotations

from typing import NamedTuple

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import AbsenceReason
from longshan_desk.domain.labels import OfficeKind
from longshan_desk.domain.text import is_nothing, squeeze
from longshan_desk.errors import BadValueError


class Place(NamedTuple):
    """The body, and for a party member whether probationary; None where nothing is said of it."""

    body: Body
    is_probationary: bool | None = None


_WORDS = {
    Body.PARTY_MEMBERS: "党员 中共党员 党员名单 党员名册 党员花名册 支部党员大会 支部党员",
    Body.PARTY_COUNCIL: "党员议事会成员 议事会 议事会成员 党员代表 党员代表议事会",
    Body.REPRESENTATIVES: "村民代表 居民代表 代表 村民代表名单 村民代表名册 代表会议 居民代表会议",
    Body.JOINT_HOUSEHOLDS: "联户代表 联户长 联户 联户代表名单",
    Body.OVERSIGHT_COMMITTEE: "监委会 村监委 监委会成员 村监委会 村监委成员 村务监督委员会成员 "
    "监督委员会 居务监督委员会 监委会主任 监委会委员",
    Body.COLLECTIVE_MEMBERS: "集体经济组织成员 成员大会 集体成员 合作社成员 经济合作社成员 社员 "
    "股东 集体经济组织 成员",
    Body.BRANCH_COMMITTEE: "支委 支委会 支部委员会 支部委员 村党支部委员会",
    Body.TWO_COMMITTEES: "两委 村两委 两委成员 “两委” 村“两委” 两委会议 村委会",
    Body.VILLAGERS: "村民 村民大会 居民会议",
    Body.HOUSEHOLDS: "户代表 户代表名单 户主会议",
}
_FULL = frozenset({"正式", "正式党员", "中共正式党员", "中共党员", "党员", "否", "不是"})
_PROBATIONARY = frozenset({"预备", "预备党员", "中共预备党员", "预备期", "是"})
_KNOWN = {
    word: body
    for body, words in _WORDS.items()
    for word in (
        body.value,
        body.label,
        body.label_for(OfficeKind.COMMUNITY),
        *words.split(),
    )
}
# In a title; the longer and surer signs first.
_SIGNS = (
    ("党员议事会", Body.PARTY_COUNCIL),
    ("议事会", Body.PARTY_COUNCIL),
    ("联户", Body.JOINT_HOUSEHOLDS),
    ("集体经济", Body.COLLECTIVE_MEMBERS),
    ("合作社", Body.COLLECTIVE_MEMBERS),
    ("监督委员会", Body.OVERSIGHT_COMMITTEE),
    ("监委", Body.OVERSIGHT_COMMITTEE),
    ("村民代表", Body.REPRESENTATIVES),
    ("居民代表", Body.REPRESENTATIVES),
    ("党员", Body.PARTY_MEMBERS),
)
_ABILITY = {"完全": False, "有": False, "正常": False, "限制": True, "无": True, "没有": True}


def read_place(text: str, where: str = "名单") -> Place | None:
    """R14: which roll a cell names; raises BadValueError for a word that is none."""
    word = squeeze(text)
    if is_nothing(word):
        return None
    if word in _PROBATIONARY - {"是"}:
        return Place(Body.PARTY_MEMBERS, True)
    if word in _KNOWN:
        return Place(_KNOWN[word])
    if word in _FULL - {"否", "不是"}:
        return Place(Body.PARTY_MEMBERS, False)
    known = "、".join(body.label for body in Body if body.is_listed)
    raise BadValueError(
        f"看不出“{word[:20]}”是哪一份名单。",
        hint=f"可以填写：{known}；党员也可以写“正式党员”“预备党员”。",
        where=where,
    )


def body_of_title(text: str) -> Body | None:
    """The roll that a title, a sheet or a file is named after; None where none or several are."""
    rest, found = squeeze(text), []
    for sign, body in _SIGNS:
        if sign in rest:
            found.append(body)
            rest = rest.replace(sign, "")
    return found[0] if len(set(found)) == 1 else None


def read_standing(text: str, heading: str = "", where: str = "党员类别") -> bool | None:
    """Whether probationary; a bare 是 answers the heading 是否预备党员."""
    word = squeeze(text)
    if is_nothing(word):
        return None
    if word in _PROBATIONARY and (word != "是" or "预备" in heading):
        return True
    if word in _FULL and (word not in ("否", "不是") or "预备" in heading):
        return False
    raise BadValueError(
        f"党员类别“{word[:20]}”看不懂。", hint="请填写“正式党员”或“预备党员”。", where=where
    )


def read_capacity(text: str, where: str = "民事行为能力") -> bool | None:
    """Whether it is lacking."""
    word = squeeze(text)
    if is_nothing(word) and word != "无":
        return None
    for sign, lacks in _ABILITY.items():
        if word.startswith(sign):
            return lacks
    raise BadValueError(
        f"民事行为能力“{word[:20]}”看不懂。", hint="请填写“完全”“限制”或“无”。", where=where
    )


_REASON_SIGNS = (
    ("留党", AbsenceReason.PARTY_PROBATION),
    ("服刑", AbsenceReason.SERVING_SENTENCE),
    ("出国", AbsenceReason.ABROAD),
    ("精神", AbsenceReason.UNABLE),
    ("不能表达", AbsenceReason.UNABLE),
    ("卧床", AbsenceReason.BEDRIDDEN),
    ("卧病", AbsenceReason.BEDRIDDEN),
    ("自理", AbsenceReason.BEDRIDDEN),
    ("长期生病", AbsenceReason.BEDRIDDEN),
    ("外出", AbsenceReason.AWAY),
    ("务工", AbsenceReason.AWAY),
    ("调动", AbsenceReason.AWAY),
    ("学习", AbsenceReason.AWAY),
)


def read_reason(text: str, where: str = "原因") -> AbsenceReason | None:
    """R14: why a member does not count; raises BadValueError outside the list."""
    word = squeeze(text)
    if is_nothing(word):
        return None
    for reason in AbsenceReason:
        if word in (reason.value, squeeze(reason.label), reason.in_short):
            return reason
    for sign, reason in _REASON_SIGNS:
        if sign in word:
            return reason
    known = "；".join(reason.label for reason in AbsenceReason)
    raise BadValueError(
        f"“{word[:20]}”不在可以不计入应到的情形里。",
        hint=f"规定情形以外的仍计入应到。可以填写：{known}。",
        where=where,
    )
