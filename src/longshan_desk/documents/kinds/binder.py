"""R39: cover, contents and month dividers of a bound volume."""

from __future__ import annotations

from collections.abc import Sequence

from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.kinds.wording import FORM_WIDTH
from longshan_desk.documents.model import (
    Align,
    Block,
    Cell,
    Gap,
    Paper,
    Row,
    Table,
    Title,
    head,
    words,
)
from longshan_desk.documents.pages import FORM, OFFICIAL

BINDER = "迎检成册"
_HEADS = ("序号", "月份", "题名", "页次")


def cover(office: OfficeWords, period: str, made_on: str) -> Paper:
    blocks: list[Block] = [
        Gap(4),
        Title((office.place,), size=28),
        Gap(),
        Title(("党群说事会", "工作资料汇编"), size=36),
        Gap(2),
        words(period, indent=0, align=Align.CENTER),
        Gap(5),
        words(office.branch, indent=0, align=Align.CENTER),
        words(office.committee, indent=0, align=Align.CENTER),
        words(made_on, indent=0, align=Align.CENTER),
    ]
    return Paper("binder_cover", "封面", tuple(blocks), OFFICIAL)


def contents(lines: Sequence[tuple[str, str, int]], missing: Sequence[str]) -> Paper:
    """Each paper with its month and its first page; below it what is missing."""
    rows = [
        Row(
            (
                Cell(str(number), align=Align.CENTER),
                Cell(month, align=Align.CENTER),
                Cell(title),
                Cell(str(page), align=Align.CENTER),
            ),
            height=7,
        )
        for number, (month, title, page) in enumerate(lines, 1)
    ]
    table = Table((14, 28, FORM_WIDTH - 60, 18), (head(*_HEADS), *rows))
    blocks: list[Block] = [Title(("目　　录",)), Gap(0.5), table]
    if missing:
        blocks += [Gap(0.5), words("备考：", indent=0), *(words(one, indent=0) for one in missing)]
    return Paper("binder_contents", "目录", tuple(blocks), FORM)


def divider(month: str) -> Paper:
    return Paper("binder_divider", month, (Gap(8), Title((month,), size=40)), OFFICIAL)
