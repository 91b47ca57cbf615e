"""Packages from hand to hand by commands: what a stick can do to them, and what each side sees."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import longshan_desk
from commands import Commands
from longshan_desk.data.store import Store
from longshan_desk.exchange.container import opened
from longshan_desk.paths import DeskPaths
from longshan_desk.peers.known import require_known
from stick import PASSPHRASE, Stick


def words(desk: Commands, *more: str) -> list[str]:
    return sorted(row["words"] for row in desk.done("matter", "list", *more)["matters"])


@pytest.fixture
def town(joined: Stick) -> Commands:
    return joined.desks["township"]


@pytest.fixture
def village(joined: Stick) -> Commands:
    return joined.desks["07-1"]


def made(stick: Stick, desk: Commands, *more: str) -> Path:
    stick.wipe()
    return Path(stick.make(desk, *more)["files"][0])


def state(desk: Commands) -> tuple[object, ...]:
    return words(desk, "--village", "07"), desk.done("villages", "list")["villages"]


# -- making -----------------------------------------------------------------------------------


def test_a_package_is_named_for_people(joined: Stick, village: Commands) -> None:
    village.hearing("2022-01-05")
    village.today = "2022-01-05"
    (hearing,) = village.done("hearing", "list")["hearings"]
    joined_words = made(joined, village).name
    assert joined_words.startswith("大湾村-上报-第")
    village.done("hearing", "close", hearing["id"])
    assert "大湾村-上报-2022-01-第" in made(joined, village).name
    assert made(joined, village).parent.name == "龙山交接"


def test_what_is_missing_is_said_first(joined: Stick, village: Commands) -> None:
    village.today = "2022-01-06"
    village.hearing("2022-01-05")
    done = joined.make(village)
    assert done["months"] == []
    assert done["missing"] == [{"month": "2022-01", "what": "1月的说事会还没有结束登记"}]


def test_nothing_new_is_said_to_be_nothing(joined: Stick, village: Commands) -> None:
    assert village.code("package", "make", "--to", str(joined.folder)) == "nothing_to_hand_over"
    assert joined.make(village, "--full")["counts"]


@pytest.mark.failure("F60")
def test_both_sides_see_the_missing_months(
    joined: Stick, village: Commands, town: Commands
) -> None:
    village.register("水渠坏了")
    joined.carry(village, town)
    village.today = town.today = "2022-03-20"
    (row,) = town.done("villages", "list")["villages"]
    assert row["missing_months"] == ["2022-01", "2022-02"]
    assert village.done("package", "state")["missing_months"] == ["2022-01", "2022-02"]
    joined.carry(village, town, "--months", "2022-01,2022-02")
    (row,) = town.done("villages", "list")["villages"]
    assert (row["missing_months"], row["reported_months"]) == ([], ["2022-01", "2022-02"])


def test_the_village_sees_how_far_the_township_is(
    joined: Stick, village: Commands, town: Commands
) -> None:
    village.register("水渠坏了")
    left = village.done("package", "state")["left"]
    assert left > 0
    joined.carry(village, town)
    joined.carry(town, village)
    assert village.done("package", "state")["left"] == 0
    assert "镇上已收到第" in village.text("package", "state")


def test_the_outbox_gives_a_package_again(joined: Stick, village: Commands) -> None:
    village.register("水渠坏了")
    first = made(joined, village)
    before = first.read_bytes()
    number = village.done("package", "history")["packages"][0]["number"]
    joined.wipe()
    again = village.done("package", "copy", str(number), "--to", str(joined.folder))["file"]
    assert Path(again).read_bytes() == before


@pytest.mark.failure("F28")
def test_a_damaged_database_is_never_handed_over(joined: Stick, village: Commands) -> None:
    for n in range(30):
        village.register(f"事项{n}")
    database = village.home / "desk.sqlite"
    data = bytearray(database.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8192] = bytes(8192)
    database.write_bytes(bytes(data))
    assert village.code("package", "make", "--to", str(joined.folder)) == "damaged_database"
    assert joined.packages == []


# -- receiving --------------------------------------------------------------------------------


def test_a_preview_changes_nothing(joined: Stick, village: Commands, town: Commands) -> None:
    village.register("水渠坏了")
    path, before = made(joined, village), state(town)
    told = town.done("package", "receive", str(path))
    assert (told["applied"], told["refused"], told["conflicts"]) == (False, 0, 0)
    assert told["new"] >= 2
    assert state(town) == before
    again = town.done("package", "receive", str(path), "--apply")
    assert (again["new"], again["changed"]) == (told["new"], told["changed"])


@pytest.mark.failure("F2", "F3", "F15")
def test_a_copy_under_any_name_is_the_same_package(
    joined: Stick, village: Commands, town: Commands
) -> None:
    village.register("水渠坏了")
    path = made(joined, village)
    shutil.copyfile(path, path.with_name("副本 of 1~.TXT"))
    told = joined.receive(town)
    assert (told["applied"], told["already"]) == (True, 1)
    assert joined.receive(town)["already"] == 2


@pytest.mark.failure("F20")
def test_an_own_package_is_known(joined: Stick, village: Commands) -> None:
    village.register("水渠坏了")
    told = village.done("package", "receive", str(made(joined, village)), "--apply")
    assert (told["own"], told["applied"]) == (1, False)


@pytest.mark.failure("F18", "F64")
def test_another_villages_package_is_not_for_this_one(
    joined: Stick, village: Commands, town: Commands
) -> None:
    other = joined.found_village("08", "小湾村")
    joined.join(town, other, "08")
    village.register("水渠坏了")
    joined.carry(village, town)
    path = made(joined, town, "--for", "07", "--full")
    assert other.code("package", "receive", str(path)) == "not_for_me"
    path = made(joined, town, "--for", "08", "--full")
    assert other.done("package", "receive", str(path), "--apply")["applied"]
    assert words(other) == []
    assert "水渠坏了".encode() not in (other.home / "desk.sqlite").read_bytes()


@pytest.mark.failure("F19")
def test_another_townships_package_is_refused(
    joined: Stick, village: Commands, tmp_path: Path
) -> None:
    other = Stick(tmp_path / "别的乡镇")
    town, their = other.found_township(), other.found_village("07", "石家村")
    other.join(town, their, "07")
    path = made(other, town, "--full")
    error = village.refused("package", "receive", str(path))
    assert error["code"] == "unknown_sender", "whose it is stands under a key that nobody here has"
    assert "可能是别的乡镇的包" in error["message"]


@pytest.mark.failure("F15")
@pytest.mark.parametrize("folder", ["新建文件夹", "资料/龙山交接 (2)"])
def test_a_package_put_into_another_folder_is_found(joined: Stick, folder: str) -> None:
    village, town = joined.desks["07-1"], joined.desks["township"]
    village.register("水渠坏了")
    joined.make(village)
    elsewhere = joined.folder / folder
    elsewhere.mkdir(parents=True)
    for one in list(joined.folder.rglob("*.ls*")):
        one.rename(elsewhere / one.name)
    assert joined.receive(town)["applied"] is True


@pytest.mark.failure("F16", "F17")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("报告.docx", b"PK\x03\x04" + b"x" * 500), ("空.lspkg", b""),
        ("照片.lspkg", b"\xff\xd8\xff"),
        ("大湾村.lnk", b"L\x00\x00\x00"),
    ],
)  # fmt: skip
def test_what_is_no_package_is_said_to_be_none(
    joined: Stick, town: Commands, name: str, data: bytes
) -> None:
    path = joined.folder / name
    path.write_bytes(data)
    assert town.code("package", "receive", str(path)) == "not_ours"
    error = town.refused("package", "receive", str(joined.folder))
    assert error["code"] == "not_found"
    assert name in error["hint"]


@pytest.mark.failure("F8", "F9", "F10", "F11")
def test_a_damaged_package_changes_nothing_and_stops_no_other(
    joined: Stick, village: Commands, town: Commands
) -> None:
    village.register("水渠坏了")
    whole = made(joined, village).read_bytes()
    before = state(town)
    codes = set()
    for n, broken in enumerate(
        [whole[: len(whole) // 2], whole[:-1], whole[:40], whole.replace(b"\n", b"\r\n"),
         *(whole[:p] + bytes([whole[p] ^ 1]) + whole[p + 1 :] for p in range(5, len(whole), 997))]
    ):  # fmt: skip
        path = joined.folder / f"{n}.lspkg"
        path.write_bytes(broken)
        codes.add(town.code("package", "receive", str(path), "--apply"))
        assert state(town) == before
    assert codes <= {
        "not_ours", "truncated", "damaged", "signature", "unknown_sender", "need_upgrade",
    }  # fmt: skip
    told = joined.receive(town)
    assert told["applied"]
    assert told["refused"] == n - 1, "two no longer begin like a package"


@pytest.mark.failure("F4", "F65")
def test_an_older_package_takes_nothing_back(
    joined: Stick, village: Commands, town: Commands, tmp_path: Path
) -> None:
    number = village.register("水渠坏了")
    old = tmp_path / "旧.lspkg"
    shutil.copyfile(made(joined, village), old)
    village.done("matter", "edit", number, "--summary", "水渠")
    joined.carry(village, town)
    told = town.done("package", "receive", str(old), "--apply")
    assert (told["new"], told["changed"]) == (0, 0)
    assert town.done("matter", "show", number, "--village", "07")["summary"] == "水渠"


@pytest.mark.failure("F1", "F5")
def test_what_was_lost_comes_with_the_next(
    joined: Stick, village: Commands, town: Commands
) -> None:
    for said in ("水渠坏了", "路灯不亮", "桥面裂了"):
        village.register(said)
        made(joined, village)
    joined.receive(town)
    assert len(words(town, "--village", "07")) == 3


@pytest.mark.failure("F21")
def test_what_is_half_written_is_no_package(
    joined: Stick, village: Commands, town: Commands
) -> None:
    path = made(joined, village, "--full")
    path.rename(path.with_name(f"{path.name}.PART"))
    assert words(town, "--village", "07") == []
    assert path.with_name(f"{path.name}.PART").exists()


@pytest.mark.failure("F24", "F23")
def test_killed_before_the_receipt_it_is_finished_at_the_next_start(
    joined: Stick, village: Commands, town: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    path = made(joined, village)
    script = (
        "import os, sys\nfrom longshan_desk.peers import inbox\n"
        "inbox.put_away = lambda *words: os._exit(9)\n"
        "from longshan_desk.cli.main import main\nmain(sys.argv[1:])\n"
    )
    words_of = ["package", "receive", str(path), "--apply", "--home", str(town.home)]
    environment = {**os.environ, "PYTHONPATH": str(Path(longshan_desk.__file__).parents[1])}
    killed = subprocess.run([sys.executable, "-c", script, *words_of], env=environment, check=False)
    assert killed.returncode == 9
    assert list((town.home / "inbox").glob("*.staged"))
    town.done("user", "add", "李干事")
    assert not list((town.home / "inbox").glob("*.staged"))
    assert list((town.home / "inbox" / "done").glob("*.lspkg"))
    assert town.done("package", "receive", str(path), "--apply")["already"] == 1


@pytest.mark.failure("F61")
def test_a_desk_that_nobody_knows_is_refused(
    joined: Stick, village: Commands, town: Commands, tmp_path: Path
) -> None:
    path = made(joined, village, "--full")
    data = bytearray(path.read_bytes())
    data[10:18] = bytes(8)
    path.write_bytes(bytes(data))
    assert town.code("package", "receive", str(path)) == "unknown_sender"


@pytest.mark.failure("F12", "F13")
def test_a_stick_that_takes_nothing_keeps_the_package_here(
    joined: Stick, village: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.register("水渠坏了")
    (joined.folder / "龙山交接").write_bytes(b"a file where the folder should be")
    code = village.code("package", "make", "--to", str(joined.folder))
    assert code in {"medium", "file_open", "bad_file", "file_not_found"}
    (last,) = [one for one in village.done("package", "history")["packages"][:1]]
    (joined.folder / "龙山交接").unlink()
    village.done("package", "copy", str(last["number"]), "--to", str(joined.folder))
    assert len(joined.packages) == 1


# -- what each place sees ---------------------------------------------------------------------


def test_a_cover_is_read_without_receiving(
    joined: Stick, village: Commands, town: Commands
) -> None:
    village.register("水渠坏了")
    path = made(joined, village)
    found = town.done("package", "show", str(path))
    assert (found["from"], found["to"]) == ("V07", "TOWN")
    assert found["counts"]["matter"] > 0
    assert village.done("package", "show", str(path))["counts"] is None


READING = [
    ("household", "list"), ("person", "list"), ("roster", "list"), ("hearing", "list"),
    ("meeting", "list"), ("matter", "list"), ("stalls",), ("visit", "list"), ("plan", "list"),
    ("search", "湾"), ("office", "show"), ("user", "list"), ("ledger", "list"),
    ("procedure", "list"), ("roll", "show", "villagers"), ("coverage", "--month", "2022-01"),
]  # fmt: skip

OF_THE_TOWNSHIP_ITSELF = [("roster", "list"), ("office", "show"), ("user", "list")]


def shown(desk: Commands, *command: str) -> str:
    """All that a command shows; a refusal would show nothing of anybody."""
    return json.dumps(desk.done(*command), ensure_ascii=False)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_no_village_sees_another_at_the_township(
    two_villages: Stick, command: tuple[str, ...]
) -> None:
    town = two_villages.desks["township"]
    one, two = (shown(town, *command, "--village", code) for code in ("07", "08"))
    assert "小湾" not in one
    assert "大湾" not in two
    if command in OF_THE_TOWNSHIP_ITSELF:
        own = shown(town, *command)
        assert "小湾" not in own
        assert "大湾" not in own
    else:
        assert town.refused(*command)["where"] == "--village", "without a village nothing is read"


def test_the_township_reads_what_the_village_reads(two_villages: Stick) -> None:
    town, village = two_villages.desks["township"], two_villages.desks["07-1"]
    for command in READING:
        if command[0] not in ("user", "office"):
            assert shown(town, *command, "--village", "07") == shown(village, *command), command


@pytest.fixture(scope="module")
def two_villages(joined_once: Stick, tmp_path_factory: pytest.TempPathFactory) -> Stick:
    root = tmp_path_factory.mktemp("two")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSHAN_STATE_DIR", str(root / "state"))
        patch.setenv("LONGSHAN_SEAL_PASSPHRASE", PASSPHRASE)
        return _with_two(joined_once.copied(root))


def _with_two(stick: Stick) -> Stick:
    town, one = stick.desks["township"], stick.desks["07-1"]
    two = stick.found_village("08", "小湾村")
    stick.join(town, two, "08")
    for desk, name in ((one, "大湾"), (two, "小湾")):
        home = desk.done("household", "add", "--group", "1", "--name", f"{name}户主")["id"]
        desk.done("roster", "add", "--name", f"{name}书记", "--role", "branch_secretary")
        desk.done("plan", "add", "--text", f"{name}修路", "--from", "4")
        desk.done(
            "visit", "add", "--household", home, "--date", "2022-01-01", "--way", "at_home",
            "--by", f"{name}书记", "--text", f"{name}走访",
        )  # fmt: skip
        hearing = desk.hearing("2022-01-01")
        desk.raise_at(hearing, f"{name}水渠坏了")
        desk.done("hearing", "close", hearing)
    stick.exchange(town, [one, two])
    return stick


def test_a_village_that_is_not_there_is_not_found(town: Commands) -> None:
    assert town.code("matter", "list", "--village", "33") == "not_found"


def test_the_township_cannot_write_what_is_the_villages(
    joined: Stick, village: Commands, town: Commands
) -> None:
    home = village.done("household", "add", "--group", "1", "--name", "马占山")["id"]
    joined.carry(village, town)
    edit = ("household", "edit", home, "--group", "2", "--village", "07")
    assert town.code(*edit) == "not_owner"
    add = ("household", "add", "--group", "1", "--name", "李四", "--village", "07")
    assert town.code(*add) == "not_owner"


def test_the_townships_policy_holds_in_the_village(
    joined: Stick, village: Commands, town: Commands
) -> None:
    town.done("policy", "set", "committees_days", "5")
    joined.carry(town, village)
    figures = {row["field"]: row for row in village.done("policy", "show")["figures"]}
    assert figures["committees_days"]["value"] == 5
    assert village.code("policy", "set", "committees_days", "4") == "not_owner"


# -- sealed -----------------------------------------------------------------------------------


@pytest.mark.rule("R35")
def test_sealed_words_reach_the_commission_and_nobody_else(
    joined: Stick, village: Commands, town: Commands
) -> None:
    said = "村主任把修路的钱装进自己兜里了"
    village.done("sealed", "add", "--words", said)
    path = made(joined, village, "--full")
    joined.receive(town)
    (one,) = town.done("sealed", "read", "--key", str(joined.commission))["matters"]
    assert (one["place"], one["words"]) == ("V07", said)
    for desk in (village, town):
        held = b"".join(one.read_bytes() for one in desk.home.rglob("*") if one.is_file())
        assert said.encode() not in held
    assert said.encode() not in path.read_bytes()
    assert town.code("sealed", "read", "--key", str(joined.seal)) == "file_not_found"


@pytest.mark.rule("R35")
def test_confirmed_envelopes_are_dropped_at_the_village(
    joined: Stick, village: Commands, town: Commands
) -> None:
    import sqlite3

    village.done("sealed", "add", "--words", "反映的内容")
    joined.carry(village, town)
    joined.carry(town, village)
    database = sqlite3.connect(village.home / "desk.sqlite")
    try:
        assert database.execute("SELECT count(*) FROM sealed_matter").fetchone() == (0,)
    finally:
        database.close()


@pytest.mark.rule("R35")
def test_every_report_has_one_envelope_of_one_size(
    joined: Stick, village: Commands, town: Commands
) -> None:
    from longshan_desk.exchange import container, seal_stick

    keys = seal_stick.read(joined.commission, PASSPHRASE, name=seal_stick.COMMISSION)

    def sizes(path: Path) -> list[int]:
        with container.opened(path, lambda found: _key(village)) as found:
            envelopes = found.of_kind(container.SEALED)
            return [len(keys.open(found.sealed(one))) for one in envelopes]

    empty = sizes(made(joined, village, "--full"))
    village.done("sealed", "add", "--words", "反映的内容")
    assert sizes(made(joined, village)) == empty
    assert empty == [65536]


def _key(desk: Commands) -> str:
    from longshan_desk.data.store import Store
    from longshan_desk.paths import DeskPaths
    from longshan_desk.peers.ring import open_ring

    with Store(DeskPaths(desk.home), writer=False) as store:
        return open_ring(store).keys.public.sign


@pytest.mark.failure("F62")
def test_a_village_cannot_pose_as_another(joined: Stick, village: Commands, town: Commands) -> None:
    from dataclasses import replace

    from longshan_desk.data.store import Store
    from longshan_desk.exchange.device_list import TOWNSHIP
    from longshan_desk.paths import DeskPaths
    from longshan_desk.peers.known import require_known
    from longshan_desk.peers.making import Order, make
    from longshan_desk.peers.ring import open_ring

    village.register("水渠坏了")
    before = state(town)
    with Store(DeskPaths(village.home)) as store:
        posing = replace(require_known(store), place="V08")
        (made,) = make(store, open_ring(store), posing, Order(TOWNSHIP))
    assert town.code("package", "receive", str(made.file), "--apply") == "mismatch"
    assert state(town) == before


@pytest.mark.failure("F77")
def test_a_program_that_cannot_check_the_links_is_told_to_upgrade(joined: Stick) -> None:
    """It would take an honest stream for a forged one."""
    town, village = joined.desks["township"], joined.desks["07-1"]
    village.register("水渠坏了")
    joined.make(village)
    (path,) = joined.packages
    with Store(DeskPaths(town.home), writer=False) as store:
        known = require_known(store)
    with opened(path, known.sign_key) as found:
        assert found.header.min_schema == 8
