"""WordprocessingML for single blocks, written as text: properties in the order the schema asks."""

from __future__ import annotations

import re

from longshan_desk.documents.model import Align, Face

FAMILIES = {
    Face.FANG: "仿宋",
    Face.KAI: "楷体",
    Face.HEI: "黑体",
    Face.SONG: "宋体",
    Face.TITLE: "方正小标宋简体",
}
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
RED = "FF0000"
_JC = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.BOTH: "both"}
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def twips(points: float) -> int:
    return round(points * 20)


def escaped(text: str) -> str:
    clean = _UNWRITABLE.sub("", text)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fonts(face: Face) -> str:
    name = FAMILIES[face]
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" '
        f'w:cs="{name}"/>'
    )


def run(
    text: str, face: Face, size: float, tracking: float = 0, *, colour: str = "", rule: bool = False
) -> str:
    """One run; ``\\n`` becomes a line break and ``\\t`` a tab, which ``rule`` draws as a line."""
    ink = f'<w:color w:val="{colour}"/>' if colour else ""
    spaced = f'<w:spacing w:val="{twips(tracking)}"/>' if tracking else ""
    half = round(size * 2)
    line = '<w:u w:val="single"/>' if rule else ""
    sizes = f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    props = f"<w:rPr>{fonts(face)}{ink}{spaced}{sizes}{line}</w:rPr>"
    return f"<w:r>{props}{_content(text)}</w:r>"


def _content(text: str) -> str:
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{escaped(text)}</w:t>'
    parts = []
    for piece in re.split(r"([\n\t])", text):
        if piece == "\n":
            parts.append("<w:br/>")
        elif piece == "\t":
            parts.append("<w:tab/>")
        elif piece:
            parts.append(f'<w:t xml:space="preserve">{escaped(piece)}</w:t>')
    return "".join(parts)


def paragraph(
    runs: str,
    style: str,
    *,
    pitch: float,
    align: Align = Align.BOTH,
    left: float = 0,
    right: float = 0,
    first: float = 0,
    first_chars: int = 0,
    before: float = 0,
    keep_next: bool = False,
    is_parted_in_twos: bool = False,
    extra_before: str = "",
    tabs: str = "",
) -> str:
    """A paragraph of exact line pitch; lengths are points. ``first`` < 0 hangs. Where a page ends
    within one that ``is_parted_in_twos``, at least two of its lines stand on either page."""
    kept = "<w:keepNext/>" if keep_next else ""
    kept += "<w:widowControl/>" if is_parted_in_twos else ""
    above = f' w:before="{twips(before)}"' if before else ""
    space = f'<w:spacing{above} w:line="{twips(pitch)}" w:lineRule="exact"/>'
    props = (
        f'<w:pStyle w:val="{style}"/>{kept}{extra_before}{tabs}{space}'
        f'{_indent(left, right, first, first_chars)}<w:jc w:val="{_JC[align]}"/>'
    )
    return f"<w:p><w:pPr>{props}</w:pPr>{runs}</w:p>"


def _indent(left: float, right: float, first: float, first_chars: int) -> str:
    parts = []
    if left:
        parts.append(f'w:left="{twips(left)}"')
    if right:
        parts.append(f'w:right="{twips(right)}"')
    if first < 0:
        parts.append(f'w:hanging="{twips(-first)}"')
    elif first_chars:
        parts.append(f'w:firstLineChars="{first_chars * 100}" w:firstLine="{twips(first)}"')
    elif first:
        parts.append(f'w:firstLine="{twips(first)}"')
    return f"<w:ind {' '.join(parts)}/>" if parts else ""


def tab(position: float) -> str:
    return f'<w:tab w:val="left" w:pos="{twips(position)}"/>'


def section(width: float, height: float, margins: tuple[float, float, float, float], *,
            footer: float, pitch: float, is_numbered: bool, is_landscape: bool,
            starts_at_one: bool = False) -> str:  # fmt: skip
    """The page: lengths in points, margins top, right, bottom, left."""
    top, right, bottom, left = map(twips, margins)
    feet = ""
    if is_numbered:
        feet = (
            '<w:footerReference w:type="default" r:id="rIdOdd"/>'
            '<w:footerReference w:type="even" r:id="rIdEven"/>'
        )
    turned = ' w:orient="landscape"' if is_landscape else ""
    numbering = '<w:pgNumType w:start="1"/>' if starts_at_one else ""
    return (
        f'<w:sectPr>{feet}<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{twips(footer)}" w:gutter="0"/>{numbering}'
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{twips(pitch)}" w:charSpace="-842"/>'
        "</w:sectPr>"
    )


def begun(number: int) -> str:
    """The mark at the beginning of a part, in a line of its own that nobody sees: between two
    paragraphs it would belong to the one before, on the page before."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="_Part{number}"/>'
    mark = f'{start}<w:bookmarkEnd w:id="{number}"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Hair"/></w:pPr>{mark}</w:p>'


def page_of(number: int, shown: str) -> str:
    """The page on which a part begins; Word counts it when the file is opened."""
    return f'<w:fldSimple w:instr=" PAGEREF _Part{number} " w:dirty="true">{shown}</w:fldSimple>'


def text_box(content: str, width: float, height: float) -> str:
    """A run that anchors a box to the lower edge of the type area, over its whole width."""
    across, down = round(width * 12700), round(height * 12700)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent cx="{across}" cy="{down}"/><wp:wrapTopAndBottom/>'
        '<wp:docPr id="1" name="tail"/><wp:cNvGraphicFramePr/>'
        "<a:graphic><a:graphicData "
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent>"
        f"{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        "<mc:Fallback/></mc:AlternateContent></w:r>"
    )


def ruled_lines(lines: tuple[str, ...], width: float, *, margin: float) -> str:
    """Paragraphs under each other between rules: 0.35 mm outside, 0.25 mm between."""
    rule = '<w:{} w:val="single" w:sz="{}" w:space="0" w:color="000000"/>'
    borders = rule.format("top", 8) + rule.format("bottom", 8) + rule.format("insideH", 6)
    sides = "".join(f'<w:{s} w:w="{twips(margin)}" w:type="dxa"/>' for s in ("left", "right"))
    rows = "".join(
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{line}'
        "</w:tc></w:tr>"
        for line in lines
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(width)}" w:type="dxa"/>'
        f'<w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{twips(width)}"/></w:tblGrid>{rows}</w:tbl>'
    )
