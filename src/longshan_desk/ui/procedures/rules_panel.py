"""规则: the rule sets with their dates, figures and sources, and what may be chosen locally."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.policy_fields import Section
from longshan_desk.domain.procedure_labels import Step
from longshan_desk.domain.rule_sets import RuleSet
from longshan_desk.queries.policy import Figure, figures
from longshan_desk.queries.procedures import list_procedures, rule_set, rule_sets
from longshan_desk.ui.context import Context
from longshan_desk.ui.office.policy_tab import edit_figure
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.rows import Column
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.tabs import Tabs
from longshan_desk.ui.widgets.words import badge, rule, words

_LOCAL = "local"


@dataclass(frozen=True)
class _Row:
    id: str
    figure: Figure


_COLUMNS = (
    Column("label", "可以按当地规定选的", 20, text=lambda row: row.figure.field.label,
           sortable=False),
    Column("value", "现在", 8, text=lambda row: row.figure.words, sortable=False,
           tone=lambda row: "" if row.figure.is_default else "accent"),
    Column("note", "说明", 24, text=lambda row: row.figure.field.note, sortable=False,
           stretch=True, tip=lambda row: row.figure.field.note),
    Column("basis", "依据", 16, text=lambda row: row.figure.field.basis.words, sortable=False,
           tip=lambda row: row.figure.field.basis.words),
)  # fmt: skip


class RulesPanel(QWidget):
    """A tab a shipped set and one for the local choices; read with ``load()``."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sets: tuple[RuleSet, ...] = ()
        self._sheet: QWidget | None = None
        self.tabs = Tabs([("2018", "2018年文本"), ("2026", "2026年文本（待核对）"),
                          (_LOCAL, "本地可选的")])  # fmt: skip
        self.tabs.chosen.connect(lambda key: self._show())
        source = FewRows(self._local, lambda row: row.figure.field.label)
        self.table = RecordTable(
            "procedure-rules", source, _COLUMNS, context.settings, ticks=False, export=False
        )
        self.table.opened.connect(lambda key: edit_figure(self, context, key))
        self.local = QWidget()
        column = QVBoxLayout(self.local)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            words("双击一行可以修改，要按乡镇的规定改，写明依据。已经立项的决策，仍照立项时的规则。",
                  "note", wrap=True)
        )  # fmt: skip
        column.addWidget(self.table, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.tabs)
        self._column.addWidget(self.local, 1)

    def load(self) -> None:
        is_first, self._sets = not self._sets, rule_sets(self._context.store)
        if is_first:  # at the rules that hold today
            self.tabs.go_to(rule_set(self._context.store).code)
        self._show()

    def _local(self) -> list[_Row]:
        if not self._context.is_open:
            return []
        wanted = (Section.PROCEDURE, Section.DISCLOSURE)
        return [
            _Row(one.field.key, one)
            for one in figures(self._context.store)
            if one.field.section in wanted
        ]

    def _show(self) -> None:
        if self._sheet is not None:
            self._sheet.hide()
            self._column.removeWidget(self._sheet)
            self._sheet.deleteLater()
            self._sheet = None
        is_local = self.tabs.key == _LOCAL
        self.local.setVisible(is_local)
        if is_local:
            self.table.reload()
            return
        chosen = next((one for one in self._sets if one.code == self.tabs.key), None)
        if chosen is not None:
            self._sheet = self._set_sheet(chosen)
            self._column.addWidget(self._sheet, 1)

    def _set_sheet(self, rules: RuleSet) -> QWidget:
        column = QVBoxLayout()
        column.setSpacing(12)
        for card in (self._head(rules), _bodies(rules), _types(rules), _terms(rules)):
            column.addWidget(card)
        column.addStretch(1)
        return scrolled(column)

    def _head(self, rules: RuleSet) -> Card:
        now = rule_set(self._context.store)
        followed = Counter(row.rules_code for row in list_procedures(self._context.store))
        card = Card(rules.title)
        marks = QHBoxLayout()
        marks.setContentsMargins(0, 0, 0, 0)
        tone = "accent" if rules.is_checked else "soon"
        marks.addWidget(badge("已核对" if rules.is_checked else "待核对", tone))
        if now.code == rules.code:
            marks.addWidget(badge("现在立项照这一套", "accent"))
        marks.addWidget(words(f"本村有 {followed[rules.code]} 项决策照这一套", "note"))
        marks.addStretch(1)
        box = QWidget()
        box.setLayout(marks)
        card.add(box)
        card.add(
            words(f"{chinese_date(rules.from_on)}以后立项的照这一套，一直照到办结。{rules.note}",
                  wrap=True)
        )  # fmt: skip
        if not rules.is_checked:
            card.add(button("改数字", lambda: self.tabs.go_to(_LOCAL), kind="quiet"))
        return card


def _bodies(rules: RuleSet) -> Card:
    card = Card("开会和表决")
    steps = {
        body: "、".join(step.label for step in Step if body in rules.step_bodies.get(step, ()))
        for body in rules.bodies
    }
    for at, (body, one) in enumerate(rules.bodies.items()):
        if at:
            card.add(rule())
        where = f"（{steps[body]}）" if steps[body] else "（决议）"
        called = f"，提前 {one.notice_days} 天通知" if one.notice_days else ""
        card.add(words(f"{body.label}{where}", "strong"))
        card.add(words(f"{one.quorum_words}，{one.majority_words}{called}。", wrap=True))
        card.add(words(f"应到：{one.counted}", wrap=True))
        sources = dict.fromkeys(one.sources.values())
        card.add(words(f"依据：{'；'.join(sources)}", "note", wrap=True))
    return card


def _types(rules: RuleSet) -> Card:
    card = Card("什么事由谁决定")
    for at, one in enumerate(rules.types):
        if at:
            card.add(rule())
        names = "、".join(body.label for body in one.competent)
        card.add(words(f"{one.label}：{names}", "strong", wrap=True))
        if one.note:
            card.add(words(one.note, wrap=True))
        card.add(words(f"依据：{one.source}", "note", wrap=True))
    return card


def _terms(rules: RuleSet) -> Card:
    card = Card("公开的期限")
    for what, term in (
        ("公示不少于", rules.posting),
        ("作出决议、验收以后多少天内公开", rules.event),
        ("异议答复", rules.objection),
    ):
        card.add(words(f"{what}：{term.days} 天", wrap=True))
        card.add(words(f"依据：{term.source}", "note", wrap=True))
    return card
