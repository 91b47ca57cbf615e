"""The figures of the rules are saved from a date on, and a deadline uses those of its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions import policy as actions
from longshan_desk.domain.policy import DEFAULT_POLICY
from longshan_desk.errors import BadValueError, ChangedSinceError
from longshan_desk.queries import policy as queries

FIVE_DAYS = replace(DEFAULT_POLICY, committees_days=5)
MAY = date(2022, 5, 1)


def test_without_a_version_the_notice_holds(desk: Desk) -> None:
    assert queries.current(desk.store) == DEFAULT_POLICY
    assert queries.versions(desk.store) == []


def test_a_version_holds_from_its_date(desk: Desk) -> None:
    with desk.taken_back():
        actions.save_policy(desk.store, DEFAULT_POLICY, from_on=date(2022, 4, 1))
    actions.save_policy(desk.store, FIVE_DAYS, from_on=MAY, note=" 镇上口头通知 ")
    assert queries.current(desk.store, date(2022, 4, 30)).committees_days == 3
    assert queries.current(desk.store, MAY).committees_days == 5
    assert [(row.from_on, row.note, row.is_current) for row in queries.versions(desk.store)] == [
        (date(2022, 4, 1), None, True),
        (MAY, "镇上口头通知", False),
    ]


def test_saving_the_same_date_again_replaces_the_version(desk: Desk) -> None:
    actions.save_policy(desk.store, FIVE_DAYS, from_on=MAY)
    with desk.taken_back():
        actions.save_policy(desk.store, replace(FIVE_DAYS, feedback_days=1), from_on=MAY)
    (version,) = queries.versions(desk.store)
    assert (version.policy.committees_days, version.policy.feedback_days) == (5, 1)


def test_a_version_saved_by_mistake_is_taken_away(desk: Desk) -> None:
    version = actions.save_policy(desk.store, FIVE_DAYS, from_on=MAY)
    with desk.taken_back():
        actions.remove_policy_version(desk.store, version)
    assert queries.current(desk.store, MAY) == DEFAULT_POLICY


def test_a_policy_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    opened = queries.current(desk.store, MAY)
    actions.save_policy(desk.store, FIVE_DAYS, from_on=MAY)
    with pytest.raises(ChangedSinceError):
        actions.save_policy(
            desk.store, replace(opened, feedback_days=1), from_on=MAY, expected=opened
        )


def test_a_date_out_of_all_sense_is_refused(desk: Desk) -> None:
    with pytest.raises(BadValueError):
        actions.save_policy(desk.store, FIVE_DAYS, from_on=date(222, 5, 1))


def test_every_figure_is_shown_with_its_words_and_whether_it_is_ours(desk: Desk) -> None:
    actions.save_policy(desk.store, FIVE_DAYS, from_on=date(2022, 4, 1))
    figures = {figure.field.key: figure for figure in queries.figures(desk.store)}
    assert figures["committees_days"].words == "5 日"
    assert not figures["committees_days"].is_default
    assert figures["feedback_days"].is_default
    assert figures["committees_days"].field.basis.clause == "实施方案三(三)"


def test_the_first_change_can_leave_the_days_before_it_as_they_were(desk: Desk) -> None:
    with desk.taken_back():
        actions.save_policy(desk.store, FIVE_DAYS, from_on=MAY, keep_before=True)
    assert queries.current(desk.store, date(2022, 4, 30)).committees_days == 3
    assert queries.current(desk.store, MAY).committees_days == 5
