"""The report with which a hearing opens, held against a second, plain reckoning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from demo_village import DemoVillage
from desk import Desk, answered
from longshan_desk.actions.hearings import void_row
from longshan_desk.actions.import_matters import apply, preview
from longshan_desk.data.store import Store
from longshan_desk.domain.labels import Act, Decision, MeetingKind, Outcome
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.queries.opening_report import OpeningReport, opening_report

pytestmark = pytest.mark.rule("R5")


def report(desk: Desk, hearing: str) -> OpeningReport:
    return opening_report(desk.store, hearing)


def told(one: OpeningReport) -> tuple[list[str | None], list[str | None]]:
    return [row.number for row in one.closed], [row.number for row in one.open]


# -- month by month -------------------------------------------------------------------------


def test_the_first_hearing_has_nothing_to_report(desk: Desk) -> None:
    first = report(desk, desk.plan_hearing())
    assert told(first) == ([], [])
    assert first.since is None and first.figures.rate is None
    assert first.figures.formula == "没有可以计算的事项"
    assert first.period == "启用以来至2022年4月5日"


@pytest.fixture
def may(desk: Desk) -> str:
    """The hearing of May after a month's work on that of April.

    001 solved, told and cancelled off; 002 solved and not told; 003 overdue; 004 answered on the
    spot and cancelled off; 005 a wrong entry; 006 said by telephone in April; 007 in May.
    """
    held = desk.hold_hearing("甲", "乙", "丙", answered(), "丁")
    void_row(desk.store, held.items[4], reason="记重了")
    desk.step("2022-04-004", Act.CANCEL_OFF)
    desk.go_to(date(2022, 4, 7))
    for number in ("2022-04-001", "2022-04-002", "2022-04-003"):
        desk.deliberate(number)
        desk.assign(number, due=date(2022, 4, 20))
    desk.go_to(date(2022, 4, 15))
    desk.solve("2022-04-001")
    desk.solve("2022-04-002")
    desk.tell("2022-04-001")
    desk.step("2022-04-001", Act.CANCEL_OFF)
    desk.add_matter("戊")
    desk.go_to(date(2022, 5, 5))
    return desk.plan_hearing()


@pytest.mark.rule("R41")
def test_the_report_tells_what_was_closed_and_what_is_open(desk: Desk, may: str) -> None:
    made = report(desk, may)
    assert told(made) == (
        ["2022-04-001", "2022-04-002", "2022-04-004"],
        ["2022-04-003", "2022-04-006"],
    )
    assert made.period == "2022年4月5日至2022年5月5日"
    assert made.closed[0].result == "清淤了。"


@pytest.mark.rule("R33", "R41", "R45")
def test_the_rate_counts_what_was_cancelled_off_and_shows_its_sum(desk: Desk, may: str) -> None:
    figures = report(desk, may).figures
    assert (figures.heard, figures.closed, figures.open, figures.overdue) == (5, 3, 2, 1)
    assert figures.rate == Fraction(2, 5)
    assert figures.formula == "销号 2 件 ÷ （办结 3 件 + 在办 2 件）= 40.0%"


def test_what_is_said_at_the_hearing_itself_is_not_yet_in_its_report(desk: Desk, may: str) -> None:
    before = report(desk, may)
    desk.say(may, "己")
    assert report(desk, may) == before


@pytest.mark.rule("R29")
def test_the_report_of_a_past_hearing_stays_what_it_was(desk: Desk, may: str) -> None:
    before = report(desk, may)
    desk.go_to(date(2022, 6, 1))
    desk.solve("2022-04-003")
    assert report(desk, may) == before


@pytest.mark.rule("R29")
def test_what_is_entered_late_is_in_the_report_of_its_own_month(desk: Desk, may: str) -> None:
    desk.go_to(date(2022, 6, 1))
    desk.solve("2022-04-003", on=date(2022, 5, 1))
    assert "2022-04-003" in told(report(desk, may))[0]


def test_a_report_for_a_hearing_ahead_tells_how_things_stand_today(desk: Desk) -> None:
    desk.hold_hearing("甲")
    ahead = desk.plan_hearing(date(2022, 5, 5))
    assert told(report(desk, ahead)) == ([], ["2022-04-001"])
    desk.deliberate("2022-04-001")
    desk.solve("2022-04-001")
    assert told(report(desk, ahead)) == (["2022-04-001"], [])


@pytest.mark.rule("R16")
def test_a_promise_is_on_every_report_until_it_is_kept(desk: Desk) -> None:
    held = desk.hold_hearing("甲")
    meeting = desk.meet(held.id)
    promise = {"measures": "筹钱", "by": "马文秀", "due": date(2022, 7, 20)}
    desk.decide(meeting, "2022-04-001", Decision.PROMISED, "修好", **promise)
    for month in (5, 6, 7):
        desk.go_to(date(2022, month, 5))
        made = report(desk, desk.hold_hearing().id)
        assert told(made) == ([], ["2022-04-001"]) and made.figures.promised == 1
    desk.solve("2022-04-001")
    desk.go_to(date(2022, 8, 5))
    assert told(report(desk, desk.plan_hearing())) == (["2022-04-001"], [])


@pytest.mark.rule("R45")
@pytest.mark.parametrize("outcome", [Outcome.WITHDRAWN, Outcome.LEGAL_CHANNEL])
def test_what_ended_otherwise_is_told_and_not_called_solved(desk: Desk, outcome: Outcome) -> None:
    desk.hold_hearing("甲")
    desk.step("2022-04-001", Act.CLOSE, outcome=outcome, result="说明")
    desk.go_to(date(2022, 5, 5))
    (row,) = report(desk, desk.plan_hearing()).closed
    assert row.outcome is outcome is not Outcome.SOLVED


@pytest.mark.rule("R43")
def test_the_first_report_does_not_count_opening_entries_as_heard(
    desk: Desk, tmp_path: Path
) -> None:
    lines = ["清单,反映时间,反映人,反映内容,办结情况,办结时间,办理情况"]
    lines.append("村级自办事项,2022-03-05,马占山,三组水渠坏了,办理中,,")
    lines.append("村级自办事项,2022-02-05,马六,路灯不亮,已办结,2022-02-20,更换灯泡")
    register = tmp_path / "台账.csv"
    register.write_text("\n".join(lines), encoding="utf-8")
    apply(desk.store, preview(desk.store, register))
    figures = report(desk, desk.plan_hearing()).figures
    assert (figures.heard, figures.closed, figures.open) == (0, 0, 1)


# -- the same figures by another way --------------------------------------------------------


@dataclass
class Plain:
    """A matter's end as a plain walk over its rows finds it."""

    number: str
    heard_on: str
    hearing_id: str | None
    closed_on: str | None = None
    outcome: str | None = None
    due: str | None = None
    is_cancelled: bool = False
    is_opening: bool = False


