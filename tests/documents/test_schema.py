"""Every Word file against the schemas of ISO 29500, as Word reads it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from longshan_desk.documents.word import to_docx
from papers import CASES

_NO_THEME = "'http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme' is missing"
"""The standard asks for no theme, and a theme's fonts are what WPS reports as missing."""


def faults(file: Path) -> list[str]:
    found = OpenXmlValidator().validate(file).errors
    return [str(one) for one in found if _NO_THEME not in str(one)]


@pytest.mark.parametrize("name", CASES)
def test_every_paper_is_valid(name: str, tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(to_docx(CASES[name]))
    assert faults(file) == []


def test_elements_out_of_order_and_unknown_values_are_found(tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    for right, wrong in (
        ("<w:keepNext/><w:widowControl/>", "<w:widowControl/><w:keepNext/>"),
        ('w:lineRule="exact"', 'w:lineRule="x"'),
    ):
        file.write_bytes(replaced(to_docx(CASES["promise-full-0"]), right, wrong))
        assert faults(file)


def replaced(data: bytes, right: str, wrong: str) -> bytes:
    held, made = io.BytesIO(data), io.BytesIO()
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(right.encode(), wrong.encode()))
    return made.getvalue()
