"""What the checkup finds: a sentence, a place, what mends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from longshan_desk.data.session import DeskSession

Mend = Callable[[DeskSession], None]

_WORDS = {
    "agenda_item": "会议议程",
    "attachment": "照片",
    "attendance": "签到",
    "cadre": "干部",
    "former_head": "原户主",
    "former_stay": "原户籍",
    "hearing_day_rule": "固定说事日",
    "household": "农户",
    "household_act": "户的变动",
    "household_away": "外出登记",
    "ledger_entry": "工作台账",
    "ledger_step": "台账步骤",
    "matter": "事项",
    "issued_paper": "文书",
    "seal_use": "用章登记",
    "meeting": "会议",
    "meeting_move": "会议改期",
    "move": "事项办理步骤",
    "not_same": "重复核对",
    "office": "岗位资料",
    "person": "人员",
    "plan_task": "计划任务",
    "policy_version": "政策版本",
    "procedure": "四议两公开",
    "procedure_act": "四议两公开的步骤",
    "raiser": "反映人",
    "reported_month": "上报月份",
    "roll_entry": "名单",
    "roll_exclusion": "不计入应到的登记",
    "authorisation": "村民会议授权",
    "roll_household": "代表联系的农户",
    "session_finding": "座谈发现",
    "special_group": "特殊群体登记",
    "term": "任职",
    "township_move": "镇上办理步骤",
    "township_wording": "乡镇规定的文书用语",
    "user": "用户",
    "village_group": "村民小组",
    "visit": "走访",
    "visit_follow_up": "批阅和承诺",
    "visit_link": "走访关联",
    "visit_session": "座谈",
    "village_wording": "文书用语",
}


def kind_word(table: str) -> str:
    """What a table's records are called."""
    return _WORDS.get(table, "") + "记录"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; without ``mend`` a person has to decide."""

    what: str
    where: str
    repair: str
    mend: Mend | None = None
    is_unreadable: bool = False
    """The record cannot even be loaded, so that what depends on it cannot be checked."""
