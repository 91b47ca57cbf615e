"""Lists of matters for any day: filters, order, what a line shows, names that are not told."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk, answered, new_matter
from longshan_desk.actions.hearings import GridRow
from longshan_desk.domain.labels import Act, ItemKind, ListKind, Outcome, Stage, Topic
from longshan_desk.errors import AmbiguousError, NotFoundError
from longshan_desk.queries.matters import (
    MatterFilter,
    MatterRow,
    list_matters,
    matter_counts,
    matter_id,
    matter_ids,
    matter_rows,
    responsibles,
    similar_matters,
)


def numbers(desk: Desk, on: date | None = None, **wanted: object) -> list[str | None]:
    return [row.number for row in list_matters(desk.store, MatterFilter(**wanted), on=on)]  # type: ignore[arg-type]


def row(desk: Desk, number: str, on: date | None = None) -> MatterRow:
    return next(one for one in list_matters(desk.store, on=on) if one.number == number)


@pytest.fixture
def spring(desk: Desk) -> Desk:
    """Four matters on their way, seen on 2022-05-02.

    001 said and not deliberated, 002 with 李建国 and overdue, 003 done and not told, 004 done,
    told and cancelled off.
    """
    home = desk.add_household(group=3)
    desk.hold_hearing(
        GridRow(ItemKind.MATTER, matter=new_matter("水渠堵了。", household_id=home)),
        GridRow(ItemKind.MATTER, matter=new_matter("路灯不亮。", topic=Topic.GOVERNANCE)),
        GridRow(ItemKind.MATTER, matter=new_matter("修大路。", list_kind=ListKind.ESCALATED)),
        answered("医保啥时候交？"),
    )
    desk.go_to(date(2022, 4, 8))
    desk.deliberate("2022-04-002")
    desk.assign("2022-04-002", due=date(2022, 4, 20))
    desk.step("2022-04-003", Act.REPORT, "请协调")
    desk.step("2022-04-004", Act.CANCEL_OFF)
    desk.go_to(date(2022, 4, 28))
    desk.step("2022-04-003", Act.CLOSE, outcome=Outcome.HANDED_UP, result="县上办")
    desk.go_to(date(2022, 5, 2))
    return desk


# -- what is narrowed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "1234"),
        ({"list_kind": ListKind.ESCALATED}, "3"),
        ({"stages": [Stage.HEARD]}, "1"),
        ({"stages": [Stage.HEARD, Stage.ACTING]}, "12"),
        ({"topic": Topic.GOVERNANCE}, "2"),
        ({"month": "2022-04"}, "1234"),
        ({"month": "2022-05"}, ""),
        ({"responsible": "李建国"}, "2"),
        ({"group_no": 3}, "1"),
        ({"text": "路灯"}, "2"),
        ({"text": "李建国"}, "2"),
        ({"text": "马占山 水渠"}, "1"),
        ({"text": "2022-04-00"}, "1234"),
        ({"only_late": True}, "123"),
        ({"awaits_feedback": True}, "3"),
        ({"list_kind": ListKind.SELF_HANDLED, "only_late": True}, "12"),
    ],
)
@pytest.mark.rule("R7")
def test_a_list_is_narrowed_alike_by_lists_and_by_the_windows_tables(
    spring: Desk, wanted: dict[str, object], found: str
) -> None:
    expected = [f"2022-04-00{figure}" for figure in found]
    assert numbers(spring, **wanted) == expected
    ids = matter_ids(spring.store, MatterFilter(**wanted), descending=False)  # type: ignore[arg-type]
    assert [one.number for one in matter_rows(spring.store, ids)] == expected
    assert sum(matter_counts(spring.store, MatterFilter(**wanted)).values()) >= len(expected)  # type: ignore[arg-type]


@pytest.mark.rule("R7")
def test_the_three_lists_are_counted(spring: Desk) -> None:
    assert matter_counts(spring.store) == {
        ListKind.SELF_HANDLED: 3,
        ListKind.MAJOR_PUBLIC: 0,
        ListKind.ESCALATED: 1,
    }


def test_who_answers_for_unfinished_matters_is_offered(spring: Desk) -> None:
    assert responsibles(spring.store) == ["李建国"]


# -- any day --------------------------------------------------------------------------------


@pytest.mark.rule("R29")
@pytest.mark.parametrize(
    ("on", "stages"),
    [
        (date(2022, 4, 4), []),
        (date(2022, 4, 5), ["heard", "heard", "heard", "closed"]),
        (date(2022, 4, 8), ["heard", "acting", "acting", "closed"]),
        (date(2022, 4, 28), ["heard", "acting", "closed", "closed"]),
    ],
)
def test_a_list_of_a_day_ignores_what_was_dated_later(
    spring: Desk, on: date, stages: list[str]
) -> None:
    assert [one.stage.value for one in list_matters(spring.store, on=on)] == stages


@pytest.mark.rule("R29")
def test_what_is_entered_late_counts_from_its_own_day(spring: Desk) -> None:
    assert row(spring, "2022-04-001", on=date(2022, 4, 9)).stage is Stage.HEARD
    spring.deliberate("2022-04-001", on=date(2022, 4, 7))
    assert row(spring, "2022-04-001", on=date(2022, 4, 9)).stage is Stage.DELIBERATED
    assert row(spring, "2022-04-001", on=date(2022, 4, 6)).stage is Stage.HEARD


# -- what a line shows ----------------------------------------------------------------------


@pytest.mark.rule("R12", "R41")
def test_a_line_says_what_is_due_and_how_late_it_is(spring: Desk) -> None:
    said = {one.number: one.due_words(spring.today) for one in list_matters(spring.store)}
    assert said == {
        "2022-04-001": "已超 24 天",
        "2022-04-002": "已超 12 天",
        "2022-04-003": "昨天到期",
        "2022-04-004": "",
    }


@pytest.mark.rule("R34")
def test_long_and_rare_names_stand_whole(desk: Desk) -> None:
    name = "阿布都热合曼·买买提艾力·吐尔逊江·阿卜杜热依木江"
    desk.add_matter(raisers=[name, "马䶮𬭳"])
    assert row(desk, "2022-04-001").raiser == f"{name}、马䶮𬭳"
    for part in ("吐尔逊江", "·阿卜杜热依木江", "䶮", "𬭳"):
        assert numbers(desk, text=part) == ["2022-04-001"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"raisers": ["马占山"]}, "马占山"),
        ({"raisers": ["马占山", "马占海"]}, "马占山、马占海"),
        ({"raisers": ["马占山", "马占海", "哈志强"]}, "马占山等 3 人"),
        ({"raisers": ["马占山"], "signatures": 23}, "马占山等 23 人"),
        ({"raisers": ["马占山"], "is_anonymous": True}, "某群众"),
        ({"raisers": []}, ""),
    ],
)
@pytest.mark.rule("R54")
def test_who_raised_it_in_words(desk: Desk, facts: dict[str, object], words: str) -> None:
    desk.add_matter(**facts)
    assert row(desk, "2022-04-001").raiser == words


@pytest.mark.rule("R54")
def test_a_name_that_is_not_told_is_not_found_by_either(desk: Desk) -> None:
    desk.add_matter(raisers=["马占山", "马占海"], is_anonymous=True)
    assert numbers(desk, text="马占山") == numbers(desk, text="马占海") == []


# -- finding and ordering -------------------------------------------------------------------


@pytest.mark.rule("R7")
def test_a_table_sorted_by_number_keeps_the_thousandth_last(desk: Desk) -> None:
    desk.store.remember_number("2022-04-", 998)
    made = [desk.add_matter() for _ in range(2)]
    assert matter_ids(desk.store, descending=False) == made
    assert matter_ids(desk.store) == made[::-1]
    assert numbers(desk) == ["2022-04-999", "2022-04-1000"]


@pytest.mark.parametrize(
    "sort",
    ["number", "heard_on", "title", "responsible", "due", "stage", "topic", "list_kind"],
)
def test_every_sorting_gives_every_matter_once(spring: Desk, sort: str) -> None:
    up = matter_ids(spring.store, sort=sort, descending=False)
    assert sorted(up) == sorted(matter_ids(spring.store, sort=sort)) and len(set(up)) == 4


def test_rows_that_are_gone_are_left_out(spring: Desk) -> None:
    here = matter_id(spring.store, "2022-04-001")
    assert [one.id for one in matter_rows(spring.store, ["0" * 32, here])] == [here]


@pytest.mark.rule("R43")
def test_a_matter_is_found_by_number_former_number_and_id(desk: Desk) -> None:
    first = desk.add_matter()
    _call_formerly(desk, first, "2021-17")
    for key in (first, "2022-04-001", "2021-17"):
        assert matter_id(desk.store, key) == first
    with pytest.raises(NotFoundError):
        matter_id(desk.store, "2022-04-009")


@pytest.mark.rule("R43")
def test_an_old_number_that_two_matters_had_is_ambiguous(desk: Desk) -> None:
    for _ in range(2):
        _call_formerly(desk, desk.add_matter(), "17")
    with pytest.raises(AmbiguousError, match="2022-04-001、2022-04-002"):
        matter_id(desk.store, "17")


def _call_formerly(desk: Desk, matter: str, number: str) -> None:
    from longshan_desk.data.tables.matters import Matter

    with desk.store.change("期初") as session:
        found = session.get(Matter, matter)
        assert found is not None
        found.former_number = number


def test_alike_matters_that_are_still_open_are_offered(spring: Desk) -> None:
    spring.add_matter("我们三组巷道里的水渠叫泥堵了，雨水倒灌。")
    alike = similar_matters(spring.store, "三组巷道水渠堵了，水倒灌到院里")
    assert [one.number for one in alike] == ["2022-05-001"]
    assert similar_matters(spring.store, "水") == []
    spring.solve("2022-05-001")
    assert similar_matters(spring.store, "三组巷道水渠堵了，水倒灌到院里") == []
