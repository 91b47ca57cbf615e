"""Facts for papers as bad as they come: the longest names, the rarest characters, sixty people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any

from longshan_desk.documents.facts import (
    Attendee,
    MatterFacts,
    MatterLine,
    MeetingFacts,
    OfficeWords,
    RegisterFacts,
    ReportFacts,
    Said,
    StepWords,
)
from longshan_desk.documents.kinds.registry import KINDS, PaperKind, blank_facts, built
from longshan_desk.documents.model import (
    Gap,
    Paper,
    RedHead,
    Signature,
    TailBlock,
    Title,
    words,
)
from longshan_desk.documents.office_papers import (
    Changed,
    CorrectionFacts,
    FiledLine,
    FilingFacts,
    SealFacts,
    SealLine,
)
from longshan_desk.domain.labels import AttendanceState, Decision, ItemKind, ListKind

LONG_NAME = "阿卜杜热合曼·买买提明·艾合麦提江·吐尔逊江麦麦提"
NAMES = (LONG_NAME, "马䶮", "𠅤小明", "欧阳·娜·古丽")
OFFICE = OfficeWords("大湾村", "龙山镇", "0938-7891234")
SPEECH = ("我说说我们组的水渠，䶮𠅤两家门前，从二〇二〇年坏到今天，ABC-123号井也不出水。" * 80)[
    :3000
]

_STATES = (AttendanceState.PRESENT, AttendanceState.OBSERVER, AttendanceState.EXCUSED)
_PEOPLE = tuple(
    Attendee(NAMES[n % 4], "村党支部书记、村委会主任", _STATES[n % 3], "因病住院", f"第{n // 20}类")
    for n in range(60)
)
MEETING = MeetingFacts(
    OFFICE, "党群说事会", True, date(2022, 4, 5), "2022年4月", time(19, 30), time(21, 5),
    "村党群服务中心二楼", LONG_NAME, "书记外出培训", "王会计", 40, _PEOPLE,
    (
        Said(ItemKind.MATTER, LONG_NAME, SPEECH, number="2022-04-001", title="水渠",
             list_kind=ListKind.SELF_HANDLED, decision=Decision.ASSIGNED, responsible="马䶮"),
        Said(ItemKind.ANSWER, "马䶮", "路灯不亮", "明天换", "马文秀", "2022-04-002", "路灯不亮"),
        Said(ItemKind.SPEECH, "𠅤小明", "没有意见", voided="记错人"),
    ),
)  # fmt: skip
JOINT = replace(
    MEETING,
    items=(
        *MEETING.items,
        Said(ItemKind.PARTY_DAY, LONG_NAME, "集中学习，重温入党誓词", "每月自学两次"),
    ),
    party_members=(*NAMES, "冶成林"),
    members_to_sign=(Attendee("冶成林", "党员", AttendanceState.PRESENT, "", "其他党员"),),
)
"""A 主题党日 was held with it."""
LINE = MatterLine(
    "2022-04-003", "请求维修水渠", SPEECH, "村级基础设施建设", ListKind.MAJOR_PUBLIC, LONG_NAME,
    "二十五组", date(2022, 4, 5), "办理中", "", LONG_NAME, date(2022, 12, 31),
)  # fmt: skip
LINES = tuple(
    replace(LINE, number=f"2022-04-{n:03d}", title="请求维修水渠" * (n % 6 + 1), words="")
    for n in range(400)
)
REGISTER = RegisterFacts(OFFICE, "2022年", LINES, date(2022, 12, 31))
REPORT = ReportFacts(
    OFFICE, date(2022, 4, 5), "2022年3月5日至2022年4月5日", "2022年4月", 5, 1, 1, "", LINES[:4],
    LINES[4:9],
)  # fmt: skip
_STEP = StepWords(date(2022, 4, 5), "记进展", "联系了施工队")
MATTER = MatterFacts(OFFICE, LINE, "说事会", 35, steps=(_STEP,) * 30, reason=SPEECH)

CORRECTION = CorrectionFacts(
    OFFICE, "大湾村2022年4月党群说事会通知", date(2022, 4, 1), date(2022, 4, 3), 2,
    "地点写错了",
    (
        Changed("地点：村部", f"地点：村党群服务中心二楼，找{LONG_NAME}"),
        Changed("", "请带身份证。"),
        Changed("请准时到会。", ""),
    ),
)  # fmt: skip
SEALS = SealFacts(
    OFFICE,
    "2022年",
    (SealLine(date(2022, 4, 5), "关于" + "维修水渠" * 12, 2, "村民委员会", LONG_NAME, "王会计"),)
    * 60,
    date(2022, 12, 31),
)
FILING = FilingFacts(
    OFFICE,
    "2022年",
    (FiledLine("2022-3", "关于" + "维修水渠" * 20, date(2022, 4, 5), LONG_NAME, 2),) * 60,
    4,
    date(2022, 12, 31),
)

_FULL: dict[type[Any], Any] = {
    MeetingFacts: MEETING,
    RegisterFacts: REGISTER,
    ReportFacts: REPORT,
    MatterFacts: MATTER,
    CorrectionFacts: CORRECTION,
    SealFacts: SEALS,
    FilingFacts: FILING,
}
_EMPTY: dict[type[Any], Any] = {
    MeetingFacts: replace(MEETING, attendees=(), items=(), place="", chair="", recorder=""),
    RegisterFacts: replace(REGISTER, lines=()),
    ReportFacts: replace(REPORT, closed=(), open=()),
    MatterFacts: MatterFacts(OFFICE, replace(LINE, responsible="", due_on=None)),
    CorrectionFacts: replace(CORRECTION, changes=()),
    SealFacts: replace(SEALS, lines=()),
    FilingFacts: replace(FILING, lines=()),
}


def cases() -> Iterator[tuple[str, Paper]]:
    """Every paper as full as can be, as empty as can be, and as a blank."""
    for kind in KINDS.values():
        for name, facts in (
            ("full", full_facts(kind)),
            ("empty", _EMPTY[kind.facts]),
            ("blank", None),
        ):
            filled = facts or blank_facts(kind, OFFICE)
            for place, paper in enumerate(built(kind, filled)):
                yield f"{kind.code}-{name}-{place}", paper
        if kind.has_poster:
            for size in ("a4", "a3"):
                yield f"{kind.code}-{size}", built(kind, _FULL[kind.facts], size=size)[0]


def full(kind: PaperKind) -> tuple[Paper, ...]:
    return built(kind, full_facts(kind))


def full_facts(kind: PaperKind) -> Any:
    return JOINT if kind.code == "party_day_minutes" else _FULL[kind.facts]


RED_HEADED = Paper(
    "notice_of_township", "通知",
    (
        RedHead("中共龙山镇委员会文件", "龙委发〔2022〕8号", ("马文秀", LONG_NAME[:6])),
        Title(("中共龙山镇委员会", "关于推行群众说事、干部解题的通知")),
        words("各村党支部：", indent=0),
        words(SPEECH[:900]),
        Gap(),
        Signature(("中共龙山镇委员会",), "2022年4月5日"),
        TailBlock("县委组织部，县委政法委，" + "各村党支部，" * 12 + "存档",
                  "中共龙山镇委员会办公室", "2022年4月5日"),
    ),
)  # fmt: skip
"""What the township writes: red head and tail block."""
CASES = {**dict(cases()), "red_headed-full-0": RED_HEADED}
