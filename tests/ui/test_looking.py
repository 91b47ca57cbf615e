"""A village that is looked at: no page offers what would be refused (R26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from demo_village import TODAY, DemoVillage
from desk import Desk
from longshan_desk.actions.township import ReadOnlyStore
from longshan_desk.data.store import Store
from longshan_desk.queries.households import household_ids
from longshan_desk.queries.ledger import list_ledger
from longshan_desk.queries.matters import list_matters
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.queries.procedures import list_procedures
from longshan_desk.queries.visit_sessions import list_sessions
from longshan_desk.queries.visits import list_visits
from longshan_desk.ui.context import Context
from longshan_desk.ui.township.village_window import VillageWindow, open_village
from longshan_desk.ui.widgets.form_sheet import FormSheet
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.toast import Toast
from township_desk import TownDesk


@dataclass(frozen=True)
class Township:
    """The township's desk with a village of a year's records in it."""

    state: Path
    context: Context
    part: str


@pytest.fixture(scope="module")
def township(
    demo_village: DemoVillage, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Township]:
    folder = tmp_path_factory.mktemp("looking")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSHAN_STATE_DIR", str(folder / "state"))
        town = TownDesk(folder / "town", today=TODAY)
        village = Desk.again(demo_village.copied(folder / "home").home, today=TODAY)
        town.join(village)
        part = village.store.part
        village.close()
        context = Context(town.store.paths, today=lambda: TODAY)
        context.open(town.store, desk_name="龙山镇", user="周干事")
        yield Township(folder / "state", context, part)
        context.store = None
        context.close()
        town.close()


class Looker:
    """A clerk of the township before a village's window; what is refused is in ``troubles``."""

    def __init__(self, bot: QtBot, window: VillageWindow) -> None:
        self.bot, self.window = bot, window
        self.troubles: list[str] = []
        self.pressed: set[str] = set()
        self.doing = ""

    @property
    def store(self) -> Any:
        return self.window.reading.store

    def settle(self) -> None:
        self.bot.waitUntil(lambda: self.window.reading.tasks.idle)
        for _ in range(3):
            QApplication.processEvents()

    def trouble(self, what: str) -> None:
        self.troubles.append(f"{self.doing}: {what}")

    def dialogs(self) -> list[QDialog]:
        return [one for one in self.window.findChildren(QDialog) if one.isVisible()]

    def leave_dialogs(self) -> None:
        for one in [*self.dialogs(), *self.window.findChildren(QMenu)]:
            one.close()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        QApplication.sendPostedEvents()
        QApplication.processEvents()

    def offered(self, inside: QWidget) -> list[QAbstractButton]:
        found = [
            one
            for one in inside.findChildren(QAbstractButton)
            if one.isVisible() and one.isEnabled() and one.window() is inside.window()
        ]
        return [one for one in found if not _is_a_piece(one)]

    def names(self, page: QWidget) -> list[str]:
        return list(dict.fromkeys(_name(one) for one in self.offered(page)))

    def look_at_everything(self, place: str, go: Any) -> None:
        """Press every button that is offered there, each of a name once in a test."""
        self.doing = place
        go()
        self.settle()
        self.check(self.window)
        page = self.window.stack.currentWidget()
        there = self.names(page)
        for name in there:
            if name in self.pressed:
                continue
            self.pressed.add(name)
            # What only opened a dialog left everything where it was.
            if self.window.stack.currentWidget() is not page or self.names(page) != there:
                go()
                self.settle()
            again = [one for one in self.offered(page) if _name(one) == name]
            if again:
                self.doing = f"{place} → {name}"
                again[0].click()
                self.settle()
                self.look_through_dialogs()
        self.leave_dialogs()

    def look_through_dialogs(self) -> None:
        for dialog in self.dialogs():
            self.check(dialog)
            for one in self.offered(dialog):
                name = f"{type(dialog).__name__} {_name(one)}"
                if name not in self.pressed and dialog.isVisible() and one.isVisible():
                    self.pressed.add(name)
                    one.click()
                    self.settle()
        self.leave_dialogs()

    def check(self, inside: QWidget) -> None:
        """Nothing takes typing but what searches or narrows."""
        for sheet in inside.findChildren(FormSheet):
            if sheet.isVisible() and (isinstance(inside, QDialog) or sheet.save_button.isVisible()):
                self.trouble(f"a form to save: {sheet.save_button.text()}")
        for one in inside.findChildren(QWidget):
            if not (one.isVisible() and one.isEnabled()) or _looks(one):
                continue
            if isinstance(one, QLineEdit | QPlainTextEdit) and not one.isReadOnly():
                self.trouble(f"takes typing: {one.accessibleName() or type(one).__name__}")
            if isinstance(one, QComboBox):
                self.trouble(f"takes a choice: {one.accessibleName()}")


