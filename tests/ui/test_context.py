from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.page import Page


@dataclass
class News:
    label: str
    tables: frozenset[str]

    def touches(self, *kinds: str) -> bool:
        return bool(self.tables & set(kinds))


MATTER = News("登记事项", frozenset({"matter"}))


class CountingPage(Page):
    topics = ("matter",)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "事项")
        self.loads = 0

    def load(self) -> None:
        self.loads += 1


def test_news_of_the_work_thread_is_heard_on_the_windows(context: Context, qtbot: QtBot) -> None:
    heard: list[QThread] = []
    context.changed.connect(lambda change: heard.append(QThread.currentThread()))
    thread = threading.Thread(target=lambda: context.tell_changed(MATTER))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert heard == [context.thread()]


def test_news_of_the_window_itself_is_heard_at_once(context: Context) -> None:
    heard: list[object] = []
    context.changed.connect(heard.append)
    context.tell_changed(MATTER)
    assert heard == [MATTER]


def test_a_page_loads_when_it_is_first_shown(context: Context, qtbot: QtBot) -> None:
    page = CountingPage(context)
    qtbot.addWidget(page)
    assert page.loads == 0
    page.show()
    assert page.loads == 1


def test_a_page_on_screen_loads_again_when_its_topic_changed(
    context: Context, qtbot: QtBot
) -> None:
    page = CountingPage(context)
    qtbot.addWidget(page)
    page.show()
    context.tell_changed(MATTER)
    assert page.loads == 2


def test_other_topics_leave_a_page_alone(context: Context, qtbot: QtBot) -> None:
    page = CountingPage(context)
    qtbot.addWidget(page)
    page.show()
    context.tell_changed(News("走访", frozenset({"visit"})))
    assert page.loads == 1


def test_a_hidden_page_waits_until_it_is_shown(context: Context, qtbot: QtBot) -> None:
    page = CountingPage(context)
    qtbot.addWidget(page)
    page.show()
    page.hide()
    context.tell_changed(MATTER)
    context.tell_changed(MATTER)
    assert page.loads == 1
    page.show()
    assert page.loads == 2


def test_a_failed_load_is_said_on_the_page_and_tried_again(context: Context, qtbot: QtBot) -> None:
    from longshan_desk.errors import MediumError

    class Failing(CountingPage):
        def load(self) -> None:
            super().load()
            if self.loads == 1:
                raise MediumError("U盘不见了。")

    page = Failing(context)
    qtbot.addWidget(page)
    page.show()
    assert "加载失败：U盘不见了。" in page.failure.text
    page.failure.action_button.click()
    assert page.loads == 2
    assert not page.failure.isVisible()


def test_the_day_is_the_one_the_desk_was_told(context: Context) -> None:
    assert context.today().isoformat() == "2022-04-09"
