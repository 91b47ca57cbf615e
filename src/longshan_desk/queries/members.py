"""The party's members of the village, by the register of households (R36)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from longshan_desk.data.standing import is_shown
from longshan_desk.data.store import Store
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.person_words import PARTY_MEMBERS


def party_members(store: Store, on: date) -> tuple[str, ...]:
    """Names of full and probationary members who belonged to the village on a day, by group."""
    statement = (
        select(Person.name)
        .join(Household, Household.id == Person.household_id)
        .where(
            is_shown(Person),
            is_shown(Household),
            Person.political.in_(PARTY_MEMBERS),
            *(
                or_(gone.is_(None), gone > on)
                for gone in (Person.died_on, Person.left_on, Household.moved_out_on)
            ),
        )
        .order_by(Household.group_no, Person.name_key, Person.id)
    )
    with store.read() as session:
        return tuple(dict.fromkeys(session.execute(statement).scalars()))
