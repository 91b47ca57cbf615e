"""The blank rows of a sign-in: down to the page's end, and never one alone with the signatures."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from longshan_desk.documents.facts import Attendee, MeetingFacts
from longshan_desk.documents.kinds.registry import KINDS, built
from longshan_desk.documents.kinds.sign_in import BLANK_ROWS
from longshan_desk.documents.model import Paper, RowKind, Table
from longshan_desk.documents.word import to_docx
from longshan_desk.domain.labels import AttendanceState
from longshan_desk.ui.paper.layout import Sheet, Words, laid_out
from papers import LONG_NAME, MEETING, OFFICE

pytestmark = pytest.mark.usefixtures("qapp")
WRITER = shutil.which("soffice")
READER = shutil.which("pdftotext")
both = pytest.mark.skipif(not (WRITER and READER), reason="no LibreOffice, or no pdftotext")


def sign_in(people: int, *, name: str = "马文秀") -> Paper:
    there = tuple(
        Attendee(name, "村民代表", AttendanceState.PRESENT, "", f"第{n // 12}类")
        for n in range(people)
    )
    facts = replace(MEETING, attendees=there, expected=people)
    return built(KINDS["sign_in"], facts)[0]


def blanks(paper: Paper) -> int:
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    return sum(row.kind is RowKind.BODY and not row.cells[1].text for row in table.rows)


def numbers_on(sheet: Sheet) -> int:
    """Rows by their numbers in the first column."""
    marks = [one for one in sheet.marks if isinstance(one, Words) and one.size == 12]
    return sum(one.text.isdigit() for one in marks)


@pytest.mark.parametrize("name", ["马文秀", "欧阳·娜·古丽·买买提", LONG_NAME])
@pytest.mark.parametrize("people", [*range(1, 48), 60, 120])
def test_rows_enough_stand_over_the_signatures(people: int, name: str) -> None:
    paper = sign_in(people, name=name)
    assert blanks(paper) >= 3
    assert numbers_on(laid_out(paper)[-1]) >= 3


@pytest.mark.parametrize("people", range(1, 48))
def test_no_page_is_left_half_empty(people: int) -> None:
    sheets = laid_out(sign_in(people))
    if len(sheets) == 1:
        assert people + blanks(sign_in(people)) + (people + 11) // 12 >= 15
    else:
        assert numbers_on(sheets[0]) >= 14


def test_few_people_have_a_page_full_of_rows() -> None:
    assert blanks(sign_in(5)) > BLANK_ROWS
    assert len(laid_out(sign_in(5))) == 1


def test_a_sign_in_of_nobody_is_one_full_page() -> None:
    paper = built(KINDS["sign_in"], MeetingFacts(OFFICE, "党群说事会", True))[0]
    assert len(laid_out(paper)) == 1
    assert blanks(paper) >= 15


@both
def test_libreoffice_too_puts_rows_over_the_signatures(tmp_path: Path) -> None:
    made = {tmp_path / f"{people}.docx": sign_in(people) for people in (9, 12, 14, 15, 17, 33, 36)}
    for file, paper in made.items():
        file.write_bytes(to_docx(paper))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [str(WRITER), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, *map(str, made)], check=True, capture_output=True, timeout=120)
    for file in made:
        read = [str(READER), "-layout", str(file.with_suffix(".pdf")), "-"]
        text = subprocess.run(read, check=True, capture_output=True, text=True).stdout
        pages = text.strip("\f").split("\f")
        last = [line.split()[0] for line in pages[-1].split("\n") if line.strip()]
        assert "主持人（签名" in pages[-1], file.stem
        assert sum(word.isdigit() for word in last) >= 3, file.stem
