"""Facts for papers as bad as they come: the longest names, the rarest characters, sixty people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
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
from longshan_desk.documents.handover_facts import HandoverFacts
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
from longshan_desk.documents.procedure_facts import (
    CaseFacts,
    CaseMeeting,
    CaseNotice,
    HeadCount,
    Objection,
    ProgressLine,
    Speech,
)
from longshan_desk.documents.visit_facts import (
    CoverageFacts,
    CoverageLine,
    DiaryEntry,
    DiaryFacts,
    GroupToVisit,
    LedgerFacts,
    LedgerLine,
    ToVisit,
    VisitorLine,
    VisitPlanFacts,
)
from longshan_desk.domain.labels import AttendanceState, Decision, ItemKind, ListKind
from longshan_desk.domain.procedure_labels import Motion, Step, VoteForm

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

_ENTRY = DiaryEntry(
    date(2022, 4, 6), "马建国", "三组", "大湾村三组", "入户", ("王小明", "李干事"),
    ("马建国（58岁）", f"{LONG_NAME}（80岁）"), ("家庭收入", "安全生产"), SPEECH,
    promise="帮助联系合作医疗报销。", promise_by="王小明", promise_due=date(2022, 4, 20),
    finding="诉求类", follow_up="已登记为事项2022-04-003", former_text="家中情况没有变化",
    corrected_on=date(2022, 4, 8), correction_reason="漏记", review="要跟紧报销的事",
    reviewed_by="马䶮", reviewed_on=date(2022, 4, 30), is_late=True,
)  # fmt: skip
_PLAIN_ENTRY = DiaryEntry(
    date(2022, 4, 7), "李小明", "四组", way="电话", visitors=("王小明",), is_unchanged=True
)
DIARY = DiaryFacts(
    OFFICE, "王小明", "驻村帮扶工作队队员", "2022年4月", (_ENTRY, *(_PLAIN_ENTRY,) * 80),
    date(2022, 5, 1),
)  # fmt: skip
_TO_VISIT = ToVisit(
    LONG_NAME, "13900000000", 5, ("留守老人", "低保"), date(2022, 2, 1), "问合作医疗怎么报销"
)
PLAN = VisitPlanFacts(
    OFFICE, "2022年4月", "王小明", ("家庭收入", "农业生产", "矛盾纠纷"),
    tuple(GroupToVisit(f"{name}组", (_TO_VISIT, ToVisit("马䶮", is_away=True)) * 12)
          for name in "一二三四"),
    date(2022, 4, 1),
)  # fmt: skip
_LINE = CoverageLine("一组", 52, 40, 33, 29, 8, 5, 3, NAMES * 4)
COVERAGE = CoverageFacts(
    OFFICE, "2022年第二季度", "马䶮", (_LINE, replace(_LINE, label="二十五组")) * 6,
    replace(_LINE, label="合计", households=624, resident=480, visited=396,
            visited_resident=348, away=96),
    replace(_LINE, visited=300, households=624),
    (VisitorLine("王小明", 120, 98), VisitorLine(LONG_NAME, 40, 40)), date(2022, 7, 1),
)  # fmt: skip
LEDGER = LedgerFacts(
    OFFICE, "2022年4月",
    (
        LedgerLine("入户走访马建国家", date(2022, 4, 6), "诉求类", SPEECH[:600], "解决饮水",
                   "列入二季度计划", "马䶮", "水利站", LONG_NAME, date(2022, 6, 30),
                   "已联系施工", None, True),
        LedgerLine("座谈", date(2022, 4, 9), "建议类", "多办技能培训", closed_on=date(2022, 5, 1)),
    ),
    date(2022, 5, 1),
)  # fmt: skip

_SPEECHES = (Speech("马文秀", SPEECH), Speech("𠅤小明", "同意，路要修到三组。"))


def _held(step: Step, body: str, day: int, **more: Any) -> CaseMeeting:
    usual: dict[str, Any] = {
        "on": date(2022, 4, day), "starts_at": time(14, 30), "ended_at": time(16), "place": "村部",
        "chair": LONG_NAME, "recorder": "王会计", "expected": 43, "present": 31, "in_favour": 27,
        "against": 3, "abstained": 1, "speeches": _SPEECHES, "passed": True,
        "text": "硬化村部至三组道路1.2公里，路面宽3.5米，预算36万元",
        "verdict": "应到43人，实到31人（需三分之二，即至少29人），"
        "同意27票（需超过到会半数，即至少16票）：通过",
    }  # fmt: skip
    return CaseMeeting(step, body, **{**usual, **more})


CASE = CaseFacts(
    OFFICE, "硬化村部至三组道路", "2022-04-003", "公益事业兴办", Motion.MASSES,
    "三组群众在说事会上多次反映雨天无法出行",
    (
        _held(Step.PROPOSAL, "村党支部委员会会议", 6),
        _held(Step.CONSULTATION, "村“两委”会议", 8, amendments=("预算由40万元改为36万元",)),
        _held(Step.DELIBERATION, "党员大会", 10, present=20, in_favour=None, against=None,
              abstained=None, passed=False,
              verdict="应到43人，实到20人（需三分之二，即至少29人）：未达到法定人数"),
        _held(Step.DELIBERATION, "党员大会", 12, form=VoteForm.HANDS,
              expected_reason="2名党员外出半年以上，经镇党委同意不计", attendees=_PEOPLE),
        _held(Step.RESOLUTION, "村民代表会议", 15, form=VoteForm.BALLOT, is_late=True,
              township=("马䶮（包村领导）", "李干事（驻村干部）"),
              counts=(HeadCount("村民代表", 38, 28), HeadCount("村“两委”成员", 5, 3))),
    ),
    override="因征地协调需要，经镇党委同意由村民代表会议决议",
    rules="《村民委员会组织法》（2018年）",
    resolution_notice=CaseNotice(
        "", "程序合规", "赵监委", date(2022, 4, 15), date(2022, 4, 16), date(2022, 4, 23),
        "村务公开栏", date(2022, 4, 24),
        (Objection("马䶮", date(2022, 4, 18), "路为什么不到五组", "五组列入下年计划",
                   date(2022, 4, 20)),),
    ),
    progress_notices=(
        CaseNotice("路基已经完成", posted_from=date(2022, 6, 1), posted_until=date(2022, 6, 8)),
        CaseNotice("路面已经完成", posted_from=date(2022, 7, 1), posted_until=date(2022, 7, 8)),
    ),
    outcome_notice=CaseNotice("", "与决议一致", "赵监委", date(2022, 8, 1), date(2022, 8, 2),
                              date(2022, 8, 9), "村务公开栏"),
    responsible=LONG_NAME, due_on=date(2022, 7, 31),
    progress=(ProgressLine(date(2022, 5, 20), "路基完成", 12_000_000),), spent=35_880_050,
    accepted_on=date(2022, 7, 28), acceptance="村务监督委员会和村民代表共同验收合格",
    result="硬化道路1.2公里，通车", began_on=date(2022, 4, 5), closed_on=date(2022, 8, 10),
    answer_days=3,
)  # fmt: skip
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

HANDOVER = HandoverFacts(
    OFFICE, "大湾村", "龙山镇", 12, "大湾村-上报-2022-04-第12包-K7QF.lspkg", "4.6 MB",
    ("2022年3月", "2022年4月"), (("事项", 12), ("事项的办理经过", 64), ("走访", 320), ("照片", 18)),
    date(2022, 4, 30), date(2022, 4, 30), ("4月说事会还没有收尾",), 396, 18, 2, 0, "2022-018", 1,
    "第 1204 条",
)  # fmt: skip

_FULL: dict[type[Any], Any] = {
    HandoverFacts: HANDOVER,
    DiaryFacts: DIARY,
    VisitPlanFacts: PLAN,
    CoverageFacts: COVERAGE,
    LedgerFacts: LEDGER,
    CaseFacts: CASE,
    MeetingFacts: MEETING,
    RegisterFacts: REGISTER,
    ReportFacts: REPORT,
    MatterFacts: MATTER,
    CorrectionFacts: CORRECTION,
    SealFacts: SEALS,
    FilingFacts: FILING,
}
_EMPTY: dict[type[Any], Any] = {
    HandoverFacts: HandoverFacts(OFFICE, "大湾村", "龙山镇", 1),
    DiaryFacts: DiaryFacts(OFFICE, period="2022年4月", made_on=date(2022, 5, 1)),
    VisitPlanFacts: VisitPlanFacts(OFFICE, "2022年4月", made_on=date(2022, 4, 1)),
    CoverageFacts: CoverageFacts(OFFICE, "2022年4月", made_on=date(2022, 5, 1)),
    LedgerFacts: LedgerFacts(OFFICE, "2022年4月", made_on=date(2022, 5, 1)),
    CaseFacts: CaseFacts(OFFICE, "硬化道路"),
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


def text_of(value: Any) -> str:
    """Every word of a paper, of some of its blocks, or of one."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "\n".join(map(text_of, value))
    if is_dataclass(value) and not isinstance(value, type):
        return "\n".join(text_of(getattr(value, one.name)) for one in fields(value))
    return ""
