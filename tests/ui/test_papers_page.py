"""The page 文书: finding, printing again, signing, stamping, filing, correcting."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desk import Desk
from longshan_desk.actions.issued_papers import correct_paper, issue_paper, stamp_paper
from longshan_desk.actions.matters import NewMatter, register_matter
from longshan_desk.actions.meetings import MeetingWords, edit_meeting
from longshan_desk.documents.snapshot import to_data
from longshan_desk.domain.labels import ListKind, Topic
from longshan_desk.domain.paper_life import PaperStatus
from longshan_desk.paths import output_dir
from longshan_desk.queries.issued_papers import issued_paper, made_anew
from longshan_desk.queries.prepared import prepared
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import life_forms
from longshan_desk.ui.papers.dialog import PapersDialog
from longshan_desk.ui.papers.page import PapersPage
from longshan_desk.ui.widgets.form_sheet import FormDialog


@pytest.fixture
def issued(desk: Desk) -> str:
    new = NewMatter(
        "门前水渠坏了", Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED, raisers=("马占山",)
    )
    matter = register_matter(desk.store, new)
    made = prepared(desk.store, "assignment_slip", matter.id)
    return issue_paper(desk.store, made.papers[0], for_id=made.for_id, facts=made.facts)


@pytest.fixture
def page(desk: Desk, context: Context, qtbot: QtBot, issued: str) -> PapersPage:
    context.open(desk.store, desk_name="大湾村")
    desk.store.subscribe(context.tell_changed)
    made = PapersPage(context)
    qtbot.addWidget(made)
    made.show()
    return made


def test_issued_papers_are_listed(page: PapersPage, issued: str) -> None:
    assert list(page.table.ids()) == [issued]


def test_nothing_can_be_done_before_one_is_chosen(page: PapersPage) -> None:
    assert not any(one.isEnabled() for one in page._acts.values())
    assert not page.buttons.isEnabled()


@pytest.mark.parametrize(("word", "found"), [("马占山", 1), ("待签字", 1), ("没有这个人", 0)])
def test_a_paper_is_found_by_a_person_it_names(
    page: PapersPage, issued: str, word: str, found: int
) -> None:
    source = page.table.model._source
    assert len(source.ids(None, {}, word)) == found


def test_papers_are_filtered_by_month_and_kind(page: PapersPage, issued: str) -> None:
    assert [one.text() for one in page.filters.menu("month").actions()][-1] == "2022年4月"
    page.filters.set_values({"month": "2022-03"})
    assert list(page.table.ids()) == []
    page.filters.clear()
    assert list(page.table.ids()) == [issued]


def test_a_paper_is_shown_as_it_was(page: PapersPage, issued: str) -> None:
    page.show_paper(issued)
    assert len(page.preview.pages) == 1
    assert "出具" in page.about.text()


def test_a_signed_paper_cannot_be_signed_again(desk: Desk, page: PapersPage, issued: str) -> None:
    page.show_paper(issued)
    page._acts["sign"].click()
    assert issued_paper(desk.store, issued)[0].status is PaperStatus.SIGNED
    assert not page._acts["sign"].isEnabled()
    assert page._acts["stamp"].isEnabled()


def test_what_is_stamped_elsewhere_shows_here(desk: Desk, page: PapersPage, issued: str) -> None:
    page.show_paper(issued)
    stamp_paper(desk.store, issued, seal="村党支部")
    assert not page._acts["stamp"].isEnabled()


def test_filed_papers_wait_for_nothing(desk: Desk, page: PapersPage, issued: str) -> None:
    from longshan_desk.actions.issued_papers import mark_paper

    mark_paper(desk.store, issued, PaperStatus.FILED, box_number="3")
    page._choose("waiting")
    assert list(page.table.ids()) == []


@pytest.mark.rule("R38")
def test_the_signed_original_is_attached_and_offered_first(
    desk: Desk, page: PapersPage, issued: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "扫描.PDF"
    scan.write_bytes(b"%PDF-1.4")
    page.show_paper(issued)
    assert not page._acts["final"].isEnabled()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(scan), ""))
    page._acts["attach"].click()
    assert page._acts["final"].isEnabled()
    assert "存有签字原件" in page.about.text()
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    monkeypatch.setattr(speaker, "choose", lambda *_, **__: 0)
    assert page._outgoing(True) == []
    assert [Path(one).read_bytes() for one in opened] == [b"%PDF-1.4"]
    monkeypatch.setattr(speaker, "choose", lambda *_, **__: 1)
    assert [one.for_id for one in page._outgoing(True)] != []


@pytest.mark.rule("R38")
def test_no_program_is_attached_as_an_original(
    page: PapersPage, issued: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(speaker, "tell", lambda _, error: told.append(error.message))
    page.show_paper(issued)
    assert page._row is not None
    life_forms.keep(page, page.context, page._row, tmp_path / "病毒.exe")
    assert told == ["“.exe”不能作为签字原件。"]


@pytest.mark.rule("R38")
def test_the_home_page_leads_to_what_waits(page: PapersPage, issued: str) -> None:
    page.show_record("waiting-papers", "")
    assert page.tabs.key == "waiting"
    assert list(page.table.ids()) == [issued]


@pytest.mark.rule("R38")
def test_the_register_of_the_seal_is_a_paper_of_the_page(
    desk: Desk, page: PapersPage, issued: str
) -> None:
    stamp_paper(desk.store, issued, seal="村党支部")
    page.seals.click()
    dialog = page.findChild(PapersDialog)
    assert dialog is not None
    assert len(dialog.preview.pages) == 1
    assert "用章登记簿" in dialog._outgoing(False)[0].paper.name
    dialog.close()


@pytest.mark.rule("R37")
def test_only_a_corrected_posted_paper_asks_for_a_notice(
    desk: Desk, page: PapersPage, issued: str
) -> None:
    hearing = desk.plan_hearing(place="村部")
    made = prepared(desk.store, "hearing_notice", hearing)
    posted = issue_paper(
        desk.store, made.papers[0], for_id=hearing, facts=made.facts, names=made.names
    )
    edit_meeting(desk.store, hearing, MeetingWords(place="学校"))
    for paper_id, wants in ((issued, False), (posted, True)):
        again, paper = made_anew(desk.store, paper_id)
        new = correct_paper(desk.store, paper_id, paper, facts=again.facts, reason="写错了")
        page.show_paper(new)
        assert page._acts["notice"].isEnabled() is wants
    page._acts["notice"].click()
    dialog = page.findChild(PapersDialog)
    assert dialog is not None
    said = str(to_data(dialog._outgoing(False)[0].paper))
    assert "原为“二、地点：村部”，更正为“二、地点：学校”" in said
    dialog.close()


def test_a_reprint_is_saved_as_word(page: PapersPage, issued: str) -> None:
    page.show_paper(issued)
    page.buttons.word.click()
    assert len(list(output_dir().rglob("*.docx"))) == 1


@pytest.mark.rule("R38")
def test_a_paper_is_stamped_once_unless_more_is_said(
    page: PapersPage, issued: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []

    def look(dialog: FormDialog) -> int:
        begun.append(dialog.sheet.form["copies"].value())
        return 0

    monkeypatch.setattr(FormDialog, "exec", look)
    page.show_paper(issued)
    assert page._row is not None
    life_forms.stamp(page, page.context, page._row)
    assert begun == [1]
