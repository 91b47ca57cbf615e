"""Joining a township: request, spoken digits, welcome; second, replaced and restored PCs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Commands
from longshan_desk.data.identity import home_tag
from longshan_desk.paths import DeskPaths
from stick import Stick

With = Callable[[], Stick]


def words(desk: Commands, *more: str) -> list[str]:
    return sorted(row["words"] for row in desk.done("matter", "list", *more)["matters"])


def ask(stick: Stick, village: Commands) -> dict[str, str]:
    return village.done("enrol", "request", "--out", str(stick.folder / "申请"))


def accept(stick: Stick, *more: str) -> tuple[str, ...]:
    return (
        "enrol", "accept", str(stick.folder / "申请.lsjoin"), "--village", "07", "--out",
        str(stick.folder / "欢迎"), "--seal", str(stick.seal), *more,
    )  # fmt: skip


def test_a_desk_that_works_alone_hands_nothing_over(stick: Stick) -> None:
    village = stick.found_village("07", "大湾村")
    assert village.code("package", "make", "--to", str(stick.folder)) == "not_joined"
    assert village.code("package", "receive", str(stick.folder)) == "not_joined"
    assert stick.packages == []


def test_the_digits_are_said_in_groups(stick: Stick) -> None:
    asked = ask(stick, stick.found_village("07", "大湾村"))
    assert [len(group) for group in asked["check_code"].split()] == [4, 4, 4]
    assert asked["file"].endswith("申请.lsjoin")


@pytest.mark.failure("F58", "F56")
def test_three_wrong_codes_discard_a_request(stick: Stick) -> None:
    town, village = stick.found_township(), stick.found_village("07", "大湾村")
    asked = ask(stick, village)
    wrong = accept(stick, "--check-code", "000000000000")
    assert [town.code(*wrong) for _ in range(3)] == [
        "wrong_code", "wrong_code", "request_discarded",
    ]  # fmt: skip
    right = accept(stick, "--check-code", asked["check_code"])
    assert town.code(*right) == "request_discarded"
    stick.wipe()
    stick.join(town, village, "07")
    assert len(town.done("enrol", "list")["desks"]) == 2


@pytest.mark.failure("F57")
def test_a_wrong_second_code_joins_nothing(stick: Stick) -> None:
    town, village = stick.found_township(), stick.found_village("07", "大湾村")
    asked = ask(stick, village)
    welcome = town.done(*accept(stick, "--check-code", asked["check_code"]))
    join = ("enrol", "join", welcome["file"], "--check-code")
    assert village.code(*join, "000000000000") == "wrong_code"
    assert village.code("package", "state") == "not_joined"
    assert village.done(*join, welcome["check_code"])["office"]["code"] == "07"


def test_the_welcome_is_written_again_for_the_same_request(stick: Stick) -> None:
    town, village = stick.found_township(), stick.found_village("07", "大湾村")
    asked = ask(stick, village)
    first = town.done(*accept(stick, "--check-code", asked["check_code"]))
    again = town.done(*accept(stick, "--check-code", asked["check_code"]))
    assert first["check_code"] == again["check_code"]
    assert len(town.done("enrol", "list")["desks"]) == 2


def test_a_village_is_not_two_places(joined: Stick) -> None:
    town = joined.desks["township"]
    copy = joined.on_another_pc(joined.desks["07-1"], "copied")
    asked = ask(joined, copy)
    words = accept(joined, "--check-code", asked["check_code"])
    other = tuple("09" if word == "07" else word for word in words)
    assert town.code(*other) == "bad_value"


def test_a_second_pc_gets_everything_and_a_letter(joined: Stick, with_second: With) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    first.register("水渠坏了")
    joined.carry(first, town)
    second = with_second().desks["07-2"]
    assert words(second) == ["水渠坏了"]
    assert second.register("路灯不亮") == "2022-01-B01"
    assert second.done("office", "show")["name"] == "大湾村"


def test_numbers_that_collide_get_the_new_letter(joined: Stick) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    first.register("水渠坏了")
    joined.carry(first, town)
    second = joined.found_village("07", "大湾村")
    second.register("路灯不亮")
    assert joined.join(town, second, "07")["renumbered"] == 1
    rows = {row["words"]: row["number"] for row in second.done("matter", "list")["matters"]}
    assert rows == {"水渠坏了": "2022-01-001", "路灯不亮": "2022-01-B01"}
    found = {hit["text"][:11] for hit in second.done("search", "2022-01-001")["hits"]}
    assert "2022-01-B01" in found, "the former number is searched"
    joined.carry(second, town)
    assert words(town, "--village", "07") == ["水渠坏了", "路灯不亮"]


def test_two_pcs_hand_over_to_each_other(joined: Stick, with_second: With) -> None:
    first, second = joined.desks["07-1"], with_second().desks["07-2"]
    second.register("路灯不亮")
    joined.carry(second, first, "--for", "own")
    assert words(first) == ["路灯不亮"]
    first.register("水渠坏了")
    joined.carry(first, second, "--for", "own")
    assert words(second) == ["水渠坏了", "路灯不亮"]


@pytest.mark.failure("F50")
def test_a_replaced_pc_has_what_the_township_had(joined: Stick) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    first.register("水渠坏了")
    joined.carry(first, town)
    (old,) = (one["id"] for one in town.done("enrol", "list")["desks"] if one["place"] == "V07")
    new = joined.found_village("07", "大湾村")
    joined.join(town, new, "07", "--replaces", old, "--because", "broken")
    assert words(new) == ["水渠坏了"]
    states = {one["id"]: one["state"] for one in town.done("enrol", "list")["desks"]}
    assert states[old] == "retired"
    joined.make(first)
    assert town.code("package", "receive", str(joined.packages[0])) == "revoked"


@pytest.mark.failure("F51")
def test_a_stolen_pc_is_refused_and_gets_nothing(joined: Stick, with_second: With) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    second = with_second().desks["07-2"]
    old = first.done("enrol", "list")["desks"]
    stolen = next(one["id"] for one in old if one["place"] == "V07" and one["letter"] == "A")
    town.done("enrol", "revoke", stolen, "--seal", str(joined.seal))
    first.register("路灯不亮")
    joined.make(first)
    assert town.code("package", "receive", str(joined.packages[0]), "--apply") == "revoked"
    assert list((town.home / "inbox" / "refused").iterdir()), "kept to be looked at"
    joined.wipe()
    joined.make(town, "--full")
    assert second.done("package", "receive", str(joined.packages[0]), "--apply")["applied"]
    (beside,) = joined.folder.rglob("*.lslist")
    beside.unlink()
    assert first.code("package", "receive", str(joined.packages[0])) == "not_for_me"


def ended(stick: Stick) -> Commands:
    """The village's first PC after its replacement by another one; it has heard of nothing."""
    first, town = stick.desks["07-1"], stick.desks["township"]
    first.register("水渠坏了")
    stick.carry(first, town)
    (old,) = (one["id"] for one in town.done("enrol", "list")["desks"] if one["place"] == "V07")
    stick.join(
        town, stick.found_village("07", "大湾村"), "07", "--replaces", old, "--because", "broken"
    )
    first.register("路灯不亮")
    return first


