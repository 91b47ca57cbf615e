"""Issued papers: kept whole, printed again, signed, stamped, filed, corrected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desk import Desk
from longshan_desk.actions.issued_papers import (
    correct_paper,
    issue_paper,
    keep_final,
    mark_paper,
    stamp_paper,
    void_paper,
)
from longshan_desk.actions.matters import NewMatter, register_matter
from longshan_desk.domain.labels import ListKind, Topic
from longshan_desk.domain.paper_life import PaperStatus
from longshan_desk.errors import AppError, ReasonRequiredError, WrongStageError
from longshan_desk.queries.issued_papers import (
    has_changed,
    issued_paper,
    issued_papers,
    latest_issue,
    unfinished_papers,
)
from longshan_desk.queries.office_papers import seal_register
from longshan_desk.queries.prepared import prepared


@pytest.fixture
def number(desk: Desk) -> str:
    matter = NewMatter(
        "门前水渠坏了", Topic.INFRASTRUCTURE, ListKind.SELF_HANDLED, raisers=("马占山",)
    )
    return register_matter(desk.store, matter).number or ""


@pytest.fixture
def issued(desk: Desk, number: str) -> str:
    made = prepared(desk.store, "assignment_slip", number)
    return issue_paper(desk.store, made.papers[0], for_id=made.for_id, facts=made.facts)


def status(desk: Desk, paper_id: str) -> PaperStatus:
    return issued_paper(desk.store, paper_id)[0].status


def test_a_reprint_is_the_first_print(desk: Desk, issued: str, number: str) -> None:
    first = prepared(desk.store, "assignment_slip", number).papers[0]
    desk.today = date(2025, 1, 1)
    assert issued_paper(desk.store, issued)[1] == first


def test_a_paper_is_found_by_month_kind_and_person(desk: Desk, issued: str) -> None:
    found = issued_papers(desk.store, month="2022-04", kind="assignment_slip", find="马占山")
    assert [row.id for row in found] == [issued]
    assert issued_papers(desk.store, find="李四") == []


def test_the_day_of_printing_changes_no_facts(desk: Desk, issued: str) -> None:
    desk.today = date(2022, 4, 6)
    assert not has_changed(desk.store, issued)


def test_a_paper_whose_facts_have_changed_says_so(desk: Desk, issued: str, number: str) -> None:
    from longshan_desk.actions.office import edit_office
    from longshan_desk.domain.office_facts import OfficeFacts

    edit_office(desk.store, OfficeFacts("大湾村", township="龙山镇", phone="0938-7891234"))
    assert has_changed(desk.store, issued)


def test_a_paper_goes_from_signature_over_seal_to_its_box(desk: Desk, issued: str) -> None:
    mark_paper(desk.store, issued, PaperStatus.SIGNED)
    stamp_paper(desk.store, issued, seal="村党支部", copies=2, approved_by="马文秀")
    mark_paper(desk.store, issued, PaperStatus.FILED, box_number="2022-3")
    assert status(desk, issued) is PaperStatus.FILED
    assert unfinished_papers(desk.store) == []


def test_a_stamped_paper_stands_in_the_register_of_the_seal(desk: Desk, issued: str) -> None:
    stamp_paper(desk.store, issued, seal="村党支部", copies=2, approved_by="马文秀")
    (use,) = seal_register(desk.store, 2022)
    assert (use.seal, use.copies, use.approved_by, use.handled_by) == (
        "村党支部", 2, "马文秀", "王会计",
    )  # fmt: skip


def test_a_status_does_not_go_back(desk: Desk, issued: str) -> None:
    mark_paper(desk.store, issued, PaperStatus.FILED)
    with pytest.raises(WrongStageError):
        mark_paper(desk.store, issued, PaperStatus.SIGNED)


def test_marking_is_undone(desk: Desk, issued: str) -> None:
    before = desk.records()
    stamp_paper(desk.store, issued, seal="村党支部")
    desk.store.undo()
    assert desk.records() == before


def test_issuing_is_not_undone(desk: Desk, issued: str) -> None:
    assert desk.store.undo() != "出具文书"
    assert status(desk, issued) is PaperStatus.AWAITS_SIGNATURE


def test_a_correction_voids_the_paper_and_issues_the_second_version(
    desk: Desk, issued: str, number: str
) -> None:
    made = prepared(desk.store, "assignment_slip", number)
    new = correct_paper(desk.store, issued, made.papers[0], facts=made.facts, reason="时限写错")
    row, paper = issued_paper(desk.store, new)
    assert status(desk, issued) is PaperStatus.VOIDED
    assert (row.version, row.replaces_id) == (2, issued)
    assert "第2版，更正于2022年4月5日" in str(paper.blocks[-1])
    assert latest_issue(desk.store, "assignment_slip", made.for_id) == row


def test_a_correction_needs_a_reason(desk: Desk, issued: str, number: str) -> None:
    made = prepared(desk.store, "assignment_slip", number)
    with pytest.raises(ReasonRequiredError):
        correct_paper(desk.store, issued, made.papers[0], facts=made.facts, reason=" ")


def test_a_voided_paper_stays_readable_and_is_not_signed(desk: Desk, issued: str) -> None:
    void_paper(desk.store, issued, reason="开错了")
    assert issued_paper(desk.store, issued)[0].voided_reason == "开错了"
    with pytest.raises(WrongStageError):
        mark_paper(desk.store, issued, PaperStatus.SIGNED)


def test_the_signed_original_is_kept_in_the_desks_folder(
    desk: Desk, issued: str, tmp_path: Path
) -> None:
    scan = tmp_path / "扫描.pdf"
    scan.write_bytes(b"%PDF")
    keep_final(desk.store, issued, scan)
    final = issued_paper(desk.store, issued)[0].final
    assert final is not None
    assert final.read_bytes() == b"%PDF"
    assert final.parent == desk.store.paths.papers


def test_a_scan_that_is_not_there_is_refused(desk: Desk, issued: str, tmp_path: Path) -> None:
    with pytest.raises(AppError):
        keep_final(desk.store, issued, tmp_path / "nothing.pdf")
