"""The papers of a record in the window: ticked, previewed, printed, saved, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk import Desk
from longshan_desk.actions.matters import NewMatter, register_matter
from longshan_desk.actions.meetings import new_meeting
from longshan_desk.actions.office import edit_office
from longshan_desk.domain.labels import ListKind, MeetingKind, Topic
from longshan_desk.domain.office_facts import OfficeFacts
from longshan_desk.domain.redaction import Names
from longshan_desk.paths import output_dir
from longshan_desk.queries.issued_papers import issued_papers
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import output
from longshan_desk.ui.papers.dialog import PapersDialog, hearing_offers, matter_offers
from longshan_desk.ui.papers.offers import Outgoing


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
    return PapersDialog(parent, window, matter_offers(register_matter(desk.store, new).id))


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
    mark(matter, "promise")
    matter.buttons.pdf.click()
    assert saved(".pdf")[0].read_bytes().startswith(b"%PDF")
    assert [row.kind for row in issued_papers(desk.store)] == ["promise"]


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
