"""The page 走访 of the township: what its own people write among a village's visits (R49).

The village's own page stands here whole, over one village at a time. What is written is the
township's word, goes home with the return package, and counts once at both ends.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from longshan_desk.queries.township import known_villages
from longshan_desk.ui.context import Context
from longshan_desk.ui.theme import text_height
from longshan_desk.ui.visits.page import TABS, VisitsPage
from longshan_desk.ui.widgets.choices import ChoiceBox, Option
from longshan_desk.ui.widgets.page import Page
from longshan_desk.ui.widgets.stack import Stack
from longshan_desk.ui.widgets.words import words

_LAST = "township/visits/village"
_ABOUT = "走访了哪个村，就选哪个村登记；随返回包带回村里，两边只算一次。"
_NOBODY = "还没有收到过哪个村的记录。收到上报包以后，就可以在这里登记到那个村的走访。"


class TownshipVisitsPage(Page):
    """``pages[part]`` is the page of each village that was chosen so far."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "走访")
        self.pages: dict[str, VisitsPage] = {}
        self._options: list[Option] = []
        self.villages = ChoiceBox((), "哪个村")
        self.villages.setAccessibleName("哪个村")
        self.nobody = words(_NOBODY, "note", wrap=True)
        self.stack = Stack()
        self.note.setText(_ABOUT)
        self.villages.setMinimumWidth(text_height() * 9)
        self._top = QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(words("到哪个村走访", "label"))
        top.addWidget(self.villages)
        self.add_action(self._top)
        self.body.addWidget(self.nobody)
        self.body.addWidget(self.stack, 1)
        self.villages.chosen.connect(self._chosen)

    def load(self) -> None:
        found = known_villages(self.context.store)
        options = [Option(one.part, f"{one.code}　{one.name}") for one in found]
        self._top.setVisible(bool(found))
        self.stack.setVisible(bool(found))
        self.nobody.setVisible(not found)
        if options == self._options:
            return
        self._options = options
        chosen = self.villages.code() or self.context.settings.get(_LAST)
        self.villages.set_options(options)
        known = [one.code for one in options]
        self.villages.set_code(chosen if chosen in known else next(iter(known), None))

    def choose(self, part: str) -> None:
        """Show another village's visits."""
        self.villages.set_code(part)

    def _chosen(self, part: str) -> None:
        if not part:
            return
        self.context.settings.set(_LAST, part)
        if part not in self.pages:
            self.pages[part] = self._made(part)
            self.stack.addWidget(self.pages[part])
        self.stack.setCurrentWidget(self.pages[part])
        self.setFocusProxy(self.pages[part])

    def _made(self, part: str) -> VisitsPage:
        among = self.context.among(part)
        page = VisitsPage(among)
        page.title.hide()
        column = page.layout()
        assert column is not None
        column.setContentsMargins(0, 0, 0, 0)
        among.record_asked.connect(partial(self._show_elsewhere, page, part))
        return page

    def _show_elsewhere(self, page: VisitsPage, part: str, kind: str, record_id: str) -> None:
        """What the visits lead to is shown here, or in the village's own window."""
        if any(kind in spec.records for spec in TABS):
            page.show_record(kind, record_id)
        else:
            self.context.show_record("village", f"{part}/{kind}/{record_id}")
