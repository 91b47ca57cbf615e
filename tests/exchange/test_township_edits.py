"""代改: the township edits for a village while the device list lets it, by its own hand (3.13)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commands import Commands
from stick import Stick

NUMBER = "2022-01-001"
EDIT = ("matter", "edit", NUMBER, "--summary", "修东头的渠", "--village", "07")


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


@pytest.fixture
def village(joined: Stick, town: Commands) -> Commands:
    """With a matter that the township has."""
    village = joined.desks["07-1"]
    village.register("水渠坏了")
    joined.carry(village, town)
    return village


def permit(stick: Stick, town: Commands, word: str = "allow-edits") -> None:
    town.done("enrol", word, "--village", "07", "--seal", str(stick.seal))


def summary(desk: Commands, *more: str) -> object:
    return desk.done("matter", "show", NUMBER, *more)["summary"]


def test_without_leave_the_township_edits_nothing(village: Commands, town: Commands) -> None:
    assert town.code(*EDIT) == "not_owner"


def test_with_leave_its_edit_reaches_the_village_and_says_whose_it_is(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    town.done(*EDIT)
    assert summary(town, "--village", "07") == "修东头的渠"
    assert joined.carry(town, village)["refused"] == 0
    assert summary(village) == "修东头的渠"
    last = village.done("matter", "show", NUMBER)["timeline"][-1]
    assert (last["act"], last["by"]) == ("edit", "张镇长（镇上代改）")
    assert last["edited_by_township"]


def test_an_edit_for_the_village_is_undone_like_any_other(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    town.done(*EDIT)
    town.done("undo")
    assert summary(town, "--village", "07") is None


def test_the_village_sees_what_was_edited_for_it(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    town.done(*EDIT)
    joined.carry(town, village)
    found = village.done("enrol", "edits")
    assert found["open"] == ["07"]
    assert (f"事项 {NUMBER}", ["事项概要"]) in [
        (one["title"], one["parts"]) for one in found["edits"]
    ]
    assert f"事项办理 {NUMBER}" in [one["title"] for one in found["edits"]]
    assert "龙山镇" in village.text("enrol", "edits")


def test_the_village_s_own_edits_are_no_edits_of_the_township_s(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    village.done("matter", "edit", NUMBER, "--summary", "修渠")
    joined.carry(village, town)
    assert town.done("enrol", "edits", "--village", "07")["edits"] == []
    assert not village.done("matter", "show", NUMBER)["timeline"][-1]["edited_by_township"]


def test_withdrawn_the_township_edits_nothing_more(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    town.done(*EDIT)
    permit(joined, town, "end-edits")
    assert (
        town.code("matter", "edit", NUMBER, "--summary", "再改", "--village", "07") == "not_owner"
    )


def test_what_was_edited_before_the_leave_ended_still_arrives(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    town.done(*EDIT)
    permit(joined, town, "end-edits")
    assert joined.carry(town, village)["refused"] == 0
    assert summary(village) == "修东头的渠"
    assert village.done("enrol", "edits")["open"] == []


def test_a_desk_that_joins_after_the_leave_ended_takes_the_edits_too(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    town.done(*EDIT)
    permit(joined, town, "end-edits")
    second = joined.found_village("07", "大湾村")
    joined.join(town, second, "07")
    assert summary(second) == "修东头的渠"


def test_the_village_goes_on_editing_what_the_township_edited(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    town.done(*EDIT)
    joined.carry(town, village)
    village.done("matter", "edit", NUMBER, "--summary", "修西头的渠")
    assert joined.carry(village, town)["refused"] == 0
    assert summary(town, "--village", "07") == "修西头的渠"


@pytest.mark.failure("F62")
def test_an_edit_beyond_the_leave_is_refused_with_the_whole_package(
    joined: Stick, village: Commands, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a township whose program does not hold itself back."""
    permit(joined, town)
    town.done(*EDIT)
    permit(joined, town, "end-edits")
    with monkeypatch.context() as patch:
        patch.setattr("longshan_desk.data.store.edited_by_township", Everywhere)
        town.done("matter", "edit", NUMBER, "--summary", "偷改", "--village", "07")
    told = joined.carry(town, village)
    assert [one["code"] for one in told["packages"]] == ["forbidden"]
    assert summary(village) is None


class Everywhere:
    def __init__(self, connection: object) -> None: ...

    def __contains__(self, part: str) -> bool:
        return True


def test_another_village_is_not_meant(joined: Stick, village: Commands, town: Commands) -> None:
    other = joined.found_village("08", "小湾村")
    joined.join(town, other, "08")
    other.register("桥坏了")
    joined.carry(other, town)
    permit(joined, town)
    edit = ("matter", "edit", NUMBER, "--summary", "修桥", "--village", "08")
    assert town.code(*edit) == "not_owner"


