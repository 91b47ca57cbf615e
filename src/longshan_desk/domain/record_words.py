"""What people call a kind of record and its parts, where they meet them outside of a form."""

from __future__ import annotations

from collections.abc import Mapping

RECORDS: Mapping[str, str] = {
    "agenda_item": "会议内容", "attachment": "照片附件", "attendance": "签到",
    "authorisation": "授权", "cadre": "干部", "former_head": "原户主", "former_stay": "原户籍",
    "hearing_day_rule": "固定说事日", "household": "农户", "household_act": "户情变动",
    "household_away": "外出", "issued_paper": "已出文书", "ledger_entry": "工作台账",
    "ledger_step": "台账办理", "matter": "事项", "meeting": "会议", "meeting_move": "会议改期",
    "move": "事项办理", "not_same": "重复核对", "office": "单位信息", "person": "人员",
    "plan_task": "年度计划", "policy_version": "规则参数", "procedure": "四议两公开",
    "procedure_act": "四议两公开步骤", "raiser": "反映人", "reported_month": "上报月份",
    "roll_entry": "会议名单", "roll_exclusion": "名单剔除", "roll_household": "名单代表的户",
    "seal_use": "用章登记", "session_finding": "集中走访记录", "special_group": "重点人群",
    "term": "任职", "township_move": "镇上办理", "township_wording": "乡镇文书用语",
    "user": "使用人", "village_group": "村民小组", "village_wording": "文书用语",
    "visit": "走访", "visit_follow_up": "日记批阅", "visit_link": "走访关联",
    "visit_session": "集中走访",
}  # fmt: skip

_PARTS: Mapping[str, str] = {
    "matter.state": "办理情况", "matter.township": "镇上的办理情况", "matter.contact": "联系人",
    "matter.words": "群众原话", "matter.source": "来源", "matter.finding": "问题性质",
    "meeting.on": "会议日期", "meeting.chairing": "主持人", "meeting.month": "所属月份",
    "meeting.committees_postponed": "议事延期", "attendance.state": "到会情况",
    "person.identity": "证件号码", "person.stay": "所在户和迁移", "person.resident": "是否常住",
    "person.work_place": "务工地点", "person.political": "政治面貌", "person.health": "健康状况",
    "person.education": "文化程度", "person.ethnicity": "民族", "person.relation": "与户主关系",
    "household.life": "立户和销户", "household.head_id": "户主", "household.head_name": "户主",
    "household.group_no": "村民小组", "household.code": "户编号",
    "hearing_day_rule.rule": "固定说事日", "issued_paper.status": "签字归档情况",
    "issued_paper.final": "扫描件", "issued_paper.voided": "作废", "ledger_entry.closing": "办结",
    "ledger_entry.decision": "研究意见", "ledger_entry.problem": "问题",
    "ledger_entry.target": "目标", "ledger_entry.finding": "发现的问题",
    "ledger_entry.leader": "牵头领导", "ledger_entry.unit": "责任单位",
    "ledger_entry.person": "责任人", "roll_entry.probation": "预备党员转正",
    "roll_exclusion.approval": "剔除原因", "user.is_active": "是否启用",
    "policy_version.figures": "规则参数", "plan_task.responsible": "责任人",
}  # fmt: skip

_ANYWHERE: Mapping[str, str] = {
    "is_deleted": "删除", "name": "姓名", "number": "编号", "former_number": "原编号",
    "summary": "事项概要", "words": "原话", "text": "内容", "title": "标题", "topic": "类别",
    "phone": "电话", "address": "住址", "note": "备注", "sex": "性别", "born_on": "出生日期",
    "place": "地点", "recorder": "记录人", "starts_at": "开始时间", "ended_at": "结束时间",
    "closed_on": "结束登记", "cancelled_reason": "取消原因", "heard_on": "说事日期",
    "entered_on": "登记日期", "household_id": "所属农户", "signatures": "联名人数",
    "is_anonymous": "是否匿名", "is_opening": "是否期初", "main_id": "并入的事项",
    "merged_into": "合并", "hearing_id": "所属说事会", "on": "日期", "month": "月份",
    "year": "年份", "kind": "类别", "role": "职务", "position": "次序", "result": "结果",
    "period": "起止日期", "due_on": "期限", "code": "编号", "county": "县", "township": "乡镇",
    "caption": "说明", "speaker": "发言人", "answerer": "答复人", "decision": "决定",
    "voided_reason": "作废原因", "done_on": "完成日期", "is_active": "是否启用",
    "mother_id": "母亲", "father_id": "父亲", "person_id": "人员", "body": "所属会议",
    "lacks_capacity": "无行为能力", "group_no": "村民小组", "reason": "原因", "by": "经办人",
    "approved_by": "批准人", "handled_by": "经手人", "copies": "份数", "seal": "印章",
    "proposal": "议题", "type_code": "事项类型", "rule": "规则", "is_acting_secretary": "代行书记",
    "box_number": "盒号", "scope": "范围", "document": "文书", "purpose": "用途",
}  # fmt: skip

_MEASURES: Mapping[str, tuple[str, str]] = {
    "household": ("农户", "户"), "person": ("人员", "人"), "matter": ("事项", "件"),
    "meeting": ("会议", "次"), "procedure": ("四议两公开", "件"), "visit": ("走访", "条"),
    "visit_session": ("座谈和现场办公", "次"), "ledger_entry": ("工作台账", "条"),
    "cadre": ("干部", "人"), "special_group": ("重点人群", "人次"), "issued_paper": ("文书", "份"),
    "attachment": ("照片附件", "张"), "roll_entry": ("会议名单", "人"),
    "move": ("办理记录", "条"), "township_move": ("镇上办理", "条"),
    "reported_month": ("上报月份", "个"),
}  # fmt: skip
"""What people count, in this order; what belongs to one of these is counted as 其他."""


def record_word(table: str) -> str:
    """事项, 走访 …; a table of a newer program is 其他内容."""
    return RECORDS.get(table, "其他内容")


def part_word(table: str, part: str) -> str:
    """What a field group is called: 电话, 办理情况 …; 其他内容 where there is no word for it."""
    return _PARTS.get(f"{table}.{part}") or _ANYWHERE.get(part, "其他内容")


def counted(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """A package's counts in words, the most first; what has no word of its own stands together."""
    found: dict[str, int] = {}
    for table, count in counts.items():
        found[record_word(table)] = found.get(record_word(table), 0) + count
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def measured(counts: Mapping[str, int]) -> str:
    """“农户 3 户、人员 12 人、其他 20 条”: records by kind, as people count them."""
    said = [
        f"{name} {counts[table]} {measure}"
        for table, (name, measure) in _MEASURES.items()
        if counts.get(table)
    ]
    if others := sum(count for table, count in counts.items() if table not in _MEASURES):
        said.append(f"其他 {others} 条")
    return "、".join(said)


def amounts(
    news: Mapping[str, int], changes: Mapping[str, int], *, conflicts: int = 0, waiting: int = 0
) -> list[str]:
    """What a package that is not refused does to the records, by kind, as sentences."""
    if not news and not changes:
        return ["包里的内容本机都有了。"]
    said = [
        f"{verb}：{measured(counts)}。"
        for verb, counts in (("新增", news), ("改动", changes))
        if counts
    ]
    said.append(f"冲突 {conflicts} 处，拒收 0。")
    if waiting:
        said.append(f"{waiting} 条暂时放着，原因看“暂时放着的内容”；能用了自动补上。")
    return said
