"""The papers of one record or of several: a list to tick, the preview, and the four buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from longshan_desk.documents.kinds.registry import KINDS
from longshan_desk.domain.redaction import Names
from longshan_desk.errors import AppError
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import output
from longshan_desk.ui.papers.offers import (
    Offer,
    Outgoing,
    Wanted,
    kinds_in,
    short_title,
)
from longshan_desk.ui.papers.paper_buttons import PaperButtons
from longshan_desk.ui.papers.preview import Preview, PreviewBar
from longshan_desk.ui.theme import em, mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.words import Hint, words

_SIZES = (("", "普通大小"), ("a4", "A4 张贴"), ("a3", "A3 张贴"))
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_LIST_WIDTH = 19
"""Characters."""


class PapersDialog(QDialog):
    """The ticked papers are printed and saved, the marked one is shown; each keeps the size and
    the names that were chosen for it. ``periods`` offers months and years for the lists."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        offers: Sequence[Offer],
        *,
        blank: bool = False,
        periods: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._offers = list(offers)
        self._sizes: dict[Offer, str] = {}
        self._names: dict[Offer, Names] = {}
        self.setWindowTitle("空白表格" if blank else "文书")
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.blank = QCheckBox("空白表格，手写用")
        self.blank.setChecked(blank)
        self.blank.setEnabled(not blank)
        self.period_box = _box(periods)
        self.period_box.setVisible(bool(periods))
        self.size_box = _box(_SIZES)
        self.names_box = QComboBox()
        for names in Names:
            self.names_box.addItem(names.label, names)
        self.masked = words("", "note", wrap=True, copy=True)
        self.preview = Preview()
        self.bar = PreviewBar(self.preview)
        self.buttons = PaperButtons(context, self._outgoing, self.show_preview)
        self._build()
        for chosen in (self.period_box, self.size_box, self.names_box):
            mark(chosen, looks=True)
        self.blank.setVisible(not context.is_read_only)
        self._fill()
        self.list.currentRowChanged.connect(lambda _: self._chosen())
        self.list.itemChanged.connect(lambda _: self._count_ticked())
        self.blank.toggled.connect(lambda _: self._chosen())
        self.period_box.activated.connect(self.show_preview)
        self.size_box.activated.connect(self._choose_size)
        self.names_box.activated.connect(self._choose_names)
        self.buttons.said.connect(self.masked.setText)
        self.buttons.listen_on(self)
        self.bar.listen_on(self)
        self.list.setCurrentRow(0)
        self._count_ticked()

    def showEvent(self, event: QShowEvent) -> None:
        room = self.screen().availableGeometry()
        self.resize(min(1120, room.width() - 40), min(760, room.height() - 60))
        super().showEvent(event)

    def _build(self) -> None:
        self.ticked_words = Hint("")
        self._tickers = FlowLayout(gap=4)
        left = QVBoxLayout()
        left.addWidget(self.ticked_words)
        left.addLayout(self._tickers)
        left.addWidget(self.list, 1)
        for widget in (self.period_box, self.blank, self.size_box, self.names_box, self.masked):
            left.addWidget(widget)
        side = QWidget()
        side.setFixedWidth(_LIST_WIDTH * em())
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.buttons)
        head.addStretch(1)
        right = QVBoxLayout()
        right.addLayout(head)
        right.addWidget(self.bar)
        right.addWidget(self.preview, 1)
        row = QHBoxLayout(self)
        row.setSpacing(14)
        row.addWidget(side)
        row.addLayout(right, 1)

    def _fill(self) -> None:
        for offer in self._offers:
            item = QListWidgetItem(offer.title)
            item.setToolTip(offer.title)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_UNCHECKED)
            self.list.addItem(item)
        if len(self._offers) < 2:
            return
        self._add_ticker("全选", None)
        if len({offer.for_id for offer in self._offers if offer.about}) > 1:
            for kind in kinds_in(self._offers):
                count = sum(offer.kind == kind for offer in self._offers)
                self._add_ticker(f"{short_title(kind)} {count} 份", kind)

    def _add_ticker(self, text: str, kind: str | None) -> None:
        self._tickers.addWidget(button(text, lambda: self.tick(kind), kind="quiet"))

    def tick(self, kind: str | None = None) -> None:
        """Tick all papers of a kind, or all; a second time takes the ticks away."""
        rows = [n for n, one in enumerate(self._offers) if kind in (None, one.kind)]
        items = [self.list.item(n) for n in rows]
        state = _UNCHECKED if all(one.checkState() == _CHECKED for one in items) else _CHECKED
        for one in items:
            one.setCheckState(state)
        if self.list.currentRow() not in rows:
            self.list.setCurrentRow(rows[0])

    def _chosen(self) -> None:
        offer = self._current()
        kind = KINDS[offer.kind]
        self.size_box.setVisible(kind.has_poster)
        self.size_box.setCurrentIndex(self.size_box.findData(self._sizes.get(offer, "")))
        self.names_box.setVisible(kind.is_posted and not self.blank.isChecked())
        self.names_box.setCurrentIndex(list(Names).index(self.names()))
        self.show_preview()

    def _choose_size(self) -> None:
        self._sizes[self._current()] = self.size_box.currentData()
        self.show_preview()

    def _choose_names(self) -> None:
        self._names[self._current()] = Names(self.names_box.currentData())
        self.show_preview()

    def _current(self) -> Offer:
        return self._offers[max(0, self.list.currentRow())]

    def ticked(self) -> list[Offer]:
        """The ticked papers, or the one that is shown."""
        rows = [n for n in range(self.list.count()) if self.list.item(n).checkState() == _CHECKED]
        return [self._offers[n] for n in rows] or [self._current()]

    def names(self) -> Names:
        """How the paper that is shown names people."""
        offer = self._current()
        usual = Names.MASKED if KINDS[offer.kind].is_posted else Names.FULL
        return self._names.get(offer, usual)

    def _wanted(self, offer: Offer) -> Wanted:
        made_for = KINDS[offer.kind].made_for
        is_open = made_for in ("month", "year") and not offer.for_id
        period = self.period_box.currentData() or ""
        if made_for == "year":
            period = period[:4]
        return Wanted(
            Offer(offer.kind, period if is_open else offer.for_id, offer.about),
            self._sizes.get(offer, ""),
            self._names.get(offer),
            self.blank.isChecked() or (is_open and not period),
        )

    def show_preview(self) -> None:
        try:
            made = self._wanted(self._current()).made(self._context)
        except AppError as error:
            speaker.tell(self, error)
            return
        told = "，".join(made.masked)
        nothing = "" if made.papers else "这条记录没有这种文书。"
        self.masked.setText(f"已脱敏：{told}" if told else nothing)
        self.preview.show_papers(made.papers)

    def _outgoing(self, issues: bool) -> list[Outgoing]:
        wanted = [self._wanted(offer) for offer in self.ticked()]
        return output.collected(self, self._context, wanted, issues=issues)

    def _count_ticked(self) -> None:
        rows = range(self.list.count())
        count = sum(self.list.item(n).checkState() == _CHECKED for n in rows)
        self.ticked_words.setText(
            f"已勾选 {count} 份，一起打印、保存" if count else "勾选几份，可以一起打印、保存"
        )


def _box(options: Sequence[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    for code, label in options:
        made.addItem(label, code)
    return made
