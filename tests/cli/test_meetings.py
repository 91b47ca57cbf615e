"""``meeting``: planning, attendance, deciding many matters, closing."""

from __future__ import annotations

import pytest

from commands import Commands


def meeting(cli: Commands, date: str = "2022-04-05", *more: str) -> str:
    new = ("meeting", "new", "--kind", "committees", "--date", date)
    words = ("--place", "村部", "--chair", "马书记", "--recorder", "王会计")
    return str(cli.done(*new, *words, *more)["id"])


def decide(cli: Commands, number: str, outcome: str, *more: str) -> dict[str, object]:
    held = cli.done("meeting", "list")["meetings"][0]["id"]
    return cli.done("meeting", "decide", held, "--matter", number, "--outcome", outcome, *more)


PROMISE = ("--text", "年内修通", "--measures", "筹款", "--due", "2022-12-31", "--by", "李支书")
EXPLAIN = ("--reason", "不符合", "--basis", "办法第五条", "--to", "马六", "--way", "当面")


@pytest.mark.parametrize(
    ("outcome", "options", "stage", "ending"),
    [
        ("settled", ("--result", "已换灯泡"), "closed", "solved"),
        ("assigned", ("--to", "王主任", "--due", "2022-04-20"), "acting", None),
        ("procedure", (), "deliberated", None),
        ("escalated", ("--as", "request", "--text", "请镇党委协调"), "acting", None),
        ("promised", PROMISE, "acting", "promised"),
        ("explained", EXPLAIN, "closed", "explained"),
        ("explained", (*EXPLAIN, "--policy-limited"), "closed", "policy_limited"),
    ],
)
def test_a_meeting_decides(
    cli: Commands, outcome: str, options: tuple[str, ...], stage: str, ending: str | None
) -> None:
    number = cli.register()
    meeting(cli)
    told = decide(cli, number, outcome, *options)
    assert told == {"number": number, "stage": stage, "outcome": ending}


@pytest.mark.parametrize(
    ("outcome", "options", "code"),
    [
        ("settled", (), "bad_value"),
        ("assigned", ("--to", "王主任"), "needs_responsible"),
        ("escalated", (), "bad_value"),
        ("promised", ("--text", "修", "--measures", "筹款"), "needs_responsible"),
        ("explained", EXPLAIN[:2], "basis_required"),
        ("explained", EXPLAIN[2:], "reason_required"),
        ("dismissed", (), "bad_value"),
        ("settled", ("--result", "好了", "--date", "2022-04-04"), "bad_value"),
    ],
)
def test_a_decision_is_refused_with_its_code(
    cli: Commands, outcome: str, options: tuple[str, ...], code: str
) -> None:
    number, held = cli.register(), meeting(cli)
    whole = ("meeting", "decide", held, "--matter", number, "--outcome", outcome, *options)
    assert cli.code(*whole) == code
    assert cli.show(number)["stage"] == "heard"


def test_a_meeting_that_lies_ahead_decides_nothing(cli: Commands) -> None:
    number, held = cli.register(), meeting(cli, "2022-04-08")
    whole = (
        "meeting",
        "decide",
        held,
        "--matter",
        number,
        "--outcome",
        "settled",
        "--result",
        "好",
    )
    assert cli.code(*whole) == "in_the_future"


def test_a_decision_is_dated_on_the_meetings_day(cli: Commands) -> None:
    number, held = cli.register(), meeting(cli, "2022-04-07")
    cli.today = "2022-04-09"
    whole = ("--matter", number, "--outcome", "settled", "--result", "好了")
    cli.done("meeting", "decide", held, *whole, "--date", "2022-04-07")
    assert cli.show(number)["closed_on"] == "2022-04-07"


def test_a_meeting_lists_what_waits_for_it(cli: Commands) -> None:
    number, held = cli.register(), meeting(cli)
    pending = cli.done("meeting", "pending", held)["matters"]
    assert [row["number"] for row in pending] == [number]


def test_a_meeting_is_shown_whole(cli: Commands) -> None:
    hearing = cli.hearing()
    cli.raise_at(hearing, "水渠坏了")
    (number,) = cli.done("hearing", "close", hearing)["matters"]
    held = meeting(cli, "2022-04-10", "--hearing", hearing)
    cli.today = "2022-04-10"
    cli.done("meeting", "attend", held, "--name", "马书记", "--state", "present")
    decide(cli, number, "settled", "--result", "修好了")
    page = cli.done("meeting", "show", held)
    assert (page["kind"], page["place"], page["hearing"]) == ("committees", "村部", hearing)
    assert (page["present"], page["late_days"]) == (1, 2)
    (item,) = page["items"]
    assert (item["number"], item["decision"], item["result"]) == (number, "settled", "修好了")


def test_a_meeting_before_its_hearing_is_a_slip(cli: Commands) -> None:
    hearing = cli.hearing()
    new = ("meeting", "new", "--kind", "committees", "--date", "2022-04-04", "--hearing", hearing)
    assert cli.code(*new) == "bad_value"


def test_a_meeting_is_closed_on_a_day(cli: Commands) -> None:
    held = meeting(cli)
    cli.today = "2022-04-09"
    closed = cli.done("meeting", "close", held, "--date", "2022-04-06", "--ended", "11:30")
    assert closed["closed_on"] == "2022-04-06"
    assert cli.done("meeting", "show", held)["ended_at"] == "11:30"


def test_a_hearing_is_closed_by_its_own_command(cli: Commands) -> None:
    assert cli.code("meeting", "close", cli.hearing()) == "wrong_stage"


def test_a_meetings_head_can_be_changed(cli: Commands) -> None:
    held = meeting(cli)
    cli.done("meeting", "edit", held, "--place", "文化广场", "--time", "9:00")
    page = cli.done("meeting", "show", held)
    assert (page["place"], page["starts_at"], page["chair"]) == ("文化广场", "09:00", "马书记")


def test_a_clock_is_a_clock(cli: Commands) -> None:
    assert cli.code("meeting", "edit", meeting(cli), "--time", "25:00") == "bad_value"


def test_a_meeting_made_by_mistake_is_removed(cli: Commands) -> None:
    cli.done("meeting", "remove", meeting(cli))
    assert cli.done("meeting", "list", "--kind", "committees")["meetings"] == []


def test_a_person_reads_a_meeting(cli: Commands) -> None:
    number, held = cli.register("水渠坏了"), meeting(cli)
    decide(cli, number, "settled", "--result", "修好了")
    text = cli.text("meeting", "show", held)
    assert "水渠坏了" in text
    assert "当场解决" in text
