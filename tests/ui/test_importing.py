"""The import wizard by a clerk's hands: file, columns, preview, decisions, result, undo."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from clerk import Clerk, Key
from desk import Desk, id_number
from longshan_desk.domain.calendar import Month
from longshan_desk.domain.labels import Role
from longshan_desk.paths import output_dir, resource
from longshan_desk.queries.cadres import cadres
from longshan_desk.queries.households import household_ids, household_rows
from longshan_desk.queries.matters import list_matters
from longshan_desk.queries.people import person_ids, person_rows
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.queries.visits import list_visits
from longshan_desk.ui.importing.dialog import ImportDialog
from longshan_desk.ui.importing.household_import import import_households
from longshan_desk.ui.importing.matter_import import import_matters
from longshan_desk.ui.importing.roster_import import import_roster
from longshan_desk.ui.importing.visit_import import import_visits
from longshan_desk.ui.importing.visit_sheets import export_diary, make_visit_sheet
from longshan_desk.ui.office.page import OfficePage

CTRL = Qt.KeyboardModifier.ControlModifier
SAMPLES = resource("samples")
MESSY = SAMPLES / "农户-标题行与合并户.xlsx"
HEADER = ("组别", "户主姓名", "姓名", "与户主关系", "身份证号", "联系电话")


def sheet(folder: Path, *rows: Sequence[str], name: str = "花名册") -> Path:
    file = folder / f"{name}.csv"
    with file.open("w", encoding="gb18030", newline="") as out:
        csv.writer(out).writerows(rows)
    return file


def wizard_of(clerk: Clerk, file: Path | None = None) -> ImportDialog:
    clerk.open()
    clerk.window.show_page("households")
    return import_households(clerk.window, clerk.context, file)


def on(clerk: Clerk, dialog: ImportDialog, *, to: str) -> ImportDialog:
    """Press 下一步 until a step is reached."""
    while dialog.wizard.current != to:
        before = dialog.wizard.current
        clerk.key(dialog.wizard, Key.Key_Return, CTRL)
        clerk.settle()
        assert dialog.wizard.current != before, dialog.wizard.notice.text
    return dialog


def cells(dialog: ImportDialog, column: int) -> list[str]:
    table = dialog.table
    found = (table.item(row, column) for row in range(table.rowCount()))
    return [item.text() if item else "" for item in found]


def names(desk: Desk) -> list[str]:
    return [row.name for row in person_rows(desk.store, person_ids(desk.store))]


# -- the file -----------------------------------------------------------------------------------


def test_nothing_goes_on_before_a_file_is_chosen(clerk: Clerk) -> None:
    dialog = wizard_of(clerk)
    assert not dialog.wizard.next_button.isEnabled()
    assert "请先选文件" in clerk.reads(dialog)


def test_the_file_is_chosen_from_the_disk(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = wizard_of(clerk)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(MESSY), ""))
    clerk.press_words(dialog, "选文件…")
    assert MESSY.name in clerk.reads(dialog)
    assert dialog.wizard.next_button.isEnabled()


def test_a_file_that_is_no_list_is_refused_in_words_at_its_step(
    clerk: Clerk, tmp_path: Path
) -> None:
    photo = tmp_path / "照片.xlsx"
    photo.write_bytes(b"\x89PNG\r\n")
    dialog = wizard_of(clerk, photo)
    clerk.press(dialog.wizard.next_button)
    clerk.settle()
    assert dialog.wizard.current == "file"
    assert "是图片，不是表格" in dialog.wizard.notice.text


def test_a_mended_file_is_read_anew(clerk: Clerk, tmp_path: Path) -> None:
    file = sheet(tmp_path, ("甲", "乙"), ("1", "2"))
    dialog = wizard_of(clerk, file)
    clerk.press(dialog.wizard.next_button)
    clerk.settle()
    assert dialog.wizard.current == "file"
    sheet(tmp_path, HEADER, ("一组", "马占山", "马占山", "户主", "", ""))
    on(clerk, dialog, to="preview")
    assert dialog.shown.plan.counts["new"] == 1


def test_the_sample_is_opened_as_a_copy(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog = wizard_of(clerk)
    clerk.press_words(dialog, "样表")
    copy = output_dir() / "农户花名册模板.xlsx"
    assert copy.read_bytes() == (SAMPLES / copy.name).read_bytes()
    assert [Path(url.toLocalFile()) for url in opened] == [copy]


# -- the columns --------------------------------------------------------------------------------


def test_columns_are_shown_as_they_were_understood(clerk: Clerk, tmp_path: Path) -> None:
    file = sheet(tmp_path, (*HEADER, "爱好"), ("一组", "马占山", "马占山", "户主", "", "", "唱"))
    dialog = on(clerk, wizard_of(clerk, file), to="columns")
    table = dialog.column_step.table
    shown = {table.item(row, 0).text(): table.item(row, 1).text() for row in range(7)}  # type: ignore[union-attr]
    assert shown["联系电话"] == "联系电话"
    assert shown["爱好"] == "不导入这一列"


def test_a_sheet_without_groups_may_be_of_one_group(
    clerk: Clerk, desk: Desk, tmp_path: Path
) -> None:
    file = sheet(tmp_path, HEADER[1:], ("马占山", "马占山", "户主", "", ""))
    dialog = on(clerk, wizard_of(clerk, file), to="columns")
    assert "没有“组别”一列" in dialog.column_step.warnings.text
    assert dialog.column_step.once_box is not None
    dialog.column_step.once_box.set_code("3")
    on(clerk, dialog, to="done")
    (row,) = household_rows(desk.store, household_ids(desk.store))
    assert row.group_no == 3


def test_of_several_sheets_one_is_chosen_and_another_follows(
    clerk: Clerk, desk: Desk, two_sheets: Path
) -> None:
    dialog = on(clerk, wizard_of(clerk, two_sheets), to="columns")
    assert dialog.column_step.sheet_box is not None
    dialog.column_step.sheet_box.set_code("二组")
    clerk.settle()
    assert dialog.wizard.current == "columns"
    on(clerk, dialog, to="done")
    assert names(desk) == ["李建国"]
    clerk.press_words(dialog, "接着导入“一组”")
    clerk.settle()
    (second,) = [one for one in clerk.window.findChildren(ImportDialog) if one.isVisible()]
    on(clerk, second, to="done")
    assert set(names(desk)) == {"马占山", "李建国"}
    assert "接着导入" not in clerk.reads(second)


@pytest.fixture
def two_sheets(tmp_path: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for group, name in (("一组", "马占山"), ("二组", "李建国")):
        page = book.create_sheet(group)
        page.append(("户主姓名", "姓名", "与户主关系"))
        page.append((name, name, "户主"))
    file = tmp_path / "全村.xlsx"
    book.save(file)
    return file


# -- the preview --------------------------------------------------------------------------------


def test_the_preview_counts_and_writes_nothing(clerk: Clerk, desk: Desk) -> None:
    dialog = on(clerk, wizard_of(clerk, MESSY), to="preview")
    assert dialog.counts.text().startswith("共 15 行：新增 15。")
    assert names(desk) == []


def test_new_rows_are_shown_by_their_columns_with_numbers_masked(
    clerk: Clerk, tmp_path: Path
) -> None:
    number = id_number()
    file = sheet(tmp_path, HEADER, ("一组", "马占山", "马占山", "户主", number, "13800000000"))
    dialog = on(clerk, wizard_of(clerk, file), to="preview")
    row = [cells(dialog, column)[0] for column in range(dialog.table.columnCount())]
    assert row[:3] == ["2", "马占山", "一组"]
    assert number not in row and any("*" in text for text in row)


def test_a_change_is_shown_as_old_and_new(clerk: Clerk, desk: Desk, tmp_path: Path) -> None:
    desk.add_household("马占山")
    file = sheet(tmp_path, HEADER, ("一组", "马占山", "马占山", "户主", "", "13800000000"))
    dialog = on(clerk, wizard_of(clerk, file), to="preview")
    assert dialog.tabs.key == "changed"
    assert "联系电话：（空） → 13800000000" in cells(dialog, 2)[0]


def test_a_refused_row_says_why_and_how_to_mend_it(clerk: Clerk, tmp_path: Path) -> None:
    file = sheet(tmp_path, HEADER, ("一组", "马占山", "马占山", "户主", "62052519700101001", ""))
    dialog = on(clerk, wizard_of(clerk, file), to="preview")
    assert dialog.tabs.key == "refused"
    assert "身份证号“62052519700101001”" in cells(dialog, 2)[0]
    assert cells(dialog, 3)[0]
    assert not dialog.wizard.next_button.isEnabled()


def test_refused_rows_are_written_down_to_be_mended(
    clerk: Clerk, desk: Desk, tmp_path: Path
) -> None:
    file = sheet(tmp_path, HEADER, ("一组", "马占山", "马占山", "户主", "62052519700101001", ""))
    dialog = on(clerk, wizard_of(clerk, file), to="preview")
    clerk.press_words(dialog, "存成表")
    clerk.settle()
    (written,) = output_dir().glob("*没有导入的行.xlsx")
    assert str(written) in dialog.wizard.notice.text


def test_of_a_long_list_the_first_and_last_rows_are_drawn(clerk: Clerk, tmp_path: Path) -> None:
    rows = [("一组", f"马{n:04d}", f"马{n:04d}", "户主", "", "") for n in range(400)]
    file = sheet(tmp_path, HEADER, *[(g, _han(h), _han(p), *r) for g, h, p, *r in rows])
    dialog = on(clerk, wizard_of(clerk, file), to="preview")
    shown = cells(dialog, 0)
    assert (shown[0], shown[-1]) == ("2", "401")
    assert "中间 100 行没有列出" in cells(dialog, 1)[150]


def _han(name: str) -> str:
    """Digits as characters that names are made of."""
    return "".join("春夏秋冬山水云月天地"[int(c)] if c.isdigit() else c for c in name)


# -- doubts -------------------------------------------------------------------------------------


@pytest.fixture
def doubtful(desk: Desk, tmp_path: Path) -> Path:
    """Two 马占山 in one group of the desk; the sheet has one, without a number."""
    desk.add_household("马占山", address="沟里")
    desk.add_household("马占山", address="坡上")
    return sheet(tmp_path, HEADER, ("一组", "马占山", "马占山", "户主", "", "13800000000"))


def test_two_of_one_name_are_left_to_the_clerk(clerk: Clerk, doubtful: Path) -> None:
    dialog = on(clerk, wizard_of(clerk, doubtful), to="preview")
    assert dialog.tabs.key == "undecided"
    assert not dialog.wizard.next_button.isEnabled()
    box = dialog.table.choice_of(2)
    assert box is not None
    assert [box.itemText(at) for at in (0, 1)] == ["先不导入", "新登记为另一个人"]
    assert box.count() == 4


def test_a_decided_row_is_taken_and_may_be_decided_otherwise(
    clerk: Clerk, desk: Desk, doubtful: Path
) -> None:
    dialog = on(clerk, wizard_of(clerk, doubtful), to="preview")
    box = dialog.table.choice_of(2)
    assert box is not None
    box.set_code("new")
    clerk.settle()
    assert dialog.shown.plan.counts["new"] == 1
    assert dialog.table.choice_of(2) is box
    box.setCurrentIndex(2)
    clerk.settle()
    assert dialog.shown.plan.counts["changed"] == 1
    on(clerk, dialog, to="done")
    phones = [row.phone for row in person_rows(desk.store, person_ids(desk.store))]
    assert sorted(phones, key=str) == ["13800000000", None]


# -- the import ---------------------------------------------------------------------------------


def test_the_import_is_told_and_taken_back_by_one_click(clerk: Clerk, desk: Desk) -> None:
    dialog = on(clerk, wizard_of(clerk, MESSY), to="done")
    assert "新增 15 人" in dialog.done_step.outcome.text()
    assert len(names(desk)) == 15
    clerk.press(dialog.wizard.next_button)
    assert clerk.said() == "已导入 15 人"
    clerk.take_back()
    assert names(desk) == []


def test_what_stands_there_already_cannot_be_imported_again(clerk: Clerk, desk: Desk) -> None:
    dialog = on(clerk, wizard_of(clerk, MESSY), to="done")
    dialog.accept()
    again = on(clerk, import_households(clerk.window, clerk.context, MESSY), to="preview")
    assert again.shown.plan.counts["same"] == 15
    assert not again.wizard.next_button.isEnabled()


def test_a_village_that_changed_since_is_shown_again(
    clerk: Clerk, desk: Desk, tmp_path: Path
) -> None:
    file = sheet(tmp_path, HEADER, ("一组", "马占山", "马占山", "户主", "", "13800000000"))
    dialog = on(clerk, wizard_of(clerk, file), to="preview")
    desk.add_household("马占山")
    clerk.press(dialog.wizard.next_button)
    clerk.settle()
    assert "又有改动" in dialog.wizard.notice.text
    clerk.press_words(dialog.wizard.notice, "重新预览")
    clerk.settle()
    assert dialog.shown.plan.counts["changed"] == 1
    on(clerk, dialog, to="done")
    assert names(desk) == ["马占山"]


def test_cancelling_breaks_the_import_off_and_writes_nothing(clerk: Clerk, desk: Desk) -> None:
    dialog = on(clerk, wizard_of(clerk, MESSY), to="preview")
    clerk.key(dialog.wizard, Key.Key_Return, CTRL)
    clerk.key(dialog, Key.Key_Escape)
    clerk.settle()
    assert dialog.isVisible()
    assert "已取消" in dialog.wizard.notice.text
    assert names(desk) == []


def test_escape_closes_when_nothing_runs(clerk: Clerk) -> None:
    dialog = wizard_of(clerk)
    clerk.key(dialog, Key.Key_Escape)
    assert not [one for one in clerk.window.findChildren(ImportDialog) if one.isVisible()]


# -- the other kinds ----------------------------------------------------------------------------


@pytest.mark.rule("R1")
def test_a_roster_of_cadres_goes_the_same_way(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    sample = SAMPLES / "干部-说事会成员.xlsx"
    dialog = on(clerk, import_roster(clerk.window, clerk.context, sample), to="preview")
    expected = dialog.shown.plan.counts["new"]
    dialog.tabs.go_to("new")
    assert "职务" in headings(dialog)
    on(clerk, dialog, to="done")
    assert expected and cadres(desk.store)


def headings(dialog: ImportDialog) -> list[str]:
    table = dialog.table
    found = (table.horizontalHeaderItem(at) for at in range(table.columnCount()))
    return [item.text() for item in found if item]


def test_the_roster_tab_opens_the_wizard(clerk: Clerk) -> None:
    clerk.open()
    clerk.window.show_page("office")
    page = clerk.window.page("office")
    assert isinstance(page, OfficePage)
    page.tabs.go_to("roster")
    clerk.press_words(page.roster, "导入名册")
    (dialog,) = clerk.window.findChildren(ImportDialog)
    assert dialog.windowTitle() == "导入干部名册"


@pytest.mark.rule("R43")
def test_an_old_register_goes_the_same_way(clerk: Clerk, desk: Desk) -> None:
    clerk.open()
    sample = SAMPLES / "事项-2021年台账.xlsx"
    dialog = on(clerk, import_matters(clerk.window, clerk.context, sample), to="preview")
    expected = dialog.shown.plan.counts["new"]
    on(clerk, dialog, to="done")
    rows = list_matters(desk.store)
    assert len(rows) == expected > 0


def test_the_page_of_matters_opens_the_wizard(clerk: Clerk) -> None:
    clerk.open()
    clerk.press_words(clerk.list_matters(), "导入台账")
    (dialog,) = clerk.window.findChildren(ImportDialog)
    assert dialog.windowTitle() == "导入旧台账"


# -- visits -------------------------------------------------------------------------------------


@pytest.mark.rule("R10")
def test_r10_a_sheet_of_visits_is_imported_by_the_wizard(
    clerk: Clerk, desk: Desk, tmp_path: Path
) -> None:
    desk.add_cadre("孙立", Role.CLERK)
    home = desk.add_household("马占山")
    desk.add_household("马占山")
    desk.visit(desk.add_household("李四"), on=date(2022, 4, 3), text="去年的事")
    file = sheet(
        tmp_path,
        ("组别", "户主", "走访日期", "走访人", "走访情况"),
        ("一组", "马占山", "2022-04-03", "孙立", "水渠通了"),
        ("一组", "李四", "2022-04-03", "孙立", "都好"),
        name="走访",
    )
    clerk.open()
    dialog = on(clerk, import_visits(clerk.window, clerk.context, file), to="columns")
    assert dialog.column_step.once_box is not None
    dialog.column_step.once_box.set_code("at_home")
    on(clerk, dialog, to="preview")
    assert dialog.tabs.key == "undecided"
    same_name, written = dialog.table.choice_of(2), dialog.table.choice_of(3)
    assert same_name is not None and written is not None
    offered = [same_name.itemText(at) for at in range(same_name.count())]
    assert len(offered) == 3, "an import makes no household"
    assert "另记一条" not in offered
    assert "“去年的事”，按表更正" in written.itemText(2)
    same_name.set_code(home)
    clerk.settle()
    clerk.press(dialog.all_new)
    clerk.settle()
    on(clerk, dialog, to="done")
    assert "新增 2 条" in clerk.reads(dialog)
    assert len(list_visits(desk.store)) == 3


def test_the_visit_sheet_and_the_diary_are_written_into_the_output_folder(
    clerk: Clerk, desk: Desk
) -> None:
    desk.visit(desk.add_household("马占山"), text="水渠通了")
    clerk.open()
    make_visit_sheet(clerk.window, clerk.context, Month(2022, 4), group=1, visitor="孙立")
    clerk.settle()
    export_diary(clerk.window, clerk.context, VisitFilter())
    clerk.settle()
    names = {file.name for file in output_dir().iterdir()}
    assert names == {"走访表-2022-04-一组-孙立.xlsx", "走访记录-2022-04-05.xlsx"}
