"""Write ``resources/template.docx``: the parts that every Word file of ours shares.

Usage: python tools/make_template.py. A dozen styles, each with its East Asian font named and
opted out of the character grid; no theme, because WPS then reports missing fonts.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "resources" / "template.docx"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

# name, the names other systems know it by
FONTS = (
    ("仿宋", "FangSong", "modern"),
    ("楷体", "KaiTi", "modern"),
    ("黑体", "SimHei", "modern"),
    ("宋体", "SimSun", "auto"),
    ("方正小标宋简体", "华文中宋", "auto"),
)


def fonts(name: str) -> str:
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" '
        f'w:cs="{name}"/>'
    )


def style(
    code: str, name: str, font: str, half: int, *, based: str = "Normal", more: str = "",
    line: int = 579, kind: str = "",
) -> str:  # fmt: skip
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    is_heading = code.startswith("Heading")
    level = f'<w:outlineLvl w:val="{int(code[-1]) - 1}"/>' if is_heading else ""
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{code}"><w:name w:val="{name}"/>{parent}'
        "<w:qFormat/>"
        f'<w:pPr>{more}<w:widowControl w:val="0"/><w:kinsoku/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>{level}</w:pPr>'
        f'<w:rPr>{fonts(font)}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr></w:style>'
    )


def styles() -> str:
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts("仿宋")}<w:kern w:val="0"/>'
        '<w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )
    known = [
        style("Normal", "Normal", "仿宋", 32, based="", kind=' w:default="1"'),
        style("Title", "Title", "方正小标宋简体", 44),
        style("Heading1", "heading 1", "黑体", 32, more="<w:keepNext/>"),
        style("Heading2", "heading 2", "楷体", 32, more="<w:keepNext/>"),
        style("Heading3", "heading 3", "仿宋", 32, more="<w:keepNext/>"),
        style("Heading4", "heading 4", "仿宋", 32, more="<w:keepNext/>"),
        style("Cell", "Table Cell", "仿宋", 24, line=400),
        style("Footer", "footer", "宋体", 28, line=400),
        style("Hair", "Hair Line", "仿宋", 2, line=20),
        style("Break", "Page Break", "仿宋", 2, line=20),
    ]
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr>'
        "</w:style>"
    )
    return f"{HEAD}<w:styles {W}>{defaults}{''.join(known)}{table}</w:styles>"


def footer(align: str, side: str) -> str:
    run = f'<w:rPr>{fonts("宋体")}<w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr>'
    number = (
        f'<w:r>{run}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{run}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{run}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{run}<w:t>1</w:t></w:r>"
        f'<w:r>{run}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    dash = f'<w:r>{run}<w:t xml:space="preserve">{{}}</w:t></w:r>'
    place = f'<w:pStyle w:val="Footer"/><w:ind w:{side}="280"/><w:jc w:val="{align}"/>'
    line = f"{dash.format('— ')}{number}{dash.format(' —')}"
    return f"{HEAD}<w:ftr {W}><w:p><w:pPr>{place}</w:pPr>{line}</w:p></w:ftr>"


def font_table() -> str:
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{alternative}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
        for name, alternative, family in FONTS
    )
    return f"{HEAD}<w:fonts {W}>{rows}</w:fonts>"


SETTINGS = (
    f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
    '<w:drawingGridVerticalSpacing w:val="579"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    "<w:compat>"
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "</cp:coreProperties>"
)


def relationships(*targets: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in targets
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def content_types() -> str:
    parts = (
        ("/word/document.xml", f"{WORD}.document.main+xml"),
        ("/word/styles.xml", f"{WORD}.styles+xml"),
        ("/word/settings.xml", f"{WORD}.settings+xml"),
        ("/word/fontTable.xml", f"{WORD}.fontTable+xml"),
        ("/word/footerOdd.xml", f"{WORD}.footer+xml"),
        ("/word/footerEven.xml", f"{WORD}.footer+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    )
    rows = "".join(f'<Override PartName="{n}" ContentType="{t}"/>' for n, t in parts)
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def parts() -> dict[str, str]:
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(
            ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": CORE,
        "word/document.xml": f"{HEAD}<w:document {W} {R}><w:body><w:p/></w:body></w:document>",
        "word/_rels/document.xml.rels": relationships(
            ("rIdStyles", f"{OFFICE}/styles", "styles.xml"),
            ("rIdSettings", f"{OFFICE}/settings", "settings.xml"),
            ("rIdFonts", f"{OFFICE}/fontTable", "fontTable.xml"),
            ("rIdOdd", f"{OFFICE}/footer", "footerOdd.xml"),
            ("rIdEven", f"{OFFICE}/footer", "footerEven.xml"),
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": SETTINGS,
        "word/fontTable.xml": font_table(),
        "word/footerOdd.xml": footer("right", "right"),
        "word/footerEven.xml": footer("left", "left"),
    }


def main() -> None:
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts().items():
            out.writestr(zipfile.ZipInfo(name, (2022, 4, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