def reckon(store: Store, hearing_id: str, on: str, since: str | None) -> dict[str, Any]:
    """R5 over again: no fold, no snapshot, one pass over the moves in the order of their days."""
    with store.read() as session:
        rows = session.execute(
            text(
                "SELECT m.number, m.heard_on, m.hearing_id, m.is_opening, v.act, v.\"on\" AS day,"
                " v.data FROM matter m JOIN move v ON v.matter_id = m.id"
                " WHERE NOT m.is_deleted AND NOT v.is_deleted AND m.heard_on <= :on"
                " ORDER BY m.number, v.\"on\", v.stamp"
            ),
            {"on": on},
        ).mappings().all()  # fmt: skip
    found: dict[str, Plain] = {}
    for row in rows:
        one = found.setdefault(
            row["number"],
            Plain(row["number"], row["heard_on"], row["hearing_id"], is_opening=row["is_opening"]),
        )
        if row["day"] <= on:
            walk(one, row["act"], row["day"], row["data"])
    counted = [
        one for one in found.values() if one.hearing_id != hearing_id and one.outcome != "void"
    ]
    closed = [one for one in counted if is_closed_since(one, since)]
    still = [one for one in counted if one.closed_on is None]
    new = [
        one for one in counted if not one.is_opening and (since is None or one.heard_on >= since)
    ]
    return {
        "closed": sorted(one.number for one in closed),
        "open": sorted(one.number for one in still),
        "heard": len(new),
        "overdue": sum(one.due is not None and one.due < on for one in still),
        "cancelled_off": sum(one.is_cancelled for one in closed),
    }


def walk(one: Plain, act: str, day: str, data: str) -> None:
    import json

    said = json.loads(data)
    match act:
        case "assign" | "promise" | "import":
            one.due = said.get("due")
        case "close" | "explain":
            one.closed_on, one.outcome = day, said.get("outcome", "explained")
        case "reopen":
            one.closed_on = one.outcome = one.due = None
            one.is_cancelled = False
        case "cancel_off":
            one.is_cancelled = True


def is_closed_since(one: Plain, since: str | None) -> bool:
    if one.closed_on is None:
        return False
    if since is None:
        return not one.is_opening
    return one.closed_on >= since


@pytest.mark.rule("R43")
def test_every_report_of_a_year_agrees_with_a_plain_reckoning(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        hearings = list_meetings(store, kind=MeetingKind.HEARING)[::-1]
        since: str | None = None
        for hearing in hearings:
            made = opening_report(store, hearing.id)
            plain = reckon(store, hearing.id, hearing.on.isoformat(), since)
            figures = made.figures
            assert plain == {
                "closed": sorted(row.number or "" for row in made.closed),
                "open": sorted(row.number or "" for row in made.open),
                "heard": figures.heard,
                "overdue": figures.overdue,
                "cancelled_off": figures.cancelled_off,
            }
            since = hearing.on.isoformat()
        assert len(hearings) == 12