def _name(one: QAbstractButton) -> str:
    return one.text().split("　")[0] or one.toolTip()


def _is_a_piece(one: QWidget) -> bool:
    return isinstance(one.parentWidget(), QLineEdit | QComboBox | Tabs)


def _looks(one: QWidget | None) -> bool:
    while one is not None:
        if (said := one.property("looks")) is not None:
            return bool(said)
        one = one.parentWidget()
    return False


@pytest.fixture
def looker(qtbot: QtBot, township: Township, monkeypatch: pytest.MonkeyPatch) -> Iterator[Looker]:
    """Before a window of the test's own: what was opened in it decides what a page offers."""
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(township.state))
    parent = QWidget()
    parent.resize(1366, 740)
    parent.show()
    window = open_village(parent, township.context, township.part)
    assert window is not None
    made = Looker(qtbot, window)
    _refusals_are_told(made, monkeypatch)
    qtbot.waitUntil(lambda: window.current_key == "home")
    made.settle()
    yield made
    made.leave_dialogs()
    made.settle()
    parent.hide()
    qtbot.waitUntil(lambda: not isValid(window))
    parent.deleteLater()


def _refusals_are_told(looker: Looker, patch: pytest.MonkeyPatch) -> None:
    refusing = ReadOnlyStore.change

    def change(self: ReadOnlyStore, label: str, **more: Any) -> Any:
        looker.trouble(f"refused: {label}")
        return refusing(self, label, **more)

    def write(self: Store) -> Any:
        looker.trouble("writes past the acts")
        raise RuntimeError("this store was opened for reading only")

    def ask(*_: Any, **__: Any) -> tuple[str, str]:
        looker.trouble("asks for a file")
        return "", ""

    def wait(self: QDialog) -> int:
        looker.trouble(f"asks: {self.windowTitle()}")
        return 0

    patch.setattr(ReadOnlyStore, "change", change)
    patch.setattr(Store, "bookkeeping", write)
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        patch.setattr(QFileDialog, name, ask)
    patch.setattr(QDialog, "exec", wait)


def _tabs_of(page: QWidget) -> list[tuple[Tabs, str]]:
    return [(tabs, key) for tabs in page.findChildren(Tabs) for key, _ in tabs._tabs]


PAGES = ("home", "hearings", "matters", "procedures", "visits", "households", "papers", "office")


@pytest.mark.rule("R26")
@pytest.mark.parametrize("key", [*PAGES, "conflicts"])
def test_no_button_of_a_page_leads_to_a_refusal(looker: Looker, key: str) -> None:
    window = looker.window
    window.show_page(key)
    looker.settle()
    page = window.page(key)
    looker.look_at_everything(key, lambda: window.show_page(key))
    for tabs, tab in _tabs_of(page):

        def go(tabs: Tabs = tabs, tab: str = tab) -> None:
            window.show_page(key)
            tabs.go_to(tab)

        looker.look_at_everything(f"{key}/{tab}", go)
    assert looker.troubles == []


def _one_of_each(rows: Any, kind: Any) -> list[str]:
    return list({kind(row): row.id for row in rows}.values())


