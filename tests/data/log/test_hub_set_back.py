"""The township's own disk was set back and nobody noticed: villages hold what it wrote before
under numbers that it has given again (F30, F55)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from data.log.world import TOWN, Desk, World
from longshan_desk.data.identity import marker_path
from longshan_desk.data.log.refusals import PackageRefusedError
from longshan_desk.data.log.vectors import doubts
from longshan_desk.data.tables.papers import TownshipWording
from longshan_desk.data.tables.visits import LedgerEntry
from longshan_desk.domain.labels import OfficeRole


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


def write_in_ledger(town: Desk, part: str, *targets: str) -> None:
    """What the township's people enter in a village's partition: a stream besides the shared."""
    day = date(2022, 4, 5)
    town.store.view(part)
    for target in targets:
        with town.store.change("台账") as session:
            session.add(
                LedgerEntry(
                    target=target, person="王主任", on=day, due_on=day, entered_on=day,
                    owner=OfficeRole.TOWNSHIP,
                )
            )  # fmt: skip
    town.store.view(None)


def texts(desk: Desk) -> list[str]:
    return desk.column("SELECT text FROM township_wording ORDER BY text")


def targets(desk: Desk) -> list[str]:
    return desk.column("SELECT target FROM ledger_entry ORDER BY target")


def image(town: Desk) -> Callable[[], None]:
    """Take an image of the disk; what comes back puts it on the disk again."""
    files = town.paths.database, marker_path(town.paths)
    town.store.close()
    for file in files:
        shutil.copyfile(file, file.with_name("image"))
    town.reopen()

    def set_back() -> None:
        town.store.close()
        for file in files:
            shutil.copyfile(file.with_name("image"), file)
        town.reopen()

    return set_back


@pytest.fixture
def story(world: World) -> SetBack:
    town, before, since = world.township(), world.village("v07"), world.village("v08")
    write(town, "一")
    set_back = image(town)
    write(town, "二甲", "三甲")
    town.put(
        town.column("SELECT id FROM township_wording ORDER BY key")[0], TownshipWording, kind="改"
    )
    hand_over(town, before)
    set_back()
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


@pytest.fixture
def in_two_streams(world: World) -> tuple[Desk, Desk]:
    """A township that wrote otherwise both for all and for one village, and that village."""
    town, village = world.township(), world.village("v07")
    set_back = image(town)
    write(town, "甲")
    write_in_ledger(town, "v07", "甲账")
    hand_over(town, village)
    set_back()
    write(town, "乙")
    write_in_ledger(town, "v07", "乙账")
    return town, village


def test_a_village_asks_at_once_for_every_stream_that_has_to_come_whole(
    in_two_streams: tuple[Desk, Desk],
) -> None:
    town, village = in_two_streams
    assert hand_over(town, village) == "fork"
    with village.store.read() as session:
        assert doubts(session.connection()) == {(TOWN, town.dev), ("v07", town.dev)}


@pytest.mark.failure("F30", "F55")
def test_all_that_the_township_wrote_in_several_streams_comes_together(
    in_two_streams: tuple[Desk, Desk],
) -> None:
    town, village = in_two_streams
    for _ in range(3):
        hand_over(village, town)
        hand_over(town, village)
    for desk in (town, village):
        assert (texts(desk), targets(desk)) == (["乙", "甲"], ["乙账", "甲账"])
