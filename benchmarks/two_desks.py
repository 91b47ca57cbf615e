"""A township and its villages, set up by the commands as people do it."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from longshan_desk.actions import packages
from longshan_desk.cli.main import main
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths

PASSPHRASE = "丈量用的印章口令"


def command(home: Path, *words: str) -> dict[str, Any]:
    out = StringIO()
    with redirect_stdout(out):
        main([*words, "--home", str(home), "--json"])
    told: dict[str, Any] = json.loads(out.getvalue())
    assert told["ok"], told
    result: dict[str, Any] = told["result"]
    return result


def set_up_town(town: Path, stick: Path) -> None:
    stick.mkdir(parents=True)
    command(
        town, "init", "--role", "township", "--code", "00", "--name", "龙山镇", "--user", "张镇长",
        "--seal", str(stick / "seal"),
    )  # fmt: skip


def join(town: Path, village: Path, stick: Path, code: str = "07", name: str = "大湾村") -> None:
    """A village joins, and both hand over once, so that each knows what the other has."""
    command(
        village, "init", "--role", "village", "--code", code, "--name", name, "--user",
        "王会计", "--hearing-day", "每月5日",
    )  # fmt: skip
    asked = command(village, "enrol", "request", "--out", str(stick / f"申请{code}"))
    welcome = command(
        town, "enrol", "accept", asked["file"], "--village", code, "--check-code",
        asked["check_code"], "--out", str(stick / f"欢迎{code}"), "--seal", str(stick / "seal"),
    )  # fmt: skip
    command(
        village, "enrol", "join", welcome["file"], "--check-code", welcome["check_code"]
    )  # fmt: skip
    hand_over(village, town, stick / "carried", code)


def hand_over(village: Path, town: Path, folder: Path, code: str = "07") -> None:
    """There and back, so that both know what the other has."""
    for giver, taker, place in ((village, town, "township"), (town, village, code)):
        with Store(DeskPaths(giver)) as store:
            packages.hand_over(store, empty(folder), place=place)
        with Store(DeskPaths(taker)) as store:
            (told,) = packages.take(store, folder)
        assert told.is_applied, told


def empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def know_the_seal() -> None:
    """The seal's words, as a clerk would type them."""
    os.environ["LONGSHAN_SEAL_PASSPHRASE"] = PASSPHRASE
