"""Another seal for the township: handed on by the old one, or checked by telephone (F59)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commands import Commands
from longshan_desk.data.store import Store
from longshan_desk.exchange import key_file, seal_stick
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.ring import key_path
from stick import PASSPHRASE, Stick


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


def new_root(town: Commands, stick: Stick, *how: str, to: str = "新印章盘") -> dict[str, object]:
    return town.done("enrol", "new-root", "--to", str(stick.root / to), *how)


def lost(town: Commands, stick: Stick) -> str:
    code = new_root(town, stick, "--lost")["check_code"]
    assert isinstance(code, str)
    return code


def version(desk: Commands) -> int:
    with Store(DeskPaths(desk.home), writer=False) as store, store.read() as session:
        words = "SELECT max(v) FROM device_list"
        return int(session.connection().exec_driver_sql(words).scalar_one())


def bring(stick: Stick, town: Commands, village: Commands) -> dict[str, object]:
    """A package of the township's, whatever there is to say."""
    return stick.carry(town, village, "--full")


@pytest.mark.failure("F59")
def test_a_village_follows_a_seal_that_the_old_one_named(
    joined: Stick, town: Commands, village: Commands
) -> None:
    done = new_root(town, joined, "--seal", str(joined.seal))
    assert done["check_code"] is None
    told = bring(joined, town, village)
    assert (told["refused"], told["packages"][0]["new_root"]) == (0, False)
    assert version(village) == version(town) == done["list"]


@pytest.mark.failure("F59")
def test_with_the_seal_lost_business_continues_before_the_new_one_is_checked(
    joined: Stick, town: Commands, village: Commands
) -> None:
    lost(town, joined)
    village.register("桥坏了")
    joined.carry(village, town)
    assert [row["words"] for row in town.done("matter", "list", "--village", "07")["matters"]] == [
        "桥坏了"
    ]

    told = bring(joined, town, village)
    assert (told["refused"], told["applied"]) == (0, True)
    assert told["packages"][0]["new_root"]
    assert version(village) < version(town)


@pytest.mark.failure("F59")
def test_a_village_takes_the_new_seal_over_by_its_digits(
    joined: Stick, town: Commands, village: Commands
) -> None:
    code = lost(town, joined)
    bring(joined, town, village)
    assert town.done("enrol", "root-code") == {"check_code": code}
    assert village.done("enrol", "pin", "--check-code", code)["list"] == version(town)
    assert version(village) == version(town)
    told = bring(joined, town, village)
    assert (told["refused"], told["packages"][0]["new_root"]) == (0, False)


def test_the_clerk_reads_that_a_new_seal_has_to_be_checked(
    joined: Stick, town: Commands, village: Commands
) -> None:
    lost(town, joined)
    joined.wipe()
    joined.make(town, "--full")
    said = village.text("package", "receive", str(joined.folder), "--apply")
    assert "镇上换了印章盘" in said
    assert "enrol pin" in said
    assert village.done("enrol", "list")["new_root"]


@pytest.mark.failure("F59")
def test_a_desk_that_joined_under_the_new_seal_waits_until_the_other_has_checked_it(
    joined: Stick, town: Commands, village: Commands
) -> None:
    code = lost(town, joined)
    second = joined.found_village("07", "大湾村")
    other = Stick(joined.root / "2")
    other.seal = joined.root / "新印章盘"
    other.join(town, second, "07")
    second.register("第二台电脑登记的")
    joined.carry(second, town)
    told = bring(joined, town, village)
    assert [one["code"] for one in told["packages"]] == ["new_root"]
    village.done("enrol", "pin", "--check-code", code)
    assert bring(joined, town, village)["refused"] == 0
    assert [row["words"] for row in village.done("matter", "list")["matters"]] == [
        "第二台电脑登记的"
    ]


