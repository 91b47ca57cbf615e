"""``matter``: registering, listing, one matter whole, editing; ``stalls`` and ``sealed``."""

from __future__ import annotations

import pytest

from commands import Commands

LIST_KEYS = {
    "id", "number", "list", "stage", "outcome", "topic", "words", "summary", "heard_on",
    "responsible", "due_on", "feedback_due",
}  # fmt: skip


def test_a_matter_heard_outside_a_hearing_gets_its_number_at_once(cli: Commands) -> None:
    result = cli.done(
        "matter", "add", "--words", "路灯不亮", "--topic", "infrastructure",
        "--list", "self_handled", "--source", "telephone", "--heard-on", "2022-04-03",
    )  # fmt: skip
    assert result["number"] == "2022-04-001"
    assert len(result["id"]) == 32


def test_the_day_may_be_written_as_date(cli: Commands) -> None:
    number = cli.register("路灯不亮", "--date", "2022-03-30")
    assert cli.show(number)["heard_on"] == "2022-03-30"


def test_a_matter_at_an_open_hearing_has_no_number_yet(cli: Commands) -> None:
    hearing = cli.hearing()
    result = cli.done(
        "matter", "add", "--hearing", hearing, "--words", "路灯不亮",
        "--topic", "infrastructure", "--list", "self_handled",
    )  # fmt: skip
    assert result["number"] is None
    assert cli.code("matter", "move", result["id"], "deliberate") == "wrong_stage"


def test_a_list_names_what_programs_were_promised(cli: Commands) -> None:
    cli.register("路灯不亮", "--summary", "三组路灯", "--kind", "problem", "--by", "马占山")
    (row,) = cli.done("matter", "list")["matters"]
    assert set(row) >= LIST_KEYS
    assert (row["number"], row["stage"], row["list"]) == ("2022-04-001", "heard", "self_handled")
    assert (row["summary"], row["kind"], row["raiser"]) == ("三组路灯", "problem", "马占山")
    assert row["next_due"] == {"on": "2022-04-08", "rule": "登记日 4月5日 + 3日 = 4月8日"}


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (("--list", "escalated"), 1),
        (("--list", "上级单位协调办理事项"), 1),
        (("--stage", "heard"), 1),
        (("--stage", "deliberated"), 1),
        (("--month", "2022-04"), 2),
        (("--month", "2022-03"), 0),
        (("--find", "电网"), 1),
        (("--responsible", "无此人"), 0),
    ],
)
def test_a_list_can_be_narrowed(cli: Commands, options: tuple[str, ...], count: int) -> None:
    cli.register("电网改造", list="escalated")
    cli.move(cli.register("门前水渠坏了"), "deliberate")
    assert len(cli.done("matter", "list", *options)["matters"]) == count


def test_a_list_for_a_day_ignores_what_happened_later(cli: Commands) -> None:
    number = cli.register()
    cli.today = "2022-04-09"
    cli.move(number, "deliberate", "--date", "2022-04-07")
    stages = {}
    for day in ("2022-04-04", "2022-04-06", "2022-04-07"):
        cli.today = day
        stages[day] = [row["stage"] for row in cli.done("matter", "list")["matters"]]
    assert stages == {"2022-04-04": [], "2022-04-06": ["heard"], "2022-04-07": ["deliberated"]}


def test_one_matter_is_shown_whole(cli: Commands) -> None:
    number = cli.assigned()
    page = cli.show(number)
    assert set(page) >= LIST_KEYS | {"timeline", "stalls", "signals", "due", "township", "clocks"}
    assert page["due"] == {"on": "2022-04-20", "rule": "4月5日安排，办结时限 4月20日"}
    assert page["township"] == {}
    assert [entry["act"] for entry in page["timeline"]] == ["add", "deliberate", "assign"]
    last = page["timeline"][-1]
    assert (last["on"], last["by"], last["to"], last["due"]) == (
        "2022-04-05", "文书", "王主任", "2022-04-20",
    )  # fmt: skip
    assert last["at"].endswith("Z") or "+00:00" in last["at"]
    assert last["entered_late"] is False


def test_a_matter_is_named_by_its_id_too(cli: Commands) -> None:
    page = cli.show(cli.register())
    assert cli.show(page["id"])["number"] == page["number"]


def test_a_matter_that_is_not_there_is_not_found(cli: Commands) -> None:
    assert cli.code("matter", "show", "2022-04-099") == "not_found"


def test_what_is_entered_days_later_is_marked(cli: Commands) -> None:
    number = cli.register()
    cli.today = "2022-04-20"
    cli.move(number, "deliberate", "--date", "2022-04-07")
    late = {entry["act"]: entry["entered_late"] for entry in cli.show(number)["timeline"]}
    assert late == {"add": False, "deliberate": True}


def test_the_person_behind_a_promise_is_not_the_one_who_wrote_it_down(cli: Commands) -> None:
    number = cli.register()
    cli.move(number, "deliberate")
    cli.move(
        number, "promise", "--text", "修路", "--measures", "筹款", "--due", "2022-09-30",
        "--by", "李支书",
    )  # fmt: skip
    entry = cli.show(number)["timeline"][-1]
    assert (entry["by"], entry["responsible"]) == ("文书", "李支书")


