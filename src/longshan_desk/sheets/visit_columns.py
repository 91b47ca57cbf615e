"""The columns of a sheet of visits, as the program writes it and as villages keep it (R10)."""

from __future__ import annotations

from collections.abc import Collection

from longshan_desk.sheets.columns import Column, SheetKind


def _is_enough(fields: Collection[str]) -> bool:
    return ("head" in fields or "household_id" in fields) and bool({"on", "text"} & set(fields))


_COLUMNS = (
    Column("group", "组别", "村民小组 所属小组 所在小组 小组 组 社", width=8),
    Column(
        "head",
        "户主",
        "户主姓名 农户 农户姓名 走访农户 走访户 被走访户 走访对象 被走访人 群众姓名",
        "姓名 群众",
        width=12,
    ),
    Column("code", "户编号", "农户编号 户号 门牌号", width=10, exported=False),
    Column("on", "走访日期", "走访时间 入户日期 入户时间", "日期 时间", width=12, kind="date"),
    Column("way", "走访方式", "走访形式", "方式 形式", width=9),
    Column(
        "visitors", "走访人", "走访人员 走访干部 入户干部 走访人姓名", "干部 包户干部", width=14
    ),
    Column("met", "见到的人", "被访人 接待人 受访人", width=14),
    Column(
        "text",
        "走访情况",
        "走访内容 走访记录 情况 情况记录 民情记录 了解情况 反映情况",
        "内容 记录",
        width=44,
    ),
    Column("is_unchanged", "无变化", "有无变化", width=8),
    Column("topics", "走访重点", "走访主题 重点", width=18),
    Column("finding", "归类", "发现类别 问题类别 归类情况", "类别", width=9),
    Column("promise", "承诺", "承诺内容 承诺事项", width=24),
    Column("promise_due", "承诺兑现日", "承诺时限 兑现日期 兑现时限", width=12, kind="date"),
    Column("promise_by", "承诺人", width=10),
    Column("place", "地点", "走访地点", width=14),
    Column("is_internal", "内部", "是否内部", width=6),
    Column("entry_id", "走访识别码", width=34, is_hidden=True),
    Column("household_id", "户识别码", width=34, is_hidden=True),
)

VISITS = SheetKind("走访记录", _COLUMNS, _is_enough, "“户主”、“走访日期”、“走访情况”")

SAID = (
    "on", "way", "met", "text", "is_unchanged", "topics", "finding", "promise", "promise_due",
    "place",
)  # fmt: skip
"""What somebody has to write of a household before its row is a visit: a visitor may be printed
on the sheet for every household."""
