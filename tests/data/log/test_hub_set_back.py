"""The township's own disk was set back and nobody noticed: villages hold what it wrote before
under numbers that it has given again (F30, F55)."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytest

from data.log.world import TOWN, Desk, World
from longshan_desk.data.identity import marker_path
from longshan_desk.data.log.refusals import PackageRefusedError
from longshan_desk.data.tables.papers import TownshipWording


@dataclass(frozen=True)
class SetBack:
    """One village has what the township wrote before, another what it wrote since."""

    town: Desk
    before: Desk
    since: Desk

    @property
    def villages(self) -> tuple[Desk, Desk]:
        return self.before, self.since

    def exchange(self, rounds: int = 4) -> None:
        """As it goes: all sticks in, all sticks out."""
        for _ in range(rounds):
            for village in self.villages:
                hand_over(village, self.town)
            for village in self.villages:
                hand_over(self.town, village)


def hand_over(one: Desk, other: Desk) -> str:
    """What came of it: a code, if it was refused."""
    try:
        other.take(one.pack(other))
    except PackageRefusedError as refused:
        return refused.code
    return ""


def write(town: Desk, *texts: str) -> None:
    for text in texts:
        with town.store.change("用语") as session:
            session.add(TownshipWording(kind="k", key=text, text=text, part=TOWN))


def texts(desk: Desk) -> list[str]:
    return desk.column("SELECT text FROM township_wording ORDER BY text")


@pytest.fixture
def story(world: World) -> SetBack:
    town, before, since = world.township(), world.village("v07"), world.village("v08")
    write(town, "一")
    town.store.close()
    files = town.paths.database, marker_path(town.paths)
    for file in files:
        shutil.copyfile(file, file.with_name("image"))
    town.reopen()
    write(town, "二甲", "三甲")
    town.put(
        town.column("SELECT id FROM township_wording ORDER BY key")[0], TownshipWording, kind="改"
    )
    hand_over(town, before)
    town.store.close()
    for file in files:
        shutil.copyfile(file.with_name("image"), file)
    town.reopen()
    write(town, "二乙", "三乙", "四乙")
    hand_over(town, since)
    return SetBack(town, before, since)


EVERYTHING = sorted(["一", "二甲", "三甲", "二乙", "三乙", "四乙"])


@pytest.mark.failure("F30", "F55")
def test_all_have_all_that_the_township_ever_handed_over(story: SetBack) -> None:
    story.exchange()
    for desk in (story.town, *story.villages):
        assert texts(desk) == EVERYTHING


@pytest.mark.failure("F30", "F62")
def test_no_village_types_the_townships_words_again(story: SetBack) -> None:
    story.exchange()
    writers = {dev for (dev,) in story.before.query("SELECT dev FROM sync_op WHERE part = 'town'")}
    assert writers <= set(story.town.devices)


def test_once_mended_nothing_is_refused_and_nothing_typed_once_more(story: SetBack) -> None:
    story.exchange()
    before = story.town.column("SELECT count(*) FROM sync_op")
    for village in story.villages:
        assert (hand_over(village, story.town), hand_over(story.town, village)) == ("", "")
    assert story.town.column("SELECT count(*) FROM sync_op") == before


def test_a_village_lets_go_of_nothing_that_has_not_come_back(story: SetBack) -> None:
    for _ in range(3):
        assert hand_over(story.town, story.before) == "fork"
        assert texts(story.before) == sorted(["一", "二甲", "三甲"])


@pytest.mark.failure("F84")
def test_what_the_township_erased_meanwhile_stays_erased(story: SetBack) -> None:
    from longshan_desk.data.handover import erase_records

    ((rid,),) = story.town.query("SELECT id FROM township_wording WHERE text = '一'")
    erase_records(story.town.store, [("township_wording", rid)])
    story.exchange()
    for desk in (story.town, *story.villages):
        assert desk.query("SELECT payload FROM sync_op WHERE rid = :r AND kind = 'P'", r=rid) == [
            (None,)
        ]
