"""What each paper says, from the facts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from longshan_desk.documents.differences import differences
from longshan_desk.documents.kinds.registry import KINDS, built, kind_of
from longshan_desk.documents.model import Cell, Paper, Row, Table, words
from longshan_desk.documents.office_papers import Changed
from longshan_desk.errors import BadValueError, NotFoundError
from papers import CASES, JOINT, LINE, MATTER, MEETING, OFFICE, full, text_of


def paper(code: str) -> str:
    return text_of(full(KINDS[code]))


def test_every_kind_names_itself_as_its_code() -> None:
    for code, kind in KINDS.items():
        assert {one.kind for one in full(kind)} == {code}


def test_minutes_print_all_in_spoken_order() -> None:
    said = paper("hearing_minutes")
    assert said.index("我说说我们组的水渠") < said.index("路灯不亮") < said.index("没有意见")


def test_minutes_name_who_is_excused_and_why() -> None:
    assert "（因病住院）" in paper("hearing_minutes")


def test_a_voided_row_stays_in_the_minutes_with_its_reason() -> None:
    assert "本行已作废，原因：记错人。" in paper("hearing_minutes")


def test_late_minutes_are_marked() -> None:
    late = built(KINDS["hearing_minutes"], replace(MEETING, is_late=True))
    assert "（补录）" in text_of(late)


def test_another_chair_than_the_secretary_is_explained() -> None:
    assert "（书记外出培训）" in paper("hearing_minutes")


def test_a_request_asks_and_says_whom_to_call() -> None:
    said = paper("request_for_instructions")
    assert "以上请示妥否，请批示。" in said
    assert "电话：0938-7891234" in said
    assert "中共龙山镇委员会：" in said


def test_a_report_carries_no_request() -> None:
    assert "请批示" not in paper("report")


def test_an_anonymous_raiser_is_no_comrade() -> None:
    shy = replace(MATTER, line=replace(LINE, raiser="某群众", group=""))
    said = text_of(built(KINDS["promise"], shy))
    assert "某群众：" in said
    assert "某群众同志" not in said


def test_the_three_lists_are_three_papers() -> None:
    assert [one.name for one in full(KINDS["matter_list"])] == [
        "大湾村2022年村级自办事项清单",
        "大湾村2022年公共重大事项清单",
        "大湾村2022年上级单位协调办理事项清单",
    ]


def test_an_empty_list_says_so() -> None:
    assert "没有登记的事项" in text_of(CASES["matter_list-empty-0"])


def test_a_committees_meeting_prints_its_decision_with_person() -> None:
    assert "议定意见：\n" in paper("committees_minutes")
    assert "由马䶮承办" in paper("committees_minutes")


@pytest.mark.rule("R36")
def test_notice_and_sign_in_are_for_hearing_and_party_day_together() -> None:
    notice = text_of(built(KINDS["hearing_notice"], JOINT))
    sign_in = text_of(built(KINDS["sign_in"], JOINT))
    assert "召开2022年4月党群说事会暨主题党日的通知" in notice.replace("\n", "")
    assert "1.开展主题党日活动：集中学习，重温入党誓词；" in notice
    assert "党群说事会\n暨主题党日\n签到表" in sign_in
    assert "其他党员（1人）" in sign_in
    assert "41人" in sign_in


@pytest.mark.rule("R36")
def test_the_party_day_has_minutes_of_its_own_and_none_in_the_hearings() -> None:
    own = paper("party_day_minutes")
    hearing = text_of(built(KINDS["hearing_minutes"], JOINT))
    assert "集中学习，重温入党誓词" in own and "议定意见：每月自学两次。" in own
    assert "路灯不亮" not in own
    assert "重温入党誓词" not in hearing and "主题党日另有会议记录" in hearing


@pytest.mark.rule("R36")
def test_the_party_day_expects_the_partys_members_alone() -> None:
    own = paper("party_day_minutes")
    assert f"应到党员{len(JOINT.party_members)}人" in own
    assert "另有1人没有登记到会情况" in own
    assert "（因病住院）" in own


@pytest.mark.rule("R36")
def test_a_hearing_without_a_party_day_has_no_minutes_of_one() -> None:
    assert built(KINDS["party_day_minutes"], MEETING) == ()
    assert "主题党日" not in paper("hearing_notice")


def test_a_moved_hearing_gets_a_notice_of_its_delay() -> None:
    moved = replace(MEETING, moved="原定4月5日的会议，因大雪改期举行")
    (notice,) = built(KINDS["hearing_notice"], moved)
    assert "延期" in text_of(notice)


def test_the_village_and_its_bodies_are_called_by_their_full_names() -> None:
    assert OFFICE.branch == "中共龙山镇大湾村支部委员会"
    assert OFFICE.committee == "龙山镇大湾村村民委员会"


def test_the_decision_register_has_six_sheets_with_the_same_motive() -> None:
    assert paper("decision_register").count("☑党员群众建议") == 6


def test_a_poster_has_posting_dates_and_larger_type() -> None:
    small: Paper = CASES["hearing_notice-full-0"]
    poster: Paper = CASES["hearing_notice-a3"]
    assert "张贴日期" in text_of(poster)
    assert poster.page.body > 1.25 * small.page.body


def test_a_paper_without_poster_refuses_its_size() -> None:
    with pytest.raises(BadValueError):
        built(KINDS["sign_in"], MEETING, size="a3")


def test_an_unknown_paper_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="没有“nothing”这种文书"):
        kind_of("nothing")


@pytest.mark.rule("R37")
def test_a_correction_says_old_and_new_and_why() -> None:
    said = paper("correction_notice")
    assert "原为“地点：村部”，更正为“地点：村党群服务中心二楼" in said
    assert "增加“请带身份证”。" in said
    assert "删去“请准时到会”。" in said
    assert "地点写错了。" in said
    assert "以2022年4月3日更正后的第2版为准" in said


@pytest.mark.rule("R37")
def test_differences_are_told_sentence_by_sentence() -> None:
    old = Paper("x", "x", (words("甲。乙。丙。"), words("丁。")))
    new = Paper("x", "x", (words("甲。已。丙。"), words("丁。"), words("戊。")))
    assert differences(old, new) == (Changed("乙。", "已。"), Changed("", "戊。"))


@pytest.mark.rule("R37")
def test_a_tables_row_is_one_sentence() -> None:
    old = Paper("x", "x", (Table((1, 1), (Row((Cell("一"), Cell("甲。乙"))),)),))
    new = Paper("x", "x", (Table((1, 1), (Row((Cell("一"), Cell("丙"))),)),))
    assert differences(old, new) == (Changed("一　甲，乙", "一　丙"),)


@pytest.mark.parametrize("name", CASES)
def test_a_papers_name_begins_and_ends_with_a_word(name: str) -> None:
    assert CASES[name].name == CASES[name].name.strip()
