"""The Word file: well formed, whole, and on the page that GB/T 9704 asks for."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from longshan_desk.documents.model import Paper, words
from longshan_desk.documents.word import to_docx
from longshan_desk.paths import resource
from papers import CASES, LONG_NAME, SPEECH

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# Children of a paragraph's and a table row's properties stand in the order of the schema.
ORDER = {
    "pPr": "pStyle keepNext framePr widowControl pBdr tabs kinsoku snapToGrid spacing ind jc "
    "outlineLvl sectPr".split(),
    "rPr": "rFonts color spacing kern sz szCs u lang".split(),
    "tblPr": "tblW tblInd tblBorders tblLayout tblCellMar".split(),
    "trPr": "cantSplit trHeight tblHeader".split(),
    "tcPr": "tcW gridSpan vAlign".split(),
    "sectPr": "footerReference pgSz pgMar pgNumType docGrid".split(),
}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def document(paper: Paper) -> etree._Element:
    return etree.fromstring(parts(to_docx(paper))["word/document.xml"])


def said(root: etree._Element) -> str:
    return "".join(node.text or "" for node in root.iter(f"{W}t"))


@pytest.mark.parametrize("name", CASES)
def test_every_part_is_well_formed_and_every_reference_resolves(name: str) -> None:
    found = parts(to_docx(CASES[name]))
    for part, data in found.items():
        assert etree.fromstring(data) is not None, part
    known = set(re.findall(r'Id="(\w+)"', found["word/_rels/document.xml.rels"].decode()))
    assert set(re.findall(r'r:id="(\w+)"', found["word/document.xml"].decode())) <= known


@pytest.mark.parametrize("name", CASES)
def test_properties_stand_in_the_order_of_the_schema(name: str) -> None:
    for node in document(CASES[name]).iter(*(f"{W}{kind}" for kind in ORDER)):
        order = ORDER[etree.QName(node).localname]
        places = [order.index(etree.QName(child).localname) for child in node]
        assert places == sorted(places), etree.tostring(node)


@pytest.mark.parametrize("name", CASES)
def test_every_row_fills_the_grid_of_its_table(name: str) -> None:
    for table in document(CASES[name]).iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
            assert sum(1 if s is None else int(s.get(f"{W}val", "1")) for s in spans) == columns


@pytest.mark.parametrize("name", CASES)
def test_every_style_that_is_used_is_in_the_template(name: str) -> None:
    found = parts(to_docx(CASES[name]))
    styles = set(re.findall(r'w:styleId="(\w+)"', found["word/styles.xml"].decode()))
    used = set(re.findall(r'w:pStyle w:val="(\w+)"', found["word/document.xml"].decode()))
    assert used <= styles


def test_python_docx_opens_every_paper(tmp_path: Path) -> None:
    import docx

    for name, paper in CASES.items():
        body = docx.Document(io.BytesIO(to_docx(paper))).element.body
        assert "".join(body.itertext()).strip(), name


def test_the_page_has_the_margins_of_the_standard() -> None:
    section = document(Paper("x", "x", (words("国"),))).find(f"{W}body/{W}sectPr")
    assert section is not None
    margins = section.find(f"{W}pgMar")
    assert margins is not None
    wanted = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1587}
    assert {side: int(margins.get(f"{W}{side}", 0)) for side in wanted} == wanted


def test_the_template_names_an_east_asian_font_in_every_style_and_no_theme() -> None:
    with zipfile.ZipFile(resource("template.docx")) as template:
        styles = etree.fromstring(template.read("word/styles.xml"))
        assert not [name for name in template.namelist() if "theme" in name]
    for style in styles.iter(f"{W}style"):
        if style.get(f"{W}type") == "paragraph":
            fonts = style.find(f"{W}rPr/{W}rFonts")
            assert fonts is not None
            assert fonts.get(f"{W}eastAsia")


def test_a_long_speech_is_there_to_its_last_character() -> None:
    assert SPEECH[:-1] in said(document(CASES["hearing_minutes-full-0"]))


def test_a_sign_in_of_sixty_names_all_of_them() -> None:
    assert said(document(CASES["sign_in-full-0"])).count(LONG_NAME) == 15


def test_a_register_repeats_its_head_and_keeps_its_rows_whole() -> None:
    root = document(CASES["register-full-0"])
    assert len(list(root.iter(f"{W}tblHeader"))) == 1
    assert len(list(root.iter(f"{W}cantSplit"))) == 401


def test_a_groups_name_stays_with_its_first_row_and_the_last_with_the_signatures() -> None:
    rows = [*document(CASES["sign_in-full-0"]).iter(f"{W}tr")]
    kept = [row.find(f".//{W}keepNext") is not None for row in rows]
    names = [row.find(f".//{W}gridSpan") is not None for row in rows]
    assert kept == [*names[:-1], True]


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert said(document(Paper("x", "x", (words("甲\x00乙<&>\x0b"),)))) == "甲乙<&>"


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert to_docx(CASES["promise-full-0"]) == to_docx(CASES["promise-full-0"])


def test_the_template_is_what_its_script_writes() -> None:
    import runpy

    script = Path(__file__).parents[2] / "tools" / "make_template.py"
    written = runpy.run_path(str(script))["parts"]()
    with zipfile.ZipFile(resource("template.docx")) as template:
        held = {name: template.read(name).decode() for name in template.namelist()}
    assert held == written
