"""The diary, coverage and the ledger by commands, as programs are promised them (R8–R10)."""

from __future__ import annotations

from typing import Any

import pytest

from commands import Commands


@pytest.fixture
def homes(cli: Commands) -> list[str]:
    """马占山 and 李四 in the first group, 王五 in the second."""
    made = (("马占山", "1"), ("李四", "1"), ("王五", "2"))
    return [
        str(cli.done("household", "add", "--name", name, "--group", group)["id"])
        for name, group in made
    ]


def visit(cli: Commands, household: str, *more: str, way: str = "at_home") -> str:
    words = ("--household", household, "--date", "2022-04-04", "--way", way, "--by", "孙立")
    return str(cli.done("visit", "add", *words, *more)["id"])


def month(cli: Commands, *more: str) -> dict[str, Any]:
    return cli.done("coverage", "--month", "2022-04", *more)


# -- the diary ----------------------------------------------------------------------------------


@pytest.mark.rule("R10")
def test_an_entry_is_added_and_listed(cli: Commands, homes: list[str]) -> None:
    made = visit(cli, homes[0], "--text", "水渠塌了", "--finding", "problem", "--by", "李娜")
    (entry,) = cli.done("visit", "list")["visits"]
    said = {key: entry[key] for key in ("id", "household", "date", "way", "visitors", "text")}
    assert said == {
        "id": made,
        "household": homes[0],
        "date": "2022-04-04",
        "way": "at_home",
        "visitors": ["孙立", "李娜"],
        "text": "水渠塌了",
    }
    assert (entry["finding"], entry["entered_late"]) == ("problem", False)


def test_several_visitors_may_stand_behind_one_option(cli: Commands, homes: list[str]) -> None:
    cli.done(
        "visit", "add", "--household", homes[0], "--way", "at_home", "--by", "孙立", "李娜"
    )  # fmt: skip
    (entry,) = cli.done("visit", "list", "--by", "李娜")["visits"]
    assert (entry["visitors"], entry["date"]) == (["孙立", "李娜"], "2022-04-05")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--date", "2022-04-06", "--way", "at_home", "--by", "孙立"), "in_the_future"),
        (("--way", "on_foot", "--by", "孙立"), "bad_value"),
        (("--way", "at_home"), "wrong_use"),
        (("--way", "at_home", "--by", "孙立", "--promise", "送化肥"), "bad_value"),
    ],
)
def test_what_cannot_be_is_refused(
    cli: Commands, homes: list[str], more: tuple[str, ...], code: str
) -> None:
    assert cli.code("visit", "add", "--household", homes[0], *more) == code


def test_an_unknown_household_is_refused(cli: Commands) -> None:
    words = ("visit", "add", "--household", "0" * 32, "--way", "at_home", "--by", "孙立")
    assert cli.code(*words) == "not_found"


@pytest.mark.rule("R10")
def test_a_correction_keeps_the_first_words(cli: Commands, homes: list[str]) -> None:
    made = visit(cli, homes[0], "--text", "六亩")
    cli.done("visit", "correct", made, "--reason", "记错了", "--text", "八亩")
    shown = cli.done("visit", "show", made)
    assert shown["text"] == "八亩"
    assert [one["text"] for one in shown["versions"]] == ["六亩", "八亩"]
    assert cli.done("undo") == {"undone": "更正走访"}
    assert cli.done("visit", "show", made)["text"] == "六亩"


@pytest.mark.rule("R9")
def test_a_finding_becomes_a_matter_once_it_is_asked_for(cli: Commands, homes: list[str]) -> None:
    made = visit(cli, homes[0], "--text", "水渠塌了", "--finding", "problem")
    assert len(cli.done("visit", "list", "--findings")["visits"]) == 1
    words = ("--topic", "infrastructure", "--list", "self_handled")
    raised = cli.done("visit", "matter", made, *words)
    assert raised["number"] == "2022-04-001"
    assert cli.done("visit", "show", made)["matters"] == [raised["id"]]
    assert cli.show("2022-04-001")["visits"] == [made]
    assert cli.done("visit", "list", "--findings")["visits"] == []


def test_the_diary_is_found_by_its_words(cli: Commands, homes: list[str]) -> None:
    made = visit(cli, homes[0], "--text", "苜蓿返青")
    hits = cli.done("search", "苜蓿")["hits"]
    assert [(hit["kind"], hit["id"]) for hit in hits] == [("visit", made)]


def test_a_corrected_entry_is_found_once_and_by_what_it_says_now(
    cli: Commands, homes: list[str]
) -> None:
    made = visit(cli, homes[0], "--text", "苜蓿返青")
    cli.done("visit", "correct", made, "--reason", "记错了", "--text", "苜蓿枯了")
    assert [hit["id"] for hit in cli.done("search", "苜蓿")["hits"]] == [made]
    assert cli.done("search", "返青")["hits"] == []


