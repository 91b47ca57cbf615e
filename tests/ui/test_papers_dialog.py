"""The papers of a record in the window: ticked, previewed, printed, saved, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desk import Desk
from longshan_desk.actions.matters import NewMatter, register_matter
from longshan_desk.actions.meetings import new_meeting
from longshan_desk.actions.office import edit_office
from longshan_desk.documents.kinds.registry import KINDS
from longshan_desk.domain.labels import ListKind, MeetingKind, Topic
from longshan_desk.domain.office_facts import OfficeFacts
from longshan_desk.domain.paper_life import PaperStatus, PaperWay
from longshan_desk.domain.redaction import Names
from longshan_desk.errors import DiskFullError
from longshan_desk.paths import output_dir
from longshan_desk.queries.issued_papers import issued_papers
from longshan_desk.queries.meetings import meeting_page
from longshan_desk.queries.paper_uses import paper_uses
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.report_panel import ReportPanel
from longshan_desk.ui.papers import output
from longshan_desk.ui.papers.dialog import PapersDialog
from longshan_desk.ui.papers.offers import (
    Outgoing,
    blank_offers,
    hearing_offers,
    list_offers,
    matter_offers,
    office_offers,
    periods,
    slip_offers,
)
from longshan_desk.ui.papers.print_dialog import PrintDialog


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def window(desk: Desk, context: Context) -> Iterator[Context]:
    context._today = lambda: desk.today
    context.open(desk.store, desk_name="大湾村")
    yield context


@pytest.fixture
def matter(desk: Desk, window: Context, parent: QWidget) -> PapersDialog:
    new = NewMatter(
        "门前水渠坏了", Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED, raisers=("马占山",)
    )
    return PapersDialog(parent, window, matter_offers(window, register_matter(desk.store, new).id))


@pytest.fixture
def hearing(desk: Desk, window: Context, parent: QWidget) -> PapersDialog:
    made = new_meeting(desk.store, MeetingKind.HEARING, desk.today)
    return PapersDialog(parent, window, hearing_offers(made, "2022-04", is_hearing=True))


def mark(dialog: PapersDialog, kind: str) -> None:
    place = next(n for n, one in enumerate(dialog._offers) if one.kind == kind)
    dialog.list.setCurrentRow(place)


def choose_size(dialog: PapersDialog, code: str) -> None:
    dialog.size_box.setCurrentIndex(dialog.size_box.findData(code))
    dialog.size_box.activated.emit(dialog.size_box.currentIndex())


def saved(suffix: str) -> list[Path]:
    return sorted(output_dir().rglob(f"*{suffix}"))


def test_the_first_paper_is_shown_at_once(hearing: PapersDialog) -> None:
    assert len(hearing.preview.pages) == 1


def test_a_notice_is_shown_as_a_poster(hearing: PapersDialog) -> None:
    choose_size(hearing, "a3")
    assert hearing.preview.pages[0]._page.width == 297


def test_only_what_is_posted_offers_names_and_sizes(hearing: PapersDialog) -> None:
    assert not hearing.size_box.isHidden()
    assert hearing.names() is Names.MASKED
    mark(hearing, "sign_in")
    assert hearing.size_box.isHidden()
    assert hearing.names_box.isHidden()


def test_a_page_is_drawn_when_it_is_seen(hearing: PapersDialog, qtbot: QtBot) -> None:
    page = hearing.preview.pages[0]
    assert page._drawn is None
    assert not page.grab().isNull()
    assert page._drawn is not None


def test_zooming_makes_pages_larger(hearing: PapersDialog) -> None:
    before = hearing.preview.pages[0].width()
    hearing.preview.step_zoom(1)
    assert hearing.preview.pages[0].width() > before


def test_word_files_go_to_the_months_folder(hearing: PapersDialog) -> None:
    hearing.buttons.word.click()
    (file,) = saved(".docx")
    assert file.parent == output_dir() / "2022-04" / "说事会"
    assert hearing.buttons.folder.isEnabled()


def test_several_ticked_papers_are_saved_at_once(hearing: PapersDialog) -> None:
    for place in (0, 1, 3):
        hearing.list.item(place).setCheckState(Qt.CheckState.Checked)
    hearing.buttons.word.click()
    assert len(saved(".docx")) == 3


def test_what_is_saved_as_pdf_is_kept_as_issued(desk: Desk, matter: PapersDialog) -> None:
    mark(matter, "assignment_slip")
    matter.buttons.pdf.click()
    assert saved(".pdf")[0].read_bytes().startswith(b"%PDF")
    assert [row.kind for row in issued_papers(desk.store)] == ["assignment_slip"]


def test_only_what_the_record_supports_is_offered(matter: PapersDialog) -> None:
    kinds = [offer.kind for offer in matter._offers]
    assert kinds == ["assignment_slip"]


def test_the_same_paper_is_issued_once(desk: Desk, matter: PapersDialog) -> None:
    matter.buttons.pdf.click()
    matter.buttons.pdf.click()
    assert len(issued_papers(desk.store)) == 1


def test_a_blank_form_is_not_kept(desk: Desk, matter: PapersDialog) -> None:
    matter.blank.setChecked(True)
    matter.buttons.pdf.click()
    assert "（空白）" in saved(".pdf")[0].name
    assert issued_papers(desk.store) == []


@pytest.mark.parametrize(("answer", "issues"), [(0, 2), (1, 1), (None, 1)])
def test_a_paper_whose_facts_changed_asks_which_of_the_two(
    desk: Desk,
    matter: PapersDialog,
    monkeypatch: pytest.MonkeyPatch,
    answer: int | None,
    issues: int,
) -> None:
    matter.buttons.pdf.click()
    edit_office(desk.store, OfficeFacts("大湾村", township="龙山镇", phone="0938-7891234"))
    monkeypatch.setattr(speaker, "choose", lambda *_, **__: answer)
    matter.buttons.pdf.click()
    assert len(issued_papers(desk.store)) == issues


def test_an_unsigned_paper_that_is_issued_anew_waits_for_no_signature(
    desk: Desk, matter: PapersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter.buttons.pdf.click()
    edit_office(desk.store, OfficeFacts("大湾村", township="龙山镇", phone="0938-7891234"))
    monkeypatch.setattr(speaker, "choose", lambda *_, **__: 0)
    matter.buttons.pdf.click()
    assert sorted(row.status for row in issued_papers(desk.store)) == [
        PaperStatus.AWAITS_SIGNATURE,
        PaperStatus.VOIDED,
    ]


def test_a_cancelled_print_keeps_nothing_as_issued(
    desk: Desk, matter: PapersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    matter.buttons.print.click()
    assert issued_papers(desk.store) == []


def test_what_could_not_be_written_is_not_kept_as_issued(
    desk: Desk, matter: PapersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(speaker, "tell", lambda _, error: told.append(error.message))

    def full(*_: object) -> None:
        raise DiskFullError("磁盘的空间已满。")

    monkeypatch.setattr(output, "write_file", full)
    matter.buttons.pdf.click()
    assert (told, issued_papers(desk.store), paper_uses(desk.store)) == (
        ["磁盘的空间已满。"], [], []
    )  # fmt: skip


def test_masked_and_full_are_two_issued_papers(desk: Desk, hearing: PapersDialog) -> None:
    hearing.buttons.pdf.click()
    hearing.names_box.setCurrentIndex(list(Names).index(Names.FULL))
    hearing.names_box.activated.emit(1)
    hearing.buttons.pdf.click()
    hearing.buttons.pdf.click()
    assert {row.names for row in issued_papers(desk.store)} == set(Names)
    assert len(issued_papers(desk.store)) == 2


def test_printing_takes_the_ticked_papers(
    matter: PapersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def take(_parent: QWidget, _context: Context, papers: list[Outgoing]) -> bool:
        printed.extend(one.paper.kind for one in papers)
        return True

    monkeypatch.setattr(output, "print_papers", take)
    matter.buttons.print.click()
    assert printed == ["assignment_slip"]


# -- the same row of buttons everywhere ----------------------------------------------------------


def test_each_paper_keeps_the_size_chosen_for_it(hearing: PapersDialog) -> None:
    choose_size(hearing, "a3")
    mark(hearing, "sign_in")
    mark(hearing, "hearing_notice")
    assert hearing.size_box.currentData() == "a3"
    mark(hearing, "sign_in")
    hearing.tick("hearing_notice")
    mark(hearing, "sign_in")
    (notice,) = hearing._outgoing(False)
    assert notice.paper.page.width == 297


def test_all_are_ticked_and_unticked_together(hearing: PapersDialog) -> None:
    hearing.tick()
    assert len(hearing.ticked()) == len(hearing._offers)
    hearing.tick()
    assert hearing.ticked() == [hearing._current()]


def test_several_matters_give_their_slips_at_once(
    desk: Desk, window: Context, parent: QWidget
) -> None:
    ids = [desk.add_matter(said) for said in ("水渠坏了", "路灯不亮")]
    dialog = PapersDialog(parent, window, slip_offers(window, ids))
    dialog.tick("assignment_slip")
    dialog.buttons.pdf.click()
    names = {file.stem for file in saved(".pdf")}
    assert len(names) == 2
    assert all("交办单" in name for name in names)


def test_lists_are_of_the_month_or_year_chosen(
    desk: Desk, window: Context, parent: QWidget
) -> None:
    desk.add_matter("水渠坏了")
    offered = periods(window)
    assert [code for code, _ in offered] == ["2022-04", "2022"]
    dialog = PapersDialog(parent, window, list_offers(), periods=offered)
    mark(dialog, "register")
    dialog.period_box.setCurrentIndex(1)
    assert "2022年" in dialog._outgoing(False)[0].paper.name


def test_without_any_matter_the_lists_of_this_year_are_offered(
    window: Context, parent: QWidget
) -> None:
    assert [code for code, _ in periods(window)] == ["2022"]
    dialog = PapersDialog(parent, window, list_offers(), periods=periods(window))
    assert "2022年" in dialog._outgoing(False)[0].paper.name


@pytest.mark.rule("R39")
def test_the_catalogue_of_the_boxes_is_of_a_year_whatever_month_is_chosen(
    desk: Desk, window: Context, parent: QWidget
) -> None:
    desk.add_matter("水渠坏了")
    dialog = PapersDialog(parent, window, office_offers(), periods=periods(window))
    assert dialog.period_box.currentData() == "2022-04"
    mark(dialog, "filing_catalogue")
    assert dialog._outgoing(False)[0].paper.name == "大湾村2022年案卷目录"


def test_the_set_of_blanks_is_saved_on_the_work_thread(
    window: Context, parent: QWidget, qtbot: QtBot
) -> None:
    dialog = PapersDialog(parent, window, blank_offers(), blank=True)
    dialog.tick()
    dialog.buttons.pdf.click()
    qtbot.waitUntil(lambda: window.tasks.idle, timeout=20_000)
    assert len(saved(".pdf")) >= len(KINDS)


def test_what_was_saved_is_noted(desk: Desk, matter: PapersDialog) -> None:
    matter.buttons.word.click()
    (row,) = paper_uses(desk.store)
    assert (row.way, row.kind, row.record) == (
        PaperWay.WORD,
        "assignment_slip",
        "2022-04-001",
    )


def test_the_folder_opens_before_anything_was_saved(
    matter: PapersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(output, "open_folder", opened.append)
    matter.buttons.folder.click()
    assert opened == [output_dir() / "2022-04" / "事项"]


def test_papers_of_several_kinds_of_work_open_the_months_folder(
    hearing: PapersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(output, "open_folder", opened.append)
    hearing.list.item(0).setCheckState(Qt.CheckState.Checked)
    hearing.tick("register")
    hearing.buttons.word.click()
    hearing.buttons.folder.click()
    assert opened == [output_dir() / "2022-04"]


def test_the_opening_report_has_the_four_buttons_where_it_is_read(
    desk: Desk, window: Context, qtbot: QtBot
) -> None:
    panel = ReportPanel(window)
    qtbot.addWidget(panel)
    panel.load(meeting_page(desk.store, desk.plan_hearing()))
    panel.buttons.word.click()
    (file,) = saved(".docx")
    assert "办结情况" in file.name


@pytest.mark.parametrize(
    ("keys", "modifiers", "suffix"),
    [
        (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier, ".docx"),
        (
            Qt.Key.Key_S,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            ".pdf",
        ),
    ],
)
def test_the_keys_save(
    matter: PapersDialog, qtbot: QtBot, keys: Qt.Key, modifiers: Qt.KeyboardModifier, suffix: str
) -> None:
    matter.show()
    matter.activateWindow()
    qtbot.waitUntil(matter.isActiveWindow)
    matter.list.setFocus()
    qtbot.keyClick(matter.list, keys, modifiers)
    assert len(saved(suffix)) == 1


def test_the_bar_says_which_page_of_how_many(hearing: PapersDialog) -> None:
    assert hearing.bar.where.text() == "第 1 页，共 1 页"


def test_pictures_of_pages_seen_long_ago_are_dropped(matter: PapersDialog, qtbot: QtBot) -> None:
    sheet = matter.preview.pages[0]
    matter.preview.show_pages([(sheet._sheet, sheet._page)] * 30)
    for page in matter.preview.pages:
        page.grab()
    drawn = [page for page in matter.preview.pages if page._drawn is not None]
    assert len(drawn) <= 12
