"""The bar above every page: whose desk, the search, ＋, undo and redo, the menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from longshan_desk.ui.main_window import NewAct
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button, icon_button
from longshan_desk.ui.widgets.icons import icon
from longshan_desk.ui.widgets.search_field import HitGroup, Search, SearchField
from longshan_desk.ui.widgets.words import words


def _find_nothing(text: str) -> Sequence[HitGroup]:
    return ()


class TopBar(QFrame):
    """Puts the pieces side by side; the main window says what they do."""

    def __init__(
        self,
        search: Search | None,
        new_acts: Sequence[NewAct],
        undo: QAction,
        redo: QAction,
        menu: QMenu,
    ) -> None:
        super().__init__()
        mark(self, role="top")
        self._name = words("", "heading")
        self._place = words("", "note")
        self.search = SearchField(search or _find_nothing, "查找事项、农户、人员、文书（Ctrl+F）")
        self.search.setMinimumWidth(text_height() * 14)
        self.search.setMaximumWidth(text_height() * 26)
        self.new_menu = QMenu(self)
        for one in new_acts:
            act = self.new_menu.addAction(icon(one.icon, "accent"), one.label)
            act.triggered.connect(lambda on=False, one=one: one.act())
        self.new_button = button("新建", self.open_new_menu, kind="primary", icon_name="plus")
        self.new_button.setToolTip("登记、新建（Ctrl+N）")
        self.new_button.setVisible(bool(new_acts))
        self._menu = menu
        self.menu_button = icon_button("menu", "菜单（F10）", self.open_menu, looks=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self._place)
        row.addStretch(1)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        row.addWidget(self.new_button)
        row.addSpacing(6)
        row.addWidget(_tool(undo))
        row.addWidget(_tool(redo))
        row.addWidget(self.menu_button)

    def set_desk_name(self, name: str) -> None:
        self._name.setText(name)

    def show_new_acts(self, shown: bool) -> None:
        """A township registers nothing of a village's own."""
        self.new_button.setVisible(shown and not self.new_menu.isEmpty())

    def open_new_menu(self) -> None:
        _open_under(self.new_menu, self.new_button)

    def open_menu(self) -> None:
        _open_under(self._menu, self.menu_button)


def _tool(act: QAction) -> QToolButton:
    made = icon_button("undo", act.text())
    made.setDefaultAction(act)
    made.setIconSize(QSize(18, 18))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def _open_under(menu: QMenu, widget: QWidget) -> None:
    corner = widget.mapToGlobal(QPoint(widget.width(), widget.height() + 3))
    menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
