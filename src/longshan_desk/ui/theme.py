"""How the program looks: its fonts by name, its few colours, and the one stylesheet made of them.

Every screen takes its colours from ``PALETTE`` and its look from ``resources/theme.qss``; widgets
say what they are (``mark(label, role="note", tone="late")``), never how they look.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from longshan_desk.paths import resource

FONTS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "SimSun-ExtB",
)
SIZES = {10.5: "标准", 12.0: "大", 14.0: "特大"}
BASE_SIZE = 10.5


@dataclass(frozen=True)
class Palette:
    """The named colours. Red only for late, amber for soon; everything else is calm."""

    ink: str = "#1c2b32"
    ink_soft: str = "#52636b"
    ink_faint: str = "#84939a"
    ground: str = "#f2f5f6"
    surface: str = "#ffffff"
    hover: str = "#f5f9fa"
    neutral_tint: str = "#e9eef0"
    line: str = "#dce3e6"
    line_strong: str = "#bcc8cd"
    accent: str = "#14666f"
    accent_deep: str = "#0d4b53"
    accent_tint: str = "#e2f0f1"
    accent_line: str = "#b4d5d8"
    late: str = "#b3261e"
    late_tint: str = "#fcebe9"
    late_line: str = "#eab5b0"
    soon: str = "#855300"
    soon_tint: str = "#fff2d9"
    soon_line: str = "#e9b44c"
    rail: str = "#17323a"
    rail_hover: str = "#20424b"
    rail_active: str = "#2a525c"
    rail_text: str = "#c3d3d7"
    rail_mark: str = "#6fc3c9"
    toast_link: str = "#8fd6db"


PALETTE = Palette()

TONES = ("", "accent", "late", "soon", "muted", "plain")


def colour(name: str) -> QColor:
    """A palette colour for code that paints."""
    return QColor(getattr(PALETTE, name))


def mark(widget: QWidget, **properties: object) -> None:
    """Say what a widget is (``role``, ``kind``, ``tone`` …) and let the stylesheet dress it."""
    from PySide6.QtCore import Qt

    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def apply(app: QApplication, size: float = BASE_SIZE) -> None:
    """Dress the whole program; call again with another size of ``SIZES`` to change it."""
    from PySide6.QtCore import QDir

    worn = app.property("longshan_size")
    if worn == size:
        return
    app.setProperty("longshan_size", size)
    if worn is None:
        QDir.addSearchPath("icon", str(resource("icons")))
        app.setStyle("Fusion")
        app.setPalette(_palette())
        _speak_chinese(app)
    font = QFont()
    font.setFamilies(list(FONTS))
    font.setPointSizeF(size)
    app.setFont(font)
    app.setStyleSheet(stylesheet(size))


def stylesheet(size: float = BASE_SIZE) -> str:
    """The look at a font size in points, with every ``$name`` filled in."""
    text = resource("theme.qss").read_text(encoding="utf-8")
    return Template(text).substitute(asdict(PALETTE), **_sizes(size))


def text_height() -> int:
    """One line of the current font in pixels, the measure for sizes that must grow with it."""
    return QFontMetrics(QApplication.font()).height()


def em() -> int:
    """The width of one Chinese character, the measure for columns and fields."""
    return QFontMetrics(QApplication.font()).horizontalAdvance("字")


def _sizes(size: float) -> dict[str, float]:
    line = size * 4 / 3  # CSS pixels in a point
    return {
        "pt_note": size - 1,
        "pt_heading": size + 2,
        "pt_title": size + 5.5,
        "pt_figure": size + 9,
        "px_button": round(line * 1.5),
        "px_chip": round(line * 1.6),
        "px_item": round(line * 2),
        "px_rail": round(line * 0.8),
    }


def _palette() -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, name in (
        (roles.Window, "ground"),
        (roles.WindowText, "ink"),
        (roles.Base, "surface"),
        (roles.AlternateBase, "hover"),
        (roles.Text, "ink"),
        (roles.Button, "surface"),
        (roles.ButtonText, "ink"),
        (roles.Highlight, "accent"),
        (roles.HighlightedText, "surface"),
        (roles.PlaceholderText, "ink_faint"),
        (roles.Link, "accent"),
        (roles.Mid, "line"),
        (roles.Accent, "accent"),
    ):
        palette.setColor(role, colour(name))
    return palette


def _speak_chinese(app: QApplication) -> None:
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    chinese = QLocale(QLocale.Language.Chinese, QLocale.Country.China)
    QLocale.setDefault(chinese)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(chinese, "qtbase", "_", folder):
        app.installTranslator(translator)
