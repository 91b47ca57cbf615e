"""The window: puts rail, top bar, pages and status strip together, and nothing else.

It appears in three steps, each painted before the next: an empty frame, the frame with its
furniture, the desk with its first page. So somebody who starts the program sees it at once, and
this module loads neither furniture nor database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from longshan_desk.errors import AppError
from longshan_desk.ui import theme
from longshan_desk.ui.theme import BASE_SIZE, SIZES, colour, em

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent
    from PySide6.QtWidgets import QMenu

    from longshan_desk.ui.context import Context, OpenDesk
    from longshan_desk.ui.widgets.notice import Notice
    from longshan_desk.ui.widgets.search_field import Search

BRAND = "龙山村务"


@dataclass(frozen=True)
class PageSpec:
    """A page of the window: ``factory(context)`` is called when it is first shown.

    ``records`` are the kinds that ``context.show_record`` brings here (the page's
    ``show_record(kind, id)`` is called); ``foot`` puts its button at the lower end of the rail.
    """

    key: str
    title: str
    icon: str
    factory: Callable[[Context], QWidget]
    shortcut: str = ""
    records: tuple[str, ...] = ()
    foot: bool = False


@dataclass(frozen=True)
class NewAct:
    """An entry of ＋: 登记事项, 新建会议 …"""

    label: str
    act: Callable[[], object]
    icon: str = "plus"


class MainWindow(QMainWindow):
    """``MainWindow(context, pages, open_desk=…, search=…, new_acts=…)``

    ``township_pages()`` takes the place of ``pages`` when the desk turns out to be a township's.
    ``open_desk()`` opens the database and calls ``context.open(store, …)``, at once or later (a
    task); an ``AppError`` from it is shown in the page's place with 重试.
    """

    def __init__(
        self,
        context: Context,
        pages: Sequence[PageSpec],
        *,
        open_desk: Callable[[], object] | None = None,
        search: Search | None = None,
        new_acts: Sequence[NewAct] = (),
        township_pages: Callable[[], Sequence[PageSpec]] | None = None,
    ) -> None:
        super().__init__()
        self._context = context
        self._township_pages = township_pages
        self._page_acts: list[QAction] = []
        self._specs = {spec.key: spec for spec in pages}
        self._pages: dict[str, QWidget] = {}
        self._open_desk = open_desk
        self._search = search
        self._new_acts = new_acts
        self._trail: list[str] = []
        self.warning: Notice | None = None
        self._is_furnished = False
        self.setWindowTitle(BRAND)
        self.setMinimumSize(880, 480)

    @property
    def current_key(self) -> str:
        """The key of the page on screen."""
        return next((key for key, page in self._pages.items() if self._is_shown(page)), "")

    def page(self, key: str) -> QWidget:
        """A page, made if it was never shown."""
        if key not in self._pages:
            self._pages[key] = self._specs[key].factory(self._context)
            self.stack.addWidget(self._pages[key])
        return self._pages[key]

    def show_page(self, key: str) -> None:
        """Go to a page; Alt+← comes back from it."""
        if not self._context.is_open or key not in self._specs:
            return
        before = self.current_key
        if before and before != key:
            self._trail.append(before)
        page = self.page(key)
        self.stack.setCurrentWidget(page)
        self.rail.set_current(key)
        page.setFocus()

    def show_record(self, kind: str, record_id: str) -> None:
        """Go to the page of that kind of record and let it show this one."""
        for spec in self._specs.values():
            if kind in spec.records and self._context.is_open:
                self.show_page(spec.key)
                self.page(spec.key).show_record(kind, record_id)  # type: ignore[attr-defined]
                return

    def go_back(self) -> None:
        if self._trail:
            key = self._trail.pop()
            self.show_page(key)
            self._trail.pop()

    def warn(self, text: str) -> None:
        """A bar over every page, as long as there is something to warn of."""
        from longshan_desk.ui.widgets.notice import Notice

        if self.warning is None and text:
            self.warning = Notice()
            self._right.insertWidget(1, self.warning)
        if self.warning is not None:
            self.warning.say(text, "soon") if text else self.warning.hide()

    def come_up(self) -> None:
        """To the front, from wherever it was left."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first picture: the colours of the frame, before there is anything in it."""
        if self._is_furnished:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("ground"))
        painter.fillRect(0, 0, em() * 10, self.height(), colour("rail"))
        painter.end()
        self._is_furnished = True
        QTimer.singleShot(0, self, self._furnish)

    def closeEvent(self, event: QCloseEvent) -> None:
        from longshan_desk.ui import speaker

        if self._context.tasks.busy and not speaker.confirm(
            self, "还有操作没有完成，要停下来并退出吗？", "停止并退出"
        ):
            event.ignore()
            return
        if not self.isMaximized():
            self._context.settings.set("window", [self.width(), self.height()])
        self._context.settings.set("maximised", self.isMaximized())
        self._context.close()
        super().closeEvent(event)

    def show_as_left(self) -> None:
        """Show the window in the size it had; maximised at first, for small screens."""
        width, height = self._context.settings.get("window", [1280, 720])
        self.resize(width, height)
        if self._context.settings.get("maximised", True):
            self.showMaximized()
        else:
            self.show()

    def _furnish(self) -> None:
        self._dress(self._context.settings.get("font_size", BASE_SIZE))
        self._put_together()
        self._connect()
        self._show_undo()
        self.rail.painted.connect(lambda: QTimer.singleShot(0, self, self._open))

    def _open(self) -> None:
        if self._context.is_open:
            self._opened()
        elif self._open_desk is not None:
            self.waiting.say("正在打开…")
            try:
                self._open_desk()
            except AppError as exc:
                self.waiting.say(exc.message, exc.hint, "重试", self._open, tone="late")

    def _opened(self) -> None:
        self.top.set_desk_name(self._context.desk_name)
        self.setWindowTitle(f"{self._context.desk_name} · {BRAND}")
        if self._context.is_township and self._township_pages is not None:
            self._change_pages(self._township_pages())
        self.rail.setEnabled(True)
        self.top.setEnabled(True)
        self._show_undo()
        if not self.current_key:
            self.show_page(next(iter(self._specs), ""))

    def _undo(self) -> None:
        self._take_back(lambda: self._context.store.undo(), "已撤销")

    def _redo(self) -> None:
        self._take_back(lambda: self._context.store.redo(), "已重做")

    def _take_back(self, act: Callable[[], str], said: str) -> None:
        from longshan_desk.ui import speaker

        try:
            label = act()
        except AppError as exc:
            speaker.tell(self, exc)
        else:
            speaker.toast(self, f"{said}“{label}”")
        self._show_undo()

    def _show_undo(self) -> None:
        store: OpenDesk | None = self._context.store
        steps = store.undoable() if store is not None else (None, None)
        acts = ((self.undo_act, "撤销", "Ctrl+Z"), (self.redo_act, "重做", "Ctrl+Y"))
        for (act, verb, keys), step in zip(acts, steps, strict=True):
            act.setEnabled(step is not None)
            act.setText(verb if step is None else f"{verb}“{step.label}”")
            act.setToolTip(f"{act.text()}（{keys}）")

    def _dress(self, size: float) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, size)

    def _set_font_size(self, size: float) -> None:
        self._dress(size)
        self._context.settings.set("font_size", size)
        self._context.font_changed.emit(size)

    def _put_together(self) -> None:
        from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

        from longshan_desk.ui.widgets.empty_state import EmptyState
        from longshan_desk.ui.widgets.icons import icon
        from longshan_desk.ui.widgets.rail import Rail
        from longshan_desk.ui.widgets.stack import Stack
        from longshan_desk.ui.widgets.status_strip import StatusStrip
        from longshan_desk.ui.widgets.top_bar import TopBar

        self.undo_act = self._act("撤销", "Ctrl+Z", self._undo, "undo")
        self.redo_act = self._act("重做", "Ctrl+Y", self._redo, "redo")
        self.menu = self._menu()
        self.rail = Rail(BRAND)
        self.top = TopBar(self._search, self._new_acts, self.undo_act, self.redo_act, self.menu)
        self.status = StatusStrip()
        self.stack = Stack()
        self.waiting = EmptyState()
        self.waiting.say("")
        self.stack.addWidget(self.waiting)
        self._fill_rail()
        self.rail.setEnabled(False)
        self.top.setEnabled(False)
        right = self._right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(central)
        self.setWindowIcon(icon("mountain", "accent", 64))

    def _change_pages(self, pages: Sequence[PageSpec]) -> None:
        """Before any of them was shown: a township's rail is another one."""
        self._township_pages = None
        self._specs = {spec.key: spec for spec in pages}
        self.rail.clear()
        for act in self._page_acts:
            self.removeAction(act)
            act.deleteLater()
        self._page_acts.clear()
        self.top.show_new_acts(not self._context.is_township)
        self._fill_rail()

    def _fill_rail(self) -> None:
        for spec in self._specs.values():
            tip = f"{spec.title}（{spec.shortcut}）" if spec.shortcut else spec.title
            self.rail.add(spec.key, spec.title, spec.icon, tip, foot=spec.foot)
            if spec.shortcut:
                act = self._act(spec.title, spec.shortcut, partial(self.show_page, spec.key))
                self._page_acts.append(act)

    def _connect(self) -> None:
        context = self._context
        self.rail.chosen.connect(self.show_page)
        self.status.clicked.connect(context.status_clicked)
        self.top.search.chosen.connect(self.show_record)
        context.desk_opened.connect(self._opened)
        context.record_asked.connect(self.show_record)
        context.page_asked.connect(self.show_page)
        context.back_asked.connect(self.go_back)
        for key, (text, tone) in context.statuses.items():
            self.status.say(key, text, tone)
        context.status_said.connect(self.status.say)
        context.user_changed.connect(lambda name: self.status.say("user", name))
        context.changed.connect(lambda change: self._show_undo())
        self._act("查找", "Ctrl+F", self._find)
        self._act("新建", "Ctrl+N", self._new)
        self._act("菜单", "F10", self.top.open_menu)
        self._act("返回", "Alt+Left", self.go_back)

    def _find(self) -> None:
        from PySide6.QtCore import Qt

        if self._context.is_open:
            self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.top.search.selectAll()

    def _new(self) -> None:
        if self._context.is_open and self.top.new_button.isVisible():
            self.top.open_new_menu()

    def _menu(self) -> QMenu:
        from PySide6.QtGui import QActionGroup
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.addAction(self.undo_act)
        menu.addAction(self.redo_act)
        menu.addSeparator()
        sizes = menu.addMenu("字号")
        group = QActionGroup(self)
        kept = self._context.settings.get("font_size", BASE_SIZE)
        for size, name in SIZES.items():
            act = sizes.addAction(name)
            act.setCheckable(True)
            act.setChecked(size == kept)
            act.triggered.connect(lambda on=False, size=size: self._set_font_size(size))
            group.addAction(act)
        menu.addSeparator()
        menu.addAction(self._act("使用手册", "F1", self._help, "help"))
        menu.addSeparator()
        menu.addAction(self._act("退出", "Ctrl+Q", self.close))
        return menu

    def _help(self) -> None:
        self._context.help_asked.emit(self.current_key)

    def _act(self, text: str, keys: str, act: Callable[[], object], icon_name: str = "") -> QAction:
        from PySide6.QtGui import QAction, QKeySequence

        from longshan_desk.ui.widgets.icons import icon

        made = QAction(text, self)
        made.setShortcut(QKeySequence(keys))
        made.triggered.connect(lambda: act())
        if icon_name:
            made.setIcon(icon(icon_name))
        self.addAction(made)
        return made

    def _is_shown(self, page: QWidget) -> bool:
        return self.stack.currentWidget() is page
