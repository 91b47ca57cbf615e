"""A month at the desk by the window alone: from an empty home to the next month's report.

``live(Month(...))`` is also what ``tools/journey_shots.py`` takes its pictures of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clerk import Clerk, Key
from longshan_desk.domain.labels import Act, MeetingKind, Stage
from longshan_desk.paths import DeskPaths, resource
from longshan_desk.queries.cadres import cadres
from longshan_desk.queries.matters import list_matters
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.queries.opening_report import opening_report
from longshan_desk.queries.people import person_ids
from longshan_desk.ui.app import Desk as Window
from longshan_desk.ui.hearings.page import HearingsPage
from longshan_desk.ui.households.page import HouseholdsPage
from longshan_desk.ui.importing.dialog import ImportDialog
from longshan_desk.ui.office.page import OfficePage
from longshan_desk.ui.widgets.fast_grid import FastGrid

CTRL = Qt.KeyboardModifier.ControlModifier
SAMPLES = resource("samples")
HOUSEHOLDS = SAMPLES / "农户-标题行与合并户.xlsx"
ROSTER = SAMPLES / "干部-说事会成员.xlsx"

INDUSTRY, LIVELIHOOD, GOVERNANCE, INFRASTRUCTURE = "1", "2", "3", "4"
OWN, MAJOR, UPPER = "1", "2", "3"
SAID = (
    ("马占山", "三组门前水渠垮塌，浇不上水。", INFRASTRUCTURE, OWN),
    ("李秀英", "五组路灯不亮，娃娃放学看不见。", INFRASTRUCTURE, OWN),
    ("苏玉兰", "一组巷道积水，老人摔了两回。", INFRASTRUCTURE, OWN),
    ("杨生虎", "垃圾箱太少，夏天味道大。", LIVELIHOOD, OWN),
    ("马小龙", "村小学门口没有减速带。", GOVERNANCE, OWN),
    ("白玉芳", "四组公用机井电机烧坏。", INFRASTRUCTURE, OWN),
    ("冶成林", "花椒收购价低，没有人来收。", INDUSTRY, OWN),
    ("丁万福", "六组危树压着电线。", GOVERNANCE, OWN),
    ("李占魁", "外出务工的想办异地就医备案。", LIVELIHOOD, OWN),
    ("马成义", "低保为什么没有评上。", LIVELIHOOD, OWN),
    ("王桂花", "二组到三组的产业路要硬化。", INFRASTRUCTURE, MAJOR),
    ("苏海", "文化广场建在哪里要大家定。", GOVERNANCE, MAJOR),
    ("马占海", "县道边的护坡塌方。", INFRASTRUCTURE, UPPER),
    ("李建业", "全村人饮管网老化。", LIVELIHOOD, UPPER),
    ("杨得才", "手机信号一阵有一阵没有。", INFRASTRUCTURE, UPPER),
)

SETTLED, ASSIGNED, PROCEDURE, ESCALATED, PROMISED, EXPLAINED = "123456"
DECIDED: tuple[dict[str, str], ...] = (
    *({"decision": ASSIGNED, "person": "王文", "due": "4.20"},) * 6,
    {"decision": SETTLED, "text": "已经联系合作社上门收。"},
    {"decision": SETTLED, "text": "当天修剪了。"},
    {"decision": EXPLAINED, "text": "手机上就能备案。", "basis": "甘肃省异地就医备案办法"},
    {"decision": PROMISED, "person": "马建国", "due": "2022.11.30", "text": "下半年重新评议。",
     "basis": "入户核查"},
    {"decision": PROCEDURE},
    {"decision": PROCEDURE},
    *({"decision": ESCALATED, "text": "请求县上协调处置。"},) * 3,
)  # fmt: skip


def number(place: int) -> str:
    return f"2022-04-{place:03d}"


class Hands:
    """What a clerk needs of ``qtbot``, where there is no test."""

    def mouseClick(self, widget: QWidget, button: Qt.MouseButton) -> None:  # noqa: N802
        QTest.mouseClick(widget, button)

    def keyClick(self, widget: QWidget, key: Key, held: Qt.KeyboardModifier) -> None:  # noqa: N802
        QTest.keyClick(widget, key, held)

    def waitUntil(self, holds: Callable[[], bool], timeout: int = 10_000) -> None:  # noqa: N802
        for _ in range(timeout // 10):
            if holds():
                return
            QTest.qWait(10)
        raise TimeoutError(holds)


class Month(Clerk):
    """A clerk at a computer that has no desk yet; ``shoot(name)`` is told of every step."""

    def __init__(
        self, bot: Any, home: Path, shoot: Callable[[str], object] = lambda name: None
    ) -> None:
        self.bot = bot
        self.home = home
        self.today = date(2022, 4, 1)
        self.shoot = shoot
        self._unsubscribe = lambda: None
        self._failed: list[BaseException] = []

    def open(self) -> Month:
        self.app = Window(DeskPaths(self.home), lambda: self.today)
        self.window, self.context = self.app.window, self.app.context
        self.window.resize(1366, 740)
        self.window.show_as_left() if self.shoot.__name__ == "shoot" else self.window.show()
        self.bot.waitUntil(lambda: self.app.opening is not None)
        self.settle()
        return self

    def close(self) -> None:
        if not shiboken6.isValid(self.window):
            return
        self.settle()
        self.window.close()
        self.app.close()
        QApplication.sendPostedEvents()

    @property
    def store(self) -> Any:
        return self.context.store

    def sit_down(self) -> None:
        """Known by now: what the helpers of a clerk ask of a desk."""
        self.desk: Any = SimpleNamespace(store=self.store, id_of=self.id_of)

    def id_of(self, key: str) -> str:
        return next(row.id for row in list_matters(self.store) if row.number == key)

    def go_to(self, day: date) -> None:
        """The next morning that matters: every page looks again."""
        self.today = day
        for page in self.window._pages.values():
            reload = getattr(page, "reload", None)
            if reload is not None:
                reload()

    def hearings(self) -> HearingsPage:
        self.window.show_page("hearings")
        page = self.window.page("hearings")
        assert isinstance(page, HearingsPage)
        return page

    def during(self, press: Callable[[], object], work: Callable[[], object]) -> None:
        """Do something in the form that a click opens and waits for."""
        done: list[bool] = []

        def look() -> None:
            if not self.has_dialog():
                QTimer.singleShot(20, look)
                return
            try:
                work()
            except BaseException as exc:
                self._failed.append(exc)
                self.dialog.reject()
            done.append(True)

        QTimer.singleShot(0, look)
        press()
        self.bot.waitUntil(lambda: bool(done))
        if self._failed:
            raise self._failed.pop()

    # -- the grid -------------------------------------------------------------------------------

    def type_row(self, grid: FastGrid, said: dict[str, str]) -> None:
        """From the open cell on, by Tab: words are committed, of a choice the number is typed;
        Enter after the last one."""
        columns = grid.model().columns
        left = dict(said)
        row = grid.currentIndex().row()
        while left:
            assert grid.currentIndex().row() == row, f"no cell for {left}"
            editor = grid.indexWidget(grid.currentIndex())
            assert editor is not None, "no cell is open"
            column = columns[grid.currentIndex().column()]
            if text := left.pop(column.key, ""):
                if column.kind == "choice":
                    QTest.keyClicks(editor, text)
                else:
                    event = QInputMethodEvent("", [])
                    event.setCommitString(text)
                    QApplication.sendEvent(editor, event)
            QTest.keyClick(editor, Key.Key_Tab if left else Key.Key_Return)

    def wizard(self, dialog: ImportDialog, to: str) -> None:
        while dialog.wizard.current != to:
            before = dialog.wizard.current
            self.key(dialog.wizard, Key.Key_Return, CTRL)
            self.settle()
            assert dialog.wizard.current != before, dialog.wizard.notice.text

    def import_dialog(self) -> ImportDialog:
        shown = [one for one in self.window.findChildren(ImportDialog) if one.isVisible()]
        assert shown, "no import is open"
        return shown[-1]

    def take(self, act: Act) -> None:
        """A step of the matter on screen, by its button or from the menu."""
        card = self.view.next
        assert card is not None
        if act in (card.offer.main, card.offer.second):
            self.press_words(card, card._words_of(act))
        else:
            card.menu.actions()[card.offer.others.index(act)].trigger()


# -- the month ----------------------------------------------------------------------------------


def start(month: Month) -> None:
    month.open()
    opening = month.app.opening
    assert opening is not None and opening.first is not None
    first = opening.first
    month.shoot("01-first-start")
    month.press(first.wizard.next_button)
    for key, text in (
        ("name", "大湾村"), ("code", "07"), ("township", "龙山镇"), ("hearing_day", "每月5日"),
        ("user", "王文"),
    ):  # fmt: skip
        month.type(first.form, key, text)
    month.shoot("02-the-village")
    month.press(first.wizard.next_button)
    month.shoot("03-households-now-or-later")
    month.press(first.wizard.next_button)
    month.sit_down()


def import_all(month: Month) -> None:
    dialog = month.import_dialog()
    month.shoot("04-import-file")
    dialog.choose(HOUSEHOLDS)
    month.wizard(dialog, "columns")
    month.shoot("05-import-columns")
    month.wizard(dialog, "preview")
    month.shoot("06-import-preview")
    month.wizard(dialog, "done")
    month.shoot("07-import-done")
    month.press(dialog.wizard.next_button)
    month.shoot("08-households")
    page = month.window.page("households")
    assert isinstance(page, HouseholdsPage)
    page.table.view.selectRow(0)
    month.key(page.table.view, Key.Key_Return)
    month.shoot("08-one-household")
    month.key(page.view, Key.Key_Escape)
    month.window.show_page("office")
    office = month.window.page("office")
    assert isinstance(office, OfficePage)
    office.tabs.go_to("roster")
    month.press_words(office.roster, "导入名册")
    dialog = month.import_dialog()
    dialog.choose(ROSTER)
    month.wizard(dialog, "preview")
    month.shoot("09-roster-preview")
    month.wizard(dialog, "done")
    month.press(dialog.wizard.next_button)
    month.shoot("10-roster")


def hold_hearing(month: Month) -> None:
    page = month.hearings()

    def plan() -> None:
        month.fill(place="村部会议室", starts_at="9:30", recorder="王文")
        month.shoot("11-plan-the-hearing")
        month.save()

    month.during(lambda: month.press(page.new_hearing), plan)
    month.go_to(date(2022, 4, 5))
    view = page.view
    view.open_step("attend")
    month.press_words(view.attendance, "按名单填好")
    month.shoot("12-attendance")
    view.open_step("speak")
    grid = view.spoken.grid
    grid.start()
    for place, (who, words, topic, kind) in enumerate(SAID):
        if place == 7:
            month.shoot("13-hearing-half-way")
        month.type_row(grid, {"who": who, "words": words, "topic": topic, "list": kind})
    month.shoot("14-hearing-written-down")
    view.open_step("close")
    month.shoot("15-before-closing")
    month.press(view.closing.close_button)
    month.shoot("16-closed")


def decide_all(month: Month) -> None:
    month.go_to(date(2022, 4, 7))
    page = month.hearings()
    view = page.view

    def plan() -> None:
        month.fill(place="村部", starts_at="15:00", recorder="王文")
        month.shoot("17-plan-the-committees")
        month.save()

    month.during(lambda: month.press_words(view.closing, "新建村“两委”会议"), plan)
    view.open_step("decide")
    grid = view.decisions.grid
    column = [one.key for one in grid.model().columns].index("decision")
    grid.setCurrentIndex(grid.model().index(0, column))
    for said in DECIDED:
        month.type_row(grid, said)
    month.shoot("18-decisions")
    month.press(view.decisions.save_button)
    month.shoot("19-decided")


def act(month: Month) -> None:
    month.go_to(date(2022, 4, 12))
    month.list_matters()
    month.shoot("20-matters")
    month.look_at(number(1))
    month.shoot("21-a-matter")
    month.take(Act.PROGRESS)
    month.fill(text="挖机进场，先清塌下来的土。")
    month.shoot("22-progress")
    month.save()
    month.go_to(date(2022, 4, 15))
    solve(month, 1, "水渠砌好六十米。", "23-close")
    tell(month, 1, "satisfied", "24-feedback")
    month.go_to(date(2022, 4, 19))
    solve(month, 2, "换了八盏路灯。")
    tell(month, 2, "basically_satisfied")
    month.look_at(number(11))
    month.shoot("26-waiting-for-the-procedure")


def solve(month: Month, place: int, result: str, shot: str = "") -> None:
    month.look_at(number(place))
    month.take(Act.CLOSE)
    month.fill(outcome="solved", result_solved=result)
    if shot:
        month.shoot(shot)
    month.save()


def tell(month: Month, place: int, answer: str, shot: str = "") -> None:
    month.take(Act.FEEDBACK)
    month.fill(way="in_person", answer=answer)
    if shot:
        month.shoot(shot)
    month.save()
    month.take(Act.CANCEL_OFF)
    month.save()
    if shot:
        month.shoot("25-cancelled-off")


def next_month(month: Month) -> None:
    month.go_to(date(2022, 5, 5))
    month.window.show_page("home")
    month.shoot("27-a-month-later")
    page = month.hearings()
    page.view.left.emit()
    month.during(lambda: month.press(page.new_hearing), month.save)
    page.view.open_step("report")
    month.shoot("28-the-next-report")


def live(month: Month) -> None:
    start(month)
    import_all(month)
    hold_hearing(month)
    decide_all(month)
    act(month)
    next_month(month)


# -- what it came to ----------------------------------------------------------------------------


@pytest.fixture
def month(qtbot: QtBot, tmp_path: Path) -> Iterator[Month]:
    made = Month(qtbot, tmp_path / "home")
    yield made
    made.close()


def test_a_month_in_the_window_ends_in_the_right_report(month: Month) -> None:
    start(month)
    import_all(month)
    assert len(person_ids(month.store)) == 15
    assert {"马建国", "王文"} <= {row.name for row in cadres(month.store)}

    hold_hearing(month)
    numbers = [number(place) for place in range(1, 16)]
    rows = {row.number: row for row in list_matters(month.store)}
    assert sorted(rows, key=str) == numbers
    assert [rows[one].title for one in numbers] == [words for _, words, *_ in SAID]

    decide_all(month)
    stages = {row.number: row.stage for row in list_matters(month.store)}
    assert [stages[number(n)] for n in (1, 7, 9, 10, 11, 13)] == [
        Stage.ACTING, Stage.CLOSED, Stage.CLOSED, Stage.ACTING, Stage.DELIBERATED, Stage.ACTING,
    ]  # fmt: skip

    act(month)
    cancelled = [row.number for row in list_matters(month.store) if row.cancelled_on]
    assert sorted(cancelled, key=str) == [number(1), number(2)]

    next_month(month)
    view = month.hearings().view
    report = opening_report(month.store, view.meeting_id)
    assert [row.number for row in report.closed] == [number(n) for n in (1, 2, 7, 8, 9)]
    assert [row.number for row in report.open] == [
        number(n) for n in (3, 4, 5, 6, 10, 11, 12, 13, 14, 15)
    ]
    shown = month.reads(view.report)
    assert "新反映 15 件，办结 5 件，在办 10 件，超期 4 件" in shown
    assert "销号 2 件 ÷ （办结 5 件 + 在办 10 件）= 13.3%" in shown
    text = view.report.text.toPlainText()
    assert "三组门前水渠垮塌，浇不上水。已解决：水渠砌好六十米。\n" in text
    assert "一组巷道积水，老人摔了两回。办，承办人 王文，时限 2022年4月20日。\n" in text
    assert [one.kind for one in list_meetings(month.store)].count(MeetingKind.HEARING) == 2
