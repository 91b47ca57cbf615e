"""走访日记: coverage at the top, and one visit written in full (R8, R10, R32)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.actions import households
from longshan_desk.domain.labels import FindingKind, Role
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.paths import output_dir
from longshan_desk.queries.visits import visit_page
from longshan_desk.sheets.read_visits import read_visits
from longshan_desk.ui.importing.dialog import ImportDialog
from longshan_desk.ui.visits.coverage_panel import QUARTER
from longshan_desk.ui.visits.page import VisitsPage
from longshan_desk.ui.visits.visit_dialog import VisitDialog
from longshan_desk.ui.widgets.meter import NamesPopup
from ui.at_visits import batch_of, head_at_hand, visits_page, written


@pytest.fixture
def ma(desk: Desk) -> str:
    return desk.add_household("马占山")


@pytest.fixture
def village(desk: Desk, ma: str) -> dict[str, str]:
    """Five households of two groups: visited, away and called, called, missing, missing."""
    homes = {"马占山": ma}
    for name, group in (("李建国", 1), ("苏玉兰", 1), ("王成", 2), ("赵六", 2)):
        homes[name] = desk.add_household(name, group=group)
    desk.visit(ma, "孙立", "赵启明", on=date(2022, 4, 2))
    households.mark_away(desk.store, homes["李建国"], from_on=date(2022, 1, 1))
    desk.visit(homes["李建国"], way=VisitWay.TELEPHONE, on=date(2022, 4, 3))
    desk.visit(homes["苏玉兰"], way=VisitWay.TELEPHONE, on=date(2022, 4, 3))
    desk.visit(homes["王成"], on=date(2022, 3, 3))
    return homes


def figures(page: VisitsPage) -> list[str]:
    coverage = page.coverage
    return [coverage.total.text(), coverage.figures.text(), coverage.before.text()]


def names(page: VisitsPage, key: str) -> list[str]:
    return [name for _, name in page.coverage.meters[key].missing]


# -- coverage -----------------------------------------------------------------------------------


@pytest.mark.rule("R10")
def test_a_month_shows_both_denominators_and_who_is_away_or_called(
    clerk: Clerk, village: dict[str, str]
) -> None:
    assert figures(visits_page(clerk)) == [
        "2022年4月 走访 1 / 4 户",
        "户籍 5 户 · 常住 4 户（走访 1） · 外出 1 户（已联系 1） · 电话等联系 1 户"
        " · 无变化 0 户 · 还差 2 户",
        "上期（2022年3月）1 / 4 户",
    ]


@pytest.mark.rule("R10", "R32")
def test_who_went_stands_by_name_not_by_number(clerk: Clerk, village: dict[str, str]) -> None:
    coverage = visits_page(clerk).coverage
    assert not coverage.visitors.isVisible()
    clerk.press(coverage.visitors_button)
    assert coverage.visitors.isVisible()
    assert coverage.visitors.text() == "走访人：孙立 1 户（另电话等 2 户） · 赵启明 1 户"
    assert coverage.visitors.toolTip() == "孙立：一组 1 户\n赵启明：一组 1 户"


def test_on_a_low_screen_everything_stays_inside_the_window(
    clerk: Clerk, village: dict[str, str]
) -> None:
    """1366 × 768 less the taskbar and the title."""
    page = visits_page(clerk)
    clerk.press(page.coverage.visitors_button)
    clerk.window.resize(1366, 700)
    QApplication.processEvents()
    strip = clerk.window.status
    assert strip.height() >= strip.sizeHint().height()
    assert page.height() >= page.minimumSizeHint().height()


@pytest.mark.rule("R10")
def test_who_is_missing_is_named_by_group(clerk: Clerk, village: dict[str, str]) -> None:
    page = visits_page(clerk)
    assert list(page.coverage.meters) == ["all", "1", "2"]
    assert (names(page, "1"), names(page, "2")) == ([], ["二组王成户", "二组赵六户"])


def test_a_missing_name_leads_to_where_its_visit_is_written(
    clerk: Clerk, village: dict[str, str], qtbot: QtBot
) -> None:
    page = visits_page(clerk)
    clerk.press(page.coverage.meters["2"])
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, NamesPopup)
    qtbot.keyClick(popup.names, Key.Key_Down)
    qtbot.keyClick(popup.names, Key.Key_Return)
    batch = batch_of(clerk)
    assert batch.bar.group == 2 and head_at_hand(batch) == "赵六"


@pytest.mark.rule("R8")
def test_a_quarter_shows_each_liaison_leader(
    clerk: Clerk, desk: Desk, village: dict[str, str]
) -> None:
    desk.add_cadre("赵启明", Role.LIAISON_LEADER)
    page = visits_page(clerk)
    page.coverage.span.set_code(QUARTER)
    clerk.settle()
    assert page.coverage.total.text() == "2022年第二季度 走访 1 / 4 户"
    assert list(page.coverage.meters) == ["all", "赵启明"]
    assert len(names(page, "赵启明")) == 3


def test_another_month_is_chosen_for_coverage_and_for_writing(
    clerk: Clerk, village: dict[str, str]
) -> None:
    page = visits_page(clerk)
    page.coverage.picker.step(-1)
    clerk.settle()
    assert page.coverage.total.text() == "2022年3月 走访 1 / 4 户"
    batch = batch_of(clerk)
    assert batch.bar.counts.text() == "已录 0 / 3 户"
    assert batch.bar.day.day() == date(2022, 3, 31)
    clerk.press(page.coverage.now_button)
    clerk.settle()
    assert page.coverage.total.text() == "2022年4月 走访 1 / 4 户"


def test_figures_follow_what_is_written(
    clerk: Clerk, desk: Desk, village: dict[str, str], qtbot: QtBot
) -> None:
    page = visits_page(clerk)
    desk.visit(village["王成"])
    qtbot.waitUntil(lambda: page.coverage.total.text() == "2022年4月 走访 2 / 4 户")
    clerk.settle()


def test_the_groups_can_be_folded_away(clerk: Clerk, village: dict[str, str]) -> None:
    page = visits_page(clerk)
    clerk.press(page.coverage.fold_button)
    assert not page.coverage.meters["all"].isVisible()
    clerk.press(page.coverage.fold_button)
    assert page.coverage.meters["all"].isVisible()


# -- one visit in full --------------------------------------------------------------------------


@pytest.mark.rule("R9", "R10")
def test_a_visit_is_written_in_full(clerk: Clerk, desk: Desk, ma: str) -> None:
    desk.add_person(ma, "马小军")
    page = visits_page(clerk)
    clerk.press(page.write_button)
    form = clerk.form
    form["household_id"].set_draft({"people": [["一组马占山户", ma]], "typed": ""})
    clerk.fill(on="4.2", way="at_home", text="房顶漏雨", place="村口", finding="problem")
    clerk.fill(met="马小军", promise="去镇上问", promise_due="4.12")
    form["visitors"].set_draft({"people": [["孙立", ""], ["马文秀", ""]], "typed": ""})
    form["topics"].set_value(["income", "safety"])
    form["is_internal"].set_value(True)
    clerk.save()
    (row,) = written(desk)
    facts = row.facts
    assert (facts.on, facts.visitors, facts.met) == (
        date(2022, 4, 2), ("孙立", "马文秀"), ("马小军",)
    )  # fmt: skip
    assert (facts.text, facts.place, facts.finding) == ("房顶漏雨", "村口", FindingKind.PROBLEM)
    assert facts.topics == ("income", "safety") and facts.is_internal
    assert (facts.promise, facts.promise_by) == ("去镇上问", "孙立")


def test_plus_and_the_households_page_write_a_visit_too(clerk: Clerk, desk: Desk, ma: str) -> None:
    clerk.open()
    clerk.context.show_record("household", ma)
    clerk.press_words(clerk.window.page("households"), "记日记")
    assert clerk.form["household_id"].value() == ma
    clerk.fill(text="都好")
    clerk.save()
    assert [row.text for row in written(desk)] == ["都好"]
    assert "记日记" in [act.label for act in clerk.app._new_acts()]


@pytest.mark.rule("R10")
def test_an_entry_is_corrected_with_a_reason_and_what_it_said_stays(
    clerk: Clerk, desk: Desk, ma: str
) -> None:
    entry = desk.visit(ma, text="羊圈修好了")
    batch = batch_of(clerk)
    batch.acts.do("details")
    clerk.fill(text="，牛圈还没有")
    assert "为什么更正" in clerk.try_to_save()
    clerk.fill(reason="记漏了")
    clerk.save()
    page = visit_page(desk.store, entry)
    assert page.row.text == "羊圈修好了，牛圈还没有"
    assert page.versions[0].facts.text == "羊圈修好了"


def test_a_row_that_is_being_typed_is_gone_into_in_full(clerk: Clerk, desk: Desk, ma: str) -> None:
    batch = batch_of(clerk)
    batch.grid.set_value(ma, "text", "房顶漏雨")
    batch.acts.do("details")
    clerk.fill(place="村口")
    clerk.save()
    (row,) = written(desk)
    assert (row.text, row.facts.place) == ("房顶漏雨", "村口")
    assert not batch.written()


@pytest.mark.rule("R32")
def test_photos_are_kept_with_the_entry_and_asked_of_nobody(
    clerk: Clerk, desk: Desk, ma: str, tmp_path: Path
) -> None:
    picture = tmp_path / "照片.png"
    QImage(40, 30, QImage.Format.Format_RGB32).save(str(picture))
    VisitDialog(clerk.open().window, clerk.context).open()
    clerk.form["household_id"].set_draft({"people": [["一组马占山户", ma]], "typed": ""})
    clerk.fill(text="都好")
    clerk.form["photos"].set_value([picture])
    clerk.save()
    (row,) = written(desk)
    assert len(visit_page(desk.store, row.id).photos) == 1
    assert "照片 1 张" in clerk.said()


def test_a_visit_from_elsewhere_is_shown(clerk: Clerk, desk: Desk, ma: str) -> None:
    entry = desk.visit(ma, text="羊圈修好了")
    clerk.open()
    clerk.context.show_record("visit", entry)
    assert "羊圈修好了" in clerk.reads(clerk.window.page("visits"))
    clerk.settle()


def test_the_new_menu_writes_a_visit(clerk: Clerk, desk: Desk, ma: str) -> None:
    clerk.open()
    clerk.app._write_visit()
    assert clerk.dialog.windowTitle() == "记日记"
    assert not isinstance(QApplication.activePopupWidget(), QMenu)


# -- tables of Excel ----------------------------------------------------------------------------


def sheet_lines(page: VisitsPage) -> dict[str, QAction]:
    page.sheets.fill()
    return {act.text(): act for act in page.sheets.actions() if act.text()}


@pytest.mark.rule("R10")
def test_r10_a_sheet_to_fill_in_is_made_of_the_group_that_is_shown(
    clerk: Clerk, village: dict[str, str]
) -> None:
    page = visits_page(clerk)
    batch_of(clerk).bar.set_group(2)
    lines = sheet_lines(page)
    assert list(lines) == [
        "做走访表（2022年4月 二组）",
        "做走访表（2022年4月 全村）",
        "导入走访表…",
        "导出走访记录（2022年4月）",
    ]
    lines["做走访表（2022年4月 二组）"].trigger()
    clerk.settle()
    assert [file.name for file in output_dir().iterdir()] == ["走访表-2022-04-二组.xlsx"]


@pytest.mark.rule("R10")
def test_r10_the_diary_is_exported_as_it_is_listed(clerk: Clerk, village: dict[str, str]) -> None:
    page = visits_page(clerk)
    page.tabs.go_to("diary")
    page.panel("diary").bar.set_visitor("赵启明")
    page.panel("diary").table.reload()
    sheet_lines(page)["导出走访记录（列出的 1 条）"].trigger()
    clerk.settle()
    (file,) = output_dir().iterdir()
    assert [row.name for row in read_visits(file).rows] == ["马占山"]


def test_a_filled_sheet_is_imported_from_the_page(clerk: Clerk, village: dict[str, str]) -> None:
    page = visits_page(clerk)
    sheet_lines(page)["导入走访表…"].trigger()
    clerk.settle()
    (dialog,) = page.window().findChildren(ImportDialog)
    assert dialog.isVisible()
