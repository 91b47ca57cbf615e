"""The full copy for the stick: all of it, under a passphrase, and never half of it (R52)."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyrage
import pytest

from data.rows import add_household, found_office, run
from longshan_desk.data import full_copy, full_copy_file, passphrase
from longshan_desk.data.full_copy import make_full_copy
from longshan_desk.data.full_copy_file import FullCopy, is_safe
from longshan_desk.data.restore import restore, what_is_in
from longshan_desk.data.store import Store
from longshan_desk.errors import (
    BadValueError,
    CancelledError,
    DiskFullError,
    FileMissingError,
    FileUnreadableError,
    MediumError,
    NewerDatabaseError,
    WrongPassphraseError,
)
from longshan_desk.paths import DeskPaths
from shortcuts import COST_OF_PASSPHRASES

SECRET = "清水 河畔 八棵树"


@pytest.fixture
def filled(store: Store, paths: DeskPaths) -> DeskPaths:
    """A desk with a household and one file of every kind."""
    found_office(store)
    add_household(store, "马占山")
    for name in ("attachments/ab/照片 1.jpg", "papers/2022/纪要.docx", "drafts/matter.json"):
        path = paths.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 5000)
    return paths


def contents_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for name in full_copy_file.FOLDERS
        for path in (folder / name).rglob("*")
        if path.is_file()
    }


# -- the way there and back ---------------------------------------------------------------------


def test_r52_a_full_copy_brings_everything_to_another_computer(
    filled: DeskPaths, stick: Path, tmp_path: Path
) -> None:
    copy = make_full_copy(filled, stick, SECRET)
    elsewhere = DeskPaths(tmp_path / "elsewhere")
    done = restore(elsewhere, copy, passphrase=SECRET)
    assert (done.office, done.households, done.backup) == ("大湾村", 1, None)
    assert contents_of(elsewhere.home) == contents_of(filled.home)
    with Store(elsewhere) as store, store.read() as session:
        from longshan_desk.data.tables.people import Household

        assert session.query(Household).one().head_name == "马占山"


def test_its_name_says_whose_it_is_and_when(filled: DeskPaths, stick: Path) -> None:
    copy = make_full_copy(filled, stick, SECRET, now=datetime(2026, 11, 23, 10, 32))
    assert copy == stick / "大湾村完整备份-2026-11-23-1032.lscopy"


def test_a_name_that_no_stick_takes_is_made_one(
    store: Store, paths: DeskPaths, stick: Path
) -> None:
    found_office(store, '大湾 村/社区:"*?')
    copy = make_full_copy(paths, stick, SECRET, now=datetime(2026, 11, 23, 10, 32))
    assert copy.name == "大湾村社区完整备份-2026-11-23-1032.lscopy"


def test_looking_into_it_says_what_it_would_bring(filled: DeskPaths, stick: Path) -> None:
    copy = make_full_copy(filled, stick, SECRET, now=datetime(2026, 11, 23, 10, 32))
    shown = what_is_in(copy, SECRET)
    assert (shown.office, shown.households, shown.matters) == ("大湾村", 1, 0)
    assert shown.made_at == datetime(2026, 11, 23, 10, 32)


def test_it_leaves_nothing_else_behind(filled: DeskPaths, stick: Path) -> None:
    copy = make_full_copy(filled, stick, SECRET)
    assert list(stick.iterdir()) == [copy]
    assert list(filled.backups.iterdir()) == []


def test_progress_rises_to_the_end(filled: DeskPaths, stick: Path) -> None:
    told: list[tuple[int, int]] = []
    make_full_copy(filled, stick, SECRET, step=lambda done, total, _: told.append((done, total)))
    assert told == sorted(told) and told[-1][0] == told[-1][1]


# -- the secret ---------------------------------------------------------------------------------


def test_nothing_of_the_village_can_be_read_without_the_passphrase(
    filled: DeskPaths, stick: Path
) -> None:
    data = make_full_copy(filled, stick, SECRET).read_bytes()
    assert all(words.encode() not in data for words in ("马占山", "照片", "纪要", "大湾村"))


def test_any_age_program_can_open_it(filled: DeskPaths, stick: Path) -> None:
    with zipfile.ZipFile(make_full_copy(filled, stick, SECRET)) as archive:
        key = pyrage.passphrase.decrypt(archive.read("key.age"), SECRET)
        identity = pyrage.x25519.Identity.from_str(key.decode())
        listing = json.loads(pyrage.decrypt(archive.read("list.age"), [identity]))
        photo = next(entry for entry in listing["files"] if entry["path"].endswith(".jpg"))
        plain = pyrage.decrypt(archive.read(photo["member"]), [identity])
    assert plain == (filled.attachments / "ab" / "照片 1.jpg").read_bytes()


def test_the_true_strength_can_be_opened_too() -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(passphrase, "_WORK", COST_OF_PASSPHRASES)
        sealed = passphrase.seal(b"key", SECRET)
    assert sealed.split(b"\n")[1].endswith(b" 17")
    assert pyrage.passphrase.decrypt(sealed, SECRET) == b"key"


@pytest.mark.parametrize("wrong", [None, "", "清水 河畔 八棵柳"])
def test_another_passphrase_opens_nothing(
    filled: DeskPaths, stick: Path, wrong: str | None
) -> None:
    copy = make_full_copy(filled, stick, SECRET)
    with pytest.raises(WrongPassphraseError, match="口令"):
        what_is_in(copy, wrong)


def test_full_width_letters_of_an_input_method_are_the_same_passphrase(
    filled: DeskPaths, stick: Path
) -> None:
    copy = make_full_copy(filled, stick, "ｄａｗａｎ２０２６　")
    assert what_is_in(copy, "dawan2026").households == 1


@pytest.mark.parametrize("weak", ["", "1234567", "        ", "11111111", "一二一二一二一二一二"])
def test_a_weak_passphrase_is_refused(filled: DeskPaths, stick: Path, weak: str) -> None:
    with pytest.raises(BadValueError, match="口令太短或太简单") as refused:
        make_full_copy(filled, stick, weak)
    assert "写在纸上" in refused.value.hint
    assert list(stick.iterdir()) == []


# -- what goes wrong ----------------------------------------------------------------------------


def test_a_cancelled_copy_leaves_nothing(filled: DeskPaths, stick: Path) -> None:
    def step(done: int, total: int, text: str) -> None:
        if done:
            raise CancelledError("已取消")

    with pytest.raises(CancelledError):
        make_full_copy(filled, stick, SECRET, step=step)
    assert list(stick.iterdir()) == list(filled.backups.iterdir()) == []


def test_a_stick_that_is_not_there_is_said_in_words(filled: DeskPaths, tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match="找不到"):
        make_full_copy(filled, tmp_path / "stick", SECRET)


def test_a_stick_too_small_is_said_before_the_first_byte(
    filled: DeskPaths, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(stick)
    small = usage._replace(free=100_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: small)
    with pytest.raises(DiskFullError, match=r"需要约 \d+ MB，只剩 1 MB"):
        make_full_copy(filled, stick, SECRET)
    assert list(stick.iterdir()) == []


def test_a_stick_that_fills_up_meanwhile_keeps_no_half_copy(
    filled: DeskPaths,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    shrink: Callable[[Path, int], None],
) -> None:
    (filled.attachments / "film.mp4").write_bytes(os.urandom(3 << 20))
    shrink(stick, 2)
    monkeypatch.setattr(full_copy, "check_free_space", lambda *_: None)
    with pytest.raises(DiskFullError, match="空间已满"):
        make_full_copy(filled, stick, SECRET)
    assert list(stick.iterdir()) == []


class PulledStick(io.FileIO):
    """A file on a stick that is pulled out after a while."""

    def write(self, data: Any) -> int:
        if self.tell() > 60_000:
            raise OSError(errno.EIO, "Input/output error")
        return super().write(data)


def test_a_stick_pulled_out_meanwhile_is_said_in_words(
    filled: DeskPaths, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_open = io.open

    def pull(path: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        if str(path).endswith(".part") and "w" in mode and str(path).startswith(str(stick)):
            return PulledStick(path, "w+")
        return true_open(path, mode, *rest, **options)

    monkeypatch.setattr(zipfile.io, "open", pull)  # type: ignore[attr-defined]
    with pytest.raises(MediumError, match="可能已被拔出"):
        make_full_copy(filled, stick, SECRET)
    assert list(stick.iterdir()) == []


def test_a_stick_that_gives_back_something_else_is_found_out(
    filled: DeskPaths, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(part: Path) -> None:
        if part.parent == stick:
            data = bytearray(part.read_bytes())
            data[len(data) // 2] ^= 1
            part.write_bytes(data)

    monkeypatch.setattr(full_copy, "flush_to_disk", spoil)
    with pytest.raises(MediumError, match="读回来不一样"):
        make_full_copy(filled, stick, SECRET)
    assert list(stick.iterdir()) == []


def test_a_draft_that_is_saved_meanwhile_is_no_error(
    filled: DeskPaths, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [*full_copy._files_of(filled), ("drafts/gone.json", filled.drafts / "gone.json")]
    monkeypatch.setattr(full_copy, "_files_of", lambda _: listed)
    copy = make_full_copy(filled, stick, SECRET)
    with FullCopy(copy, SECRET) as opened:
        assert "drafts/gone.json" not in {entry.path for entry in opened.listing.files}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_copy_cut_short_is_refused(
    filled: DeskPaths, stick: Path, tmp_path: Path, share: float
) -> None:
    copy = make_full_copy(filled, stick, SECRET)
    os.truncate(copy, int(copy.stat().st_size * share))
    elsewhere = DeskPaths(tmp_path / "elsewhere")
    with pytest.raises(FileUnreadableError, match="不完整或已损坏"):
        restore(elsewhere, copy, passphrase=SECRET)
    assert not elsewhere.database.exists()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_flipped_bit_is_found(
    filled: DeskPaths, stick: Path, tmp_path: Path, share: float
) -> None:
    copy = make_full_copy(filled, stick, SECRET)
    data = bytearray(copy.read_bytes())
    data[int(len(data) * share)] ^= 1
    copy.write_bytes(data)
    elsewhere = DeskPaths(tmp_path / "elsewhere")
    with pytest.raises(FileUnreadableError, match="不完整或已损坏"):
        restore(elsewhere, copy, passphrase=SECRET)
    assert not elsewhere.database.exists()


def forged(copy: Path, **changes: Any) -> Path:
    """A copy whose listing somebody with the passphrase rewrote."""
    target = copy.with_name(f"forged{full_copy_file.SUFFIX}")
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(target, "w") as new:
        key = pyrage.passphrase.decrypt(old.read("key.age"), SECRET).decode()
        identity = pyrage.x25519.Identity.from_str(key)
        for name in old.namelist():
            data = old.read(name)
            if name == "list.age":
                words = json.loads(pyrage.decrypt(data, [identity]))
                path = changes.get("path")
                if path is not None:
                    words["files"][-1]["path"] = path
                words["format"] = changes.get("format", words["format"])
                data = pyrage.encrypt(json.dumps(words).encode(), [identity.to_public()])
            new.writestr(name, data)
    return target


@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "/etc/passwd",
        "attachments/../../outside",
        "attachments",
        "backups/x",
        "desk.lock",
        "attachments/./x",
        "C:/x",
        "attachments/a\\..\\..\\x",
        "attachments/x:stream",
        "attachments/..",
        "attachments/x ",
        "drafts//x",
        "",
    ],
)
def test_a_listed_path_never_leads_out_of_the_home(
    filled: DeskPaths, stick: Path, tmp_path: Path, path: str
) -> None:
    assert not is_safe(path)
    elsewhere = DeskPaths(tmp_path / "elsewhere")
    with pytest.raises(FileUnreadableError):
        restore(elsewhere, forged(make_full_copy(filled, stick, SECRET), path=path),
                passphrase=SECRET)  # fmt: skip
    assert not (tmp_path / "outside").exists() and not elsewhere.database.exists()


def test_a_copy_of_a_newer_program_is_refused_with_both_versions(
    filled: DeskPaths, stick: Path
) -> None:
    newer = forged(make_full_copy(filled, stick, SECRET), format=99)
    with pytest.raises(NewerDatabaseError, match=r"版本 .*本机程序版本"):
        what_is_in(newer, SECRET)


def test_a_copy_whose_file_is_not_the_listed_one_is_refused(filled: DeskPaths, stick: Path) -> None:
    with FullCopy(make_full_copy(filled, stick, SECRET), SECRET) as opened:
        entry = replace(opened.listing.files[0], sha256="0" * 64)
        with pytest.raises(FileUnreadableError):
            opened.read(entry, None)


MEMORY = """
import resource, sys
from pathlib import Path
from longshan_desk.data.full_copy import make_full_copy
from longshan_desk.data.restore import restore
from longshan_desk.paths import DeskPaths
import longshan_desk.data.passphrase as passphrase
passphrase._WORK = 10
home, stick, elsewhere = map(Path, sys.argv[1:])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
copy = make_full_copy(DeskPaths(home), stick, "清水 河畔 八棵树")
restore(DeskPaths(elsewhere), copy, passphrase="清水 河畔 八棵树")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_large_attachments_do_not_need_large_memory(
    filled: DeskPaths, stick: Path, tmp_path: Path
) -> None:
    pytest.importorskip("resource")
    with (filled.attachments / "film.mp4").open("wb") as film:
        film.truncate(150 << 20)
    done = run(MEMORY, filled.home, stick, tmp_path / "elsewhere")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 60 << 10
