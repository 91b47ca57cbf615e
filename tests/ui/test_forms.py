from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from longshan_desk.domain.labels import Topic
from longshan_desk.errors import BadValueError, ChangedSinceError
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.choices import ChoiceBox, ChoiceRow, initials, options_of
from longshan_desk.ui.widgets.dates import DayEdit, DayPopup, MonthPicker
from longshan_desk.ui.widgets.fields import Check, Choice, DayField, Line, Number, People, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.people import Named, PeopleEdit
from ui import gallery

Commit = Callable[[QWidget, str], None]
TODAY = date(2022, 4, 9)
GOOD = {
    "words": "水渠塌了",
    "list": "self_handled",
    "topic": "industry",
    "heard_on": date(2022, 4, 5),
    "raisers": [Named("李秀兰", "p2")],
}


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], Any]:
    def put(widget: QWidget) -> Any:
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return put


@pytest.fixture
def dialog(context: Context, show: Callable[[QWidget], Any]) -> FormDialog:
    shown: FormDialog = show(gallery.register_dialog(None, context))
    return shown


# -- one field ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "2022-4-1",
        "2022.4.1",
        "20220401",
        "2022年4月1日",
        "２０２２．４．１",
        "4.1",
        "4月1日",
        "4/1",
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(typed: str, qtbot: QtBot) -> None:
    field = DayField("day", "日期", lambda: TODAY)
    qtbot.addWidget(field)
    field.set_draft(typed)
    assert field.value() == date(2022, 4, 1)


def test_an_assumed_year_is_seen_while_typing(show: Any, qtbot: QtBot) -> None:
    field = show(DayField("day", "日期", lambda: TODAY))
    qtbot.keyClicks(field.input, "4.1")
    assert field.said == "按今年填写：2022年4月1日 星期五"


def test_an_assumed_year_stays_said_when_the_field_is_left(show: Any, qtbot: QtBot) -> None:
    field = show(DayField("day", "日期", lambda: TODAY))
    qtbot.keyClicks(field.input, "4.1")
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert field.draft() == "2022年4月1日"
    assert "按今年填写" in field.said


@pytest.mark.parametrize("typed", ["4.31", "明天", "22.4.1", "2022.4"])
def test_an_unclear_day_is_asked_never_guessed(typed: str, qtbot: QtBot) -> None:
    field = DayField("day", "日期", lambda: TODAY)
    qtbot.addWidget(field)
    field.set_draft(typed)
    assert field.trouble() is not None


def test_a_day_that_has_not_come_is_refused_where_it_must_have(qtbot: QtBot) -> None:
    field = DayField("day", "日期", lambda: TODAY, latest=lambda: TODAY)
    qtbot.addWidget(field)
    field.set_draft("2022-04-10")
    assert field.trouble() is not None


def test_the_arrows_move_by_a_day_and_the_page_keys_by_a_month(show: Any, qtbot: QtBot) -> None:
    edit = show(DayEdit(lambda: TODAY))
    edit.set_day(date(2022, 1, 31))
    qtbot.keyClick(edit, Qt.Key.Key_PageUp)
    assert edit.day() == date(2022, 2, 28)
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    assert edit.day() == date(2022, 2, 27)


def test_the_calendar_opens_by_key_and_gives_the_day(show: Any, qtbot: QtBot) -> None:
    edit = show(DayEdit(lambda: TODAY))
    qtbot.keyClick(edit, Qt.Key.Key_F4)
    popup = edit.findChild(DayPopup)
    calendar: QCalendarWidget = popup.calendar
    calendar.clicked.emit(calendar.selectedDate().addDays(1))
    assert edit.day() == date(2022, 4, 10)


def test_months_are_stepped_across_the_year(qtbot: QtBot) -> None:
    picker = MonthPicker(date(2022, 1, 15))
    qtbot.addWidget(picker)
    picker.step(-1)
    assert picker.month() == date(2021, 12, 1)


@pytest.mark.parametrize(
    ("typed", "value"), [("12", 12), ("１２", 12), ("1,200", 1200), ("", None)]
)
def test_a_number_is_read_in_full_width_too(typed: str, value: int | None, qtbot: QtBot) -> None:
    field = Number("count", "人数")
    qtbot.addWidget(field)
    field.set_value(typed or None)
    assert field.value() == value


