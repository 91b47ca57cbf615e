"""民情日记 in the window: leafing by month, cadre and household, and what is added (R10)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QPushButton, QWidget

from clerk import Clerk, Key
from desk import Desk
from longshan_desk.actions import diary, visits
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.queries.visits import visit_ids, visits_of_matter
from longshan_desk.ui.papers.dialog import PapersDialog
from longshan_desk.ui.visits.diary_tab import DiaryTab
from longshan_desk.ui.visits.entry_view import EntryView
from longshan_desk.ui.visits.photo_card import PhotoCard, PhotoViewer
from longshan_desk.ui.visits.visit_dialog import VisitDialog
from longshan_desk.ui.widgets.card import LinkRow
from ui.at_visits import visits_page

pytestmark = pytest.mark.rule("R10")


@pytest.fixture
def ma(desk: Desk) -> str:
    return desk.add_household("马占山")


def diary_tab(clerk: Clerk) -> DiaryTab:
    page = visits_page(clerk)
    page.tabs.go_to("diary")
    tab = page.panel("diary")
    assert isinstance(tab, DiaryTab)
    return tab


def view_of(clerk: Clerk, entry: str) -> EntryView:
    tab = diary_tab(clerk)
    clerk.context.show_record("visit", entry)
    return tab.view


def photos(view: EntryView) -> PhotoCard:
    (card,) = sheet(view).findChildren(PhotoCard)
    return card


def sheet(view: EntryView) -> QWidget:
    """What stands on the page now, not what was there before the last act."""
    assert view._sheet is not None
    return view._sheet


# -- reading ------------------------------------------------------------------------------------


def test_the_diary_opens_with_the_newest_entry_of_the_month(
    clerk: Clerk, desk: Desk, ma: str
) -> None:
    desk.visit(ma, text="上个月的事", on=date(2022, 3, 9))
    desk.visit(ma, text="月初的事", on=date(2022, 4, 1))
    newest = desk.visit(ma, text="今天的事")
    tab = diary_tab(clerk)
    assert len(tab.table.ids()) == 2
    assert tab.view.entry_id == newest
    assert "今天的事" in clerk.reads(tab.view)


def test_leafing_goes_on_into_the_months_before(clerk: Clerk, desk: Desk, ma: str) -> None:
    for day in (date(2022, 2, 9), date(2022, 4, 1), date(2022, 4, 5)):
        desk.visit(ma, text=f"{day.month}月{day.day}日的事", on=day)
    tab = diary_tab(clerk)
    said = []
    for _ in range(3):
        assert tab.view.page is not None
        said.append(tab.view.page.row.text)
        clerk.key(tab.view, Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert said == ["4月5日的事", "4月1日的事", "2月9日的事"]
    assert tab.bar.month == Month(2022, 2)
    assert not tab.view.after.isEnabled()
    clerk.press(tab.view.before)
    assert tab.view.page is not None and tab.view.page.row.text == "4月1日的事"


def test_the_diary_of_a_cadre_holds_the_visits_that_cadre_made(
    clerk: Clerk, desk: Desk, ma: str
) -> None:
    desk.visit(ma, "孙立")
    hers = desk.visit(ma, "李娜", "孙立")
    tab = diary_tab(clerk)
    tab.bar.set_visitor("李娜")
    tab.bar.changed.emit()
    assert list(tab.table.ids()) == [hers]


def test_the_whole_diary_of_a_household_is_opened_from_its_page(
    clerk: Clerk, desk: Desk, ma: str
) -> None:
    for month in range(1, 5):
        desk.visit(ma, on=date(2022, month, 2), text=f"{month}月的事")
    desk.visit(desk.add_household("李小明"))
    desk.visit(ma, on=date(2021, 12, 1))
    desk.visit(ma, on=date(2021, 11, 1))
    clerk.open()
    clerk.context.show_record("household", ma)
    page = clerk.window.page("households")
    assert "4月的事" in clerk.reads(page)
    clerk.press_words(page, "看全部 6 次")
    assert len(diary_tab(clerk).table.ids()) == 6


def test_the_diary_is_searched_by_words(clerk: Clerk, desk: Desk, ma: str) -> None:
    wanted = desk.visit(ma, text="苜蓿返青")
    desk.visit(ma, text="羊圈修好了")
    tab = diary_tab(clerk)
    tab.table.find_line.setText("苜蓿")
    tab.table._find()
    assert list(tab.table.ids()) == [wanted]
    assert "苜蓿返青" in clerk.reads(tab.view)


def test_an_empty_month_leads_to_the_whole_diary(clerk: Clerk, desk: Desk, ma: str) -> None:
    entry = desk.visit(ma, on=date(2022, 1, 9))
    tab = diary_tab(clerk)
    assert not tab.view.isVisible()
    clerk.press_words(tab, "看全部日记")
    assert list(tab.table.ids()) == [entry]


# -- corrections and reviews --------------------------------------------------------------------


def test_a_correction_leaves_what_stood_before_on_the_page(
    clerk: Clerk, desk: Desk, ma: str
) -> None:
    entry = desk.visit(ma, text="六亩地")
    view = view_of(clerk, entry)
    clerk.key(view, Key.Key_F2)
    assert isinstance(clerk.dialog, VisitDialog)
    clerk.fill(text="八亩地", reason="听错了")
    clerk.save()
    said = clerk.reads(view)
    assert "八亩地" in said
    assert "原因：听错了\n更正前：六亩地" in said
    clerk.take_back()
    assert "更正经过" not in clerk.reads(view)


def test_a_deleted_entry_is_gone_and_can_be_brought_back(clerk: Clerk, desk: Desk, ma: str) -> None:
    entry = desk.visit(ma)
    other = desk.visit(ma, on=date(2022, 4, 1))
    view = view_of(clerk, entry)
    clerk.press(view.delete_button)
    assert view.entry_id == other
    clerk.take_back()
    assert set(visit_ids(desk.store)) == {entry, other}


def test_a_leader_writes_on_an_entry(clerk: Clerk, desk: Desk, ma: str) -> None:
    view = view_of(clerk, desk.visit(ma))
    clerk.press_words(view, "批阅")
    clerk.fill(text="抓紧办", by="赵启明")
    clerk.save()
    said = clerk.reads(view)
    assert "抓紧办" in said and "赵启明  2022年4月5日" in said


def test_a_late_promise_is_red_until_it_is_kept(clerk: Clerk, desk: Desk, ma: str) -> None:
    entry = desk.visit(ma, on=date(2022, 3, 1), promise="送化肥", promise_due=date(2022, 3, 20))
    view = view_of(clerk, entry)
    assert "已超 16 天" in clerk.reads(view)
    clerk.press_words(view, "已兑现")
    clerk.fill(text="送到了")
    clerk.save()
    said = clerk.reads(view)
    assert "已超" not in said and "送到了" in said


# -- what comes of an entry ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "title"),
    [(Key.Key_F6, "反映的事项"), (Key.Key_F7, "列入工作台账"), (Key.Key_F8, "承诺")],
)
def test_one_key_leads_from_an_entry_to_what_comes_of_it(
    clerk: Clerk, desk: Desk, ma: str, key: Key, title: str
) -> None:
    desk.visit(ma, text="水渠塌了")
    tab = diary_tab(clerk)
    clerk.key(tab.table.view, key)
    assert title in clerk.dialog.windowTitle()


def test_an_entry_and_its_matter_open_each_other(clerk: Clerk, desk: Desk, ma: str) -> None:
    entry = desk.visit(ma, text="水渠塌了", finding=FindingKind.PROBLEM)
    view = view_of(clerk, entry)
    clerk.press_words(view, "转为事项")
    clerk.fill(topic="infrastructure", list_kind="self_handled")
    clerk.save()
    (matter,) = [one.id for one in desk.entry(entry).row.links]
    assert [row.id for row in visits_of_matter(desk.store, matter)] == [entry]
    (link,) = sheet(view).findChildren(LinkRow)
    link.opened.emit()
    assert clerk.window.current_key == "matters"
    clerk.press_words(clerk.view, "2022年4月5日 孙立走访")
    assert clerk.window.current_key == "visits"
    assert view.entry_id == entry


def test_an_entry_is_linked_with_a_matter_of_before(clerk: Clerk, desk: Desk, ma: str) -> None:
    matter = desk.add_matter("巷道水渠堵了")
    view = view_of(clerk, desk.visit(ma))
    clerk.press_words(view, "关联已有事项")
    clerk.form["matter"].set_draft({"people": [["2022-04-001", matter]], "typed": ""})
    clerk.save()
    assert "巷道水渠堵了" in clerk.reads(view)
    clerk.press_words(view, "取消关联")
    assert "没有转为事项" in clerk.reads(view)


# -- photos -------------------------------------------------------------------------------------


def picture(folder: Path, name: str, side: int = 2600) -> Path:
    image = QImage(side, 900, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    file = folder / name
    image.save(str(file))
    return file


def test_dropped_pictures_are_kept_small(clerk: Clerk, desk: Desk, ma: str, tmp_path: Path) -> None:
    view = view_of(clerk, desk.visit(ma))
    files = [picture(tmp_path, "羊.png"), picture(tmp_path, "圈.png", 800)]
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    where = QPointF(20, 20)
    photos(view).dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, mime, buttons, keys))
    clerk.settle()
    assert len(photos(view).photos) == 2
    kept = list(desk.store.paths.attachments.rglob("*.jpg"))
    assert max(QImage(str(file)).width() for file in kept) == 2000


def test_a_photo_is_viewed_large_and_removed(
    clerk: Clerk, desk: Desk, ma: str, tmp_path: Path
) -> None:
    view = view_of(clerk, desk.visit(ma))
    photos(view).add_files([picture(tmp_path, "一.png"), picture(tmp_path, "二.png", 500)])
    clerk.settle()
    photos(view).view(0)
    (viewer,) = clerk.window.findChildren(PhotoViewer)
    clerk.key(viewer, Key.Key_Right)
    assert viewer.windowTitle() == "照片 2 / 2"
    clerk.press(viewer.remove_button)
    assert len(photos(view).photos) == 1
    clerk.take_back()
    assert len(photos(view).photos) == 2


# -- papers -------------------------------------------------------------------------------------


def test_the_entry_and_the_booklets_can_be_had_as_papers(clerk: Clerk, desk: Desk, ma: str) -> None:
    view = view_of(clerk, desk.visit(ma, "孙立", "李娜", text="都好"))
    offered = [view.papers.box.itemText(at) for at in range(view.papers.box.count())]
    assert offered == [
        "这一篇",
        "孙立 2022年4月月册",
        "李娜 2022年4月月册",
        "马占山家 2022年4月月册",
        "全村 2022年4月月册",
    ]
    clerk.press(view.papers.buttons.preview)
    (dialog,) = clerk.window.findChildren(PapersDialog)
    assert dialog.ticked()[0].kind == "diary_entry"
    dialog.close()


def test_the_plan_is_there_for_each_group_and_leader(clerk: Clerk, desk: Desk, ma: str) -> None:
    desk.fill_roster()
    page = visits_page(clerk)
    clerk.press(page.papers_button)
    (dialog,) = clerk.window.findChildren(PapersDialog)
    titles = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    assert "走访计划单 2022年4月 一组" in titles
    assert "走访计划单 第二季度 赵启明" in titles
    assert "走访覆盖表 2022年4月" in titles
    dialog.close()


def test_the_household_page_says_what_is_promised_there(clerk: Clerk, desk: Desk, ma: str) -> None:
    facts = VisitFacts(
        ma, date(2022, 4, 2), VisitWay.AT_HOME, ("孙立",), "都好",
        promise="送化肥", promise_due=date(2022, 4, 9),
    )  # fmt: skip
    entry = visits.add_visit(desk.store, facts)
    diary.review_visit(desk.store, entry, "好", by="赵启明")
    clerk.open()
    clerk.context.show_record("household", ma)
    said = clerk.reads(clerk.window.page("households"))
    assert "承诺：送化肥" in said and "还有 4 天" in said
    assert [one for one in clerk.window.findChildren(QPushButton) if one.text() == "记日记"]
