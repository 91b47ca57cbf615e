"""The type faces of papers, and how wide their characters are."""

from __future__ import annotations

from functools import cache
from threading import get_ident

from PySide6.QtGui import QFont, QFontMetricsF

from longshan_desk.documents.model import Face

# Rare characters of names come from the last ones, whatever the face.
_RARE = ("Noto Serif CJK SC", "Noto Sans CJK SC", "SimSun-ExtB", "SimSun", "宋体")
FAMILIES = {
    Face.FANG: ("仿宋", "FangSong", "华文仿宋", "STFangsong", *_RARE),
    Face.KAI: ("楷体", "KaiTi", "华文楷体", "STKaiti", "AR PL UKai CN", *_RARE),
    Face.HEI: ("黑体", "SimHei", "Noto Sans CJK SC", "Microsoft YaHei", *_RARE),
    Face.SONG: ("宋体", "SimSun", *_RARE),
    Face.TITLE: ("方正小标宋简体", "华文中宋", "STZhongsong", "Noto Serif CJK SC", "宋体", *_RARE),
}
BOLD_IN_ITS_PLACE = ("Noto Serif CJK SC", "SimSun", "宋体")
UNITS = 10
"""Parts of a point in which papers are drawn: fonts have whole pixels, papers have 10.5 pt."""
_EM = 1000


def font(face: Face, size: float, spacing: float = 0.0) -> QFont:
    """A font for a painter that counts in tenths of points."""
    return _font(get_ident(), face, size, spacing)


@cache
def _font(_thread: int, face: Face, size: float, spacing: float) -> QFont:
    # A QFont holds what its thread has loaded: two threads must not share one.
    found = _plain(face, round(size * UNITS))
    found.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing * UNITS)
    return found


def _plain(face: Face, pixels: int) -> QFont:
    found = QFont()
    found.setFamilies(list(FAMILIES[face]))
    found.setPixelSize(pixels)
    found.setKerning(False)
    found.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    found.setStyleStrategy(QFont.StyleStrategy.ForceOutline)
    return found


@cache
def _metrics(_thread: int, face: Face) -> QFontMetricsF:
    return QFontMetricsF(_plain(face, _EM))


@cache
def em_width(char: str, face: Face) -> float:
    """A character's advance as a share of the type size."""
    return _metrics(get_ident(), face).horizontalAdvance(char) / _EM
