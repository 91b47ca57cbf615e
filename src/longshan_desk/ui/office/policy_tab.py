"""规则参数: every figure of the rules with its source; a change is a new version with its day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import policy as acts
from longshan_desk.domain.labels import DayCount
from longshan_desk.domain.policy_fields import Kind
from longshan_desk.domain.special_groups import AppliesTo, SpecialGroup
from longshan_desk.domain.visit_topics import VisitTopic
from longshan_desk.errors import BadValueError
from longshan_desk.queries import policy as queries
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.office.versions_dialog import OLD, VersionsDialog
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.dates import day_words, read_typed_day
from longshan_desk.ui.widgets.few_rows import FewRows
from longshan_desk.ui.widgets.fields import Check, Choice, DayField, Field, Line, Number, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.rows import Column
from longshan_desk.ui.widgets.table import RecordTable
from longshan_desk.ui.widgets.words import words

COLUMNS = (
    Column("section", "类别", 8, text=lambda row: row.figure.field.section.label, sortable=False),
    Column("label", "参数", 16, text=lambda row: row.figure.field.label, sortable=False),
    Column(
        "value",
        "数值",
        12,
        sortable=False,
        text=lambda row: row.figure.words,
        tone=lambda row: "" if row.figure.is_default else "accent",
    ),
    Column(
        "basis",
        "依据",
        24,
        stretch=True,
        text=lambda row: row.figure.field.basis.words,
        sortable=False,
    ),
    Column("rule", "规则", 4, text=lambda row: row.figure.field.rule, sortable=False, shown=False),
)


_NOTICE = "现在用的是实施方案的数值和默认值。"


@dataclass(frozen=True)
class _Row:
    id: str
    figure: queries.Figure


class PolicyTab(QWidget):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.versions = words("", "note", wrap=True)
        source = FewRows(self._read, lambda row: row.figure.field.label + row.figure.words)
        self.table = RecordTable(
            "policy", source, COLUMNS, context.settings, ticks=False, export=False
        )
        self.table.opened.connect(self.edit)
        top = QHBoxLayout()
        top.addWidget(self.versions, 1)
        self.versions_button = button("历次改动", self.show_versions)
        top.addWidget(self.versions_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.table, 1)

    def load(self) -> None:
        found = queries.versions(self._context.store)
        now = next((one for one in found if one.is_current), None)
        chosen = now is not None and now.from_on.year > OLD
        since = f"现行数值从{day_words(now.from_on)}起。" if now and chosen else _NOTICE
        sent = "改动随返回包发到各村。" if self._context.is_township else ""
        how = "双击一行可以修改，从填写的日期起算，以前的时限不变。"
        self.versions.setText(f"{since}{how}{sent}")
        self.versions_button.setVisible(bool(found))
        self.table.reload()

    def _read(self) -> list[_Row]:
        if not self._context.is_open:
            return []
        return [_Row(one.field.key, one) for one in queries.figures(self._context.store)]

    def show_versions(self) -> None:
        """Every version with what it changed; one saved by mistake can be removed."""
        VersionsDialog(self, self._context).open()

    def edit(self, key: str) -> None:
        edit_figure(self, self._context, key)


def edit_figure(parent: QWidget, context: Context, key: str) -> None:
    """修改 one figure from a day on; the other figures stay what they are on that day."""
    store = context.store
    figure = next(one for one in queries.figures(store) if one.field.key == key)
    hint = f"依据：{figure.field.basis.words}"
    if figure.field.note:
        hint += f"；{figure.field.note}"
    since = DayField("from_on", "从哪一天起", context.today, required=True)
    note = Line("note", "改动的依据或说明", placeholder="如 镇上 4月10日电话通知")
    form = Form([_input(figure, context, hint), since, note], columns=1)
    form.set_values({"value": _to_input(figure), "from_on": context.today()})

    def save(values: dict[str, Any]) -> None:
        value = _from_input(figure, values["value"], context.today())
        day = values["from_on"]
        policy = replace(queries.current(store, day), **{key: value})
        acts.save_policy(store, policy, from_on=day, note=values["note"], keep_before=True)

    dialog = FormDialog(
        parent,
        context,
        figure.field.label,
        form,
        verb="保存",
        on_save=save,
        draft_key=f"policy/{key}",
    )
    dialog.sheet.saved.connect(lambda: say_done(parent, context, f"已修改“{figure.field.label}”"))
    dialog.open()


def _input(figure: queries.Figure, context: Context, hint: str) -> Field:
    field = figure.field
    match field.kind:
        case Kind.NUMBER:
            low, high = field.minimum or 0, field.maximum or 0
            return Number(
                "value", field.label, minimum=low, maximum=high, unit=field.unit, hint=hint
            )
        case Kind.YES_NO:
            return Check("value", field.label, hint=hint)
        case Kind.DAY_COUNT:
            return Choice("value", field.label, options_of(DayCount), required=True, hint=hint)
        case Kind.DATE:
            return DayField("value", field.label, context.today, hint=f"{hint}；留空为不设")
        case Kind.DATES:
            return Text("value", field.label, hint=f"一行一个日期，如 2022-5-1。{hint}")
        case Kind.TOPICS:
            return Text("value", field.label, hint=f"一行一项。{hint}")
    where = "一行一类；适用于户的在后面写（户）"
    return Text("value", field.label, rows=8, hint=f"{where}。{hint}")


def _to_input(figure: queries.Figure) -> Any:
    value: Any = figure.value
    match figure.field.kind:
        case Kind.DATES:
            return "\n".join(day.isoformat() for day in value)
        case Kind.TOPICS:
            return "\n".join(topic.label for topic in value)
        case Kind.GROUPS:
            return "\n".join(_group_words(group) for group in value)
    return value


def _group_words(group: SpecialGroup) -> str:
    return f"{group.label}（户）" if group.applies_to is AppliesTo.HOUSEHOLD else group.label


def _from_input(figure: queries.Figure, said: Any, today: date) -> Any:
    old: Any = figure.value
    match figure.field.kind:
        case Kind.DAY_COUNT:
            return DayCount(said)
        case Kind.DATES:
            days = [read_typed_day(line, today)[0] for line in said.splitlines() if line.strip()]
            return tuple(day for day in days if day)
        case Kind.TOPICS:
            kept = {topic.label: topic for topic in old}
            lines = _lines(said)
            return tuple(kept.get(line) or VisitTopic(_code(line), line) for line in lines)
        case Kind.GROUPS:
            return tuple(_group(line, old) for line in _lines(said))
        case Kind.NUMBER:
            if said is None:
                raise BadValueError("没有填写数值。", hint="请填写数值。", where="value")
    return said


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _group(line: str, old: tuple[SpecialGroup, ...]) -> SpecialGroup:
    label = line.removesuffix("（户）").removesuffix("(户)").strip()
    applies = AppliesTo.PERSON if label == line else AppliesTo.HOUSEHOLD
    kept = next((group for group in old if group.label == label), None)
    return replace(kept, applies_to=applies) if kept else SpecialGroup(_code(label), label, applies)


def _code(label: str) -> str:
    """A code for an entry that the clerk adds: its characters' numbers, the same every time."""
    return "own_" + "".join(f"{ord(char):x}" for char in label)