def test_three_wrong_codes_end_the_check_until_the_next_package(
    joined: Stick, town: Commands, village: Commands
) -> None:
    code = lost(town, joined)
    bring(joined, town, village)
    wrong = ("enrol", "pin", "--check-code", "000000000000")
    codes = [village.code(*wrong) for _ in range(3)]
    assert codes == ["wrong_code", "wrong_code", "request_discarded"]
    assert village.code("enrol", "pin", "--check-code", code) == "bad_value"
    bring(joined, town, village)
    village.done("enrol", "pin", "--check-code", code)


def test_the_same_package_again_brings_the_check_back(
    joined: Stick, town: Commands, village: Commands
) -> None:
    code = lost(town, joined)
    joined.wipe()
    joined.make(town, "--full")
    joined.receive(village)
    for _ in range(3):
        village.code("enrol", "pin", "--check-code", "000000000000")
    joined.receive(village)
    village.done("enrol", "pin", "--check-code", code)


def test_looking_at_a_package_keeps_no_seal(
    joined: Stick, town: Commands, village: Commands
) -> None:
    code = lost(town, joined)
    joined.wipe()
    joined.make(town, "--full")
    village.done("package", "receive", str(joined.folder))
    assert village.code("enrol", "pin", "--check-code", code) == "bad_value"


def test_a_stranger_s_seal_on_the_stick_does_not_hide_the_township_s(
    joined: Stick, town: Commands, village: Commands
) -> None:
    from longshan_desk.exchange.device_list import signed
    from longshan_desk.exchange.keys import Keys
    from longshan_desk.peers.inbox import LIST_MAGIC
    from longshan_desk.peers.known import require_known

    code = lost(town, joined)
    with Store(DeskPaths(town.home), writer=False) as store:
        listed = require_known(store).listed
    thief = Keys.new()
    forged = signed(replace(listed, root=thief.public.sign, version=listed.version + 99), thief)
    bring(joined, town, village)
    joined.wipe()
    joined.make(town, "--full")
    (joined.folder / "龙山交接" / "名单.lslist").write_bytes(LIST_MAGIC + forged.to_bytes())
    joined.receive(village)
    village.done("enrol", "pin", "--check-code", code)
    assert version(village) == version(town)


def test_the_old_seal_signs_nothing_any_more(
    joined: Stick, town: Commands, village: Commands
) -> None:
    new_root(town, joined, "--seal", str(joined.seal))
    (desk,) = [one["id"] for one in town.done("enrol", "list")["desks"] if one["place"] == "V07"]
    refused = town.refused("enrol", "revoke", desk, "--seal", str(joined.seal))
    assert "新的那个" in refused["hint"]
    assert town.done("enrol", "revoke", desk, "--seal", str(joined.root / "新印章盘"))


@pytest.mark.failure("F59")
def test_the_township_sees_who_has_not_taken_the_new_seal_over(
    joined: Stick, town: Commands, village: Commands
) -> None:
    def behind() -> list[str]:
        return [one["place"] for one in town.done("enrol", "list")["desks"] if one["old_root"]]

    code = lost(town, joined)
    assert behind() == ["V07"]
    bring(joined, town, village)
    village.done("enrol", "pin", "--check-code", code)
    joined.carry(village, town)
    assert behind() == []


def test_the_keys_of_every_desk_are_kept_for_the_new_seal_too(
    joined: Stick, town: Commands, village: Commands
) -> None:
    new_root(town, joined, "--seal", str(joined.seal))
    bring(joined, town, village)
    joined.carry(village, town)
    seal = seal_stick.read(joined.root / "新印章盘", PASSPHRASE)
    for desk in (town, village):
        path = key_path(DeskPaths(desk.home))
        assert key_file.recover(path, seal) == key_file.load(path)


def test_the_present_seal_is_no_new_one(joined: Stick, town: Commands) -> None:
    assert (
        town.code("enrol", "new-root", "--to", str(joined.seal), "--seal", str(joined.seal))
        == "bad_value"
    )


def test_a_change_that_was_done_is_not_done_again(joined: Stick, town: Commands) -> None:
    first = new_root(town, joined, "--lost")
    assert new_root(town, joined, "--lost") == first


