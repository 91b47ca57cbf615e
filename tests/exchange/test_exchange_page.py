"""U盘交接 in the window, over desks that have joined: rounds, cards, slips, PCs that end."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from commands import Commands
from exchange_seats import PASSPHRASE, Seat, Slot
from longshan_desk.exchange import stick as stick_files
from longshan_desk.queries.conflict_cards import conflict_cards
from longshan_desk.queries.handover import device_rows, past_packages
from longshan_desk.queries.prepared import prepared
from longshan_desk.ui.exchange.give_card import PULL_OUT
from longshan_desk.ui.exchange.round_dialog import RoundDialog
from longshan_desk.ui.exchange.sticks import NO_STICK
from longshan_desk.ui.home.page import HomePage
from stick import Stick

DAY = date(2022, 1, 8)
Sit = Callable[..., Seat]


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


def texts(seat: Seat) -> str:
    return seat.reads(seat.page)


# -- handing over -----------------------------------------------------------------------------


@pytest.mark.failure("F60")
def test_the_start_page_says_which_months_were_not_reported_and_leads_there(
    joined: Stick, village: Commands, sit: Sit
) -> None:
    village.register("水渠坏了")
    seat = sit(village, date(2022, 3, 20))
    home = seat.window.page("home")
    assert home._steps["handover"].words == "1月、2月未交"
    home.stepper.opened.emit("handover")
    assert seat.window.current_key == "exchange"


def test_the_start_page_says_that_the_month_is_reported(
    joined: Stick, village: Commands, sit: Sit
) -> None:
    village.register("水渠坏了")
    joined.make(village, "--months", "2022-01")
    assert sit(village).window.page("home")._steps["handover"].words == "本月已上报"


def test_what_is_in_the_package_stands_there_before_it_is_made(village: Commands, sit: Sit) -> None:
    village.register("水渠坏了")
    page = sit(village).go()
    assert page.give.content.text().startswith("共 ")
    assert "事项" in page.give.content.text()


def test_what_is_missing_is_said_first_and_leads_there(village: Commands, sit: Sit) -> None:
    village.hearing("2022-01-05")
    seat = sit(village)
    page = seat.go()
    assert page.give.missing_words.isVisible()
    assert "1月的说事会还没有结束登记" in texts(seat)


def test_without_a_stick_nothing_can_be_written(village: Commands, sit: Sit, slot: Slot) -> None:
    slot.plug()
    page = sit(village).go()
    assert page.give.stick.box.currentText() == NO_STICK
    assert not page.give.give_button.isEnabled()
    assert not page.take.look_button.isEnabled()


def test_a_stick_that_is_plugged_in_is_chosen_by_itself(
    village: Commands, sit: Sit, slot: Slot, tmp_path: Path
) -> None:
    slot.plug()
    page = sit(village).go()
    slot.plug(tmp_path / "绿色的盘")
    page.give.stick.look()
    assert page.give.stick.folder == tmp_path / "绿色的盘"
    assert page.give.give_button.isEnabled()


def test_a_package_has_its_slip(village: Commands, sit: Sit) -> None:
    village.register("水渠坏了")
    seat = sit(village)
    assert PULL_OUT in seat.give("given")
    newest = past_packages(seat.context.store)[0]
    assert newest.paper is not None
    (paper,) = prepared(seat.context.store, *newest.paper).papers
    assert paper.name.endswith(f"数据交接单第{newest.number}包")


def test_a_lost_package_is_copied_and_not_made_again(
    village: Commands, sit: Sit, tmp_path: Path
) -> None:
    village.register("水渠坏了")
    seat = sit(village)
    seat.give("given")
    newest = past_packages(seat.context.store)[0]
    (tmp_path / "另一个盘").mkdir()
    seat.page.history.copy_to(newest.number, tmp_path / "另一个盘")
    seat.settle()
    assert len(list((tmp_path / "另一个盘").rglob("*.lspkg"))) == 1
    assert len([one for one in past_packages(seat.context.store) if one.is_out]) == newest.number


@pytest.mark.failure("F16", "F17")
def test_a_stick_without_packages_is_told_in_words(village: Commands, sit: Sit) -> None:
    seat = sit(village)
    page = seat.go()
    seat.press(page.take.look_button)
    seat.settle()
    assert page.take.result.text.startswith("这个文件夹里没有找到数据包。")
    assert not page.take.take_button.isVisible()


# -- many sticks (R50) --------------------------------------------------------------------------


@pytest.mark.rule("R50")
def test_a_round_receives_and_answers_on_the_same_stick(
    joined: Stick, village: Commands, town: Commands, sit: Sit
) -> None:
    village.register("水渠坏了")
    joined.make(village)
    seat = sit(town)
    page = seat.go()
    seat.press(page.villages.round_button)
    (dialog,) = seat.window.findChildren(RoundDialog)
    seat.settle()
    assert dialog.waiting.text() == "大湾村"
    seat.press(dialog.go_button)
    seat.settle()
    assert dialog.come == {"V07": "大湾村"}
    assert dialog.waiting.text() == "都来过了。"
    assert any("下发" in path.name for path in joined.packages)
    dialog.accept()
    seat.close()
    assert joined.receive(village)["applied"]
    assert village.done("package", "state")["left"] == 0


# -- cards --------------------------------------------------------------------------------------


@pytest.fixture
def differing(joined: Stick, with_second: Callable[[], Stick], village: Commands) -> Commands:
    """A PC of 大湾村 on which a matter's summary was written in two ways."""
    village.register("水渠坏了")
    joined.carry(village, joined.desks["township"])
    stick = with_second()
    second = stick.desks["07-2"]
    stick.carry(second, village, "--for", "own")
    village.done("matter", "edit", "2022-01-001", "--summary", "修渠")
    second.done("matter", "edit", "2022-01-001", "--summary", "修水渠")
    stick.carry(second, village, "--for", "own")
    return village