def test_editing_keeps_what_stood_before(cli: Commands) -> None:
    number = cli.register("水渠坏了")
    row = cli.done("matter", "edit", number, "--summary", "三组水渠", "--by", "马六")
    assert (row["summary"], row["raiser"]) == ("三组水渠", "马六")
    last = cli.show(number)["timeline"][-1]
    assert last["act"] == "edit"
    assert last["changes"]["summary"] == [None, "三组水渠"]


def test_an_edit_without_a_change_is_wrong_use(cli: Commands) -> None:
    assert cli.code("matter", "edit", cli.register()) == "wrong_use"


def test_a_correction_needs_its_reason(cli: Commands) -> None:
    number = cli.register()
    assert cli.code("matter", "correct", number, "--words", "别的话") == "reason_required"
    cli.done("matter", "correct", number, "--words", "别的话", "--reason", "听错了")
    assert cli.show(number)["timeline"][-1]["reason"] == "听错了"


def test_who_wishes_it_is_not_named_in_lists(cli: Commands) -> None:
    cli.register("水渠坏了", "--by", "马六", "--anonymous")
    (row,) = cli.done("matter", "list")["matters"]
    assert row["raiser"] == "某群众"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--topic", "weather"), "bad_value"),
        (("--list", "none"), "bad_value"),
        (("--words", "  "), "bad_value"),
        (("--heard-on", "2022-04-06"), "in_the_future"),
        (("--heard-on", "4月6日"), "bad_value"),
        (("--hearing", "none"), "not_found"),
        (("--household", "none"), "not_found"),
        (("--colour", "red"), "wrong_use"),
        (("--heard-on", "2022-04-01", "--date", "2022-04-02"), "wrong_use"),
    ],
)
def test_a_matter_is_refused_with_its_code(
    cli: Commands, options: tuple[str, ...], code: str
) -> None:
    whole = ("--words", "水渠", "--topic", "livelihood", "--list", "self_handled")
    assert cli.code("matter", "add", *whole, *options) == code


def test_a_matter_without_words_is_wrong_use(cli: Commands) -> None:
    error = cli.refused("matter", "add", "--topic", "livelihood", "--list", "self_handled")
    assert (error["code"], error["message"]) == ("wrong_use", "还缺少：--words。")


def test_another_day_than_the_hearings_is_a_slip(cli: Commands) -> None:
    hearing = cli.hearing()
    whole = ("--words", "水渠", "--topic", "livelihood", "--list", "self_handled")
    add = ("matter", "add", "--hearing", hearing, *whole)
    assert cli.code(*add, "--date", "2022-04-04") == "bad_value"
    cli.done(*add, "--date", "2022-04-05")


# -- stalls -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2022-04-08", []),
        ("2022-04-09", [("2022-04-001", "not_deliberated", 4, "登记日 4月5日，已 4 天未议")]),
    ],
)
def test_stalls_are_computed_for_any_day(
    cli: Commands, day: str, found: list[tuple[str, str, int, str]]
) -> None:
    cli.register()
    cli.today = day
    stalls = cli.done("stalls")["stalls"]
    assert [(s["number"], s["stall"], s["days"], s["reason"]) for s in stalls] == found


def test_signals_name_what_was_counted(cli: Commands) -> None:
    number = cli.assigned()
    for to in ("李委员", "马委员"):
        cli.move(number, "assign", "--to", to, "--due", "2022-04-20")
    (signal,) = cli.done("stalls")["signals"]
    assert signal == {
        "number": number, "signal": "passed_on", "count": 2, "reason": "换过 2 次承办人",
    }  # fmt: skip


# -- sealed -----------------------------------------------------------------------------------


def test_without_the_commissions_key_no_word_is_taken(cli: Commands) -> None:
    words = "某干部截留补助款"
    assert cli.code("sealed", "add", "--words", words) == "seal_unavailable"
    kept = [path for path in cli.home.rglob("*") if path.is_file()]
    assert kept
    assert not [path.name for path in kept if words.encode() in path.read_bytes()]


# -- for people -------------------------------------------------------------------------------


def test_a_person_reads_a_table(cli: Commands) -> None:
    cli.register("路灯不亮", "--by", "马占山")
    first, _, line, total = cli.text("matter", "list").splitlines()
    assert first.split() == ["编号", "阶段", "结果", "事项", "反映人", "承办人", "到期"]
    assert line.split() == ["2022-04-001", "说", "路灯不亮", "马占山", "2022-04-08"]
    assert total == "共 1 条"


def test_columns_stand_below_each_other_though_characters_are_wide(cli: Commands) -> None:
    cli.register("水", "--by", "马占山")
    cli.register("三组门前的水渠坏了", "--by", "马六")
    lines = cli.text("matter", "list").splitlines()[2:4]
    starts = [_width(line[: line.index("马")]) for line in lines]
    assert starts[0] == starts[1]


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


def test_a_person_reads_one_matter(cli: Commands) -> None:
    text = cli.text("matter", "show", cli.solved())
    assert "办理完毕" in text
    assert "已修好" in text
