"""Packages on their way in: copied from the stick, kept until they are done, looked at again when
the program was killed in between."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from longshan_desk.data.log.incoming import is_received
from longshan_desk.data.log.refusals import refused
from longshan_desk.data.store import Store
from longshan_desk.errors import AppError, DiskFullError
from longshan_desk.exchange import container, joining, limits
from longshan_desk.exchange.device_list import SignedList
from longshan_desk.exchange.stick import put
from longshan_desk.files import check_free_space, os_errors, replace_patiently
from longshan_desk.paths import DeskPaths

LIST_MAGIC = b"LSLIST\r\n\x1a\x01"
LIST_SUFFIX = ".lslist"
_STAGED = ".staged"
_DEEPEST, _MOST_FILES = 2, 5_000
_KEPT_S = 366 * 24 * 3600
_BLOCK = 1 << 20
_TO_THIS_PC = "把数据包拷到本机"


class NoPackageError(AppError):
    code = "not_found"


@dataclass(frozen=True)
class Staged:
    """A file that was copied to this computer; the stick may be pulled out."""

    source: Path
    path: Path
    sha256: bytes


@dataclass(frozen=True)
class Found:
    """What a folder holds that this program can read, whatever its names are."""

    packages: tuple[Path, ...]
    lists: tuple[Path, ...]


def look_into(path: Path) -> Found:
    """The packages in a file, a folder or a stick. Raises ``NoPackageError``, ``not_ours``, and
    ``MediumError`` for a stick that has just been pulled out."""
    with os_errors(path, "读U盘"):
        return _look_into(path)


def _look_into(path: Path) -> Found:
    if path.is_file():
        if is_list(path):
            return Found((), (path,))
        return Found((path,), tuple(one for one in _files(path.parent) if is_list(one)))
    files = _files_below(path)
    packages = tuple(one for one in files if container.looks_like_package(one))
    lists = tuple(one for one in files if is_list(one))
    if not packages and not lists:
        raise _nothing_in(path, files)
    return Found(packages, lists)


def read_list(path: Path) -> SignedList | None:
    """The device list in a file; nothing if it is damaged."""
    with os_errors(path, "读名单"), path.open("rb") as file:
        data = file.read(limits.DEVICE_LIST)[len(LIST_MAGIC) :]
    try:
        signed = SignedList.from_bytes(data)
        signed.listed  # noqa: B018 - reads it
    except ValueError:
        return None
    return signed


def put_list(signed: SignedList, folder: Path) -> None:
    """The signed device list onto a stick: it says who is who."""
    name = f"设备名单-第{signed.listed.version}版{LIST_SUFFIX}"
    put(folder / name, (LIST_MAGIC + signed.to_bytes(),))


def lists_in(folder: Path) -> list[SignedList]:
    """Every device list on a stick that can be read, whoever signed it."""
    files = [one for one in _files_below(folder) if is_list(one)]
    return [signed for one in files if (signed := read_list(one)) is not None]


def newest_list(folder: Path) -> SignedList:
    """The newest device list on a stick. Raises ``NoPackageError``."""
    lists = lists_in(folder)
    if not lists:
        raise NoPackageError(
            "U盘上没有设备名单。",
            hint="请任一个村用 package make --full 做一次全部数据的上报包，名单会一起写在U盘上。",
            where=str(folder),
        )
    return max(lists, key=lambda one: one.listed.version)


def _files(folder: Path) -> list[Path]:
    with os_errors(folder, "读U盘"):
        if not folder.is_dir():
            return []
        return sorted(one for one in folder.iterdir() if one.is_file())


def _files_below(folder: Path) -> list[Path]:
    """Those of a stick, of its folders and of theirs: somebody may have put them elsewhere. A
    folder that cannot be looked into is passed over; of a whole disk only a part is looked at."""
    found = _files(folder)
    for here, folders, names in os.walk(folder):
        folders.sort()
        if len(Path(here).relative_to(folder).parts) == _DEEPEST or len(found) > _MOST_FILES:
            folders.clear()
        if here != str(folder):
            found += [one for name in sorted(names) if (one := Path(here, name)).is_file()]
    return found


def is_list(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(LIST_MAGIC)) == LIST_MAGIC
    except OSError:
        return False


def _nothing_in(path: Path, files: list[Path]) -> NoPackageError:
    if not path.exists():
        return NoPackageError(
            "找不到这个文件或文件夹。", hint="请检查U盘是否插好。", where=str(path)
        )
    if any(joining.is_welcome(one) for one in files):
        return NoPackageError(
            "这里只有欢迎包，没有数据包。", hint="加入乡镇请用“enrol join”。", where=str(path)
        )
    seen = "、".join(one.name for one in files[:8]) or "什么也没有"
    return NoPackageError(
        "这个文件夹里没有找到数据包。",
        hint=f"看到的是：{seen}。请选U盘；文件夹被病毒隐藏的，请先杀毒再试。",
        where=str(path),
    )


def stage(source: Path, paths: DeskPaths, step: Callable[[int, int], None]) -> Staged:
    """Copy a file from the stick, hashing what is read; half a copy never stays."""
    with os_errors(source, "读数据包"):
        size = source.stat().st_size
    if size > limits.FILE:
        raise refused("damaged", where=source.name)
    with os_errors(paths.inbox, _TO_THIS_PC):
        paths.inbox.mkdir(parents=True, exist_ok=True)
    try:
        check_free_space(paths.inbox, 3 * size + limits.ROOM_TO_RECEIVE, "接收")
    except DiskFullError as full:
        raise refused("no_space", where=source.name, more=f"（{full.message}）") from full
    target = paths.inbox / f".{hashlib.sha256(str(source).encode()).hexdigest()[:16]}{_STAGED}"
    digest, done = hashlib.sha256(), 0
    try:
        with os_errors(target, _TO_THIS_PC), target.open("wb") as out:
            for block in _blocks(source):
                digest.update(block)
                out.write(block)
                done += len(block)
                step(done, size)
    except BaseException:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise
    return Staged(source, target, digest.digest())


def _blocks(source: Path) -> Iterator[bytes]:
    """What the stick refuses is told of the stick, what the computer's disk refuses of that."""
    with os_errors(source, "读数据包"), source.open("rb") as given:
        while block := given.read(_BLOCK):
            yield block


