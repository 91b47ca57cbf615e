"""Onto the printer: several papers in one job, resumed from a page, nothing cut, all noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desk import Desk
from longshan_desk.documents.kinds.registry import KINDS, built
from longshan_desk.documents.model import PageBreak, Paper, Title, words
from longshan_desk.documents.pages import MM, OFFICIAL, POSTER_A3
from longshan_desk.domain.paper_life import PaperWay
from longshan_desk.domain.redaction import Names
from longshan_desk.queries.paper_uses import paper_uses
from longshan_desk.ui.context import Context
from longshan_desk.ui.paper import job
from longshan_desk.ui.paper.fitting import Box, Fit, fitted, inked, printable
from longshan_desk.ui.paper.job import in_order, job_of
from longshan_desk.ui.paper.layout import laid_out
from longshan_desk.ui.papers import output, print_dialog
from longshan_desk.ui.papers.offers import Outgoing
from longshan_desk.ui.papers.print_dialog import PrintDialog
from papers import MEETING

A4 = (210 * MM, 297 * MM)
A3 = (297 * MM, 420 * MM)


def paper(pages: int = 1, name: str = "通知", page: object = OFFICIAL) -> Paper:
    blocks = (Title((name,)), *(PageBreak(), words("群众说事。")) * (pages - 1))
    return Paper("hearing_notice", name, blocks, replace(page))  # type: ignore[type-var]


def numbers(pages: object) -> list[int]:
    return [one.number if one else 0 for one in pages]  # type: ignore[attr-defined]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A printer that writes a PDF."""
    file = tmp_path / "printed.pdf"

    def printer_for(_info: QPrinterInfo) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(file))
        return made

    monkeypatch.setattr(print_dialog, "printers", lambda: [QPrinterInfo()])
    monkeypatch.setattr(print_dialog, "printer_for", printer_for)
    yield file


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def pages_of(file: Path) -> int:
    return file.read_bytes().count(b"/Type /Page\n")


# -- the order of pages --------------------------------------------------------------------------


def test_pages_count_through_several_papers() -> None:
    made = job_of([paper(2, "通知"), paper(1, "签到表")])
    assert numbers(made.pages) == [1, 2, 3]
    assert made.parts == (("通知", 1, 2), ("签到表", 3, 3))


def test_printing_goes_on_from_a_page() -> None:
    assert numbers(in_order(job_of([paper(3), paper(2)]), 3, 5)) == [3, 4, 5]


def test_on_both_sides_every_paper_begins_on_a_new_sheet() -> None:
    made = job_of([paper(1), paper(2)])
    assert numbers(in_order(made, 1, 3, both_sides=True)) == [1, 0, 2, 3]


def test_what_is_resumed_on_both_sides_begins_on_a_front() -> None:
    assert numbers(in_order(job_of([paper(4)]), 2, 4, both_sides=True)) == [1, 2, 3, 4]
    assert numbers(in_order(job_of([paper(4)]), 3, 4, both_sides=True)) == [3, 4]


# -- nothing is cut ------------------------------------------------------------------------------


def test_a_page_that_the_printer_reaches_stays_as_it_is() -> None:
    reach = printable(210, 297, (5, 5, 5, 5))
    assert fitted(Box(80, 80, 500, 700), A4, A4, reach) == Fit()


def test_a_page_is_moved_before_it_is_made_smaller() -> None:
    reach = printable(210, 297, (5, 5, 5, 40))
    fit = fitted(Box(80, 100, 500, 760), A4, A4, reach)
    assert fit.scale == 1
    assert 760 + fit.y == pytest.approx(reach.bottom)


def test_a_page_too_large_for_the_printer_is_made_smaller_and_lies_inside() -> None:
    reach = printable(210, 297, (20, 20, 20, 20))
    ink = Box(10, 10, 590, 830)
    fit = fitted(ink, A4, A4, reach)
    assert fit.scale < 1
    assert ink.left * fit.scale + fit.x >= reach.left - 1
    assert ink.bottom * fit.scale + fit.y <= reach.bottom + 1


def test_an_a3_poster_fits_on_a4() -> None:
    ink = inked(laid_out(paper(page=POSTER_A3))[0])
    assert ink is not None
    fit = fitted(ink, A3, A4, printable(210, 297, (5, 5, 5, 5)))
    assert fit.scale == pytest.approx(210 / 297, abs=0.01)
    assert ink.right * fit.scale + fit.x < A4[0]


@pytest.mark.parametrize("code", [code for code, kind in KINDS.items() if kind.made_for != "paper"])
def test_common_margins_cut_nothing_of_any_paper(code: str) -> None:
    """Five millimetres at the sides, fifteen at the foot: an ordinary ink jet printer."""
    from papers import full

    for one in full(KINDS[code]):
        for sheet in laid_out(one):
            page = one.page
            reach = printable(page.width, page.height, (5, 5, 5, 15))
            ink = inked(sheet)
            size = (page.width * MM, page.height * MM)
            fit = fitted(ink, size, size, reach)
            assert ink is None or ink.bottom * fit.scale + fit.y <= reach.bottom + 1
            assert fit.scale > 0.95


