"""A month at the desk by commands alone: roster, hearing, committees, acting, the next report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from commands import Commands
from longshan_desk.paths import resource

ROSTER = resource("samples") / "农户-标题行与合并户.xlsx"

SAID = (
    "三组门前水渠垮塌，浇不上水", "五组路灯不亮", "一组巷道积水", "垃圾箱太少，味道大",
    "村小学门口没有减速带", "四组公用机井电机烧坏", "花椒收购价低，没有人来收",
    "六组危树压着电线", "二组到三组的产业路要硬化", "外出务工人员想办异地就医备案",
    "全村人饮管网老化要整体改造", "县道边的护坡塌方", "低保为什么没有评上", "三组水渠又冲坏了",
)  # fmt: skip
LISTS = {11: "major_public", 12: "escalated"}


def number(place: int) -> str:
    return f"2022-04-{place:03d}"


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The homes of one month, as they were after each part of it; made once, for copying."""
    folder = tmp_path_factory.mktemp("month")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSHAN_STATE_DIR", str(folder / "state"))
        cli = Commands(folder / "home", today="2022-04-01")
        for part, live in (
            ("begun", begin),
            ("heard", hold_hearing),
            ("decided", decide_all),
            ("acted", act),
        ):
            live(cli)
            shutil.copytree(cli.home, folder / part)
    return folder


def copied(month: Path, part: str, tmp_path: Path, today: str) -> Commands:
    shutil.copytree(month / part, tmp_path / "home")
    return Commands(tmp_path / "home", today=today)


@pytest.fixture
def desk(month: Path, tmp_path: Path) -> Commands:
    """大湾村 on the first of April, with its roster and its households."""
    return copied(month, "begun", tmp_path, "2022-04-01")


@pytest.fixture
def heard(month: Path, tmp_path: Path) -> Commands:
    """The hearing of the fifth is over: fifteen matters, one answered on the spot."""
    return copied(month, "heard", tmp_path, "2022-04-05")


@pytest.fixture
def decided(month: Path, tmp_path: Path) -> Commands:
    """The committees met on the seventh and decided all of them."""
    return copied(month, "decided", tmp_path, "2022-04-07")


@pytest.fixture
def acted(month: Path, tmp_path: Path) -> Commands:
    """What April brought: four done and told, one done and untold."""
    return copied(month, "acted", tmp_path, "2022-04-20")


def begin(cli: Commands) -> None:
    init = ("init", "--role", "village", "--code", "07", "--name", "大湾村", "--user", "王会计")
    cli.done(*init, "--hearing-day", "每月5日")
    for name, role in (
        ("马文秀", "branch_secretary"),
        ("李建国", "village_director"),
        ("赵启明", "liaison_leader"),
        ("孙立", "resident_cadre"),
    ):
        cli.done("roster", "add", "--name", name, "--role", role, "--from", "2021-01-01")
    cli.done("import", "households", str(ROSTER), "--apply")


def hold_hearing(cli: Commands) -> None:
    hearing = cli.hearing("2022-04-05", "--place", "村部会议室", "--recorder", "王会计")
    cli.today = "2022-04-05"
    cli.done("hearing", "fill", hearing)
    cli.done(
        "hearing", "attend", hearing, "--name", "孙立", "--role", "resident_cadre",
        "--state", "excused", "--reason", "县里开会",
    )  # fmt: skip
    for place, words in enumerate(SAID, start=1):
        cli.done(
            "matter", "add", "--hearing", hearing, "--words", words, "--by", f"村民{place}",
            "--topic", "livelihood", "--list", LISTS.get(place, "self_handled"),
        )  # fmt: skip
    cli.done("hearing", "row", hearing, "--kind", "speech", "--speaker", "赵启明", "--text", "讲话")
    cli.done(
        "hearing", "row", hearing, "--kind", "answer", "--words", "低保金哪天发", "--by", "马六",
        "--topic", "livelihood", "--list", "self_handled",
        "--result", "每月 25 日", "--answerer", "马文秀",
    )  # fmt: skip
    closed = cli.done("hearing", "close", hearing)
    assert closed["matters"] == [number(place) for place in range(1, 16)]
    assert closed["committees_due_on"] == "2022-04-08"


