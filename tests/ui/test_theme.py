from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from longshan_desk.paths import resource
from longshan_desk.ui import theme
from longshan_desk.ui.theme import PALETTE, SIZES, stylesheet
from longshan_desk.ui.widgets.icons import icon, pixmap
from longshan_desk.ui.widgets.words import badge


def _light(colour: str) -> float:
    parts = QColor(colour).getRgbF()[:3]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (PALETTE.ink, PALETTE.surface),
        (PALETTE.ink, PALETTE.accent_tint),
        (PALETTE.ink_soft, PALETTE.ground),
        (PALETTE.late, PALETTE.late_tint),
        (PALETTE.soon, PALETTE.soon_tint),
        (PALETTE.accent_deep, PALETTE.accent_tint),
        (PALETTE.surface, PALETTE.accent),
        (PALETTE.rail_text, PALETTE.rail),
        (PALETTE.toast_link, PALETTE.ink),
    ],
)
def test_words_can_be_read_on_their_ground(ink: str, ground: str) -> None:
    assert _contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("size", SIZES)
def test_the_stylesheet_is_filled_in_at_every_size(size: float) -> None:
    assert "$" not in stylesheet(size)


def test_the_fonts_are_named_for_windows_and_linux(qapp: QApplication) -> None:
    families = qapp.font().families()
    assert families[0] == "Microsoft YaHei UI"
    assert "Noto Sans CJK SC" in families


def test_standard_buttons_speak_chinese(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"


def test_qt_itself_is_translated() -> None:
    assert QCoreApplication.translate("QLineEdit", "&Copy") == "复制(&C)"


@pytest.mark.parametrize("path", sorted(resource("icons").glob("*.svg")), ids=lambda p: p.stem)
def test_every_icon_draws_something(path: object, qapp: QApplication) -> None:
    drawn = icon(path.stem).pixmap(20, 20).toImage()  # type: ignore[attr-defined]
    assert any(drawn.pixelColor(x, y).alpha() for x in range(20) for y in range(20))


def test_icons_stay_sharp_on_a_screen_at_150_percent(qapp: QApplication) -> None:
    assert pixmap("home", size=20, scale=1.5).width() == 30


def test_a_badge_is_coloured_by_its_tone(qtbot: QtBot) -> None:
    late = badge("已超 5 天", "late")
    qtbot.addWidget(late)
    late.show()
    assert late.grab().toImage().pixelColor(5, late.height() // 2) == theme.colour("late_tint")


def test_marking_a_shown_widget_changes_its_look(qtbot: QtBot) -> None:
    label = badge("到期", "soon")
    qtbot.addWidget(label)
    label.show()
    theme.mark(label, tone="late")
    assert label.grab().toImage().pixelColor(5, label.height() // 2) == theme.colour("late_tint")
