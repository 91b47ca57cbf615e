"""The full copy for the village's own stick: all of a desk in one file under a passphrase (R52)."""

from __future__ import annotations

import json
import re
import secrets
import zipfile
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import longshan_desk
from longshan_desk.data import passphrase as secret
from longshan_desk.data.cipher_stream import Progress, Step, Tap, true_errors
from longshan_desk.data.full_copy_file import (
    DATABASE,
    FOLDERS,
    FORMAT,
    KEY,
    LIST,
    README,
    SUFFIX,
    Entry,
    FullCopy,
    Listing,
)
from longshan_desk.data.snapshot import Contents, discard, flush_to_disk, take_snapshot
from longshan_desk.errors import FileUnreadableError, MediumError
from longshan_desk.files import check_free_space, free_name, os_errors, replace_patiently
from longshan_desk.paths import DeskPaths

_WORDS = f"""这是“龙山村务”程序的完整备份，内容都已加密。
恢复：在任何一台电脑上打开程序，选“恢复备份”，选这个文件，输入口令。
没有本程序时：用任何 age 工具（https://age-encryption.org）以口令解开 {KEY}，
得到的钥匙能解开其余文件；
{LIST} 里写明每个编号是哪一个文件。
"""


def make_full_copy(
    paths: DeskPaths,
    target_dir: Path,
    passphrase: str,
    *,
    step: Step | None = None,
    now: datetime | None = None,
) -> Path:
    """Write a full copy into ``target_dir`` and read it back; the file is there only once proved.

    Raises ``BadValueError`` (passphrase), ``DiskFullError``, ``MediumError``,
    ``FileMissingError``; whatever is raised, no unfinished file keeps the copy's name.
    """
    secret.check_new_passphrase(passphrase)
    now = now or datetime.now()
    database = paths.backups / f"完整备份-{secrets.token_hex(4)}.part"
    try:
        with os_errors(paths.backups, "备份"):
            paths.backups.mkdir(parents=True, exist_ok=True)
        held = take_snapshot(paths.database, database)
        sources = [(DATABASE, database), *_files_of(paths)]
        with os_errors(target_dir, "完整备份"):
            _check_space(target_dir, sources)
            path = free_name(
                target_dir / f"{_readable(held.office)}完整备份-{now:%Y-%m-%d-%H%M}{SUFFIX}"
            )
            return _write_and_prove(path, passphrase, sources, held, now, step)
    finally:
        discard(database)


def _write_and_prove(
    path: Path,
    passphrase: str,
    sources: list[tuple[str, Path]],
    held: Contents,
    now: datetime,
    step: Step | None,
) -> Path:
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    total = 2 * sum(source.stat().st_size for _, source in sources if source.exists())
    progress = Progress(step, total)
    try:
        _write(part, passphrase, sources, held, now, progress)
        flush_to_disk(part)
        progress.text = "正在读回核对"
        _prove(part, passphrase, progress)
        replace_patiently(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return path


def _prove(part: Path, passphrase: str, progress: Progress) -> None:
    try:
        with FullCopy(part, passphrase) as copy:
            for entry in copy.listing.files:
                copy.read(entry, None, progress)
    except FileUnreadableError as error:
        raise MediumError(
            "完整备份没有成功：写进U盘的内容读回来不一样，U盘可能坏了。",
            hint="请换一个U盘再做一次。",
            where=str(part.parent),
        ) from error


def _write(
    part: Path,
    passphrase: str,
    sources: list[tuple[str, Path]],
    held: Contents,
    now: datetime,
    progress: Progress,
) -> None:
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    recipient = identity.to_public()
    entries = []
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(README, _WORDS)
        for number, (name, source) in enumerate(sources, 1):
            entry = _add(archive, f"{number:06}.age", name, source, recipient, progress)
            if entry is not None:
                entries.append(entry)
        listing = Listing(
            now.isoformat(timespec="seconds"),
            held.office,
            longshan_desk.__version__,
            held.revision,
            held.households,
            held.matters,
            tuple(entries),
        )
        words = json.dumps({"format": FORMAT, **asdict(listing)}, ensure_ascii=False)
        archive.writestr(LIST, pyrage.encrypt(words.encode(), [recipient]))
        archive.writestr(KEY, secret.seal(str(identity).encode(), passphrase))


def _add(
    archive: zipfile.ZipFile,
    member: str,
    name: str,
    source: Path,
    recipient: Any,
    progress: Progress,
) -> Entry | None:
    """Encrypt one file into the archive; ``None`` for a draft that was saved meanwhile."""
    import pyrage

    with os_errors(source, "读取文件"):
        try:
            plain = source.open("rb")
        except FileNotFoundError:
            if name.startswith("drafts/"):
                return None
            raise
    with plain, archive.open(member, "w", force_zip64=True) as out:
        reader = Tap(plain, source, "读取文件", progress)
        writer = Tap(out, Path(str(archive.filename)), "完整备份")
        with true_errors(reader, writer):
            pyrage.encrypt_io(reader, writer, [recipient])
    return Entry(name, member, reader.size, reader.hash.hexdigest())


def _files_of(paths: DeskPaths) -> list[tuple[str, Path]]:
    """Attachments, issued papers and drafts by their path below the home."""
    return [
        (path.relative_to(paths.home).as_posix(), path)
        for name in FOLDERS
        for path in sorted((paths.home / name).rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix not in (".tmp", ".part")
    ]


def _check_space(folder: Path, sources: list[tuple[str, Path]]) -> None:
    sizes = [source.stat().st_size for _, source in sources if source.exists()]
    check_free_space(folder, sum(sizes) + 1024 * len(sizes), "完整备份")


def _readable(name: str) -> str:
    """A village's name as part of a file name that every stick takes."""
    return re.sub(r'[\\/:*?"<>|\s\x00-\x1f]+', "", name)[:40]
