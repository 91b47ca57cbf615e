"""Whose diary is read, and of which month: by cadre, by household, by month (R10)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from longshan_desk.domain.calendar import Month, add_months
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import BadValueError
from longshan_desk.queries.diary import month_filter, months_written, visitors_since
from longshan_desk.queries.visit_filters import VisitFilter
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import HouseholdField
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import icon_button
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.filter_bar import Filter, FilterBar
from longshan_desk.ui.widgets.people import Named

_ALL_MONTHS, _ALL_VISITORS = "全部月份", "全部走访人"


class DiaryBar(QWidget):
    """``changed`` whenever another part of the diary is wanted; ``wanted()`` says which."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        mark(self, looks=True)
        self._context = context
        self._visitors: list[str] = []
        self.month_box, self.visitor_box = QComboBox(), QComboBox()
        self.earlier = icon_button("chevron-left", "上个月", lambda: self.turn(-1))
        self.later = icon_button("chevron-right", "下个月", lambda: self.turn(1))
        self.household = HouseholdField(context, title="")
        self.household.input.setFixedWidth(text_height() * 13)
        self.filters = FilterBar(
            [
                Filter("finding", "归类", options_of(FindingKind)),
                Filter("way", "方式", options_of(VisitWay)),
                Filter("promises", "承诺未兑现"),
                Filter("findings", "发现未转办"),
            ]
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.earlier, self.month_box, self.later, self.visitor_box, self.household):
            row.addWidget(widget)
        row.addWidget(self.filters, 1)
        self.month_box.activated.connect(self._month_chosen)
        self.visitor_box.activated.connect(self.changed)
        self.household.edited.connect(self._household_chosen)
        self.filters.changed.connect(lambda _: self.changed.emit())

    @property
    def month(self) -> Month | None:
        word = self.month_box.currentData()
        return Month.parse(word) if word else None

    @property
    def visitor(self) -> str:
        return self.visitor_box.currentData() or ""

    @property
    def household_id(self) -> str:
        try:
            return self.household.value() or ""
        except BadValueError:  # half a name has been typed
            return ""

    def load(self) -> None:
        """Read again which months and visitors there are; what is chosen stays."""
        store, today = self._context.store, self._context.today()
        months = list(map(str, months_written(store)))
        this = str(Month.of(today))
        names = visitors_since(store, add_months(today, -12))
        options = [(_label(word), word) for word in sorted({*months, this}, reverse=True)]
        _fill(self.month_box, [(_ALL_MONTHS, ""), *options])
        _fill(self.visitor_box, [(_ALL_VISITORS, ""), *((name, name) for name in names)])
        self._show_turns()

    def set_month(self, month: Month | None) -> None:
        word = str(month) if month else ""
        if self.month_box.findData(word) < 0:
            self.month_box.addItem(_label(word), word)
        self.month_box.setCurrentIndex(self.month_box.findData(word))
        self._show_turns()

    def set_visitor(self, name: str) -> None:
        if self.visitor_box.findData(name) < 0:
            self.visitor_box.addItem(name, name)
        self.visitor_box.setCurrentIndex(self.visitor_box.findData(name))

    def set_household(self, household_id: str, head: str) -> None:
        with QSignalBlocker(self):
            self.household.set_value([Named(head, household_id)] if household_id else [])

    def turn(self, months: int) -> None:
        """Leaf to the month before or after that has entries."""
        if self.can_turn(months):
            self.month_box.setCurrentIndex(self.month_box.currentIndex() - months)
            self._month_chosen()

    def can_turn(self, months: int) -> bool:
        at = self.month_box.currentIndex()
        return bool(months) and at > 0 and 1 <= at - months < self.month_box.count()

    def clear(self) -> None:
        """The whole diary."""
        with QSignalBlocker(self):
            self.month_box.setCurrentIndex(0)
            self.visitor_box.setCurrentIndex(0)
            self.household.set_value([])
            self.filters.clear()
        self._show_turns()

    def wanted(self) -> VisitFilter:
        filters = self.filters.values()
        more: dict[str, Any] = {
            "visitor": self.visitor or None,
            "household_id": self.household_id or None,
            "way": VisitWay(filters["way"]) if filters.get("way") else None,
            "finding": FindingKind(filters["finding"]) if filters.get("finding") else None,
            "only_promises": bool(filters.get("promises")),
            "only_findings": bool(filters.get("findings")),
        }
        month = self.month
        return month_filter(self._context.store, month, **more) if month else VisitFilter(**more)

    def _month_chosen(self) -> None:
        self._show_turns()
        self.changed.emit()

    def _household_chosen(self) -> None:
        """Of one household all months are wanted: it has one entry or two in each."""
        if self.household_id:
            self.set_month(None)
        self.changed.emit()

    def _show_turns(self) -> None:
        self.earlier.setEnabled(self.can_turn(-1))
        self.later.setEnabled(self.can_turn(1))


def _label(word: str) -> str:
    return Month.parse(word).label if word else _ALL_MONTHS


def _fill(box: QComboBox, options: list[tuple[str, str]]) -> None:
    chosen, was_empty = box.currentData(), box.count() == 0
    if not was_empty and chosen and chosen not in [code for _, code in options]:
        options.append((box.currentText(), chosen))
    with QSignalBlocker(box):
        box.clear()
        for label, code in options:
            box.addItem(label, code)
        box.setCurrentIndex(max(0, box.findData(chosen)))
