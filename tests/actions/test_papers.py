"""Where papers are written, and what happens when one is open in WPS."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from longshan_desk.actions import papers
from longshan_desk.actions.papers import file_name, output_folder, write_file, write_pages
from longshan_desk.documents.model import Paper, words
from longshan_desk.documents.word import to_docx
from longshan_desk.errors import FileOpenError
from longshan_desk.paths import output_dir


def test_papers_go_to_one_folder_a_month() -> None:
    folder = output_folder(date(2022, 4, 5), "说事会")
    assert folder == output_dir() / "2022-04" / "说事会"


def test_a_name_is_one_that_every_disk_takes() -> None:
    assert file_name('a/b:"c"?', ".docx") == "a－b－－c－－.docx"


def test_a_file_is_written_over_its_former_self(tmp_path: Path) -> None:
    write_file(tmp_path, "通知", ".docx", b"1")
    assert write_file(tmp_path, "通知", ".docx", b"2").path.read_bytes() == b"2"


def test_a_word_file_finished_by_hand_is_never_written_over(tmp_path: Path) -> None:
    paper = Paper("x", "通知", (words("原样"),))
    first = write_file(tmp_path, "通知", ".docx", to_docx(paper))
    assert write_file(tmp_path, "通知", ".docx", to_docx(paper)).path == first.path
    with zipfile.ZipFile(first.path, "w") as saved:
        saved.writestr("word/document.xml", "手工改过")
    by_hand = first.path.read_bytes()
    second = write_file(tmp_path, "通知", ".docx", to_docx(paper))
    assert first.path.read_bytes() == by_hand
    assert second.said == "“通知.docx”手工改过，没有覆盖，已另存为“通知(2).docx”。"


def test_a_file_open_elsewhere_is_written_beside_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write_file(tmp_path, "通知", ".docx", b"1")
    real = papers.write_atomically

    def held(path: Path, data: bytes) -> None:
        if path == first.path:
            raise FileOpenError("held")
        real(path, data)

    monkeypatch.setattr(papers, "write_atomically", held)
    second = write_file(tmp_path, "通知", ".docx", b"2")
    assert second.path.name == "通知(2).docx"
    assert "已另存为“通知(2).docx”" in second.said
    assert first.path.read_bytes() == b"1"


def test_pictures_of_several_pages_are_numbered(tmp_path: Path) -> None:
    files = write_pages(tmp_path, "通知", [b"1", b"2"])
    assert [one.path.name for one in files] == ["通知-1.png", "通知-2.png"]
