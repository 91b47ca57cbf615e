"""工作台账 in the window: its lines, their steps, and the sessions they come from (R9)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.actions.visit_sessions import save_session
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.session_facts import FindingFacts, SessionFacts
from longshan_desk.domain.visit_labels import SessionKind
from longshan_desk.queries.ledger import ledger_page, list_ledger
from longshan_desk.queries.matter_page import matter_page
from longshan_desk.queries.visit_sessions import list_sessions
from longshan_desk.ui.visits.ledger_tab import LedgerTab
from longshan_desk.ui.widgets.card import LinkRow
from longshan_desk.ui.widgets.people import Named
from ui.at_visits import visits_page

pytestmark = pytest.mark.rule("R9")


def ledger_tab(clerk: Clerk) -> LedgerTab:
    page = visits_page(clerk)
    page.tabs.go_to("ledger")
    tab = page.panel("ledger")
    assert isinstance(tab, LedgerTab)
    return tab


def sheet(view: QWidget) -> QWidget:
    """What stands on the page now, not what was there before the last act."""
    found: QWidget = view._sheet  # type: ignore[attr-defined]
    return found


def hold_session(desk: Desk, *findings: FindingFacts) -> str:
    facts = SessionFacts(
        SessionKind.TALK, date(2022, 4, 2), "村部", ("赵启明",), ("马老三",), "谈养牛", findings
    )
    return save_session(desk.store, facts)


BROKEN = FindingFacts(FindingKind.PROBLEM, "水管漏水", "马老三")


# -- the ledger ---------------------------------------------------------------------------------


def test_a_line_is_put_on_the_ledger(clerk: Clerk, desk: Desk) -> None:
    tab = ledger_tab(clerk)
    clerk.press(tab.add_line)
    clerk.fill(target="修好水渠", person="苏玉兰", leader="赵启明", unit="镇水利站")
    clerk.save()
    (row,) = list_ledger(desk.store)
    assert (row.facts.person, row.facts.leader, row.facts.unit) == ("苏玉兰", "赵启明", "镇水利站")
    assert tab.line.line_id == row.id
    clerk.take_back()
    assert list_ledger(desk.store) == []
    assert not tab.line.isVisible()


def test_what_is_late_is_red_and_found(clerk: Clerk, desk: Desk) -> None:
    late = desk.put_on_ledger("修路", on=date(2022, 1, 1), due_on=date(2022, 3, 1))
    desk.put_on_ledger("修桥", person="苏玉兰", leader="赵启明")
    tab = ledger_tab(clerk)
    assert "已超期" in clerk.reads(tab.line)
    tab.filters.set_values({"late": True})
    assert list(tab.lines.ids()) == [late]
    tab.filters.set_values({"person": "李建国"})
    assert list(tab.lines.ids()) == [late]
    tab.filters.set_values({"leader": "赵启明"})
    assert late not in tab.lines.ids()


def test_a_line_goes_from_decision_to_closing_and_back(clerk: Clerk, desk: Desk) -> None:
    made = desk.put_on_ledger()
    tab = ledger_tab(clerk)
    for verb, said in (("党委会议定", "列入二季度"), ("记进展", "开工了"), ("销账", "修好了")):
        clerk.press_words(tab.line, verb)
        clerk.fill(text=said)
        clerk.save()
    page = ledger_page(desk.store, made)
    assert (page.row.decision, page.row.progress, page.row.result) == (
        "列入二季度", "开工了", "修好了",
    )  # fmt: skip
    said = clerk.reads(tab.line)
    assert "已销账" in said and "修好了" in said
    clerk.press_words(tab.line, "重新办理")
    clerk.fill(text="又坏了")
    clerk.save()
    assert ledger_page(desk.store, made).row.is_open


def test_a_line_is_edited(clerk: Clerk, desk: Desk) -> None:
    made = desk.put_on_ledger(household_id=desk.add_household("马占山"))
    tab = ledger_tab(clerk)
    clerk.key(tab.line, Key.Key_F2)
    clerk.form["target"].set_value("修好三组水渠")
    clerk.save()
    facts = ledger_page(desk.store, made).row.facts
    assert facts.target == "修好三组水渠"
    assert facts.household_id is not None


def test_a_line_and_the_visit_it_came_from_open_each_other(clerk: Clerk, desk: Desk) -> None:
    entry = desk.visit(desk.add_household("马占山"), text="水渠塌了")
    made = desk.put_on_ledger(entry_id=entry)
    tab = ledger_tab(clerk)
    clerk.context.show_record("ledger_entry", made)
    (link,) = sheet(tab.line).findChildren(LinkRow)
    link.opened.emit()
    page = visits_page(clerk)
    assert page.tabs.key == "diary"
    (back,) = sheet(page.panel("diary").view).findChildren(LinkRow)
    back.opened.emit()
    assert page.tabs.key == "ledger"


def test_the_ledger_is_offered_by_time(clerk: Clerk, desk: Desk) -> None:
    desk.put_on_ledger()
    tab = ledger_tab(clerk)
    offered = [one[0].for_id for one in (offer for _, offer in tab.papers._offered)]
    assert offered == ["open", "2022-04", "2022Q2", "2022"]


# -- sessions -----------------------------------------------------------------------------------


def test_a_session_is_written_with_its_findings(clerk: Clerk, desk: Desk) -> None:
    tab = ledger_tab(clerk)
    tab.tabs.go_to("sessions")
    clerk.press(tab.add_session)
    clerk.fill(kind="on_site", place="二组广场", visitors="赵启明")
    clerk.form["findings"].set_value([BROKEN])
    clerk.save()
    (page,) = list_sessions(desk.store)
    assert (page.facts.kind, page.facts.place) == (SessionKind.ON_SITE, "二组广场")
    assert [one.facts.text for one in page.findings] == ["水管漏水"]
    assert "水管漏水（马老三）" in clerk.reads(tab.session)


def test_a_finding_of_no_kind_is_refused_at_its_field(clerk: Clerk, desk: Desk) -> None:
    tab = ledger_tab(clerk)
    tab.tabs.go_to("sessions")
    clerk.press(tab.add_session)
    clerk.fill(kind="talk", place="村部", visitors="赵启明")
    line = {"kind": None, "text": "漏水", "said_by": "", "internal": False, "id": None,
            "household": None}  # fmt: skip
    clerk.form["findings"].set_draft([line])
    assert "还没有归类" in clerk.try_to_save()


def test_an_edited_finding_keeps_what_came_of_it(clerk: Clerk, desk: Desk) -> None:
    held = hold_session(desk, BROKEN)
    (finding,) = list_sessions(desk.store)[0].findings
    desk.put_on_ledger(finding_id=finding.id)
    tab = ledger_tab(clerk)
    clerk.context.show_record("visit_session", held)
    clerk.key(tab.session, Key.Key_F2)
    raw = clerk.form["findings"].draft()
    clerk.form["findings"].set_draft([{**raw[0], "text": "主管道漏水"}])
    clerk.save()
    (now,) = list_sessions(desk.store)[0].findings
    assert (now.facts.text, len(now.links)) == ("主管道漏水", 1)


def test_a_finding_becomes_a_line_of_the_ledger(clerk: Clerk, desk: Desk) -> None:
    held = hold_session(desk, BROKEN)
    tab = ledger_tab(clerk)
    clerk.context.show_record("visit_session", held)
    clerk.press_words(tab.session, "列入台账")
    assert clerk.form["problem"].value() == "水管漏水"
    clerk.fill(target="换水管", person="苏玉兰")
    clerk.save()
    (row,) = list_ledger(desk.store)
    assert row.facts.finding is FindingKind.PROBLEM
    (link,) = sheet(tab.session).findChildren(LinkRow)
    link.opened.emit()
    assert tab.tabs.key == "ledger"
    (back,) = sheet(tab.line).findChildren(LinkRow)
    back.opened.emit()
    assert tab.session.session_id == held


def test_a_finding_becomes_a_matter(clerk: Clerk, desk: Desk) -> None:
    hold_session(desk, BROKEN)
    tab = ledger_tab(clerk)
    tab.tabs.go_to("sessions")
    clerk.press_words(tab.session, "转为事项")
    assert clerk.form["raisers"].value() == [Named("马老三")]
    clerk.fill(topic="infrastructure", list_kind="self_handled")
    clerk.save()
    (finding,) = list_sessions(desk.store)[0].findings
    assert matter_page(desk.store, finding.links[0].id).row.words == "水管漏水"


def test_a_session_that_was_never_held_is_deleted(clerk: Clerk, desk: Desk) -> None:
    held = hold_session(desk)
    tab = ledger_tab(clerk)
    clerk.context.show_record("visit_session", held)
    clerk.press(tab.session.delete_button)
    assert list_sessions(desk.store) == []
    assert not tab.session.isVisible()