def put_away(staged: Staged, paths: DeskPaths, pkg: str, folder: str) -> Path:
    """Move a staged file to where the finished (``done``) or the refused ones lie."""
    target = paths.inbox / folder
    name = f"{pkg or staged.sha256.hex()[:32]}.lspkg"
    with os_errors(target, "保存数据包"):
        target.mkdir(parents=True, exist_ok=True)
        replace_patiently(staged.path, target / name)
    return target / name


def mark(staged: Staged, pkg: str) -> Staged:
    """Give the staged file the package's own name, by which it is found again after a kill."""
    path = staged.path.with_name(f"{pkg}{_STAGED}")
    with os_errors(path, _TO_THIS_PC):
        replace_patiently(staged.path, path)
    return Staged(staged.source, path, staged.sha256)


def finish_interrupted(store: Store) -> list[str]:
    """Put away what was received when the program was killed; what was not is copied again.

    Returns the packages that were received. Files older than a year go.
    """
    inbox = store.paths.inbox
    if not inbox.is_dir():
        return []
    finished = []
    for path in sorted(inbox.glob(f"*{_STAGED}")):
        pkg = path.name.removesuffix(_STAGED)
        with store.read() as session:
            is_done = is_received(session.connection(), pkg)
        if is_done:
            put_away(Staged(path, path, b""), store.paths, pkg, "done")
            finished.append(pkg)
        else:
            path.unlink(missing_ok=True)
    _forget_old(inbox)
    return finished


def _forget_old(inbox: Path) -> None:
    for folder in ("done", "refused"):
        for path in (inbox / folder).glob("*.lspkg"):
            if time.time() - path.stat().st_mtime > _KEPT_S:
                path.unlink(missing_ok=True)
