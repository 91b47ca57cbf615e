"""How the township dealt with a reported matter, to read: beside it what it had said before."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from longshan_desk.domain.calendar import chinese_date, short_date
from longshan_desk.domain.labels import LetterWay
from longshan_desk.domain.township import TownshipState
from longshan_desk.queries.matter_page import MatterPage, TimelineEntry
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import badge, words


class TownshipCard(Card):
    """R15, R44: only the township writes the first part, only the village the second."""

    def __init__(self, page: MatterPage, *, at_township: bool = False) -> None:
        state, waits = page.row.township, page.township_waits
        stage = badge(state.stage.label, "" if state.is_answered else "accent") if state else None
        note = "" if at_township else "由乡镇登记，随返回包到达"
        super().__init__("镇上办理情况", note, *([stage] if stage else []))
        if waits is not None:
            self.add(words(waits.reason, "note", "soon", wrap=True))
        if state is not None:
            self.add(_grid(_told(state)))
        if page.notes:
            self.add(words("来文来电（村里登记）", "label"))
            self.add(_grid([_noted(one) for one in page.notes]))


def _told(state: TownshipState) -> list[tuple[str, str, str]]:
    """(what, when, words) of everything that was said, in its order."""
    due = f"，时限 {short_date(state.due_on)}" if state.due_on else ""
    lines = [
        ("上报", state.reported_on, "村里上报"),
        ("收件", state.received_on, "镇上已收件"),
        ("党委会研究", state.decided_on, state.decision or ""),
        ("转办", state.referred_on, f"{state.department or ''}{due}"),
        ("进展", state.progress_on, state.progress or ""),
        ("答复", state.answered_on, state.answer or ""),
    ]
    return [(what, chinese_date(day), said) for what, day, said in lines if day is not None]


def _noted(one: TimelineEntry) -> tuple[str, str, str]:
    way = one.data.get("way")
    what = LetterWay(way).label if way in set(LetterWay) else "来文来电"
    who = f"{one.data['from']}：" if one.data.get("from") else ""
    number = f"（{one.data['ref']}）" if one.data.get("ref") else ""
    return what, chinese_date(one.on), f"{who}{one.text or ''}{number}"


def _grid(lines: list[tuple[str, str, str]]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    top = Qt.AlignmentFlag.AlignTop
    for at, (what, day, said) in enumerate(lines):
        grid.addWidget(words(what, "strong"), at, 0, top)
        grid.addWidget(words(day, "note"), at, 1, top)
        grid.addWidget(words(said, wrap=True, copy=True), at, 2)
    grid.setColumnStretch(2, 1)
    return box
