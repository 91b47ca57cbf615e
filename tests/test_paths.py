from __future__ import annotations

from pathlib import Path

import pytest

from longshan_desk import paths
from longshan_desk.errors import AppError
from longshan_desk.paths import DeskPaths


def test_nothing_is_made_until_create_is_called(tmp_path: Path) -> None:
    desk = DeskPaths(tmp_path / "home")
    assert desk.database.parent == desk.home
    assert not desk.home.exists()


def test_create_makes_every_folder_and_can_be_called_again(tmp_path: Path) -> None:
    desk = DeskPaths(tmp_path / "home").create().create()
    assert all(folder.is_dir() for folder in desk.folders)


def test_everything_of_a_desk_lies_below_its_home(tmp_path: Path) -> None:
    desk = DeskPaths(tmp_path)
    places = [getattr(desk, name) for name in vars(DeskPaths) if not name.startswith("_")]
    found = [place for place in places if isinstance(place, Path)]
    assert len(found) > 8
    assert all(place == desk.home or desk.home in place.parents for place in found)


def test_a_home_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(AppError, match="建立数据文件夹没有成功"):
        DeskPaths(tmp_path / "file").create()


def test_the_state_folder_can_be_named_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LONGSHAN_STATE_DIR", "/somewhere")
    assert paths.state_dir() == Path("/somewhere")


def test_the_state_folder_is_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LONGSHAN_STATE_DIR")
    assert paths.state_dir().name == "LongshanDesk"


def test_papers_go_to_a_folder_with_a_chinese_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LONGSHAN_OUTPUT_DIR")
    assert paths.output_dir().name == "龙山村务"


def test_the_default_home_is_the_users_data_folder() -> None:
    assert paths.default_home().name == "LongshanDesk"


def test_resources_are_found_in_a_checkout() -> None:
    assert paths.resource("icons/home.svg").is_file()


def test_resources_are_found_in_a_frozen_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert paths.resource("icons") == tmp_path / "resources" / "icons"