@pytest.mark.parametrize("typed", ["十二", "1.5", "-1", "1000"])
def test_what_is_no_fitting_number_is_refused(typed: str, qtbot: QtBot) -> None:
    field = Number("count", "人数", maximum=999)
    qtbot.addWidget(field)
    field.set_value(typed)
    assert field.trouble() is not None


def test_few_options_stand_side_by_side_and_many_in_a_list(qtbot: QtBot) -> None:
    few = Choice("a", "清单", options_of(list(Topic)[:3]))
    many = Choice("b", "领域", options_of(Topic))
    for field in (few, many):
        qtbot.addWidget(field)
    assert isinstance(few.input, ChoiceRow)
    assert isinstance(many.input, ChoiceBox)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [("3", "governance"), ("m", "livelihood"), ("cc", "infrastructure"), ("cj", "infrastructure")],
)
def test_a_choice_is_made_by_number_or_pinyin(
    keys: str, chosen: str, show: Any, qtbot: QtBot
) -> None:
    box = show(ChoiceBox(options_of(Topic)))
    qtbot.keyClicks(box, keys)
    assert box.code() == chosen


def test_a_choice_can_be_taken_back(show: Any, qtbot: QtBot) -> None:
    box = show(ChoiceBox(options_of(Topic)))
    qtbot.keyClicks(box, "1")
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    assert box.code() is None


