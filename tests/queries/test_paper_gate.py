"""What of people reaches a wall or a picture, whatever paper it is (“Personal data”)."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk, answered, new_matter
from longshan_desk.actions.hearings import GridRow
from longshan_desk.actions.procedures import NewProcedure, new_procedure
from longshan_desk.actions.sealed import SealUnavailableError, seal
from longshan_desk.documents.kinds.registry import KINDS
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import (
    Act,
    AttendanceState,
    FindingKind,
    ItemKind,
    ListKind,
    PetitionOpinion,
)
from longshan_desk.domain.redaction import Names
from longshan_desk.errors import WrongStageError
from longshan_desk.queries.prepared import Prepared, prepared
from papers import text_of

MATTER_PAPERS = [code for code, kind in KINDS.items() if kind.made_for == "matter"]
CASE_PAPERS = [code for code, kind in KINDS.items() if kind.made_for == "procedure"]
HEARING_PAPERS = ["sign_in", "opening_report", "hearing_minutes", "meeting_summary"]


def read(made: Prepared) -> str:
    return text_of(made.papers)


def picture(desk: Desk, code: str, for_id: str, names: Names | None = None) -> str:
    return read(prepared(desk.store, code, for_id, names=names, leaves_office=True))


@pytest.fixture
def hearing(desk: Desk) -> str:
    """马占山 of group 3, whose household has a child, and somebody of no roll speak."""
    desk.add_household(
        PersonFacts("马占山", phone="13812345678"),
        PersonFacts("马小山", born_on=date(2015, 1, 1)),
        group=3,
    )
    desk.fill_roster()
    return desk.hold_hearing(
        "我家是低保户，马小山没有校车，电话13812345678。",
        answered("马占山身份证620525197001011234办好没有？", result="你是监测户，先给你办。"),
        GridRow(ItemKind.MATTER, matter=new_matter("井盖丢了。", raisers=["冯外来"])),
    ).id


# -- pictures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", HEARING_PAPERS)
@pytest.mark.parametrize("names", list(Names))
def test_no_child_is_named_in_a_picture(desk: Desk, hearing: str, code: str, names: Names) -> None:
    assert "马小山" not in picture(desk, code, hearing, names)


@pytest.mark.parametrize("code", HEARING_PAPERS)
@pytest.mark.parametrize("names", list(Names))
def test_no_special_group_and_no_number_is_told_in_a_picture(
    desk: Desk, hearing: str, code: str, names: Names
) -> None:
    said = picture(desk, code, hearing, names)
    for secret in ("低保", "监测户", "13812345678", "620525197001011234"):
        assert secret not in said


def test_a_picture_names_villagers_by_surname_and_group_unless_told_otherwise(
    desk: Desk, hearing: str
) -> None:
    masked = picture(desk, "hearing_minutes", hearing)
    assert "马占山" not in masked and "马某某（三组）" in masked
    assert "冯外来" not in masked
    assert "马占山" in picture(desk, "hearing_minutes", hearing, Names.FULL)


def test_office_holders_keep_their_names_in_a_picture(desk: Desk, hearing: str) -> None:
    assert "马文秀" in picture(desk, "hearing_minutes", hearing)


def test_who_represents_others_is_named_as_a_villager(desk: Desk, hearing: str) -> None:
    said = picture(desk, "sign_in", hearing)
    assert "马老三" not in said and "马某某" in said
    assert "马老三" in picture(desk, "sign_in", hearing, Names.FULL)


def test_a_guest_of_no_office_is_masked_in_a_picture(desk: Desk, hearing: str) -> None:
    from longshan_desk.actions.meetings import attend

    attend(desk.store, hearing, name="何来客", role=None, state=AttendanceState.PRESENT)
    assert "何某某" in picture(desk, "sign_in", hearing)


def test_the_minutes_for_the_box_are_whole(desk: Desk, hearing: str) -> None:
    said = read(prepared(desk.store, "hearing_minutes", hearing))
    assert "马占山" in said and "马小山" in said and "低保户" in said


@pytest.fixture
def any_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate holds for papers that the record does not support, too."""
    monkeypatch.setattr("longshan_desk.queries.prepared.require_supported", lambda *_: None)


@pytest.mark.usefixtures("any_paper")
@pytest.mark.parametrize("code", MATTER_PAPERS)
def test_a_picture_of_a_matters_paper_passes_the_gate(desk: Desk, hearing: str, code: str) -> None:
    said = picture(desk, code, "2022-04-001")
    for secret in ("马占山", "马小山", "低保", "13812345678"):
        assert secret not in said


# -- petitions ----------------------------------------------------------------------------------


@pytest.fixture
def petition(desk: Desk, hearing: str) -> str:
    """A petition that was settled before the hearing of May."""
    matter = desk.add_matter("村道补偿款没有发给我。", finding=FindingKind.PETITION)
    desk.deliberate(matter)
    desk.assign(matter)
    desk.step(matter, Act.REPLY, opinion=PetitionOpinion.SUPPORTED, basis="村集体分配办法")
    desk.solve(matter, "补偿款已发到卡里。")
    return matter


