"""四议两公开 by command: the words, the numbers and the refusals that other programs rely on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from commands import Commands

pytestmark = pytest.mark.rule("R14")

VOTES = {
    "proposal": (5, 5, 5),
    "consultation": (7, 6, 6),
    "deliberation": (30, 24, 20),
    "resolution": (43, 31, 27),
}
AT = ("--place", "村委会", "--chair", "马文秀", "--recorder", "王会计")


@pytest.fixture
def procedure(cli: Commands) -> str:
    """A procedure begun today from a major matter."""
    number = cli.register("村里的路要修", list="major_public")
    return str(cli.done("procedure", "new", "--matter", number)["id"])


def words(procedure: str, step: str, date: str, *more: str, **numbers: int) -> tuple[str, ...]:
    expected, present, in_favour = VOTES[step]
    said = {"expected": expected, "present": present, "for": in_favour, "abstained": 0, **numbers}
    said.setdefault("against", said["present"] - said["for"])
    counts = [word for name, number in said.items() for word in (f"--{name}", str(number))]
    return ("procedure", "step", procedure, step, "--date", date, *AT, *counts, *more)


def step(
    cli: Commands, procedure: str, name: str, date: str, *more: str, **n: int
) -> dict[str, Any]:
    cli.today = date
    return cli.done(*words(procedure, name, date, *more, **n))


def decide(cli: Commands, procedure: str) -> None:
    for day, name in enumerate(VOTES, 6):
        step(cli, procedure, name, f"2022-04-{day:02d}")


def show(cli: Commands, procedure: str) -> dict[str, Any]:
    return cli.done("procedure", "show", procedure)


def test_a_vote_answers_with_its_sums_and_what_comes_next(cli: Commands, procedure: str) -> None:
    done = step(cli, procedure, "proposal", "2022-04-06", "--form", "hands")
    assert (done["passed"], done["why"], done["next"]) == (True, None, "consultation")
    assert done["quorum"] == {"needed": 3, "present": 5}
    majority = {key: done["majority"][key] for key in ("needed", "in_favour", "of")}
    assert majority == {"needed": 3, "in_favour": 5, "of": 5}


def test_the_resolution_is_the_representatives_unless_named(cli: Commands, procedure: str) -> None:
    decide(cli, procedure)
    last = show(cli, procedure)["rounds"][0]["steps"][-1]
    assert (last["body"], last["quorum"]["needed"], last["majority"]["needed"]) == (
        "representatives", 29, 16,
    )  # fmt: skip
    assert last["words"].endswith("（需超过到会半数，即至少 16 票）：通过")


def test_a_failed_quorum_is_recorded_and_the_step_comes_again(
    cli: Commands, procedure: str
) -> None:
    done = step(cli, procedure, "proposal", "2022-04-06", present=2, **{"for": 0}, against=0)
    assert (done["passed"], done["why"], done["next"]) == (False, "no_quorum", "proposal")
    assert step(cli, procedure, "proposal", "2022-04-07")["passed"]


def test_a_lost_vote_is_recorded_and_comes_back_as_a_new_round(
    cli: Commands, procedure: str
) -> None:
    done = step(cli, procedure, "proposal", "2022-04-06", **{"for": 2})
    assert (done["passed"], done["why"], done["next"]) == (False, "no_majority", "round")
    assert cli.code(*words(procedure, "consultation", "2022-04-06")) == "not_open"
    assert cli.code("procedure", "round", procedure) == "reason_required"
    assert cli.done("procedure", "round", procedure, "--reason", "改走西线")["next"] == "proposal"
    decide(cli, procedure)
    rounds = show(cli, procedure)["rounds"]
    assert [(each["round"], each["failed"], len(each["steps"])) for each in rounds] == [
        (1, True, 1),
        (2, False, 4),
    ]
    assert rounds[1]["reason"] == "改走西线"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "resolution", "date": "2022-04-06"}, "not_open"),
        ({"name": "proposal", "date": "2022-04-04"}, "before_previous_step"),
        ({"name": "proposal", "date": "2022-04-06", "against": 1}, "votes_do_not_add_up"),
        ({"name": "proposal", "date": "2022-04-06", "present": 6, "for": 6}, "votes_do_not_add_up"),
        ({"name": "proposal", "date": "2022-05-01"}, "in_the_future"),
    ],
)
def test_what_cannot_be_is_refused_by_its_code(
    cli: Commands, procedure: str, said: dict[str, Any], code: str
) -> None:
    cli.today = "2022-04-06"
    assert cli.code(*words(procedure, said.pop("name"), said.pop("date"), **said)) == code
    assert not show(cli, procedure)["rounds"][0]["steps"]


@pytest.mark.rule("R30")
def test_a_body_that_is_not_competent_is_refused_until_it_is_overridden(cli: Commands) -> None:
    number = cli.register("承包地要调", list="major_public")
    made = cli.done("procedure", "new", "--matter", number, "--type", "land_contract")["id"]
    for day, name in enumerate(list(VOTES)[:3], 6):
        step(cli, made, name, f"2022-04-{day:02d}")
    cli.today = "2022-04-09"
    asked = words(made, "resolution", "2022-04-09")
    error = cli.refused(*asked)
    assert error["code"] == "body_not_competent" and "农村集体经济组织法" in error["hint"]
    override = ("procedure", "override", made, "--body", "representatives")
    assert cli.code(*override) == "reason_required"
    cli.done(*override, "--reason", "当时法律还没有施行")
    assert cli.done(*asked)["passed"]
    page = show(cli, made)
    assert page["overrides"][0]["reason"] == "当时法律还没有施行"
    assert "other_body" in {one["finding"] for one in page["findings"]}


@pytest.mark.rule("R30")
def test_the_types_name_their_competent_bodies_and_sources(cli: Commands) -> None:
    types = {one["code"]: one for one in cli.done("procedure", "types")["types"]}
    assert types["membership"]["competent"] == ["collective_members"]
    assert types["public_works"]["competent"][0] == "representatives"
    assert all(one["source"] for one in types.values())


def test_without_a_roll_the_number_expected_has_to_be_given(cli: Commands, procedure: str) -> None:
    asked = list(words(procedure, "proposal", "2022-04-05"))
    place = asked.index("--expected")
    del asked[place : place + 2]
    assert cli.code(*asked) == "bad_value"


@pytest.mark.rule("R31")
def test_the_two_disclosures_until_the_end(cli: Commands, procedure: str) -> None:
    decide(cli, procedure)
    cli.today = "2022-04-10"
    assert cli.code("procedure", "implement", procedure, "--who", "甲", "--due", "2022-06-01") == (
        "not_open"
    )
    cli.done("procedure", "opinion", procedure, "resolution_notice", "--text", "程序合规")
    post = ("procedure", "post", procedure)
    until = ("--from", "2022-04-10", "--until", "2022-04-13", "--where", "公开栏")
    assert cli.done(*post, "resolution_notice", *until)["next"] == "implement"
    assert [one["finding"] for one in show(cli, procedure)["findings"]] == ["too_short"]
    cli.done("procedure", "object", procedure, "--by", "马老三", "--text", "占了我家地")
    cli.today = "2022-04-13"
    cli.done("procedure", "take-down", procedure, "resolution_notice", "--date", "2022-04-13")
    cli.done(
        "procedure", "object", procedure, "--by", "马老三", "--text", "占了我家地",
        "--answer", "已改线",
    )  # fmt: skip
    again = ("--from", "2022-04-13", "--until", "2022-04-20", "--where", "公开栏")
    cli.done(*post, "resolution_notice", *again)
    cli.today = "2022-04-21"
    cli.done("procedure", "take-down", procedure, "resolution_notice", "--date", "2022-04-20")
    doing = ("procedure", "implement", procedure, "--who", "李建国", "--due", "2022-06-01")
    cli.done(*doing)
    cli.today = "2022-05-10"
    cli.done(*doing, "--progress", "路基完成", "--spent", "1250000")
    cli.done(
        *post, "progress_notice", "--from", "2022-05-10", "--until", "2022-05-17", "--where", "栏"
    )
    cli.today = "2022-05-31"
    assert cli.done(*doing, "--accepted-on", "2022-05-30")["next"] == "outcome_notice"
    outcome = ("--from", "2022-05-31", "--until", "2022-06-07", "--where", "公开栏")
    assert cli.done(*post, "outcome_notice", *outcome)["next"] == "close"
    assert cli.code("procedure", "close", procedure) == "not_open"
    cli.today = "2022-06-07"
    assert cli.done("procedure", "close", procedure) == {
        "id": procedure, "phase": "closed", "next": None,
    }  # fmt: skip
    page = show(cli, procedure)
    assert [one["notice"] for one in page["notices"]] == [
        "resolution_notice", "resolution_notice", "progress_notice", "outcome_notice",
    ]  # fmt: skip
    assert page["notices"][0]["objections"][0]["answered_on"] == "2022-04-13"
    assert (page["implementation"]["spent"], page["implementation"]["accepted_on"]) == (
        1250000, "2022-05-30",
    )  # fmt: skip


@pytest.mark.rule("R29")
def test_a_day_knows_nothing_of_what_is_dated_after_it(cli: Commands, procedure: str) -> None:
    decide(cli, procedure)
    cli.today = "2022-04-07"
    assert show(cli, procedure)["phase"] == "deliberation"
    cli.today = "2022-04-04"
    assert cli.done("procedure", "list") == {"procedures": []}


@pytest.mark.rule("R29")
def test_what_was_entered_late_is_marked(cli: Commands, procedure: str) -> None:
    cli.today = "2022-05-20"
    cli.done(*words(procedure, "proposal", "2022-04-06"))
    line = show(cli, procedure)["rounds"][0]["steps"][0]
    assert (line["date"], line["entered_on"], line["entered_late"]) == (
        "2022-04-06", "2022-05-20", True,
    )  # fmt: skip


def test_the_matter_is_assigned_only_after_the_resolution(cli: Commands) -> None:
    number = cli.register("村里的路要修", list="major_public")
    made = str(cli.done("procedure", "new", "--matter", number)["id"])
    assign = ("matter", "move", number, "assign", "--to", "李建国", "--due", "2022-06-01")
    step(cli, made, "proposal", "2022-04-06")
    assert cli.code(*assign) == "needs_procedure"
    for day, name in enumerate(list(VOTES)[1:], 7):
        step(cli, made, name, f"2022-04-{day:02d}")
    assert cli.done(*assign)["stage"] == "acting"
    acts = [entry["act"] for entry in cli.show(number)["timeline"]]
    assert acts.count("procedure") == 5


@pytest.mark.rule("R36")
def test_a_meeting_that_decides_procedure_begins_one(cli: Commands) -> None:
    number = cli.register("村里的路要修")
    meeting = cli.done("meeting", "new", "--kind", "committees", "--date", "2022-04-05")["id"]
    cli.done("meeting", "decide", meeting, "--matter", number, "--outcome", "procedure")
    (row,) = cli.done("procedure", "list", "--matter", number)["procedures"]
    assert (row["matter"], row["phase"], row["state"]) == (number, "proposal", "已立项，待提议")


@pytest.mark.rule("R36")
def test_one_meeting_takes_the_steps_of_two_procedures(cli: Commands, procedure: str) -> None:
    other = cli.done("procedure", "new", "--title", "卖旧校舍", "--type", "property")["id"]
    first = step(cli, procedure, "proposal", "2022-04-06")
    more = ("--meeting", first["meeting"])
    assert step(cli, str(other), "proposal", "2022-04-06", *more)["meeting"] == first["meeting"]
    items = cli.done("meeting", "show", first["meeting"])["items"]
    assert [item["kind"] for item in items] == ["procedure", "procedure"]


def test_a_person_reads_the_sum_and_where_it_stands(cli: Commands, procedure: str) -> None:
    cli.today = "2022-04-06"
    said = cli.text(*words(procedure, "proposal", "2022-04-06"))
    assert "即至少 3 人" in said and "已提议，待商议" in said
    assert "已提议，待商议" in cli.text("procedure", "list")
    assert "应到 5 人" in cli.text("procedure", "show", procedure)
    assert "村民会议" in cli.text("procedure", "types")
    assert "待核对" in cli.text("procedure", "rules")


def test_an_unknown_procedure_is_not_found(cli: Commands) -> None:
    assert cli.code("procedure", "show", "0" * 32) == "not_found"
    assert cli.code("procedure", "new") == "wrong_use"


@pytest.fixture
def picture(tmp_path: Path) -> str:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(tmp_path / "照片.png"))
    return str(tmp_path / "照片.png")


def test_a_signed_list_is_added_to_the_meeting_of_a_step(
    cli: Commands, procedure: str, picture: str
) -> None:
    assert cli.code("procedure", "photo", "add", procedure, "proposal", picture) == "not_found"
    step(cli, procedure, "proposal", "2022-04-06")
    added = cli.done("procedure", "photo", "add", procedure, "提议", picture)
    (held,) = show(cli, procedure)["rounds"][0]["steps"]
    assert [one["id"] for one in held["sign_in_scans"]] == [added["photo_id"]]


@pytest.mark.rule("R31")
def test_a_photo_is_added_to_the_last_posting(cli: Commands, procedure: str, picture: str) -> None:
    decide(cli, procedure)
    words_ = ("procedure", "photo", "add", procedure, "resolution_notice", picture)
    assert cli.code(*words_) == "not_found"
    days = ("--from", "2022-04-09", "--until", "2022-04-16", "--where", "公开栏")
    cli.done("procedure", "post", procedure, "resolution_notice", *days)
    cli.done(*words_, "--caption", "村部公开栏")
    (posted,) = show(cli, procedure)["notices"]
    assert [one["caption"] for one in posted["photos"]] == ["村部公开栏"]


def test_a_photo_of_no_step_and_no_notice_is_refused(
    cli: Commands, procedure: str, picture: str
) -> None:
    assert cli.code("procedure", "photo", "add", procedure, "wall", picture) == "bad_value"


def test_a_cases_papers_are_found_by_its_id_and_by_its_matters_number(
    cli: Commands, procedure: str, tmp_path: Path
) -> None:
    step(cli, procedure, "proposal", "2022-04-06")
    words_ = ("paper", "make", "proposal", "--out", str(tmp_path), "--for")
    by_id, by_number = cli.done(*words_, procedure), cli.done(*words_, "2022-04-001")
    assert len(by_id["files"]) == len(by_number["files"]) == 2


def test_a_matter_without_a_decision_has_no_case(cli: Commands, tmp_path: Path) -> None:
    number = cli.register("村里的路要修", list="major_public")
    words_ = ("paper", "make", "case_file", "--out", str(tmp_path), "--for", number)
    assert cli.code(*words_) == "not_found"