def decide_all(cli: Commands) -> None:
    cli.today = "2022-04-07"
    hearing = cli.done("hearing", "list")["hearings"][0]["id"]
    held = cli.done(
        "meeting", "new", "--kind", "committees", "--date", "2022-04-07", "--hearing", hearing,
        "--place", "村部", "--chair", "马文秀", "--recorder", "王会计",
    )["id"]  # fmt: skip

    def decide(place: int, outcome: str, *options: str) -> None:
        cli.done(
            "meeting", "decide", held, "--matter", number(place), "--outcome", outcome, *options
        )

    for place in (1, 2, 3, 4, 5, 6):
        decide(place, "assigned", "--to", "李建国", "--due", "2022-04-20")
    for place in (7, 8):
        decide(place, "settled", "--result", "已联系，当场办妥")
    decide(
        9, "promised", "--text", "年内硬化", "--measures", "申报项目",
        "--due", "2022-11-30", "--by", "马文秀",
    )  # fmt: skip
    decide(
        10, "explained", "--reason", "手机上就能备案", "--basis", "甘肃省异地就医备案办法",
        "--to", "村民10", "--way", "当面",
    )  # fmt: skip
    decide(11, "procedure")
    decide(12, "escalated", "--as", "request", "--text", "请求协调公路段处置")
    decide(13, "explained", "--policy-limited", "--reason", "家庭收入超过标准", "--basis",
           "低保操作规范", "--to", "村民13", "--way", "当面")  # fmt: skip
    cli.move(number(14), "close", "--outcome", "duplicate", "--of", number(1))


def act(cli: Commands) -> None:
    def close(place: int, day: str) -> None:
        cli.today = day
        cli.move(number(place), "close", "--outcome", "solved", "--result", f"第 {place} 件已办好")

    def tell(place: int, answer: str) -> None:
        whom = ("--way", "in_person", "--to", f"村民{place}", "--answer", answer)
        cli.move(number(place), "feedback", *whom)
        cli.move(number(place), "cancel_off")

    cli.today = "2022-04-12"
    cli.move(number(1), "progress", "--text", "挖机进场")
    close(1, "2022-04-15")
    tell(1, "satisfied")
    close(2, "2022-04-18")
    tell(2, "basically_satisfied")
    close(3, "2022-04-19")
    tell(3, "dissatisfied")
    close(4, "2022-04-20")
    tell(7, "satisfied")


def found(cli: Commands, day: str) -> dict[str, list[str]]:
    """The stalls of a day, by kind."""
    cli.today = day
    kinds: dict[str, list[str]] = {}
    for one in cli.done("stalls")["stalls"]:
        kinds.setdefault(one["stall"], []).append(one["number"])
    return kinds


def test_the_months_first_act_is_a_messy_roster(desk: Commands) -> None:
    """Titles above the header, households merged downwards: taken in, and undone whole."""
    shown = desk.done("import", "households", str(ROSTER))
    assert (shown["same"], shown["problems"]) == (15, [])
    assert "户主" in shown["columns"]
    households = desk.done("household", "list")["households"]
    assert sum(row["persons"] for row in households) == 15
    assert {row["head"] for row in desk.done("household", "list", "--find", "马")["households"]}
    assert desk.done("undo") == {"undone": "导入农户花名册"}
    assert desk.done("household", "list")["households"] == []


def test_the_roster_signs_in_and_only_differences_are_touched(heard: Commands) -> None:
    hearing = heard.done("hearing", "list")["hearings"][0]["id"]
    page = heard.done("hearing", "show", hearing)
    assert page["chair"] == "马文秀"
    assert {one["name"]: one["state"] for one in page["attendance"]} == {
        "马文秀": "present", "李建国": "present", "赵启明": "observer", "孙立": "excused",
    }  # fmt: skip


def test_a_matter_answered_at_the_hearing_is_settled_and_told(heard: Commands) -> None:
    page = heard.show(number(15))
    assert (page["stage"], page["outcome"], page["told_on"]) == ("closed", "solved", "2022-04-05")