def _records(store: Any, kind: str) -> list[str]:
    """One of each sort: of every stage, open and closed."""
    match kind:
        case "meeting":
            return _one_of_each(list_meetings(store), lambda one: (one.kind, one.is_closed))
        case "matter":
            return _one_of_each(list_matters(store), lambda one: one.stage)
        case "procedure":
            return _one_of_each(list_procedures(store), lambda one: one.phase)
        case "visit":
            rows = list_visits(store)
            return _one_of_each(rows, lambda one: (bool(one.facts.promise), one.facts.way))
        case "ledger_entry":
            return _one_of_each(list_ledger(store), lambda one: one.is_open)
        case "visit_session":
            return _one_of_each(list_sessions(store), lambda one: one.facts.kind)
    return []


RECORDS = ("meeting", "matter", "procedure", "visit", "ledger_entry", "visit_session")


@pytest.mark.rule("R26")
@pytest.mark.parametrize("kind", RECORDS)
def test_no_button_over_a_record_leads_to_a_refusal(looker: Looker, kind: str) -> None:
    reading = looker.window.reading
    found = _records(looker.store, kind)
    assert found
    for record in found:

        def go(record: str = record) -> None:
            reading.show_record(kind, record)

        looker.look_at_everything(f"{kind} {record}", go)
        view: Any = getattr(looker.window.stack.currentWidget(), "view", None)
        for step in _steps(view) if record == found[-1] or kind == "meeting" else ():

            def open_step(record: str = record, step: str = step, view: Any = view) -> None:
                reading.show_record(kind, record)
                view.open_step(step)

            looker.look_at_everything(f"{kind} {record} {step}", open_step)
    assert looker.troubles == []


def _steps(view: Any) -> list[str]:
    return [one.key for one in view.stepper._steps] if hasattr(view, "stepper") else []


@pytest.mark.rule("R26")
def test_no_button_of_a_household_leads_to_a_refusal(looker: Looker) -> None:
    for home in household_ids(looker.store)[:2]:
        looker.look_at_everything(
            "household", lambda home=home: looker.window.reading.show_record("household", home)
        )
    assert looker.troubles == []


@pytest.mark.rule("R26")
def test_a_button_that_acts_and_says_it_only_looks_is_found_out(looker: Looker) -> None:
    page = looker.window.page("matters")
    page.register_button.setProperty("looks", True)  # type: ignore[attr-defined]
    looker.look_at_everything("matters", lambda: looker.window.show_page("matters"))
    assert any("a form to save" in one for one in looker.troubles)


@pytest.mark.rule("R26")
def test_one_sentence_says_above_every_page_that_the_village_is_only_looked_at(
    looker: Looker,
) -> None:
    assert looker.window.told.isVisible()
    assert "只读：大湾村的记录" in looker.window.told.text


@pytest.mark.rule("R26")
def test_the_search_finds_in_the_village_that_is_looked_at(looker: Looker) -> None:
    row = list_matters(looker.store)[0]
    field = looker.window.top.search
    field.setText(row.number or "")
    field.look()
    assert field.results is not None
    field._enter()
    looker.settle()
    assert looker.window.current_key == "matters"


@pytest.mark.rule("R26")
def test_the_keys_of_acts_do_nothing(looker: Looker) -> None:
    record = _records(looker.store, "visit")[0]
    looker.window.reading.show_record("visit", record)
    looker.settle()
    view = looker.window.page("visits").panel("diary").view  # type: ignore[attr-defined]
    view.setFocus()
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8):
        looker.bot.keyClick(view, key)
        looker.settle()
        assert looker.dialogs() == []


@pytest.mark.rule("R26")
def test_the_drafts_of_the_township_itself_stay_untouched(looker: Looker) -> None:
    drafts = looker.window.reading.drafts
    drafts.save("visits/2026-04/all", {"rows": []})
    assert drafts.load("visits/2026-04/all") is None
    assert not list(looker.window.reading.paths.drafts.glob("*.json"))


@pytest.mark.rule("R26")
def test_what_is_not_in_the_window_is_said_and_not_passed_over(looker: Looker) -> None:
    looker.window.reading.show_page("exchange")
    (toast,) = [one for one in looker.window.findChildren(Toast) if one.isVisible()]
    assert "只在村里的电脑上" in toast.message
