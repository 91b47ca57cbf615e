"""What visits and sessions find, on its way to a matter or the work ledger (R9, R42)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions.hearings import close_hearing
from longshan_desk.actions.ledger import (
    close_ledger,
    decide_ledger,
    delete_ledger,
    edit_ledger,
    progress_ledger,
    reopen_ledger,
)
from longshan_desk.actions.visit_findings import (
    Opinion,
    link_matter,
    raise_from_session,
    raise_from_visit,
    remove_link,
)
from longshan_desk.actions.visit_sessions import (
    FindingFacts,
    SessionFacts,
    delete_session,
    save_session,
)
from longshan_desk.actions.visits import delete_visit
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import FindingKind, ListKind, Source, Topic
from longshan_desk.domain.visit_labels import LedgerAct, SessionKind
from longshan_desk.errors import BadValueError, InTheFutureError, WrongStageError
from longshan_desk.queries.coverage import month_coverage
from longshan_desk.queries.home import home
from longshan_desk.queries.ledger import ledger_page, list_ledger
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visit_sessions import list_sessions, open_findings, session_page
from longshan_desk.queries.visits import list_visits, visits_of_matter

pytestmark = pytest.mark.rule("R9")

OPINION = Opinion(Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED)


@pytest.fixture
def found(desk: Desk) -> str:
    """A visit that found something."""
    household = desk.add_household("马占山")
    return desk.visit(
        household, text="门前水渠塌了。", finding=FindingKind.PROBLEM, on=date(2022, 4, 4)
    )


# -- to a matter --------------------------------------------------------------------------------


def test_a_finding_becomes_a_matter_linked_both_ways(desk: Desk, found: str) -> None:
    with desk.taken_back():
        raised = raise_from_visit(desk.store, found, OPINION)
    page = desk.matter(raised.id)
    assert (page.row.words, page.source) == ("门前水渠塌了。", Source.VISIT)
    assert (page.row.heard_on, page.row.finding) == (date(2022, 4, 4), FindingKind.PROBLEM)
    assert page.raisers == ("马占山",) or list(page.raisers) == ["马占山"]
    assert [one.id for one in visits_of_matter(desk.store, raised.id)] == [found]
    assert [one.id for one in desk.entry(found).row.links] == [raised.id]


@pytest.mark.rule("R42")
def test_a_finding_is_offered_until_something_comes_of_it(desk: Desk, found: str) -> None:
    assert [one.id for one in open_findings(desk.store)] == [found]
    hearing = desk.plan_hearing()
    raised = raise_from_visit(desk.store, found, OPINION, hearing_id=hearing)
    assert raised.number is None
    assert open_findings(desk.store) == []
    assert close_hearing(desk.store, hearing).numbers == ("2022-04-001",)


def test_a_visit_about_a_known_matter_is_linked_and_unlinked(desk: Desk, found: str) -> None:
    matter = desk.add_matter()
    with desk.taken_back():
        link = link_matter(desk.store, found, matter)
    remove_link(desk.store, link)
    assert desk.entry(found).row.links == ()


def test_what_a_matter_came_from_is_not_deleted(desk: Desk, found: str) -> None:
    raise_from_visit(desk.store, found, OPINION)
    with pytest.raises(BadValueError, match="已转为事项"):
        delete_visit(desk.store, found)


# -- the ledger ---------------------------------------------------------------------------------


def test_a_line_has_target_responsible_people_and_deadline(desk: Desk) -> None:
    desk.put_on_ledger("修渠", leader="赵启明", unit="镇水利站", person="李建国")
    (row,) = list_ledger(desk.store)
    facts = row.facts
    assert (facts.target, facts.leader, facts.unit) == ("修渠", "赵启明", "镇水利站")
    assert (facts.person, row.due.on) == ("李建国", date(2022, 4, 12))


def test_putting_something_on_the_ledger_is_undone_and_redone(desk: Desk, found: str) -> None:
    with desk.taken_back():
        desk.put_on_ledger(entry_id=found)


def test_a_line_and_the_visit_it_came_from_know_each_other(desk: Desk, found: str) -> None:
    made = desk.put_on_ledger(entry_id=found)
    assert [one.id for one in ledger_page(desk.store, made).origins] == [found]
    assert [one.id for one in desk.entry(found).row.links] == [made]


def test_decision_progress_and_closing_stand_on_the_line(desk: Desk) -> None:
    made = desk.put_on_ledger()
    with desk.taken_back():
        decide_ledger(desk.store, made, "列入镇上项目。")
    with desk.taken_back():
        progress_ledger(desk.store, made, "已勘测。")
    with desk.taken_back():
        close_ledger(desk.store, made, "修好 200 米。")
    page = ledger_page(desk.store, made)
    assert [one.act for one in page.steps] == [
        LedgerAct.DECIDE, LedgerAct.PROGRESS, LedgerAct.CLOSE,
    ]  # fmt: skip
    row = page.row
    assert (row.decision, row.progress, row.result) == (
        "列入镇上项目。", "已勘测。", "修好 200 米。",
    )  # fmt: skip
    assert list_ledger(desk.store, only_open=True) == []


def test_a_look_back_finds_the_line_open(desk: Desk) -> None:
    made = desk.put_on_ledger()
    desk.go_to(date(2022, 4, 10))
    close_ledger(desk.store, made, "修好了。")
    (then,) = list_ledger(desk.store, on=date(2022, 4, 9))
    assert then.is_open


def test_a_closed_line_is_reopened_with_a_reason_and_goes_on(desk: Desk) -> None:
    made = desk.put_on_ledger()
    close_ledger(desk.store, made, "修好了。")
    with pytest.raises(WrongStageError):
        progress_ledger(desk.store, made, "又坏了。")
    with desk.taken_back():
        reopen_ledger(desk.store, made, "又塌了。")
    assert ledger_page(desk.store, made).row.is_open


@pytest.mark.rule("R29")
def test_nothing_on_the_ledger_happens_tomorrow(desk: Desk) -> None:
    made = desk.put_on_ledger()
    with pytest.raises(InTheFutureError):
        close_ledger(desk.store, made, "好了。", on=date(2022, 4, 6))


def test_a_line_past_its_deadline_is_late(desk: Desk) -> None:
    desk.put_on_ledger()
    assert not list_ledger(desk.store, on=date(2022, 4, 12))[0].is_late
    assert list_ledger(desk.store, on=date(2022, 4, 13))[0].is_late


def test_a_line_can_be_edited_and_taken_off(desk: Desk, found: str) -> None:
    made = desk.put_on_ledger(entry_id=found)
    facts = ledger_page(desk.store, made).row.facts
    with desk.taken_back():
        edit_ledger(desk.store, made, replace(facts, person="苏玉兰"), expected=facts)
    with desk.taken_back():
        delete_ledger(desk.store, made)
    assert desk.entry(found).row.links == ()


# -- on the home page ---------------------------------------------------------------------------


@pytest.mark.rule("R10")
def test_a_visits_promise_is_due_like_a_matters(desk: Desk) -> None:
    household = desk.add_household("马占山")
    made = desk.visit(household, promise="送化肥", promise_due=date(2022, 4, 20))
    desk.go_to(date(2022, 4, 22))
    (line,) = home(desk.store).due
    assert (line.kind, line.id, line.title) == ("visit", made, "送化肥")
    assert (line.words, line.tone) == ("已超 2 天", "late")
    assert line.who == "走访承诺 孙立 · 一组马占山户"


def test_an_open_line_of_the_ledger_is_due(desk: Desk) -> None:
    made = desk.put_on_ledger()
    (line,) = home(desk.store).due
    assert (line.kind, line.id, line.on) == ("ledger_entry", made, date(2022, 4, 12))


# -- sessions -----------------------------------------------------------------------------------


@pytest.fixture
def session(desk: Desk) -> str:
    findings = (
        FindingFacts(FindingKind.DEMAND, "想办个养牛合作社。", said_by="马老三"),
        FindingFacts(FindingKind.SUGGESTION, "路灯晚点关。"),
    )
    facts = SessionFacts(
        SessionKind.TALK, date(2022, 4, 4), "村委会院子", ("赵启明",), ("马老三",), None, findings
    )
    return save_session(desk.store, facts)


def test_a_session_keeps_its_findings_and_is_no_coverage(desk: Desk, session: str) -> None:
    desk.add_household("马占山")
    page = session_page(desk.store, session)
    assert [one.facts.text for one in page.findings] == ["想办个养牛合作社。", "路灯晚点关。"]
    found = month_coverage(desk.store, Month(2022, 4)).coverage
    assert (found.total.visited, found.visitors) == (0, ())
    assert list_visits(desk.store, VisitFilter()) == []


def test_a_sessions_finding_becomes_a_matter_and_stays_its_origin(desk: Desk, session: str) -> None:
    first = session_page(desk.store, session).findings[0]
    with desk.taken_back():
        raised = raise_from_session(desk.store, first.id, OPINION)
    assert desk.matter(raised.id).row.raiser == "马老三"
    again = session_page(desk.store, session)
    assert [one.id for one in again.findings[0].links] == [raised.id]
    with pytest.raises(BadValueError, match="已转为事项"):
        delete_session(desk.store, session)


def test_saving_a_session_again_keeps_the_findings_that_stay(desk: Desk, session: str) -> None:
    before = session_page(desk.store, session)
    kept = replace(before.findings[1].facts, text="路灯十点半关。")
    with desk.taken_back():
        save_session(desk.store, replace(before.facts, findings=(kept,)), session)
    (after,) = session_page(desk.store, session).findings
    assert (after.id, after.facts.text) == (before.findings[1].id, "路灯十点半关。")


def test_a_session_can_be_listed_and_taken_back(desk: Desk, session: str) -> None:
    assert [one.id for one in list_sessions(desk.store)] == [session]
    with desk.taken_back():
        delete_session(desk.store, session)
    assert list_sessions(desk.store) == []
