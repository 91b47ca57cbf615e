"""Receiving can be cancelled until it is committed, and leaves nothing of what it began (F79)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from commands import Commands
from exchange_seats import Seat
from longshan_desk.actions import packages
from longshan_desk.data.store import Store
from longshan_desk.errors import CancelledError
from longshan_desk.paths import DeskPaths
from longshan_desk.ui.tasks import Job
from stick import Stick

pytestmark = pytest.mark.failure("F79")


@pytest.fixture
def village(joined: Stick) -> Commands:
    village = joined.desks["07-1"]
    for words in ("水渠坏了", "路灯不亮", "垃圾没人拉"):
        village.register(words)
    joined.make(village)
    return village


@pytest.fixture
def town(joined: Stick, village: Commands) -> Commands:
    return joined.desks["township"]


def kept(town: Commands) -> tuple[object, ...]:
    """All that the township has of the village, and of its packages."""
    return (
        town.done("matter", "list", "--village", "07"),
        town.done("villages", "list"),
        town.done("package", "history"),
    )


class Cancel:
    """取消 is pressed at the ``at``-th step, on the real job's own road."""

    def __init__(self, at: int | None) -> None:
        self.at, self.told = at, list[tuple[int, int]]()
        self.job = Job(lambda done, total, text: None)

    def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))
        if len(self.told) == self.at:
            self.job.cancel()
        self.job.step(done, total)


def take(town: Commands, stick: Stick, step: Cancel) -> list[packages.Told]:
    with Store(DeskPaths(town.home)) as store:
        return packages.take(store, stick.folder, step)


def steps(joined: Stick, town: Commands) -> list[tuple[int, int]]:
    """What looking at the package tells: its copying, and all that applying it takes."""
    step = Cancel(None)
    with Store(DeskPaths(town.home)) as store:
        packages.look_at(store, joined.folder, step)
    return step.told


def test_every_step_up_to_the_commit_can_be_the_last(joined: Stick, town: Commands) -> None:
    before, told = kept(town), steps(joined, town)
    files = sorted((town.home / "inbox").rglob("*"))
    assert len(told) > 8, "copied, looked at, checked, written, built record by record"
    for at in range(1, len(told) + 1):
        with pytest.raises(CancelledError):
            take(town, joined, Cancel(at))
        assert sorted((town.home / "inbox").rglob("*")) == files, at
    assert kept(town) == before
    assert [one.is_applied for one in take(town, joined, Cancel(None))] == [True]
    assert kept(town) != before


def test_looking_can_be_cancelled_too(joined: Stick, town: Commands) -> None:
    step = Cancel(len(steps(joined, town)))
    with Store(DeskPaths(town.home)) as store, pytest.raises(CancelledError):
        packages.look_at(store, joined.folder, step)


def test_what_was_received_before_stays_and_is_told(
    joined: Stick, village: Commands, town: Commands
) -> None:
    first = len(steps(joined, town))
    village.register("井水浑了")
    joined.make(village)
    assert len(joined.packages) == 2
    one, other = take(town, joined, Cancel(first + 6))
    assert one.is_applied
    assert (other.is_applied, other.code, other.message) == (
        False, "cancelled", "已取消，这个包没有接收。",
    )  # fmt: skip
    assert len(town.done("matter", "list", "--village", "07")["matters"]) == 3


def test_in_the_window_nothing_is_changed_and_it_can_be_taken_again(
    town: Commands, sit: Callable[[Commands], Seat], monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = sit(town)
    take_card = seat.go().take
    seat.press(take_card.look_button)
    seat.settle()
    seen: list[tuple[int, int]] = []
    tell = Job.step

    def cancel(job: Job, done: int, total: int, text: str = "") -> None:
        seen.append((done, total))
        if (done, total) == (1, 1):  # the last before the commit
            job.cancel()
        tell(job, done, total, text)

    with monkeypatch.context() as patch:
        patch.setattr(Job, "step", cancel)
        seat.press(take_card.take_button)
        seat.settle()
    assert (1, 1) in seen
    assert "已接收" not in seat.reads(take_card)
    seat.press(take_card.take_button)
    seat.settle()
    assert "已接收" in seat.reads(take_card)
