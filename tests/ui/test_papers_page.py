"""The page 文书: finding, printing again, signing, stamping, filing, correcting."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desk import Desk
from longshan_desk.actions.issued_papers import issue_paper, stamp_paper
from longshan_desk.actions.matters import NewMatter, register_matter
from longshan_desk.domain.labels import ListKind, Topic
from longshan_desk.domain.paper_life import PaperStatus
from longshan_desk.paths import output_dir
from longshan_desk.queries.issued_papers import issued_paper
from longshan_desk.queries.prepared import prepared
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers.page import PapersPage


@pytest.fixture
def issued(desk: Desk) -> str:
    new = NewMatter(
        "门前水渠坏了", Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED, raisers=("马占山",)
    )
    matter = register_matter(desk.store, new)
    made = prepared(desk.store, "promise", matter.id)
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


def test_a_reprint_is_saved_as_word(page: PapersPage, issued: str) -> None:
    page.show_paper(issued)
    page.buttons.word.click()
    assert len(list(output_dir().rglob("*.docx"))) == 1
