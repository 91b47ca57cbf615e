"""The filled demonstration home: the same for the same seed, whole, and full of every kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from demo_village import SMALL, TODAY, DemoVillage, fill
from desk import Desk
from longshan_desk.data import database
from longshan_desk.data.checkup import checkup
from longshan_desk.data.database import missing_guards
from longshan_desk.data.identity import Installation, read_marker, write_marker
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.moves import STATE, state_of
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.demo import Size, fill_home
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.household_changes import Change
from longshan_desk.domain.labels import (
    FindingKind,
    ItemKind,
    ListKind,
    MeetingKind,
    Outcome,
    Role,
    Source,
    Stage,
    Stall,
    StyleSignal,
    Topic,
)
from longshan_desk.domain.procedure_findings import Lack
from longshan_desk.domain.procedure_labels import Phase
from longshan_desk.errors import BadValueError, CancelledError, DeskExistsError
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.cadres import roster, secretary
from longshan_desk.queries.household_changes import household_acts
from longshan_desk.queries.households import groups, household_ids
from longshan_desk.queries.matter_page import matter_page
from longshan_desk.queries.matters import list_matters
from longshan_desk.queries.meetings import MeetingPage, list_meetings, meeting_page
from longshan_desk.queries.office import office, users
from longshan_desk.queries.plan import tasks, years
from longshan_desk.queries.procedures import ProcedurePage, list_procedures, procedure_page
from longshan_desk.queries.rolls import roll
from longshan_desk.queries.stalls import stalled_matters
from shortcuts import PRAGMAS

EMPTY_HOME = {"desk.lock"}

CLOCKS = {"part", "at", "stamp"}
"""What no seed decides: whose desk it is, and the real clock."""


def dump(village: DemoVillage) -> dict[str, list[dict[str, Any]]]:
    """Everything on record, ids included."""
    found = {}
    with village.opened() as store, store.read() as session:
        for table in synced_tables():
            rows = session.execute(text(f'SELECT * FROM "{table}" ORDER BY id')).mappings()
            found[table] = [
                {key: value for key, value in row.items() if key not in CLOCKS} for row in rows
            ]
    return found


@pytest.fixture(scope="module")
def in_march(tmp_path_factory: pytest.TempPathFactory) -> DemoVillage:
    return fill(tmp_path_factory.mktemp("march"), seed=2, today=date(2026, 3, 1))


@pytest.fixture(scope="module")
def in_december(tmp_path_factory: pytest.TempPathFactory) -> DemoVillage:
    return fill(tmp_path_factory.mktemp("december"), seed=3, today=date(2025, 12, 31))


@dataclass(frozen=True)
class Stopped:
    """A filling that was stopped half way: what it told, and what it left lying in its folder."""

    folder: Path
    steps: list[tuple[int, int]]
    left: list[Path]


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    folder = tmp_path_factory.mktemp("stopped")
    steps: list[tuple[int, int]] = []

    def stop_half_way(done: int, total: int) -> None:
        steps.append((done, total))
        if done > total / 2:
            raise CancelledError("已取消。")

    with pytest.raises(CancelledError):
        fill(folder, step=stop_half_way)
    return Stopped(folder, steps, [path for path in folder.rglob("*") if path.is_file()])


# -- the same village -----------------------------------------------------------------------


def test_the_same_seed_gives_the_same_village_even_after_a_filling_that_was_stopped(
    demo_village: DemoVillage, stopped: Stopped
) -> None:
    again = fill(stopped.folder)
    assert again.counts == demo_village.counts
    assert dump(again) == dump(demo_village)


def test_another_seed_gives_another_village(
    demo_village: DemoVillage, in_march: DemoVillage
) -> None:
    first, other = dump(demo_village), dump(in_march)
    assert not ids(first["household"]) & ids(other["household"])
    assert not ids(first["move"]) & ids(other["move"])
    heads = [{row["head_name"] for row in each["household"]} for each in (first, other)]
    assert len(heads[0] & heads[1]) < len(heads[0]) / 2


def ids(rows: list[dict[str, Any]]) -> set[str]:
    return {row["id"] for row in rows}


def test_a_full_village_has_four_hundred_households() -> None:
    assert Size() == Size(households=400, persons=1500)


# -- whole ----------------------------------------------------------------------------------


def test_the_counts_say_what_is_there(demo_village: DemoVillage) -> None:
    counts = demo_village.counts
    assert abs(counts.households - SMALL.households) <= 4, "some moved, split and joined"
    assert abs(counts.persons - SMALL.persons) <= 12
    assert counts.hearings == 12 and counts.visits > 400
    with demo_village.opened() as store:
        assert len(household_ids(store)) == counts.households
        assert sum(group.persons for group in groups(store)) == counts.persons
        assert len(list_matters(store)) == counts.matters
    said = f"{counts.households} 户 {counts.persons} 人，说事会 12 次"
    assert said in str(counts)


def test_the_home_is_marked_as_a_demonstration(demo_village: DemoVillage, desk: Desk) -> None:
    with demo_village.opened() as store:
        assert store.is_demo
    assert not desk.store.is_demo


def test_the_log_is_as_whole_as_any_desks(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        assert checkup(store) == []
        with store.read() as session:
            assert missing_guards(session.connection()) == set()


def test_the_stored_states_are_the_sums_of_their_moves(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store, store.read() as session:
        matters = list(session.execute(select(Matter)).scalars())
        for matter in matters:
            state = state_of(session, matter)
            assert all(getattr(matter, name) == getattr(state, name) for name in STATE)


def test_a_filled_home_is_worked_on_like_any_other(
    demo_village: DemoVillage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PRAGMAS", PRAGMAS)
    paths = demo_village.copied(tmp_path / "home")
    with Store(paths, today=lambda: TODAY) as store:
        before = len(list_matters(store))
        mode = store._engine.connect().exec_driver_sql("PRAGMA synchronous").scalar()
        assert mode == 2, "what is entered from now on waits for the disk"
        store.undo()
        store.redo()
        assert len(list_matters(store)) == before


# -- refusing and stopping ------------------------------------------------------------------


def test_a_desk_with_anything_on_it_is_not_filled(desk: Desk) -> None:
    before = desk.records()
    desk.store.close()
    with pytest.raises(DeskExistsError):
        fill_home(desk.store.paths, years=1, seed=1, today=TODAY, size=SMALL)
    desk.store = Store(desk.store.paths)
    assert desk.records() == before and not desk.store.is_demo


@pytest.mark.parametrize("number", [0, -1, 21])
def test_years_out_of_reason_are_refused(tmp_path: Path, number: int) -> None:
    with pytest.raises(BadValueError, match="年"):
        fill_home(DeskPaths(tmp_path / "home"), years=number, seed=1, today=TODAY)
    assert not (tmp_path / "home").exists()


def test_stopping_leaves_the_home_as_empty_as_it_was(stopped: Stopped) -> None:
    assert stopped.steps == sorted(stopped.steps)
    assert [path.name for path in stopped.left if path.name not in EMPTY_HOME] == []


def test_stopping_leaves_the_numbers_that_were_given_before(tmp_path: Path) -> None:
    paths = DeskPaths(tmp_path / "home")
    Store.create(paths, today=lambda: TODAY).close()
    paths.database.unlink()
    marker = Installation("a" * 16, "b" * 16, numbers={"2026-04-": 3})
    write_marker(paths, marker)

    def stop_at_once(_done: int, _total: int) -> None:
        raise CancelledError("已取消。")

    with pytest.raises(CancelledError):
        fill_home(paths, years=1, seed=1, today=TODAY, size=SMALL, step=stop_at_once)
    assert read_marker(paths) == marker


# -- full of every kind ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(demo_village: DemoVillage) -> list[MeetingPage]:
    """The year's hearings, oldest first."""
    with demo_village.opened() as store:
        rows = list_meetings(store, kind=MeetingKind.HEARING)[::-1]
        return [meeting_page(store, row.id) for row in rows]


