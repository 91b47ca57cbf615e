"""A road through all of 四议两公开 in the window: a meeting that lapses, an amendment, a lost vote
and its second round, an objection, the works, the posted result (R14, R29–R31, R36)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from at_decisions import HEAD, PARTY, REPRESENTATIVES, Decisions, fill_rolls
from clerk import Clerk
from desk import Desk
from longshan_desk.domain.labels import Act, ListKind, Stage
from longshan_desk.domain.procedure_labels import Phase
from longshan_desk.queries.home import home
from longshan_desk.queries.matter_page import matter_page
from longshan_desk.queries.procedures import procedure_page
from longshan_desk.ui import theme

pytestmark = [pytest.mark.rule("R14"), pytest.mark.rule("R31"), pytest.mark.rule("R36")]

ROAD = "二组到三组的产业路坑洼不平，请求硬化。"


@pytest.fixture
def clerk(qtbot: QtBot, desk: Desk) -> Iterator[Clerk]:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    made = Clerk(qtbot, desk)
    yield made
    made.close()


class Road:
    """The whole way; ``shoot`` is told of every screen."""

    def __init__(
        self, clerk: Clerk, desk: Desk, shoot: Callable[[str], object] = lambda name: None
    ) -> None:
        self.clerk, self.desk, self.shoot = clerk, desk, shoot
        self.at = Decisions(clerk)
        self.id = ""

    def walk(self) -> str:
        """Returns the decision's id."""
        self.begin()
        self.propose_and_consult()
        self.deliberate_twice()
        self.lose()
        self.decide_again()
        self.make_public()
        self.carry_out()
        self.tell_the_result()
        return self.id

    def begin(self) -> None:
        """From the matter's page."""
        self.desk.fill_roster()
        fill_rolls(self.desk)
        key = self.desk.add_matter(ROAD, list_kind=ListKind.MAJOR_PUBLIC)
        self.clerk.open()
        self.clerk.look_at(key)
        self.shoot("matter")
        self.clerk.press_words(self.clerk.view, "进入四议两公开")
        words = "硬化产业路 1.2 公里，约 26 万元，申请以工代赈。"
        self.clerk.type(self.clerk.form, "proposal", words)
        self.shoot("begin")
        self.clerk.save()
        assert self.at.view.page is not None
        self.id = self.at.view.page.row.id

    def propose_and_consult(self) -> None:
        """On one evening, one after the other."""
        self.at.type(**HEAD, starts_at="19:00", ended_at="19:40")
        self.at.tick("马文秀", "李建国")
        self.at.votes(2)
        self.shoot("proposal")
        self.at.save()
        self.at.type(starts_at="19:45")
        self.at.tick("马文秀", "李建国", "苏玉兰")
        self.at.votes(3)
        self.at.save()
        assert self.at.view.open_key == "deliberation"

    def deliberate_twice(self) -> None:
        """Too few come; the second time the way is changed."""
        self.desk.go_to(date(2022, 4, 9))
        self.at.open(self.id)
        self.at.type(on=self.desk.today, present=5, notified_on="4.6")
        assert "还差 1 人" in self.at.meeting.sums.text
        self.shoot("lapsing")
        self.at.save()
        assert "请重新召开" in self.at.meeting.lapsed.text
        self.shoot("lapsed")

        self.desk.go_to(date(2022, 4, 12))
        self.at.type(on=self.desk.today, amendment="路线避开水源地，改走东沟。", notified_on="4.9")
        self.at.tick(*PARTY[:8])
        speech = self.at.form["speeches"]
        speech.set_draft({"rows": [{"key": "a", "values": {"speaker": "党员甲",
                          "text": "水源地不能动。"}, "extra": {}}]})  # fmt: skip
        self.at.votes(7, 1)
        self.shoot("amended")
        self.at.save()
        assert self.at.form["text"].value() == "路线避开水源地，改走东沟。"

    def lose(self) -> None:
        """The representatives are not convinced."""
        self.desk.go_to(date(2022, 4, 15))
        self.at.type(on=self.desk.today)
        self.at.tick(*REPRESENTATIVES, "马文秀", "苏玉兰")
        self.at.votes(6, 8)
        self.shoot("losing")
        self.at.save()
        assert self.at.view.page is not None
        assert self.at.view.page.row.phase is Phase.FAILED
        self.shoot("lost")
        waiting = [line.who for line in home(self.desk.store).due if line.kind == "procedure"]
        assert waiting == ["决议没有通过"]

    def decide_again(self) -> None:
        """A new round, from the proposal on."""
        self.at.press("修改后重新提出")
        self.clerk.fill(reason="群众嫌长，改为先修 800 米")
        self.clerk.type(self.clerk.form, "proposal", "先硬化 800 米。")
        self.clerk.save()
        assert self.at.view.page is not None
        assert self.at.view.page.row.round == 2
        for day, there, in_favour in ((16, 2, 2), (17, 3, 3), (20, 8, 8), (22, 13, 12)):
            self.desk.go_to(date(2022, 4, day))
            self.at.open(self.id)
            self.at.type(on=self.desk.today, present=there)
            self.at.votes(in_favour, there - in_favour)
            self.at.save()
        assert self.at.view.open_key == "resolution_notice"

    def make_public(self) -> None:
        """The draft, the opinion, the posting, an objection and its answer."""
        self.at.fill_and_save("写公开内容", on="4.22")
        self.at.fill_and_save("记监督意见", text="程序合规，同意公开")
        self.at.fill_and_save("登记张贴")
        self.desk.go_to(date(2022, 4, 24))
        self.at.open(self.id)
        self.at.fill_and_save("记异议", by="马国才", text="占了我家的地边")
        self.shoot("objection")
        self.desk.go_to(date(2022, 4, 26))
        self.at.open(self.id)
        self.at.fill_and_save("答复", text="已现场丈量，往东让一米，本人同意")
        self.desk.go_to(date(2022, 4, 29))
        self.at.view.load()
        self.at.fill_and_save("登记撤下")
        self.shoot("posted")

    def carry_out(self) -> None:
        """Who until when, progress with what was spent, acceptance."""
        self.at.view.open_step("implementation")
        self.at.fill_and_save("组织实施", who="李建国", due="6.30")
        self.desk.go_to(date(2022, 5, 20))
        self.at.view.load()
        self.at.fill_and_save("记进展和支出", text="路基完成", spent="86,000")
        self.desk.go_to(date(2022, 6, 20))
        self.at.view.load()
        self.at.fill_and_save("记进展和支出", text="路面浇筑完成", spent="91,250.50")
        self.shoot("works")
        self.at.fill_and_save("验收", text="现场验收合格")
        assert self.at.view.open_key == "outcome_notice"

    def tell_the_result(self) -> None:
        """The outcome is posted, and the case closed."""
        self.at.fill_and_save("写公开内容", text="800 米产业路已经完成，支出 177,250.50 元。")
        self.at.fill_and_save("记监督意见", text="账目清楚")
        self.at.fill_and_save("登记张贴")
        self.desk.go_to(date(2022, 6, 27))
        self.at.view.load()
        self.at.fill_and_save("登记撤下")
        self.at.fill_and_save("结案")
        self.shoot("closed")
        self.at.show_board()
        self.at.page.show_list()
        self.shoot("board")


def test_a_road_goes_through_all_steps(clerk: Clerk, desk: Desk) -> None:
    road = Road(clerk, desk).walk()
    page = procedure_page(desk.store, road)
    assert page.row.phase is Phase.CLOSED
    assert [(each.number, len(each.meetings)) for each in page.state.rounds] == [(1, 5), (2, 4)]
    lapsed, amended, lost = page.meetings[2:5]
    assert (lapsed.held.lapsed, amended.held.passed, lost.held.passed) == (True, True, False)
    assert amended.held.amendment == "路线避开水源地，改走东沟。"
    assert amended.held.fact.data["speeches"][0]["speaker"] == "党员甲"
    assert [one.lack for one in page.findings if one.is_open] == []
    assert page.state.implementation is not None
    assert page.state.implementation.spent == 17_725_050
    matter = matter_page(desk.store, page.row.matter_id or "")
    assert matter.state.procedure is Phase.CLOSED
    assert matter.row.stage is Stage.ACTING
    assert any(one.act is Act.PROCEDURE for one in matter.timeline)
