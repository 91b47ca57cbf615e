"""Sticks that are really mounted: a tmpfs, and images of FAT, exFAT and NTFS where the drivers are.

Only root may mount. FAT is the kernel's own, or that of another Linux in an emulated machine
(libguestfs) where this kernel has none; exFAT and NTFS are the FUSE drivers exfat-fuse and ntfs-3g.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

KINDS = ("tmpfs", "fat", "exfat", "ntfs")
_EMULATED = {"LIBGUESTFS_BACKEND": "direct", "LIBGUESTFS_BACKEND_SETTINGS": "force_tcg"}
_MAKE = {
    "fat": ("mkfs.vfat", "-n", "LONGSHAN"),
    "exfat": ("mkfs.exfat", "-n", "LONGSHAN"),
    "ntfs": ("mkfs.ntfs", "-q", "-F", "-L", "LONGSHAN"),
}


def _run(*command: str | Path, env: dict[str, str] | None = None) -> str:
    told = subprocess.run(
        command, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip
    if told.returncode:
        raise OSError(f"{command[0]}: {told.stdout}{told.stderr}")
    return told.stdout


def _need(*programs: str) -> None:
    if missing := [one for one in programs if shutil.which(one) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}")


class Medium:
    """One stick; it may be plugged in, filled, and pulled out in the midst of something."""

    def __init__(self, kind: str, root: Path, size: int) -> None:
        if os.geteuid():
            pytest.skip("only root may mount a file system")
        self.kind, self.size = kind, size
        self.folder, self.image = root / "U盘", root / "image"
        self._loop, self._driver = "", 0
        self.folder.mkdir(parents=True)
        if kind != "tmpfs":
            _need(_MAKE[kind][0])
            with self.image.open("wb") as file:
                file.truncate(size)
            _run(*_MAKE[kind], self.image)

    def plug_in(self, *, read_only: bool = False) -> None:
        getattr(self, f"_mount_{self.kind}")("ro" if read_only else "rw")
        assert os.path.ismount(self.folder)

    def plug_out(self) -> None:
        """As a careful person does it."""
        with contextlib.suppress(OSError):
            _run("umount", self.folder)
        self._wait_for_driver()
        self.pull()

    def unplug_and_plug(self, *, read_only: bool = False) -> None:
        """Nothing of it stays in memory; a tmpfs, which is nowhere else, stays plugged in."""
        if self.kind == "tmpfs":
            _run("mount", "-o", "remount,ro" if read_only else "remount,rw", self.folder)
            return
        self.plug_out()
        self.plug_in(read_only=read_only)

    def pull(self) -> None:
        """Without a word: whoever has a file open there has lost it."""
        self.lose_driver()
        with contextlib.suppress(OSError):
            _run("umount", "-l", self.folder)
        self._wait_for_driver()
        if self._loop:
            with contextlib.suppress(OSError):
                _run("losetup", "-d", self._loop)
        self._loop, self._driver = "", 0

    def lose_driver(self) -> None:
        """The place is there still, and answers nothing but errors."""
        if self._driver:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._driver, signal.SIGKILL)

    def fill(self, left: int) -> None:
        """Somebody else's file, of which ``left`` bytes or a little less stay free."""
        other = self.folder / "照片.bin"
        with other.open("wb", buffering=0) as file:
            while (free := shutil.disk_usage(self.folder).free) > left:
                try:
                    file.write(bytes(min(free - left, 1 << 20)))
                except OSError:
                    break  # a file system may keep some room to itself

    def empty(self) -> None:
        (self.folder / "照片.bin").unlink(missing_ok=True)

    # -- one way to mount for each kind ---------------------------------------------------------

    def _mount_tmpfs(self, how: str) -> None:
        _run("mount", "-t", "tmpfs", "-o", f"{how},size={self.size}", "tmpfs", self.folder)

    def _mount_fat(self, how: str) -> None:
        try:
            _run("mount", "-t", "vfat", "-o", f"loop,utf8,{how}", self.image, self.folder)
        except OSError:
            _need("guestmount")
            self._drive(
                "guestmount", *(["--ro"] if how == "ro" else []), "--format=raw",
                "-a", self.image, "-m", "/dev/sda:/:utf8=1:vfat", self.folder, env=_EMULATED,
            )  # fmt: skip

    def _mount_exfat(self, how: str) -> None:
        _need("mount.exfat-fuse", "losetup")
        self._loop = _run("losetup", "-f", "--show", self.image).strip()
        self._drive("mount.exfat-fuse", "-o", how, self._loop, self.folder)

    def _mount_ntfs(self, how: str) -> None:
        _need("ntfs-3g")
        self._drive("ntfs-3g", "-o", how, self.image, self.folder)

    def _drive(self, *command: str | Path, env: dict[str, str] | None = None) -> None:
        """Start a FUSE driver and find its process: it alone has the mount point in its words."""
        _run(*command, env=env)
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                said = path.read_bytes().split(b"\0")
                if (
                    os.fsencode(self.folder) in said
                    and os.fsencode(Path(command[0]).name) in said[0]
                ):
                    self._driver = int(path.parent.name)
        assert self._driver, f"{command[0]} does not run"

    def _wait_for_driver(self) -> None:
        """The driver writes what it still holds after the file system is gone from sight."""
        for _ in range(600):
            if not self._driver or not Path(f"/proc/{self._driver}").exists():
                return
            time.sleep(0.05)


@contextlib.contextmanager
def medium(kind: str, root: Path, size: int) -> Iterator[Medium]:
    stick = Medium(kind, root, size)
    try:
        yield stick
    finally:
        stick.pull()