@pytest.mark.failure("F38")
def test_a_card_shows_both_sides_in_words(differing: Commands, sit: Sit) -> None:
    seat = sit(differing)
    home = seat.window.page("home")
    assert isinstance(home, HomePage)
    seat.bot.waitUntil(lambda: home.conflicts is not None)
    assert home.conflicts is not None
    seat.press(home.conflicts.rows[0])
    seat.settle()
    assert seat.page.tabs.key == "conflict"
    said = texts(seat)
    for words in ("事项 2022-01-001 · 事项概要", "修渠", "修水渠", "大湾村A电脑　王会计",
                  "大湾村B电脑　李干事", "用我们的", "用对方的", "改写…"):  # fmt: skip
        assert words in said


def test_the_other_sides_value_is_taken_by_one_click(differing: Commands, sit: Sit) -> None:
    seat = sit(differing)
    page = seat.go("conflict")
    (card,) = page.conflicts.cards.values()
    seat.press_words(card, "用对方的")
    seat.settle()
    assert [one for one in conflict_cards(seat.context.store) if one.waits] == []
    assert not page.conflicts.cards
    seat.close()
    assert differing.show("2022-01-001")["summary"] == "修水渠"


def test_a_third_value_is_written(differing: Commands, sit: Sit) -> None:
    seat = sit(differing)
    page = seat.go("conflict")
    (card,) = page.conflicts.cards.values()
    seat.press_words(card, "改写…")
    seat.form["words"].set_value("清淤修渠")
    seat.save()
    seat.close()
    assert differing.show("2022-01-001")["summary"] == "清淤修渠"


@pytest.mark.failure("F46")
def test_doubles_stand_side_by_side_and_are_told_apart(
    joined: Stick, with_second: Callable[[], Stick], village: Commands, sit: Sit
) -> None:
    second = with_second().desks["07-2"]
    for desk in (village, second):
        desk.done(
            "household", "add", "--group", "1", "--name", "马占山",
            "--id-number", "620525196203040019",
        )  # fmt: skip
    joined.carry(second, village, "--for", "own")
    seat = sit(village)
    page = seat.go("conflict")
    (card,) = [one for one in page.conflicts.cards.values() if one.shown.record[0] == "person"]
    seat.shoot("doubles")
    said = seat.reads(card)
    assert said.count("马占山") >= 2
    assert said.count("合并，留这一条") == 2
    seat.press_words(card, "不是同一人")
    seat.settle()
    assert all(one.shown.record[0] != "person" for one in page.conflicts.cards.values())


# -- PCs ------------------------------------------------------------------------------------------


