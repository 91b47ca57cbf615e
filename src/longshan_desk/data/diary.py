"""Writing an entry of the diary inside an open change, and which version of it counts (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, and_, literal_column, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from longshan_desk.data.ids import new_id
from longshan_desk.data.log.clock import utc_now
from longshan_desk.data.records import policy_versions, require, user_name, writer_role
from longshan_desk.data.special_groups import CHUNK
from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household
from longshan_desk.data.tables.visits import Visit, VisitFollowUp, VisitLink
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import OfficeRole
from longshan_desk.domain.policy import Policy, policy_on
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_topics import VisitTopic
from longshan_desk.errors import BadValueError, NotFoundError, NotOwnerError

_LISTS = ("visitors", "met", "topics")
_ROW = literal_column("visit.rowid", Integer)


# -- which version counts -----------------------------------------------------------------------


def known_on(day: date) -> ColumnElement[bool]:
    """The condition on ``Visit`` of a version that was there on ``day``, whenever entered.

    SQLite looks up no index by ``+on``: almost every entry is older than today, and the index on
    the days would keep the database from those that find few.
    """
    own_day = UnaryExpression(Visit.on.expression, operator=custom_op("+"), type_=Visit.on.type)
    return and_(
        is_shown(Visit),
        own_day <= day,
        or_(Visit.corrected_on.is_(None), Visit.corrected_on <= day),
    )


def counts_on(day: date) -> ColumnElement[bool]:
    """The condition on ``Visit`` of being what its entry says on ``day``: the version written
    last of those that were there. Few entries have more than one, so only those are compared."""
    corrected, later = aliased(Visit), aliased(Visit)
    version = aliased(Visit, name="version")
    # By SQLite's own row numbers, which it compares in a third of the time that our ids take.
    # “Not empty” would be looked for row by row; SQLite uses an index for a range alone.
    several = (
        select(literal_column("version.rowid", Integer))
        .select_from(corrected)
        .join(version, version.entry_id == corrected.entry_id)
        .where(corrected.corrected_on >= date.min)
    )
    newer = select(later.id).where(
        later.entry_id == Visit.entry_id,
        later.is_deleted.is_(False),
        or_(later.corrected_on.is_(None), later.corrected_on <= day),
        or_(later.stamp > Visit.stamp, and_(later.stamp == Visit.stamp, later.id > Visit.id)),
    )
    return and_(known_on(day), or_(_ROW.not_in(several), ~newer.exists()))


def versions_of(session: Session, entry_id: str) -> list[Visit]:
    """All versions of an entry, the oldest first."""
    rows = select(Visit).where(Visit.entry_id == entry_id, Visit.is_deleted.is_(False))
    return list(session.execute(rows.order_by(Visit.stamp, Visit.id)).scalars())


def entry_of(session: Session, entry_id: str) -> Visit:
    """The version of an entry that counts now; refuses one that is not there."""
    versions = versions_of(session, entry_id)
    if not versions:
        raise NotFoundError(
            "找不到这条走访记录。", hint="它可能已被删除，请刷新后再试。", where=entry_id
        )
    return versions[-1]


def follow_ups_of(session: Session, entry_id: str) -> list[VisitFollowUp]:
    """The 批阅 and what became of the promise, the oldest first."""
    rows = select(VisitFollowUp).where(
        VisitFollowUp.entry_id == entry_id, VisitFollowUp.is_deleted.is_(False)
    )
    ordered = rows.order_by(VisitFollowUp.on, VisitFollowUp.stamp, VisitFollowUp.id)
    return list(session.execute(ordered).scalars())


def links_of(session: Session, entry_id: str) -> list[VisitLink]:
    rows = select(VisitLink).where(VisitLink.entry_id == entry_id, VisitLink.is_deleted.is_(False))
    return list(session.execute(rows.order_by(VisitLink.id)).scalars())


# -- facts and rows -----------------------------------------------------------------------------


def facts_of_entry(row: Visit | Row[Any]) -> VisitFacts:
    """What a version says, as a form's facts."""
    values = {each.name: getattr(row, each.name) for each in fields(VisitFacts)}
    return VisitFacts(**{**values, **{name: tuple(values[name] or ()) for name in _LISTS}})


def known_topics(policy: Policy, kept: tuple[str, ...] = ()) -> list[VisitTopic]:
    """What can be chosen (R8, R10), and codes already on record that the policy has dropped."""
    found = {topic.code: topic for topic in (*policy.cadre_visit_topics,
                                             *policy.leader_visit_topics)}  # fmt: skip
    return [*found.values(), *(VisitTopic(code, code) for code in kept if code not in found)]


class Pen:
    """Writes entries inside one open change; what every entry asks of the desk is asked once."""

    def __init__(self, session: Session, store: Store) -> None:
        self._session, self._store = session, store
        self._policies = policy_versions(session)
        self._owner = writer_role(session, store)
        self._by = user_name(session, store.user_id)
        self._known: dict[str, Household] = {}

    def know(self, household_ids: Sequence[str]) -> None:
        """Read many households at once, where entries would ask for them one by one."""
        for start in range(0, len(household_ids), CHUNK):
            part = Household.id.in_(household_ids[start : start + CHUNK])
            rows = self._session.execute(
                select(Household).where(part, Household.is_deleted.is_(False))
            )
            self._known.update({row.id: row for row in rows.scalars()})

    def checked(self, facts: VisitFacts, kept: tuple[str, ...] = ()) -> VisitFacts:
        """The facts in the form that is kept, of a household that was one on the day (R29, R46);
        ``kept`` are topics already on record."""
        policy = policy_on(self._policies, facts.on)
        facts = facts.checked(self._store.today(), known_topics(policy, kept))
        household = self._known.get(facts.household_id) or require(
            self._session, Household, facts.household_id, "农户"
        )
        gone = household.moved_out_on
        if gone is not None and gone <= facts.on:
            raise BadValueError(
                f"{household.head_name}户在 {chinese_date(gone)} 已经不是本村的户。",
                hint="请核对走访日期，或选择现在的户。",
                where="走访日期",
            )
        return facts

    def entry(self, facts: VisitFacts) -> Visit:
        """The first version of an entry, not yet added."""
        row = self._version(self.checked(facts))
        row.entry_id, row.owner = row.id, self._owner
        row.entered_on = self._store.today()
        return row

    def correct(self, old: Visit, facts: VisitFacts, reason: str) -> None:
        """Add a version that takes the place of ``old``, which stays readable; nothing where it
        would say the same. Raises ``not_owner`` for an entry of the other place (R49)."""
        if old.owner is not self._owner:
            whose = "镇上" if old.owner is OfficeRole.TOWNSHIP else "村里"
            raise NotOwnerError(
                f"这条走访记录是{whose}登记的，这里不能更正。",
                hint=f"请与{whose}联系，由登记的一方更正。",
            )
        before = facts_of_entry(old)
        facts = self.checked(facts, before.topics)
        if facts == before:
            return
        row = self._version(facts)
        row.entry_id, row.owner, row.entered_on = old.entry_id, old.owner, old.entered_on
        row.merged_into = old.merged_into
        row.corrected_on, row.reason = self._store.today(), reason
        self._session.add(row)

    def _version(self, facts: VisitFacts) -> Visit:
        values: dict[str, Any] = {
            each.name: getattr(facts, each.name) for each in fields(VisitFacts)
        }
        values.update({name: list(values[name]) for name in _LISTS})
        return Visit(id=new_id(), **values, by=self._by, at=utc_now(), stamp=self._store.stamp)
