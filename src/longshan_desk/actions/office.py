"""The desk's own office: founding it, its particulars, and its fixed hearing day (R2)."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import select

from longshan_desk.data import records
from longshan_desk.data.forms import fill
from longshan_desk.data.store import Store
from longshan_desk.data.tables.office import HearingDayRule, Office, User
from longshan_desk.domain.calendar import SENSIBLE_YEARS, HearingDay, chinese_date
from longshan_desk.domain.entry import required_text
from longshan_desk.domain.labels import OfficeKind, OfficeRole
from longshan_desk.domain.names import read_name
from longshan_desk.domain.office_facts import OfficeFacts
from longshan_desk.errors import AppError, BadValueError


def create_village_office(
    store: Store,
    *,
    code: str,
    name: str,
    user: str,
    kind: OfficeKind = OfficeKind.VILLAGE,
    hearing_day: str | None = None,
    township: str | None = None,
    county: str | None = None,
) -> str:
    """Found a village's desk with its first user, who works at it from now on."""
    facts = OfficeFacts(name=name, kind=kind, township=township, county=county).checked()
    number = _check_code(code)
    fixed = HearingDay.parse(hearing_day) if hearing_day else None
    first = User(name=read_name(user, where="使用人"))
    with store.change("建立岗位", undoable=False) as session:
        if session.execute(select(Office.id).where(Office.is_deleted.is_(False))).first():
            raise AppError(
                "这里已经建立了岗位。", hint="要改名称等，请到“设置”。", code="desk_exists"
            )
        office = Office(role=OfficeRole.VILLAGE, code=number, name=facts.name)
        fill(office, facts)
        session.add_all((office, first))
        if fixed:
            session.add(HearingDayRule(from_on=store.today(), recurrence=fixed.text))
    store.switch_user(first.id)
    return office.id


def edit_office(store: Store, facts: OfficeFacts, *, expected: OfficeFacts | None = None) -> None:
    with store.change("修改村的资料") as session:
        fill(records.office(session), facts.checked(), expected)


def set_hearing_day(store: Store, recurrence: str, *, from_on: date) -> str:
    """R2: the fixed day from a date on; what held before keeps its dates."""
    fixed = HearingDay.parse(recurrence)
    if from_on.year not in SENSIBLE_YEARS:
        raise BadValueError(
            f"{chinese_date(from_on)}的年份不对。", hint="请核对年份。", where="起始日期"
        )
    with store.change("设定固定说事日") as session:
        rule = session.scalar(
            select(HearingDayRule).where(
                HearingDayRule.from_on == from_on, HearingDayRule.is_deleted.is_(False)
            )
        )
        if rule is None:
            rule = HearingDayRule(from_on=from_on, recurrence=fixed.text)
            session.add(rule)
        rule.recurrence = fixed.text
        return rule.id


def remove_hearing_day(store: Store, rule_id: str) -> None:
    """Take back a fixed day that was set by mistake; the last one stays."""
    with store.change("删除固定说事日") as session:
        rule = records.require(session, HearingDayRule, rule_id, "固定说事日")
        others = select(HearingDayRule.id).where(
            HearingDayRule.is_deleted.is_(False), HearingDayRule.id != rule_id
        )
        if session.execute(others).first() is None:
            raise BadValueError("只有这一个固定说事日，不能删除。", hint="请先设定新的固定说事日。")
        rule.is_deleted = True


def _check_code(code: str) -> str:
    said = required_text(code, "村的编号", 12)
    if not re.fullmatch(r"[0-9A-Za-z]+", said):
        raise BadValueError(
            f"村的编号“{said}”不能用。", hint="编号只用数字和字母，例如 07。", where="村的编号"
        )
    return said
