"""The blank sheet on which somebody writes about a named cadre by hand (R35): it holds nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from longshan_desk.files import free_name, os_errors, write_atomically
from longshan_desk.paths import output_dir
from longshan_desk.ui.theme import FONTS

_MARGIN_MM = 25.0
_POINTS_PER_MM = 72 / 25.4
_LINES = 15

_HEAD = """
<h1 align="center">密封反映表</h1>
<p>本表由反映人自己填写，当面装入信封、封口签名，直接送交镇纪委。村里的人不拆看、不抄写、不留底。</p>
<table border="1" cellspacing="0" cellpadding="7" width="100%">
<tr><td width="24%">反映的是谁（姓名、职务）</td><td></td></tr>
<tr><td>什么时候、在什么地方</td><td></td></tr>
<tr><td>有谁知道</td><td></td></tr>
</table>
<p>反映的事情：</p>
"""
_FOOT = """
<p>&nbsp;</p>
<table width="100%"><tr>
<td>反映人（签名、手印）：</td><td>联系电话：</td><td>日期：&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;年&nbsp;&nbsp;&nbsp;&nbsp;月&nbsp;&nbsp;&nbsp;&nbsp;日</td>
</tr></table>
<p>愿不愿意公开姓名：□ 愿意&nbsp;&nbsp;□ 不愿意</p>
<p>怎样答复您：□ 当面&nbsp;&nbsp;□ 电话&nbsp;&nbsp;□ 书面</p>
"""


def save_blank_form() -> Path:
    """Write the sheet as PDF into the clerk's own folder; never over another file."""
    folder = output_dir()
    with os_errors(folder, "保存文件"):
        folder.mkdir(parents=True, exist_ok=True)
    path = free_name(folder / "密封反映表（空白）.pdf")
    write_atomically(path, _pdf())
    return path


def _pdf() -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(72)
    page = QPageSize(QPageSize.PageSizeId.A4)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    size = page.size(QPageSize.Unit.Point)
    both = 2 * _MARGIN_MM * _POINTS_PER_MM
    text = QTextDocument()
    font = QFont()
    font.setFamilies(list(FONTS))
    font.setPixelSize(12)  # the page is measured in points, so a pixel is one
    text.setDefaultFont(font)
    ruled = '<tr><td height="26"></td></tr>' * _LINES
    lines = f'<table border="1" cellspacing="0" width="100%">{ruled}</table>'
    text.setHtml(_HEAD + lines + _FOOT)
    text.setPageSize(QSizeF(size.width() - both, size.height() - both))
    text.print_(writer)
    del writer  # the file is finished when its writer goes
    buffer.close()
    return bytes(buffer.data().data())
