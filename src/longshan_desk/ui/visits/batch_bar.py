"""The line above the grid of batch entry: which households, and what holds for every row."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from longshan_desk.domain.periods import Period
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import BadValueError
from longshan_desk.queries.households import groups
from longshan_desk.ui.context import Context
from longshan_desk.ui.suggesting import suggest_cadres
from longshan_desk.ui.theme import em
from longshan_desk.ui.visits.batch_rows import Defaults
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import ChoiceBox, Option, options_of
from longshan_desk.ui.widgets.dates import DayEdit
from longshan_desk.ui.widgets.people import Named, PeopleEdit
from longshan_desk.ui.widgets.words import words

ALL = "all"
_VISITORS, _NAME, _DAY = 13, 6, 11


class BatchBar(QWidget):
    """``group_chosen`` when other households are wanted, ``group_picked`` when that was by hand
    and typing goes on there, ``defaults_changed`` for day, way and
    visitors, ``narrowed`` for 只看没录的."""

    group_chosen = Signal()
    group_picked = Signal()
    defaults_changed = Signal()
    narrowed = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.groups = ChoiceBox(())
        self.visitors = PeopleEdit(suggest_cadres(context), placeholder="谁去走访的")
        self.day = DayEdit(context.today)
        self.way = ChoiceBox(options_of(VisitWay))
        self.way.set_code(VisitWay.AT_HOME.value)
        self.missing = button("只看没录的", kind="choice")
        self.missing.setCheckable(True)
        self.missing.setAutoDefault(False)
        self.counts = words("", "strong")
        self.save_button = button("保存", kind="primary", tip="Ctrl+S")
        self._put_together()
        names = context.settings.get("visits/visitors") or [context.user]
        self.visitors.set_people([Named(name) for name in names if name])
        self.visitors.people_changed.connect(self._visitors_changed)
        self.day.day_changed.connect(self.defaults_changed)
        self.way.chosen.connect(self.defaults_changed)
        self.missing.toggled.connect(self.narrowed)

    @property
    def group(self) -> int | None:
        """The group's number, or nothing for the whole village."""
        code = self.groups.code()
        return None if code in (None, ALL) else int(code or 0)

    def show_groups(self) -> None:
        """The village's groups as they are now; who has chosen one keeps it."""
        known = [Option(str(one.number), one.label) for one in groups(self._context.store)]
        options = [*known, Option(ALL, "全村")]
        if options == self._options():
            return
        wanted = self.groups.code() or self._context.settings.get("visits/group")
        made = ChoiceBox(options)
        codes = [one.code for one in options]
        made.set_code(wanted if wanted in codes else codes[0])
        made.setAccessibleName("组别")
        made.chosen.connect(self._group_chosen)
        made.activated.connect(lambda at: self.group_picked.emit())
        self._box.replaceWidget(self.groups, made)
        self.groups.hide()
        self.groups.deleteLater()
        self.groups = made

    def set_group(self, number: int) -> None:
        self.groups.set_code(str(number))

    def set_period(self, period: Period, today: date) -> None:
        """The day that visits of this month are most likely of: today, or the month's last."""
        last = min(period.until_on or today, today)
        shown = self._day()
        if shown is None or shown not in period:
            self.day.set_day(last)

    def defaults(self, period: Period) -> Defaults:
        day = self._day()
        names = tuple(one.name for one in self.visitors.people())
        way = VisitWay(self.way.code() or VisitWay.AT_HOME)
        return Defaults(day or self._context.today(), way, names, period)

    def say(self, written: int, total: int, unchanged: int, unsaved: int) -> None:
        """已录 63 / 80 户, and what is not on record yet."""
        more = f" · 无变化 {unchanged}" if unchanged else ""
        self.counts.setText(f"已录 {written:,} / {total:,} 户{more}")
        self.save_button.setText(f"保存 {unsaved} 户" if unsaved else "保存")
        self.save_button.setEnabled(bool(unsaved))

    def _put_together(self) -> None:
        self._box = QHBoxLayout()
        self._box.addWidget(self.groups)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(self._box)
        row.addWidget(words("走访人", "label"))
        row.addWidget(self.visitors, 1)
        for widget in (self.day, self.way, self.missing):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.counts)
        row.addWidget(self.save_button)
        named: dict[str, QWidget] = {
            "走访人": self.visitors,
            "日期": self.day,
            "方式": self.way,
        }
        for name, field in named.items():
            field.setAccessibleName(name)
            field.setToolTip(f"{name}：没有另外写的户都按这个")
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_box"):
            self._fit()

    def _fit(self) -> None:
        """Widths in characters of the font as it is."""
        self.visitors.setMinimumWidth(em() * _VISITORS)
        self.visitors.line.setMinimumWidth(em() * _NAME)
        self.visitors.line.setMaximumWidth(em() * _NAME)
        self.day.setFixedWidth(em() * _DAY)

    def _options(self) -> list[Option]:
        return [
            Option(str(self.groups.itemData(at)), self.groups.itemText(at))
            for at in range(self.groups.count())
        ]

    def _group_chosen(self, code: str) -> None:
        self._context.settings.set("visits/group", code)
        self.group_chosen.emit()

    def _visitors_changed(self) -> None:
        names = [one.name for one in self.visitors.people()]
        self._context.settings.set("visits/visitors", names)
        self.defaults_changed.emit()

    def _day(self) -> date | None:
        try:
            return self.day.day()
        except BadValueError:
            return None
