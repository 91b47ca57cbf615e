"""Packages that a listed village signed and no honest program writes: refused whole, from a file,
with nothing changed; and those of other versions, each read as far as it can be."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from commands import Commands
from exchange.test_photos_by_commands import at, photographed, visited
from longshan_desk.actions import packages
from longshan_desk.data.attachments import path_of
from longshan_desk.data.log.contents import Context
from longshan_desk.data.log.registry import SCHEMA
from longshan_desk.data.store import Store
from longshan_desk.data.tables.matters import Matter
from longshan_desk.domain.labels import TownshipStage
from longshan_desk.errors import NotOwnerError
from longshan_desk.exchange import container, package
from longshan_desk.exchange.container import Writer
from longshan_desk.exchange.package import Draft
from longshan_desk.paths import DeskPaths
from stick import Stick

Change = Callable[[Draft], Draft]
Forge = Callable[[Change], str]


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


@pytest.fixture
def forge(joined: Stick, village: Commands, monkeypatch: pytest.MonkeyPatch) -> Forge:
    """A package with something in it changed before the village signs it."""
    honest = package.write

    def make(change: Change) -> str:
        village.register("水渠坏了")
        with monkeypatch.context() as patch:
            patch.setattr(package, "write", lambda draft, *more: honest(change(draft), *more))
            return str(joined.make(village)["files"][0])

    return make


def headed(**facts: Any) -> Change:
    return lambda draft: replace(draft, header=replace(draft.header, **facts))


def heard(town: Commands) -> list[Any]:
    return [town.done("matter", "list", "--village", "07"), town.done("villages", "list")]


def refused(town: Commands, path: str) -> str:
    """The code with which a package is refused; nothing changed, and it can be looked at."""
    before = heard(town)
    assert town.code("package", "receive", path) != ""
    code = town.code("package", "receive", path, "--apply")
    assert heard(town) == before
    assert town.done("checkup")["problems"] == []
    return code


@pytest.mark.failure("F62")
@pytest.mark.parametrize("place", ["V08", "TOWN"])
def test_a_village_that_says_it_is_another_is_refused(
    town: Commands, forge: Forge, place: str
) -> None:
    assert refused(town, forge(headed(sender=place))) in {"mismatch", "unknown_sender", "forbidden"}


DECIDED = {
    "township_stage": TownshipStage.ANSWERED,
    "township_answered_on": date(2022, 1, 3),
    "township_answer": "镇党委已同意拨款",
}


def with_a_decision(village: Commands) -> dict[str, Any]:
    """What a matter of the village's says, with what only the township says of one."""
    with Store(DeskPaths(village.home)) as store, store.read() as session:
        matter = session.execute(select(Matter)).scalars().one()
        names = [column.name for column in Matter.__table__.columns if column.name != "id"]
        facts = {name: getattr(matter, name) for name in names}
    return {**facts, "number": "2022-01-099", **DECIDED}


