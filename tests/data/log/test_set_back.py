"""Packages for a desk that was set back: their sender goes by what the desk once confirmed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from data.log.world import Desk, Package, World
from longshan_desk.data.handover import rebuild
from longshan_desk.data.identity import marker_path
from longshan_desk.data.log.refusals import PackageRefusedError


@dataclass(frozen=True)
class SetBack:
    """A desk that handed a record over and lost it; and what another made for it before that."""

    desk: Desk
    other: Desk
    package: Package

    def refused(self) -> str:
        with pytest.raises(PackageRefusedError) as refused:
            self.desk.take(self.package)
        return refused.value.code


SetOneBack = Callable[..., SetBack]


@pytest.fixture
def set_back(world: World, pair: tuple[Desk, Desk]) -> SetOneBack:
    def make(is_noticed: bool, address: str | None = "村东") -> SetBack:
        one, other = pair
        files = [one.paths.database, *([] if is_noticed else [marker_path(one.paths)])]
        image = {file: file.with_name("image") for file in files}
        one.add("从前")
        one.store.close()
        for file, kept in image.items():
            shutil.copyfile(file, kept)
        one.reopen()
        rid = one.add("一")
        other.take(one.pack(other))
        if address is not None:
            other.put(rid, address=address)
        package = other.pack(one)
        one.store.close()
        for file, kept in image.items():
            shutil.copyfile(kept, file)
        one.reopen()
        return SetBack(one, other, package)

    return make


@pytest.mark.failure("F29", "F72")
@pytest.mark.parametrize(("is_noticed", "code"), [(True, "gap"), (False, "self_ahead")])
def test_what_counts_on_something_that_was_lost_is_refused(
    set_back: SetOneBack, is_noticed: bool, code: str
) -> None:
    story = set_back(is_noticed)
    before = story.desk.state()
    assert story.refused() == code
    assert story.desk.state() == before


@pytest.mark.failure("F29", "F30")
@pytest.mark.parametrize("is_noticed", [True, False])
def test_after_the_next_word_everything_comes(set_back: SetOneBack, is_noticed: bool) -> None:
    story = set_back(is_noticed)
    story.refused()
    story.other.take(story.desk.pack(story.other))
    story.desk.take(story.other.pack(story.desk))
    rows = story.desk.query("SELECT head_name, address FROM household ORDER BY address")
    assert rows == [("从前", None), ("一", "村东")]
    assert story.desk.query("SELECT * FROM sync_waiting") == []


@pytest.mark.failure("F30")
def test_one_that_did_not_notice_writes_under_another_number_from_then_on(
    set_back: SetOneBack,
) -> None:
    story = set_back(False)
    before = story.desk.dev
    story.refused()
    assert story.desk.dev != before


def test_a_package_that_brings_nothing_is_refused_too_so_that_its_sender_is_told(
    set_back: SetOneBack,
) -> None:
    assert set_back(True, address=None).refused() == "gap"


@pytest.mark.failure("F30")
def test_what_is_typed_while_a_stream_is_in_doubt_is_shown_as_the_log_has_it(world: World) -> None:
    from data.log.histories import Actor, History

    town, village = world.township(), world.village()
    story = History(world, [Actor(town), Actor(village)], is_noticed=False)
    rid = village.add("一")
    story._snapshot(story.actors[1], 0, 0)
    village.put(rid, address="村东")
    town.take(village.pack(town))
    story._restore(story.actors[1], 0, 0)
    village.put(rid, note="后来")
    with pytest.raises(PackageRefusedError):
        village.take(town.pack(village))
    village.put(rid, head_name="二")
    before = village.state()
    rebuild(village.store)
    assert village.state() == before
