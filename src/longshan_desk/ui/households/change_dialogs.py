"""户情变动: one dialog for each act, which says in words what will happen (R46)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import household_changes as acts
from longshan_desk.actions.household_changes import Changed
from longshan_desk.domain.household_changes import Asked, Change
from longshan_desk.domain.household_facts import HouseholdFacts
from longshan_desk.errors import AppError
from longshan_desk.queries.household_changes import change_preview
from longshan_desk.queries.households import HouseholdPage
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.households.change_fields import WillHappen
from longshan_desk.ui.households.change_parts import Parts, newcomer, parts_of
from longshan_desk.ui.households.moved_sheet import write_sheet
from longshan_desk.ui.widgets.fields import Choice
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog

Values = Mapping[str, Any]

ORDER = (
    Change.MOVE_IN,
    Change.MOVE_OUT,
    Change.SPLIT,
    Change.JOIN,
    Change.NEW_HEAD,
    Change.BORN,
    Change.DIED,
)


@dataclass(frozen=True)
class _Act:
    """How a filled form becomes an act."""

    verb: str
    said: str
    run: Callable[[Context, str, Values], Changed]


class ChangeDialog(FormDialog):
    """``ChangeDialog(parent, context, page, Change.DIED).open()``."""

    def __init__(
        self, parent: QWidget, context: Context, page: HouseholdPage, change: Change
    ) -> None:
        self._context, self._page, self._change = context, page, change
        self._act = _ACTS[change]
        self._owner = parent
        made: Parts = parts_of(context, page, change)
        self.will = WillHappen()
        form = Form([*made.parts, self.will])
        form.set_values({"on": context.today(), **made.values})
        super().__init__(
            parent,
            context,
            f"{change.label} · {page.row.group}{page.row.head}户",
            form,
            verb=self._act.verb,
            on_save=self._save,
            draft_key=f"household/{page.row.id}/{change.value}",
        )
        form.edited.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        """Ask for a new head only where there must be one, and say what the act would do."""
        form = self.sheet.form
        values = _safe(form)
        if isinstance(form.fields.get("new_head"), Choice) and self._change is not Change.NEW_HEAD:
            form["new_head"].setVisible(self._needs_head(values))
        try:
            asked = _asked(self._change, self._page.row.id, values)
            names = [values["name"]] if values.get("name") else []
            self.will.tell(change_preview(self._context.store, asked, names))
        except AppError as exc:
            self.will.tell([f"{exc.message}{exc.hint}"])
        form.reshaped.emit()

    def _needs_head(self, values: Values) -> bool:
        going = set(values.get("people") or filter(None, [values.get("person")]))
        left = {one.id for one in self._page.people if one.is_here} - going
        return self._page.row.head_id in going and len(left) > 1

    def _save(self, values: dict[str, Any]) -> None:
        done = self._act.run(self._context, self._page.row.id, values)
        say_done(self._owner, self._context, self._act.said)
        if values.get("sheet"):
            write_sheet(self._owner, self._context, done.act_id, self._page.row.head)


def _safe(form: Form) -> dict[str, Any]:
    """What can be read of a form that is half filled in."""
    found: dict[str, Any] = {}
    for key, field in form.fields.items():
        if field.isVisibleTo(form) or field.isEnabled():
            try:
                found[key] = field.value()
            except AppError:
                found[key] = None
    return found


def _asked(change: Change, household_id: str, values: Values) -> Asked:
    """The filled form as the domain knows it; who is not chosen yet is nobody."""
    on: date | None = values.get("on")
    if on is None:
        raise AppError("还没有填日期。")
    people = tuple(values.get("people") or filter(None, [values.get("person")]))
    into = values["into"][0].id if values.get("into") else None
    needed = {
        Change.MOVE_OUT: (people, "请选择迁出的人。"),
        Change.DIED: (people, "请选择去世的人。"),
        Change.SPLIT: (people, "请选择分出去的人。"),
        Change.JOIN: (into, "请选择并入哪一户。"),
        Change.NEW_HEAD: (values.get("new_head"), "请选择新户主。"),
        Change.BORN: (values.get("name"), "请填写孩子的姓名。"),
        Change.MOVE_IN: (people or values.get("name"), "请填写迁入的人。"),
    }[change]
    if not needed[0]:
        raise AppError(needed[1])
    return Asked(
        change,
        on,
        household_id,
        people=people,
        new_head=values.get("new_head") or None,
        own_head=values.get("own_head") or None,
        into=into,
        mother=values.get("mother") or None,
        father=values.get("father") or None,
    )


# -- from values to acts ------------------------------------------------------------------------


def _move_in(context: Context, home: str, values: Values) -> Changed:
    back = values.get("person")
    return acts.move_in(
        context.store,
        on=values["on"],
        household_id=home,
        people=[newcomer(values)] if values.get("name") else [],
        returning=[back] if back else [],
        relations={back: values.get("relation")} if back else None,
        place=values["place"],
        reason=values["reason"],
    )


def _move_out(context: Context, home: str, values: Values) -> Changed:
    return acts.move_out(
        context.store,
        home,
        on=values["on"],
        people=values["people"],
        new_head=values.get("new_head") or None,
        place=values["place"],
        reason=values["reason"],
    )


def _split(context: Context, home: str, values: Values) -> Changed:
    return acts.split(
        context.store,
        home,
        values["people"],
        head=values.get("own_head") or None,
        on=values["on"],
        new_head=values.get("new_head") or None,
        facts=HouseholdFacts(values["group_no"], address=values["address"] or None),
        reason=values["reason"],
    )


def _join(context: Context, home: str, values: Values) -> Changed:
    into = values["into"][0].id
    return acts.join(context.store, home, into, on=values["on"], reason=values["reason"])


def _head(context: Context, home: str, values: Values) -> Changed:
    return acts.new_head(
        context.store, home, values["new_head"], on=values["on"], reason=values["reason"]
    )


def _born(context: Context, home: str, values: Values) -> Changed:
    return acts.born(
        context.store,
        home,
        newcomer(values),
        on=values["on"],
        mother=values["mother"] or None,
        father=values["father"] or None,
        reason=values["reason"],
    )


def _died(context: Context, home: str, values: Values) -> Changed:
    return acts.died(
        context.store,
        values["person"],
        on=values["on"],
        new_head=values.get("new_head") or None,
        reason=values["reason"],
    )


_ACTS: Mapping[Change, _Act] = {
    Change.MOVE_IN: _Act("登记迁入", "已登记迁入", _move_in),
    Change.MOVE_OUT: _Act("登记迁出", "已登记迁出", _move_out),
    Change.SPLIT: _Act("登记分户", "已分户，请核对新户的成员与户主关系", _split),
    Change.JOIN: _Act("登记并户", "已并户，请核对并入的人与户主关系", _join),
    Change.NEW_HEAD: _Act("变更户主", "户主已变更，请核对其他人与户主的关系", _head),
    Change.BORN: _Act("登记出生", "已登记出生", _born),
    Change.DIED: _Act("登记去世", "已登记去世", _died),
}