@pytest.mark.failure("F62")
def test_a_village_cannot_write_the_townships_answer_into_a_new_matter(
    joined: Stick, town: Commands, village: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    facts = with_a_decision(village)
    with Store(DeskPaths(village.home)) as store:
        with pytest.raises(NotOwnerError), store.change("冒") as session:
            session.add(Matter(**facts))
        with monkeypatch.context() as patch:
            patch.setattr("longshan_desk.data.session.settle", lambda *anything: None)
            with store.change("冒") as session:
                session.add(Matter(**facts))
    assert refused(town, str(joined.make(village)["files"][0])) == "forbidden"


@pytest.mark.failure("F62")
def test_a_village_cannot_take_the_numbers_that_anothers_pc_has_yet_to_give(
    joined: Stick, town: Commands, village: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = joined.found_village("08", "小湾村")
    joined.join(town, other, "08")
    village.register("水渠坏了")
    joined.carry(village, town)
    (row,) = (one for one in town.done("enrol", "list")["desks"] if one["place"] == "V07")
    with Store(DeskPaths(village.home)) as store:
        part = store.part

    def claiming(draft: Draft) -> Draft:
        contents = draft.letter.contents
        strange = [Context(part, row["id"], n, {"f" * 16: n}) for n in range(2, 40)]
        more = replace(contents, contexts=[*contents.contexts, *strange])
        return replace(draft, letter=replace(draft.letter, contents=more))

    other.register("路灯不亮")
    honest = package.write
    with monkeypatch.context() as patch:
        patch.setattr(package, "write", lambda draft, *more: honest(claiming(draft), *more))
        forged = str(joined.make(other)["files"][0])
    assert refused(town, forged) == "forbidden"
    joined.carry(town, village)
    village.register("桥面裂了")
    assert joined.carry(village, town)["applied"]


def test_a_refused_package_leaves_no_photo_behind(
    joined: Stick, town: Commands, village: Commands, forge: Forge
) -> None:
    (photo,) = photographed(village, visited(village), 1)

    def without_contexts(draft: Draft) -> Draft:
        contents = replace(draft.letter.contents, contexts=[])
        return replace(draft, letter=replace(draft.letter, contents=contents))

    assert refused(town, forge(without_contexts)) == "forbidden"
    assert not at(town, photo).exists()
    joined.carry(village, town)
    assert at(town, photo).exists()


def test_a_photo_that_no_record_names_is_not_kept(
    joined: Stick, town: Commands, village: Commands, forge: Forge
) -> None:
    data = b"not asked for"
    blob = package.Blob(hashlib.sha256(data).hexdigest(), len(data))

    def with_more(draft: Draft) -> Draft:
        letter = replace(draft.letter, blobs=[blob])
        return replace(draft, letter=letter, attachment=lambda blob: data)

    assert town.done("package", "receive", forge(with_more), "--apply")["applied"]
    assert not path_of(DeskPaths(town.home), blob.sha256).exists()


@pytest.mark.failure("F61")
def test_a_number_that_is_not_the_senders_is_refused(town: Commands, forge: Forge) -> None:
    assert refused(town, forge(headed(dev="0" * 16))) in {"mismatch", "unknown_sender"}


@pytest.mark.failure("F68")
@pytest.mark.parametrize("name", ["../" * 10 + "x" * 2, "/tmp/" + "x" * 27, "..\\" * 10 + "xx"])
def test_a_packages_id_is_no_path(joined: Stick, town: Commands, forge: Forge, name: str) -> None:
    path = forge(headed(id=name))
    before = set(joined.root.rglob("*"))
    assert refused(town, path) in {"damaged", "not_ours", "mismatch"}
    assert all(town.home in one.parents for one in set(joined.root.rglob("*")) - before)
    assert not list(joined.root.rglob("*xx"))


@pytest.mark.failure("F68")
def test_a_photos_name_is_no_path(joined: Stick, town: Commands, forge: Forge) -> None:
    def with_path(draft: Draft) -> Draft:
        blob = package.Blob("../" * 21 + "x", 3)
        return replace(
            draft, letter=replace(draft.letter, blobs=[blob]), attachment=lambda blob: b"abc"
        )

    assert refused(town, forge(with_path)) == "damaged"
    assert not list(joined.root.rglob("x"))


@pytest.mark.failure("F68")
def test_a_bomb_in_a_file_does_not_go_off(
    town: Commands, forge: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Writer.add
    bomb = zlib.compress(b"0" * (300 << 20), 9)

    def add(self: Writer, kind: str, data: bytes) -> container.Segment:
        return whole(self, kind, bomb if kind == "c" else data)

    monkeypatch.setattr(Writer, "add", add)
    assert refused(town, forge(lambda draft: draft)) == "damaged"


@pytest.mark.failure("F71")
def test_operations_that_were_left_out_are_missed(town: Commands, forge: Forge) -> None:
    def without_first(draft: Draft) -> Draft:
        contents = draft.letter.contents
        left = replace(contents, operations=contents.operations[1:])
        return replace(draft, letter=replace(draft.letter, contents=left))

    assert refused(town, forge(without_first)) in {"gap", "fork", "damaged", "head_sig"}


# -- other versions -------------------------------------------------------------------------------


@pytest.mark.failure("F77")
def test_a_package_for_newer_programs_only_waits_and_this_desk_still_hands_over(
    joined: Stick, town: Commands, village: Commands, forge: Forge
) -> None:
    path = forge(headed(schema=SCHEMA + 2, min_schema=SCHEMA + 1))
    assert refused(town, path) == "need_upgrade"
    joined.wipe()
    assert joined.make(town, "--full")["files"]
    assert joined.receive(village)["applied"]


@pytest.mark.failure("F75")
def test_a_newer_villages_package_is_read_as_far_as_it_is_known(
    town: Commands, forge: Forge
) -> None:
    path = forge(headed(schema=SCHEMA + 1, min_schema=1))
    assert town.done("package", "receive", path, "--apply")["applied"]


# -- taking it slowly -----------------------------------------------------------------------------


class _CancelledError(Exception):
    pass


@pytest.mark.failure("F79")
def test_receiving_can_be_cancelled_until_it_is_applied(
    joined: Stick, town: Commands, village: Commands
) -> None:
    village.register("水渠坏了")
    joined.make(village)
    before = heard(town)

    def cancel(done: int, total: int) -> None:
        raise _CancelledError

    with Store(DeskPaths(town.home)) as store, pytest.raises(_CancelledError):
        packages.take(store, joined.folder, cancel)
    assert heard(town) == before
    assert not list(Path(town.home / "inbox").glob("*.staged"))


def test_the_forger_leaves_an_honest_package_alone(town: Commands, forge: Forge) -> None:
    assert town.done("package", "receive", forge(lambda draft: draft), "--apply")["applied"]