def test_matters_stand_in_every_list_stage_and_ending(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        rows = list_matters(store)
    assert {row.list_kind for row in rows} == set(ListKind)
    assert {row.stage for row in rows} == set(Stage)
    assert {row.outcome for row in rows} == {*Outcome, None}
    assert {row.topic for row in rows} == set(Topic)
    assert {row.finding for row in rows} == set(FindingKind)
    assert len([row for row in rows if row.is_opening]) == 10


@pytest.mark.parametrize("name", ["demo_village", "in_march", "in_december"])
def test_every_stall_and_signal_can_be_seen_today(
    request: pytest.FixtureRequest, name: str
) -> None:
    village: DemoVillage = request.getfixturevalue(name)
    with village.opened() as store:
        found = stalled_matters(store)
        rows = list_matters(store)
    assert {one.stall for each in found for one in each.stalls} == set(Stall)
    assert {one.signal for each in found for one in each.signals} == set(StyleSignal)
    assert len(found) < len(rows) / 5, "most things go well"
    assert {row.outcome for row in rows} == {*Outcome, None}


def test_hearings_have_eight_to_twenty_lines_of_all_kinds(pages: list[MeetingPage]) -> None:
    for page in pages:
        kinds = Counter(item.kind for item in page.items)
        lines = sum(kinds[kind] for kind in (ItemKind.MATTER, ItemKind.ANSWER, ItemKind.SPEECH))
        assert 8 <= lines <= 20
        assert kinds[ItemKind.MATTER] and kinds[ItemKind.ANSWER] and kinds[ItemKind.SPEECH]


def test_a_year_has_its_exceptions(pages: list[MeetingPage]) -> None:
    moved = [page for page in pages if page.moves]
    assert len(moved) == 1 and "雪" in moved[0].moves[0].reason
    assert len([page for page in pages if page.chair_reason]) == 1
    late = [p for p in pages if not p.moves and p.row.on.day != 5]
    assert [page.row.on.day for page in late] == [8]
    assert len([page for page in pages if page.committees_reason]) == 1
    assert any(item.voided_reason for page in pages for item in page.items)


def test_the_committees_met_in_time_but_for_a_few(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        rows = list_meetings(store, kind=MeetingKind.COMMITTEES)
        days = Counter(meeting_page(store, row.id).late_days > 0 for row in rows)
    assert days[True] == 2 and days[False] >= 10


def test_some_things_were_entered_late(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        found = [matter_page(store, row.id) for row in list_matters(store) if not row.is_opening]
    late = [page for page in found if page.is_entered_late]
    steps = [entry for page in found for entry in page.timeline if entry.is_entered_late]
    assert 5 <= len(late) < len(found) / 4 and len(steps) > len(late)


def test_matters_came_by_every_way_and_some_unnamed(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        found = [matter_page(store, row.id) for row in list_matters(store)]
    assert {page.source for page in found} == set(Source)
    assert any(page.is_anonymous for page in found)
    assert any(len(page.raisers) > 1 for page in found)
    assert any(page.signatures > len(page.raisers) for page in found)
    assert {entry.by for page in found for entry in page.timeline} >= names(demo_village)


def names(village: DemoVillage) -> set[str]:
    with village.opened() as store:
        return {user.name for user in users(store)}


@pytest.mark.rule("R1", "R40")
def test_every_office_is_held_and_the_secretary_changed(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        held = {one.role for member in roster(store) for one in member.roles}
        assert held == set(Role)
        days = (date(2025, 5, 6), date(2025, 12, 1), date(2026, 2, 1))
        leaders = [secretary(store, day) for day in days]
        acting = [one for one in leaders if one and not one.holds(Role.BRANCH_SECRETARY)]
        assert len({one.name for one in leaders if one}) == 3 and len(acting) == 1


def test_the_office_has_two_users_a_fixed_day_and_a_plan(demo_village: DemoVillage) -> None:
    assert len(names(demo_village)) == 2
    with demo_village.opened() as store:
        assert office(store).name == "大湾村" and office(store).hearing_day == "每月5日"
        assert years(store) == [2026, 2025]
        done = [task.done_on is not None for task in tasks(store, 2025)]
        assert len(done) == 8 and 1 <= done.count(False) <= 4


def test_some_households_are_away_and_some_belong_to_special_groups(
    demo_village: DemoVillage,
) -> None:
    with demo_village.opened() as store:
        away = household_ids(store, away=True)
        special = household_ids(store, special="*")
        assert 2 <= len(away) < 25 and 10 <= len(special) < 50


@pytest.mark.rule("R46")
def test_households_change_over_the_year(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        acts = household_acts(store)
    assert {row.act for row in acts} >= {Change.BORN, Change.DIED, Change.MOVE_OUT, Change.SPLIT}
    assert any(row.is_cancelled for row in acts)


def test_a_hearing_that_lies_ahead_is_only_planned(in_march: DemoVillage) -> None:
    with in_march.opened() as store:
        ahead = list_meetings(store, kind=MeetingKind.HEARING)[0]
    assert (ahead.on, ahead.closed_on, ahead.matters) == (date(2026, 3, 5), None, 0)
    assert in_march.counts.hearings == 12


@pytest.mark.rule("R14")
def test_every_body_can_meet(demo_village: DemoVillage) -> None:
    with demo_village.opened() as store:
        rolls = {body: roll(store, body) for body in Body}
    assert all(one.expected for one in rolls.values())
    assert "预备 2 人不计" in rolls[Body.PARTY_MEMBERS].words
    stood_for = rolls[Body.REPRESENTATIVES].members[0].stands_for
    assert stood_for


# -- decisions by 四议两公开 ------------------------------------------------------------------


@pytest.fixture(scope="module")
def decisions(demo_village: DemoVillage) -> list[ProcedurePage]:
    with demo_village.opened() as store:
        return [procedure_page(store, row.id) for row in list_procedures(store)]


@pytest.mark.rule("R14")
def test_a_decision_stands_in_every_phase_today(decisions: list[ProcedurePage]) -> None:
    phases = Counter(page.row.phase for page in decisions)
    assert set(phases) >= {phase for phase in Phase if phase.is_open} | {Phase.CLOSED}
    assert phases[Phase.ACTING] >= 2 and phases[Phase.CLOSED] >= 6


@pytest.mark.rule("R14", "R30", "R31")
def test_a_year_has_its_exceptions_in_deciding_too(decisions: list[ProcedurePage]) -> None:
    held = [line.held for page in decisions for line in page.meetings]
    lacks = {found.lack for page in decisions for found in page.findings}
    assert any(one.lapsed for one in held)
    assert [page.row.phase for page in decisions if len(page.state.rounds) == 2] == [Phase.CLOSED]
    assert [page.row.type_code for page in decisions if page.state.overrides] == ["land_contract"]
    assert lacks >= {
        Lack.OTHER_BODY, Lack.POSTED_LATE, Lack.TAKEN_DOWN_EARLY, Lack.TOO_SHORT,
        Lack.NOT_ANSWERED,
    }  # fmt: skip
    assert Lack.MATTER_GONE not in lacks


@pytest.mark.rule("R14")
def test_most_decisions_are_found_in_order(decisions: list[ProcedurePage]) -> None:
    wanting = [page for page in decisions if page.row.open_findings]
    assert len(wanting) < len(decisions) / 2
    done = [page for page in decisions if page.row.phase is Phase.CLOSED]
    assert all(page.state.implementation and page.state.implementation.progress for page in done)
    assert all("授权" in one.stands for page in done for one in page.demands
               if one.what.endswith("须有村民会议授权"))  # fmt: skip


@pytest.mark.rule("R14")
def test_matters_that_were_decided_are_settled_and_told(
    demo_village: DemoVillage, decisions: list[ProcedurePage]
) -> None:
    ids = [
        page.row.matter_id
        for page in decisions
        if page.row.matter_id and page.row.phase is Phase.CLOSED
    ]
    assert ids
    with demo_village.opened() as store:
        rows = {row.id: row for row in list_matters(store)}
    assert {rows[one].outcome for one in ids} == {Outcome.SOLVED}
    assert {rows[one].procedure for one in ids} == {Phase.CLOSED}


@pytest.mark.rule("R36")
def test_a_committees_meeting_decides_matters_and_a_step_of_a_decision(
    demo_village: DemoVillage, decisions: list[ProcedurePage]
) -> None:
    ids = {line.held.fact.meeting_id for page in decisions for line in page.meetings}
    with demo_village.opened() as store:
        pages = [meeting_page(store, one) for one in ids if one]
    kinds = [{item.kind for item in page.items} for page in pages]
    assert any({ItemKind.DECISION, ItemKind.PROCEDURE} <= each for each in kinds)
    assert all(page.attendance for page in pages if page.row.kind is MeetingKind.COMMITTEES)
