"""No page carries a signature alone: lines of the text go with it, in both renderings."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from longshan_desk.documents.model import Gap, Paper, Signature, words
from longshan_desk.documents.word import to_docx
from longshan_desk.ui.paper.layout import Sheet, Words, laid_out

pytestmark = pytest.mark.usefixtures("qapp")
OFFICE = shutil.which("soffice")
READER = shutil.which("pdftotext")
both = pytest.mark.skipif(not (OFFICE and READER), reason="no LibreOffice, or no pdftotext")
BEFORE = range(6, 22)


def paper(before: int, last: int) -> Paper:
    """Lines of 国, then a last paragraph of so many lines of 民, then the signature."""
    text = (words("国" * 28 * before, indent=0), words("民" * 28 * last, indent=0))
    return Paper("x", "x", (*text, Gap(), Signature(("村委会",), "今天")))


def lines_of(sheet: Sheet, char: str) -> int:
    return sum(isinstance(one, Words) and one.text.startswith(char) for one in sheet.marks)


@pytest.mark.parametrize("last", [2, 3, 5, 9, 30])
@pytest.mark.parametrize("before", BEFORE)
def test_two_lines_of_the_last_paragraph_at_least_stand_over_the_signature(
    before: int, last: int
) -> None:
    sheets = laid_out(paper(before, last))
    assert lines_of(sheets[-1], "村委会") == 1
    assert lines_of(sheets[-1], "民") >= 2


@pytest.mark.parametrize("before", BEFORE)
def test_a_long_last_paragraph_is_parted_and_fills_the_page(before: int) -> None:
    first, *_ = sheets = laid_out(paper(before, 9))
    if len(sheets) > 1 and lines_of(sheets[-1], "国") == 0:
        assert lines_of(first, "国") + lines_of(first, "民") >= 18


@pytest.mark.parametrize("last", [4, 5, 9])
def test_no_line_of_a_last_paragraph_is_left_behind_alone(last: int) -> None:
    assert not [n for n in BEFORE if lines_of(laid_out(paper(n, last))[0], "民") == 1]


def test_word_is_told_to_keep_two_lines_with_the_signature() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(paper(10, 9)))) as packed:
        document = packed.read("word/document.xml").decode()
    last = re.findall(r"<w:pPr>(?:(?!</w:pPr>).)*</w:pPr><w:r>(?:(?!</w:p>).)*民", document)
    assert len(last) == 1
    assert "<w:keepNext/><w:widowControl/>" in last[0]
    assert "keepLines" not in document


@both
def test_libreoffice_puts_text_over_every_signature(tmp_path: Path) -> None:
    made = [tmp_path / f"{before}-{last}.docx" for before in (11, 14, 18, 20) for last in (3, 9)]
    for file in made:
        before, last = map(int, file.stem.split("-"))
        file.write_bytes(to_docx(paper(before, last)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, *map(str, made)], check=True, capture_output=True, timeout=120)
    for file in made:
        read = [str(READER), "-layout", str(file.with_suffix(".pdf")), "-"]
        text = subprocess.run(read, check=True, capture_output=True, text=True).stdout
        (signed,) = [page for page in text.split("\f") if "村委会" in page]
        assert sum("民" in line for line in signed.split("\n")) >= 2, file.stem
