"""How the program comes up: first start, one window a desk, refusals in words, backups."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from clerk import LEFT, Clerk, Key
from desk import Desk
from longshan_desk.actions import desk as desk_acts
from longshan_desk.actions.users import add_user, set_pin
from longshan_desk.data.log import clock
from longshan_desk.data.store import Store
from longshan_desk.errors import DiskFullError
from longshan_desk.paths import DeskPaths, resource
from longshan_desk.queries.office import office, users
from longshan_desk.ui import speaker
from longshan_desk.ui.app import PAGES
from longshan_desk.ui.app import Desk as Window
from longshan_desk.ui.first_start.assistant import FirstStart
from longshan_desk.ui.manual import Manual
from longshan_desk.ui.opening import FillDemo
from longshan_desk.ui.single_instance import OnlyWindow
from longshan_desk.ui.widgets.boxes import Box

TODAY = date(2022, 4, 9)
Start = Callable[..., Window]


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Start]:
    """Start the program on a home, as ``run`` does, and wait until it has come up."""
    started: list[Window] = []

    def begin(home: Path, *, fill_demo: FillDemo | None = None) -> Window:
        app = Window(DeskPaths(home), lambda: TODAY, fill_demo)
        started.append(app)
        app.window.resize(1366, 740)
        app.window.show()
        qtbot.waitUntil(lambda: app.opening is not None)
        qtbot.waitUntil(lambda: app.context.tasks.idle)
        return app

    yield begin
    for app in started:
        if not shiboken6.isValid(app.window):
            continue  # closed by the test
        qtbot.waitUntil(lambda app=app: app.context.tasks.idle)
        for dialog in app.window.findChildren(QDialog):
            dialog.close()
        app.window.close()
        app.close()
    QApplication.sendPostedEvents()


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    """The home of a desk with one matter, closed."""
    home = tmp_path / "home"
    desk = Desk(home).found()
    desk.add_matter("水渠堵了。")
    desk.close()
    return home


def first_of(app: Window) -> FirstStart:
    assert app.opening is not None
    assert isinstance(app.opening.first, FirstStart)
    return app.opening.first


def close(app: Window) -> None:
    """What ``run`` does between two windows."""
    app.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def answer_box(qtbot: QtBot, verb: str) -> None:
    """Press a button of the box that is about to open."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, Box):
            QTimer.singleShot(20, press)
            return
        (button,) = [one for one in box.findChildren(QPushButton) if one.text() == verb]
        qtbot.mouseClick(button, LEFT)

    QTimer.singleShot(0, press)


# -- the first start ----------------------------------------------------------------------------


def fill_village(app: Window, **more: str) -> None:
    form = first_of(app).form
    said = {"name": "大湾村", "code": "07", "user": "王会计", "hearing_day": "每月5日", **more}
    for key, text in said.items():
        form[key].set_value(text)


def test_a_new_computer_is_asked_what_it_is_for(start: Start, tmp_path: Path) -> None:
    app = start(tmp_path / "home")
    assert first_of(app).wizard.current == "purpose"
    assert app.window.rail.isHidden()


