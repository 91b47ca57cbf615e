"""The columns of the roster of cadres and members of the hearing (R1)."""

from __future__ import annotations

from collections.abc import Collection

from longshan_desk.sheets.columns import Column, SheetKind


def _is_enough(fields: Collection[str]) -> bool:
    return "name" in fields and "roles" in fields


_COLUMNS = (
    Column("name", "姓名", "名字 干部姓名 人员姓名 成员姓名", "干部 人员", width=16),
    Column(
        "roles",
        "职务",
        "职务名称 现任职务 现任职务名称 担任职务 村内职务 村干部职务 干部职务 任职情况 "
        "说事会身份 岗位",
        "身份 角色 人员类别 身份类别 类别",
        width=30,
    ),
    Column("sex", "性别", width=6),
    Column("phone", "联系电话", "电话 手机 手机号 手机号码 电话号码 联系方式", width=16),
    Column(
        "from_on",
        "任职开始",
        "任职时间 任职日期 开始时间 开始日期 任职开始时间 任职开始日期 任现职时间 到任时间 "
        "当选时间",
        kind="date",
    ),
    Column(
        "until_on",
        "任职结束",
        "离任时间 离任日期 结束时间 结束日期 任职结束时间 任职结束日期 卸任时间 免职时间",
        kind="date",
    ),
    Column(
        "id_number",
        "身份证号",
        "身份证号码 身份证 公民身份号码 居民身份证号 居民身份证号码 证件号 证件号码",
        width=22,
        exported=False,
    ),
    Column("note", "备注", "备考 附注 备注说明", "说明", width=24),
)

ROSTER = SheetKind("干部名册", _COLUMNS, _is_enough, "“姓名”、“职务”")