def test_a_petition_stands_on_no_posted_paper(desk: Desk, petition: str) -> None:
    desk.go_to(date(2022, 5, 5))
    made = prepared(desk.store, "opening_report", desk.plan_hearing())
    assert "补偿款" not in read(made)
    assert "信访事项，内容不公开" in read(made)
    assert "信访事项内容 1 件" in made.masked


def test_a_petition_stands_on_the_villages_own_register(desk: Desk, petition: str) -> None:
    assert "补偿款" in read(prepared(desk.store, "register", "2022-04"))
    assert "补偿款" not in picture(desk, "register", "2022-04")


@pytest.mark.usefixtures("any_paper")
@pytest.mark.parametrize("code", MATTER_PAPERS)
def test_of_a_petitions_own_papers_there_is_no_picture(
    desk: Desk, petition: str, code: str
) -> None:
    assert prepared(desk.store, code, petition).papers
    with pytest.raises(WrongStageError, match="信访"):
        picture(desk, code, petition)


# -- who asked not to be named ------------------------------------------------------------------


@pytest.fixture
def shy(desk: Desk) -> str:
    matter = desk.add_matter(
        "马占山家门前路不平。", raisers=["马占山"], is_anonymous=True, list_kind=ListKind.ESCALATED
    )
    desk.deliberate(matter)
    desk.assign(matter)
    desk.solve(matter, "给马　占山家门前铺平了。")
    desk.tell(matter)
    return matter


@pytest.mark.rule("R54")
@pytest.mark.usefixtures("any_paper")
@pytest.mark.parametrize("code", MATTER_PAPERS)
def test_a_shy_raiser_is_somebody_on_every_paper_of_the_matter(
    desk: Desk, shy: str, code: str
) -> None:
    said = read(prepared(desk.store, code, shy))
    assert "马占山" not in said and "马　占山" not in said


@pytest.mark.rule("R54")
@pytest.mark.parametrize("code", ["register", "matter_list"])
def test_a_shy_raiser_is_somebody_on_every_list(desk: Desk, shy: str, code: str) -> None:
    said = read(prepared(desk.store, code, "2022-04"))
    assert "某群众" in said and "占山" not in said


@pytest.mark.rule("R54")
def test_a_shy_raiser_is_somebody_in_the_report_and_in_minutes(desk: Desk) -> None:
    desk.fill_roster()
    held = desk.hold_hearing(
        GridRow(
            ItemKind.ANSWER,
            matter=new_matter("马占山家没水。", is_anonymous=True),
            result="马占山家明天通水。",
            answerer="马文秀",
        )
    )
    desk.go_to(date(2022, 5, 5))
    may = desk.plan_hearing()
    for code, meeting in (
        ("hearing_minutes", held.id),
        ("meeting_summary", held.id),
        ("opening_report", may),
    ):
        made = prepared(desk.store, code, meeting, names=Names.FULL)
        assert "马占山" not in read(made), code


@pytest.mark.rule("R54")
@pytest.mark.parametrize("code", CASE_PAPERS)
def test_a_shy_raiser_is_somebody_on_every_paper_of_the_decision(desk: Desk, code: str) -> None:
    matter = desk.add_matter(
        "马占山家门前路不平。",
        raisers=["马占山"],
        is_anonymous=True,
        list_kind=ListKind.MAJOR_PUBLIC,
    )
    new = NewProcedure("public_works", proposal="铺平马占山家门前的路")
    made = new_procedure(desk.store, new, matter_id=desk.id_of(matter))
    said = read(prepared(desk.store, code, made, names=Names.FULL))
    assert "马占山" not in said


@pytest.mark.parametrize("code", CASE_PAPERS)
def test_a_picture_of_a_decisions_paper_names_nobody_not_even_as_a_file(
    desk: Desk, code: str
) -> None:
    desk.add_household("马占山")
    made = new_procedure(desk.store, NewProcedure("public_works", "修马占山家门前的路"))
    assert "马占山" not in picture(desk, code, made)


# -- sealed -------------------------------------------------------------------------------------


@pytest.mark.rule("R27", "R35")
@pytest.mark.usefixtures("any_paper")
def test_what_is_sealed_stands_on_no_paper(desk: Desk, hearing: str) -> None:
    with pytest.raises(SealUnavailableError):
        seal(desk.store, "村主任把修路的钱装进自己兜里了")
    entry = desk.visit(desk.add_household("李小明"))
    decision = new_procedure(desk.store, NewProcedure("public_works", "硬化村道"))
    for kind in KINDS.values():
        if kind.made_for in ("paper", "package"):
            continue
        for_id = {
            "visit": entry,
            "procedure": decision,
            "year": "2022",
            "hearing": hearing,
            "meeting": hearing,
            "matter": "2022-04-001",
        }.get(kind.made_for, "2022-04")
        assert "修路的钱" not in read(prepared(desk.store, kind.code, for_id))
