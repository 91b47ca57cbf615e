"""The file format of a full copy, and reading it (R52).

A full copy is an ordinary ZIP file whose members are age files, so that it can be opened in
twenty years without this program: ``key.age`` needs the passphrase and holds the key of all the
others, ``list.age`` says which file each numbered member is. Everything streams: the size of the
attachments does not matter to the memory.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Self

import longshan_desk
from longshan_desk.data import passphrase as secret
from longshan_desk.data.cipher_stream import Progress, Tap, true_errors
from longshan_desk.data.snapshot import flush_to_disk
from longshan_desk.errors import FileUnreadableError, NewerDatabaseError
from longshan_desk.files import os_errors

SUFFIX = ".lscopy"
FORMAT = 1
DATABASE = "desk.sqlite"
FOLDERS = ("attachments", "papers", "drafts")

KEY, LIST, README = "key.age", "list.age", "说明.txt"


@dataclass(frozen=True)
class Entry:
    """One file of the desk: its path below the home, and the ZIP member that holds it."""

    path: str
    member: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Listing:
    """What a full copy says of itself."""

    made_at: str
    office: str
    app_version: str
    revision: str
    households: int
    matters: int
    files: tuple[Entry, ...]

    @property
    def size(self) -> int:
        return sum(entry.size for entry in self.files)


def is_full_copy(path: Path) -> bool:
    """Whether this file is, or was meant to be, a full copy."""
    with os_errors(path, "打开备份"), path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04" or path.suffix.lower() == SUFFIX


class FullCopy:
    """A full copy opened with its passphrase.

    Opening raises ``WrongPassphraseError``, ``FileUnreadableError`` for what is cut short or
    damaged, and ``NewerDatabaseError`` for a copy made by a newer program.
    """

    def __init__(self, path: Path, passphrase: str | None) -> None:
        import pyrage

        self.path = path
        with os_errors(path, "打开备份"), self._damage_told():
            self._archive = zipfile.ZipFile(path)
        try:
            with os_errors(path, "打开备份"), self._damage_told():
                sealed = self._archive.read(KEY)
                if passphrase is None:
                    raise secret.wrong_passphrase(missing=True)
                key = secret.unseal(sealed, passphrase).decode()
                self._identity = pyrage.x25519.Identity.from_str(key)
                self.listing = self._read_listing()
        except BaseException:
            self.close()
            raise

    def _read_listing(self) -> Listing:
        import pyrage

        words = json.loads(pyrage.decrypt(self._archive.read(LIST), [self._identity]))
        if words.pop("format") > FORMAT:
            raise NewerDatabaseError(
                f"这份完整备份由较新的程序（版本 {words.get('app_version') or '未知'}）写成，"
                f"本机程序版本 {longshan_desk.__version__} 打不开。",
                hint="请先升级本机程序，再恢复。",
                where=str(self.path),
            )
        files = tuple(Entry(**entry) for entry in words.pop("files"))
        listing = Listing(files=files, **words)
        if not all(is_safe(entry.path) for entry in files) or DATABASE not in {
            entry.path for entry in files
        }:
            raise self._damaged()
        return listing

    def read(self, entry: Entry, target: Path | None, progress: Progress | None = None) -> None:
        """Decrypt one file to ``target`` (nowhere if ``None``) and prove it by its hash."""
        import pyrage

        with os_errors(target or self.path, "恢复"), self._damage_told():
            if target is not None:
                target.parent.mkdir(parents=True, exist_ok=True)
            out = target.open("xb") if target is not None else None
            try:
                writer = Tap(out, target or self.path, "恢复", progress)
                with self._archive.open(entry.member) as sealed:
                    reader = Tap(sealed, self.path, "读取备份")
                    with true_errors(reader, writer):
                        pyrage.decrypt_io(reader, writer, [self._identity])
            finally:
                if out is not None:
                    out.close()
            if (writer.size, writer.hash.hexdigest()) != (entry.size, entry.sha256):
                raise self._damaged()
            if target is not None:
                flush_to_disk(target)

    @contextmanager
    def _damage_told(self) -> Iterator[None]:
        import pyrage

        unreadable = (
            zipfile.BadZipFile,
            pyrage.DecryptError,
            pyrage.IdentityError,
            KeyError,
            ValueError,
            TypeError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        )
        try:
            yield
        except unreadable as error:
            raise self._damaged() from error
        except OSError as error:
            if error.errno is None:  # pyrage's word for a member that is cut short
                raise self._damaged() from error
            raise

    def _damaged(self) -> FileUnreadableError:
        return FileUnreadableError(
            f"这份完整备份不完整或已损坏（{self.path.name}）。",
            hint="请换一份较早的备份，或换一个U盘接口再试；数据没有改动。",
            where=str(self.path),
        )

    def close(self) -> None:
        self._archive.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def is_safe(name: str) -> bool:
    """Whether a listed path stays below the home, in a folder where it belongs."""
    path = PurePosixPath(name)
    if name != path.as_posix() or path.is_absolute() or re.search(r'[\\:*?"<>|\x00-\x1f]', name):
        return False
    inside = name == DATABASE or (len(path.parts) > 1 and path.parts[0] in FOLDERS)
    return inside and not any(part.rstrip(". ") != part for part in path.parts)
