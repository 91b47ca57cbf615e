"""What the township's desk sees of its villages (R15, R26)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desk import Desk
from longshan_desk.domain.labels import Act, ListKind, Outcome, TownshipAct
from longshan_desk.queries.matters import list_matters
from longshan_desk.queries.township import known_villages, reported_matters, village_figures
from township_desk import TownDesk

NUMBER = "2022-04-001"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[TownDesk]:
    desk = TownDesk(tmp_path / "town")
    yield desk
    desk.close()


@pytest.fixture
def two(town: TownDesk, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two villages, each with a matter of the same number."""
    desks = []
    for code, name in (("07", "大湾村"), ("08", "小湾村")):
        desk = Desk(tmp_path / code)
        from longshan_desk.actions.office import create_village_office

        create_village_office(desk.store, code=code, name=name, user="王会计")
        desk.add_matter(f"{name}的路塌了。", list_kind=ListKind.ESCALATED)
        town.join(desk, f"V{code}")
        desks.append(desk)
    yield desks[0], desks[1]
    for desk in desks:
        desk.close()


Two = tuple[Desk, Desk]


@pytest.mark.rule("R26")
def test_the_villages_are_those_whose_records_came(town: TownDesk, two: Two) -> None:
    assert [(one.code, one.name) for one in known_villages(town.store)] == [
        ("07", "大湾村"), ("08", "小湾村"),
    ]  # fmt: skip


@pytest.mark.rule("R26")
def test_a_villages_records_are_seen_as_the_village_sees_them(town: TownDesk, two: Two) -> None:
    for village in two:
        town.look_at(village)
        assert list_matters(town.store) == list_matters(village.store)


@pytest.mark.rule("R26")
def test_each_village_is_counted_alone(town: TownDesk, two: Two) -> None:
    two[0].add_matter("路灯坏了。")
    two[0].deliberate("2022-04-002")
    two[0].assign("2022-04-002", due=date(2022, 4, 9))
    town.hears(two[0])
    town.go_to(date(2022, 4, 10))
    first, second = village_figures(town.store)
    assert (first.open, first.overdue, first.stalled) == (2, 1, 1)
    assert (second.open, second.overdue) == (1, 0)


def report(town: TownDesk, village: Desk) -> None:
    village.step(NUMBER, Act.REPORT, "请协调")
    town.hears(village)


@pytest.mark.rule("R15")
def test_the_board_shows_what_was_reported_and_by_whom(town: TownDesk, two: Two) -> None:
    assert reported_matters(town.store) == []
    report(town, two[1])
    (one,) = reported_matters(town.store)
    assert (one.village.name, one.row.number, one.acts) == (
        "小湾村", NUMBER, (TownshipAct.RECEIVE,),
    )  # fmt: skip


@pytest.mark.rule("R15")
def test_what_waits_too_long_comes_first_and_what_is_answered_last(
    town: TownDesk, two: Two
) -> None:
    report(town, two[0])
    town.act(two[0], NUMBER, TownshipAct.RECEIVE)
    town.act(two[0], NUMBER, TownshipAct.ANSWER, "下月修。")
    report(town, two[1])
    town.go_to(date(2022, 6, 1))
    found = reported_matters(town.store)
    assert [one.village.code for one in found] == ["08", "07"]
    assert found[0].waits is not None and found[1].waits is None
    assert [one.village.code for one in reported_matters(town.store, with_answered=False)] == ["08"]


@pytest.mark.rule("R15")
def test_what_a_village_took_back_before_the_receipt_is_on_no_board(
    town: TownDesk, two: Two
) -> None:
    report(town, two[0])
    two[0].step(NUMBER, Act.CLOSE, outcome=Outcome.WITHDRAWN, result="群众撤回")
    town.hears(two[0])
    assert reported_matters(town.store) == []
    assert village_figures(town.store)[0].waiting == 0


@pytest.mark.rule("R15")
def test_a_reported_matter_waits_until_it_is_answered(town: TownDesk, two: Two) -> None:
    report(town, two[0])
    assert village_figures(town.store)[0].waiting == 1
    town.act(two[0], NUMBER, TownshipAct.RECEIVE)
    town.act(two[0], NUMBER, TownshipAct.ANSWER, "下月修。")
    assert village_figures(town.store)[0].waiting == 0
