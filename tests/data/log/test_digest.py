"""The figure by which two desks see whether equal logs gave equal records."""

from __future__ import annotations

import pytest

from data.log.world import Desk
from data.rows import tamper
from longshan_desk.data.log.digest import Taken, digest_at, digest_of, take_digests
from longshan_desk.data.log.vectors import version_vector

Pair = tuple[Desk, Desk]


def taken(desk: Desk) -> Taken:
    with desk.store.read() as session:
        return take_digests(session.connection(), [desk.part])


def said(desk: Desk, before: Taken) -> tuple[str, str]:
    """What a package would say with these digests, and what the records are."""
    with desk.store.read() as session:
        connection = session.connection()
        vector = version_vector(connection, desk.part)
        return digest_at(connection, desk.part, vector, before), digest_of(connection, desk.part)


def test_equal_records_have_one_digest_and_a_change_another(pair: Pair) -> None:
    one, other = pair
    one.add("马占山")
    other.take(one.pack(other))
    assert taken(one)[one.part][1] == taken(other)[one.part][1]
    before = taken(one)
    one.add("马文秀")
    assert taken(one)[one.part][1] != before[one.part][1]


@pytest.mark.failure("F73")
def test_a_digest_is_said_only_of_the_log_it_was_taken_of(pair: Pair) -> None:
    one = pair[0]
    rid = one.add("马占山")
    before = taken(one)
    assert said(one, before) == (before[one.part][1],) * 2
    one.put(rid, address="村东")
    stated, right = said(one, before)
    assert stated == right != before[one.part][1]


@pytest.mark.failure("F73")
def test_the_look_through_sees_what_a_hand_changed_and_the_digest_is_of_that(pair: Pair) -> None:
    """The sender's side of the alarm: the change is logged first, then the digest is taken."""
    from longshan_desk.data.handover import audit

    one, other = pair
    one.add("马占山")
    other.take(one.pack(other))
    tamper(one.paths.database, "UPDATE household SET head_name = '改'")
    assert audit(one.store)
    stated, right = said(one, taken(one))
    assert stated == right
    assert other.take(one.pack(other)).diverged == ()
    assert other.heads == ["改"]
