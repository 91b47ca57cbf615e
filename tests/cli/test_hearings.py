"""``hearing``: planning, moving, attendance, rows, closing, the opening report."""

from __future__ import annotations

import pytest

from commands import Commands


def hearings(cli: Commands) -> list[dict[str, object]]:
    found: list[dict[str, object]] = cli.done("hearing", "list")["hearings"]
    return found


def test_a_hearing_may_lie_ahead(cli: Commands) -> None:
    result = cli.done("hearing", "new", "--date", "2022-05-05", "--place", "村部")
    (row,) = hearings(cli)
    assert row["id"] == result["id"]
    assert (row["date"], row["month"], row["closed"]) == ("2022-05-05", "2022-05", False)


def test_the_same_hearing_is_not_held_twice(cli: Commands) -> None:
    cli.hearing()
    assert cli.code("hearing", "new", "--date", "2022-04-05") == "bad_value"


def test_another_chair_than_the_secretary_needs_a_reason(cli: Commands) -> None:
    cli.done("roster", "add", "--name", "马书记", "--role", "branch_secretary")
    other = ("hearing", "new", "--date", "2022-04-05", "--chair", "王主任")
    assert cli.code(*other) == "reason_required"
    made = cli.done(*other, "--reason", "书记住院")
    assert cli.done("hearing", "show", made["id"])["chair_reason"] == "书记住院"


def test_the_secretary_is_in_the_chair_unless_somebody_is_named(cli: Commands) -> None:
    cli.done("roster", "add", "--name", "马书记", "--role", "branch_secretary")
    cli.hearing()
    assert hearings(cli)[0]["chair"] == "马书记"


def test_a_moved_hearing_keeps_its_month(cli: Commands) -> None:
    hearing = cli.hearing("2022-04-28")
    assert cli.code("hearing", "move", hearing, "--to", "2022-05-02") == "reason_required"
    moved = cli.done("hearing", "move", hearing, "--to", "2022-05-02", "--reason", "大雪封路")
    assert moved == {"id": hearing, "date": "2022-05-02", "month": "2022-04"}
    (move,) = cli.done("hearing", "show", hearing)["moves"]
    assert move == {"from": "2022-04-28", "to": "2022-05-02", "reason": "大雪封路"}


def test_attendance_is_told_by_role_and_state(cli: Commands) -> None:
    hearing = cli.hearing()
    who = ("--name", "张三", "--role", "liaison_leader")
    cli.done("hearing", "attend", hearing, *who, "--state", "observer", "--date", "2022-04-05")
    cli.done("hearing", "attend", hearing, "--name", "李四", "--state", "excused", "--reason", "病")
    rows = cli.done("hearing", "show", hearing)["attendance"]
    assert [(one["name"], one["role"], one["state"], one["reason"]) for one in rows] == [
        ("张三", "liaison_leader", "observer", None),
        ("李四", None, "excused", "病"),
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--state", "asleep"), "bad_value"),
        (("--state", "present", "--role", "emperor"), "bad_value"),
        (("--state", "present", "--date", "2022-04-04"), "bad_value"),
        ((), "wrong_use"),
    ],
)
def test_attendance_is_refused_with_its_code(
    cli: Commands, words: tuple[str, ...], code: str
) -> None:
    assert cli.code("hearing", "attend", cli.hearing(), "--name", "张三", *words) == code


def test_the_roster_fills_the_attendance(cli: Commands) -> None:
    cli.done("roster", "add", "--name", "马书记", "--role", "branch_secretary")
    cli.done("roster", "add", "--name", "张三", "--role", "liaison_leader")
    hearing = cli.hearing()
    assert cli.done("hearing", "fill", hearing)["added"] == 2
    rows = cli.done("hearing", "show", hearing)["attendance"]
    assert {one["name"]: one["state"] for one in rows} == {"马书记": "present", "张三": "observer"}


def test_closing_gives_numbers_in_the_order_of_entry(cli: Commands) -> None:
    hearing = cli.hearing()
    cli.raise_at(hearing, "水渠坏了", "路灯不亮", "低保何时发")
    closed = cli.done("hearing", "close", hearing)
    assert closed["matters"] == ["2022-04-001", "2022-04-002", "2022-04-003"]
    assert closed["committees_due_on"] == "2022-04-08"
    words = [row["words"] for row in cli.done("matter", "list")["matters"]]
    assert words == ["水渠坏了", "路灯不亮", "低保何时发"]


def test_closing_can_be_told_for_its_day(cli: Commands) -> None:
    hearing = cli.hearing()
    cli.today = "2022-04-10"
    cli.done("hearing", "close", hearing, "--date", "2022-04-06")
    cli.today = "2022-04-05"
    assert not hearings(cli)[0]["closed"]
    cli.today = "2022-04-06"
    assert hearings(cli)[0]["closed"]


@pytest.mark.parametrize(
    ("date", "words", "code"),
    [
        ("2022-05-05", (), "in_the_future"),
        ("2022-04-05", ("--date", "2022-04-06"), "in_the_future"),
        ("2022-04-05", ("--date", "2022-04-04"), "bad_value"),
    ],
)
def test_closing_is_refused_with_its_code(
    cli: Commands, date: str, words: tuple[str, ...], code: str
) -> None:
    assert cli.code("hearing", "close", cli.hearing(date), *words) == code


