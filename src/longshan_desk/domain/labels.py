"""The words of the trade: every enum's stable English code with its Chinese label, once.

Members are stored and exchanged by ``value`` (the code); screens and papers show ``label``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from longshan_desk.errors import BadValueError


class Labelled(StrEnum):
    """A string enum whose members carry a Chinese label: ``NAME = "code", "标签"``."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def read(cls, text: str, where: str = "") -> Self:
        """The member for a code or a label; refuses anything else with the possible words."""
        for member in cls:
            if text in (member.value, member.label):
                return member
        known = "、".join(f"{m.label}（{m.value}）" for m in cls)
        raise BadValueError(
            f"“{text}”不是可以填写的内容。", hint=f"可以填写：{known}。", where=where
        )


class OfficeRole(Labelled):
    VILLAGE = "village", "村"
    TOWNSHIP = "township", "镇"


class OfficeKind(Labelled):
    VILLAGE = "village", "行政村"
    COMMUNITY = "community", "社区"


# -- people ---------------------------------------------------------------------------------


class Sex(Labelled):
    MALE = "male", "男"
    FEMALE = "female", "女"


class IdKind(Labelled):
    """What kind of number stands in ``id_number`` (证件类型)."""

    RESIDENT = "resident", "居民身份证"
    DISABILITY = "disability", "残疾人证"
    OTHER = "other", "其他证件"


class Role(Labelled):
    """Offices a cadre or member of the hearing can hold (R1, R4), each with dates."""

    BRANCH_SECRETARY = "branch_secretary", "村党支部书记"
    BRANCH_DEPUTY = "branch_deputy", "村党支部副书记"
    PARTY_BRANCH_COMMITTEE = "party_branch_committee", "村党支部委员"
    VILLAGE_DIRECTOR = "village_director", "村委会主任"
    VILLAGERS_COMMITTEE = "villagers_committee", "村委会委员"
    OVERSIGHT_COMMITTEE = "oversight_committee", "村务监督委员会成员"
    CLERK = "clerk", "村文书"
    GROUP_LEADER = "group_leader", "村民小组长"
    DELEGATE = "delegate", "两代表一委员"
    PARTY_HUB_HOUSEHOLD = "party_hub_household", "党员中心户"
    MASS_REPRESENTATIVE = "mass_representative", "群众代表"
    VILLAGER_REPRESENTATIVE = "villager_representative", "村民代表"
    LIAISON_LEADER = "liaison_leader", "包村领导"
    SUPPORT_TEAM_MEMBER = "support_team_member", "驻村帮扶工作队队员"
    RESIDENT_CADRE = "resident_cadre", "驻村干部"
    TOWNSHIP_LEADER = "township_leader", "镇领导班子成员"

    @property
    def is_two_committees(self) -> bool:
        """村“两委”: the branch committee and the villagers' committee."""
        return self in _TWO_COMMITTEES

    @property
    def observes(self) -> bool:
        """Roles that 列席旁听 a hearing (R4) instead of belonging to it."""
        return self in _OBSERVERS

    @property
    def is_of_township(self) -> bool:
        """Roles whose holders the township sends: 包村领导, 驻村干部 … (R1)."""
        return self in _OBSERVERS

    @property
    def is_public_office(self) -> bool:
        """Whether its holder's name may stand on a wall: representatives speak as villagers do."""
        return self not in _REPRESENTATIVES


_TWO_COMMITTEES = frozenset(
    {
        Role.BRANCH_SECRETARY,
        Role.BRANCH_DEPUTY,
        Role.PARTY_BRANCH_COMMITTEE,
        Role.VILLAGE_DIRECTOR,
        Role.VILLAGERS_COMMITTEE,
    }
)
_REPRESENTATIVES = frozenset(
    {
        Role.DELEGATE,
        Role.PARTY_HUB_HOUSEHOLD,
        Role.MASS_REPRESENTATIVE,
        Role.VILLAGER_REPRESENTATIVE,
    }
)
_OBSERVERS = frozenset(
    {Role.LIAISON_LEADER, Role.SUPPORT_TEAM_MEMBER, Role.RESIDENT_CADRE, Role.TOWNSHIP_LEADER}
)


# -- meetings -------------------------------------------------------------------------------


class MeetingKind(Labelled):
    HEARING = "hearing", "党群说事会"
    COMMITTEES = "committees", "村“两委”会议"
    BRANCH_COMMITTEE = "branch_committee", "村党支部委员会会议"
    PARTY_MEMBERS = "party_members", "党员大会"
    REPRESENTATIVES = "representatives", "村民代表会议"
    VILLAGERS = "villagers", "村民会议"
    GROUP = "group", "村民小组会议"
    OTHER = "other", "其他会议"


class AttendanceState(Labelled):
    PRESENT = "present", "出席"
    OBSERVER = "observer", "列席"
    EXCUSED = "excused", "请假"
    ABSENT = "absent", "缺席"

    @property
    def was_there(self) -> bool:
        """R4 counts ``present`` and ``observer``."""
        return self in (AttendanceState.PRESENT, AttendanceState.OBSERVER)


class ItemKind(Labelled):
    """A row of a meeting's agenda. The first three are the hearing's grid (R42)."""

    MATTER = "matter", "事项"
    ANSWER = "answer", "当场答复"
    SPEECH = "speech", "发言"
    PARTY_DAY = "party_day", "主题党日"
    DECISION = "decision", "议定事项"
    PROCEDURE = "procedure", "四议两公开"
    FREE = "free", "其他议题"


# -- matters --------------------------------------------------------------------------------