def test_a_row_of_choices_is_one_tab_stop_moved_by_arrows(show: Any, qtbot: QtBot) -> None:
    row = show(ChoiceRow(options_of(list(Topic)[:3])))
    row.focus_first()
    qtbot.keyClick(row.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(row.focusWidget(), Qt.Key.Key_Right)
    assert row.code() == "livelihood"
    stops = [one for one in row.buttons() if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 1


@pytest.mark.parametrize(
    ("word", "letters"),
    [("产业发展", "cyfz"), ("U盘交接", "upjj"), ("阿", "a"), ("座", "z"), ("䶮", "")],
)
def test_pinyin_initials_of_common_words(word: str, letters: str) -> None:
    assert initials(word) == letters


# -- people ------------------------------------------------------------------------------------


def test_names_are_parted_by_punctuation_and_never_by_spaces(
    show: Any, type_chinese: Commit
) -> None:
    edit = show(PeopleEdit())
    type_chinese(edit.line, "马占山、John Smith，阿依古丽·买买提")
    assert [one.name for one in edit.people()] == ["马占山", "John Smith", "阿依古丽·买买提"]


def test_enter_takes_a_name(show: Any, qtbot: QtBot, type_chinese: Commit) -> None:
    edit = show(PeopleEdit())
    type_chinese(edit.line, "王䶮")
    qtbot.keyClick(edit.line, Qt.Key.Key_Return)
    assert edit.people() == [Named("王䶮")]
    assert edit.typed() == ""


def test_a_suggestion_is_taken_by_arrow_and_enter(show: Any, qtbot: QtBot) -> None:
    edit = show(PeopleEdit(gallery.find_people))
    qtbot.keyClicks(edit.line, "m")
    popup = edit.line.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert edit.people() == [Named("李秀兰", "p1")]


def test_a_name_that_only_one_person_has_is_that_person(
    show: Any, qtbot: QtBot, type_chinese: Commit
) -> None:
    edit = show(PeopleEdit(gallery.find_people))
    type_chinese(edit.line, "马如龙")
    popup = edit.line.completer().popup()
    qtbot.keyClick(popup if popup.isVisible() else edit.line, Qt.Key.Key_Return)
    assert edit.people() == [Named("马如龙", "p0")]


def test_backspace_takes_the_last_name_away(show: Any, qtbot: QtBot) -> None:
    edit = show(PeopleEdit())
    edit.set_people([Named("马占山"), Named("李秀兰")])
    qtbot.keyClick(edit.line, Qt.Key.Key_Backspace)
    assert edit.people() == [Named("马占山")]


def test_one_who_answers_for_it_is_replaced_by_the_next(show: Any) -> None:
    edit = show(PeopleEdit(at_most=1))
    edit.add(Named("马占山"))
    edit.add(Named("李秀兰"))
    assert edit.people() == [Named("李秀兰")]


def test_a_name_left_in_the_line_counts(show: Any, type_chinese: Commit) -> None:
    edit = show(PeopleEdit())
    type_chinese(edit.line, "张存福")
    assert edit.people() == [Named("张存福")]


# -- a form ------------------------------------------------------------------------------------


def _plain_form() -> Form:
    return Form(
        [Line("a", "甲", required=True), Text("b", "乙"), Check("c", "丙"), People("d", "丁")]
    )


def test_values_go_in_and_come_out(qtbot: QtBot) -> None:
    form = _plain_form()
    qtbot.addWidget(form)
    values = {"a": "x", "b": "y\nz", "c": True, "d": [Named("马", "1")]}
    form.set_values(values)
    assert form.values() == values


def test_filling_a_form_is_no_typing(qtbot: QtBot) -> None:
    form = _plain_form()
    qtbot.addWidget(form)
    with qtbot.assertNotEmitted(form.edited):
        form.set_values({"a": "x"})


def test_chinese_typed_by_an_input_method_arrives(show: Any, type_chinese: Commit) -> None:
    form = show(_plain_form())
    type_chinese(form["a"].input, "水渠")
    type_chinese(form["b"].input, "塌了一段")
    assert form.values()["a"] == "水渠"
    assert form.values()["b"] == "塌了一段"


def test_enter_goes_on_to_the_next_field(show: Any, qtbot: QtBot) -> None:
    form = show(_plain_form())
    form.focus_on("a")
    qtbot.keyClick(form["a"].input, Qt.Key.Key_Return)
    assert form.focusWidget() is form["b"].input


def test_enter_breaks_the_line_in_a_text_and_tab_leaves_it(show: Any, qtbot: QtBot) -> None:
    form = show(_plain_form())
    form.focus_on("b")
    qtbot.keyClicks(form["b"].input, "x")
    qtbot.keyClick(form["b"].input, Qt.Key.Key_Return)
    qtbot.keyClick(form["b"].input, Qt.Key.Key_Tab)
    assert form["b"].draft() == "x\n"
    assert form.focusWidget() is form["c"].input


def test_a_text_grows_with_its_lines_until_its_limit(show: Any) -> None:
    form = show(Form([Text("b", "乙", rows=2, max_rows=5)]))
    low = form["b"].input.height()
    form["b"].set_value("一\n二\n三\n四")
    middle = form["b"].input.height()
    form["b"].set_value("\n".join("一二三四五六七八九十"))
    assert low < middle < form["b"].input.height()
    tallest = form["b"].input.height()
    form["b"].set_value("\n" * 40)
    assert form["b"].input.height() == tallest


def test_a_half_typed_form_is_kept_as_it_stands(qtbot: QtBot) -> None:
    form, again = gallery.register_form(), gallery.register_form()
    for one in (form, again):
        qtbot.addWidget(one)
    form["heard_on"].set_draft("4.")
    form["raisers"].set_draft({"people": [["马占山", "p1"]], "typed": "李"})
    again.set_draft(form.draft())
    assert again.draft() == form.draft()
    assert again["heard_on"].draft() == "4."


def test_a_draft_of_an_older_program_is_taken_as_far_as_it_fits(qtbot: QtBot) -> None:
    form = gallery.register_form()
    qtbot.addWidget(form)
    form.set_draft({"raisers": "once a text", "gone": 1, "summary": "水渠"})
    assert form["summary"].value() == "水渠"


# -- the dialog --------------------------------------------------------------------------------


def test_ctrl_enter_saves_from_any_field(context: Context, show: Any, qtbot: QtBot) -> None:
    saved: list[dict[str, Any]] = []
    dialog = show(gallery.register_dialog(None, context, saved.append))
    dialog.sheet.form.set_values(GOOD)
    dialog.sheet.form.focus_on("words")
    qtbot.keyClick(
        dialog.sheet.form["words"].input, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    assert saved[0]["words"] == "水渠塌了"
    assert not dialog.isVisible()


def test_a_missing_field_is_named_below_itself_and_gets_the_cursor(
    dialog: FormDialog, qtbot: QtBot
) -> None:
    form = dialog.sheet.form
    form.set_values({**GOOD, "raisers": []})
    assert not dialog.sheet.save()
    assert form["raisers"].said == "请填写“提出人”。"
    assert form.focusWidget() in (form["raisers"].input, form["raisers"].findChild(QLineEdit))


def test_a_refusal_is_shown_at_the_field_it_names(context: Context, show: Any) -> None:
    def refuse(values: dict[str, Any]) -> None:
        raise BadValueError("联名人数比提出人还少。", where="signatures")

    dialog = show(gallery.register_dialog(None, context, refuse))
    dialog.sheet.form.set_values(GOOD)
    assert not dialog.sheet.save()
    assert dialog.sheet.form["signatures"].said == "联名人数比提出人还少。"


def test_the_error_goes_when_the_field_is_mended(dialog: FormDialog, qtbot: QtBot) -> None:
    dialog.sheet.form.set_values({**GOOD, "words": ""})
    dialog.sheet.save()
    qtbot.keyClicks(dialog.sheet.form["words"].input, "x")
    assert dialog.sheet.form["words"].said == "照原话记，不改意思"


def test_another_refusal_stands_above_the_form(context: Context, show: Any) -> None:
    def refuse(values: dict[str, Any]) -> None:
        raise ChangedSinceError("这条事项刚被别人改过。")

    dialog = show(gallery.register_dialog(None, context, refuse))
    dialog.sheet.form.set_values(GOOD)
    assert not dialog.sheet.save()
    assert dialog.sheet.notice == "这条事项刚被别人改过。"
    assert dialog.isVisible()


def test_esc_closes_and_the_draft_comes_back(
    dialog: FormDialog, context: Context, show: Any, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.sheet.form["summary"].input, "shuiqu")
    qtbot.keyClick(dialog.sheet.form["summary"].input, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    again = show(gallery.register_dialog(None, context))
    assert again.sheet.form["summary"].value() == "shuiqu"
    assert again.sheet.notice.startswith("已恢复 ")
    assert again.sheet.notice.endswith(" 未保存的内容")


def test_closing_by_the_windows_corner_keeps_the_draft_too(
    dialog: FormDialog, context: Context, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.sheet.form["summary"].input, "shuiqu")
    dialog.close()
    draft = context.drafts.load("matter/register")
    assert draft is not None
    assert draft.values["summary"] == "shuiqu"


def test_a_restored_form_can_be_emptied(
    dialog: FormDialog, context: Context, show: Any, qtbot: QtBot
) -> None:
    qtbot.keyClicks(dialog.sheet.form["summary"].input, "x")
    dialog.close()
    again = show(gallery.register_dialog(None, context))
    again.sheet.start_over()
    assert again.sheet.form["summary"].value() == ""
    assert context.drafts.all() == []


def test_a_saved_form_leaves_no_draft(context: Context, show: Any, qtbot: QtBot) -> None:
    dialog = show(gallery.register_dialog(None, context))
    dialog.sheet.form.set_values(GOOD)
    qtbot.keyClicks(dialog.sheet.form["summary"].input, "x")
    dialog.sheet.keeper.write_now()
    assert dialog.sheet.save()
    assert context.drafts.all() == []


def test_a_sealed_form_never_touches_the_disk(context: Context, show: Any, qtbot: QtBot) -> None:
    form = Form([Text("words", "反映的内容")])
    dialog = show(FormDialog(None, context, "密封登记", form, verb="封存", on_save=lambda v: None))
    qtbot.keyClicks(form["words"].input, "secret")
    qtbot.wait(900)
    dialog.close()
    assert list(context.paths.drafts.iterdir()) == []


def test_the_dialog_fits_on_a_small_screen(dialog: FormDialog) -> None:
    assert dialog.sizeHint().height() <= dialog.screen().availableGeometry().height()
