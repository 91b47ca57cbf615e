"""Opening the window, after looking whether there is a screen to open it on."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import partial

from longshan_desk.cli.answer import Answer
from longshan_desk.cli.opening import clock_of, paths_of, today_of
from longshan_desk.errors import AppError
from longshan_desk.paths import DeskPaths

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def open_window(args: Namespace) -> Answer:
    """Run the window until it is closed. Without a display Qt would abort and blame a library
    that is there, so it is looked for first."""
    if sys.platform not in ("win32", "darwin") and not any(map(os.environ.get, _DISPLAYS)):
        raise AppError(
            "没有可以打开窗口的显示器：环境变量 DISPLAY 和 WAYLAND_DISPLAY 都没有设置。",
            hint="请在桌面上打开本程序；没有桌面也能试用："
            "longshan-desk --home 文件夹 demo，再用 longshan-desk --home 文件夹 matter list 查看。",
            code="no_display",
        )
    gc.disable()  # a start makes much that stays and no garbage; run() collects once it is over
    try:
        from longshan_desk.ui.app import run

        status = run(paths_of(args).home, clock_of(args), fill_demo=partial(_fill_demo, args))
    finally:
        gc.enable()  # of a window that was closed, or failed, before that
    if status:
        raise AppError(f"窗口没有正常关闭（{status}）。", hint="请重新打开。", code="window_failed")
    return Answer({}, "")


def _fill_demo(args: Namespace, paths: DeskPaths, tell: Callable[[int, int], None]) -> None:
    """试用: a year of an invented village, in a folder of its own."""
    from longshan_desk.demo import fill_home

    fill_home(paths, years=1, seed=1, today=today_of(args), step=tell)
