"""Which papers a matter supports: none says what its record does not."""

from __future__ import annotations

import pytest

from desk import Desk
from longshan_desk.documents.kinds.registry import KINDS
from longshan_desk.domain.labels import Act, FindingKind, ListKind, PetitionOpinion
from longshan_desk.errors import AppError
from longshan_desk.queries.matter_papers import supported_papers
from longshan_desk.queries.prepared import prepared

ALWAYS = {"assignment_slip"}
UP = {"request_for_instructions", "report"}


def supported(desk: Desk, matter: str) -> set[str]:
    return set(supported_papers(desk.store, [matter])[matter])


def test_of_what_was_just_heard_there_is_only_the_assignment(desk: Desk) -> None:
    assert supported(desk, desk.add_matter()) == ALWAYS


@pytest.mark.rule("R41")
def test_once_begun_it_has_a_feedback_slip_and_once_done_a_closing_slip(desk: Desk) -> None:
    matter = desk.add_matter()
    desk.deliberate(matter)
    desk.assign(matter)
    assert supported(desk, matter) == {*ALWAYS, "feedback_slip"}
    desk.solve(matter)
    assert supported(desk, matter) == {*ALWAYS, "feedback_slip", "closing_slip"}


@pytest.mark.rule("R13")
def test_letters_upwards_are_for_what_goes_up(desk: Desk) -> None:
    matter = desk.add_matter(list_kind=ListKind.ESCALATED)
    assert supported(desk, matter) == {*ALWAYS, *UP}


@pytest.mark.rule("R17")
def test_a_promise_gives_its_letter_even_after_it_was_kept(desk: Desk) -> None:
    matter = desk.add_matter()
    desk.deliberate(matter)
    desk.step(matter, Act.PROMISE, text="年内修通", measures="争取项目", by="李建国",
              due=desk.today.replace(month=9))  # fmt: skip
    assert "promise" in supported(desk, matter)
    desk.solve(matter)
    assert "promise" in supported(desk, matter)


@pytest.mark.rule("R16")
def test_an_explanation_gives_its_letter(desk: Desk) -> None:
    matter = desk.add_matter()
    desk.step(
        matter,
        Act.EXPLAIN,
        reason="不在项目范围",
        basis="项目管理办法",
        to="马占山",
        way="in_person",
    )
    assert {"explanation", "closing_slip"} <= supported(desk, matter)


def test_the_opinion_on_a_petition_gives_its_letter(desk: Desk) -> None:
    matter = desk.add_matter(finding=FindingKind.PETITION)
    desk.deliberate(matter)
    desk.assign(matter)
    desk.step(matter, Act.REPLY, opinion=PetitionOpinion.SUPPORTED, basis="村集体分配办法")
    assert "explanation" in supported(desk, matter)


@pytest.mark.parametrize("code", sorted({*UP, "promise", "explanation", "closing_slip"}))
def test_what_is_not_supported_is_refused_with_what_to_do(desk: Desk, code: str) -> None:
    with pytest.raises(AppError, match="这件事项") as refused:
        prepared(desk.store, code, desk.add_matter())
    assert refused.value.code == "nothing_to_print"
    assert "先" in refused.value.hint and "空白表格" in refused.value.hint
    assert KINDS[code].title in refused.value.hint


@pytest.mark.rule("R52")
@pytest.mark.parametrize(
    "code", [code for code, kind in KINDS.items() if kind.made_for == "matter"]
)
def test_the_blank_can_always_be_had(desk: Desk, code: str) -> None:
    assert prepared(desk.store, code, is_blank=True).papers
