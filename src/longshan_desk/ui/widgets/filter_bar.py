"""Filters in one row above a table; each says in words what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.choices import Option
from longshan_desk.ui.widgets.flow import FlowLayout


@dataclass(frozen=True)
class Filter:
    """``options`` may be a function that is asked when the menu opens. With ``several`` the value
    is a list of codes, otherwise one code. Without options it is a switch: ``True`` or absent.
    """

    key: str
    title: str
    options: Sequence[Option] | Callable[[], Sequence[Option]] = ()
    several: bool = False


class FilterBar(QWidget):
    """``bar.changed.connect(table.set_filters)``; only filters that are set are in the dict."""

    changed = Signal(dict)

    def __init__(self, filters: Sequence[Filter]) -> None:
        super().__init__()
        mark(self, looks=True)
        self._filters = {one.key: one for one in filters}
        self._set: dict[str, Any] = {}
        self._buttons: dict[str, QPushButton] = {}
        row = FlowLayout(self, gap=6)
        row.setContentsMargins(0, 0, 0, 0)
        for one in filters:
            made = self._button(one)
            self._buttons[one.key] = made
            row.addWidget(made)
        self.clear_button = button("清除筛选", self.clear, kind="quiet")
        row.addWidget(self.clear_button)
        self._show()

    def values(self) -> dict[str, Any]:
        return dict(self._set)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Set all filters at once; those not named are off."""
        self._set = {key: value for key, value in values.items() if key in self._filters and value}
        self._show()
        self.changed.emit(self.values())

    def clear(self) -> None:
        self.set_values({})

    def menu(self, key: str) -> QMenu:
        """The menu of one filter with its options ticked as they are set."""
        one = self._filters[key]
        menu = QMenu(self)
        chosen = self._chosen(key)
        if not one.several:
            everything = menu.addAction("全部")
            everything.triggered.connect(lambda: self._put(key, None))
            menu.addSeparator()
        for option in self._options(one):
            act = menu.addAction(option.label)
            act.setCheckable(True)
            act.setChecked(option.code in chosen)
            act.triggered.connect(lambda on, code=option.code: self._pick(one, code, on))
        return menu

    def _button(self, one: Filter) -> QPushButton:
        made = button(one.title, kind="choice")
        made.setCheckable(True)
        made.setAutoDefault(False)
        if one.options:
            made.clicked.connect(lambda: self._open_menu(one.key))
        else:
            made.clicked.connect(lambda on: self._put(one.key, on or None))
        return made

    def _open_menu(self, key: str) -> None:
        made = self._buttons[key]
        menu = self.menu(key)
        menu.aboutToHide.connect(self._show)
        menu.popup(made.mapToGlobal(made.rect().bottomLeft()))

    def _pick(self, one: Filter, code: str, on: bool) -> None:
        if one.several:
            chosen = [other for other in self._chosen(one.key) if other != code]
            self._put(one.key, [*chosen, code] if on else chosen)
        else:
            self._put(one.key, code if on else None)

    def _put(self, key: str, value: Any) -> None:
        self.set_values({**self._set, key: value})

    def _chosen(self, key: str) -> list[str]:
        value = self._set.get(key)
        return list(value) if isinstance(value, list) else [value] if value else []

    def _options(self, one: Filter) -> Sequence[Option]:
        return one.options() if callable(one.options) else one.options

    def _show(self) -> None:
        for key, made in self._buttons.items():
            one = self._filters[key]
            chosen = self._chosen(key)
            labels = [option.label for option in self._options(one) if option.code in chosen]
            text = f"{one.title}：{'、'.join(labels)}" if labels else one.title
            made.setText(f"{text}  ▾" if one.options else text)
            made.setChecked(bool(self._set.get(key)))
            mark(made, on=bool(self._set.get(key)))
        self.clear_button.setVisible(bool(self._set))
