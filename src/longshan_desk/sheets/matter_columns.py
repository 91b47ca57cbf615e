"""The columns of a register of matters, as the program writes it and as villages kept it (R43)."""

from __future__ import annotations

from collections.abc import Collection

from longshan_desk.sheets.columns import Column, SheetKind


def _is_enough(fields: Collection[str]) -> bool:
    return ("words" in fields or "summary" in fields) and len(fields) >= 3


_COLUMNS = (
    Column(
        "number",
        "编号",
        "事项编号 登记编号 登记号 事项号 受理编号 台账编号 序列号",
        width=14,
    ),
    Column("former_number", "原编号", "旧编号 原登记编号 原事项编号", width=14),
    Column(
        "heard_on",
        "反映日期",
        "登记日期 说事日期 反映时间 登记时间 说事时间 受理日期 受理时间 提出日期 提出时间 收集日期 "
        "收集时间 召开时间 召开日期 会议日期",
        "日期 时间",
        kind="date",
    ),
    Column(
        "raisers",
        "反映人",
        "反映人姓名 反映群众 说事人 说事人姓名 说事群众 群众姓名 提出人 提议人 诉求人 来访人",
        "姓名 群众 户主",
        width=16,
    ),
    Column("group", "组别", "村民小组 所属小组 所在小组 小组 组 社", width=10),
    Column("phone", "联系电话", "电话 手机 手机号 手机号码 电话号码 联系方式 反映人电话", width=16),
    Column(
        "words",
        "原话",
        "反映内容 反映事项 反映问题 反映的问题 反映情况 事项内容 说事内容 诉求内容 问题内容 "
        "主要内容 具体内容 具体事项 具体问题 群众诉求 意见建议 事项详情",
        "内容 事项 问题 诉求",
        width=40,
    ),
    Column("summary", "梳理", "事项名称 事项摘要 事项概要 摘要 梳理内容 梳理事项", width=30),
    Column(
        "list",
        "清单",
        "清单类别 清单类型 所属清单 事项清单 三类清单 事项类别 事项分类 事项类型 办理类别",
        width=22,
    ),
    Column("topic", "主题", "说事主题 所属主题 涉及方面 涉及领域 方面 领域", "类别 类型", width=18),
    Column("finding", "归类", "问题归类 诉求归类 意见归类", "性质", width=10),
    Column("source", "来源", "事项来源 反映渠道 反映方式 收集方式 来源渠道", "渠道", width=10),
    Column(
        "responsible",
        "承办人",
        "责任人 承办责任人 办理人 包办人 包抓人 经办人 办理责任人 责任干部 包抓干部 落实人",
        "负责人 责任领导",
        width=12,
    ),
    Column(
        "due_on",
        "办结时限",
        "办理时限 完成时限 限办时间 限办日期 限期 时限 计划完成时间 整改时限 应办结日期",
        kind="date",
    ),
    Column(
        "status",
        "办理状态",
        "状态 办结情况 是否办结 是否完成 是否解决 完成情况 办理进度 阶段",
        "进度",
        width=12,
    ),
    Column("outcome", "办结方式", "办理方式 结果类别 办结类别 处理方式", width=14),
    Column(
        "closed_on",
        "办理完毕日期",
        "办结日期 办结时间 完成日期 完成时间 办理完毕时间 解决时间 解决日期 实际完成时间",
        kind="date",
    ),
    Column(
        "result",
        "办理结果",
        "办理情况 处理结果 处理情况 解决情况 落实情况 办理落实情况 结果 办理意见 答复情况 答复内容",
        width=36,
    ),
    Column("told_on", "反馈日期", "反馈时间 答复日期 答复时间 回访日期 回访时间", kind="date"),
    Column(
        "answer",
        "群众答复",
        "满意度 满意情况 是否满意 群众满意度 群众评价 群众意见 评议结果 群众是否满意",
        width=12,
    ),
    Column("cancelled_on", "销号日期", "销号时间", kind="date"),
    Column("note", "备注", "备考 附注 备注说明", "说明", width=24),
)

MATTERS = SheetKind("事项台账", _COLUMNS, _is_enough, "“原话”（或“反映内容”）、“反映日期”")

CONTENT = ("words", "summary", "topic", "finding", "phone")
"""What a sheet may still change on a matter that is here already."""

STATE = (
    "list", "responsible", "due_on", "outcome", "closed_on", "result", "told_on", "answer",
    "cancelled_on",
)  # fmt: skip
"""Where a matter stands: taken over once, then only its own steps change it."""
