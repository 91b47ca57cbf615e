"""The township's window: what was reported, the villages, a village to read only (R15, R26)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desk import Desk
from longshan_desk.actions.township import village_to_read
from longshan_desk.domain.labels import Act, LetterWay, ListKind, TownshipAct, TownshipStage
from longshan_desk.errors import AppError
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.township_card import TownshipCard
from longshan_desk.ui.township.home_page import TownshipHomePage
from longshan_desk.ui.township.reported_page import ReportedPage
from longshan_desk.ui.township.step_dialog import TownshipStepDialog
from longshan_desk.ui.township.villages_page import VillagesPage
from township_desk import TownDesk

NUMBER = "2022-04-001"


@pytest.fixture
def town(tmp_path: Path) -> Iterator[TownDesk]:
    desk = TownDesk(tmp_path / "town")
    yield desk
    desk.close()


@pytest.fixture
def village(town: TownDesk, desk: Desk) -> Desk:
    desk.add_matter("通村路塌方了。", list_kind=ListKind.ESCALATED)
    desk.step(NUMBER, Act.REPORT, "请协调修路")
    return town.join(desk)


@pytest.fixture
def context(qtbot: QtBot, town: TownDesk) -> Iterator[Context]:
    made = Context(town.store.paths, today=lambda: town.today)
    made.open(town.store, desk_name="龙山镇", user="周干事")
    unsubscribe = town.store.subscribe(made.tell_changed)
    yield made
    qtbot.waitUntil(lambda: made.tasks.idle)
    unsubscribe()
    made.store = None
    made.close()


def said(widget: object) -> str:
    assert hasattr(widget, "findChildren")
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def reported(qtbot: QtBot, context: Context, village: Desk) -> ReportedPage:
    page = ReportedPage(context)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


@pytest.mark.rule("R15")
def test_what_was_reported_stands_there_with_what_the_village_wrote(
    reported: ReportedPage,
) -> None:
    assert "大湾村" in said(reported)
    assert "请协调修路" in said(reported)
    assert list(reported.buttons) == [TownshipAct.RECEIVE]


@pytest.mark.rule("R15")
def test_a_step_is_taken_in_a_small_form(
    town: TownDesk, village: Desk, reported: ReportedPage
) -> None:
    reported.take(TownshipAct.RECEIVE)
    (dialog,) = reported.findChildren(TownshipStepDialog)
    dialog.sheet.save()
    town.look_at(village)
    state = town.matter(NUMBER).row.township
    town.look_at(None)
    assert state is not None and state.stage is TownshipStage.RECEIVED
    assert TownshipAct.ANSWER in reported.buttons


@pytest.mark.rule("R26")
def test_every_village_has_a_row(qtbot: QtBot, context: Context, village: Desk) -> None:
    page = VillagesPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.table.model.rowCount() == 1)
    assert page.table.ids() == [village.store.part]


@pytest.mark.rule("R26")
def test_the_home_shows_what_waits_for_an_answer(
    qtbot: QtBot, context: Context, village: Desk
) -> None:
    page = TownshipHomePage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: "1 个村合计" in said(page))
    assert "通村路塌方了" in said(page)


@pytest.mark.rule("R26")
def test_a_village_that_is_looked_at_is_not_changed(town: TownDesk, village: Desk) -> None:
    with (
        village_to_read(town.store, village.store.part) as store,
        pytest.raises(AppError) as refused,
        store.change("登记事项"),
    ):
        pass
    assert refused.value.code == "not_owner"


@pytest.mark.rule("R44")
def test_the_answer_and_the_call_before_it_stand_beside_each_other(
    qtbot: QtBot, town: TownDesk, village: Desk
) -> None:
    village.step(NUMBER, Act.NOTE, "五月修好", way=LetterWay.TELEPHONE)
    town.act(village, NUMBER, TownshipAct.RECEIVE)
    town.act(village, NUMBER, TownshipAct.ANSWER, "六月底以前修好。")
    town.tells(village)
    card = TownshipCard(village.matter(NUMBER))
    qtbot.addWidget(card)
    assert "六月底以前修好。" in said(card)
    assert "五月修好" in said(card)
