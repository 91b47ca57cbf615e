"""Everyday sentences that the forms of steps offer; what is inserted can be changed freely."""

from __future__ import annotations

PROGRESS = (
    "已到现场查看",
    "已联系施工人员",
    "材料已备齐",
    "正在施工",
    "已完成一半",
    "等待上级答复",
)
RESULT = ("已修好，现场看过", "已协调解决", "已发放到户", "双方已达成一致")
RESULT_WITHDRAWN = ("反映人说不用再办",)
RESULT_VOID = ("重复录入", "不是本村的事")
RESULT_LEGAL = ("已引导申请仲裁", "已由法院受理", "已申请行政复议")
RESULT_UP = ("已由镇政府接办", "县直部门已列入计划")
SAID = ("表示满意", "表示理解", "希望尽快", "对结果有意见")
UNREACHABLE = ("电话无人接听", "电话停机", "外出务工，家中无人", "已搬走")
REOPEN = ("群众反映没有真正解决", "办好以后又坏了", "群众不满意")
CLASSIFY = ("村里办不了，需要上级协调", "涉及全村，要大家决定", "村里能自己办")
MEASURES = ("争取项目资金", "分两期实施", "先临时处理，再彻底解决")
INFORM = ("已受理，按规定期限答复", "不属受理范围，已告知去处")
REPORT = ("请镇党委研究解决", "请协调县直部门办理", "情况报告如上")
