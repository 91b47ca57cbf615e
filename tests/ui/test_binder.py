"""迎检成册 (R39) in the window: what is missing first, then the volume, then paper or PDF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desk import Desk
from longshan_desk.domain.paper_life import PaperWay
from longshan_desk.errors import BadValueError
from longshan_desk.paths import output_dir
from longshan_desk.queries.binding import bound_months, missing_in
from longshan_desk.queries.paper_uses import paper_uses
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import print_dialog
from longshan_desk.ui.papers.binder_dialog import BinderDialog
from longshan_desk.ui.papers.print_dialog import PrintDialog

pytestmark = pytest.mark.rule("R39")


@pytest.fixture
def dialog(desk: Desk, context: Context, qtbot: QtBot) -> Iterator[BinderDialog]:
    desk.hold_hearing("门前水渠坏了", "路灯不亮")
    desk.go_to(date(2022, 5, 5))
    desk.plan_hearing()
    context._today = lambda: desk.today
    context.open(desk.store, desk_name="大湾村")
    parent = QWidget()
    qtbot.addWidget(parent)
    made = BinderDialog(parent, context)
    qtbot.waitUntil(lambda: context.tasks.idle)
    yield made


def bound(dialog: BinderDialog, qtbot: QtBot) -> BinderDialog:
    dialog.make_button.click()
    qtbot.waitUntil(lambda: dialog._context.tasks.idle, timeout=20_000)
    assert dialog.volume is not None
    return dialog


def texts(dialog: BinderDialog) -> list[str]:
    return [dialog.missing.item(n).text() for n in range(dialog.missing.count())]


def test_all_months_since_the_first_hearing_are_offered(desk: Desk, dialog: BinderDialog) -> None:
    assert bound_months(desk.store) == ["2022-05", "2022-04"]
    assert dialog.span() == ("2022-04", "2022-05")


def test_what_is_missing_stands_there_before_anything_is_made(dialog: BinderDialog) -> None:
    assert "2022年5月说事会还没有收尾" in texts(dialog)
    assert dialog.volume is None


def test_a_gap_leads_to_the_meeting_where_it_is_made_good(
    dialog: BinderDialog, qtbot: QtBot
) -> None:
    item = next(iter(dialog.missing.findItems("收尾", Qt.MatchFlag.MatchContains)))
    with qtbot.waitSignal(dialog._context.record_asked) as asked:
        dialog.missing.itemClicked.emit(item)
    assert asked.args is not None
    assert asked.args[0] == "meeting"


def test_a_month_without_a_hearing_leads_to_the_list(desk: Desk) -> None:
    (gap,) = missing_in(desk.store, "2022-01", "2022-01")
    assert (gap.text, gap.meeting_id) == ("2022年1月没有说事会。", "")


def test_months_in_the_wrong_order_are_said_where_they_are_chosen(
    dialog: BinderDialog, qtbot: QtBot
) -> None:
    dialog.last.setCurrentIndex(1)
    dialog.first.setCurrentIndex(0)
    qtbot.waitUntil(lambda: dialog._context.tasks.idle)
    assert "早于" in dialog.missing_words.text()


def test_the_volume_is_shown_with_cover_contents_and_numbered_pages(
    dialog: BinderDialog, qtbot: QtBot
) -> None:
    made = bound(dialog, qtbot).volume
    assert made is not None
    assert len(dialog.preview.pages) == made.count
    assert len(made.front) == 2
    assert f"第 1—{len(made.body)} 页" in dialog.state.text()


def test_only_the_ticked_papers_are_bound(dialog: BinderDialog, qtbot: QtBot) -> None:
    whole = bound(dialog, qtbot).volume
    for code, box in dialog.kinds.items():
        box.setChecked(code == "register")
    assert dialog.volume is None  # the choice has changed: what was made does not fit it
    less = bound(dialog, qtbot).volume
    assert whole is not None
    assert less is not None
    assert less.count < whole.count


def test_without_a_ticked_paper_it_says_so(dialog: BinderDialog) -> None:
    for box in dialog.kinds.values():
        box.setChecked(False)
    dialog.make_button.click()
    assert "没有勾选" in dialog.state.text()


def test_saving_makes_the_volume_first_and_is_noted(
    desk: Desk, dialog: BinderDialog, qtbot: QtBot
) -> None:
    dialog.pdf_button.click()
    qtbot.waitUntil(lambda: bool(paper_uses(desk.store)), timeout=20_000)
    (file,) = output_dir().rglob("*.pdf")
    assert file.parent.name == "成册"
    assert file.stem == "大湾村2022年4月至2022年5月资料汇编"
    (row,) = paper_uses(desk.store)
    assert (row.kind, row.way, row.for_id) == ("binder", PaperWay.PDF, "2022-04—2022-05")


def test_printing_goes_on_from_a_page_of_the_body(
    dialog: BinderDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[PrintDialog] = []

    def look(one: PrintDialog) -> int:
        jobs.append(one)
        return QDialog.DialogCode.Rejected

    monkeypatch.setattr(print_dialog, "printers", lambda: [])
    monkeypatch.setattr(PrintDialog, "exec", look)
    made = bound(dialog, qtbot).volume
    dialog.print_button.click()
    assert made is not None
    first = jobs[0].first
    assert (first.low, first.high) == (1, len(made.body))
    assert len(jobs[0]._pages()) == made.count
    first.set_value(3)
    assert len(jobs[0]._pages()) == len(made.body) - 2


def test_a_page_that_the_volume_does_not_have_is_refused(
    dialog: BinderDialog, qtbot: QtBot
) -> None:
    made = bound(dialog, qtbot).volume
    assert made is not None
    with pytest.raises(BadValueError, match="没有第 999 页"):
        made.pdf(999)
