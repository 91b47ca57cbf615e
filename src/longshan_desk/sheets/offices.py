"""Offices as rosters write them: 支书, 村主任, 文书, 监委会主任, 书记主任一肩挑 (R1)."""

from __future__ import annotations

import re
from typing import NamedTuple

from longshan_desk.domain.labels import Role
from longshan_desk.domain.text import is_nothing, normalise_text, squeeze
from longshan_desk.errors import BadValueError

_ACTING = "主持工作"
_TITLE_LIMIT = 30


class Office(NamedTuple):
    """A role, with the title where the role's label is not what the person is called."""

    role: Role
    title: str | None = None
    is_acting_secretary: bool = False

    @property
    def words(self) -> str:
        """What ``read_offices`` reads back."""
        marks = "，".join(filter(None, (self.title, _ACTING if self.is_acting_secretary else "")))
        return f"{self.role.label}（{marks}）" if marks else self.role.label


# What a role is called without its being a title, then signs by which longer words are known.
_PLAIN = {
    Role.BRANCH_SECRETARY: "书记 支书 村支书 支部书记 党支部书记 村支部书记 党总支书记 村书记",
    Role.BRANCH_DEPUTY: "副书记 副支书 支部副书记 党支部副书记 村支部副书记",
    Role.PARTY_BRANCH_COMMITTEE: "支委 支部委员 党支部委员 村支部委员 支委委员 支委成员",
    Role.VILLAGE_DIRECTOR: "主任 村主任 村委主任 村民委员会主任 居委会主任 居民委员会主任",
    Role.VILLAGERS_COMMITTEE: "村委委员 村委 村委会成员 村民委员会委员 居委会委员 居民委员会委员",
    Role.OVERSIGHT_COMMITTEE: "监委会成员 监委会委员 监委委员 村监委 村监委会成员 村监委委员 "
    "监委会 村务监督委员会委员 监督委员会成员",
    Role.CLERK: "文书",
    Role.GROUP_LEADER: "组长 小组长 村民小组组长 社长",
    Role.DELEGATE: "“两代表一委员” 两代表一委员",
    Role.PARTY_HUB_HOUSEHOLD: "中心户",
    Role.MASS_REPRESENTATIVE: "群众代表",
    Role.VILLAGER_REPRESENTATIVE: "居民代表",
    Role.LIAISON_LEADER: "包村 包片领导 联村领导 包联领导 包抓领导",
    Role.SUPPORT_TEAM_MEMBER: "驻村工作队 工作队 驻村工作队队员 驻村工作队员 工作队队员 工作队员 "
    "驻村帮扶工作队 驻村帮扶工作队员 驻村队员 帮扶队员 帮扶工作队队员",
    Role.RESIDENT_CADRE: "包村干部 驻村镇干部",
    Role.TOWNSHIP_LEADER: "镇领导 镇领导班子 班子成员 镇班子成员 镇党政领导 乡镇领导",
}
_SIGNS: tuple[tuple[str, Role], ...] = (
    (r"第一书记|工作队|帮扶队", Role.SUPPORT_TEAM_MEMBER),
    (r"包村领导|包片领导|联村领导", Role.LIAISON_LEADER),
    (r"包村干部|驻村干部", Role.RESIDENT_CADRE),
    (r"^镇|^乡镇|镇长|党委|人大主席", Role.TOWNSHIP_LEADER),
    (r"监委|监督委员会|监会", Role.OVERSIGHT_COMMITTEE),
    (r"(支部|总支|村)?(副书记|副支书)", Role.BRANCH_DEPUTY),
    (r"(支部|总支|村)书记|支书", Role.BRANCH_SECRETARY),
    (r"(组织|宣传|纪检|统战)委员|支部.*委员|支委", Role.PARTY_BRANCH_COMMITTEE),
    (r"(村委|居委|村民委员会|居民委员会|村)(会)?副主任", Role.VILLAGERS_COMMITTEE),
    (r"(村委|居委|村民委员会|居民委员会)(会)?主任", Role.VILLAGE_DIRECTOR),
    (r"(村委|居委|村民委员会|居民委员会)(会)?.*委员", Role.VILLAGERS_COMMITTEE),
    (r"文书", Role.CLERK),
    (r"[组社]长", Role.GROUP_LEADER),
    (r"党代表|人大代表|政协委员", Role.DELEGATE),
    (r"中心户", Role.PARTY_HUB_HOUSEHOLD),
    (r"(村民|居民)代表", Role.VILLAGER_REPRESENTATIVE),
    (r"群众代表", Role.MASS_REPRESENTATIVE),
)
_WORDS = {
    word: role
    for role, words in _PLAIN.items()
    for word in (role.label, role.value, *words.split())
}
_BOTH = re.compile(r"(村|党|支部)*(支?书记?)(兼|、)?(村|委|会|民|员)*主任(一肩挑|一人兼)?")


def read_offices(text: str, where: str = "职务") -> tuple[Office, ...]:
    """R1: all offices named in a cell, in their order; () for none.

    Raises BadValueError for a word that is no office of the program's list.
    """
    if is_nothing(normalise_text(text)):
        return ()
    found: list[Office] = []
    for part in _parts(text):
        office = _office(part)
        if office is None:
            labels = "、".join(role.label for role in Role)
            raise BadValueError(
                f"职务“{part[:20]}”看不出是哪一种。",
                hint=f"可以填写：{labels}；多个用“、”隔开，具体名称写在后面的括号里。",
                where=where,
            )
        if office not in found:
            found.append(office)
    return tuple(found)


def _parts(text: str) -> list[str]:
    """Cut at separators outside brackets; one who is both is two."""
    plain = squeeze(text).translate(str.maketrans("()", "（）"))
    if _BOTH.fullmatch(plain):
        return [Role.BRANCH_SECRETARY.label, Role.VILLAGE_DIRECTOR.label]
    parts = re.split(r"[、,，;；/+＋兼及和](?![^（）]*）)", plain.replace("一肩挑", ""))
    return [part for part in parts if part and not is_nothing(part)]


def _office(part: str) -> Office | None:
    bare, _, marks = part.partition("（")
    said = [mark for mark in re.split(r"[，,、）（]", marks) if mark]
    is_acting = _ACTING in said or bare.endswith(_ACTING)
    titles = [mark for mark in said if mark != _ACTING]
    bare = bare.removesuffix(_ACTING)
    title = "".join(titles)[:_TITLE_LIMIT] or None
    if bare in _WORDS:
        return Office(_WORDS[bare], title, is_acting)
    for role in Role:
        if bare.endswith(role.label):
            return Office(role, title, is_acting)
    for sign, role in _SIGNS:
        if re.search(sign, bare):
            return Office(role, title or bare[:_TITLE_LIMIT], is_acting)
    return None
