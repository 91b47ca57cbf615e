"""The first step: work here as a village, look at a demonstration, or bring a backup back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from longshan_desk.ui.theme import text_height
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words

VILLAGE, TOWNSHIP, TRIAL, RESTORE = "village", "township", "trial", "restore"
IMPORT, LATER = "import", "later"
ALONE, JOIN, AGAIN = "alone", "join", "again"


@dataclass(frozen=True)
class Way:
    """One way to go on."""

    key: str
    title: str
    text: str


PURPOSES = (
    Way(
        VILLAGE,
        "村（社区）办公",
        "在这台电脑上登记本村的说事会、事项和农户。先单独使用，以后加入乡镇，资料都保留。",
    ),
    Way(
        TOWNSHIP,
        "乡镇（街道）办公",
        "接收各村的上报，答复村里报上来的事项。要准备一个专门的 U 盘做印章盘。",
    ),
    Way(
        TRIAL,
        "先试用",
        "打开一个编造的演示村，有一年的记录，随便看、随便改；"
        "放在另一个文件夹里，不影响以后正式使用。",
    ),
    Way(
        RESTORE,
        "用备份恢复",
        "换了电脑，或原来的电脑坏了：从U盘上的完整备份或备份文件恢复。",
    ),
)

HOUSEHOLDS = (
    Way(
        IMPORT,
        "从 Excel 导入农户花名册",
        "选花名册文件，先预览、核对，再导入；列的顺序和名称不用改。",
    ),
    Way(LATER, "以后再说", "先进入工作台；随时可以在“农户”里导入，或一户一户登记。"),
)


class Ways(QWidget):
    """Ways as cards with a round button; arrows choose, a click anywhere on a card too."""

    def __init__(self, question: str, ways: tuple[Way, ...]) -> None:
        super().__init__()
        self._ways = ways
        self._group = QButtonGroup(self)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(words(question, "heading"))
        for at, way in enumerate(ways):
            card = _WayCard(way)
            self._group.addButton(card.radio, at)
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 0)
        outer.addWidget(scrolled(column))
        self._group.button(0).setChecked(True)
        self.setFocusProxy(self._group.button(0))

    @property
    def key(self) -> str:
        return self._ways[max(self._group.checkedId(), 0)].key

    def choose(self, key: str) -> None:
        at = [way.key for way in self._ways].index(key)
        self._group.button(at).setChecked(True)


class _WayCard(Card):
    def __init__(self, way: Way) -> None:
        super().__init__()
        self.radio = QRadioButton(way.title)
        font = self.radio.font()
        font.setBold(True)
        self.radio.setFont(font)
        self.add(self.radio)
        note = words(way.text, "note", wrap=True)
        note.setContentsMargins(26, 0, 0, 0)
        self.add(note)
        self.setMinimumHeight(text_height() * 3)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: object) -> None:
        self.radio.setChecked(True)
        self.radio.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
