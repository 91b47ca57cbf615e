"""Stamps only rise, whatever the computer's clock says."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.rows import add_household, query
from longshan_desk.data.log import clock
from longshan_desk.data.log.clock import Clock
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths


def ms(year: int) -> int:
    return int(datetime(year, 6, 1, tzinfo=UTC).timestamp() * 1000)


def set_clock(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    monkeypatch.setattr(clock, "wall_ms", lambda: ms(year))


def stamps(store: Store) -> list[int]:
    return query(store, "SELECT hlc FROM sync_op ORDER BY lid")


def rises(numbers: list[int]) -> bool:
    return all(a < b for a, b in pairwise(numbers))


@pytest.mark.parametrize("year", [2009, 2099])
def test_stamps_rise_through_a_jump_of_the_clock(
    store: Store, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    for then in (2027, year, 2027):
        set_clock(monkeypatch, then)
        add_household(store)
    assert rises(stamps(store))


@pytest.mark.parametrize("year", [2009, 2099])
def test_a_wrong_clock_is_known_as_such(
    store: Store, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    set_clock(monkeypatch, 2027)
    assert store.clock_is_reliable
    set_clock(monkeypatch, year)
    assert not store.clock_is_reliable


def test_a_clock_in_the_far_future_poisons_no_stamp(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 2099)
    add_household(store)
    assert stamps(store)[0] >> 16 < ms(2027)


def test_the_clock_as_read_is_kept_for_display(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 2009)
    add_household(store)
    assert query(store, "SELECT wall FROM sync_op") == [ms(2009)]


def test_stamps_rise_across_a_restart_with_the_clock_set_back(
    paths: DeskPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 2027)
    with Store.create(paths) as store:
        add_household(store)
    set_clock(monkeypatch, 2009)
    with Store(paths) as store:
        add_household(store)
        assert rises(stamps(store))


@given(st.lists(st.integers(min_value=0, max_value=1 << 45), min_size=1))
def test_stamps_rise_under_any_clock(readings: list[int]) -> None:
    left = iter(readings)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(clock, "wall_ms", lambda: next(left))
        ticker = Clock(0)
        assert rises([0, *(ticker.tick()[0] for _ in readings)])


@pytest.mark.failure("F35")
@pytest.mark.parametrize(("year", "is_right"), [(2027, True), (2009, False), (2099, False)])
def test_an_act_shows_later_whether_its_clock_was_right(
    store: Store, monkeypatch: pytest.MonkeyPatch, year: int, is_right: bool
) -> None:
    for then in (2027, year):
        set_clock(monkeypatch, then)
        add_household(store)
    (wall,) = query(store, "SELECT wall FROM sync_op ORDER BY lid DESC LIMIT 1")
    assert clock.was_reliable(wall, stamps(store)[-1]) is is_right


def test_a_program_built_later_does_not_doubt_what_was_right(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, 2027)
    add_household(store)
    monkeypatch.setattr(clock, "BUILD_MS", ms(2030))
    assert clock.was_reliable(ms(2027), stamps(store)[0])
