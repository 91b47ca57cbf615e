"""The columns of a household roster."""

from __future__ import annotations

from collections.abc import Collection

from longshan_desk.sheets.columns import Column, SheetKind


def _is_enough(fields: Collection[str]) -> bool:
    return ("name" in fields or "head_name" in fields) and len(fields) >= 2


_COLUMNS = (
    Column(
        "group",
        "组别",
        "村民小组 居民小组 村民组 小组 组 组号 所属组 所在组 所属小组 所在小组 所属村民小组 "
        "所在村民小组 村组 社 社别 组(社) 社(组) 组/社 生产队 队别",
        width=14,
    ),
    Column("group_name", "组名", "小组名称 组名称 自然村名称", "自然村", exported=False),
    Column(
        "household_code",
        "户编号",
        "户号 家庭编号 农户编号 农户编码 户编码 户籍编号 家庭户号 户口号 户口编号 户口簿编号 "
        "户口本编号",
        width=14,
    ),
    Column("household_mark", "户序号", "户序 户次 户别序号 家庭序号", exported=False),
    Column("head_name", "户主姓名", "户主 户主名字 户主名称 所属户主 家长姓名 户主(姓名)"),
    Column(
        "name",
        "姓名",
        "名字 成员姓名 家庭成员姓名 家庭人口姓名 人员姓名 居民姓名 村民姓名 本人姓名 群众姓名 "
        "人口姓名",
        "家庭成员 成员 人员",
        width=16,
    ),
    Column(
        "relation",
        "与户主关系",
        "与户主的关系 与户主之关系 同户主关系 和户主关系 户主关系 与户主 家庭关系 成员关系",
        "关系 称谓 是否户主",
    ),
    Column("sex", "性别", width=6),
    Column(
        "id_number",
        "身份证号",
        "身份证号码 身份证 公民身份号码 公民身份证号码 公民身份证号 公民身份证 居民身份证号码 "
        "居民身份证号 居民身份证 身份证件号码 身份证件号 证件号 证件号码 有效证件号码 "
        "身份证号/残疾证号 身份证或残疾证号",
        "残疾证号 残疾证号码 残疾人证号 残疾人证号码 残疾证编号",
        width=22,
    ),
    Column("id_kind", "证件类型", "证件种类 证件名称 身份证件类型"),
    Column("born_on", "出生日期", "出生年月日 出生年月 出生时间 出生 生日", kind="date"),
    Column("ethnicity", "民族", width=8),
    Column(
        "phone",
        "联系电话",
        "电话 手机 手机号 手机号码 电话号码 联系方式 联系号码 移动电话 本人电话 本人联系电话",
        "固定电话 户主电话 户主联系电话 户主联系方式 家庭电话 家庭联系电话",
        width=16,
    ),
    Column(
        "address",
        "家庭住址",
        "住址 地址 详细地址 家庭地址 家庭详细地址 居住地址 住宅地址 现住址 现居住地址",
        "户籍地址 户籍地 户籍住址 户口所在地 居住地 现居住地 门牌号",
        width=28,
    ),
    Column("political", "政治面貌", "政治面目 党派 政治身份"),
    Column("education", "文化程度", "学历 受教育程度 教育程度 文化水平 最高学历"),
    Column("health", "健康状况", "身体状况 健康情况 身体健康状况 健康程度"),
    Column(
        "work_place",
        "务工地点",
        "外出地点 务工/外出地点 外出务工地点 务工外出地点 务工地 务工所在地 外出务工地 外出去向",
        "去向 务工单位 工作单位 工作地点 就业地点 从业地点 务工区域 务工企业名称",
        width=16,
    ),
    Column(
        "resident",
        "常住或外出",
        "常住/外出 常住外出 是否常住 是否外出 在家/外出",
        "居住情况 居住状态 居住状况 常住情况 外出情况 在外情况 是否在家 是否在村 是否外出务工 "
        "是否务工",
    ),
    Column(
        "special_groups",
        "重点人群",
        "特殊人群 特殊群体 身份类别 人群类别 人员类别 重点人群类别 特殊人群类别 特殊群体类别 "
        "特殊群体类型",
        "困难类型 困难类别",
        width=18,
    ),
    Column("note", "备注", "备考 附注 备注说明", "说明", width=24),
    Column("household_note", "户备注", "家庭备注 家庭情况 家庭基本情况 户情况", width=24),
    Column("household_members", "同户的人", "同户人员", exported=False, width=24),
)

HOUSEHOLDS = SheetKind("农户花名册", _COLUMNS, _is_enough, "“姓名”（或“户主姓名”）、“组别”")

HOUSEHOLD_FIELDS = ("group", "household_code", "head_name", "address", "household_note")
"""Said once for the household, whichever of its rows the words stand in."""

PERSON_FIELDS = (
    "name", "id_number", "id_kind", "sex", "born_on", "relation", "phone", "ethnicity", "political",
    "education", "health", "work_place", "resident", "special_groups", "note",
)  # fmt: skip
