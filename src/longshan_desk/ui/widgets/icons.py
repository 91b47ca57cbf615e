"""The program's own line icons, drawn in one colour of the palette."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from longshan_desk.paths import resource
from longshan_desk.ui.theme import PALETTE


@cache
def icon(name: str, colour: str = "ink_soft", size: int = 20, checked: str = "") -> QIcon:
    """``resources/icons/<name>.svg`` in a palette colour; ``checked`` is its colour when on."""
    made = QIcon()
    _draw_into(made, name, colour, size, QIcon.State.Off)
    if checked:
        _draw_into(made, name, checked, size, QIcon.State.On)
    return made


def pixmap(name: str, colour: str = "ink_soft", size: int = 20, scale: float = 1.0) -> QPixmap:
    """The icon as a picture for labels; ``scale`` is the screen's."""
    drawn = _draw(_svg(name), getattr(PALETTE, colour), round(size * scale))
    drawn.setDevicePixelRatio(scale)
    return drawn


def _draw_into(made: QIcon, name: str, colour: str, size: int, state: QIcon.State) -> None:
    pixels = round(size * _finest_scale())
    made.addPixmap(_draw(_svg(name), getattr(PALETTE, colour), pixels), QIcon.Mode.Normal, state)


def _draw(svg: str, colour: str, pixels: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(svg.replace("#000", colour).encode()))
    canvas = QPixmap(QSize(pixels, pixels))
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return canvas


@cache
def _svg(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


def _finest_scale() -> float:
    """The scale of the finest screen; a coarser one shows the same picture smaller."""
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
