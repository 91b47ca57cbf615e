"""The photos of a record: added by a button or dropped, small in a row, viewed large (R10)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImageReader, QKeyEvent, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from longshan_desk.actions.attachments import attach_photo, remove_photo
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.errors import AppError
from longshan_desk.queries.photos import photo_path
from longshan_desk.queries.visits import PhotoRow
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.photos import photo_of
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.theme import mark, text_height
from longshan_desk.ui.visits.visit_fields import PICTURES
from longshan_desk.ui.widgets.buttons import button, icon_button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.flow import FlowLayout
from longshan_desk.ui.widgets.looking import is_offered
from longshan_desk.ui.widgets.words import words

_NONE = "没有照片。可以把照片拖到这里，拍摄地点不会保留。"
_GONE = "照片文件不在这台电脑上"


class PhotoCard(Card):
    """Pictures may be dropped anywhere on it."""

    def __init__(
        self,
        context: Context,
        kind: Attached,
        record_id: str,
        photos: Sequence[PhotoRow],
        title: str = "照片",
        none: str = _NONE,
    ) -> None:
        self.add_button = button("添加照片…", self._choose, kind="quiet", icon_name="attach")
        super().__init__(title, f"{len(photos)} 张" if photos else "", self.add_button)
        self._context, self._kind, self._record_id = context, kind, record_id
        self.photos = list(photos)
        self.setAcceptDrops(True)
        if not photos:
            self.add(words(none, "note", wrap=True))
            return
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        flow.setContentsMargins(0, 0, 0, 0)
        for at, photo in enumerate(self.photos):
            flow.addWidget(_Small(context, photo, partial(self.view, at)))
        self.add(row)

    def add_files(self, files: Sequence[Path]) -> None:
        """Make them small and forget where they were taken, on the work thread; then keep them.
        The card may be gone by then: the page is built anew after every act."""
        context, kind, record_id, window = (
            self._context, self._kind, self._record_id, self.window()
        )  # fmt: skip

        def work(job: Job) -> list[bytes]:
            found = []
            for at, file in enumerate(files):
                job.step(at, len(files))
                found.append(photo_of(file))
            return found

        def keep(photos: Sequence[bytes]) -> None:
            try:
                for photo in photos:
                    attach_photo(context.store, kind, record_id, photo)
            except AppError as exc:
                speaker.tell(window, exc)
                return
            speaker.toast(window, f"已添加照片 {len(photos)} 张")

        context.tasks.run(work, on_done=keep, owner=window, title="添加照片")

    def view(self, at: int) -> None:
        PhotoViewer(self, self._context, self.photos, at).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _pictures(event) and is_offered(self):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add_files(_pictures(event))

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "添加照片", "", PICTURES)
        if chosen:
            self.add_files([Path(one) for one in chosen])


def _pictures(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


class _Small(LinkRow):
    def __init__(self, context: Context, photo: PhotoRow, view: object) -> None:
        self.picture = QLabel(_GONE)
        self.picture.setWordWrap(True)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        side = text_height() * 6
        self.picture.setFixedSize(round(side * 4 / 3), side)
        super().__init__(self.picture)
        self.setAccessibleName(photo.caption or "照片")
        self.setToolTip(photo.caption or "看大图")
        points = _read(photo_path(context.store, photo.digest), self.picture.size())
        if not points.isNull():
            self.picture.setPixmap(points)
        self.opened.connect(view)


class PhotoViewer(QDialog):
    """One photo in large; ← → turn, 删除 can be taken back."""

    def __init__(
        self, parent: QWidget, context: Context, photos: Sequence[PhotoRow], at: int
    ) -> None:
        super().__init__(parent.window())
        mark(self, role="surface")
        self._context, self._over = context, parent.window()
        self._photos, self.at = list(photos), at
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.caption = words("", "note")
        self.before = icon_button("chevron-left", "上一张（←）", lambda: self.turn(-1), looks=True)
        self.after = icon_button("chevron-right", "下一张（→）", lambda: self.turn(1), looks=True)
        self.remove_button = button("删除照片", self.remove, kind="danger", icon_name="trash")
        row = QHBoxLayout()
        for widget in (self.before, self.after, self.caption):
            row.addWidget(widget, 1 if widget is self.caption else 0)
        row.addWidget(self.remove_button)
        row.addWidget(button("关闭", self.reject, looks=True))
        column = QVBoxLayout(self)
        column.addWidget(self.picture, 1)
        column.addLayout(row)
        room = self.screen().availableGeometry()
        self.resize(min(1100, room.width() - 60), min(760, room.height() - 60))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.turn(0)

    def turn(self, by: int) -> None:
        self.at = min(max(self.at + by, 0), len(self._photos) - 1)
        photo = self._photos[self.at]
        room = self.size() - QSize(40, text_height() * 5)
        points = _read(photo_path(self._context.store, photo.digest), room)
        if points.isNull():
            self.picture.setText(_GONE)
        else:
            self.picture.setPixmap(points)
        self.setWindowTitle(f"照片 {self.at + 1} / {len(self._photos)}")
        self.caption.setText(photo.caption or "")
        self.before.setEnabled(self.at > 0)
        self.after.setEnabled(self.at + 1 < len(self._photos))

    def remove(self) -> None:
        try:
            remove_photo(self._context.store, self._photos[self.at].id)
        except AppError as exc:
            speaker.tell(self, exc)
            return
        self.accept()
        say_done(self._over, self._context, "已删除照片")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn(step)


def _read(file: Path, room: QSize) -> QPixmap:
    """As large as there is room; nothing where it cannot be read."""
    reader = QImageReader(str(file))
    size = reader.size()
    if not size.isValid():
        return QPixmap()
    reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).boundedTo(size))
    return QPixmap.fromImage(reader.read())