def test_three_wrong_codes_are_said_at_the_field(joined: Stick, town: Commands, sit: Sit) -> None:
    other = joined.found_village("08", "小湾村")
    other.done("enrol", "request", "--out", str(joined.folder / "申请"))
    seat = sit(town)
    page = seat.go("desks")
    seat.press(page.desks.accept_button)
    dialog = seat.work
    assert dialog.form["place"].value() == "08"
    dialog.form["seal"].set_value(joined.seal)
    said = []
    for _ in range(3):
        seat.type(dialog.form, "digits", "000000000000")
        seat.type(dialog.form, "passphrase", PASSPHRASE)
        seat.press(dialog.go_button)
        seat.settle()
        said.append(dialog.form["digits"].said + dialog.notice.text)
    assert said[0].startswith("核对码不对。")
    assert "已经作废" in said[2]
    dialog.reject()
    assert len(device_rows(seat.context.store)) == 2


@pytest.mark.failure("F51")
def test_a_stolen_pc_is_ended_with_the_seal(joined: Stick, town: Commands, sit: Sit) -> None:
    seat = sit(town)
    seat.go("desks")
    seat.press_words(seat.page.desks.listed, "停用…")
    form = seat.work.form
    seat.choose(form, "because", "stolen")
    form["seal"].set_value(joined.seal)
    seat.type(form, "passphrase", "不是这个口令呀")
    seat.press(seat.work.go_button)
    seat.settle()
    assert form["passphrase"].said
    seat.type(form, "passphrase", PASSPHRASE)
    assert seat.finish("revoked") == "已停用"
    assert [one.state.label for one in device_rows(seat.context.store)] == ["在用", "已注销"]
    shown = [one.text() for one in seat.page.desks.listed.findChildren(QLabel) if one.isVisible()]
    assert "已注销" in shown


def test_the_second_seal_stick_holds_the_same_keys(
    joined: Stick, town: Commands, sit: Sit, tmp_path: Path
) -> None:
    seat = sit(town)
    page = seat.go("desks")
    seat.press(page.desks.copy_button)
    form = seat.work.form
    form["seal"].set_value(joined.seal)
    seat.type(form, "passphrase", PASSPHRASE)
    form["to"].set_value(tmp_path / "第二个")
    assert seat.finish("copied") == "第二个印章盘已做好"
    assert (tmp_path / "第二个" / "龙山印章.lsseal").exists()


def test_the_strip_says_what_is_not_reported(village: Commands, sit: Sit) -> None:
    village.register("水渠坏了")
    seat = sit(village)
    seat.bot.waitUntil(lambda: "未上报" in seat.window.status.text("handover"))
    assert "上报 " in seat.window.status.text("handover")


def test_the_townships_rail_is_its_own(town: Commands, sit: Sit) -> None:
    seat = sit(town)
    assert list(seat.window._specs)[:3] == ["home", "villages", "reported"]
    assert "exchange" in seat.window._specs
    for key in list(seat.window._specs):
        seat.window.show_page(key)
        seat.settle()
        assert seat.window.current_key == key


# -- between two PCs of one place, and from the first start on -------------------------------------


@pytest.mark.rule("R48")
def test_two_pcs_of_a_village_hand_over_without_the_township(
    joined: Stick, with_second: Callable[[], Stick], village: Commands, sit: Sit
) -> None:
    second = with_second().desks["07-2"]
    joined.carry(second, village, "--for", "own")
    village.register("水渠坏了")
    joined.wipe()
    seat = sit(village)
    page = seat.go()
    own = page.give.place.findData("own")
    assert page.give.place.itemText(own) == "本单位的另一台电脑（同村互传）"
    page.give.place.setCurrentIndex(own)
    seat.settle()
    seat.press(page.give.give_button)
    seat.settle()
    assert PULL_OUT in page.give.result.text
    assert "互传" in joined.packages[0].name
    seat.close()
    other = sit(second)
    other.take("second")
    assert other.page.here.name == "大湾村"
    other.close()
    assert [row["words"] for row in second.done("matter", "list")["matters"]] == ["水渠坏了"]


