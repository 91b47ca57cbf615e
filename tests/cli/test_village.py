"""``household``, ``person``, ``roster``, ``office``, ``user``, ``policy`` and ``plan``."""

from __future__ import annotations

import pytest

from commands import Commands


def home(cli: Commands, name: str = "马占山", *more: str) -> str:
    return str(cli.done("household", "add", "--group", "1", "--name", name, *more)["id"])


def head_of(cli: Commands, household: str) -> str:
    return str(cli.done("household", "show", household)["persons"][0]["id"])


# -- household --------------------------------------------------------------------------------


def test_households_are_listed_as_promised(cli: Commands) -> None:
    made = home(cli, "马占山", "--phone", "13893801234", "--address", "马家湾12号")
    (row,) = cli.done("household", "list")["households"]
    promised = {key: row[key] for key in ("id", "head", "group", "persons", "special_groups")}
    assert promised == {
        "id": made, "head": "马占山", "group": 1, "persons": 1, "special_groups": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "heads"),
    [
        (("--group", "2"), ["李四"]),
        (("--find", "马占"), ["马占山"]),
        (("--find", "ls"), ["李四"]),
        (("--away",), []),
        (("--special", "*"), []),
    ],
)
def test_households_can_be_narrowed(
    cli: Commands, words: tuple[str, ...], heads: list[str]
) -> None:
    home(cli, "马占山")
    cli.done("household", "add", "--group", "2", "--name", "李四")
    assert [row["head"] for row in cli.done("household", "list", *words)["households"]] == heads


def test_a_household_is_shown_with_its_people(cli: Commands) -> None:
    household = home(cli, "马占山", "--phone", "13893801234", "--born-on", "1962-03-04")
    cli.done("person", "add", household, "--name", "马·优素福䶮", "--relation", "子")
    page = cli.done("household", "show", household)
    head, son = page["persons"]
    assert (head["name"], head["relation"], head["born_on"], head["phone"]) == (
        "马占山", "户主", "1962-03-04", "13893801234",
    )  # fmt: skip
    assert (son["name"], son["relation"], son["id_number"]) == ("马·优素福䶮", "子", None)
    assert (page["head"], page["group"]) == ("马占山", 1)


def test_a_household_is_edited_field_by_field(cli: Commands) -> None:
    household = home(cli, "马占山", "--address", "马家湾12号")
    row = cli.done("household", "edit", household, "--group", "3")
    assert (row["group"], row["address"]) == (3, "马家湾12号")
    assert cli.done("undo") == {"undone": "修改农户"}
    assert cli.done("household", "show", household)["group"] == 1


def test_a_household_away_comes_back(cli: Commands) -> None:
    household = home(cli)
    cli.done("household", "away", household, "--from", "2022-03-01", "--reason", "新疆务工")
    (row,) = cli.done("household", "list", "--away")["households"]
    assert row["away"] == {"from": "2022-03-01", "until": None}
    cli.done("household", "returned", household, "--date", "2022-04-01")
    assert cli.done("household", "list", "--away")["households"] == []
    (absence,) = cli.done("household", "show", household)["absences"]
    assert (absence["from"], absence["until"]) == ("2022-03-01", "2022-03-31")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "none"), "not_found"),
        (("edit", "none", "--group", "1"), "not_found"),
        (("away", "none", "--from", "2022-03-01"), "not_found"),
        (("add", "--group", "0", "--name", "马六"), "bad_value"),
        (("add", "--group", "一", "--name", "马六"), "bad_value"),
        (("add", "--name", "马六"), "wrong_use"),
    ],
)
def test_a_household_is_refused_with_its_code(
    cli: Commands, words: tuple[str, ...], code: str
) -> None:
    assert cli.code("household", *words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("edit",), "wrong_use"),
        (("away",), "wrong_use"),
        (("away", "--from", "2022-04-01", "--until", "2022-03-01"), "bad_value"),
        (("returned",), "bad_value"),
        (("special", "--kind", "没有这一类"), "bad_value"),
    ],
)
def test_an_act_on_a_household_is_refused_with_its_code(
    cli: Commands, words: tuple[str, ...], code: str
) -> None:
    command, *options = words
    assert cli.code("household", command, home(cli), *options) == code


def test_a_special_group_stands_on_the_household(cli: Commands) -> None:
    household = home(cli)
    cli.done("household", "special", household, "--kind", "低保", "--from", "2022-01-01")
    (row,) = cli.done("household", "list", "--special", "*")["households"]
    assert len(row["special_groups"]) == 1


def test_a_household_gets_a_new_head(cli: Commands) -> None:
    household = home(cli)
    son = cli.done("person", "add", household, "--name", "马小山", "--relation", "子")["id"]
    assert cli.done("household", "new_head", household, "--person", son)["head"] == "马小山"


# -- person -----------------------------------------------------------------------------------


