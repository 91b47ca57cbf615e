"""The columns of a body's roll: party members, representatives and others (R14)."""

from __future__ import annotations

from collections.abc import Collection

from longshan_desk.sheets.columns import Column, SheetKind


def _is_enough(fields: Collection[str]) -> bool:
    return "name" in fields and len(fields) >= 2


_COLUMNS = (
    Column("body", "名单", "所属名单 组织 会议 会议名称 所在组织", "身份 类别 人员类别", width=18),
    Column(
        "name",
        "姓名",
        "名字 党员姓名 代表姓名 成员姓名 村民代表姓名 村民代表 联户代表 联户长 党员",
        "人员 代表 成员",
        width=16,
    ),
    Column("standing", "党员类别", "党员类型 党籍 党员状态 是否预备党员 党员身份", width=12),
    Column("sex", "性别", width=6),
    Column("group", "组别", "村民小组 所在组 所属小组 小组 所在小组 组", width=10),
    Column(
        "id_number",
        "身份证号",
        "身份证号码 身份证 公民身份号码 居民身份证号 居民身份证号码 证件号 证件号码",
        width=22,
        exported=False,
    ),
    Column("born_on", "出生日期", "出生年月日 生日", "出生年月", kind="date"),
    Column("phone", "联系电话", "电话 手机 手机号 手机号码 电话号码 联系方式", width=16),
    Column(
        "from_on",
        "开始日期",
        "入党时间 入党日期 加入党组织日期 当选时间 当选日期 任职时间 任职开始 任期开始 加入时间 "
        "成员确认日期",
        kind="date",
    ),
    Column("confirmed_on", "转正日期", "转正时间 转为正式党员日期 转正", kind="date"),
    Column("until_on", "结束日期", "任期结束 任职结束 离任时间 转出时间 转出日期", kind="date"),
    Column(
        "homes",
        "代表的户",
        "代表户 所代表的户 代表农户 联系户 联系农户 联户 联系的户 代表的农户 所联户主 代表户主",
        width=30,
    ),
    Column("capacity", "民事行为能力", "行为能力", width=14),
    Column("reason", "不计入应到原因", "不计入原因 不计应到原因 不计入应到会原因", width=24),
    Column("approved_by", "批准单位", "同意单位 批准党组织 批准机关 上级党组织", width=18),
    Column("approved_on", "批准日期", "批准时间 同意日期 同意时间", kind="date"),
    Column("voted_on", "大会通过日期", "党员大会通过日期 通过日期 表决日期", kind="date"),
    Column("away_from", "不计入从哪天起", "外出时间 外出日期 不计入开始", kind="date"),
    Column("away_until", "不计入到哪天", "返回时间 不计入结束", kind="date"),
    Column("note", "备注", "备考 附注 备注说明", "说明", width=24),
)

ROLLS = SheetKind("会议名单", _COLUMNS, _is_enough, "“姓名”和“名单”（或者“党员类别”“代表的户”）")