def test_a_hearing_is_closed_once(cli: Commands) -> None:
    hearing = cli.hearing()
    cli.done("hearing", "close", hearing)
    assert cli.code("hearing", "close", hearing) == "wrong_stage"
    assert cli.code("hearing", "move", hearing, "--to", "2022-04-06", "--reason", "雪") == (
        "wrong_stage"
    )


@pytest.mark.parametrize("command", ["show", "close", "report", "fill"])
def test_a_hearing_that_is_not_there_is_not_found(cli: Commands, command: str) -> None:
    assert cli.code("hearing", command, "none") == "not_found"


# -- rows -------------------------------------------------------------------------------------


ANSWERED = ("--words", "低保何时发", "--topic", "livelihood", "--list", "self_handled")


def test_what_is_answered_at_once_counts_as_settled_and_told(cli: Commands) -> None:
    hearing = cli.hearing()
    row = ("hearing", "row", hearing, "--kind", "answer", "--by", "马六", *ANSWERED)
    assert cli.done(*row, "--result", "每月25日", "--answerer", "马书记")["number"] is None
    (number,) = cli.done("hearing", "close", hearing)["matters"]
    page = cli.show(number)
    assert (page["stage"], page["outcome"], page["told_on"]) == ("closed", "solved", "2022-04-05")


def test_an_answer_without_its_result_keeps_the_hearing_open(cli: Commands) -> None:
    hearing = cli.hearing()
    cli.done("hearing", "row", hearing, "--kind", "answer", *ANSWERED)
    assert cli.code("hearing", "close", hearing) == "bad_value"


def test_a_speech_is_no_matter(cli: Commands) -> None:
    hearing = cli.hearing()
    cli.done("hearing", "row", hearing, "--kind", "speech", "--speaker", "张三", "--text", "讲话")
    assert cli.done("hearing", "close", hearing)["matters"] == []
    (item,) = cli.done("hearing", "show", hearing)["items"]
    assert (item["kind"], item["speaker"], item["text"]) == ("speech", "张三", "讲话")


def test_a_row_needs_its_words(cli: Commands) -> None:
    assert cli.code("hearing", "row", cli.hearing(), "--kind", "matter") == "wrong_use"


def test_a_forgotten_row_gets_the_next_number(cli: Commands) -> None:
    hearing = cli.hearing()
    cli.raise_at(hearing, "水渠坏了")
    cli.done("hearing", "close", hearing)
    row = cli.done("hearing", "row", hearing, "--kind", "matter", *ANSWERED)
    assert row["number"] == "2022-04-002"


def test_a_row_can_be_taken_off_before_the_closing(cli: Commands) -> None:
    hearing = cli.hearing()
    row = cli.done("hearing", "row", hearing, "--kind", "matter", *ANSWERED)["id"]
    cli.done("hearing", "remove-row", row)
    assert cli.done("hearing", "close", hearing)["matters"] == []


def test_a_row_is_voided_after_the_closing_with_its_reason(cli: Commands) -> None:
    hearing = cli.hearing()
    row = cli.done("hearing", "row", hearing, "--kind", "matter", *ANSWERED)["id"]
    (number,) = cli.done("hearing", "close", hearing)["matters"]
    assert cli.code("hearing", "remove-row", row) == "wrong_stage"
    assert cli.code("hearing", "void-row", row) == "reason_required"
    cli.done("hearing", "void-row", row, "--reason", "记重了")
    assert cli.show(number)["outcome"] == "void"


def test_the_meeting_after_it_can_be_put_off(cli: Commands) -> None:
    hearing = cli.hearing()
    off = ("hearing", "postpone", hearing, "--to", "2022-04-10")
    assert cli.code(*off) == "reason_required"
    assert cli.done(*off, "--reason", "大雪")["committees_due_on"] == "2022-04-10"


# -- the opening report -----------------------------------------------------------------------


def test_the_report_of_the_first_hearing_has_no_rate(cli: Commands) -> None:
    report = cli.done("hearing", "report", cli.hearing())
    assert (report["closed"], report["open"]) == ([], [])
    figures = report["figures"]
    assert {key: figures[key] for key in ("heard", "closed", "overdue", "rate")} == {
        "heard": 0, "closed": 0, "overdue": 0, "rate": None,
    }  # fmt: skip


def test_the_report_tells_every_matter_with_its_sum(cli: Commands) -> None:
    first = cli.hearing()
    cli.raise_at(first, "水渠坏了", "路灯不亮")
    done, left = cli.done("hearing", "close", first)["matters"]
    for number in (done, left):
        cli.move(number, "deliberate")
        cli.move(number, "assign", "--to", "王主任", "--due", "2022-04-20")
    cli.move(done, "close", "--outcome", "solved", "--result", "已修好")
    cli.today = "2022-05-05"
    report = cli.done("hearing", "report", cli.hearing("2022-05-05"))
    assert [(row["number"], row["result"]) for row in report["closed"]] == [(done, "已修好")]
    assert [(row["number"], row["responsible"]) for row in report["open"]] == [(left, "王主任")]
    figures = report["figures"]
    assert (figures["heard"], figures["closed"], figures["overdue"]) == (2, 1, 1)
    assert figures["rate"] == 0
    assert figures["formula"] == "销号 0 件 ÷ （办结 1 件 + 在办 1 件）= 0.0%"


def test_a_person_reads_the_report(cli: Commands) -> None:
    cli.register("水渠坏了")
    text = cli.text("hearing", "report", cli.hearing())
    assert text.startswith("上月说事事项办结情况")
    assert "水渠坏了" in text
