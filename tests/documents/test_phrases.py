"""The phrases of a paper: what may stand in them, and how they come onto paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from documents.test_kinds import text_of
from longshan_desk.documents.facts import OfficeWords
from longshan_desk.documents.kinds.registry import KINDS, built
from longshan_desk.documents.model import Fields, Paragraph, Signature, Title
from longshan_desk.documents.snapshot import fingerprint
from longshan_desk.documents.wording import (
    OFFICE,
    Phrase,
    Worded,
    WordingError,
    paper_wording,
    title_phrase,
)
from papers import CASES, MATTER, MEETING, full_facts
from papers import OFFICE as VILLAGE

WORDING = paper_wording(
    title_phrase("关于{事由}｜的通知"),
    Phrase("opening", "开头", "{村名}{日期}召开会议。"),
    own=(("事由", "修路"), ("日期", "2022年4月5日")),
)


def refused(key: str, text: str) -> WordingError:
    with pytest.raises(WordingError) as caught:
        WORDING.checked(key, text)
    return caught.value


def test_an_unknown_placeholder_is_refused_with_its_place_and_what_is_allowed() -> None:
    error = refused("opening", "各位村民：\n请{村长}到会。")
    assert (error.line, error.column, error.offset, error.where) == (2, 2, 7, "opening")
    assert error.message == "“开头”第2行第2个字：不认识“{村长}”。"
    assert error.hint.startswith("可以用：{事由}、{日期}、{单位}、{村名}")


def test_in_one_line_the_place_is_a_character() -> None:
    assert refused("opening", "请{村长}到会。").message.startswith("“开头”第2个字：")


def test_a_misspelt_placeholder_is_guessed() -> None:
    assert "是不是“{村党支部}”" in refused("opening", "{村支部}").message


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("{村名", 1, "“{”没有配对的“}”"),
        ("大湾村}", 4, "“}”前面没有“{”"),
        ("在{村{村名}", 2, "“{”没有配对的“}”"),
        ("在{}开会", 2, "花括号里没有名称"),
    ],
)
def test_a_broken_placeholder_is_refused_with_its_place(text: str, column: int, said: str) -> None:
    error = refused("opening", text)
    assert error.column == column
    assert said in error.message


def test_full_width_braces_are_braces() -> None:
    assert WORDING.checked("opening", "｛村名｝开会") == "{村名}开会"


def test_a_title_is_one_line_and_not_empty() -> None:
    assert "只能写一行" in refused("title", "关于{事由}\n的通知").message
    assert "不能空着" in refused("title", " ").message


def test_a_phrase_without_end_is_refused() -> None:
    assert "太长" in refused("opening", "长" * 1001).message
    assert refused("title", "长" * 101).column == 101


def test_of_a_signature_the_line_that_is_too_long_is_named() -> None:
    with pytest.raises(WordingError) as caught:
        KINDS["report"].wording.checked("signature", "{村党支部}\n" + "长" * 31)
    assert (caught.value.line, caught.value.column) == (2, 31)


def test_an_empty_paragraph_is_not_printed() -> None:
    assert WORDING.said({"opening": ""}, {}).paragraphs("opening") == []


def test_each_line_is_a_paragraph() -> None:
    said = WORDING.said({"opening": "{村名}开会。\n\n请到会。"}, {"村名": "大湾村"})
    assert [text_of(one) for one in said.paragraphs("opening")] != []
    assert said.lines("opening") == ("大湾村开会。", "请到会。")
    assert all(isinstance(one, Paragraph) for one in said.paragraphs("opening"))


def test_a_title_breaks_at_its_marks_and_beside_placeholders() -> None:
    said = WORDING.said({}, {"事由": ("维修", "水渠")})
    assert said.title() == Title(("关于", "维修", "水渠", "的通知"))


def test_what_a_newer_program_wrote_is_left_aside() -> None:
    assert WORDING.changed({"opening": "{将来才有的}", "title": "新标题", "gone": "x"}) == {
        "title": "新标题"
    }


@pytest.mark.parametrize("code", KINDS)
def test_every_paper_can_be_worded_and_its_defaults_hold(code: str) -> None:
    wording = KINDS[code].wording
    assert issubclass(KINDS[code].facts, Worded)
    assert any(one.one_line for one in wording.phrases), "a title at least"
    for phrase in wording.phrases:
        assert wording.checked(phrase.key, phrase.default) == phrase.default


@pytest.mark.parametrize("code", KINDS)
def test_every_placeholder_of_a_paper_has_a_value(code: str) -> None:
    kind = KINDS[code]
    every = "".join(one.token for one in kind.wording.placeholders)
    texts = {one.key: every for one in kind.wording.phrases}
    said = text_of(built(kind, replace(full_facts(kind), wording=texts)))
    assert "大湾村" in said
    assert not any(one.token in said for one in kind.wording.placeholders)


def test_a_changed_opening_stands_on_the_paper() -> None:
    own = replace(MEETING, wording={"opening": "定于{说事日}开会。"})
    assert "定于2022年4月5日开会。" in text_of(built(KINDS["hearing_notice"], own))


def test_the_agenda_is_numbered_line_by_line() -> None:
    own = replace(MEETING, items=(), wording={"agenda": "说事；\n其他。"})
    said = text_of(built(KINDS["hearing_notice"], own))
    assert "1.说事；" in said
    assert "2.其他。" in said
    assert "3.不能" not in said


def test_three_who_sign_stand_on_two_lines() -> None:
    signers = "主持人（签名）\n记录人（签名）\n监督人（签名）"
    (paper,) = built(KINDS["hearing_minutes"], replace(MEETING, wording={"signers": signers}))
    lines = [one for one in paper.blocks if isinstance(one, Fields)]
    assert [[each.label for each in one.fields] for one in lines] == [
        ["主持人（签名）", "记录人（签名）"],
        ["监督人（签名）"],
    ]


def test_a_signature_may_name_one_body_alone() -> None:
    (paper,) = built(KINDS["report"], replace(MATTER, wording={"signature": "{村委会}"}))
    organs = next(one.organs for one in paper.blocks if isinstance(one, Signature))
    assert organs == ("龙山镇大湾村村民委员会",)


def test_the_bodies_are_named_in_one_place() -> None:
    own = replace(VILLAGE, wording={"branch": "中共{单位}总支部委员会"})
    said = text_of(built(KINDS["report"], replace(MATTER, office=own)))
    assert "中共龙山镇大湾村总支部委员会" in said
    assert "中共龙山镇大湾村支部委员会" not in said


def test_the_supervision_phone_is_the_offices_unless_another_is_given() -> None:
    assert VILLAGE.supervision_phone == "0938-7891234"
    assert replace(VILLAGE, wording={"supervision_phone": "12388"}).supervision_phone == "12388"


def test_a_community_has_residents() -> None:
    assert OfficeWords("城关社区", "龙山镇", "", True).committee == "龙山镇城关社区居民委员会"


def test_the_names_on_all_papers_hold_too() -> None:
    for phrase in OFFICE.phrases:
        assert OFFICE.checked(phrase.key, phrase.default) == phrase.default


def test_usual_words_leave_the_fingerprint_alone_and_others_change_it() -> None:
    assert fingerprint(OfficeWords("大湾村", "龙山镇", "")) == fingerprint(
        {"name": "大湾村", "township": "龙山镇", "phone": "", "is_community": False}
    )
    assert fingerprint(MATTER) != fingerprint(replace(MATTER, wording={"closing": "报告完毕。"}))


def test_the_usual_title_of_a_report_breaks_as_before() -> None:
    (title, *_) = CASES["opening_report-full-0"].blocks
    assert title == Title(("大湾村", "关于上月", "说事事项", "办结情况", "的通报"))
