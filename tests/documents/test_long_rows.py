"""A table row that no page can hold: parted, and whole to its last character in both renderings."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from longshan_desk.documents.model import Cell, Paper, Row, Table, Title, head
from longshan_desk.documents.pages import FORM, REGISTER, Page
from longshan_desk.documents.word import to_docx
from longshan_desk.ui.paper.layout import Sheet, Words, laid_out
from papers import SPEECH

pytestmark = pytest.mark.usefixtures("qapp")
OFFICE = shutil.which("soffice")
READER = shutil.which("pdftotext")
both = pytest.mark.skipif(not (OFFICE and READER), reason="no LibreOffice, or no pdftotext")


def paper(page: Page) -> Paper:
    """Short rows between rows of 3,000 characters."""
    rows = (
        Row((Cell(str(number)), Cell(SPEECH if number % 2 else "短"), Cell("完")))
        for number in range(1, 6)
    )
    table = Table((20, 120, 25), (head("序号", "内容", "备注"), *rows))
    return Paper("x", "x", (Title(("标题",)), table), page)


def said(sheet: Sheet) -> str:
    return "".join(one.text for one in sheet.marks if isinstance(one, Words))


def bare(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


@pytest.mark.parametrize("page", [FORM, REGISTER], ids=["form", "register"])
def test_every_character_of_long_rows_is_drawn(page: Page) -> None:
    sheets = laid_out(paper(page))
    held = bare("".join(map(said, sheets)))
    for char, count in bare(SPEECH).items():
        assert held[char] >= 3 * count, char


@pytest.mark.parametrize("page", [FORM, REGISTER], ids=["form", "register"])
def test_the_head_stands_on_every_page_of_a_long_row(page: Page) -> None:
    assert all("序号内容备注" in said(sheet) for sheet in laid_out(paper(page)))


@both
@pytest.mark.parametrize("page", [FORM, REGISTER], ids=["form", "register"])
def test_libreoffice_loses_nothing_and_needs_as_many_pages(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(to_docx(paper(page)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(file)], check=True, capture_output=True, timeout=120)
    read = [str(READER), "-raw", str(tmp_path / "x.pdf"), "-"]
    text = subprocess.run(read, check=True, capture_output=True, text=True).stdout
    held = bare(text)
    for char, count in bare(SPEECH).items():
        assert held[char] >= 3 * count, char
    assert text.count("\f") == len(laid_out(paper(page)))
