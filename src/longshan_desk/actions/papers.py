"""Papers as files: where they go, what they are called, and what happens when one is open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from longshan_desk.domain.calendar import Month
from longshan_desk.errors import FileOpenError
from longshan_desk.files import free_name, os_errors, write_atomically
from longshan_desk.paths import output_dir

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written; ``instead_of`` names the one left as it is: another program holds
    it open, or somebody finished it by hand."""

    path: Path
    instead_of: Path | None = None
    by_hand: bool = False

    @property
    def said(self) -> str:
        if self.instead_of is None:
            return f"已保存：{self.path}"
        if self.by_hand:
            return f"“{self.instead_of.name}”手工改过，没有覆盖，已另存为“{self.path.name}”。"
        return f"“{self.instead_of.name}”正在其他程序中打开，已另存为“{self.path.name}”。"


def output_folder(day: date, folder: str) -> Path:
    """``文档/龙山村务/2022-04/说事会``: one folder a month, in it one for each kind of work."""
    return output_dir() / str(Month.of(day)) / folder


def file_name(name: str, suffix: str) -> str:
    """A paper's name as every system's disks take it."""
    plain = _FORBIDDEN.sub("－", name).strip(" .")
    return f"{plain[:_LONGEST]}{suffix}"


def write_file(folder: Path, name: str, suffix: str, data: bytes) -> Written:
    """Write one file; beside it as ``…(2)`` where that name is held open, or is a Word file that
    was finished by hand: work that is nowhere else."""
    with os_errors(folder, "建立文件夹"):
        folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(name, suffix)
    try:
        if suffix == ".docx" and _is_changed_by_hand(path):
            beside = free_name(path)
            write_atomically(beside, data)
            return Written(beside, path, by_hand=True)
        write_atomically(path, data)
    except FileOpenError:
        if not path.exists():
            raise
        beside = free_name(path)
        write_atomically(beside, data)
        return Written(beside, path)
    return Written(path)


def _is_changed_by_hand(path: Path) -> bool:
    from longshan_desk.documents.word import is_changed_by_hand

    with os_errors(path, "读取文件"):
        return path.exists() and is_changed_by_hand(path)


def write_pages(folder: Path, name: str, pages: Sequence[bytes]) -> list[Written]:
    """Pictures of a paper: one a page, numbered where there are several."""
    names = [name] if len(pages) == 1 else [f"{name}-{n}" for n in range(1, len(pages) + 1)]
    return [write_file(folder, one, ".png", data) for one, data in zip(names, pages, strict=True)]
