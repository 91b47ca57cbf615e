"""``matter move N STEP``: every step with its options, and the refusals programs were promised."""

from __future__ import annotations

import pytest

from commands import Commands


def stage(cli: Commands, number: str) -> tuple[str, str | None]:
    page = cli.show(number)
    return page["stage"], page["outcome"]


def test_a_step_tells_where_the_matter_stands(cli: Commands) -> None:
    number = cli.register()
    assert cli.move(number, "deliberate") == {
        "number": number, "stage": "deliberated", "outcome": None,
    }  # fmt: skip


def test_a_matter_goes_from_the_first_word_to_the_last(cli: Commands) -> None:
    number = cli.register()
    cli.move(number, "deliberate")
    cli.move(number, "assign", "--to", "王主任", "--due", "2022-04-20")
    cli.move(number, "progress", "--text", "已请来挖机")
    cli.move(number, "close", "--outcome", "solved", "--result", "水渠已修好")
    cli.move(number, "feedback", "--way", "in_person", "--to", "马占山", "--answer", "satisfied")
    assert cli.move(number, "cancel_off")["outcome"] == "solved"
    page = cli.show(number)
    assert (page["stage"], page["answer"]) == ("closed", "satisfied")
    assert (page["closed_on"], page["cancelled_on"]) == ("2022-04-05", "2022-04-05")
    acts = ["add", "deliberate", "assign", "progress", "close", "feedback", "cancel_off"]
    assert [entry["act"] for entry in page["timeline"]] == acts


def test_a_matter_changes_lists_with_its_reason(cli: Commands) -> None:
    number = cli.register()
    to = ("classify", "--list", "escalated")
    assert cli.code("matter", "move", number, *to) == "reason_required"
    cli.move(number, *to, "--reason", "要用国道用地")
    assert cli.show(number)["list"] == "escalated"


def test_a_promise_stays_open(cli: Commands) -> None:
    number = cli.register()
    cli.move(number, "deliberate")
    done = cli.move(
        number, "promise", "--text", "年内修通", "--measures", "争取项目",
        "--due", "2022-12-31", "--by", "李支书",
    )  # fmt: skip
    assert (done["stage"], done["outcome"]) == ("acting", "promised")


@pytest.mark.parametrize(
    ("limited", "outcome"), [((), "explained"), (("--policy-limited",), "policy_limited")]
)
def test_an_explanation_closes(cli: Commands, limited: tuple[str, ...], outcome: str) -> None:
    number = cli.register()
    words = ("--reason", "不符合条件", "--basis", "低保办法第五条", "--to", "马六", "--way", "当面")
    done = cli.move(number, "explain", *words, *limited)
    assert (done["stage"], done["outcome"]) == ("closed", outcome)


@pytest.mark.parametrize("outcome", ["withdrawn", "void", "legal_channel"])
def test_a_matter_can_end_without_being_solved(cli: Commands, outcome: str) -> None:
    number = cli.register()
    assert cli.move(number, "close", "--outcome", outcome, "--result", "说明")["outcome"] == outcome


def test_a_matter_handed_up_was_on_the_upper_list(cli: Commands) -> None:
    number = cli.register()
    close = ("close", "--outcome", "handed_up", "--result", "转县水务局")
    assert cli.code("matter", "move", number, *close) == "wrong_stage"
    cli.move(number, "classify", "--list", "escalated", "--reason", "县管水渠")
    assert cli.move(number, *close)["outcome"] == "handed_up"


def test_a_duplicate_names_its_main_matter_by_number(cli: Commands) -> None:
    main, other = cli.register("水渠坏了"), cli.register("水渠又坏了")
    cli.move(other, "close", "--outcome", "duplicate", "--of", main)
    assert cli.show(other)["main"]["number"] == main
    assert [one["number"] for one in cli.show(main)["duplicates"]] == [other]


def test_a_reopened_matter_says_why(cli: Commands) -> None:
    number = cli.solved()
    assert cli.code("matter", "move", number, "reopen") == "reason_required"
    assert cli.move(number, "reopen", "--reason", "又堵了")["stage"] == "acting"


def test_a_letter_from_above_is_noted(cli: Commands) -> None:
    number = cli.register(list="escalated")
    cli.move(number, "report", "--as", "request", "--text", "请求协调")
    cli.move(
        number, "note", "--way", "telephone", "--from", "镇党建办", "--text", "已转水务局",
    )  # fmt: skip
    entry = cli.show(number)["timeline"][-1]
    assert (entry["way"], entry["from"], entry["text"]) == ("telephone", "镇党建办", "已转水务局")


def test_a_petition_has_its_own_steps_and_clocks(cli: Commands) -> None:
    number = cli.register("林权纠纷", "--kind", "petition")
    cli.move(number, "deliberate")
    cli.move(number, "inform")
    cli.move(number, "extend", "--approved-by", "镇党委")
    assert cli.code("matter", "move", number, "reply", "--opinion", "explained") == "basis_required"
    cli.move(number, "reply", "--opinion", "explained", "--basis", "森林法第二十二条")
    cli.move(number, "close", "--outcome", "solved", "--result", "已答复")
    cli.move(number, "review")
    names = [clock["name"] for clock in cli.show(number)["clocks"]]
    assert names == ["告知是否受理", "办结并答复", "复查"]


