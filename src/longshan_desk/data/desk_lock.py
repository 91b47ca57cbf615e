"""One process at a time holds a desk; who holds it stands beside the lock, in words."""

from __future__ import annotations

import errno
import json
import os
import socket
from contextlib import suppress
from datetime import datetime

from filelock import FileLock, Timeout

from longshan_desk.errors import DeskInUseError
from longshan_desk.files import os_errors, read_only_home
from longshan_desk.paths import DeskPaths

_NOT_OURS_TO_WRITE = {errno.EROFS, errno.EACCES, errno.EPERM}


class DeskLock:
    """The operating system's lock on a home; it falls away with the process, however it ends."""

    def __init__(self, paths: DeskPaths) -> None:
        # The work thread may let go of what the window took: the lock is the process's.
        self._lock = FileLock(paths.lock_file, thread_local=False)
        self._holder = paths.lock_file.with_suffix(".holder.json")

    def take(self) -> None:
        """Hold the desk; refuses with the holder's name if another process has it."""
        with os_errors(self._holder, "打开岗位"):
            try:
                self._lock.acquire(timeout=0)
            except Timeout:  # an OSError too, so it must not get out of here
                raise DeskInUseError(
                    f"本机岗位正由{self.holder()}使用，现在不能写入。",
                    hint="请先关闭那个窗口，再做这一步；只查看不受影响。",
                ) from None
            except OSError as error:
                if error.errno not in _NOT_OURS_TO_WRITE:
                    raise
                raise read_only_home(self._holder.parent) from error
        self.say_who("")

    def say_who(self, user: str) -> None:
        """Leave the holder's name beside the lock, for whoever comes second."""
        words = {
            "user": user,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": datetime.now().strftime("%m-%d %H:%M"),
        }
        with suppress(OSError):  # a full disk must not keep the desk from opening
            self._holder.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    def holder(self) -> str:
        """The holder in words, as far as it left its name."""
        try:
            words = json.loads(self._holder.read_text(encoding="utf-8"))
            return f"“{words['user'] or words['host']}”（{words['since']} 打开）"
        except (OSError, ValueError, KeyError):
            return "另一个窗口"

    def release(self) -> None:
        if self._lock.is_locked:
            with suppress(OSError):
                self._holder.unlink(missing_ok=True)
            self._lock.release()