def test_a_person_is_edited_field_by_field(cli: Commands) -> None:
    person = head_of(cli, home(cli, "马占山", "--phone", "13893801234"))
    row = cli.done("person", "edit", person, "--education", "初中")
    assert (row["name"], row["phone"], row["education"]) == ("马占山", "13893801234", "初中")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("edit", "none", "--name", "马六"), "not_found"),
        (("add", "none", "--name", "马六"), "not_found"),
        (("remove", "none"), "not_found"),
    ],
)
def test_a_person_who_is_not_there_is_not_found(
    cli: Commands, words: tuple[str, ...], code: str
) -> None:
    assert cli.code("person", *words) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "wrong_use"),
        (("--id-number", "620525196203040"), "bad_value"),
        (("--born-on", "2030-01-01"), "in_the_future"),
        (("--sex", "x"), "bad_value"),
    ],
)
def test_a_persons_edit_is_refused_with_its_code(
    cli: Commands, words: tuple[str, ...], code: str
) -> None:
    assert cli.code("person", "edit", head_of(cli, home(cli)), *words) == code


def test_a_person_entered_by_mistake_is_removed(cli: Commands) -> None:
    household = home(cli)
    son = cli.done("person", "add", household, "--name", "马小山", "--relation", "子")["id"]
    cli.done("person", "remove", son)
    assert [row["name"] for row in cli.done("person", "list")["persons"]] == ["马占山"]


# -- roster -----------------------------------------------------------------------------------


def test_the_roster_is_of_the_day_asked_for(cli: Commands) -> None:
    made = cli.done("roster", "add", "--name", "马书记", "--role", "branch_secretary")["id"]
    cli.done("roster", "term", made, "--role", "villager_representative", "--from", "2022-01-01")
    (member,) = cli.done("roster", "list")["members"]
    assert [held["role"] for held in member["roles"]] == [
        "branch_secretary", "villager_representative",
    ]  # fmt: skip
    cli.done("roster", "end", member["roles"][0]["term"], "--date", "2022-03-31")
    (member,) = cli.done("roster", "list")["members"]
    assert [held["role"] for held in member["roles"]] == ["villager_representative"]


# -- office, users, policy, plan --------------------------------------------------------------


def test_the_fixed_day_can_change(cli: Commands) -> None:
    dates = cli.done("office", "hearing-day", "每月第一个星期五", "--from", "2022-05-01")["dates"]
    assert dates[:2] == ["2022-04-05", "2022-05-06"]


def test_every_act_names_who_works_at_the_desk(cli: Commands) -> None:
    cli.done("user", "add", "李干事")
    assert cli.done("user", "switch", "李干事") == {"user": "李干事"}
    number = cli.register()
    assert cli.show(number)["timeline"][0]["by"] == "李干事"
    assert cli.code("user", "switch", "无此人") == "not_found"


def test_a_figure_of_the_policy_can_be_set(cli: Commands) -> None:
    cli.done("policy", "set", "committees_days", "5", "--note", "镇通知")
    figures = {row["field"]: row for row in cli.done("policy", "show")["figures"]}
    assert (figures["committees_days"]["value"], figures["committees_days"]["default"]) == (
        5, False,
    )  # fmt: skip
    hearing = cli.hearing()
    assert cli.done("hearing", "close", hearing)["committees_due_on"] == "2022-04-10"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("committees_days", "99", "bad_value"),
        ("committees_days", "five", "bad_value"),
        ("committees", "5", "bad_value"),
        ("holidays", "[2022]", "bad_value"),
        ("starts_on", "2022-13-01", "bad_value"),
    ],
)
def test_a_figure_out_of_its_limits_is_refused(
    cli: Commands, field: str, value: str, code: str
) -> None:
    assert cli.code("policy", "set", field, value) == code


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_on", "2022-01-01"),
        ("holidays", '["2022-04-04", "2022-04-05"]'),
        ("support_team_monthly", "false"),
        ("committees_day_count", "working"),
    ],
)
def test_figures_of_every_kind_can_be_set(cli: Commands, field: str, value: str) -> None:
    cli.done("policy", "set", field, value)


def test_the_years_plan_is_kept(cli: Commands) -> None:
    add = ("plan", "add", "--text", "硬化三组村道", "--from", "4", "--until", "6")
    task = cli.done(*add, "--responsible", "王主任")["id"]
    cli.done("plan", "done", task, "--result", "已完工")
    (row,) = cli.done("plan", "list")["tasks"]
    assert (row["text"], row["done_on"], row["result"]) == ("硬化三组村道", "2022-04-05", "已完工")
    cli.done("plan", "remove", task)
    assert cli.done("plan", "list", "--year", "2022")["tasks"] == []


def test_a_plan_has_months(cli: Commands) -> None:
    assert cli.code("plan", "add", "--text", "修路", "--from", "13") == "bad_value"


@pytest.mark.parametrize(
    "words",
    [
        ("household", "list"),
        ("person", "list"),
        ("roster", "list"),
        ("office", "show"),
        ("user", "list"),
        ("policy", "show"),
        ("plan", "list"),
        ("hearing", "list"),
        ("meeting", "list"),
        ("matter", "list"),
        ("stalls",),
    ],
)
def test_a_person_reads_every_list(cli: Commands, words: tuple[str, ...]) -> None:
    assert cli.text(*words).strip()
