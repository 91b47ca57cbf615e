"""Blocks → .docx: the template's parts with a document of our own, written in one go.

The same paper always gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from longshan_desk.documents.model import (
    Align,
    Block,
    Face,
    Fields,
    Gap,
    Heading,
    Items,
    PageBreak,
    Paper,
    Paragraph,
    RedHead,
    Signature,
    Span,
    Table,
    TailBlock,
    Title,
)
from longshan_desk.documents.pages import MM, Page
from longshan_desk.documents.placing import (
    HEADING_FACES,
    Slot,
    field_lines,
    footer_distance,
    kept_together,
    organ_size,
    signature_lines,
    tail_lines,
    title_lines,
)
from longshan_desk.documents.word_table import table_xml
from longshan_desk.documents.word_xml import (
    NAMESPACES,
    RED,
    begun,
    escaped,
    paragraph,
    ruled_lines,
    run,
    section,
    tab,
    text_box,
    twips,
)
from longshan_desk.paths import resource

_MOMENT = (2022, 4, 1, 0, 0, 0)


def to_docx(paper: Paper) -> bytes:
    """The paper as a Word file."""
    parts = paper.parts
    first_numbered = next((n for n, (page, _) in enumerate(parts) if page.numbered), 0)
    *before, last = (
        (_body_of(blocks, page, number), _section(page, starts_at_one=0 < number == first_numbered))
        for number, (page, blocks) in enumerate(parts)
    )
    body = "".join(f"{blocks}{_section_break(props)}" for blocks, props in before)
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document {NAMESPACES}>'
        f"<w:body>{body}{''.join(last)}</w:body></w:document>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for part, data in _template():
            if part == "word/document.xml":
                data = document.encode()
            elif part == "docProps/core.xml":
                data = data.replace(b"{title}", escaped(paper.name).encode())
            out.writestr(zipfile.ZipInfo(part, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def is_changed_by_hand(file: Path) -> bool:
    """Whether a Word file was saved by another program: none keeps the moment we give its parts."""
    if not zipfile.is_zipfile(file):
        return False
    with zipfile.ZipFile(file) as packed:
        return any(part.date_time != _MOMENT for part in packed.infolist())


@cache
def _template() -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(resource("template.docx")) as template:
        return tuple((name, template.read(name)) for name in template.namelist())


def _spaced(blocks: tuple[Block, ...], page: Page) -> list[Block]:
    """Word joins tables that touch: a hair's breadth goes between them and after the last."""
    found: list[Block] = []
    for block, following in pairwise((*kept_together(blocks), None)):
        if block is None:
            continue
        found.append(block)
        if isinstance(block, Table) and (following is None or isinstance(following, Table)):
            found.append(Gap(0))
    return found


def _body_of(blocks: tuple[Block, ...], page: Page, number: int) -> str:
    body = "".join(_block(block, page) for block in _spaced(blocks, page))
    return f"{begun(number)}{body}" if number else body


