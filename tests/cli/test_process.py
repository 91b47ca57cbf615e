"""The program as a process of its own: exit codes, one object on standard output, two at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import longshan_desk
from commands import Commands
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths

SOURCE = Path(longshan_desk.__file__).parents[1]
VILLAGE = (
    "init",
    "--role",
    "village",
    "--code",
    "07",
    "--name",
    "大湾村",
    "--hearing-day",
    "每月5日",
)


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "longshan_desk", *words],
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        capture_output=True,
        timeout=120,
    )


def told(*words: str, **environment: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the one object that goes out with --json."""
    done = run(*words, "--json", **environment)
    assert done.stderr == b""
    (line,) = done.stdout.decode("utf-8").splitlines()
    return done.returncode, json.loads(line)


def test_a_desk_is_made_and_read_by_processes(tmp_path: Path) -> None:
    home = ("--home", str(tmp_path / "村里的数据"))
    status, made = told(*VILLAGE, *home)
    assert (status, made["ok"]) == (0, True)
    status, listed = told("matter", "list", *home)
    assert (status, listed) == (0, {"ok": True, "result": {"matters": []}})


@pytest.mark.parametrize(
    ("words", "status"), [(("matter", "list"), 1), (("fly",), 2), (("--help",), 0)]
)
def test_the_exit_code_says_how_it_ended(
    tmp_path: Path, words: tuple[str, ...], status: int
) -> None:
    assert told(*words, "--home", str(tmp_path))[0] == status


def test_a_person_is_told_on_standard_error(tmp_path: Path) -> None:
    done = run("matter", "list", "--home", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert "这里还没有建立岗位" in done.stderr.decode("utf-8")


def test_chinese_goes_out_as_utf8_whatever_the_terminal_says(cli: Commands) -> None:
    cli.register("水渠坏了")
    ascii_only = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("matter", "list", "--home", str(cli.home), **ascii_only)
    assert done.returncode == 0
    assert "水渠坏了" in done.stdout.decode("utf-8")


def test_a_reader_that_has_seen_enough_is_no_failure(cli: Commands) -> None:
    words = [sys.executable, "-m", "longshan_desk", "policy", "show", "--home", str(cli.home)]
    process = subprocess.Popen(
        words,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(120), said) == (0, b"")


def test_beside_a_window_a_process_reads_but_does_not_write(cli: Commands) -> None:
    number = cli.register()
    home = ("--home", str(cli.home), "--on", "2022-04-05")
    with Store(DeskPaths(cli.home)):
        status, listed = told("matter", "list", *home)
        assert (status, listed["result"]["matters"][0]["number"]) == (0, number)
        for words in (("matter", "move", number, "deliberate"), ("undo",)):
            status, refused = told(*words, *home)
            assert (status, refused["error"]["code"]) == (1, "desk_in_use")
    assert told("matter", "move", number, "deliberate", *home)[0] == 0


def test_a_backup_is_made_beside_a_window(cli: Commands) -> None:
    with Store(DeskPaths(cli.home)):
        status, made = told("backup", "--home", str(cli.home))
    assert status == 0
    assert Path(made["result"]["file"]).is_file()


def test_without_a_display_the_program_says_so_and_does_not_abort(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("elsewhere there is always a display")
    none = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    status, refused = told("--home", str(tmp_path), **none)
    assert (status, refused["error"]["code"]) == (1, "no_display")


def test_help_loads_nothing_heavy() -> None:
    heavy = ("sqlalchemy", "openpyxl", "alembic", "cryptography", "PySide6", "pypinyin")
    script = (
        "import sys; from longshan_desk.cli.main import main; main(['--help']);"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.decode("utf-8").splitlines()[-1] == "[]"


def test_two_processes_at_once_give_no_number_twice(cli: Commands) -> None:
    """Whoever comes second is refused, and comes again."""
    words = [
        sys.executable, "-m", "longshan_desk", "--home", str(cli.home), "--json", "matter", "add",
        "--words", "水渠坏了", "--topic", "livelihood", "--list", "self_handled",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    numbers: list[str] = []
    deadline = time.monotonic() + 120
    while len(numbers) < 4 and time.monotonic() < deadline:
        pair = [subprocess.Popen(words, env=environment, stdout=subprocess.PIPE) for _ in range(2)]
        for process in pair:
            answer = json.loads(process.communicate()[0])
            if answer["ok"]:
                numbers.append(answer["result"]["number"])
            else:
                assert answer["error"]["code"] == "desk_in_use"
    assert len(numbers) >= 4
    assert len(set(numbers)) == len(numbers)