def test_a_promise_is_kept_and_a_leader_writes_on_it(cli: Commands, homes: list[str]) -> None:
    made = visit(cli, homes[0], "--promise", "送化肥", "--promise-due", "2022-04-20")
    assert len(cli.done("visit", "list", "--promises")["visits"]) == 1
    cli.done("visit", "promise", made, "kept", "--text", "送到了")
    cli.done("visit", "review", made, "--by", "赵启明", "--text", "好")
    assert cli.done("visit", "list", "--promises")["visits"] == []
    kinds = [one["kind"] for one in cli.done("visit", "show", made)["follow_ups"]]
    assert kinds == ["kept", "review"]


# -- coverage -----------------------------------------------------------------------------------


@pytest.mark.rule("R10")
def test_coverage_has_both_denominators_and_who_is_missing(cli: Commands, homes: list[str]) -> None:
    first, second, third = homes
    visit(cli, first)
    visit(cli, first, "--by", "李娜")
    visit(cli, second, way="telephone")
    cli.done("household", "away", third, "--from", "2022-03-01")
    found = month(cli)
    names = ("households", "resident", "visited", "away", "contacted", "by_other_ways")
    assert [found[name] for name in names] == [3, 2, 1, 1, 0, 1]
    assert found["missing"] == []
    by_group = [(one["group"], one["households"], one["visited"]) for one in found["groups"]]
    assert by_group == [(1, 2, 1), (2, 1, 0)]
    told = [(one["name"], one["visited"], one["visits"]) for one in found["visitors"]]
    assert told == [("孙立", 1, 3), ("李娜", 1, 1)]


def test_who_is_away_and_telephoned_is_contacted(cli: Commands, homes: list[str]) -> None:
    cli.done("household", "away", homes[2], "--from", "2022-03-01")
    visit(cli, homes[2], way="video")
    found = month(cli)
    assert (found["away"], found["contacted"], found["by_other_ways"]) == (1, 1, 0)
    assert found["missing"] == homes[:2] or set(found["missing"]) == set(homes[:2])


def test_a_look_on_a_day_ignores_what_came_after(cli: Commands, homes: list[str]) -> None:
    visit(cli, homes[0])
    cli.today = "2022-04-03"
    assert month(cli)["visited"] == 0


@pytest.mark.rule("R8")
def test_a_quarter_counts_the_leaders_own_visits(cli: Commands, homes: list[str]) -> None:
    visit(cli, homes[0], "--by", "赵启明")
    visit(cli, homes[1])
    words = ("coverage", "--quarter", "2022Q2")
    assert cli.done(*words)["visited"] == 2
    own = cli.done(*words, "--leader", "赵启明")
    assert (own["visited"], own["households"], len(own["missing"])) == (1, 3, 2)


def test_a_month_and_a_quarter_at_once_are_wrong_use(cli: Commands) -> None:
    assert cli.code("coverage", "--month", "2022-04", "--quarter", "2022Q2") == "wrong_use"


def test_a_person_reads_who_is_missing_by_name(cli: Commands, homes: list[str]) -> None:
    visit(cli, homes[0])
    said = cli.text("coverage", "--month", "2022-04")
    assert "2022年4月走访覆盖" in said and "还没走访：一组李四户、二组王五户" in said


# -- the ledger ---------------------------------------------------------------------------------


@pytest.mark.rule("R9")
def test_a_line_of_the_ledger_is_added_worked_on_and_closed(
    cli: Commands, homes: list[str]
) -> None:
    entry = visit(cli, homes[0], "--text", "水渠塌了")
    words = ("--target", "修渠", "--leader", "赵启明", "--person", "李建国", "--due", "2022-05-01")
    made = str(cli.done("ledger", "add", *words, "--unit", "水利站", "--visit", entry)["id"])
    (line,) = cli.done("ledger", "list")["ledger"]
    assert (line["target"], line["due_on"], line["closed_on"]) == ("修渠", "2022-05-01", None)
    cli.done("ledger", "decide", made, "--text", "列入项目")
    cli.done("ledger", "progress", made, "--text", "已动工")
    cli.done("ledger", "close", made, "--result", "修好了")
    shown = cli.done("ledger", "show", made)
    assert [one["act"] for one in shown["timeline"]] == ["decide", "progress", "close"]
    assert (shown["closed_on"], shown["result"]) == ("2022-04-05", "修好了")
    assert [one["id"] for one in shown["origins"]] == [entry]
    assert cli.done("ledger", "list", "--open")["ledger"] == []
    assert cli.code("ledger", "close", made, "--result", "又好了") == "wrong_stage"
