"""The pages of the township's window; each module is imported when its page is first shown."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from longshan_desk.ui.context import Context
from longshan_desk.ui.main_window import PageSpec


def _home(context: Context) -> QWidget:
    from longshan_desk.ui.township.home_page import TownshipHomePage

    return TownshipHomePage(context)


def _villages(context: Context) -> QWidget:
    from longshan_desk.ui.township.villages_page import VillagesPage

    return VillagesPage(context)


def _reported(context: Context) -> QWidget:
    from longshan_desk.ui.township.reported_page import ReportedPage

    return ReportedPage(context)


def _visits(context: Context) -> QWidget:
    from longshan_desk.ui.township.visits_page import TownshipVisitsPage

    return TownshipVisitsPage(context)


def _papers(context: Context) -> QWidget:
    from longshan_desk.ui.papers.page import PapersPage

    return PapersPage(context)


TOWNSHIP_PAGES = (
    PageSpec("home", "工作台", "home", _home, "Alt+1"),
    PageSpec("villages", "各村", "villages", _villages, "Alt+2", ("village", "village-row")),
    PageSpec("reported", "上报事项", "reported", _reported, "Alt+3", ("reported", "reported-list")),
    PageSpec("town-visits", "走访", "diary", _visits, "Alt+4", ("visit", "visit_session")),
    PageSpec("papers", "文书", "papers", _papers, "Alt+8", ("issued_paper", "waiting-papers")),
)
