"""F1: how to work without the mouse, on one sheet."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, words

_KEYS = (
    ("到处都能用", (
        ("Ctrl+F", "查找事项、农户、人员、干部、会议；拼音首字母也行"),
        ("Ctrl+N", "新建：登记事项、安排说事会 ……"),
        ("Ctrl+Z  Ctrl+Y", "撤销、重做，名称写在菜单里"),
        ("Alt+1 …", "到左边的各个页面"),
        ("Alt+←", "回到上一个页面"),
        ("F10", "菜单：字号、退出"),
    )),
    ("表格", (
        ("↑ ↓  Enter", "移动、打开"),
        ("空格", "选中；Ctrl+A 全选"),
        ("直接打字", "在表中查找"),
    )),
    ("填表", (
        ("Enter  Tab", "到下一项"),
        ("Ctrl+Enter", "保存"),
        ("Esc", "关闭；写了一半的留作草稿，下次打开还在"),
        ("1 2 3 …", "在几个选项里直接选"),
        ("↑ ↓  F4", "日期加减一天、打开日历；可以写 4.5"),
    )),
    ("一件事项", (
        ("Enter", "做下一步"),
        ("F2", "修改"),
        ("Ctrl+PgUp  Ctrl+PgDn", "上一件、下一件"),
        ("Esc", "返回"),
    )),
)  # fmt: skip


class KeysHelp(QDialog):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        mark(self, role="surface")
        self.setWindowTitle("键盘操作")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 18)
        column.setSpacing(14)
        column.addWidget(words("键盘操作", "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(14)
        for at, (title, keys) in enumerate(_KEYS):
            grid.addLayout(_part(title, keys), at // 2, at % 2)
        inside = QVBoxLayout()
        inside.addLayout(grid)
        column.addWidget(scrolled(inside), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = button("知道了", self.accept, kind="primary")
        close.setDefault(True)
        row.addWidget(close)
        column.addLayout(row)
        self._grid = grid
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()  # the theme's heights count in the size hint
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """All of it, or as much as the screen holds."""
        screen = self.screen().availableGeometry()
        wanted = self._grid.sizeHint()
        width = min(wanted.width() + 80, screen.width() - 40)
        height = min(wanted.height() + text_height() * 9, screen.height() - 60)
        return QSize(width, height)


def _part(title: str, keys: tuple[tuple[str, str], ...]) -> QVBoxLayout:
    part = QVBoxLayout()
    part.setSpacing(6)
    part.addWidget(words(title, "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    for line, (key, meaning) in enumerate(keys):
        grid.addWidget(badge(key, "plain"), line, 0)
        grid.addWidget(words(meaning), line, 1)
    grid.setColumnStretch(1, 1)
    part.addLayout(grid)
    part.addStretch(1)
    return part