def test_whoever_wants_to_join_at_the_first_start_is_led_there(
    qtbot: QtBot, slot: Slot, tmp_path: Path
) -> None:
    seat = Seat(qtbot, tmp_path / "new", DAY)
    seat.open()
    seat.first.form["joining"].set_value("join")
    seat.found_village("小湾村", "08")
    assert seat.window.current_key == "exchange"
    assert [len(group) for group in seat.finish("asked").split()] == [4, 4, 4]
    assert "收欢迎包" in seat.reads(seat.page.desks)
    seat.close()


def test_a_townships_start_asks_for_two_sticks(qtbot: QtBot, slot: Slot, tmp_path: Path) -> None:
    seat = Seat(qtbot, tmp_path / "new", DAY)
    seat.open()
    seat.first.purpose.choose("township")
    seat.press(seat.first.wizard.next_button)
    township = seat.first.township
    assert township is not None
    for key, text in {"name": "龙山镇", "user": "张镇长", "passphrase": PASSPHRASE}.items():
        seat.type(township.form, key, text)
    seat.type(township.form, "again", "另外一句话八个字")
    seat.press(township.wizard.next_button)
    assert township.form["again"].said.startswith("两次输入的口令不一样。")
    seat.type(township.form, "again", PASSPHRASE)
    township.form["with_commission"].set_value(True)
    seat.type(township.form, "commission_passphrase", "纪委自己保管的口令")
    seat.press(township.wizard.next_button)
    assert "不能和印章放在同一个 U 盘上" in township.form["commission"].said
    seat.press(township.wizard.cancel_button)
    assert seat.first.wizard.isVisible()
    seat.close()


@pytest.mark.failure("F54")
def test_a_township_without_backup_is_built_again_with_its_seal(
    joined: Stick, village: Commands, qtbot: QtBot, slot: Slot, tmp_path: Path
) -> None:
    village.register("水渠坏了")
    joined.make(village, "--full")
    seat = Seat(qtbot, tmp_path / "new", DAY)
    seat.open()
    seat.first.purpose.choose("township")
    seat.press(seat.first.wizard.next_button)
    township = seat.first.township
    assert township is not None
    words = {"name": "龙山镇", "user": "张镇长", "passphrase": PASSPHRASE, "again": PASSPHRASE}
    for key, text in words.items():
        seat.type(township.form, key, text)
    township.form["seal"].set_value(joined.seal)
    township.form["again_after"].set_value(True)
    township.form["held"].set_value(joined.folder)
    seat.press(township.wizard.next_button)
    seat.settle()
    assert township.wizard.current == "sticks", seat.reads(township)
    seat.press(township.wizard.next_button)
    seat.settle()
    joined.wipe()
    assert PULL_OUT in seat.give("given")
    joined.receive(village)
    joined.wipe()
    joined.make(village, "--full")
    assert "已接收" in seat.take("again")
    assert [row.name for row in device_rows(seat.context.store) if row.is_in_use] == [
        "龙山镇", "大湾村",
    ]  # fmt: skip
    seat.close()


def test_the_slip_is_there_until_another_stick_is_plugged_in(
    village: Commands, sit: Sit, slot: Slot, tmp_path: Path
) -> None:
    village.register("水渠坏了")
    seat = sit(village)
    assert PULL_OUT in seat.give("given")
    give = seat.page.give
    slot.plug()
    give.stick.look()
    assert give.slip_button.isVisible()
    slot.plug(tmp_path / "绿色的盘")
    give.stick.look()
    assert not give.slip_button.isVisible()
    assert not give.result.isVisible()


def test_what_was_handed_over_before_is_said_to_go_along_again(village: Commands, sit: Sit) -> None:
    village.register("水渠坏了")
    seat = sit(village)
    assert "已经交出过" not in seat.go().give.content.text()
    seat.give("given")
    assert "已经交出过" in seat.page.give.content.text()


def test_the_township_is_led_from_a_village_s_stick_to_its_answer(
    joined: Stick, village: Commands, town: Commands, sit: Sit
) -> None:
    village.register("水渠坏了")
    joined.make(village)
    seat = sit(town)
    assert "给大湾村写返回包" in seat.take("taken")
    assert seat.page.give.place.currentData() == "V07"
    assert PULL_OUT in seat.give("given")
    assert not seat.page.take.result.isVisible(), "one stick, one answer"


