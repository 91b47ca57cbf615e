"""Whatever happens to packages, PCs and clocks: in the end all hold the same, and nothing that
anybody confirmed is missing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange.life_packages import STRANGER
from exchange.lives import WHAT, Step, drawn, life
from longshan_desk.data import identity
from longshan_desk.data.ids import seeded
from longshan_desk.data.log import incoming, merge
from stick import PASSPHRASE, Stick

NUMBER = st.integers(0, 1 << 16)
STEPS = st.lists(st.tuples(st.sampled_from(WHAT), NUMBER, NUMBER, NUMBER), min_size=10, max_size=30)
A_FEW = settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

Begin = Callable[[], Stick]


def joined(root: Path, villages: int, with_two: int) -> Stick:
    """A township with some villages, the first of them with two PCs."""
    with pytest.MonkeyPatch.context() as patch, seeded("joined"):
        patch.setenv("LONGSHAN_STATE_DIR", str(root / "state"))
        patch.setenv("LONGSHAN_SEAL_PASSPHRASE", PASSPHRASE)
        stick = Stick(root)
        town = stick.found_township()
        for number in range(1, villages + 1):
            for _ in range(2 if number <= with_two else 1):
                code = f"{number:02d}"
                stick.join(town, stick.found_village(code, f"第{number}村"), code)
        (root / STRANGER).write_bytes(of_another_township(root / "外镇"))
    return stick


def of_another_township(root: Path) -> bytes:
    """A package of a township that nobody here has heard of."""
    stick = Stick(root)
    town, village = stick.found_township(), stick.found_village("01", "别处村")
    stick.join(town, village, "01")
    stick.make(town, "--full")
    return stick.packages[0].read_bytes()


@pytest.fixture(scope="session")
def small_township(tmp_path_factory: pytest.TempPathFactory) -> Stick:
    return joined(tmp_path_factory.mktemp("small"), 2, 1)


@pytest.fixture(scope="session")
def whole_township(tmp_path_factory: pytest.TempPathFactory) -> Stick:
    return joined(tmp_path_factory.mktemp("whole"), 18, 4)


def beginning(stick: Stick, tmp_path: Path, patch: pytest.MonkeyPatch) -> Begin:
    """Every life begins with the same desks, in a folder of its own."""
    lives = iter(range(10_000))

    def begin() -> Stick:
        root = tmp_path / f"{next(lives)}"
        patch.setenv("LONGSHAN_STATE_DIR", str(root / "state"))
        patch.setenv("LONGSHAN_SEAL_PASSPHRASE", PASSPHRASE)
        copy = stick.copied(root)
        shutil.copyfile(stick.root / STRANGER, root / STRANGER)
        return copy

    return begin


@pytest.fixture
def begin(small_township: Stick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Begin:
    return beginning(small_township, tmp_path, monkeypatch)


@pytest.mark.failure("F1", "F2", "F3", "F4", "F5", "F8", "F9", "F15", "F18", "F22", "F29")
@pytest.mark.failure("F35", "F38", "F41", "F44", "F55", "F65")
@A_FEW
@given(STEPS)
def test_any_life_ends_as_the_oracle_says(begin: Begin, steps: list[Step]) -> None:
    with life(begin()) as story:
        story.play(steps)


@pytest.mark.failure("F30")
@A_FEW
@given(STEPS)
def test_pcs_set_back_unnoticed_agree_in_the_end(begin: Begin, steps: list[Step]) -> None:
    with life(begin(), is_noticed=False) as story:
        story.play(steps)


@pytest.mark.failure("F31")
@pytest.mark.parametrize("is_noticed", [True, False])
def test_two_pcs_from_one_disk_keep_what_both_typed(begin: Begin, is_noticed: bool) -> None:
    with life(begin(), is_noticed=is_noticed) as story:
        for step in without_copies(drawn(1, 40)):
            story.act(*step)
        story.copy(story.pcs[1])
        story.play(without_copies(drawn(2, 60)))


def without_copies(steps: list[Step]) -> list[Step]:
    return [step for step in steps if step[0] != "copy"]


GOES_WRONG = {
    "made", "taken", "made for the other PC", "taken from the other PC", "already", "late", "lost",
    "damaged", "cut", "foreign", "of another township", "clock", "restored", "restored township",
    "copied", "deleted", "erased", "card", "confirmed", "gap",
}  # fmt: skip


@pytest.mark.torture
def test_the_lives_have_all_that_can_go_wrong_in_them(begin: Begin) -> None:
    happened: set[str] = set()
    for seed in range(6):
        with life(begin()) as story:
            story.play(drawn(seed, 250))
            happened |= set(story.happened)
    assert happened >= GOES_WRONG


def _last_writer_wins(survivors: object, write: object) -> list[object]:
    return [write]


def _never_forgets(survivors: list[object], write: object) -> list[object]:
    return [*survivors, write]


def _nothing(*args: object) -> None:
    return None


BROKEN = {
    "the last to arrive wins": lambda: mock.patch.object(merge, "join", _last_writer_wins),
    "nobody ever decides": lambda: mock.patch.object(merge, "join", _never_forgets),
    "what is erased stays": lambda: mock.patch.object(incoming, "erase", _nothing),
    "what differs is no conflict": lambda: mock.patch.object(
        merge, "_differ", lambda group, writes: False
    ),
    "a restored desk goes on as if nothing was": lambda: mock.patch.object(
        identity, "is_continuation", lambda *args: True
    ),
}


@pytest.mark.torture
@pytest.mark.parametrize("what", BROKEN)
def test_the_oracle_sees_what_is_broken(begin: Begin, what: str) -> None:
    with BROKEN[what](), pytest.raises((AssertionError, KeyError)):
        for seed in range(7, 15):
            with life(begin()) as story:
                story.play(without_copies(drawn(seed, 250)))


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("is_noticed", [True, False])
def test_twelve_thousand_steps_of_small_lives(begin: Begin, seed: int, is_noticed: bool) -> None:
    with life(begin(), is_noticed=is_noticed) as story:
        story.play(drawn(seed, 100))


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("is_noticed", [True, False])
def test_ten_thousand_steps_of_eighteen_villages(
    whole_township: Stick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int,
    is_noticed: bool,
) -> None:  # fmt: skip
    begin = beginning(whole_township, tmp_path, monkeypatch)
    with life(begin(), is_noticed=is_noticed) as story:
        story.play(drawn(1000 + seed, 1000))
