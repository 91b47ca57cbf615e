"""The sticks that are plugged in, and the field that one of them is chosen with."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStorageInfo, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.fields import Field
from longshan_desk.ui.widgets.words import words

LOOK_EVERY_MS = 2_000
NO_STICK = "没有插U盘"
_MOUNTED_UNDER = ("/media/", "/run/media/")
_MOUNTED_BY_HAND = Path("/mnt")
_REMOVABLE = 2
"""What Windows calls DRIVE_REMOVABLE."""


@dataclass(frozen=True)
class Stick:
    path: Path
    name: str
    free: int

    @property
    def words(self) -> str:
        return f"{self.name}（剩余 {size_words(self.free)}）"


def plugged_in() -> list[Stick]:
    """The sticks of this moment; a disk of the computer is none."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        path = Path(volume.rootPath())
        if volume.isValid() and volume.isReady() and _is_stick(path):
            name = volume.name() or path.name
            shown = f"{name} {path.drive}".strip() if path.drive else name or str(path)
            found.append(Stick(path, shown, volume.bytesAvailable()))
    return found


def _is_stick(path: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive = f"{path.drive}\\"
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == _REMOVABLE)
    is_there = str(path).startswith(_MOUNTED_UNDER) or path.parent == _MOUNTED_BY_HAND
    return is_there and os.access(path, os.R_OK)


def size_words(size: int) -> str:
    """1.2 GB, 35 MB, 少于 1 MB."""
    if size >= 1 << 30:
        return f"{size / (1 << 30):.1f} GB"
    return f"{size >> 20} MB" if size >= 1 << 20 else "不到 1 MB"


class StickBox(QWidget):
    """``folder`` is the chosen stick or folder; ``changed`` when it is another one.

    While it is on screen it looks for sticks every two seconds; the first that is plugged in is
    chosen by itself, and a choice made by hand stays while that stick is there.
    """

    changed = Signal()

    def __init__(self, title: str = "U盘") -> None:
        super().__init__()
        self._extra: Stick | None = None
        self._shown: list[Stick] = []
        self.box = QComboBox()
        self.box.setAccessibleName(title or "U盘")
        self.folder_button = button("选文件夹…", self._choose, kind="quiet")
        self._watch = QTimer(self, interval=LOOK_EVERY_MS)
        self._watch.timeout.connect(self.look)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if title:
            row.addWidget(words(title, "label"))
        row.addWidget(self.box, 1)
        row.addWidget(self.folder_button)
        self.setFocusProxy(self.box)
        self.box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.look()

    @property
    def folder(self) -> Path | None:
        found: Path | None = self.box.currentData()
        return found

    def set_folder(self, folder: Path) -> None:
        """A folder that is no stick, or one that was not found by itself."""
        self._extra = Stick(folder, str(folder), -1)
        self._fill(folder)

    def look(self) -> None:
        self._fill(self.folder)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()
        self._watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._watch.stop()
        super().hideEvent(event)

    def _fill(self, chosen: Path | None) -> None:
        found = plugged_in()
        if self._extra is not None and all(one.path != self._extra.path for one in found):
            found.append(self._extra)
        before = self.folder
        if found != self._shown or self.box.count() == 0 or chosen != before:
            self._shown = found
            self.box.blockSignals(True)
            self.box.clear()
            for one in found:
                self.box.addItem(one.name if one.free < 0 else one.words, one.path)
            if not found:
                self.box.addItem(NO_STICK, None)
            at = next((n for n, one in enumerate(found) if one.path == chosen), 0)
            self.box.setCurrentIndex(at)
            self.box.blockSignals(False)
        if self.folder != before:
            self.changed.emit()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "选择U盘或文件夹")
        if folder:
            self.set_folder(Path(folder))


class StickField(Field):
    """A stick as a field of a form; the value is its folder."""

    def __init__(self, key: str, title: str, **looks: Any) -> None:
        self.stick = StickBox("")
        super().__init__(key, title, self.stick, **looks)
        self.stick.changed.connect(self.edited)

    def value(self) -> Path | None:
        return self.stick.folder

    def set_value(self, value: Any) -> None:
        if value is not None:
            self.stick.set_folder(Path(value))