def test_until_the_third_day_nothing_stands_still(heard: Commands) -> None:
    assert found(heard, "2022-04-08") == {}


def test_on_the_fourth_day_everything_not_deliberated_does(heard: Commands) -> None:
    own = [number(place) for place in (*range(1, 11), 13, 14)]
    assert found(heard, "2022-04-09") == {"not_deliberated": own}


def test_major_and_upper_matters_have_their_own_windows(heard: Commands) -> None:
    assert number(12) in found(heard, "2022-04-13")["not_deliberated"]
    assert number(11) not in found(heard, "2022-04-20")["not_deliberated"]
    assert number(11) in found(heard, "2022-04-21")["not_deliberated"]


def test_after_the_meeting_every_matter_is_decided(decided: Commands) -> None:
    stages = {row["number"]: row["stage"] for row in decided.done("matter", "list")["matters"]}
    assert [place for place in range(1, 16) if stages[number(place)] == "acting"] == [
        1, 2, 3, 4, 5, 6, 9, 12,
    ]  # fmt: skip
    assert stages[number(11)] == "deliberated"
    assert [place for place in range(1, 16) if stages[number(place)] == "closed"] == [
        7, 8, 10, 13, 14, 15,
    ]  # fmt: skip
    assert found(decided, "2022-04-09") == {}


def test_what_is_not_done_stands_still_in_its_own_way(acted: Commands) -> None:
    assert found(acted, "2022-04-21") == {
        "not_closed": [number(5), number(6)],
        "no_effect": [number(3), number(8)],
    }
    assert found(acted, "2022-04-28") == {
        "not_closed": [number(5), number(6)],
        "not_acted": [number(5), number(6), number(9), number(11)],
        "no_effect": [number(3), number(4), number(8), number(14)],
    }


def test_the_next_months_report_is_right(acted: Commands) -> None:
    acted.today = "2022-05-05"
    report = acted.done("hearing", "report", acted.hearing("2022-05-05"))
    closed = [row["number"] for row in report["closed"]]
    assert closed == [number(place) for place in (1, 2, 3, 4, 7, 8, 10, 13, 14, 15)]
    assert [row["number"] for row in report["open"]] == [
        number(place) for place in (5, 6, 9, 11, 12)
    ]
    assert report["closed"][0]["result"] == "第 1 件已办好"
    assert [(row["responsible"], row["due_on"]) for row in report["open"][:3]] == [
        ("李建国", "2022-04-20"), ("李建国", "2022-04-20"), ("马文秀", "2022-11-30"),
    ]  # fmt: skip
    figures = report["figures"]
    assert (figures["heard"], figures["closed"], figures["open"]) == (15, 10, 5)
    assert (figures["overdue"], figures["promised"], figures["cancelled_off"]) == (2, 1, 4)
    assert figures["rate"] == pytest.approx(4 / 15, abs=1e-6)
    assert figures["formula"] == "销号 4 件 ÷ （办结 10 件 + 在办 5 件）= 26.7%"


def test_the_report_of_a_past_day_stays_what_it_was(acted: Commands) -> None:
    """What May brings does not change what was read out at the beginning of May."""
    acted.today = "2022-05-05"
    hearing = acted.hearing("2022-05-05")
    before = acted.done("hearing", "report", hearing)
    acted.today = "2022-05-20"
    acted.move(number(5), "close", "--outcome", "solved", "--result", "已安装")
    assert acted.done("hearing", "report", hearing) == before


def test_every_step_of_the_month_is_undone_in_its_turn(acted: Commands) -> None:
    undone = [acted.done("undo")["undone"] for _ in range(4)]
    assert undone == ["销号", "反馈", "办理完毕", "销号"]
    assert acted.show(number(7))["told_on"] is None
    assert acted.show(number(4))["stage"] == "acting"
    redone = [acted.done("redo")["redone"] for _ in range(4)]
    assert redone == undone[::-1]
    assert acted.show(number(7))["cancelled_on"] == "2022-04-20"


def test_the_desk_passes_its_check_after_a_month(acted: Commands) -> None:
    assert acted.done("checkup") == {"problems": []}
