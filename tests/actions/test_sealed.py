"""Words about a named cadre: sealed to the commission, or not taken at all (R27, R35)."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk import Desk
from longshan_desk.actions.sealed import SealUnavailableError, can_seal, seal
from longshan_desk.domain.labels import Topic
from longshan_desk.paths import state_dir
from longshan_desk.queries.matters import list_matters
from longshan_desk.queries.search import search

pytestmark = pytest.mark.rule("R27", "R35")

SECRET = "村主任把修路的钱装进自己兜里了"


def everything_on_disk(desk: Desk) -> bytes:
    """What every file of the home and of this PC's state holds, the database's log included."""
    folders = (desk.store.paths.home, state_dir())
    files = [path for folder in folders for path in Path(folder).rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files)


def test_without_the_commissions_key_the_words_are_not_taken(desk: Desk) -> None:
    before = desk.records()
    assert not can_seal(desk.store)
    with pytest.raises(SealUnavailableError) as refused:
        seal(desk.store, SECRET)
    assert refused.value.code == "seal_unavailable"
    assert "空白" in refused.value.hint
    assert desk.records() == before


def test_what_was_not_taken_stands_nowhere(desk: Desk) -> None:
    desk.add_matter("水渠堵了。")
    with pytest.raises(SealUnavailableError):
        seal(desk.store, SECRET)
    assert list_matters(desk.store)[-1].number == "2022-04-001", "no number was burnt"
    assert search(desk.store, SECRET[:6]) == []
    assert desk.store.undoable()[0] is not None
    held = everything_on_disk(desk)
    assert "水渠堵了。".encode() in held and SECRET.encode() not in held


def test_the_refusal_does_not_repeat_the_words(desk: Desk) -> None:
    with pytest.raises(SealUnavailableError) as refused:
        seal(desk.store, SECRET)
    assert SECRET not in f"{refused.value.message}{refused.value.hint}{refused.value.where}"


def test_the_way_an_office_works_is_an_ordinary_topic(desk: Desk) -> None:
    desk.add_matter("办个证明跑了三趟。", topic=Topic.CONDUCT)
    assert [row.topic for row in list_matters(desk.store)] == [Topic.CONDUCT]
