"""The sums of a vote while it is typed, who is not counted and why, and what the rules ask."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from longshan_desk.domain.vote_sums import Stand, SumLine, Typed, sum_lines
from longshan_desk.queries.procedures import VoteGround
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import words

_TONES = {Stand.OPEN: "muted", Stand.SHORT: "soon", Stand.MET: "accent"}
_MARKS = {Stand.OPEN: "○", Stand.SHORT: "！", Stand.MET: "✓"}
_NAMES_SHOWN = 12


class SumsCard(Card):
    """``show_ground`` when the body or the day changes, ``show_sums`` with every key stroke."""

    def __init__(self) -> None:
        super().__init__("人数和票数")
        self._lines = [words("", "", wrap=True) for _ in range(3)]
        for one in self._lines:
            self.add(one)
        self.roll = words("", "note", wrap=True)
        self.excluded = words("", "note", wrap=True)
        self.add(self.roll)
        self.add(self.excluded)
        self.lines: Sequence[SumLine] = ()

    @property
    def text(self) -> str:
        return "\n".join(one.text for one in self.lines)

    def show_ground(self, ground: VoteGround) -> None:
        roll = ground.roll
        self.roll.setText(f"名单（{roll.title}）：{roll.words}")
        out = [one for one in roll.members if not one.counted]
        names = [f"{one.name}：{one.why_not}" for one in out[:_NAMES_SHOWN]]
        if len(out) > _NAMES_SHOWN:
            names.append(f"等 {len(out)} 人")
        self.excluded.setText("不计入应到、不参加表决的：\n" + "\n".join(names) if out else "")
        self.excluded.setVisible(bool(out))

    def show_sums(self, typed: Typed, ground: VoteGround) -> None:
        self.lines = sum_lines(typed, ground.rule, ground.body.unit)
        for at, label in enumerate(self._lines):
            shown = at < len(self.lines)
            label.setVisible(shown)
            if shown:
                line = self.lines[at]
                label.setText(f"{_MARKS[line.stand]} {line.text}")
                mark(label, tone=_TONES[line.stand])
        worst = any(one.stand is Stand.SHORT for one in self.lines)
        all_met = len(self.lines) == 3 and all(one.stand is Stand.MET for one in self.lines)
        self.set_tone("soon" if worst else "accent" if all_met else "")


def stacked(*parts: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return box
