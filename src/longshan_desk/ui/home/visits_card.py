"""走访 on 工作台: the month by group, each leader's quarter, the names behind (R8, R10, R11)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtWidgets import QWidget

from longshan_desk.queries.coverage import Home as NamedHome
from longshan_desk.queries.coverage import told_apart
from longshan_desk.queries.home_visits import VisitMeters
from longshan_desk.ui.context import Context
from longshan_desk.ui.visits.group_meter import GroupMeter
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.dates import place_below
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.meter import Meter, NamesPopup
from longshan_desk.ui.widgets.words import badge, words

_GROUPS = 12
"""More groups than these would push everything else off the page; 走访日记 has them all."""


class VisitsCard(Card):
    """A name opens the household, where its visit is written. No figure is a rank (R32)."""

    def __init__(self, context: Context, found: VisitMeters) -> None:
        super().__init__("走访", found.label)
        self._context = context
        self.meters: dict[str, Meter | GroupMeter] = {}
        every = [home for group in found.groups for home in group.missing]
        self._whole("month", "入户", found.total.visited, found.total.expected, every)
        apart = found.total.by_other_ways
        said = f"外出 {found.total.away:,} 户（已联系 {found.total.contacted:,}）"
        self.add(words(said + (f" · 电话等联系 {apart:,} 户" if apart else ""), "note", wrap=True))
        if 1 < len(found.groups) <= _GROUPS:
            self.add(self._groups(found))
        for leader in found.leaders:
            figures = leader.figures
            self._whole(leader.name, f"{leader.name} · 本季度", figures.visited, figures.expected)
        if found.specials:
            self.add(self._specials(found.specials))

    def _whole(
        self, key: str, title: str, done: int, total: int, missing: Iterable[NamedHome] = ()
    ) -> None:
        meter = Meter(title)
        meter.show_figures(done, total, "户", _entries(missing))
        meter.opened.connect(self._open)
        self.meters[key] = meter
        self.add(meter)

    def _groups(self, found: VisitMeters) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=4)
        flow.setContentsMargins(0, 0, 0, 0)
        for one in found.groups:
            figures = one.figures
            made = GroupMeter(
                one.label, figures.visited, figures.expected, _entries(one.missing), one.label
            )
            made.picked.connect(self._open)
            self.meters[str(one.number)] = made
            flow.addWidget(made)
        return holder

    def _specials(self, homes: Iterable[NamedHome]) -> LinkRow:
        entries = _entries(homes)
        row = LinkRow(words("重点人群该走访"), badge(f"{len(entries)} 户", "soon"))
        row.opened.connect(partial(self._list, row, entries))
        return row

    def _list(self, row: QWidget, entries: list[tuple[str, str]]) -> None:
        popup = NamesPopup(row, entries)
        popup.picked.connect(self._open)
        place_below(popup, row)
        popup.show()
        popup.names.setFocus()

    def _open(self, household_id: str) -> None:
        self._context.show_record("household", household_id)


def _entries(homes: Iterable[NamedHome]) -> list[tuple[str, str]]:
    return [(home.id, said) for home, said in told_apart(homes)]
