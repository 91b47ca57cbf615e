"""“Personal data”: who printed what, and nothing of what stood in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import delete, update

from desk import Desk
from longshan_desk.actions.paper_uses import Used, note_use
from longshan_desk.data.tables.local import PaperUse
from longshan_desk.domain.paper_life import PaperWay
from longshan_desk.domain.redaction import Names
from longshan_desk.queries.paper_uses import BLANK, paper_uses


def note(desk: Desk, kind: str = "promise", for_id: str = "", *, copies: int = 1) -> None:
    note_use(desk.store, PaperWay.PRINTED, [Used(kind, for_id, Names.FULL, 2)], copies=copies)


def test_a_print_is_noted_with_person_kind_record_and_copies(desk: Desk) -> None:
    matter = desk.add_matter("门前水渠坏了")
    note(desk, for_id=matter, copies=3)
    (row,) = paper_uses(desk.store)
    assert (row.user, row.kind_title, row.record) == ("王会计", "承诺书", "2022-04-001")
    assert (row.names, row.copies, row.pages) == (Names.FULL, 3, 2)


def test_a_note_holds_no_word_of_the_paper(desk: Desk) -> None:
    note(desk, for_id=desk.add_matter("门前水渠坏了", raisers=("马占山",)))
    with closing(sqlite3.connect(desk.store.paths.database)) as connection:
        stored = str(connection.execute("SELECT * FROM paper_use").fetchall())
    assert "水渠" not in stored
    assert "马占山" not in stored


def test_a_meeting_is_named_by_its_day(desk: Desk) -> None:
    note(desk, "sign_in", desk.plan_hearing())
    assert paper_uses(desk.store)[0].record == "2022年4月5日 党群说事会"


def test_a_month_stands_as_it_is_and_a_blank_says_so(desk: Desk) -> None:
    note(desk, "register", "2022-04")
    note(desk, "register")
    assert {row.record for row in paper_uses(desk.store)} == {"2022-04", BLANK}


def test_a_note_cannot_be_taken_back(desk: Desk) -> None:
    before = desk.store.undoable()[0]
    note(desk)
    assert desk.store.undoable()[0] == before


@pytest.mark.parametrize("change", [update(PaperUse).values(copies=9), delete(PaperUse)])
def test_a_note_is_never_changed(desk: Desk, change: object) -> None:
    note(desk)
    with (
        closing(sqlite3.connect(desk.store.paths.database)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only added to"),
    ):
        connection.execute(str(change.compile(compile_kwargs={"literal_binds": True})))  # type: ignore[attr-defined]


def test_a_note_never_leaves_this_computer(desk: Desk) -> None:
    from longshan_desk.data.log.registry import synced_tables

    assert "paper_use" not in synced_tables()