def test_three_steps_lead_to_the_desk(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    app = start(tmp_path / "home")
    wizard = first_of(app).wizard
    qtbot.mouseClick(wizard.next_button, LEFT)
    fill_village(app)
    qtbot.mouseClick(wizard.next_button, LEFT)
    first_of(app).households.choose("later")
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert app.window.current_key == "home"
    assert app.context.user == "王会计"
    assert office(app.context.store).hearing_day == "每月5日"
    assert app.window.windowTitle() == "大湾村 · 龙山村务"


def test_what_is_missing_of_the_village_is_said_at_its_field(start: Start, tmp_path: Path) -> None:
    app = start(tmp_path / "home")
    first = first_of(app)
    first.wizard.next()
    first.wizard.next()
    assert first.form["name"].said == "请填写“名称”。"
    assert not (tmp_path / "home" / "desk.sqlite").exists()


def test_a_number_that_cannot_be_is_refused_at_its_field(start: Start, tmp_path: Path) -> None:
    app = start(tmp_path / "home")
    first = first_of(app)
    first.wizard.next()
    fill_village(app, code="七号")
    first.wizard.next()
    assert first.form["code"].said.startswith("村的编号“七号”不能用。")
    assert first.wizard.current == "village"


@pytest.mark.rule("R2")
def test_the_fixed_day_shows_the_dates_that_come_of_it(start: Start, tmp_path: Path) -> None:
    app = start(tmp_path / "home")
    field = first_of(app).form["hearing_day"]
    field.set_value("每月第一个星期五")
    assert field.said == "接下来：5月6日星期五、6月3日星期五、7月1日星期五"


def test_a_start_broken_off_is_gone_on_with(start: Start, tmp_path: Path) -> None:
    home = tmp_path / "home"
    desk_acts.make_desk(DeskPaths(home)).close()
    app = start(home)
    first = first_of(app)
    first.wizard.next()
    fill_village(app)
    first.wizard.next()
    first.households.choose("later")
    first.wizard.next()
    assert app.window.current_key == "home"


def test_what_was_typed_before_a_power_cut_is_there_again(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    app = start(tmp_path / "home")
    first_of(app).wizard.next()
    fill_village(app, name="大湾村")
    first_of(app).keeper.write_now()
    again = start(tmp_path / "home")
    assert first_of(again).form["name"].value() == "大湾村"


def test_importing_now_opens_the_import_on_the_households(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "longshan_desk.ui.importing.household_import.import_households",
        lambda parent, context: asked.append(parent.current_key),
    )
    app = start(tmp_path / "home")
    first = first_of(app)
    first.wizard.next()
    fill_village(app)
    first.wizard.next()
    first.wizard.next()
    assert asked == ["households"]


def test_the_trial_lies_in_a_folder_of_its_own(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    filled: list[DeskPaths] = []
    app = start(tmp_path / "home", fill_demo=lambda paths, tell: filled.append(paths))
    first = first_of(app)
    first.purpose.choose("trial")
    first.wizard.next()
    qtbot.waitUntil(lambda: app.next_home is not None)
    assert app.next_home == tmp_path / "home-演示"
    assert [paths.home for paths in filled] == [tmp_path / "home-演示"]
    assert not (tmp_path / "home" / "desk.sqlite").exists()


def test_a_trial_that_is_there_is_opened_again(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    Desk(tmp_path / "home-演示").found().close()
    app = start(tmp_path / "home", fill_demo=lambda paths, tell: pytest.fail("filled again"))
    first = first_of(app)
    first.purpose.choose("trial")
    first.wizard.next()
    assert app.next_home == tmp_path / "home-演示"
    demo = start(tmp_path / "home-演示")
    assert demo.context.desk_name == "大湾村（演示）"


def test_without_a_demonstration_no_trial_is_offered(start: Start, tmp_path: Path) -> None:
    app = start(tmp_path / "home")
    with pytest.raises(ValueError, match="trial"):
        first_of(app).purpose.choose("trial")


@pytest.mark.rule("R52")
def test_a_new_computer_goes_on_from_a_backup(
    start: Start, founded: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = desk_acts.back_up(DeskPaths(founded))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    app = start(tmp_path / "new")
    first = first_of(app)
    first.purpose.choose("restore")
    answer_box(qtbot, "恢复")
    first.wizard.next()
    qtbot.waitUntil(lambda: app.next_home is not None)
    again = start(tmp_path / "new")
    assert office(again.context.store).name == "大湾村"


@pytest.mark.rule("R52")
def test_a_full_copy_asks_for_its_passphrase_and_says_when_it_is_wrong(
    start: Start, founded: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from longshan_desk.ui.widgets.form_sheet import FormDialog

    file = desk_acts.full_copy(DeskPaths(founded), tmp_path, "水渠-清淤-2022-四月")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    app = start(tmp_path / "new")
    said: list[str] = []

    def type_passphrase() -> None:
        dialog = app.window.findChild(FormDialog)
        assert dialog is not None
        dialog.sheet.form["passphrase"].set_value("不是这个口令")
        dialog.sheet.save()
        said.append(dialog.sheet.form["passphrase"].said)
        dialog.sheet.form["passphrase"].set_value("水渠-清淤-2022-四月")
        answer_box(qtbot, "恢复")
        dialog.sheet.save()

    QTimer.singleShot(50, type_passphrase)
    first = first_of(app)
    first.purpose.choose("restore")
    first.wizard.next()
    qtbot.waitUntil(lambda: app.next_home is not None)
    assert "口令" in said[0]
    assert office(start(tmp_path / "new").context.store).name == "大湾村"


# -- opening ------------------------------------------------------------------------------------


def test_a_desk_opens_on_today(start: Start, founded: Path) -> None:
    app = start(founded)
    assert app.window.current_key == "home"
    assert app.context.desk_name == "大湾村"


def test_every_page_comes_up(start: Start, founded: Path, qtbot: QtBot) -> None:
    app = start(founded)
    for spec in PAGES:
        app.window.show_page(spec.key)
        assert app.window.current_key == spec.key
        qtbot.waitUntil(lambda: app.context.tasks.idle)


def test_a_newer_programs_data_is_refused_in_words(start: Start, founded: Path) -> None:
    with closing(sqlite3.connect(founded / "desk.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    app = start(founded)
    assert app.window.waiting.text.startswith("这份数据由较新的程序")
    assert app.window.waiting.action_button.text() == "重试"


def test_a_desk_in_use_is_refused_and_opens_when_it_is_free(
    start: Start, founded: Path, qtbot: QtBot
) -> None:
    with Store(DeskPaths(founded)):
        app = start(founded)
        assert "使用，现在不能写入" in app.window.waiting.text
    qtbot.mouseClick(app.window.waiting.action_button, LEFT)
    assert app.window.current_key == "home"


def moved_away(founded: Path, tmp_path: Path) -> tuple[Path, str]:
    with Store(DeskPaths(founded), writer=False) as store:
        device = store.device
    home = tmp_path / "搬到这里"
    founded.rename(home)
    return home, device


@pytest.mark.parametrize(("answer", "is_same"), [(0, True), (1, False)])
def test_a_folder_in_a_new_place_is_asked_whether_it_was_moved(
    start: Start, founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    answer: int, is_same: bool,
) -> None:  # fmt: skip
    home, device = moved_away(founded, tmp_path)
    asked: list[str] = []
    monkeypatch.setattr(
        speaker, "choose", lambda parent, text, verbs, hint="": (asked.append(text), answer)[1]
    )
    app = start(home)
    assert app.context.store is not None
    assert (app.context.store.device == device) is is_same
    assert [str(founded) in text for text in asked] == [True]


def test_a_folder_that_nobody_says_anything_about_stays_closed(
    start: Start, founded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = moved_away(founded, tmp_path)
    monkeypatch.setattr(speaker, "choose", lambda *words, **more: None)
    app = start(home)
    assert app.context.store is None
    assert "搬过来" in app.window.waiting.text


def test_a_damaged_database_offers_the_newest_good_backup(
    start: Start, founded: Path, qtbot: QtBot
) -> None:
    desk_acts.back_up(DeskPaths(founded))
    (founded / "desk.sqlite").write_bytes(b"not a database at all" * 100)
    app = start(founded)
    waiting = app.window.waiting
    assert waiting.text.startswith("数据库文件损坏")
    assert waiting.action_button.text() == "恢复这份备份"
    qtbot.mouseClick(waiting.action_button, LEFT)
    qtbot.waitUntil(lambda: app.next_home is not None)
    close(app)
    again = start(founded)
    assert again.window.current_key == "home"
    assert list((founded / "backups").glob("恢复前的文件-*/desk.sqlite"))


def test_damage_without_any_backup_asks_for_one(start: Start, founded: Path) -> None:
    (founded / "desk.sqlite").write_bytes(b"not a database at all" * 100)
    app = start(founded)
    assert app.window.waiting.action_button.text() == "选择备份…"


@pytest.mark.failure("F32")
def test_a_second_start_brings_the_first_window_up(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = OnlyWindow(tmp_path), OnlyWindow(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.asked_up):
        assert not second.claim()
    first.release()


def test_another_desk_has_a_window_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    first, other = OnlyWindow(tmp_path / "a"), OnlyWindow(tmp_path / "b")
    assert first.claim()
    assert other.claim()
    first.release()
    other.release()


# -- the strip ----------------------------------------------------------------------------------


def test_the_first_start_of_a_day_makes_a_backup(start: Start, founded: Path) -> None:
    app = start(founded)
    assert len(list((founded / "backups").glob("*每日.sqlite"))) == 1
    assert app.window.status.text("backup").startswith("上次备份 今天")


def test_a_backup_that_fails_is_said_and_the_desk_stays_open(
    start: Start, founded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(paths: DeskPaths) -> None:
        raise DiskFullError("磁盘空间不够。")

    monkeypatch.setattr(desk_acts, "daily_backup", fail)
    app = start(founded)
    assert app.window.status.text("backup") == "今天的备份没有成功"
    assert app.window.current_key == "home"


def test_restoring_closes_the_desk_and_opens_what_was_brought_back(
    start: Start, founded: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = desk_acts.back_up(DeskPaths(founded))
    later = Desk.__new__(Desk)
    later.store, later.today = Store(DeskPaths(founded)), TODAY
    later.add_matter("路灯不亮。", on=TODAY)
    later.close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    app = start(founded)
    answer_box(qtbot, "恢复")
    app.context.restore_asked.emit()
    qtbot.waitUntil(lambda: app.next_home is not None)
    close(app)
    again = start(founded)
    from longshan_desk.queries.matters import list_matters

    assert [row.words for row in list_matters(again.context.store)] == ["水渠堵了。"]


@pytest.mark.rule("R48")
def test_another_person_takes_over_in_one_click(clerk: Clerk, desk: Desk) -> None:
    add_user(desk.store, "马丽")
    clerk.open()
    status = clerk.status()
    (row,) = [one for one in users(desk.store) if one.name == "马丽"]
    status.switch_to(row)
    assert clerk.window.status.text("user") == "马丽"
    desk.add_matter("水渠堵了。")
    assert clerk.now("2022-04-001").timeline[0].by == "马丽"


@pytest.mark.rule("R48")
def test_a_pin_is_asked_for_and_a_wrong_one_refused_at_its_field(clerk: Clerk, desk: Desk) -> None:
    other = add_user(desk.store, "马丽")
    set_pin(desk.store, other, "2468")
    clerk.open()
    (row,) = [one for one in users(desk.store) if one.name == "马丽"]
    clerk.status().switch_to(row)
    clerk.fill(pin="1111")
    assert clerk.try_to_save().startswith("PIN 不对，没有换成马丽。")
    clerk.fill(pin="2468")
    clerk.save()
    assert clerk.context.user == "马丽"
    assert not list(clerk.context.paths.drafts.glob("*.json"))


def test_a_new_person_is_added_and_works_at_once(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    clerk.status().add_user()
    clerk.fill(name="马丽")
    clerk.save()
    assert clerk.window.status.text("user") == "马丽"


def test_at_midnight_every_figure_is_new(clerk: Clerk, desk: Desk) -> None:
    desk.hold_hearing("水渠堵了。")
    clerk.open()
    status = clerk.status()
    desk.go_to(date(2022, 4, 9))
    status.look_at_clock()
    clerk.settle()
    assert "已超期 1" in clerk.reads(clerk.window.page("home"))


@pytest.mark.failure("F35")
def test_a_clock_that_cannot_be_right_is_said_until_it_is(
    clerk: Clerk, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(clock, "wall_ms", lambda: 1_230_800_000_000)
        clerk.open()
        clerk.status().look_at_clock()
        bar = clerk.window.warning
        assert bar is not None and bar.isVisible()
        assert "2009年1月1日" in bar.text
    clerk.status().look_at_clock()
    assert not bar.isVisible()


# -- search and help ----------------------------------------------------------------------------


def test_the_search_finds_by_pinyin_and_opens_the_household_of_a_person(
    clerk: Clerk, desk: Desk
) -> None:
    desk.add_household("马占山", "马小兰", group=3)
    desk.add_matter("马家湾水渠堵了。")
    clerk.open()
    groups = clerk.app._find("mxl")
    assert [(group.title, [hit.text for hit in group.hits]) for group in groups] == [
        ("人员", ["马小兰"])
    ]
    field = clerk.window.top.search
    field.setFocus()
    field.setText("mxl")
    clerk.key(field, Key.Key_Return)
    assert clerk.window.current_key == "households"


def test_the_search_opens_a_matter_by_its_number(clerk: Clerk, desk: Desk) -> None:
    desk.add_matter("水渠堵了。")
    clerk.open()
    field = clerk.window.top.search
    field.setFocus()
    field.setText("2022-04-001")
    clerk.key(field, Key.Key_Return)
    assert clerk.view.page is not None
    assert clerk.view.page.row.words == "水渠堵了。"


def test_f1_opens_the_manual_at_the_page_on_screen(clerk: Clerk) -> None:
    clerk.open()
    clerk.list_matters()
    clerk.window._help()
    (manual,) = clerk.window.findChildren(Manual)
    assert "编号不会改，也不会给第二件用" in manual.text.toPlainText()
    assert manual.text.verticalScrollBar().value() > 0


def test_every_page_has_its_place_in_the_manual(clerk: Clerk) -> None:
    text = resource("manual.html").read_text("utf-8")
    assert [spec.key for spec in PAGES if f'id="{spec.key}"' not in text] == []


def test_undo_and_redo_carry_the_acts_name(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    desk.add_matter("水渠堵了。")
    assert clerk.window.undo_act.text() == "撤销“登记事项”"
    clerk.window.undo_act.trigger()
    assert clerk.window.redo_act.text() == "重做“登记事项”"
