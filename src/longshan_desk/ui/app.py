"""The program's window: which pages it has, and how it comes up."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from longshan_desk.paths import DeskPaths
from longshan_desk.ui import speaker
from longshan_desk.ui.collecting import Collecting
from longshan_desk.ui.context import Context
from longshan_desk.ui.main_window import MainWindow, NewAct, PageSpec
from longshan_desk.ui.single_instance import OnlyWindow

if TYPE_CHECKING:
    from longshan_desk.ui.desk_status import DeskStatus
    from longshan_desk.ui.opening import FillDemo, Opening
    from longshan_desk.ui.widgets.search_field import HitGroup, Search


def _home(context: Context) -> QWidget:
    from longshan_desk.ui.home.page import HomePage

    return HomePage(context)


def _hearings(context: Context) -> QWidget:
    from longshan_desk.ui.hearings.page import HearingsPage

    return HearingsPage(context)


def _matters(context: Context) -> QWidget:
    from longshan_desk.ui.matters.page import MattersPage

    return MattersPage(context)


def _procedures(context: Context) -> QWidget:
    from longshan_desk.ui.procedures.page import ProceduresPage

    return ProceduresPage(context)


def _households(context: Context) -> QWidget:
    from longshan_desk.ui.households.page import HouseholdsPage

    return HouseholdsPage(context)


def _visits(context: Context) -> QWidget:
    from longshan_desk.ui.visits.page import VisitsPage

    return VisitsPage(context)


def _papers(context: Context) -> QWidget:
    from longshan_desk.ui.papers.page import PapersPage

    return PapersPage(context)


def _exchange(context: Context) -> QWidget:
    from longshan_desk.ui.exchange.page import ExchangePage

    return ExchangePage(context)


def _office(context: Context) -> QWidget:
    from longshan_desk.ui.office.page import OfficePage

    return OfficePage(context)


EXCHANGE = PageSpec(
    "exchange", "U盘交接", "handover", _exchange, "Alt+0", ("package", "conflict", "joining")
)
OFFICE = PageSpec("office", "设置", "settings", _office, "Alt+9", ("cadre",), foot=True)
PAGES = (
    PageSpec("home", "工作台", "home", _home, "Alt+1"),
    PageSpec("hearings", "说事会", "hearing", _hearings, "Alt+2", ("meeting",)),
    PageSpec("matters", "事项", "matters", _matters, "Alt+3", ("matter", "matter-list", "sealed")),
    PageSpec(
        "procedures", "四议两公开", "procedure", _procedures, "Alt+4", ("procedure", "roll_entry")
    ),
    PageSpec(
        "visits",
        "走访日记",
        "diary",
        _visits,
        "Alt+5",
        ("visit", "visit_session", "session_finding", "ledger_entry", "household-diary"),
    ),
    PageSpec("households", "农户", "households", _households, "Alt+6", ("household",)),
    PageSpec("papers", "文书", "papers", _papers, "Alt+8", ("issued_paper", "waiting-papers")),
    EXCHANGE,
    OFFICE,
)
"""A new page is a line here: its module is imported when it is first shown."""


def township_pages() -> Sequence[PageSpec]:
    """The township's rail."""
    from longshan_desk.ui.township.pages import TOWNSHIP_PAGES

    return (*TOWNSHIP_PAGES, EXCHANGE, OFFICE)


