"""A matter's status and its steps in words."""

from __future__ import annotations

from typing import Any

import pytest

from longshan_desk.domain.labels import Act, Outcome, Stage
from longshan_desk.domain.matter_words import move_words, status_words


@pytest.mark.parametrize(
    ("stage", "outcome", "untold", "cancelled", "words"),
    [
        (Stage.HEARD, None, False, False, "待议"),
        (Stage.DELIBERATED, None, False, False, "已议"),
        (Stage.ACTING, None, False, False, "办理中"),
        (Stage.ACTING, Outcome.PROMISED, False, False, "已承诺"),
        (Stage.CLOSED, Outcome.SOLVED, True, False, "待反馈"),
        (Stage.CLOSED, Outcome.SOLVED, False, False, "已办结"),
        (Stage.CLOSED, Outcome.SOLVED, False, True, "已销号"),
        (Stage.RATED, Outcome.SOLVED, False, False, "已评议"),
    ],
)
def test_a_status_is_one_word(
    stage: Stage, outcome: Outcome | None, untold: bool, cancelled: bool, words: str
) -> None:
    assert status_words(stage, outcome, awaits_feedback=untold, cancelled=cancelled) == words


@pytest.mark.parametrize(
    ("act", "data", "text", "words"),
    [
        (Act.ADD, {"list": "escalated", "source": "hearing"}, None,
         "来源：说事会；列入“上级单位协调办理事项”"),
        (Act.CLASSIFY, {"list": "self_handled", "reason": "村里能办"}, None,
         "调整到“村级自办事项”；原因：村里能办"),
        (Act.ASSIGN, {"to": "李建国", "due": "2022-04-12"}, None,
         "承办人：李建国；办结时限：2022年4月12日"),
        (Act.PROGRESS, {}, "挖机进场", "挖机进场"),
        (Act.PROMISE, {"measures": "争取项目", "by": "马文秀", "due": "2022-10-01"}, "秋后硬化",
         "措施：争取项目；负责人：马文秀；兑现日：2022年10月1日；秋后硬化"),
        (Act.CLOSE, {"outcome": "solved", "result": "修好了"}, None, "已解决；修好了"),
        (Act.FEEDBACK, {"way": "telephone", "to": "马占山", "answer": "satisfied"}, "好",
         "电话反馈；对象：马占山；群众答复：满意；好"),
        (Act.FEEDBACK, {"way": "unreachable", "gives_up": True}, "搬走了",
         "联系不上；不再联系；搬走了"),
        (Act.NOTE, {"way": "letter", "from": "镇政府", "ref": "8号"}, "同意",
         "来文；对方：镇政府；文号：8号；同意"),
        (Act.REPORT, {"as": "request"}, "请协调", "请示；请协调"),
        (Act.REPLY, {"opinion": "supported", "basis": "条例"}, None, "意见：支持；依据：条例"),
        (Act.EXPLAIN, {"reason": "额度用完。", "basis": "条例", "to": "马占山", "way": "in_person"},
         None, "原因：额度用完；依据：条例；向谁说明：马占山；方式：当面"),
        (Act.REOPEN, {"reason": "又坏了"}, None, "原因：又坏了"),
        (Act.CORRECT, {"reason": "听错"}, "原话：甲 → 乙", "更正原因：听错；原话：甲 → 乙"),
    ],
)  # fmt: skip
def test_a_step_says_all_its_fields(
    act: Act, data: dict[str, Any], text: str | None, words: str
) -> None:
    assert move_words(act, data, text) == words


def test_a_code_of_a_newer_program_is_shown_as_it_is() -> None:
    assert move_words(Act.CLOSE, {"outcome": "adopted", "result": "已采纳"}) == "adopted；已采纳"


@pytest.mark.parametrize("act", list(Act))
def test_every_step_can_be_said_without_any_fields(act: Act) -> None:
    if act is not Act.CLASSIFY:  # it cannot be without its list
        assert move_words(act, {}, "写了几个字").endswith("写了几个字")
