"""村民会议授权 on record, and where a decision asks for it."""

from __future__ import annotations

from datetime import date

import pytest

from desk import Desk
from longshan_desk.actions import procedures
from longshan_desk.actions.authorisations import (
    Authorisation,
    authorise,
    end_authorisation,
    remove_authorisation,
)
from longshan_desk.actions.procedures import NewProcedure, Sitting
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.procedure_findings import Demand
from longshan_desk.domain.procedure_labels import Step
from longshan_desk.errors import AppError
from longshan_desk.queries.authorisations import authorisations
from longshan_desk.queries.case_papers import case_facts
from longshan_desk.queries.papers import office_words
from longshan_desk.queries.procedures import procedure_page

pytestmark = pytest.mark.rule("R30")

GIVEN = Authorisation(date(2022, 3, 2), "《大湾村村民自治章程》第十二条")


def asked(desk: Desk, procedure: str) -> Demand | None:
    """What the decision asks of the villagers' leave."""
    found = procedure_page(desk.store, procedure).demands
    return next((one for one in found if one.what.endswith("须有村民会议授权")), None)


def resolve(desk: Desk, body: Body, type_code: str = "public_works") -> str:
    """A decision that this body resolved today."""
    made = procedures.new_procedure(desk.store, NewProcedure(type_code, "硬化村道"))
    for step in Step:
        sits = body if step is Step.RESOLUTION else None
        sitting = Sitting(
            step, 40, 40, body=sits, expected=40, place="村委会", chair="马文秀", recorder="王会计"
        )
        procedures.take_vote(desk.store, made, sitting)
    return made


def test_a_decision_of_the_representatives_names_the_authorisation(desk: Desk) -> None:
    made = procedures.new_procedure(desk.store, NewProcedure("public_works", "硬化村道"))
    before = asked(desk, made)
    assert before and (before.is_met, before.stands) == (None, "还没有登记村民会议的授权")
    with desk.taken_back():
        authorise(desk.store, GIVEN)
    after = asked(desk, made)
    assert after and after.is_met
    assert after.stands == "村民会议2022年3月2日授权（《大湾村村民自治章程》第十二条）"
    assert "第二十四条" in after.source


def test_the_papers_name_the_authorisation_of_the_resolutions_day(desk: Desk) -> None:
    authorise(desk.store, GIVEN)
    made = resolve(desk, Body.REPRESENTATIVES)
    office = office_words(desk.store)
    assert case_facts(desk.store, office, made).authority == GIVEN.words
    other = resolve(desk, Body.VILLAGERS)
    assert case_facts(desk.store, office, other).authority == ""


def test_without_one_the_representatives_resolution_is_wanting(desk: Desk) -> None:
    found = asked(desk, resolve(desk, Body.REPRESENTATIVES))
    assert found and found.is_met is False


def test_the_authorisation_of_the_resolutions_day_counts(desk: Desk) -> None:
    record = authorise(desk.store, GIVEN)
    end_authorisation(desk.store, record, until_on=date(2022, 4, 4))
    found = asked(desk, resolve(desk, Body.REPRESENTATIVES))
    assert found and found.is_met is False
    remove_authorisation(desk.store, record)
    authorise(desk.store, GIVEN)
    made = resolve(desk, Body.REPRESENTATIVES)
    desk.go_to(date(2022, 5, 1))
    (kept,) = authorisations(desk.store)
    end_authorisation(desk.store, kept.id, until_on=date(2022, 4, 30))
    found = asked(desk, made)
    assert found and found.is_met


def test_the_villagers_own_meeting_needs_none(desk: Desk) -> None:
    assert asked(desk, resolve(desk, Body.VILLAGERS)) is None
    assert asked(desk, resolve(desk, Body.REPRESENTATIVES, "relief")) is None


@pytest.mark.parametrize(
    "wrong",
    [
        Authorisation(date(2022, 3, 2), " "),
        Authorisation(date(2022, 4, 6), "章程"),
        Authorisation(date(2022, 3, 2), "章程", until_on=date(2022, 3, 1)),
    ],
    ids=["no paper", "tomorrow", "ends before it begins"],
)
def test_an_authorisation_has_its_paper_and_its_day(desk: Desk, wrong: Authorisation) -> None:
    with pytest.raises(AppError):
        authorise(desk.store, wrong)
    assert authorisations(desk.store) == ()
