"""All stalls and signals of a day (R22)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from demo_village import DemoVillage
from desk import Desk, answered
from longshan_desk.actions.hearings import void_row
from longshan_desk.actions.meetings import postpone_committees
from longshan_desk.actions.policy import save_policy
from longshan_desk.domain.labels import Act, Outcome, Stall, StyleSignal, Topic
from longshan_desk.domain.policy import Policy
from longshan_desk.queries.matter_page import matter_page
from longshan_desk.queries.stalls import stalled_matters

pytestmark = pytest.mark.rule("R22")


def stalls(desk: Desk, on: date | None = None) -> dict[str | None, list[Stall]]:
    found = stalled_matters(desk.store, on=on)
    return {one.row.number: [each.stall for each in one.stalls] for one in found}


def settled(desk: Desk, topic: Topic = Topic.INFRASTRUCTURE, home: str | None = None) -> str:
    """A matter heard, solved and told today."""
    matter = desk.add_matter(household_id=home, topic=topic)
    desk.deliberate(matter)
    desk.solve(matter)
    desk.tell(matter)
    return matter


@pytest.mark.rule("R12")
def test_what_the_committees_left_out_stalls_from_the_fourth_day(desk: Desk) -> None:
    desk.hold_hearing("甲", "乙", answered())
    desk.go_to(date(2022, 4, 8))
    assert stalls(desk) == {}
    desk.deliberate("2022-04-001")
    desk.assign("2022-04-001", due=date(2022, 5, 1))
    desk.go_to(date(2022, 4, 9))
    assert stalls(desk) == {"2022-04-002": [Stall.NOT_DELIBERATED]}


@pytest.mark.rule("R29")
def test_any_day_can_be_asked_for(desk: Desk) -> None:
    desk.hold_hearing("甲")
    desk.go_to(date(2022, 5, 1))
    desk.deliberate("2022-04-001", on=date(2022, 4, 20))
    desk.assign("2022-04-001", on=date(2022, 4, 20), due=date(2022, 4, 25))
    assert stalls(desk, date(2022, 4, 8)) == {}
    assert stalls(desk, date(2022, 4, 19)) == {"2022-04-001": [Stall.NOT_DELIBERATED]}
    assert stalls(desk, date(2022, 4, 25)) == {}
    assert stalls(desk) == {"2022-04-001": [Stall.NOT_CLOSED]}


@pytest.mark.rule("R47")
def test_a_meeting_put_off_is_no_stall_until_its_new_day(desk: Desk) -> None:
    held = desk.hold_hearing("甲")
    postpone_committees(desk.store, held.id, due_on=date(2022, 4, 12), reason="防汛")
    assert stalls(desk, date(2022, 4, 12)) == {}
    assert stalls(desk, date(2022, 4, 13)) == {"2022-04-001": [Stall.NOT_DELIBERATED]}


@pytest.mark.rule("R43")
def test_before_the_villages_start_nothing_stalls(desk: Desk) -> None:
    save_policy(desk.store, Policy(starts_on=date(2022, 6, 1)), from_on=date(2022, 6, 1))
    desk.hold_hearing("甲")
    desk.go_to(date(2022, 6, 10))
    assert stalls(desk, date(2022, 5, 31)) == {}
    assert stalls(desk) == {"2022-04-001": [Stall.NOT_DELIBERATED]}


@pytest.mark.rule("R45")
def test_a_voided_line_never_stalls(desk: Desk) -> None:
    held = desk.hold_hearing("甲")
    void_row(desk.store, held.items[0], reason="记重了")
    assert stalls(desk, date(2022, 12, 31)) == {}


# -- raised again ---------------------------------------------------------------------------


@pytest.fixture
def home(desk: Desk) -> str:
    return desk.add_household()


def raise_again(desk: Desk, home: str | None, days: int, **facts: object) -> str:
    desk.go_to(desk.today + timedelta(days=days))
    return desk.add_matter("又坏了。", household_id=home, **facts)


def test_the_same_household_on_the_same_topic_is_raised_again(desk: Desk, home: str) -> None:
    settled(desk, home=home)
    raise_again(desk, home, 30)
    assert stalls(desk) == {"2022-04-001": [Stall.NO_EFFECT]}


@pytest.mark.parametrize(("days", "counts"), [(1, True), (183, True), (184, False)])
def test_it_counts_within_the_policys_months(
    desk: Desk, home: str, days: int, counts: bool
) -> None:
    settled(desk, home=home)
    raise_again(desk, home, days)
    assert ("2022-04-001" in stalls(desk)) is counts


def test_on_the_day_of_the_closing_it_is_still_the_same_matter(desk: Desk, home: str) -> None:
    settled(desk, home=home)
    desk.add_matter(household_id=home)
    assert stalls(desk) == {}


def test_another_topic_another_household_or_none_is_not_the_same(desk: Desk, home: str) -> None:
    settled(desk, home=home)
    settled(desk, Topic.OTHER, None)
    raise_again(desk, home, 20, topic=Topic.CONDUCT)
    desk.add_matter(household_id=desk.add_household("马占海"))
    desk.add_matter(topic=Topic.OTHER)
    assert stalls(desk) == {}


@pytest.mark.rule("R45", "R54")
def test_a_wrong_entry_or_a_duplicate_is_not_raised_again(desk: Desk, home: str) -> None:
    settled(desk, home=home)
    for outcome in (Outcome.VOID, Outcome.DUPLICATE):
        again = raise_again(desk, home, 5)
        of = desk.id_of("2022-04-001")
        desk.step(again, Act.CLOSE, outcome=outcome, result="同一件", of=of)
    found = stalls(desk)
    assert "2022-04-001" not in found


# -- signals and the whole village ----------------------------------------------------------


def test_signals_stand_beside_the_stalls(desk: Desk) -> None:
    matter = desk.add_matter()
    desk.deliberate(matter)
    for nth, name in enumerate(("甲", "乙", "丙")):
        desk.assign(matter, name, due=date(2022, 4, 10 + nth))
    desk.step(matter, Act.CLASSIFY, list="escalated", reason="办不了")
    (found,) = stalled_matters(desk.store)
    assert found.stalls == ()
    assert [(one.signal, one.count) for one in found.signals] == [
        (StyleSignal.PASSED_ON, 2),
        (StyleSignal.DELAYED, 2),
        (StyleSignal.SIDESTEPPED, 1),
    ]


@pytest.mark.parametrize("back", [0, 20, 40])
def test_the_list_says_of_every_matter_what_its_own_page_says(
    demo_village: DemoVillage, back: int
) -> None:
    day = demo_village.today - timedelta(days=back)
    with demo_village.opened() as store:
        found = stalled_matters(store, on=day)
        for one in found:
            page = matter_page(store, one.row.id, on=day)
            assert (page.stalls, page.signals) == (one.stalls, one.signals)
    assert found
