"""An issued paper's life: signed, stamped, filed, or voided by a correction (R37, R38)."""

from __future__ import annotations

import re
from datetime import date

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import Labelled
from longshan_desk.errors import BadValueError, WrongStageError


class PaperStatus(Labelled):
    AWAITS_SIGNATURE = "awaits_signature", "待签字"
    SIGNED = "signed", "已签字"
    STAMPED = "stamped", "已盖章"
    FILED = "filed", "已归档"
    VOIDED = "voided", "已作废"


class PaperWay(Labelled):
    """How a paper leaves the program."""

    PRINTED = "printed", "打印"
    WORD = "word", "存为 Word"
    PDF = "pdf", "存为 PDF"
    PICTURE = "picture", "存为图片"


WAITING = (PaperStatus.AWAITS_SIGNATURE, PaperStatus.SIGNED, PaperStatus.STAMPED)
"""What still waits for its signature or its box."""
_ORDER = list(PaperStatus)[:4]


def check_step(now: PaperStatus, then: PaperStatus) -> None:
    """R38: forward only; a form needs no seal, so steps may be left out. A voided paper stays
    what it is. Raises WrongStageError."""
    if now is PaperStatus.VOIDED:
        raise WrongStageError("这份文书已经作废，不能再签字、盖章或归档。", hint="请使用新的版本。")
    if then not in _ORDER or _ORDER.index(then) <= _ORDER.index(now):
        raise WrongStageError(
            f"这份文书现在是“{now.label}”，不能改成“{then.label}”。",
            hint="顺序是：待签字、已签字、已盖章、已归档；弄错了请撤销上一步。",
        )


CORRECTED = "更正："
"""What the reason begins with for which a corrected paper was voided."""


def version_note(version: int, on: date) -> str:
    """R37: what a corrected paper says of itself."""
    return f"（第{version}版，更正于{chinese_date(on)}）"


def is_version_note(said: str) -> bool:
    return re.match(r"（第\d+版，更正于", said) is not None


FINALS = (".pdf", ".docx", ".doc", ".wps", ".ofd", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
"""R38: the files that a signed original may be kept as."""


def check_final(suffix: str) -> None:
    """Raises BadValueError for a file that no signed original is."""
    if suffix.lower() not in FINALS:
        raise BadValueError(
            f"“{suffix or '没有扩展名的文件'}”不能作为签字原件。",
            hint="可以用扫描的 PDF、照片（jpg、png）或 Word 文件。",
            where="文件",
        )
