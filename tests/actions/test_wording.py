"""The office words its papers its own way; the township's words come first."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions.issued_papers import issue_paper
from longshan_desk.actions.wording import reset_wording, set_wording
from longshan_desk.data import records
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.tables.papers import TownshipWording, VillageWording
from longshan_desk.documents.wording import WordingError
from longshan_desk.domain.labels import OfficeRole
from longshan_desk.errors import AppError, ChangedSinceError, NotFoundError
from longshan_desk.queries.issued_papers import has_changed, issued_paper
from longshan_desk.queries.papers import office_words
from longshan_desk.queries.prepared import prepared
from longshan_desk.queries.wording import all_wording, example, paper_words

OWN = "经研究，定于{说事日}开会："


def words_of(desk: Desk, kind: str, key: str) -> tuple[str, bool, bool]:
    rows = {row.phrase.key: row for row in paper_words(desk.store, kind).rows}
    return rows[key].text, rows[key].is_changed, rows[key].is_fixed


def settle(desk: Desk, kind: str, key: str, text: str) -> None:
    """What a return package brings."""
    with desk.store.change("接收") as session:
        session.add(TownshipWording(kind=kind, key=key, text=text))


def notice(desk: Desk, hearing: str) -> str:
    return str(prepared(desk.store, "hearing_notice", hearing).papers[0].blocks)


def test_words_are_changed_and_taken_back(desk: Desk) -> None:
    with desk.taken_back():
        set_wording(desk.store, "hearing_notice", {"opening": OWN})
    assert words_of(desk, "hearing_notice", "opening") == (OWN, True, False)


def test_the_next_paper_says_the_new_words(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    set_wording(desk.store, "hearing_notice", {"opening": OWN})
    assert "经研究，定于2022年4月5日开会：" in notice(desk, hearing)


def test_words_set_again_are_one_row(desk: Desk) -> None:
    set_wording(desk.store, "hearing_notice", {"opening": OWN})
    with desk.taken_back():
        set_wording(desk.store, "hearing_notice", {"opening": "定于近日开会："})
    assert len(desk.records()["village_wording"]) == 1


def test_the_usual_words_are_not_kept(desk: Desk) -> None:
    default = words_of(desk, "report", "closing")[0]
    set_wording(desk.store, "report", {"closing": "报告完毕。"})
    set_wording(desk.store, "report", {"closing": default})
    assert desk.records()["village_wording"] == {}


def test_one_phrase_or_the_whole_paper_goes_back(desk: Desk) -> None:
    set_wording(desk.store, "report", {"closing": "报告完毕。", "contact": "", "title": "报告"})
    with desk.taken_back():
        assert reset_wording(desk.store, "report", ["closing"]) == ["closing"]
    assert reset_wording(desk.store, "report") == ["contact", "title"]
    assert not paper_words(desk.store, "report").is_changed


def test_a_broken_phrase_changes_nothing(desk: Desk) -> None:
    with pytest.raises(WordingError):
        set_wording(desk.store, "report", {"title": "报告", "closing": "{谁}"})
    assert desk.records()["village_wording"] == {}


def test_an_unknown_phrase_is_refused_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="没有“middle”这一处用语"):
        set_wording(desk.store, "report", {"middle": "x"})


def test_words_changed_meanwhile_are_not_overwritten(desk: Desk) -> None:
    opened = {"closing": words_of(desk, "report", "closing")[0]}
    set_wording(desk.store, "report", {"closing": "报告完毕。"})
    with pytest.raises(ChangedSinceError):
        set_wording(desk.store, "report", {"closing": "就这些。"}, expected=opened)


def test_what_the_township_settled_comes_before_the_villages_own(desk: Desk) -> None:
    set_wording(desk.store, "report", {"closing": "报告完毕。"})
    settle(desk, "report", "closing", "专此报告。")
    assert words_of(desk, "report", "closing") == ("专此报告。", True, True)


def test_what_the_township_settled_is_refused_to_the_village(desk: Desk) -> None:
    settle(desk, "report", "closing", "专此报告。")
    with pytest.raises(AppError) as refused:
        set_wording(desk.store, "report", {"closing": "报告完毕。"})
    assert (refused.value.code, refused.value.where) == ("fixed_by_township", "closing")
    set_wording(desk.store, "report", {"closing": "专此报告。", "title": "报告"})
    assert words_of(desk, "report", "title") == ("报告", True, False)


def test_what_the_township_settled_stays_when_the_paper_is_reset(desk: Desk) -> None:
    settle(desk, "report", "closing", "专此报告。")
    assert reset_wording(desk.store, "report") == []
    assert words_of(desk, "report", "closing")[0] == "专此报告。"


def test_at_the_township_the_words_of_all_its_villages_are_settled(desk: Desk) -> None:
    with desk.store.change("改为乡镇岗位") as session:
        records.office(session).role = OfficeRole.TOWNSHIP
    with desk.taken_back():
        set_wording(desk.store, "report", {"closing": "专此报告。"})
    assert len(desk.records()["township_wording"]) == 1
    assert desk.records()["village_wording"] == {}
    assert reset_wording(desk.store, "report") == ["closing"]


def test_each_has_its_own_table() -> None:
    tables = synced_tables()
    assert tables["village_wording"].model is VillageWording
    assert VillageWording.OWNER == "village"
    assert TownshipWording.OWNER == "township"


def test_of_two_rows_for_one_phrase_one_counts_and_a_change_leaves_one(desk: Desk) -> None:
    with desk.store.change("两台电脑") as session:
        for text in ("甲", "乙"):
            session.add(VillageWording(kind="report", key="closing", text=text))
    rows = desk.records()["village_wording"]
    assert words_of(desk, "report", "closing")[0] == rows[min(rows)]["text"]
    set_wording(desk.store, "report", {"closing": "丙"})
    assert [row["text"] for row in desk.records()["village_wording"].values()] == ["丙"]


def test_an_issued_paper_keeps_its_words_and_says_that_they_changed(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    made = prepared(desk.store, "hearing_notice", hearing)
    issued = issue_paper(desk.store, made.papers[0], for_id=made.for_id, facts=made.facts)
    set_wording(desk.store, "hearing_notice", {"opening": OWN})
    assert issued_paper(desk.store, issued)[1] == made.papers[0]
    assert has_changed(desk.store, issued)


def test_another_papers_words_change_nothing_on_this_one(desk: Desk) -> None:
    hearing = desk.plan_hearing()
    made = prepared(desk.store, "hearing_notice", hearing)
    issued = issue_paper(desk.store, made.papers[0], for_id=made.for_id, facts=made.facts)
    set_wording(desk.store, "report", {"closing": "报告完毕。"})
    assert not has_changed(desk.store, issued)
    set_wording(desk.store, "hearing_notice", {"opening": OWN})
    reset_wording(desk.store, "hearing_notice")
    assert not has_changed(desk.store, issued)


def test_the_names_on_all_papers_are_one_place(desk: Desk) -> None:
    set_wording(desk.store, "office", {"branch": "大湾村党支部", "supervision_phone": "12388"})
    office = office_words(desk.store)
    assert (office.branch, office.supervision_phone) == ("大湾村党支部", "12388")
    assert "大湾村党支部" in notice(desk, desk.plan_hearing())


def test_a_number_in_the_offices_own_words_is_not_masked(desk: Desk) -> None:
    set_wording(desk.store, "hearing_notice", {"closing": "监督电话：0938-7654321。"})
    assert "监督电话：0938-7654321。" in notice(desk, desk.plan_hearing())


def test_blank_forms_say_the_new_words_too(desk: Desk) -> None:
    set_wording(desk.store, "closing_slip", {"title": "销号审批单"})
    made = prepared(desk.store, "closing_slip", is_blank=True)
    assert "销号审批单" in str(made.papers[0].blocks)


def test_the_list_begins_with_what_stands_on_all_papers(desk: Desk) -> None:
    found = all_wording(desk.store)
    assert found[0].kind == "office"
    assert all(one.rows for one in found)


def test_an_example_is_the_newest_record_or_a_blank(desk: Desk) -> None:
    blank = example(desk.store, "hearing_notice").worded({"opening": OWN})
    desk.plan_hearing(date(2022, 4, 5))
    filled = example(desk.store, "hearing_notice").worded({"opening": OWN})
    assert "2022年4月5日" not in str(blank)
    assert "定于2022年4月5日开会" in str(filled)


@pytest.mark.parametrize("kind", ["office", "matter_list", "promise", "committees_minutes"])
def test_there_is_an_example_of_every_kind_of_paper(desk: Desk, kind: str) -> None:
    desk.hold_hearing("巷道水渠堵了。")
    assert example(desk.store, kind).worded({}) is not None