def test_a_package_that_no_stick_took_stands_in_the_history(
    village: Commands, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError(errno.EROFS, "write-protected")

    village.register("水渠坏了")
    seat = sit(village)
    with monkeypatch.context() as patch:
        patch.setattr(stick_files, "_copy", fail)
        assert "包已经做好，留在本机" in seat.give("refused")
    assert "没写上U盘" in texts(seat)
    assert past_packages(seat.context.store)[0].is_kept_here
    assert PULL_OUT in seat.give("given")


@pytest.mark.rule("R50")
def test_a_round_says_what_was_received_though_the_answer_was_not_written(
    joined: Stick, village: Commands, town: Commands, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError(errno.EROFS, "write-protected")

    village.register("水渠坏了")
    joined.make(village)
    seat = sit(town)
    seat.press(seat.go().villages.round_button)
    (dialog,) = seat.window.findChildren(RoundDialog)
    seat.settle()
    with monkeypatch.context() as patch:
        patch.setattr(stick_files, "_copy", fail)
        seat.press(dialog.go_button)
        seat.settle()
    assert "已接收，但返回包没有写上" in dialog.notice.text
    assert "拔出" not in dialog.notice.text
    assert dialog.come == {"V07": "大湾村（返回包没写上）"}
    for said in ("返回包已写好并读回核对。可以拔出 U 盘", "返回包也写过了。可以拔出 U 盘"):
        seat.press(dialog.go_button)
        seat.settle()
        assert said in dialog.notice.text
        assert dialog.come == {"V07": "大湾村"}
        dialog.look()
        seat.settle()
    dialog.accept()


# -- another seal (F59) -------------------------------------------------------------------------


@pytest.mark.failure("F59")
def test_a_lost_seal_is_replaced_and_checked_by_telephone(
    joined: Stick, town: Commands, village: Commands, sit: Sit, slot: Slot
) -> None:
    seat = sit(town)
    page = seat.go("desks")
    assert not page.desks.root.isVisible()
    seat.press(page.desks.change_button)
    form = seat.work.form
    form["way"].set_value("lost")
    seat.type(form, "new_passphrase", f"新的{PASSPHRASE}")
    seat.type(form, "again", f"新的{PASSPHRASE}")
    form["to"].set_value(joined.root / "新印章盘")
    seat.press(seat.work.go_button)
    seat.settle()
    assert "先确认两个印章盘都找不回来" in seat.reads(seat.work)
    form["sure"].set_value(True)
    code = seat.finish("township-new-seal")
    assert "还没有换新印章" in texts(seat)
    page = seat.go("desks")
    seat.press(page.desks.code_button)
    assert seat.finish("township-root-code") == code
    assert PULL_OUT in seat.give("township-gives")
    seat.close()

    seat = sit(village)
    page = seat.go()
    seat.take("village-new-root")
    page = seat.go("desks")
    assert page.desks.root.isVisible()
    seat.shoot("village-root-card")
    seat.press(page.desks.pin_button)
    seat.type(seat.work.form, "digits", "000000000000")
    seat.press(seat.work.go_button)
    seat.settle()
    assert "核对码不对" in seat.reads(seat.work)
    seat.type(seat.work.form, "digits", code)
    assert seat.finish("village-pinned") == "已换成新印章"
    assert not page.desks.root.isVisible()
    assert "等着核对" not in texts(seat)


# -- 代改 ---------------------------------------------------------------------------------------


def test_the_village_sees_what_the_township_edited_for_it(
    joined: Stick, town: Commands, village: Commands, sit: Sit
) -> None:
    village.register("水渠坏了")
    joined.carry(village, town)
    town.done("enrol", "allow-edits", "--village", "07", "--seal", str(joined.seal))
    town.done("matter", "edit", "2022-01-001", "--summary", "修渠", "--village", "07")
    joined.carry(town, village)
    seat = sit(village)
    page = seat.go("desks")
    assert page.desks.edits.isVisible()
    seat.shoot("village-edits")
    assert "龙山镇 A 电脑　事项 2022-01-001：事项概要" in page.desks.edits.lines.text()


def test_where_the_township_never_had_leave_nothing_is_said_of_it(
    village: Commands, sit: Sit
) -> None:
    assert not sit(village).go("desks").desks.edits.isVisible()
