"""``--village`` with commands that write: each is right, or says what is wrong (3.13, R15, R49)."""

from __future__ import annotations

import pytest

from commands import Commands
from stick import Stick

NUMBER = "2022-01-001"

VILLAGES = [
    ("matter", "add", "--words", "桥坏了", "--topic", "other", "--list", "self_handled"),
    ("matter", "edit", NUMBER, "--summary", "修渠"),
    ("matter", "move", NUMBER, "assign", "--to", "马建国", "--due", "2022-02-01"),
    ("matter", "move", NUMBER, "deliberate"),
    ("matter", "move", NUMBER, "report"),
    ("matter", "contact", NUMBER, "--name", "马建国"),
    ("household", "add", "--group", "1", "--name", "马建国"),
    ("household", "move_in", "x"),
    ("person", "died", "x"),
    ("roster", "add", "--name", "马建国", "--role", "clerk"),
    ("roll", "add", "villagers", "--name", "马建国"),
    ("roll", "authorise", "--document", "x"),
    ("hearing", "new", "--date", "2022-01-05"),
    ("meeting", "edit", "x", "--place", "村部"),
    ("plan", "done", "x"),
    ("procedure", "new", "--matter", NUMBER),
    ("paper", "issue", "register", "--for", "2022"),
    ("paper", "void", "x", "--reason", "写错"),
]
"""Work that is the village's, some of it wrong in other ways besides."""

OFFICES = [
    ("office", "hearing-day", "每月6日"),
    ("user", "add", "李干事"),
    ("policy", "set", "feedback_days", "9"),
    ("paper", "wording", "set", "promise", "title", "承诺"),
    ("sealed", "add", "--words", "x"),
    ("enrol", "pin", "--check-code", "1"),
    ("enrol", "request", "--out", "x"),
    ("package", "make", "--to", "x"),
    ("package", "receive", "x"),
    ("checkup", "--repair"),
]
"""Work of the township's desk that no village is named for."""


@pytest.fixture
def town(joined: Stick) -> Commands:
    town, village = joined.desks["township"], joined.desks["07-1"]
    village.register("水渠坏了", list="escalated")
    joined.carry(village, town)
    return town


def test_the_village_s_work_is_refused_in_one_sentence(town: Commands) -> None:
    refused = [town.refused(*words, "--village", "07") for words in VILLAGES]
    assert {(one["code"], one["message"]) for one in refused} == {
        ("not_owner", "这项内容由村里登记，乡镇不能改。")
    }


def test_the_township_s_own_work_asks_for_the_option_to_be_left_out(town: Commands) -> None:
    refused = {words: town.refused(*words, "--village", "07") for words in OFFICES}
    told = {words: (one["code"], one["where"]) for words, one in refused.items()}
    assert told == dict.fromkeys(OFFICES, ("wrong_use", "--village"))


def test_a_step_of_the_township_s_own_is_looked_at_by_its_own_rules(town: Commands) -> None:
    move = ("matter", "move", NUMBER)
    for step in (("receive",), ("decide", "--text", "x"), ("progress", "--text", "x")):
        assert town.code(*move, *step, "--village", "07") == "wrong_stage"


@pytest.mark.rule("R49")
def test_the_township_s_people_write_their_visits_and_ledger(town: Commands) -> None:
    ledger = ("ledger", "add", "--target", "修渠", "--person", "周干事", "--due", "2022-02-01")
    assert town.done(*ledger, "--village", "07")