def test_an_ended_pc_hears_of_it_by_the_list_and_makes_no_more_packages(joined: Stick) -> None:
    first, town = ended(joined), joined.desks["township"]
    joined.make(town, "--full")
    assert first.code("package", "receive", str(joined.packages[0])) == "revoked"
    assert first.code("package", "make", "--to", str(joined.folder)) == "revoked"


def test_an_ended_pc_joins_again_as_another_one_with_all_it_has(joined: Stick) -> None:
    first, town = ended(joined), joined.desks["township"]
    asked = ask(joined, first)
    refused = town.refused(*accept(joined, "--check-code", asked["check_code"]))
    assert refused["code"] == "bad_value" and "已经停用" in refused["message"]
    assert first.done("package", "receive", str(joined.folder), "--apply")["packages"] == []
    joined.join(town, first, "07")
    joined.carry(first, town)
    assert words(town, "--village", "07") == ["水渠坏了", "路灯不亮"]


def test_a_request_is_accepted_for_the_place_that_it_names(joined: Stick) -> None:
    town, other = joined.desks["township"], joined.found_village("08", "小湾村")
    asked = ask(joined, other)
    refused = town.refused(*accept(joined, "--check-code", asked["check_code"]))
    assert refused["code"] == "bad_value"
    assert "小湾村" in refused["message"] and "大湾村" in refused["message"]
    assert len(town.done("enrol", "list")["desks"]) == 2


def test_a_pc_of_one_place_cannot_be_accepted_for_another(joined: Stick) -> None:
    town, other = joined.desks["township"], joined.found_village("08", "小湾村")
    joined.join(town, other, "08")
    asked = ask(joined, other)
    request = ("enrol", "accept", str(joined.folder / "申请.lsjoin"), "--village", "09", "--out")
    refused = town.refused(
        *request, str(joined.folder / "欢迎"), "--seal", str(joined.seal), "--check-code",
        asked["check_code"],
    )  # fmt: skip
    assert "已经是小湾村的电脑" in refused["message"]


@pytest.mark.failure("F29")
def test_a_restored_pc_goes_on_at_once(joined: Stick) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    backup = first.done("backup")["file"]
    first.register("水渠坏了")
    joined.carry(first, town)
    first.done("restore", backup)
    assert words(first) == []
    first.register("路灯不亮")
    joined.carry(first, town)
    assert words(town, "--village", "07") == ["水渠坏了", "路灯不亮"]
    joined.carry(town, first)
    assert words(first) == ["水渠坏了", "路灯不亮"]
    assert len(town.done("enrol", "list")["desks"]) == 2, "without the seal"


def test_a_copied_desk_has_to_ask_and_loses_nothing(joined: Stick) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    first.register("水渠坏了")
    copy = joined.on_another_pc(first, "copied")
    assert copy.code("package", "make", "--to", str(joined.folder)) == "key_lost"
    copy.register("路灯不亮")
    joined.join(town, copy, "07")
    joined.carry(copy, town)
    assert words(town, "--village", "07") == ["水渠坏了", "路灯不亮"]
    joined.carry(first, town)
    joined.carry(town, first)
    assert words(first) == ["水渠坏了", "路灯不亮"]
    assert first.done("conflicts", "list")["conflicts"] == []


