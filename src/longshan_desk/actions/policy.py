"""Saving the policy, the figures of the rules, from a date on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from longshan_desk.data.records import policy_versions, require
from longshan_desk.data.store import Store
from longshan_desk.data.tables.office import PolicyVersionRow
from longshan_desk.domain.calendar import SENSIBLE_YEARS, chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.policy import Policy, policy_on
from longshan_desk.errors import BadValueError, ChangedSinceError

_EARLIEST = date(SENSIBLE_YEARS.start, 1, 1)


def save_policy(
    store: Store,
    policy: Policy,
    *,
    from_on: date,
    note: str | None = None,
    expected: Policy | None = None,
    keep_before: bool = False,
) -> str:
    """Save a version valid from ``from_on``; one that already begins that day is replaced.

    ``expected`` is the policy in force on that day as the form was opened with. The first version
    of all reaches back before its day, unless ``keep_before`` keeps what held until now for the
    days before it.
    """
    if from_on.year not in SENSIBLE_YEARS:
        raise BadValueError(
            f"{chinese_date(from_on)}的年份不对。", hint="请核对年份。", where="起始日期"
        )
    with store.change("修改规则参数") as session:
        if expected is not None and policy_on(policy_versions(session), from_on) != expected:
            raise ChangedSinceError(
                "打开表单以后，规则参数已被修改，这次没有保存。",
                hint="请重新打开规则参数，对照现在的数字再改。",
            )
        begun = policy_versions(session)
        if keep_before and not any(one.from_on < from_on for one in begun):
            first = PolicyVersionRow(from_on=_EARLIEST, note="原来的数值")
            first.figures = policy_on(begun, from_on).to_data()
            session.add(first)
        row = session.scalar(
            select(PolicyVersionRow).where(
                PolicyVersionRow.from_on == from_on, PolicyVersionRow.is_deleted.is_(False)
            )
        )
        if row is None:
            row = PolicyVersionRow(from_on=from_on)
            session.add(row)
        row.figures, row.note = policy.to_data(), optional_text(note)
        return row.id


def remove_policy_version(store: Store, version_id: str) -> None:
    """Take back a version that was saved by mistake; the one before it holds again."""
    with store.change("删除规则参数版本") as session:
        require(session, PolicyVersionRow, version_id, "规则参数版本").is_deleted = True
