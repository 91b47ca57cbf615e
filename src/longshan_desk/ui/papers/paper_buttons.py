"""预览 · 打印 · 存为 Word · 存为 PDF · 打开所在文件夹: the same row wherever a paper can be had."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from longshan_desk.actions.papers import Written
from longshan_desk.errors import AppError
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.papers import output
from longshan_desk.ui.papers.offers import Outgoing
from longshan_desk.ui.tasks import Job
from longshan_desk.ui.widgets.buttons import button, shortcut

SENT = "已送到打印机。没有印全的，再按“打印”，从那一页接着印。"
MANY = 8
"""From so many files on the work thread writes them, and shows how far it is."""


class PaperButtons(QWidget):
    """``papers(issues)`` gives what goes out; with ``issues`` it is kept as issued once it is
    on the printer or in a PDF. ``preview()`` shows it. ``said`` tells what was written."""

    said = Signal(str)

    def __init__(
        self,
        context: Context,
        papers: Callable[[bool], list[Outgoing]],
        preview: Callable[[], object],
        *,
        print_words: str = "打印",
        kind: str = "primary",
    ) -> None:
        super().__init__()
        self._context = context
        self._papers = papers
        self._folder: Path | None = None
        self.preview = button("预览", preview, tip="Ctrl+Shift+P", looks=True)
        self.print = button(print_words, self._print, kind=kind, icon_name="print", tip="Ctrl+P")
        self.word = button("存为 Word", partial(self._save, word=True), tip="Ctrl+S")
        self.pdf = button("存为 PDF", partial(self._save, word=False), tip="Ctrl+Shift+S")
        self.folder = button("打开所在文件夹", self._open_folder, kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for one in self.buttons():
            row.addWidget(one)

    def buttons(self) -> tuple[QWidget, ...]:
        return (self.preview, self.print, self.word, self.pdf, self.folder)

    def listen_on(self, widget: QWidget) -> None:
        """The keys of the buttons, while the focus is inside ``widget``."""
        for keys, one in (
            ("Ctrl+Shift+P", self.preview),
            ("Ctrl+P", self.print),
            ("Ctrl+S", self.word),
            ("Ctrl+Shift+S", self.pdf),
        ):
            shortcut(keys, widget, one)

    def _collected(self, issues: bool) -> list[Outgoing]:
        try:
            return self._papers(issues)
        except AppError as error:
            speaker.tell(self, error)
            return []

    def _print(self) -> None:
        if papers := self._collected(True):
            try:
                if output.print_papers(self, self._context, papers):
                    self.said.emit(SENT)
            except AppError as error:
                speaker.tell(self, error)

    def _save(self, *, word: bool) -> None:
        papers = self._collected(not word)
        if not papers:
            return
        save = output.save_word if word else output.save_pdf
        if len(papers) >= MANY:
            self._save_many(papers, save)
            return
        try:
            self._say(save(self._context, papers))
        except AppError as error:
            speaker.tell(self, error)

    def _save_many(self, papers: list[Outgoing], save: Callable[..., list[Written]]) -> None:
        def work(job: Job) -> list[Written]:
            return save(self._context, papers, job.step)

        self._context.tasks.run(
            work, on_done=self._say, owner=self, title=f"保存 {len(papers)} 份文书", disable=self
        )

    def _say(self, files: Sequence[Written]) -> None:
        self._folder = _common_folder(files)
        beside = [file.said for file in files if file.instead_of]
        many = len(files) > 1
        said = f"已保存 {len(files)} 份到 {self._folder}" if many else files[0].said
        lines = "\n".join([said, *beside]) if many else said
        self.said.emit(lines)
        speaker.toast(self, lines, undo=self._open_folder, verb="打开文件夹")

    def _open_folder(self) -> None:
        try:
            folder = self._folder or self._usual_folder()
            output.open_folder(folder)
        except AppError as error:
            speaker.tell(self, error)

    def _usual_folder(self) -> Path:
        """Where it would be written: the month's folder of the first paper."""
        from longshan_desk.actions.papers import output_folder

        papers = self._papers(False)
        if papers:
            return output.folder_of(self._context, papers[0].paper.kind)
        return output_folder(self._context.today(), "")


def _common_folder(files: Sequence[Written]) -> Path:
    """Where all of them lie, each kind of work in a folder of its own."""
    return Path(os.path.commonpath([file.path.parent for file in files]))