# -- the dialog ----------------------------------------------------------------------------------


def test_the_dialog_prints_the_pages_asked_for(printed: Path, parent: QWidget) -> None:
    dialog = PrintDialog(parent, job_of([paper(3), paper(2)]))
    dialog.first.set_value(3)
    assert dialog.print_button.text() == "打印 3 页"
    dialog.print()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert pages_of(printed) == 3


def test_copies_are_made_where_the_printer_cannot(printed: Path, parent: QWidget) -> None:
    dialog = PrintDialog(parent, job_of([paper(2)]))
    dialog.copies.set_value(3)
    dialog.print()
    assert pages_of(printed) == 6


def test_the_last_page_is_never_before_the_first(printed: Path, parent: QWidget) -> None:
    dialog = PrintDialog(parent, job_of([paper(4)]))
    dialog.last.set_value(2)
    dialog.first.set_value(3)
    assert dialog.last.value == 3


def test_a_number_typed_too_large_becomes_the_last_page(
    printed: Path, parent: QWidget, qtbot: QtBot
) -> None:
    dialog = PrintDialog(parent, job_of([paper(4)]))
    dialog.first.selectAll()
    qtbot.keyClicks(dialog.first, "99")
    qtbot.keyClick(dialog.first, Qt.Key.Key_Return)
    assert (dialog.first.text(), dialog.last.value) == ("4", 4)


def test_arrow_keys_count(printed: Path, parent: QWidget, qtbot: QtBot) -> None:
    dialog = PrintDialog(parent, job_of([paper(4)]))
    qtbot.keyClick(dialog.copies, Qt.Key.Key_Up)
    assert dialog.copies.value == 2
    qtbot.keyClick(dialog.copies, Qt.Key.Key_PageDown)
    assert dialog.copies.value == 1


def test_without_a_printer_it_says_what_to_do(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_dialog, "printers", lambda: [])
    dialog = PrintDialog(parent, job_of([paper()]))
    assert not dialog.print_button.isEnabled()
    assert "重新查找" in dialog.missing.action_button.text()
    monkeypatch.setattr(print_dialog, "printers", lambda: [QPrinterInfo()])
    dialog.missing.action_button.click()
    assert dialog.print_button.isEnabled()


def test_what_was_masked_stands_there_before_anything_is_printed(
    printed: Path, parent: QWidget
) -> None:
    dialog = PrintDialog(parent, job_of([paper()]), "姓名 3 处")
    assert dialog.masked.text == "已脱敏：姓名 3 处。"


def test_a_poster_with_full_names_warns(printed: Path, parent: QWidget) -> None:
    full = [Outgoing(paper(), "x", Names.FULL)]
    dialog = PrintDialog(parent, job_of([paper()]), "", output.warned(full))
    assert "全名" in dialog.masked.text


def test_a_printer_that_takes_nothing_is_told_and_the_dialog_stays(
    printed: Path, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job.QPainter, "begin", lambda *_: False)
    dialog = PrintDialog(parent, job_of([paper()]))
    dialog.print()
    assert "一页也没有印" in dialog.missing.text
    assert dialog.result() != QDialog.DialogCode.Accepted


# -- what is noted -------------------------------------------------------------------------------


def test_a_print_is_noted(
    printed: Path, parent: QWidget, desk: Desk, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.open(desk.store, desk_name="大湾村")

    def agree(dialog: PrintDialog) -> int:
        dialog.copies.set_value(2)
        dialog.print()
        return dialog.result()

    monkeypatch.setattr(PrintDialog, "exec", agree)
    (sign_in,) = built(KINDS["sign_in"], MEETING)
    assert output.print_papers(parent, context, [Outgoing(sign_in, "m1", Names.FULL)])
    (row,) = paper_uses(desk.store)
    assert (row.way, row.kind, row.copies) == (PaperWay.PRINTED, "sign_in", 2)
    assert row.pages == len(laid_out(sign_in))


def test_a_cancelled_print_is_not_noted(
    printed: Path, parent: QWidget, desk: Desk, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.open(desk.store, desk_name="大湾村")
    monkeypatch.setattr(PrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    assert not output.print_papers(parent, context, [Outgoing(paper(), "m1", Names.FULL)])
    assert paper_uses(desk.store) == []


def test_only_the_papers_that_were_printed_again_are_noted(
    printed: Path, parent: QWidget, desk: Desk, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.open(desk.store, desk_name="大湾村")

    def resume(dialog: PrintDialog) -> int:
        dialog.first.set_value(3)
        dialog.print()
        return dialog.result()

    monkeypatch.setattr(PrintDialog, "exec", resume)
    both = [
        Outgoing(paper(2), "m1", Names.MASKED),
        Outgoing(replace(paper(2), kind="sign_in"), "m1", Names.FULL),
    ]
    output.print_papers(parent, context, both)
    assert [(row.kind, row.pages) for row in paper_uses(desk.store)] == [("sign_in", 2)]
