"""What a form says of a household, of a person and of a cadre, checked before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from longshan_desk.domain.calendar import SENSIBLE_YEARS, chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.id_numbers import read_id_number
from longshan_desk.domain.labels import IdKind, Sex
from longshan_desk.domain.people import (
    read_ethnicity,
    read_name,
    read_phone,
    read_political,
    read_relation,
    read_resident,
)
from longshan_desk.errors import BadValueError, InTheFutureError

GROUP_NUMBERS = range(1, 100)


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """A household's own fields; who its head is stands with its people."""

    LABELS: ClassVar[dict[str, str]] = {
        "group_no": "组别",
        "code": "户编号",
        "address": "住址",
        "note": "备注",
    }

    group_no: int
    code: str | None = None
    address: str | None = None
    note: str | None = None

    def checked(self) -> HouseholdFacts:
        """In the form that is kept; raises BadValueError."""
        check_group_no(self.group_no)
        return replace(
            self,
            code=optional_text(self.code),
            address=optional_text(self.address),
            note=optional_text(self.note),
        )


def check_group_no(number: int) -> None:
    """Raises BadValueError unless ``number`` is a 村民小组's, 1 to 99."""
    if number not in GROUP_NUMBERS:
        raise BadValueError(f"没有第 {number} 组。", hint="组别填 1 到 99 的数字。", where="组别")


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person's own fields (R11, R34)."""

    LABELS: ClassVar[dict[str, str]] = {
        "name": "姓名",
        "relation": "与户主关系",
        "id_kind": "证件类型",
        "id_number": "身份证号",
        "sex": "性别",
        "born_on": "出生日期",
        "phone": "电话",
        "ethnicity": "民族",
        "political": "政治面貌",
        "education": "文化程度",
        "health": "健康状况",
        "work_place": "务工地点",
        "resident": "是否常住",
        "note": "备注",
    }

    name: str
    relation: str | None = None
    id_kind: IdKind | None = None
    id_number: str | None = None
    sex: Sex | None = None
    born_on: date | None = None
    phone: str | None = None
    ethnicity: str | None = None
    political: str | None = None
    education: str | None = None
    health: str | None = None
    work_place: str | None = None
    resident: str | None = None
    note: str | None = None

    def checked(self, today: date) -> PersonFacts:
        """In the form that is kept, sex and birthday filled in from the card.

        Raises BadValueError for what cannot be taken or contradicts the card's number, and
        InTheFutureError for a birthday after ``today``.
        """
        card = read_id_number(self.id_number, kind=self.id_kind, today=today, where="身份证号")
        if self.born_on is not None:
            _check_birthday(self.born_on, today)
        return replace(
            self,
            name=read_name(self.name),
            relation=read_relation(self.relation or ""),
            id_kind=card.kind if card else None,
            id_number=card.number if card else None,
            sex=_agreed(self.sex, card and card.sex, "性别"),
            born_on=_agreed(self.born_on, card and card.born_on, "出生日期"),
            phone=read_phone(self.phone, where="电话"),
            ethnicity=read_ethnicity(self.ethnicity or ""),
            political=read_political(self.political or ""),
            education=optional_text(self.education),
            health=optional_text(self.health),
            work_place=optional_text(self.work_place),
            resident=read_resident(self.resident or "", where="是否常住"),
            note=optional_text(self.note),
        )


@dataclass(frozen=True, slots=True)
class CadreFacts:
    """A cadre's or hearing member's own fields (R1)."""

    LABELS: ClassVar[dict[str, str]] = {
        "name": "姓名",
        "sex": "性别",
        "phone": "电话",
        "person_id": "对应的村民",
        "note": "备注",
    }

    name: str
    sex: Sex | None = None
    phone: str | None = None
    person_id: str | None = None
    note: str | None = None

    def checked(self) -> CadreFacts:
        """In the form that is kept; raises BadValueError."""
        return replace(
            self,
            name=read_name(self.name),
            phone=read_phone(self.phone, where="电话"),
            person_id=self.person_id or None,
            note=optional_text(self.note),
        )


def _agreed(said: Any, on_card: Any, what: str) -> Any:
    """What was typed and what the card's number says must be the same."""
    if said is None or on_card is None or said == on_card:
        return said if on_card is None else on_card
    raise BadValueError(
        f"填写的{what}是{_words(said)}，身份证号里的是{_words(on_card)}。",
        hint="请对照证件，改正其中写错的一项。",
        where=what,
    )


def _words(value: Any) -> str:
    return chinese_date(value) if isinstance(value, date) else str(value.label)


def _check_birthday(born_on: date, today: date) -> None:
    if born_on > today:
        raise InTheFutureError(
            f"出生日期 {chinese_date(born_on)} 还没有到。",
            hint="请核对出生日期。",
            where="出生日期",
        )
    if born_on.year not in SENSIBLE_YEARS:
        raise BadValueError(
            f"出生日期 {chinese_date(born_on)} 的年份不对。",
            hint="请核对出生日期。",
            where="出生日期",
        )
