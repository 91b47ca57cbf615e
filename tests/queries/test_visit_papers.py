"""What the papers of visiting are filled from, and what of it may be on a wall (R8–R10)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desk import Desk
from longshan_desk.actions import diary, ledger, visits
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.ledger_facts import LedgerFacts
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.queries.diary_papers import entry_facts, month_facts
from longshan_desk.queries.ledger_papers import ledger_facts
from longshan_desk.queries.papers import office_words
from longshan_desk.queries.prepared import prepared
from longshan_desk.queries.visit_papers import coverage_facts, plan_facts
from longshan_desk.queries.wording import example
from papers import text_of

DAY = date(2022, 4, 5)


def correct(desk: Desk, entry: str, home: str, text: str) -> None:
    facts = VisitFacts(home, DAY, VisitWay.AT_HOME, ("孙立",), text=text)
    visits.correct_visit(desk.store, entry, facts, reason="记错了")


@pytest.fixture
def home(desk: Desk) -> str:
    return desk.add_household(
        PersonFacts("马占山", born_on=date(1960, 1, 1), phone="13812345678"), group=3
    )


@pytest.mark.rule("R10")
def test_all_that_stood_before_is_on_the_paper(desk: Desk, home: str) -> None:
    made = desk.visit(home, text="六亩")
    correct(desk, made, home, "七亩")
    correct(desk, made, home, "八亩")
    (entry,) = entry_facts(desk.store, office_words(desk.store), made).entries
    assert (entry.text, entry.former_text) == ("八亩", "七亩；更早为：六亩")


@pytest.mark.rule("R10")
def test_a_correction_of_another_field_says_which(desk: Desk, home: str) -> None:
    made = desk.visit(home, way=VisitWay.TELEPHONE, text="六亩")
    correct(desk, made, home, "六亩")
    (entry,) = entry_facts(desk.store, office_words(desk.store), made).entries
    assert entry.former_text == "走访方式：电话"


def test_who_was_met_is_printed_with_the_age(desk: Desk, home: str) -> None:
    made = desk.visit(home, met=("马占山", "过路人"))
    (entry,) = entry_facts(desk.store, office_words(desk.store), made).entries
    assert entry.met == ("马占山（62岁）", "过路人")


def test_several_reviews_are_all_there(desk: Desk, home: str) -> None:
    made = desk.visit(home)
    diary.review_visit(desk.store, made, "抓紧", by="赵启明")
    diary.review_visit(desk.store, made, "好", by="马文秀")
    (entry,) = entry_facts(desk.store, office_words(desk.store), made).entries
    assert (entry.review, entry.reviewed_by) == ("抓紧。（赵启明，2022年4月5日）好", "马文秀")


def test_a_booklet_is_of_a_visitor_or_a_household(desk: Desk, home: str) -> None:
    desk.fill_roster()
    other = desk.add_household("李小明")
    desk.visit(home)
    desk.visit(other, "李娜")
    office = office_words(desk.store)
    own = month_facts(desk.store, office, "2022-04/孙立")
    assert (own.owner, own.duty, len(own.entries)) == ("孙立", "驻村干部", 1)
    theirs = month_facts(desk.store, office, f"2022-04/{other}")
    assert (theirs.owner, theirs.entries[0].visitors) == ("李小明家", ("李娜",))
    assert len(month_facts(desk.store, office, "2022-04").entries) == 2


@pytest.mark.rule("R10")
def test_the_plan_lists_who_was_not_seen_at_home(desk: Desk, home: str) -> None:
    called = desk.add_household("李小明", group=1)
    desk.visit(home)
    desk.visit(called, way=VisitWay.TELEPHONE, text="打过电话")
    (group,) = plan_facts(desk.store, office_words(desk.store), "2022-04").groups
    assert [(one.head, one.last_words) for one in group.households] == [("李小明", "打过电话")]


@pytest.mark.parametrize("more", [{"is_internal": True}, {"finding": FindingKind.PETITION}])
def test_the_plan_carries_nothing_secret_from_door_to_door(
    desk: Desk, home: str, more: dict[str, Any]
) -> None:
    desk.visit(home, on=date(2022, 3, 5), text="告邻居的状", **more)
    plan = plan_facts(desk.store, office_words(desk.store), "2022-04")
    assert plan.groups[0].households[0].last_words == ""


@pytest.mark.rule("R8")
def test_a_leader_has_a_plan_for_the_quarter(desk: Desk, home: str) -> None:
    desk.visit(home)
    plan = plan_facts(desk.store, office_words(desk.store), "2022Q2/赵启明")
    assert [one.head for one in plan.groups[0].households] == ["马占山"]
    assert "产业发展需求" in plan.topics
    assert plan_facts(desk.store, office_words(desk.store), "2022Q2/孙立").groups == ()


@pytest.mark.rule("R10")
def test_coverage_names_who_is_missing_in_each_group(desk: Desk, home: str) -> None:
    desk.visit(desk.add_household("李小明", group=1))
    facts = coverage_facts(desk.store, office_words(desk.store), "2022-04")
    assert [(one.label, one.missing) for one in facts.lines] == [
        ("一组", ()),
        ("三组", ("马占山",)),
    ]
    assert (facts.total.households, facts.total.visited, facts.visitors[0].name) == (2, 1, "孙立")


@pytest.mark.rule("R9")
def test_the_ledger_on_paper_says_where_a_line_came_from(desk: Desk, home: str) -> None:
    made = desk.visit(home, on=date(2022, 4, 3), text="路断了", finding=FindingKind.PROBLEM)
    line = LedgerFacts("修路", "苏玉兰", date(2022, 5, 1), finding=FindingKind.PROBLEM)
    ledger.add_ledger(desk.store, line, entry_id=made)
    (found,) = ledger_facts(desk.store, office_words(desk.store), "2022-04").lines
    assert (found.source, found.found_on, found.kind) == ("走访", date(2022, 4, 3), "问题类")


@pytest.mark.rule("R9")
def test_a_closed_line_is_on_the_paper_of_its_time_only(desk: Desk) -> None:
    made = ledger.add_ledger(desk.store, LedgerFacts("修路", "苏玉兰", date(2022, 5, 1)))
    ledger.close_ledger(desk.store, made, "修好了")
    office = office_words(desk.store)
    assert [one.progress for one in ledger_facts(desk.store, office, "2022-04").lines] == ["修好了"]
    assert ledger_facts(desk.store, office, "2022-05").lines == ()
    assert ledger_facts(desk.store, office, "open").lines == ()


def test_a_picture_of_the_booklet_masks_names_and_leaves_out_what_is_internal(
    desk: Desk, home: str
) -> None:
    desk.visit(home, text="马占山说苜蓿好", met=("过路的王老五",))
    desk.visit(desk.add_household("李小明"), text="邻里有仇", is_internal=True)
    made = prepared(desk.store, "diary_month", "2022-04", leaves_office=True)
    said = text_of(made.papers)
    assert "马占山" not in said and "王老五" not in said
    assert "邻里有仇" not in said and "李小明" not in said
    assert "内部记录 1 件" in made.masked


def test_a_picture_of_the_ledger_leaves_petitions_out(desk: Desk) -> None:
    line = LedgerFacts("查账", "苏玉兰", date(2022, 5, 1), finding=FindingKind.PETITION)
    ledger.add_ledger(desk.store, line)
    made = prepared(desk.store, "work_ledger", "2022-04", leaves_office=True)
    assert "查账" not in text_of(made.papers)
    assert made.masked == ("信访事项内容 1 件",)


@pytest.mark.parametrize("code", ["diary_entry", "diary_month", "visit_plan", "coverage_table"])
def test_the_newest_visit_shows_the_words_of_a_paper(desk: Desk, home: str, code: str) -> None:
    desk.visit(home, text="家里平安")
    shown = example(desk.store, code)
    assert shown.worded({}) is not None
    assert shown.facts.made_on == DAY
