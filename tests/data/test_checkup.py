"""The checkup: finds what is broken, mends what needs no decision, and says the rest in words."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from data.rows import (
    add_household,
    add_person,
    edit_schema,
    found_office,
    heads,
    new_matter,
    query,
    remove,
    rename,
    set_head,
    tamper,
)
from longshan_desk.data.backup import make_backup
from longshan_desk.data.checkup import SYSTEM, Problem, checkup
from longshan_desk.data.checkup_findings import kind_word
from longshan_desk.data.database import trigger_names
from longshan_desk.data.log.registry import synced_tables
from longshan_desk.data.moves import add_move
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.office import User
from longshan_desk.data.tables.people import Household, Person, SpecialGroup
from longshan_desk.domain.labels import Act, Stage
from longshan_desk.domain.steps import Request
from longshan_desk.errors import DamagedDatabaseError
from longshan_desk.paths import DeskPaths


@pytest.fixture
def village(store: Store) -> Store:
    """A desk with a little of everything, and nothing wrong."""
    found_office(store)
    household = add_household(store, "马占山")
    set_head(store, household, add_person(store, household, "马占山"))
    rename(store, add_household(store, "李"), "李建国")
    store.undo()
    with store.change("登记特殊群体") as session:
        session.add(SpecialGroup(household_id=household, kind="低保", from_on=date(2022, 1, 1)))
    with store.change("登记事项") as session:
        session.add(new_matter())
    return store


def whats(problems: list[Problem]) -> str:
    return "\n".join(problem.what for problem in problems)


def test_a_sound_desk_has_no_problems(village: Store) -> None:
    assert checkup(village) == []


def test_a_reader_can_check_beside_the_window(village: Store, paths: DeskPaths) -> None:
    with Store(paths, writer=False) as reader:
        assert checkup(reader) == []


def test_the_checkup_says_how_far_it_is(village: Store) -> None:
    told: list[tuple[int, int]] = []
    checkup(village, step=lambda done, total, _: told.append((done, total)))
    assert told == sorted(told) and told[-1][0] == told[-1][1]


BREAKS = {
    "UPDATE household SET head_name = '改' WHERE group_no = 1": "与操作记录不一致（head_name）",
    "UPDATE matter SET contact_phone = '1' ": "与操作记录不一致（contact）",
    "UPDATE matter SET topic = 'nonsense'": "与操作记录不一致（topic）",
    "UPDATE matter SET heard_on = 'gestern'": "与操作记录不一致（heard_on）",
    "UPDATE matter SET stage = 'acting'": "与操作记录不一致（state）",
    "DELETE FROM matter": "在数据表里没有了",
    "DELETE FROM special_group": "在数据表里没有了",
    "INSERT INTO village_group (id, part, is_deleted, number, name) VALUES ('a', 'p', 0, 1, '一')":
        "没有操作记录",
    "DELETE FROM sync_ver WHERE tbl = 'household'": "缺少合并用的版本记录",
    "DELETE FROM search_entry": "搜索索引有 1 条",
    "UPDATE search_entry SET initials = 'x'": "搜索索引有 1 条",
    "INSERT INTO search_entry VALUES ('household', 'x', '无', 'w')": "搜索索引有 1 条",
    "UPDATE household SET head_key = ''": "2 条农户记录的排序拼音不对",
    "DROP TRIGGER guard_household_update": "保护缺了 1 处",
}  # fmt: skip


@pytest.mark.parametrize("statement", BREAKS)
def test_what_is_broken_is_found(village: Store, paths: DeskPaths, statement: str) -> None:
    tamper(paths.database, statement)
    found = checkup(village)
    assert BREAKS[statement] in whats(found)
    assert all(problem.repair and not problem.is_repaired for problem in found)


@pytest.mark.parametrize("statement", BREAKS)
def test_what_is_broken_is_mended_and_the_desk_goes_on(
    village: Store, paths: DeskPaths, statement: str
) -> None:
    tamper(paths.database, statement)
    assert all(problem.is_repaired for problem in checkup(village, repair=True))
    rename(village, add_household(village, "一"), "二")
    village.undo()
    assert "一" in heads(village)
    assert checkup(village) == []


def test_what_the_log_never_saw_is_caught_up_under_the_systems_name(
    village: Store, paths: DeskPaths
) -> None:
    tamper(paths.database, "UPDATE household SET head_name = '马海' WHERE head_name = '马占山'")
    checkup(village, repair=True)
    assert "马海" in heads(village)
    last = "SELECT json_array(usr, payload, before) FROM sync_op ORDER BY lid DESC LIMIT 1"
    assert json.loads(query(village, last)[0]) == [
        SYSTEM,
        '{"head_name":"马海"}',
        '{"head_name":"马占山"}',
    ]


def test_a_repair_is_not_offered_for_undo(village: Store, paths: DeskPaths) -> None:
    before = village.undoable()
    tamper(paths.database, "UPDATE household SET head_name = '改'")
    checkup(village, repair=True)
    assert village.undoable() == before


def test_before_mending_there_is_a_backup(village: Store, paths: DeskPaths) -> None:
    checkup(village, repair=True)
    assert list(paths.backups.iterdir()) == []
    tamper(paths.database, "DELETE FROM search_entry")
    checkup(village, repair=True)
    assert len(list(paths.backups.iterdir())) == 1


def test_a_state_that_is_not_the_sum_of_the_moves_is_mended(village: Store) -> None:
    with village.change("办理") as session:
        matter = session.query(Matter).one()
        add_move(session, village, matter, Request(Act.DELIBERATE, date(2022, 4, 6), {}, None))
    with village.change("错") as session:
        session.query(Matter).one().stage = Stage.CLOSED
    assert "事项 2022-04-001 的办理状态与办理步骤不一致" in whats(checkup(village))
    checkup(village, repair=True)
    assert query(village, "SELECT stage FROM matter") == ["deliberated"]
    assert checkup(village) == []


def test_guards_are_put_back(village: Store, paths: DeskPaths) -> None:
    for name in trigger_names():
        tamper(paths.database, f"DROP TRIGGER {name}")
    checkup(village, repair=True)
    found = query(village, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
    assert set(found) == trigger_names()


def test_a_special_group_of_a_deleted_person_is_taken_away(village: Store) -> None:
    household = add_household(village, "二")
    person = add_person(village, household, "李小明")
    with village.change("登记特殊群体") as session:
        session.add(SpecialGroup(household_id=household, person_id=person, kind="残疾"))
    remove(village, Person, person)
    assert "“李小明”已删除，特殊群体登记还在" in whats(checkup(village))
    checkup(village, repair=True)
    assert checkup(village) == []


def test_an_index_that_does_not_fit_is_rebuilt(paths: DeskPaths) -> None:
    named = "name = 'ix_user_part'"
    with Store.create(paths) as store, store.change("新增用户") as session:
        session.add(User(name="王会计"))
    with Store(paths) as store:
        [index] = query(store, f"SELECT json_array(rootpage, sql) FROM sqlite_master WHERE {named}")
    edit_schema(paths.database, f"DELETE FROM sqlite_master WHERE {named}")
    tamper(paths.database, "UPDATE user SET part = 'elsewhere'")
    edit_schema(
        paths.database,
        "INSERT INTO sqlite_master VALUES ('index', 'ix_user_part', 'user', ?, ?)",
        *json.loads(index),
    )
    with Store(paths) as store:
        assert "索引与内容不一致" in whats(checkup(store))
        checkup(store, repair=True)
        assert checkup(store) == []


# -- what a person has to decide ----------------------------------------------------------------


def a_head_that_moved_out(store: Store, paths: DeskPaths) -> str:
    other = add_household(store, "二")
    with store.change("分户") as session:
        session.query(Person).one().household_id = other
    return "“马占山”户的户主不在这一户的人员里"


def a_head_that_was_deleted(store: Store, paths: DeskPaths) -> str:
    remove(store, Person, query(store, "SELECT id FROM person")[0])
    return "“马占山”户的户主不在这一户的人员里"


def a_person_without_a_household(store: Store, paths: DeskPaths) -> str:
    household = add_household(store, "二")
    add_person(store, household, "李小明")
    remove(store, Household, household)
    return "“李小明”所在的农户已删除"


def one_number_twice(store: Store, paths: DeskPaths) -> str:
    with store.change("登记事项") as session:
        session.add(new_matter())
    return "编号 2022-04-001 有 2 件事项在用"


def a_changed_log(store: Store, paths: DeskPaths) -> str:
    tamper(paths.database, "UPDATE sync_op SET usr = '别人' WHERE seq = 3")
    return "操作记录不完整或被改动过：第 3 条与前面的接不上"


def a_person_of_no_household(store: Store, paths: DeskPaths) -> str:
    tamper(paths.database, "DELETE FROM household WHERE head_name = '马占山'")
    tamper(paths.database, "DELETE FROM sync_op WHERE tbl = 'household'")
    return "一条人员记录指向的农户记录不存在"


@pytest.mark.parametrize(
    "story",
    [
        a_head_that_moved_out,
        a_head_that_was_deleted,
        a_person_without_a_household,
        one_number_twice,
        a_changed_log,
        a_person_of_no_household,
    ],
)
def test_what_needs_a_decision_is_said_and_left(village: Store, paths: DeskPaths, story) -> None:  # type: ignore[no-untyped-def]
    words = story(village, paths)
    for repair in (False, True):
        [problem] = [found for found in checkup(village, repair) if words in found.what]
        assert problem.repair and not problem.can_be_repaired and not problem.is_repaired


def test_gaps_in_the_numbers_are_no_problem(village: Store) -> None:
    with village.change("登记事项") as session:
        session.add(new_matter("2022-04-009"))
    assert checkup(village) == []


def test_the_number_of_a_deleted_matter_may_stand_again(village: Store) -> None:
    one_number_twice(village, village.paths)
    remove(village, Matter, query(village, "SELECT id FROM matter")[0])
    assert checkup(village) == []


# -- the file, and files beside it --------------------------------------------------------------


def test_a_damaged_file_names_the_newest_good_backup_and_is_never_deleted(
    paths: DeskPaths,
) -> None:
    with Store.create(paths) as store:
        found_office(store)
        with store.change("导入") as session:
            session.insert_many([Household(group_no=1, head_name=f"户{n}") for n in range(2000)])
        made = make_backup(paths, "daily")
    size = paths.database.stat().st_size
    with paths.database.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * 20_000)
    with Store(paths) as store, pytest.raises(DamagedDatabaseError) as refused:
        checkup(store)
    assert str(made) in refused.value.hint and "2000 户" in refused.value.hint
    assert paths.database.stat().st_size == size


def old_file(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    os.utime(path, (1_000_000, 1_000_000))
    return path


def test_what_a_power_cut_left_half_written_is_cleared_away(
    village: Store, paths: DeskPaths
) -> None:
    left = [old_file(paths.drafts / ".x.json.ab12.tmp"), old_file(paths.backups / "备份.part")]
    assert whats(checkup(village)).count("没有写完") == 2
    checkup(village, repair=True)
    assert not any(path.exists() for path in left)


def test_a_file_that_is_just_being_written_is_left_alone(village: Store, paths: DeskPaths) -> None:
    (paths.drafts / ".x.json.ab12.tmp").write_bytes(b"half")
    assert checkup(village) == []


def test_a_draft_that_cannot_be_read_is_found_and_a_good_one_stays(
    village: Store, paths: DeskPaths
) -> None:
    (paths.drafts / "bad.json").write_text("{", encoding="utf-8")
    (paths.drafts / "good.json").write_text('{"values": {}}', encoding="utf-8")
    assert "bad.json" in whats(checkup(village, repair=True))
    assert [path.name for path in paths.drafts.iterdir()] == ["good.json"]


def test_every_table_has_a_word_for_its_records() -> None:
    assert [name for name in synced_tables() if kind_word(name) == "记录"] == []
