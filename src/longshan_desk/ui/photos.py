"""Making any picture a photo that may be kept: smaller, as JPEG, and without where it was taken."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from longshan_desk.domain.photos import LONGEST_SIDE
from longshan_desk.errors import FileMissingError, FileUnreadableError

_QUALITY = 85
_LARGEST = 512
"""Megabytes that reading one picture may take."""


def photo_of(file: Path) -> bytes:
    """R10: the picture in ``file`` as ``actions.attachments.attach_photo`` takes it.

    Turned upright as the camera noted; nothing of what the camera wrote goes over, since only the
    points are kept. Raises ``FileMissingError`` and ``FileUnreadableError``.
    """
    if not file.is_file():
        raise FileMissingError(
            f"找不到照片“{file.name}”。", hint="请确认它还在原来的地方。", where=str(file)
        )
    QImageReader.setAllocationLimit(_LARGEST)
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(_fitting(size))
    image = reader.read()
    if image.isNull():
        raise FileUnreadableError(
            f"“{file.name}”不是能打开的照片。",
            hint="请选 JPG 或 PNG 格式的照片；手机的 HEIC 照片请先转成 JPG。",
            where=str(file),
        )
    return _jpeg(_on_white(image))


def _fitting(size: QSize) -> QSize:
    return size.scaled(QSize(LONGEST_SIDE, LONGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio)


def _on_white(image: QImage) -> QImage:
    """A fresh picture of the same points: texts that came with the file stay behind."""
    size = image.size()
    if max(size.width(), size.height()) > LONGEST_SIDE:
        size = _fitting(size)
    made = QImage(size, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(made.rect(), image)
    painter.end()
    return made


def _jpeg(image: QImage) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]
    return bytes(kept.data())