def test_only_the_seal_gives_leave(joined: Stick, village: Commands, town: Commands) -> None:
    assert town.code("enrol", "allow-edits", "--village", "07", "--seal", str(joined.folder)) == (
        "file_not_found"
    )
    assert (
        village.code("enrol", "allow-edits", "--village", "07", "--seal", str(joined.seal))
        == "bad_value"
    )


def test_the_village_has_to_be_named(joined: Stick, village: Commands, town: Commands) -> None:
    assert town.code("enrol", "allow-edits", "--seal", str(joined.seal)) == "wrong_use"


def test_what_the_township_registers_for_the_village_never_takes_its_numbers(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    done = town.done(
        "matter", "add", "--words", "镇上替村里登记的", "--topic", "livelihood", "--list",
        "self_handled", "--village", "07",
    )  # fmt: skip
    assert done["number"] == "2022-01-镇01"
    assert village.register("桥坏了") == "2022-01-002"
    assert joined.carry(town, village)["refused"] == 0
    words = [row["words"] for row in village.done("matter", "list")["matters"]]
    assert "镇上替村里登记的" in words
    assert [] in [one["parts"] for one in village.done("enrol", "edits")["edits"]]


# -- after the township's PC died or was set back ------------------------------------------------


def take_over(stick: Stick, town: Commands) -> Commands:
    """The township's folder goes on at another computer, which has to number anew what the dead
    one never signed."""
    new = stick.on_another_pc(town, "restored")
    new.done("enrol", "take-over", "--seal", str(stick.seal))
    return new


@pytest.mark.failure("F54")
def test_what_was_edited_before_the_leave_ended_arrives_from_a_new_pc(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    town.done(*EDIT)
    permit(joined, town, "end-edits")
    new = take_over(joined, town)
    assert joined.carry(new, village)["refused"] == 0
    assert summary(village) == "修东头的渠"
    assert joined.carry(village, new)["refused"] == 0


@pytest.mark.failure("F54")
def test_the_leave_may_end_at_the_new_pc_before_anything_is_handed_over(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    town.done(*EDIT)
    new = take_over(joined, town)
    permit(joined, new, "end-edits")
    assert joined.carry(new, village)["refused"] == 0
    assert summary(village) == "修东头的渠"


@pytest.mark.failure("F54")
def test_edits_that_only_the_village_has_come_back_after_the_leave_ended(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    new = joined.on_another_pc(town, "restored")
    town.done(*EDIT)
    joined.carry(town, village)
    new.done("enrol", "take-over", "--seal", str(joined.seal))
    permit(joined, new, "end-edits")
    joined.carry(new, village, "--full")
    assert joined.carry(village, new, "--full")["refused"] == 0
    assert summary(new, "--village", "07") == "修东头的渠"


@pytest.mark.failure("F54")
def test_set_back_on_its_own_pc_the_township_ends_the_leave(
    joined: Stick, village: Commands, town: Commands
) -> None:
    permit(joined, town)
    backup = town.done("backup")["file"]
    town.done(*EDIT)
    joined.carry(town, village)
    town.done("restore", backup)
    permit(joined, town, "end-edits")
    joined.carry(town, village, "--full")
    assert joined.carry(village, town, "--full")["refused"] == 0
    assert summary(town, "--village", "07") == "修东头的渠"


@pytest.mark.failure("F30")
def test_edits_of_a_disk_image_put_back_arrive_once_the_seal_has_named_their_new_number(
    joined: Stick, village: Commands, town: Commands, tmp_path: Path
) -> None:
    permit(joined, town)
    image = tmp_path / "image"
    shutil.copytree(town.home, image / "home")
    shutil.copytree(tmp_path / "state", image / "state")
    town.done(*EDIT)
    joined.carry(town, village)
    for name, place in (("home", town.home), ("state", tmp_path / "state")):
        shutil.rmtree(place)
        shutil.copytree(image / name, place)
    town.done("matter", "edit", NUMBER, "--summary", "修西头的渠", "--village", "07")
    permit(joined, town, "end-edits")
    assert joined.carry(town, village)["packages"][0]["code"] == "fork"
    joined.carry(village, town)
    assert joined.carry(town, village)["packages"][0]["code"] == "forbidden"
    town.done("enrol", "take-over", "--seal", str(joined.seal))
    assert joined.carry(town, village)["refused"] == 0
    assert summary(village) == summary(town, "--village", "07")
