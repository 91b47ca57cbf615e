"""P2 签到表: who is expected, by category, with room to sign or press a thumb."""

from __future__ import annotations

from itertools import groupby

from longshan_desk.documents.blank_rows import blank_rows
from longshan_desk.documents.facts import Attendee, MeetingFacts
from longshan_desk.documents.kinds.wording import moment_words
from longshan_desk.documents.model import (
    Align,
    Block,
    Cell,
    Field,
    Fields,
    Gap,
    Paper,
    Row,
    RowKind,
    Table,
    head,
)
from longshan_desk.documents.pages import FORM
from longshan_desk.documents.wording import (
    paper_wording,
    signers_phrase,
    title_phrase,
)

NAME = "签到表"
WORDING = paper_wording(
    title_phrase("{会议全称}签到表"),
    signers_phrase("主持人（签名）\n记录人（签名）"),
    own=(("会议全称", "大湾村2022年4月党群说事会"), ("会议名称", "党群说事会")),
)
BLANK_ROWS = 6
_FEWEST_BLANK_ROWS = 3
_ROW_MM = 10.5
_COLUMNS = (12, 36, 50, 42, 25)


def build(facts: MeetingFacts) -> tuple[Paper, ...]:
    there = (*facts.attendees, *facts.members_to_sign)
    meeting = {"会议全称": facts.joint_name_parts, "会议名称": facts.joint_kind}
    say = WORDING.said(facts.wording, facts.office.values | meeting)
    above: list[Block] = [
        say.title(),
        Gap(0.3),
        Fields((Field("时间", moment_words(facts.on, facts.starts_at)),)),
        Fields((Field("地点", facts.place, 2), Field("应到", _count(facts)), Field("实到"))),
    ]
    below = say.to_sign()
    blocks = (*above, _table(there, above, below), *below)
    return (Paper("sign_in", f"{facts.joint_name}签到表", blocks, FORM),)


def _count(facts: MeetingFacts) -> str:
    expected = facts.expected + len(facts.members_to_sign)
    return f"{expected}人" if expected else ""


def _table(there: tuple[Attendee, ...], above: list[Block], below: list[Block]) -> Table:
    rows = [head("序号", "姓名", "职务或身份", "签名或按手印", "备注")]
    number = 0
    for category, members in groupby(there, key=lambda one: one.category):
        people = list(members)
        title = f"{category or '其他'}（{len(people)}人）"
        rows.append(Row((Cell(title, span=5),), RowKind.GROUP))
        for one in people:
            number += 1
            rows.append(_row(str(number), one.name, one.office))
    blanks = blank_rows(
        above, _COLUMNS, rows, below, FORM,
        height=_ROW_MM, fewest=_FEWEST_BLANK_ROWS, usual=BLANK_ROWS,
    )  # fmt: skip
    rows += [_row(str(number + place), "", "") for place in range(1, blanks + 1)]
    return Table(_COLUMNS, tuple(rows))


def _row(number: str, name: str, office: str) -> Row:
    cells = (Cell(number, align=Align.CENTER), Cell(name, align=Align.CENTER), Cell(office))
    return Row((*cells, Cell(), Cell()), height=_ROW_MM)
