"""Where things live: the folders of a desk's home, the program's own files, the clerk's papers.

Nothing here touches the disk except ``DeskPaths.create``.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

APP_NAME = "LongshanDesk"
PAPERS_FOLDER = "龙山村务"


@dataclass(frozen=True)
class DeskPaths:
    """The files and folders of one desk, all below its home."""

    home: Path

    @property
    def database(self) -> Path:
        return self.home / "desk.sqlite"

    @property
    def lock_file(self) -> Path:
        return self.home / "desk.lock"

    @property
    def settings_file(self) -> Path:
        """How this PC's window looks; never travels and holds no records."""
        return self.home / "window.json"

    @property
    def backups(self) -> Path:
        return self.home / "backups"

    @property
    def attachments(self) -> Path:
        return self.home / "attachments"

    @property
    def papers(self) -> Path:
        """Issued papers as they were issued, for reprinting."""
        return self.home / "papers"

    @property
    def drafts(self) -> Path:
        return self.home / "drafts"

    @property
    def outbox(self) -> Path:
        """Packages this desk has made."""
        return self.home / "outbox"

    @property
    def inbox(self) -> Path:
        """Packages this desk has received."""
        return self.home / "inbox"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def log_file(self) -> Path:
        return self.logs / "desk.log"

    @property
    def folders(self) -> tuple[Path, ...]:
        return (
            self.home,
            self.backups,
            self.attachments,
            self.papers,
            self.drafts,
            self.outbox,
            self.inbox,
            self.logs,
        )

    def create(self) -> DeskPaths:
        """Make the folders that are not there yet."""
        from longshan_desk.files import os_errors

        with os_errors(self.home, "建立数据文件夹"):
            for folder in self.folders:
                folder.mkdir(parents=True, exist_ok=True)
        return self


def default_home() -> Path:
    """The desk's folder when none is named."""
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False)


def state_dir() -> Path:
    """What belongs to this PC and not to a desk; ``LONGSHAN_STATE_DIR`` overrides."""
    named = os.environ.get("LONGSHAN_STATE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_state_path

    return user_state_path(APP_NAME, appauthor=False)


def output_dir() -> Path:
    """Where papers and sheets for the clerk are written; ``LONGSHAN_OUTPUT_DIR`` overrides."""
    named = os.environ.get("LONGSHAN_OUTPUT_DIR")
    if named:
        return Path(named)
    from platformdirs import user_documents_path

    return user_documents_path() / PAPERS_FOLDER


def resource(name: str) -> Path:
    """A file of the program itself, ``name`` relative to ``resources/``."""
    return _resources() / name


def _resources() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    # In a checkout src/longshan_desk lies two levels below the folder that holds resources/.
    return installed if installed.is_dir() else package.parents[1] / "resources"