def test_lost_keys_are_replaced_on_the_same_pc(joined: Stick) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    first.register("水渠坏了")
    tag = home_tag(DeskPaths(first.home))
    for key in (joined.root / "state").glob(f"keys-{tag}*"):
        key.unlink()
    assert first.code("package", "make", "--to", str(joined.folder)) == "key_lost"
    (old,) = (one["id"] for one in town.done("enrol", "list")["desks"] if one["place"] == "V07")
    joined.join(town, first, "07", "--replaces", old, "--because", "broken")
    joined.carry(first, town)
    assert words(town, "--village", "07") == ["水渠坏了"]


@pytest.mark.failure("F59")
def test_a_second_seal_serves_as_the_first(stick: Stick, tmp_path: Path) -> None:
    town, village = stick.found_township(), stick.found_village("07", "大湾村")
    second = tmp_path / "第二个印章盘"
    town.done("enrol", "copy-seal", "--to", str(second), "--seal", str(stick.seal))
    shutil.rmtree(stick.seal)
    stick.seal = second
    stick.join(town, village, "07")
    month = stick.carry(village, town)
    assert month["applied"]


@pytest.mark.failure("F55")
def test_a_restored_township_misses_nothing(joined: Stick) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    backup = town.done("backup")["file"]
    first.register("水渠坏了")
    joined.carry(first, town)
    joined.carry(town, first)
    town.done("restore", backup)
    first.register("路灯不亮")
    assert joined.carry(first, town)["packages"][0]["code"] == "gap"
    joined.carry(town, first)
    assert joined.carry(first, town)["applied"]
    assert words(town, "--village", "07") == ["水渠坏了", "路灯不亮"]


@pytest.mark.failure("F55")
def test_a_restored_township_welcomes_new_desks(joined: Stick, with_second: With) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    first.register("水渠坏了")
    joined.carry(first, town)
    town.done("restore", town.done("backup")["file"])
    joined.carry(town, first)
    assert words(with_second().desks["07-2"]) == ["水渠坏了"]


@pytest.mark.failure("F55")
def test_a_restored_township_learns_again_who_joined_since(
    joined: Stick, with_second: With
) -> None:
    town = joined.desks["township"]
    backup = town.done("backup")["file"]
    second = with_second().desks["07-2"]
    town.done("restore", backup)
    second.register("水渠坏了")
    assert joined.carry(second, town)["applied"]
    assert words(town, "--village", "07") == ["水渠坏了"]


@pytest.mark.failure("F54")
def test_a_township_pc_that_died_is_taken_over_from_its_copy(joined: Stick) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    first.register("水渠坏了")
    new = joined.on_another_pc(town, "township-2")
    new.done("enrol", "take-over", "--seal", str(joined.seal))
    joined.carry(new, first)
    joined.carry(first, new)
    assert words(new, "--village", "07") == ["水渠坏了"]


@pytest.mark.failure("F54")
def test_a_township_without_a_backup_comes_back_from_its_villages(joined: Stick) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    town.done("policy", "set", "committees_days", "5")
    joined.carry(town, first)
    first.register("水渠坏了")
    joined.make(first, "--full")
    new = joined.desks["township-2"] = Commands(joined.root / "township-2", today="2022-01-01")
    new.done(
        "init", "--role", "township", "--code", "00", "--name", "龙山镇", "--user", "李镇长",
        "--seal", str(joined.seal), "--again", str(joined.folder),
    )  # fmt: skip
    joined.carry(new, first)
    told = joined.carry(first, new, "--full")
    assert told["applied"]
    assert words(new, "--village", "07") == ["水渠坏了"]
    figures = {row["field"]: row for row in new.done("policy", "show")["figures"]}
    assert figures["committees_days"]["value"] == 5
    assert new.done("office", "show")["name"] == "龙山镇"


@pytest.mark.failure("F30")
def test_a_disk_image_put_back_is_found_out_and_mended(joined: Stick, tmp_path: Path) -> None:
    first, town = joined.desks["07-1"], joined.desks["township"]
    image = tmp_path / "image"
    shutil.copytree(first.home, image / "home")
    shutil.copytree(tmp_path / "state", image / "state")
    first.register("水渠坏了")
    joined.carry(first, town)
    for name, place in (("home", first.home), ("state", tmp_path / "state")):
        shutil.rmtree(place)
        shutil.copytree(image / name, place)
    first.register("路灯不亮")
    joined.make(first)
    assert town.code("package", "receive", str(joined.packages[0]), "--apply") == "fork"
    assert joined.carry(town, first)["packages"][0]["code"] == "self_ahead"
    assert joined.carry(first, town)["packages"][0]["code"] == "fork"
    assert joined.carry(town, first)["applied"], "the stream from its beginning"
    assert joined.carry(first, town)["applied"]
    assert words(town, "--village", "07") == ["水渠坏了", "路灯不亮"]
    assert words(first) == ["水渠坏了", "路灯不亮"]