def test_a_change_that_broke_off_before_the_list_goes_on_with_the_same_seal(
    joined: Stick, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    from longshan_desk.peers import townships

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(townships, "sign", killed)
        to = str(joined.root / "新印章盘")
        assert town.code("enrol", "new-root", "--lost", "--to", to) == "cancelled"
    made = seal_stick.read(joined.root / "新印章盘", PASSPHRASE)
    new_root(town, joined, "--lost")
    with Store(DeskPaths(town.home), writer=False) as store:
        from longshan_desk.peers.known import require_known

        assert require_known(store).listed.root == made.public.sign


def test_a_village_has_no_seal_to_change(joined: Stick, village: Commands) -> None:
    assert (
        village.code("enrol", "new-root", "--to", str(joined.root / "x"), "--lost") == "bad_value"
    )
    assert not (joined.root / "x").exists()


def test_with_or_without_the_old_seal_has_to_be_said(joined: Stick, town: Commands) -> None:
    refused = town.refused("enrol", "new-root", "--to", str(joined.root / "x"))
    assert refused["code"] == "wrong_use"
    assert "--lost" in refused["message"] + refused["hint"]


# -- both sticks lost, and the township set back behind its villages -----------------------------


@pytest.fixture
def set_back(joined: Stick, town: Commands, village: Commands) -> Commands:
    """The township, without the versions of its list that 大湾村 has had meanwhile."""
    backup = town.done("backup")["file"]
    for word in ("allow-edits", "end-edits"):
        town.done("enrol", word, "--village", "07", "--seal", str(joined.seal))
    bring(joined, town, village)
    joined.carry(village, town, "--full")
    town.done("restore", backup)
    return town


@pytest.mark.failure("F59")
def test_a_village_hears_of_the_new_seal_of_a_township_that_was_set_back(
    joined: Stick, set_back: Commands, village: Commands
) -> None:
    code = lost(set_back, joined)
    assert bring(joined, set_back, village)["packages"][0]["new_root"]
    village.done("enrol", "pin", "--check-code", code)
    assert version(village) == version(set_back)
    assert bring(joined, set_back, village)["refused"] == 0
    assert joined.carry(village, set_back, "--full")["refused"] == 0


def test_a_township_that_was_set_back_still_sees_who_has_the_old_seal(
    joined: Stick, set_back: Commands, village: Commands
) -> None:
    lost(set_back, joined)
    joined.carry(village, set_back, "--full")
    behind = [one["place"] for one in set_back.done("enrol", "list")["desks"] if one["old_root"]]
    assert behind == ["V07"]


@pytest.mark.failure("F59")
def test_the_township_itself_is_never_offered_its_former_seal(
    joined: Stick, set_back: Commands, village: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though a village has a higher version under it."""
    monkeypatch.setattr("longshan_desk.peers.seals._BEYOND", 1)
    lost(set_back, joined)
    told = joined.carry(village, set_back, "--full")
    assert (told["refused"], told["packages"][0]["new_root"]) == (0, False)
    assert not set_back.done("enrol", "list")["new_root"]


def test_digits_that_bring_no_newer_list_change_nothing_and_say_so(
    joined: Stick, town: Commands, village: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The former seal signed a newer list before the digits were typed."""
    twin = joined.on_another_pc(town, "twin")
    with monkeypatch.context() as patch:
        patch.setattr("longshan_desk.peers.seals._BEYOND", 1)
        code = lost(town, joined)
    bring(joined, town, village)
    twin.done("enrol", "take-over", "--seal", str(joined.seal))
    twin.done("enrol", "allow-edits", "--village", "07", "--seal", str(joined.seal))
    joined.carry(twin, village)
    held = version(village)
    refused = village.refused("enrol", "pin", "--check-code", code)
    assert (refused["code"], version(village)) == ("bad_value", held)
    assert "印章没有换" in refused["message"]