class Desk:
    """One window with everything that belongs to it. What needs the database is loaded by
    ``open``, which the window calls when its frame is on the screen.
    """

    def __init__(
        self,
        paths: DeskPaths,
        today: Callable[[], date] = date.today,
        fill_demo: FillDemo | None = None,
        pages: Sequence[PageSpec] = PAGES,
    ) -> None:
        self.context = Context(paths, today=today)
        self.opening: Opening | None = None
        self.status: DeskStatus | None = None
        self._fill_demo = fill_demo
        self._kinds = {kind for spec in pages for kind in spec.records}
        self._finder: Search | None = None
        self.window = MainWindow(
            self.context,
            pages,
            open_desk=self.open,
            search=self._find,
            new_acts=self._new_acts(),
            township_pages=township_pages,
        )
        self.context.help_asked.connect(self._show_manual)

    @property
    def next_home(self) -> Path | None:
        """Where to go on after this window, if it made room for another one."""
        return self.opening.next_home if self.opening else None

    def open(self) -> None:
        """Raises the ``AppError`` that the window shows in words, with 重试."""
        from longshan_desk.ui.loading import load_queries

        load_queries()
        from longshan_desk.ui.desk_status import DeskStatus
        from longshan_desk.ui.exchange.strip import HandoverStrip
        from longshan_desk.ui.opening import Opening

        if self.opening is None:
            self.handover = HandoverStrip(self.window, self.context)
            self.status = DeskStatus(self.window, self.context)
            self.opening = Opening(self.window, self.context, self._fill_demo)
            self.opening.imports_asked.connect(self._import_households)
            self.opening.joining_asked.connect(self._ask_to_join)
        self.opening.open()

    def come_up(self) -> None:
        """To the front, from wherever it was left."""
        self.window.come_up()

    def close(self) -> None:
        """Let go of the database, once the window is closed."""
        store, self.context.store = self.context.store, None
        if store is not None:
            store.close()
        self.window.deleteLater()

    def _find(self, text: str) -> Sequence[HitGroup]:
        from longshan_desk.ui.finding import finder, township_finder

        if self._finder is None:
            made = township_finder if self.context.is_township else finder
            self._finder = made(self.context, self._kinds)
        return self._finder(text)

    def _new_acts(self) -> Sequence[NewAct]:
        return (
            NewAct("登记事项", self._register, "matters"),
            NewAct("记日记", self._write_visit, "diary"),
            NewAct("安排说事会", partial(self._plan, "plan_hearing"), "hearing"),
            NewAct("新建会议", partial(self._plan, "plan_meeting"), "calendar"),
        )

    def _register(self) -> None:
        from longshan_desk.ui.matters.register_dialog import RegisterDialog

        RegisterDialog(self.window, self.context).open()

    def _write_visit(self) -> None:
        from longshan_desk.ui.visits.visit_dialog import write_visit

        write_visit(self.window, self.context)

    def _plan(self, form: str) -> None:
        from longshan_desk.ui.hearings import forms

        made: Any = getattr(forms, form)(self.window, self.context)
        if made:
            self.context.show_record("meeting", made)

    def _import_households(self) -> None:
        from longshan_desk.ui.importing.household_import import import_households

        self.window.show_page("households")
        import_households(self.window, self.context)

    def _ask_to_join(self, imports: bool) -> None:
        """The request goes to the township while the households are being imported."""
        self.context.show_record("joining", "")
        dialog = self.window.page("exchange").desks.ask_to_join()  # type: ignore[attr-defined]
        if imports:
            dialog.finished.connect(self._import_households)

    def _show_manual(self, page: str) -> None:
        from longshan_desk.ui.manual import Manual

        Manual(self.window, page).open()


_STARTED_MS = 3_000


def run(
    home: Path,
    today: Callable[[], date] | None = None,
    *,
    fill_demo: FillDemo | None = None,
) -> int:
    """Show the window of the desk in ``home`` until it is closed; 0 when all went well.

    A second start for the same desk brings the first window to the front instead.
    """
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("龙山村务")
    speaker.install_excepthook()
    QTimer.singleShot(_STARTED_MS, app, lambda: _collect_garbage(app))
    going: Path | None = home
    status = 0
    while going is not None:
        going, status = _show(app, DeskPaths(going), today or date.today, fill_demo)
    return status


def _collect_garbage(app: QApplication) -> None:
    """From now on, but without looking again at what the start has loaded for good."""
    gc.freeze()
    Collecting(app)


def _show(
    app: QApplication, paths: DeskPaths, today: Callable[[], date], fill_demo: FillDemo | None
) -> tuple[Path | None, int]:
    """One window from its first paint to its end."""
    only = OnlyWindow(paths.home)
    if not only.claim():
        return None, 0
    desk = Desk(paths, today, fill_demo)
    only.asked_up.connect(desk.come_up)
    desk.window.show_as_left()
    status = app.exec()
    desk.close()
    only.release()
    return desk.next_home, status
