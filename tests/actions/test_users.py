"""R48: two clerks at one PC, and every act names its person."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from desk import Desk
from longshan_desk.actions import users
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries.office import UserRow
from longshan_desk.queries.office import users as list_users


def user(desk: Desk, name: str) -> UserRow:
    return next(row for row in list_users(desk.store, inactive=True) if row.name == name)


def names_in_log(desk: Desk) -> list[str]:
    with desk.store.read() as session:
        rows = session.execute(
            text('SELECT u.name FROM sync_txn t JOIN "user" u ON u.id = t.usr ORDER BY t.txn')
        )
        return list(rows.scalars())


def test_r48_a_second_person_is_added(desk: Desk) -> None:
    with desk.taken_back():
        users.add_user(desk.store, " 李 文书 ")
    assert [row.name for row in list_users(desk.store)] == ["李文书", "王会计"]


def test_r48_every_act_names_its_person(desk: Desk) -> None:
    other = users.add_user(desk.store, "李文书")
    assert users.switch_user(desk.store, other) == "李文书"
    desk.add_household("马占山")
    assert names_in_log(desk)[-2:] == ["王会计", "李文书"]


def test_r48_who_works_is_remembered_at_the_next_start(desk: Desk) -> None:
    other = users.add_user(desk.store, "李文书")
    users.switch_user(desk.store, other)
    with desk.store.read() as session:
        assert session.execute(text("SELECT v FROM sync_kv WHERE k = 'user'")).scalar() == other


def test_a_name_that_somebody_has_is_refused(desk: Desk) -> None:
    with pytest.raises(BadValueError, match="王会计"):
        users.add_user(desk.store, "王会计")


def test_a_person_is_renamed(desk: Desk) -> None:
    with desk.taken_back():
        users.rename_user(desk.store, desk.store.user_id, "王文书")
    assert [row.name for row in list_users(desk.store)] == ["王文书"]


def test_who_left_is_deactivated_and_keeps_the_name(desk: Desk) -> None:
    other = users.add_user(desk.store, "李文书")
    with desk.taken_back():
        users.deactivate_user(desk.store, other)
    assert [row.name for row in list_users(desk.store)] == ["王会计"]
    assert [row.name for row in list_users(desk.store, inactive=True)] == ["王会计", "李文书"]


def test_who_was_deactivated_comes_back(desk: Desk) -> None:
    other = users.add_user(desk.store, "李文书")
    users.deactivate_user(desk.store, other)
    with desk.taken_back():
        users.reactivate_user(desk.store, other)
    assert user(desk, "李文书").is_active


def test_nobody_deactivates_who_is_working(desk: Desk) -> None:
    with pytest.raises(BadValueError, match="正在使用"):
        users.deactivate_user(desk.store, desk.store.user_id)


def test_nobody_works_as_who_was_deactivated(desk: Desk) -> None:
    other = users.add_user(desk.store, "李文书")
    users.deactivate_user(desk.store, other)
    with pytest.raises(BadValueError, match="停用"):
        users.switch_user(desk.store, other)
    assert user(desk, "王会计").is_current


# -- the PIN ------------------------------------------------------------------------------------


@pytest.fixture
def guarded(desk: Desk) -> str:
    """李文书, who has set the PIN 2580."""
    other = users.add_user(desk.store, "李文书")
    users.set_pin(desk.store, other, "2580")
    return other


def test_r48_the_right_pin_lets_in(desk: Desk, guarded: str) -> None:
    users.switch_user(desk.store, guarded, pin="2580")
    assert user(desk, "李文书").is_current


@pytest.mark.parametrize(("pin", "code"), [("1234", "wrong_pin"), (None, "pin_required")])
def test_r48_a_wrong_pin_changes_nobody(
    desk: Desk, guarded: str, pin: str | None, code: str
) -> None:
    with pytest.raises(AppError) as refused:
        users.switch_user(desk.store, guarded, pin=pin)
    assert refused.value.code == code
    assert user(desk, "王会计").is_current


def test_the_pin_itself_is_nowhere_on_the_disk(desk: Desk, guarded: str) -> None:
    with desk.store.read() as session:
        kept = session.execute(text("SELECT salt, digest FROM user_pin")).one()
    assert b"2580" not in kept.salt + kept.digest
    assert len(kept.digest) == 64


def test_a_pin_is_neither_logged_nor_undone(desk: Desk, guarded: str) -> None:
    with desk.store.read() as session:
        logged = session.execute(text("SELECT count(*) FROM sync_op WHERE tbl = 'user_pin'"))
        assert logged.scalar() == 0
    assert desk.store.undo() == "添加使用人"


def test_a_pin_is_changed_by_who_knows_it(desk: Desk, guarded: str) -> None:
    with pytest.raises(AppError):
        users.set_pin(desk.store, guarded, "9999")
    users.set_pin(desk.store, guarded, "9999", current="2580")
    users.switch_user(desk.store, guarded, pin="9999")


def test_a_pin_is_taken_away(desk: Desk, guarded: str) -> None:
    users.set_pin(desk.store, guarded, None, current="2580")
    assert not user(desk, "李文书").has_pin
    users.switch_user(desk.store, guarded)


@pytest.mark.parametrize("pin", ["", "123", "abcd", "1234567890123"])
def test_a_pin_has_four_to_twelve_figures(desk: Desk, pin: str) -> None:
    with pytest.raises(BadValueError):
        users.set_pin(desk.store, desk.store.user_id, pin)