def _section_break(props: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="Hair"/>{props}</w:pPr></w:p>'


def _section(page: Page, *, starts_at_one: bool) -> str:
    margins = (page.top * MM + (0.02 if page.top == 37 else 0), page.right * MM,
               page.bottom * MM, page.left * MM)  # fmt: skip
    return section(
        page.width * MM,
        page.height * MM,
        margins,
        footer=footer_distance(page),
        pitch=page.pitch,
        is_numbered=page.numbered,
        is_landscape=page.is_landscape,
        starts_at_one=starts_at_one,
    )


def _block(block: Block, page: Page) -> str:
    return _WRITERS[type(block)](block, page)


def _page_break(block: PageBreak, page: Page) -> str:
    props = '<w:pPr><w:pStyle w:val="Break"/></w:pPr>'
    return f'<w:p>{props}<w:r><w:br w:type="page"/></w:r></w:p>'


def _body(spans: tuple[Span, ...], page: Page) -> str:
    return "".join(run(one.text, one.face, page.body, page.tracking) for one in spans)


def _paragraph(block: Paragraph, page: Page) -> str:
    char = page.body + page.tracking
    return paragraph(
        _body(block.spans, page),
        "Normal",
        pitch=page.pitch,
        align=block.align,
        left=block.hanging * char,
        first=-block.hanging * char if block.hanging else block.indent * char,
        first_chars=0 if block.hanging else block.indent,
        keep_next=block.keep_next,
        is_parted_in_twos=block.keep_next,
    )


def _title(block: Title, page: Page) -> str:
    size = block.size or page.title
    lines = "\n".join(title_lines(block, page))
    pitch = max(page.title_pitch, size * 1.25) if block.size else page.title_pitch
    return paragraph(
        run(lines, Face.TITLE, size), "Title", pitch=pitch, align=Align.CENTER, keep_next=True
    )


def _heading(block: Heading, page: Page) -> str:
    face = HEADING_FACES.get(block.level, Face.FANG)
    return paragraph(
        run(block.text, face, page.body, page.tracking),
        f"Heading{block.level}",
        pitch=page.pitch,
        first=2 * (page.body + page.tracking),
        first_chars=2,
        keep_next=True,
    )


def _items(block: Items, page: Page) -> str:
    lines = (f"{n}.{line}" if block.numbered else line for n, line in enumerate(block.lines, 1))
    return "".join(_paragraph(Paragraph((Span(line),)), page) for line in lines)


def _fields(block: Fields, page: Page) -> str:
    lines = field_lines(block, page)
    return "".join(
        _field_line(line, page, keep_next=block.keep_next or place < len(lines) - 1)
        for place, line in enumerate(lines)
    )


def _field_line(line: list[Slot], page: Page, *, keep_next: bool) -> str:
    stops, runs = "", ""
    for place, slot in enumerate(line):
        if place:
            stops += tab(slot.left)
            runs += run("\t", Face.FANG, page.body, page.tracking)
        said = f"{slot.field.label}：{slot.field.value}"
        runs += run(said, Face.FANG, page.body, page.tracking)
        if not slot.field.value:
            stops += tab(slot.right)
            runs += run("\t", Face.FANG, page.body, page.tracking, rule=True)
    tabs = f"<w:tabs>{stops}</w:tabs>" if stops else ""
    return paragraph(
        runs, "Normal", pitch=page.pitch, align=Align.LEFT, tabs=tabs, keep_next=keep_next
    )


def _signature(block: Signature, page: Page) -> str:
    lines = signature_lines(block, page)
    return "".join(
        paragraph(
            run(line.words, Face.FANG, page.body, page.tracking),
            "Normal",
            pitch=page.pitch,
            align=Align.RIGHT,
            right=line.right,
            keep_next=block.keep_next or place < len(lines) - 1,
        )
        for place, line in enumerate(lines)
    )


def _gap(block: Gap, page: Page) -> str:
    if not block.lines:
        return '<w:p><w:pPr><w:pStyle w:val="Hair"/></w:pPr></w:p>'
    whole = int(block.lines)
    if whole == block.lines:
        return paragraph("", "Normal", pitch=page.pitch, keep_next=block.keep_next) * whole
    return paragraph("", "Normal", pitch=page.pitch * block.lines, keep_next=block.keep_next)


def _red_head(block: RedHead, page: Page) -> str:
    size = organ_size(block, page)
    mark = paragraph(
        run(block.organ, Face.TITLE, size, colour=RED),
        "Title",
        pitch=size * 1.3,
        align=Align.CENTER,
        before=35 * MM - size * 0.16,
    )
    border = f'<w:pBdr><w:bottom w:val="single" w:sz="11" w:space="11" w:color="{RED}"/></w:pBdr>'
    number, align, stops = block.number, Align.CENTER, ""
    char = page.body + page.tracking
    runs = run(number, Face.FANG, page.body, page.tracking)
    if block.signers:
        names = "　".join(block.signers)
        align = Align.LEFT
        stops = f'<w:tabs><w:tab w:val="right" w:pos="{twips(page.type_width - char)}"/></w:tabs>'
        runs = run(f"　{number}\t签发人：", Face.FANG, page.body, page.tracking) + run(
            names, Face.KAI, page.body, page.tracking
        )
    line = paragraph(runs, "Normal", pitch=page.pitch, align=align, extra_before=border, tabs=stops)
    return mark + paragraph("", "Normal", pitch=page.pitch) * 2 + line


def _tail(block: TailBlock, page: Page) -> str:
    size, pitch = page.body - 2, page.pitch * 0.9
    width = page.type_width
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{twips(width - 2 * size)}"/></w:tabs>'
    copies = paragraph(
        run(f"抄送：{block.copies}。", Face.FANG, size),
        "Normal",
        pitch=pitch,
        align=Align.LEFT,
        left=size * 3,
        first=-size * 3,
    )
    printed = paragraph(
        run(f"{block.printed_by}\t{block.printed_on}印发", Face.FANG, size),
        "Normal",
        pitch=pitch,
        align=Align.LEFT,
        tabs=stop,
    )
    content = ruled_lines((copies, printed), width, margin=size)
    height = (tail_lines(block, page) + 1) * pitch + 6
    box = text_box(content + _block(Gap(0), page), width, height)
    return paragraph(box, "Hair", pitch=1)


_WRITERS: dict[type[Block], Callable[[Any, Page], str]] = {
    Title: _title,
    RedHead: _red_head,
    Heading: _heading,
    Paragraph: _paragraph,
    Items: _items,
    Table: table_xml,
    Fields: _fields,
    Signature: _signature,
    Gap: _gap,
    PageBreak: _page_break,
    TailBlock: _tail,
}
