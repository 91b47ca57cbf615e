"""Small acts on a bare store, and looking at its file past all doors."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.data.tables.office import Office
from longshan_desk.data.tables.people import Household, Person
from longshan_desk.domain.labels import ListKind, OfficeKind, OfficeRole, Source, Stage, Topic

SOURCE = Path(__file__).parents[2] / "src"


def found_office(store: Store, name: str = "大湾村") -> None:
    with store.change("建立岗位", undoable=False) as session:
        session.add(Office(role=OfficeRole.VILLAGE, kind=OfficeKind.VILLAGE, code="07", name=name))


def add_household(store: Store, head: str = "马占山", group: int = 1) -> str:
    with store.change("登记农户") as session:
        household = Household(group_no=group, head_name=head)
        session.add(household)
    return household.id


def add_person(store: Store, household_id: str, name: str = "马占山", **facts: Any) -> str:
    with store.change("登记人员") as session:
        person = Person(household_id=household_id, name=name, **facts)
        session.add(person)
    return person.id


def set_head(store: Store, household_id: str, person_id: str | None) -> None:
    with store.change("变更户主") as session:
        session.get_one(Household, household_id).head_id = person_id


def rename(store: Store, household_id: str, head: str) -> None:
    with store.change("修改农户") as session:
        session.get_one(Household, household_id).head_name = head


def remove(store: Store, model: Any, record_id: str) -> None:
    with store.change("删除") as session:
        session.get_one(model, record_id).is_deleted = True


def new_matter(number: str = "2022-04-001", **facts: Any) -> Matter:
    return Matter(
        **{
            "number": number,
            "month": "2022-04",
            "words": "三组的路灯坏了",
            "topic": Topic.INFRASTRUCTURE,
            "source": Source.HEARING,
            "heard_on": date(2022, 4, 5),
            "entered_on": date(2022, 4, 5),
            "list_kind": ListKind.SELF_HANDLED,
            "stage": Stage.HEARD,
            **facts,
        }
    )


def heads(store: Store) -> list[str]:
    """The names of the households that are there, sorted."""
    return sorted(query(store, "SELECT head_name FROM household WHERE NOT is_deleted"))


def query(store: Store, statement: str, **values: Any) -> list[Any]:
    """The first column of what a statement finds."""
    with store.read() as session:
        return [row[0] for row in session.execute(text(statement), values)]


def tamper(database: Path, statement: str, *values: Any) -> int:
    """What somebody with a database tool and knowledge of the guards could do."""
    with closing(sqlite3.connect(database)) as connection:
        connection.create_function("sync_write_ok", 0, lambda: 1)
        changed = connection.execute(statement, values).rowcount
        connection.commit()
    return changed


def edit_schema(database: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement, values)
        connection.commit()


def run(code: str, *arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Another process that runs ``code`` with these arguments."""
    return subprocess.run(
        command(code, *arguments), capture_output=True, text=True, env=environment(), **options
    )


def command(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
