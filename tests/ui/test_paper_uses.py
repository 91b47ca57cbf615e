"""打印记录 on the page 文书, and the set of blanks in 设置."""

from __future__ import annotations

import pytest

from clerk import Clerk
from desk import Desk
from longshan_desk.actions.paper_uses import Used, note_use
from longshan_desk.domain.paper_life import PaperWay
from longshan_desk.domain.redaction import Names
from longshan_desk.ui.office.page import OfficePage
from longshan_desk.ui.papers.binder_dialog import BinderDialog
from longshan_desk.ui.papers.dialog import PapersDialog
from longshan_desk.ui.papers.page import PapersPage
from longshan_desk.ui.papers.uses import COLUMNS


def papers_page(clerk: Clerk) -> PapersPage:
    clerk.open()
    clerk.window.show_page("papers")
    page = clerk.window.page("papers")
    assert isinstance(page, PapersPage)
    return page


def test_who_printed_what_is_a_list_of_the_page(clerk: Clerk, desk: Desk) -> None:
    matter = desk.add_matter("水渠坏了", raisers=("马占山",))
    note_use(desk.store, PaperWay.PRINTED, [Used("promise", matter, Names.FULL, 1)], copies=2)
    page = papers_page(clerk)
    page.tabs.go_to("uses")
    (row,) = [page.uses.model.row(0)]
    assert (row.user, row.kind_title, row.record, row.copies) == (
        "王会计",
        "承诺书",
        "2022-04-001",
        2,
    )
    page.uses.find_line.setText("承诺书")
    page.uses._find()
    assert len(page.uses.ids()) == 1


def test_a_print_shows_at_once_when_the_list_is_opened_again(clerk: Clerk, desk: Desk) -> None:
    page = papers_page(clerk)
    page.tabs.go_to("uses")
    assert list(page.uses.ids()) == []
    page.tabs.go_to("all")
    note_use(desk.store, PaperWay.WORD, [Used("sign_in", "", Names.FULL, 1)])
    page.tabs.go_to("uses")
    assert len(page.uses.ids()) == 1


def test_of_a_word_file_no_pages_are_counted(clerk: Clerk, desk: Desk) -> None:
    note_use(desk.store, PaperWay.WORD, [Used("sign_in", "", Names.FULL, 0)])
    page = papers_page(clerk)
    page.tabs.go_to("uses")
    (pages,) = [column for column in COLUMNS if column.key == "pages"]
    assert pages.text is not None
    assert pages.text(page.uses.model.row(0)) == "—"


@pytest.mark.rule("R52")
def test_blanks_are_printed_from_settings_too(clerk: Clerk) -> None:
    clerk.open()
    clerk.window.show_page("office")
    page = clerk.window.page("office")
    assert isinstance(page, OfficePage)
    page.tabs.go_to("backup")
    clerk.settle()
    clerk.press_words(page, "空白表格")
    dialog = page.findChild(PapersDialog)
    assert dialog is not None
    assert dialog.blank.isChecked()


@pytest.mark.rule("R39")
def test_a_volume_is_begun_on_the_page(clerk: Clerk) -> None:
    page = papers_page(clerk)
    clerk.press_words(page, "迎检成册")
    dialog = page.findChild(BinderDialog)
    assert dialog is not None
    clerk.settle()
    assert dialog.missing.item(0).text() == "2022年4月没有说事会"
