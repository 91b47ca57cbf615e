"""The bodies' rolls by a clerk's hands (R14): looking, adding, leaving out, ending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from clerk import Clerk
from desk import Desk
from longshan_desk.actions import rolls as acts
from longshan_desk.actions.rolls import SeatFacts
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.counting import AbsenceReason
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import Sex
from longshan_desk.queries.authorisations import authorisations
from longshan_desk.queries.rolls import roll, seat
from longshan_desk.ui.importing.dialog import ImportDialog
from longshan_desk.ui.rolls.authority_dialog import AuthorityDialog
from longshan_desk.ui.rolls.listed import COLUMNS
from longshan_desk.ui.rolls.panel import RollsPanel
from longshan_desk.ui.rolls.seat_dialog import SeatDialog
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.people import Named

pytestmark = pytest.mark.rule("R14")


@pytest.fixture
def panel(clerk: Clerk) -> Iterator[RollsPanel]:
    clerk.open()
    made = RollsPanel(clerk.context)
    made.resize(1180, 660)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def shown(panel: RollsPanel, key: str = "name") -> list[str]:
    column = next(one for one in COLUMNS if one.key == key)
    return [column.text_of(row) for row in panel.table.model._source.rows(panel.table.ids())]


def form_of(parent: RollsPanel | SeatDialog) -> FormDialog:
    return parent.findChildren(FormDialog)[-1]


def party(desk: Desk, name: str, **facts: object) -> str:
    return acts.add_seat(desk.store, Body.PARTY_MEMBERS, SeatFacts(name, **facts))  # type: ignore[arg-type]


def test_the_sum_stands_above_the_list(desk: Desk, panel: RollsPanel) -> None:
    party(desk, "马占山")
    party(desk, "李小花", is_probationary=True)
    assert panel.sum.text() == "应到 1 人：正式党员 1 人，预备 1 人不计"
    assert shown(panel) == ["李小花", "马占山"]
    assert shown(panel, "why") == ["预备党员，没有表决权", ""]


def test_another_day_has_another_sum(desk: Desk, panel: RollsPanel) -> None:
    party(desk, "马占山", from_on=date(2022, 4, 3))
    panel.day.setText("2022.4.2")
    assert panel.sum.text() == "还没有党员大会的名单"
    panel.day.setText("2022.4.")  # half a day is no day yet
    assert panel.sum.text() == "还没有党员大会的名单"
    panel.day.setText("2022.4.3")
    assert panel.sum.text() == "应到 1 人"


def test_findings_are_said(desk: Desk, panel: RollsPanel) -> None:
    panel.show_body(Body.REPRESENTATIVES)
    acts.add_seat(desk.store, Body.REPRESENTATIVES, SeatFacts("马占山", sex=Sex.MALE))
    assert "三分之一以上" in panel.findings.text


def test_somebody_of_the_register_is_added(desk: Desk, panel: RollsPanel) -> None:
    home = desk.add_household(PersonFacts("马占山", sex=Sex.MALE))
    panel.show_body(Body.REPRESENTATIVES)
    panel.add()
    sheet = form_of(panel).sheet
    person = [Named("马占山", desk.head_of(home))]
    sheet.form.set_values({"person": person, "homes": [Named("马占山", home)]})
    assert sheet.save()
    (member,) = roll(desk.store, Body.REPRESENTATIVES).members
    assert (member.sex, [one.household_id for one in member.stands_for]) == (Sex.MALE, [home])


def test_a_household_of_no_list_is_refused_at_its_field(desk: Desk, panel: RollsPanel) -> None:
    panel.show_body(Body.REPRESENTATIVES)
    panel.add()
    sheet = form_of(panel).sheet
    sheet.form.set_values({"person": [Named("马占山")], "homes": [Named("谁家")]})
    assert not sheet.save()
    assert roll(desk.store, Body.REPRESENTATIVES).expected is None
    form_of(panel).close()


def test_a_member_is_left_out_with_the_approval(desk: Desk, panel: RollsPanel) -> None:
    entry = party(desk, "马占山")
    panel.open(entry)
    (dialog,) = panel.findChildren(SeatDialog)
    dialog.exclude_button.click()
    sheet = form_of(dialog).sheet
    words = {"reason": AbsenceReason.AWAY, "approved_on": date(2022, 3, 1)}
    sheet.form.set_values(words)
    assert not sheet.save()
    sheet.form.set_values({"approved_by": "龙山镇党委"})
    assert sheet.save()
    assert panel.sum.text() == "应到 0 人：正式党员 1 人，1 人外出不计"
    assert not dialog.exclude_button.isVisible()
    dialog.close()


def test_a_term_is_ended_and_kept(desk: Desk, panel: RollsPanel) -> None:
    entry = party(desk, "马占山")
    panel.open(entry)
    (dialog,) = panel.findChildren(SeatDialog)
    dialog.end_button.click()
    sheet = form_of(dialog).sheet
    sheet.form.set_values({"until_on": date(2022, 4, 4), "reason": "组织关系转出"})
    assert sheet.save()
    assert panel.sum.text() == "还没有党员大会的名单"
    assert seat(desk.store, entry).ended_reason == "组织关系转出"
    dialog.close()


def test_a_probationary_member_is_confirmed(desk: Desk, panel: RollsPanel) -> None:
    entry = party(desk, "李小花", is_probationary=True)
    panel.open(entry)
    (dialog,) = panel.findChildren(SeatDialog)
    assert not dialog.exclude_button.isVisible()
    dialog.confirm_button.click()
    assert form_of(dialog).sheet.save()
    assert panel.sum.text() == "应到 1 人"
    dialog.close()


def test_an_election_ends_the_whole_roll(desk: Desk, panel: RollsPanel) -> None:
    party(desk, "马占山")
    party(desk, "李建国")
    panel.end_button.click()
    sheet = form_of(panel).sheet
    sheet.form.set_values({"until_on": date(2022, 4, 4)})
    assert sheet.save()
    assert roll(desk.store, Body.PARTY_MEMBERS).expected is None
    assert roll(desk.store, Body.PARTY_MEMBERS, date(2022, 4, 4)).expected == 2


@pytest.mark.rule("R30")
def test_the_villagers_leave_is_entered_ended_and_removed(desk: Desk, panel: RollsPanel) -> None:
    panel.show_body(Body.REPRESENTATIVES)
    assert "还没有登记" in panel.authority.text()
    panel.authority_button.click()
    (dialog,) = panel.findChildren(AuthorityDialog)
    dialog.add()
    sheet = dialog.findChildren(FormDialog)[-1].sheet
    sheet.form.set_values({"on": date(2022, 3, 2)})
    assert not sheet.save()
    sheet.form.set_values({"document": "《大湾村村民自治章程》第十二条"})
    assert sheet.save()
    said = "村民会议2022年3月2日授权（《大湾村村民自治章程》第十二条）"
    assert panel.authority.text() == f"村民会议授权：{said}"
    (given,) = authorisations(desk.store)
    dialog.end(given)
    assert dialog.findChildren(FormDialog)[-1].sheet.save()
    (ended,) = authorisations(desk.store)
    assert ended.until_on == desk.today
    dialog.remove(ended)
    assert authorisations(desk.store) == ()
    assert "还没有登记" in panel.authority.text()
    dialog.close()


def test_only_representatives_decide_by_leave(desk: Desk, panel: RollsPanel) -> None:
    panel.show_body(Body.PARTY_MEMBERS)
    assert not panel.authority_button.isVisible()
    panel.show_body(Body.REPRESENTATIVES)
    assert panel.authority_button.isVisible()


def test_worked_out_bodies_offer_no_adding(desk: Desk, panel: RollsPanel) -> None:
    desk.fill_roster()
    panel.show_body(Body.TWO_COMMITTEES)
    assert not panel.add_button.isVisible()
    assert "干部名册" in panel.source.text()
    assert shown(panel) == ["马文秀", "李建国", "苏玉兰"]


def test_a_household_is_opened_where_it_is_kept(
    clerk: Clerk, desk: Desk, panel: RollsPanel
) -> None:
    home = desk.add_household("马占山")
    panel.show_body(Body.HOUSEHOLDS)
    asked: list[tuple[str, str]] = []
    clerk.context.record_asked.connect(lambda kind, one: asked.append((kind, one)))
    panel.open(panel.table.ids()[0])
    assert asked == [("household", home)]


def test_an_empty_collective_is_begun_from_the_register(desk: Desk, panel: RollsPanel) -> None:
    desk.add_household("马占山")
    panel.show_body(Body.COLLECTIVE_MEMBERS)
    (begin,) = [one for one in panel.findChildren(QPushButton) if one.text() == "按农户册登记"]
    begin.click()
    assert roll(desk.store, Body.COLLECTIVE_MEMBERS).expected == 1


def test_the_wizard_is_entered_from_here(panel: RollsPanel) -> None:
    panel.import_button.click()
    (dialog,) = panel.findChildren(ImportDialog)
    assert dialog.windowTitle() == "导入会议名单"
    dialog.close()