class Topic(Labelled):
    """R6: what the notice asks opinions about."""

    INDUSTRY = "industry", "产业发展"
    LIVELIHOOD = "livelihood", "民生保障"
    GOVERNANCE = "governance", "基层治理"
    INFRASTRUCTURE = "infrastructure", "村级基础设施建设"
    CONDUCT = "conduct", "干部作风"
    OTHER = "other", "其他"


class ListKind(Labelled):
    """R7: 三类清单."""

    SELF_HANDLED = "self_handled", "村级自办事项"
    MAJOR_PUBLIC = "major_public", "公共重大事项"
    ESCALATED = "escalated", "上级单位协调办理事项"


class Stage(Labelled):
    HEARD = "heard", "说"
    DELIBERATED = "deliberated", "议"
    ACTING = "acting", "办"
    CLOSED = "closed", "结"
    RATED = "rated", "评"


class FindingKind(Labelled):
    """R9: 归类."""

    PROBLEM = "problem", "问题类"
    DEMAND = "demand", "诉求类"
    PETITION = "petition", "信访类"
    SUGGESTION = "suggestion", "建议类"


class Source(Labelled):
    HEARING = "hearing", "说事会"
    VISIT = "visit", "入户走访"
    CALLER = "caller", "来访"
    TELEPHONE = "telephone", "来电"
    TOWNSHIP = "township", "镇交办"


class Outcome(Labelled):
    """How a matter stands or ended (R13, R16, R17, R28, R45)."""

    SOLVED = "solved", "已解决"
    EXPLAINED = "explained", "已答复解释"
    PROMISED = "promised", "承诺"
    POLICY_LIMITED = "policy_limited", "受政策限制"
    HANDED_UP = "handed_up", "转上级"
    DUPLICATE = "duplicate", "重复"
    WITHDRAWN = "withdrawn", "群众撤回"
    VOID = "void", "登记错误"
    LEGAL_CHANNEL = "legal_channel", "已导入法定途径"


class Decision(Labelled):
    """What a committees' meeting can decide on one matter (R13–R17)."""

    SETTLED = "settled", "当场解决"
    ASSIGNED = "assigned", "限期办理"
    PROCEDURE = "procedure", "进入四议两公开"
    ESCALATED = "escalated", "上报镇党委"
    PROMISED = "promised", "作出承诺"
    EXPLAINED = "explained", "说明情况"


class Act(Labelled):
    """The steps on a matter's timeline; the value is the command word of the step."""

    ADD = "add", "登记"
    CLASSIFY = "classify", "调整清单"
    DELIBERATE = "deliberate", "议定"
    ASSIGN = "assign", "安排承办"
    PROGRESS = "progress", "记进展"
    PROMISE = "promise", "作出承诺"
    EXPLAIN = "explain", "说明情况"
    CLOSE = "close", "办理完毕"
    FEEDBACK = "feedback", "反馈"
    CANCEL_OFF = "cancel_off", "销号"
    REOPEN = "reopen", "重新办理"
    NOTE = "note", "来文来电"
    REPORT = "report", "上报"
    INFORM = "inform", "告知受理"
    EXTEND = "extend", "延长期限"
    REPLY = "reply", "答复意见"
    REVIEW = "review", "复查"
    EDIT = "edit", "修改"
    CORRECT = "correct", "更正"
    IMPORT = "import", "期初登记"
    RATE = "rate", "评议"
    CONTACT = "contact", "变更联系人"
    PROCEDURE = "procedure", "四议两公开"


class FeedbackWay(Labelled):
    IN_PERSON = "in_person", "当面"
    TELEPHONE = "telephone", "电话"
    WRITTEN = "written", "书面"
    POSTED = "posted", "张贴公开"
    UNREACHABLE = "unreachable", "联系不上"


class Answer(Labelled):
    """The villager's answer to the feedback (群众确认)."""

    SATISFIED = "satisfied", "满意"
    BASICALLY_SATISFIED = "basically_satisfied", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"
    NONE = "none", "未表态"


class PetitionOpinion(Labelled):
    """R28: 信访工作条例, the three answers."""

    SUPPORTED = "supported", "支持"
    EXPLAINED = "explained", "解释说明"
    NOT_SUPPORTED = "not_supported", "不支持"


class LetterWay(Labelled):
    """R44: how the township's word came before its package."""

    TELEPHONE = "telephone", "来电"
    LETTER = "letter", "来文"


class ReportForm(Labelled):
    REQUEST = "request", "请示"
    REPORT = "report", "报告"


class TownshipAct(Labelled):
    """R15: what the township does with a matter reported to it; the value is the command word."""

    RECEIVE = "receive", "镇上收件"
    DECIDE = "decide", "党委会研究"
    REFER = "refer", "转办"
    PROGRESS = "progress", "镇上进展"
    ANSWER = "answer", "镇上答复"


class TownshipStage(Labelled):
    """Where a reported matter stands at the township."""

    REPORTED = "reported", "等收件"
    RECEIVED = "received", "已收件"
    DECIDED = "decided", "已研究"
    REFERRED = "referred", "办理中"
    ANSWERED = "answered", "已答复"


class Stall(Labelled):
    """R22: the four stalls."""

    NOT_DELIBERATED = "not_deliberated", "说而不议"
    NOT_ACTED = "not_acted", "议而不办"
    NOT_CLOSED = "not_closed", "办而不结"
    NO_EFFECT = "no_effect", "结而无效"


class StyleSignal(Labelled):
    """Signals for people to judge, never verdicts."""

    PASSED_ON = "passed_on", "推"
    DELAYED = "delayed", "拖"
    SIDESTEPPED = "sidestepped", "绕"


class DayCount(Labelled):
    CALENDAR = "calendar", "自然日"
    WORKING = "working", "工作日"
