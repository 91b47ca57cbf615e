"""A village's and a township's window over real homes, and a stick that goes between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtWidgets import QApplication

from clerk import Clerk
from longshan_desk.paths import DeskPaths
from longshan_desk.ui.app import Desk as Window
from longshan_desk.ui.exchange import sticks
from longshan_desk.ui.exchange.page import ExchangePage
from longshan_desk.ui.exchange.sticks import Stick
from longshan_desk.ui.exchange.work_dialog import WorkDialog
from longshan_desk.ui.first_start.assistant import FirstStart

PASSPHRASE = "龙山镇的印章口令"


class Slot:
    """The computers' USB slots: what is plugged in, in the order in which it was."""

    def __init__(self, patch: Any) -> None:
        self.folders: list[Path] = []
        patch.setattr(sticks, "plugged_in", self.plugged_in)

    def plugged_in(self) -> list[Stick]:
        return [Stick(one, one.name, 4 << 30) for one in self.folders]

    def plug(self, *folders: Path) -> None:
        for one in folders:
            one.mkdir(parents=True, exist_ok=True)
        self.folders = list(folders)


class MountedSlot(Slot):
    """One of the sticks is mounted: the program finds that one by itself, as it does at work."""

    def __init__(self, patch: Any, mounted: Path) -> None:
        self.mounted, self.find = mounted, sticks.plugged_in
        super().__init__(patch)

    def plugged_in(self) -> list[Stick]:
        here = [one for one in self.find() if one.path == self.mounted]
        assert here, f"{self.mounted} is not mounted where the program looks for sticks"
        others = super().plugged_in()
        return [here[0] if one.path == self.mounted else one for one in others]


class Seat(Clerk):
    """Somebody at a computer; ``shoot(name)`` is told of every step."""

    def __init__(
        self, bot: Any, home: Path, day: date, shoot: Callable[[str], object] = lambda name: None
    ) -> None:
        self.bot, self.home, self.today, self.shoot = bot, home, day, shoot
        self._unsubscribe = lambda: None

    def open(self) -> Seat:
        self.app = Window(DeskPaths(self.home), lambda: self.today)
        self.window, self.context = self.app.window, self.app.context
        self.window.resize(1366, 740)
        self.window.show()
        self.bot.waitUntil(lambda: self.app.opening is not None)
        self.settle()
        return self

    def close(self) -> None:
        if hasattr(self, "app") and shiboken6.isValid(self.window):
            self.settle()
            self.window.close()
            self.app.close()
            QApplication.sendPostedEvents()

    def settle(self) -> None:
        self.bot.waitUntil(lambda: self.context.tasks.idle, timeout=30_000)

    @property
    def first(self) -> FirstStart:
        assert self.app.opening is not None
        assert isinstance(self.app.opening.first, FirstStart)
        return self.app.opening.first

    @property
    def page(self) -> ExchangePage:
        page = self.window.page("exchange")
        assert isinstance(page, ExchangePage)
        return page

    def go(self, tab: str = "handover") -> ExchangePage:
        self.window.show_page("exchange")
        self.page.tabs.go_to(tab)
        self.settle()
        for stick in (self.page.give.stick, self.page.take.stick, self.page.desks.stick):
            stick.look()
        self.settle()
        return self.page

    @property
    def work(self) -> WorkDialog:
        (found,) = [one for one in self.window.findChildren(WorkDialog) if one.isVisible()]
        return found

    def finish(self, name: str) -> str:
        """Press the open dialog's button; the large words of its outcome."""
        dialog = self.work
        self.press(dialog.go_button)
        self.settle()
        assert dialog.large.isVisible(), (dialog.notice.text, self.reads(dialog))
        self.shoot(name)
        said = dialog.large.text()
        self.press(dialog.close_button)
        QApplication.sendPostedEvents()
        self.settle()
        return said

    # -- acts -----------------------------------------------------------------------------------

    def found_village(self, name: str = "大湾村", code: str = "07") -> None:
        first = self.first
        self.press(first.wizard.next_button)
        for key, text in {"name": name, "code": code, "user": "王会计"}.items():
            self.type(first.form, key, text)
        self.shoot("first-village")
        self.press(first.wizard.next_button)
        first.households.choose("later")
        self.press(first.wizard.next_button)
        self.settle()

    def found_township(self, seal: Path, commission: Path) -> None:
        first = self.first
        first.purpose.choose("township")
        self.shoot("first-purpose")
        self.press(first.wizard.next_button)
        township = first.township
        assert township is not None
        words = {"name": "龙山镇", "user": "张镇长", "passphrase": PASSPHRASE, "again": PASSPHRASE}
        for key, text in words.items():
            self.type(township.form, key, text)
        township.form["seal"].set_value(seal)
        township.form["with_commission"].set_value(True)
        township.form["commission"].set_value(commission)
        self.type(township.form, "commission_passphrase", "纪委自己保管的口令")
        self.shoot("first-township")
        self.press(township.wizard.next_button)
        self.settle()
        assert township.wizard.current == "sticks", self.reads(township)
        self.shoot("first-sticks")
        self.press(township.wizard.next_button)
        self.settle()

    def ask_to_join(self) -> str:
        page = self.go("desks")
        self.shoot("village-desks-alone")
        self.press(page.desks.request_button)
        return self.finish("village-asked")

    def accept(self, digits: str, seal: Path) -> str:
        page = self.go("desks")
        self.shoot("township-desks")
        self.press(page.desks.accept_button)
        form = self.work.form
        self.type(form, "digits", digits)
        form["seal"].set_value(seal)
        self.type(form, "passphrase", PASSPHRASE)
        self.shoot("township-accepting")
        return self.finish("township-accepted")

    def join(self, digits: str) -> str:
        page = self.go("desks")
        self.press(page.desks.welcome_button)
        self.type(self.work.form, "digits", digits)
        return self.finish("village-joined")

    def give(self, name: str) -> str:
        page = self.go()
        self.press(page.give.give_button)
        self.settle()
        self.shoot(name)
        return page.give.result.text

    def take(self, name: str) -> str:
        page = self.go()
        self.press(page.take.look_button)
        self.settle()
        self.shoot(f"{name}-seen")
        assert page.take.take_button.isVisible(), self.reads(page.take)
        self.press(page.take.take_button)
        self.settle()
        self.shoot(f"{name}-taken")
        return page.take.result.text
