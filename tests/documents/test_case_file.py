"""The papers of a 四议两公开 case: every sheet with the same cause, every meeting, every notice."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from longshan_desk.documents.kinds.figures import percent, yuan
from longshan_desk.documents.kinds.registry import KINDS
from longshan_desk.documents.model import Paper, Table
from longshan_desk.documents.procedure_facts import CaseFacts
from longshan_desk.documents.word import to_docx
from longshan_desk.domain.procedure_labels import Step
from papers import CASE, OFFICE, text_of


def made(code: str, facts: CaseFacts = CASE) -> tuple[Paper, ...]:
    return KINDS[code].build(facts)


def said(code: str, facts: CaseFacts = CASE) -> str:
    return text_of(made(code, facts))


def test_the_six_sheets_tick_one_cause() -> None:
    assert said("decision_register").count("☑党员群众建议") == 6


def test_a_sheet_shows_who_came_and_their_share() -> None:
    assert "实到31人　　占比72.1%" in said("decision_register")


def test_a_lapsed_meeting_has_a_record_of_its_own() -> None:
    names = [paper.name for paper in made("deliberation")]
    assert names == ["审议记录（第1次） 2022-04-003", "审议记录（第2次） 2022-04-003"]


def test_the_later_meeting_tells_why_there_was_an_earlier_one() -> None:
    assert "未达到法定人数" in text_of(made("deliberation")[1])


def test_a_meeting_that_did_not_vote_prints_no_votes() -> None:
    assert "票，" not in text_of(made("deliberation")[0].blocks[-8:])


def test_late_minutes_are_marked() -> None:
    assert "（补录）" in text_of(made("resolution")[1])


def test_an_override_is_printed_on_the_resolution_and_on_its_notice() -> None:
    assert CASE.override in said("resolution")
    assert CASE.override in said("resolution_notice")


def test_the_notice_gives_votes_with_their_shares_of_those_present() -> None:
    assert "同意27票，占到会人数的87.1%；反对3票，占到会人数的9.7%" in said("resolution_notice")


@pytest.mark.parametrize("code", ["resolution", "resolution_notice", "outcome_notice", "case_file"])
def test_the_villagers_meeting_keeps_its_whole_name(code: str) -> None:
    found = re.sub(r"\s", "", said(code))
    assert "村民代表会议" in found
    assert not re.search(r"(?<!村)民代表会议", found)


def test_the_notice_gives_who_was_there_by_kind() -> None:
    assert "村民代表应到38人、实到28人" in said("resolution_notice")


def test_notices_are_signed_by_both_bodies_and_name_the_telephone() -> None:
    for code in ("resolution_notice", "progress_notice", "outcome_notice"):
        found = said(code)
        assert OFFICE.branch in found and OFFICE.committee in found, code
        assert "监督电话：0938-7891234" in found, code


def test_no_objector_is_named_on_the_wall() -> None:
    assert "马䶮" not in said("resolution_notice").replace("马䶮（包村领导）", "")


def test_the_outcome_tells_the_money_to_the_fen() -> None:
    assert "358,800.50元" in said("outcome_notice")


def test_a_decision_that_cost_nothing_says_so_in_words() -> None:
    free = replace(CASE, spent=0)
    assert "支出：没有支出。" in said("outcome_notice", free)
    assert CASE.outcome_notice
    written = replace(free, outcome_notice=replace(CASE.outcome_notice, text="合同已签。"))
    assert "资金使用：没有支出。" in said("outcome_notice", written)


def test_a_decision_amended_at_the_end_is_resolved_and_told_as_amended() -> None:
    last = replace(CASE.last(Step.RESOLUTION), amendments=("先硬化八百米",))
    amended = replace(CASE, meetings=(*CASE.meetings[:-1], last))
    for code in ("resolution", "resolution_notice"):
        assert "先硬化八百米。" in said(code, amended), code
        assert last.text not in text_of(made(code, amended)[0]), code


def volume(facts: CaseFacts = CASE) -> Paper:
    (paper,) = made("case_file", facts)
    return paper


def test_the_volume_leaves_out_what_has_not_come_about() -> None:
    begun = replace(
        CASE, meetings=CASE.meetings[:1], resolution_notice=None, progress_notices=(),
        outcome_notice=None,
    )  # fmt: skip
    # Cover, contents, the sheets, 提议书 and its record.
    assert len(volume(begun).parts) == 5


def test_the_volume_keeps_every_objection_with_its_answer() -> None:
    record = text_of(volume().parts[-1][1])
    assert "路为什么不到五组" in record and "五组列入下年计划" in record


def test_the_volume_counts_the_photos_of_the_board_and_the_scans_of_who_signed() -> None:
    assert CASE.resolution_notice
    posted = replace(CASE.resolution_notice, photos=2)
    meetings = (replace(CASE.meetings[0], scans=3), *CASE.meetings[1:])
    said_ = text_of(volume(replace(CASE, resolution_notice=posted, meetings=meetings)))
    assert said_.count("张贴照片：2张") == 1
    assert said_.count("扫描件3张") == 1
    assert "张贴照片" not in text_of(volume()) and "扫描件" not in text_of(volume())


@pytest.mark.rule("R30")
def test_the_resolution_and_the_contents_print_the_villagers_leave() -> None:
    authority = "村民会议2022年3月2日授权（《大湾村村民自治章程》第十二条）"
    given = replace(CASE, authority=authority)
    assert f"授权依据：{authority}。" in said("resolution", given)
    assert f"决议授权：{authority}。" in text_of(volume(given).parts[1][1])
    assert "授权" not in text_of(volume())


def test_contents_name_every_paper_of_the_volume() -> None:
    contents = volume().parts[1][1]
    (table,) = (block for block in contents if isinstance(block, Table))
    named = [cell.part for row in table.rows for cell in row.cells if cell.part is not None]
    assert named == list(range(2, len(volume().parts)))


def test_one_word_file_holds_every_paper_on_its_own_pages() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(volume()))) as packed:
        document = packed.read("word/document.xml").decode()
    sections = re.findall(r"<w:sectPr>.*?</w:sectPr>", document)
    assert len(sections) == len(volume().parts)
    assert ["footerReference" in one for one in sections[:3]] == [False, False, True]
    assert [n for n, one in enumerate(sections) if "pgNumType" in one] == [2]


def test_contents_refer_to_bookmarks_that_are_there() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(volume()))) as packed:
        document = packed.read("word/document.xml").decode()
    named = set(re.findall(r"PAGEREF (\w+)", document))
    assert named and named <= set(re.findall(r'bookmarkStart w:id="\d+" w:name="(\w+)"', document))


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(27, 31, "87.1%"), (1, 1, "100%"), (0, 5, "0%"), (2, 3, "66.7%"), (1, 8, "12.5%"),
     (0, 0, "—")],
)  # fmt: skip
def test_shares_are_rounded_half_up_to_one_decimal(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


@pytest.mark.parametrize(
    ("fen", "shown"), [(0, "0.00元"), (5, "0.05元"), (12_500_000, "125,000.00元")]
)
def test_money_is_told_in_yuan(fen: int, shown: str) -> None:
    assert yuan(fen) == shown


def test_every_step_has_a_blank_to_fill_in_by_hand() -> None:
    blank = CaseFacts(OFFICE)
    for step in Step:
        assert made(step.value, blank), step
        assert "□举手表决" in said("deliberation", blank)
