"""需要确认: what two PCs wrote differently, as cards; what is not decided waits, work goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from longshan_desk.actions import conflicts as acts
from longshan_desk.errors import AppError
from longshan_desk.queries.conflict_cards import ConflictCard, Side
from longshan_desk.queries.conflicts import ConflictKind
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import attempt, say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.fields import Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, words

_NOTHING = "没有要确认的。两台电脑改了同一处，才会在这里等您选；改了不同的地方，程序自己合在一起。"
_ABOUT = "不选也不耽误做事：先显示较晚的那个值，等您来定。定了以后，随下一次交接告诉其他电脑。"
_CLOCK = "这台电脑的时钟不准，先后不能作准"


class ConflictsTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.cards: dict[str, WaitingCard] = {}
        self.about = words("", "note", wrap=True)
        self.later_button = button("全部用较晚的", self._use_later, kind="quiet")
        self._body = QVBoxLayout()
        self._body.setSpacing(12)
        self._area: QScrollArea = scrolled(self._body)
        top = QHBoxLayout()
        top.addWidget(self.about, 1)
        top.addWidget(self.later_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self._area, 1)

    def show_found(self, found: Sequence[ConflictCard]) -> None:
        while (item := self._body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        waiting = [one for one in found if one.waits]
        self.about.setText(_ABOUT if waiting else _NOTHING)
        self.later_button.setVisible(len(_later(waiting)) > 1)
        self._shown = waiting
        self.cards = {one.id: WaitingCard(one, self._context) for one in waiting}
        for card in self.cards.values():
            self._body.addWidget(card)
        known = [one for one in found if not one.waits]
        if known:
            self._body.addWidget(_KnownCard(known))
        self._body.addStretch(1)

    def go_to(self, conflict_id: str) -> None:
        if conflict_id in self.cards:
            self._area.ensureWidgetVisible(self.cards[conflict_id])

    def _use_later(self) -> None:
        later = _later(self._shown)
        text = f"有 {len(later)} 处两边都改了，全部用较晚的那个值吗？"
        if not speaker.confirm(self, text, "全部用较晚的"):
            return
        try:
            for one in later:
                acts.use_value(self._context.store, one.id, one.sides[0].id)
        except AppError as error:
            speaker.tell(self, error)


def _later(found: Sequence[ConflictCard]) -> list[ConflictCard]:
    """Where every clock can be trusted; the value shown, the first, is the later one."""
    return [
        one
        for one in found
        if one.kind is ConflictKind.SAME_FIELD and all(side.clock_ok for side in one.sides)
    ]


class WaitingCard(Card):
    """One thing to decide: both sides, and the buttons below each."""

    def __init__(self, shown: ConflictCard, context: Context) -> None:
        look = button("打开", partial(context.show_record, *shown.record), kind="quiet", looks=True)
        title = f"{shown.title} · {shown.field}" if shown.field else shown.title
        super().__init__(title, shown.kind.label, look, tone="soon")
        look.setVisible(shown.can_be_opened)
        self.shown = shown
        self._context = context
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for at, side in enumerate(sorted(shown.sides, key=lambda one: not self._is_own(one))):
            self._add_side(grid, at, side)
            grid.setColumnStretch(at, 1)
        self._column.addLayout(grid)
        below = QHBoxLayout()
        if shown.can_write:
            below.addWidget(button("改写…", self.write))
        if shown.kind is ConflictKind.DUPLICATE:
            below.addWidget(button(_apart(shown), self.keep_both))
        below.addStretch(1)
        self._column.addLayout(below)

    def _add_side(self, grid: QGridLayout, at: int, side: Side) -> None:
        row = QHBoxLayout()
        row.addWidget(words(" · ".join(filter(None, (side.who, side.when))), "note"))
        if not side.clock_ok:
            mark = badge("时钟不准", "late")
            mark.setToolTip(_CLOCK)
            row.addWidget(mark)
        row.addStretch(1)
        head = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        head.setLayout(row)
        grid.addWidget(head, 0, at)
        grid.addWidget(words(side.words, "strong", wrap=True, copy=True), 1, at)
        facts = "\n".join(f"{name}：{said}" for name, said in side.lines)
        if side.only:
            facts = f"只有这边写了：{'、'.join(side.only)}"
        grid.addWidget(words(facts, "", wrap=True, copy=True), 2, at)
        use = button(self._verb(at, side), partial(self.use, side))
        holder = QHBoxLayout()
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(use)
        holder.addStretch(1)
        box = QWidget()
        box.setLayout(holder)
        grid.addWidget(box, 3, at)

    def _verb(self, at: int, side: Side) -> str:
        if self.shown.kind is ConflictKind.DELETE_EDIT:
            return "仍然删除" if side.words.startswith("删除") else "恢复，留着"
        if self.shown.kind is ConflictKind.DUPLICATE:
            return "合并，留这一条"
        return "用我们的" if self._is_own(side) else "用对方的"

    def _is_own(self, side: Side) -> bool:
        """Ours is this PC's; of two others the one that is shown now."""
        own = [one for one in self.shown.sides if one.id.startswith(self._context.store.device)]
        return side is (own[0] if own else self.shown.sides[0])

    def use(self, side: Side) -> None:
        store, kind = self._context.store, self.shown.kind
        if kind is ConflictKind.DUPLICATE:
            self._do(lambda: acts.join(store, self.shown.id, side.id), "已合并成一条")
        elif kind is ConflictKind.DELETE_EDIT:
            gone = side.words.startswith("删除")
            self._do(
                lambda: acts.decide_deletion(store, self.shown.id, is_deleted=gone),
                "已确认删除" if gone else "已恢复",
            )
        else:
            self._do(lambda: acts.use_value(store, self.shown.id, side.id), "已确认")

    def keep_both(self) -> None:
        store = self._context.store
        self._do(lambda: acts.keep_both(store, self.shown.id), "已记下，不再提示")

    def write(self) -> None:
        form = Form([Text("words", self.shown.field, required=True)], columns=1)
        form.set_values({"words": self.shown.sides[0].words})
        store = self._context.store
        dialog = FormDialog(
            self, self._context, f"改写{self.shown.field}", form, verb="就用这个",
            on_save=lambda values: acts.write_value(store, self.shown.id, values["words"]),
        )  # fmt: skip
        context, parent = self._context, self.window()
        dialog.sheet.saved.connect(lambda: say_done(parent, context, "已确认"))
        dialog.open()

    def _do(self, act: Callable[[], object], said: str) -> None:
        attempt(self.window(), self._context, act, said)


def _apart(shown: ConflictCard) -> str:
    return "不是同一人" if shown.record[0] == "person" else "不是同一件"


class _KnownCard(Card):
    """不同项: joined by the program, told for information alone."""

    def __init__(self, found: Sequence[ConflictCard]) -> None:
        super().__init__("供了解", f"两台电脑改了同一条的不同项，已经合在一起，{len(found)} 条")
        for one in found[:20]:
            who = "，".join(dict.fromkeys(side.who for side in one.sides))
            self.add(words(f"{one.title}：{one.field}（{who}）", "note", wrap=True))