def test_a_step_of_a_meeting_happens_on_its_day(cli: Commands) -> None:
    number = cli.register()
    meeting = cli.done("meeting", "new", "--kind", "committees", "--date", "2022-04-07")["id"]
    cli.today = "2022-04-09"
    cli.move(number, "deliberate", "--meeting", meeting)
    entry = cli.show(number)["timeline"][-1]
    assert (entry["on"], entry["meeting"]) == ("2022-04-07", "2022-04-07 村“两委”会议")
    other = cli.register()
    wrong = ("deliberate", "--meeting", meeting, "--date", "2022-04-08")
    assert cli.code("matter", "move", other, *wrong) == "bad_value"


# -- nobody there (R45) -----------------------------------------------------------------------


def try_once(cli: Commands, number: str, *more: str) -> None:
    cli.move(number, "feedback", "--way", "unreachable", "--to", "马占山", *more)


def test_three_tries_stand_for_the_answer(cli: Commands) -> None:
    number = cli.solved()
    for _ in range(2):
        try_once(cli, number)
        assert cli.code("matter", "move", number, "cancel_off") == "needs_feedback"
    try_once(cli, number, "--answer", "none")
    cli.move(number, "cancel_off")


def test_so_does_one_try_that_says_why_no_more(cli: Commands) -> None:
    number = cli.solved()
    try_once(cli, number, "--reason", "全家外出务工，电话停机")
    cli.move(number, "cancel_off")


# -- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (("assign", "--to", "王主任", "--due", "2022-04-20"), "wrong_stage"),
        (("progress", "--text", "开始"), "wrong_stage"),
        (("feedback", "--way", "in_person", "--to", "马", "--answer", "none"), "wrong_stage"),
        (("cancel_off",), "wrong_stage"),
        (("reopen", "--reason", "又坏了"), "wrong_stage"),
        (("report", "--text", "请示"), "wrong_stage"),
        (("inform",), "wrong_stage"),
        (("deliberate", "--date", "2022-04-06"), "in_the_future"),
        (("deliberate", "--date", "2022-04-04"), "bad_value"),
        (("deliberate", "--date", "昨天"), "bad_value"),
        (("explain", "--basis", "办法", "--to", "马", "--way", "当面"), "reason_required"),
        (("explain", "--reason", "没钱", "--to", "马", "--way", "当面"), "basis_required"),
        (("close", "--outcome", "solved"), "bad_value"),
        (("close", "--outcome", "explained", "--result", "说过了"), "bad_value"),
        (("close", "--outcome", "duplicate"), "bad_value"),
        (("close", "--outcome", "duplicate", "--of", "2022-04-099"), "not_found"),
        (("note", "--way", "letter"), "bad_value"),
        (("close", "--result", "好了"), "wrong_use"),
        (("feedback", "--to", "马"), "wrong_use"),
        (("fly",), "wrong_use"),
        ((), "wrong_use"),
        (("receive",), "not_owner"),
        (("refer", "--department", "水务局", "--due", "2022-05-01"), "not_owner"),
    ],
)
def test_a_matter_just_heard_refuses(cli: Commands, step: tuple[str, ...], code: str) -> None:
    assert cli.code("matter", "move", cli.register(), *step) == code


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (("assign", "--due", "2022-04-20"), "needs_responsible"),
        (("assign", "--to", "王主任"), "needs_responsible"),
        (("assign", "--to", "王主任", "--due", "2022-04-01"), "bad_value"),
        (("promise", "--text", "修", "--measures", "筹款"), "needs_responsible"),
        (("progress",), "bad_value"),
        (("deliberate",), "wrong_stage"),
    ],
)
def test_a_deliberated_matter_refuses(cli: Commands, step: tuple[str, ...], code: str) -> None:
    number = cli.register()
    cli.move(number, "deliberate")
    assert cli.code("matter", "move", number, *step) == code


@pytest.mark.parametrize(
    "step",
    [
        ("assign", "--to", "王主任", "--due", "2022-04-20"),
        ("close", "--outcome", "solved", "--result", "已修好"),
    ],
)
def test_a_major_public_matter_needs_its_procedure(cli: Commands, step: tuple[str, ...]) -> None:
    number = cli.register("硬化村道", list="major_public")
    cli.move(number, "deliberate")
    assert cli.code("matter", "move", number, *step) == "needs_procedure"


def test_a_matter_is_not_cancelled_off_before_somebody_was_told(cli: Commands) -> None:
    assert cli.code("matter", "move", cli.solved(), "cancel_off") == "needs_feedback"


def test_a_step_on_a_matter_that_is_not_there_is_not_found(cli: Commands) -> None:
    assert cli.code("matter", "move", "2022-04-077", "deliberate") == "not_found"


def test_a_refused_step_leaves_nothing(cli: Commands) -> None:
    number = cli.register()
    cli.refused("matter", "move", number, "cancel_off")
    assert stage(cli, number) == ("heard", None)
    assert len(cli.show(number)["timeline"]) == 1


def test_every_step_is_undone_by_its_name(cli: Commands) -> None:
    number = cli.solved()
    assert cli.done("undo") == {"undone": "办理完毕"}
    assert stage(cli, number) == ("acting", None)
    assert cli.done("redo") == {"redone": "办理完毕"}
    assert stage(cli, number) == ("closed", "solved")
