"""What the panels of a decision are put together from: cards that fold, lists of findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.domain.procedure_findings import Demand, Finding, Lack
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.queries.visits import PhotoRow
from longshan_desk.ui.context import Context
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.visits.photo_card import PhotoCard
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.words import badge, rule, words

_WIDEST_SIDE = 330


class FoldingCard(Card):
    """A heading with badges that opens and folds what stands below it: a click, Enter or Space."""

    def __init__(
        self, title: str, badges: Iterable[tuple[str, str]], body: QWidget, *, is_open: bool
    ) -> None:
        super().__init__()
        self.body = body
        self._arrow = words("", "note")
        marks = buttons_row(*(badge(text, tone) for text, tone in badges))
        said = column_of(words(title, "strong", wrap=True), marks, spacing=2)
        self.head = LinkRow(said, self._arrow)
        self.head.setAccessibleName(title)
        self.head.opened.connect(self.toggle)
        self.layout().setContentsMargins(6, 3, 6, 3)  # type: ignore[union-attr]
        self.add(self.head)
        self.add(body)
        self._show(is_open)

    def toggle(self) -> None:
        self._show(self.body.isHidden())

    def _show(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self._arrow.setText("收起 ▴" if is_open else "展开 ▾")


def side_width() -> int:
    """Of the column beside a form, which needs the room more where the letters are large."""
    return min(text_height() * 15, _WIDEST_SIDE)


def facts_table(rows: Iterable[tuple[str, str | None]]) -> QWidget:
    """Labels and what stands beside them; what is empty is left out."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(10, 0, 10, 2)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(1, 1)
    for at, (title, text) in enumerate(one for one in rows if one[1]):
        grid.addWidget(words(title, "label"), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words(text or "", wrap=True, copy=True), at, 1)
    return box


def column_of(*parts: QWidget, spacing: int = 12) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return box


def buttons_row(*made: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 2, 0, 2)
    row.setSpacing(8)
    for one in made:
        row.addWidget(one)
    row.addStretch(1)
    return box


def findings_card(
    found: Sequence[Finding], go: Callable[[str], object], *, with_late: bool = False
) -> Card:
    """What is wanting now; a click goes to the place. What was made good is told below; late
    entries are many and only counted, but for ``with_late``."""
    is_open = [one for one in found if one.is_open]
    late = [one for one in found if one.lack is Lack.ENTERED_LATE and not with_late]
    settled = [one for one in found if not one.is_open and one not in late]
    card = Card("要注意的", f"{len(is_open)} 条" if is_open else "", tone="late" if is_open else "")
    if not is_open:
        card.add(words("现在没有要注意的。", "", "muted"))
    for one in is_open:
        what = words(one.lack.label, "strong", "late")
        said = column_of(what, words(one.text, "note", wrap=True), spacing=1)
        row = LinkRow(said)
        row.setAccessibleName(f"{one.lack.label}：{one.text}")
        row.opened.connect(partial(go, one.place))
        card.add(row)
    for one in settled:
        card.add(words(f"{one.lack.label}：{one.text}", "note", wrap=True))
    if late:
        card.add(words(f"补录 {len(late)} 条，见“经过和规则”。", "note", wrap=True))
    return card


_STANDS = {True: ("✓", "accent"), False: ("！", "late"), None: ("○", "muted")}


def demands_card(asked: Sequence[Demand], title: str = "规则要求") -> Card:
    """What the rules ask, how it stands, and who says so."""
    card = Card(title)
    for at, one in enumerate(asked):
        if at:
            card.add(rule())
        sign, tone = _STANDS[one.is_met]
        card.add(words(one.what, wrap=True))
        card.add(words(f"{sign} {one.stands}", "", tone, wrap=True))
        card.add(words(f"依据：{one.source}", "note", wrap=True))
    return card


def photo_strip(
    context: Context,
    kind: Attached,
    record_id: str,
    photos: Sequence[PhotoRow],
    title: str,
    none: str,
) -> PhotoCard:
    """A record's photos within its card, without a frame of their own."""
    strip = PhotoCard(context, kind, record_id, photos, title, none)
    mark(strip, role="")
    strip.layout().setContentsMargins(10, 4, 10, 4)  # type: ignore[union-attr]
    return strip


def closed_card(why_not: str, verb: str = "", act: Callable[[], object] | None = None) -> Card:
    """A step that is not open yet, and the way to the one that is."""
    card = Card("还不能办这一步")
    card.add(words(why_not, wrap=True))
    if verb and act is not None:
        card.add(buttons_row(button(verb, act, kind="primary", looks=True)))
    return card
