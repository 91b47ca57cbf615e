from __future__ import annotations

import logging
from pathlib import Path

from pytestqt.qtbot import QtBot

from longshan_desk.ui.settings import Settings


def test_what_was_set_is_there_at_the_next_start(tmp_path: Path, qtbot: QtBot) -> None:
    first = Settings(tmp_path / "window.json")
    first.set("font_size", 12.0)
    first.write_now()
    assert Settings(tmp_path / "window.json").get("font_size") == 12.0


def test_it_is_written_by_itself_shortly_after(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(tmp_path / "window.json")
    settings.set("a", 1)
    qtbot.waitUntil((tmp_path / "window.json").exists)


def test_nothing_is_written_when_nothing_changed(tmp_path: Path, qtbot: QtBot) -> None:
    Settings(tmp_path / "window.json").write_now()
    assert not (tmp_path / "window.json").exists()


def test_a_file_that_cannot_be_read_starts_fresh(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "window.json").write_bytes(b"\xff{")
    assert Settings(tmp_path / "window.json").get("a", "default") == "default"


def test_a_file_that_cannot_be_written_disturbs_nobody(
    tmp_path: Path, qtbot: QtBot, stray_logs: list[logging.LogRecord]
) -> None:
    (tmp_path / "window.json").mkdir()
    settings = Settings(tmp_path / "window.json")
    settings.set("a", 1)
    settings.write_now()
    assert "window settings" in stray_logs.pop().getMessage()


def test_before_there_is_a_desk_no_folder_is_made(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(tmp_path / "gone" / "window.json")
    settings.set("a", 1)
    settings.write_now()
    assert not (tmp_path / "gone").exists()
