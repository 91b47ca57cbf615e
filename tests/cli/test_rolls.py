"""``roll``: who is 应到 on a day, by the same actions as the window (R14)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from commands import Commands

pytestmark = pytest.mark.rule("R14")


@pytest.fixture
def party(tmp_path: Path) -> str:
    path = tmp_path / "党员花名册.csv"
    rows = (("姓名", "党员类别"), ("马占山", "正式党员"), ("李小花", "预备党员"))
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)
    return str(path)


def test_a_roll_is_imported_and_shown(cli: Commands, party: str) -> None:
    told = cli.done("roll", "import", party)
    assert (told["new"], told["applied"], told["expected"]) == (2, True, 1)
    shown = cli.done("roll", "show", "party_members")
    assert shown["expected"] == 1
    assert [(one["name"], one["counted"], one["why_not"]) for one in shown["members"]] == [
        ("李小花", False, "预备党员，没有表决权"),
        ("马占山", True, None),
    ]


def test_a_preview_writes_nothing(cli: Commands, party: str) -> None:
    assert cli.done("roll", "import", party, "--preview")["applied"] is False
    shown = cli.done("roll", "show", "party_members")
    assert (shown["expected"], shown["members"]) == (None, [])


def test_an_import_is_undone_in_one_step(cli: Commands, party: str) -> None:
    cli.done("roll", "import", party)
    cli.done("undo")
    assert cli.done("roll", "show", "party_members")["expected"] is None


def test_a_day_has_a_roll_of_its_own(cli: Commands) -> None:
    cli.done("roll", "add", "party_members", "--name", "马占山", "--from", "2022-04-01")
    (member,) = cli.done("roll", "show", "party_members")["members"]
    cli.done("roll", "end", member["id"], "--date", "2022-04-03", "--reason", "转出")
    days = ("2022-03-31", "2022-04-01", "2022-04-03", "2022-04-04")
    found = []
    for cli.today in days:
        found.append(cli.done("roll", "show", "party_members")["expected"])
    assert found == [None, 1, 1, None]


def test_a_member_is_left_out_and_counted_again(cli: Commands) -> None:
    entry = cli.done("roll", "add", "party_members", "--name", "马占山")["id"]
    words = ("--reason", "away", "--approved-by", "龙山镇党委", "--approved-on", "2022-03-01")
    exclusion = cli.done("roll", "exclude", entry, *words)["exclusion"]
    (member,) = cli.done("roll", "show", "party_members")["members"]
    assert (member["counted"], member["exclusion"]) == (False, exclusion)
    cli.done("roll", "include", exclusion, "--date", "2022-04-04")
    assert cli.done("roll", "show", "party_members")["expected"] == 1


def test_an_election_ends_a_roll(cli: Commands) -> None:
    cli.done("roll", "add", "representatives", "--name", "马占山", "--sex", "female")
    cli.done("roll", "end-all", "representatives", "--date", "2022-04-04")
    assert cli.done("roll", "show", "representatives")["expected"] is None


def test_every_body_is_listed(cli: Commands) -> None:
    found = {one["body"] for one in cli.done("roll", "list")["rolls"]}
    assert found == {
        "branch_committee", "two_committees", "party_members", "party_council", "representatives",
        "joint_households", "villagers", "households", "oversight_committee",
        "collective_members",
    }  # fmt: skip


def test_a_body_that_is_none_is_refused(cli: Commands) -> None:
    assert cli.code("roll", "show", "everybody") in ("bad_value", "wrong_use")


def test_a_worked_out_body_takes_no_names(cli: Commands) -> None:
    assert cli.code("roll", "add", "villagers", "--name", "马占山") == "bad_value"


@pytest.mark.rule("R30")
def test_the_villagers_authorisation_is_put_on_record_and_ended(cli: Commands) -> None:
    words = ("--date", "2022-03-02", "--document", "村民自治章程", "--scope", "公益事业")
    made = cli.done("roll", "authorise", *words)["id"]
    cli.done("roll", "end-authorisation", made, "--date", "2022-04-04")
    (shown,) = cli.done("roll", "authorisations")["authorisations"]
    assert (shown["on"], shown["until"], shown["scope"]) == ("2022-03-02", "2022-04-04", "公益事业")
    cli.done("roll", "remove-authorisation", made)
    assert cli.done("roll", "authorisations")["authorisations"] == []
