"""A road from the hearing to the posted result, by commands alone: a lapsed meeting, an amendment,
a lost vote and a second round, an objection, and the bound case at the end."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from commands import Commands

TO_ALL = ("--place", "村党群服务中心", "--recorder", "王会计")


class Road:
    """One decision, act by act; each returns what the command told."""

    def __init__(self, cli: Commands) -> None:
        self.cli = cli
        cli.today = "2022-04-01"
        init = ("init", "--role", "village", "--code", "07", "--name", "大湾村", "--user", "王会计")
        cli.done(*init)
        cli.today = "2022-05-31"
        self.matter = cli.done(
            "matter", "add", "--words", "村部到三组的路一下雨就走不成，请求硬化", "--summary",
            "硬化村部至三组道路", "--topic", "infrastructure", "--list", "major_public",
            "--by", "马建国", "--heard-on", "2022-04-05",
        )["number"]  # fmt: skip
        self.id = cli.done(
            "procedure", "new", "--matter", self.matter, "--type", "public_works", "--text",
            "硬化村部至三组道路1.2公里，预算40万元", "--motion", "masses", "--date", "2022-04-06",
        )["id"]  # fmt: skip

    def act(self, name: str, *words: str) -> dict[str, Any]:
        return self.cli.done("procedure", name, self.id, *words)

    def meet(
        self, step: str, day: str, votes: tuple[int, int, int, int], *more: str
    ) -> dict[str, Any]:
        """``votes``: expected, present, for, against; the rest abstained."""
        expected, present, in_favour, against = votes
        return self.act(
            "step", step, "--date", day, "--time", "14:30", *TO_ALL, "--chair", "马文秀",
            "--expected", str(expected), "--present", str(present), "--for", str(in_favour),
            "--against", str(against), "--abstained", str(present - in_favour - against), *more,
        )  # fmt: skip

    def show(self) -> dict[str, Any]:
        return self.cli.done("procedure", "show", self.id)


def first_round(road: Road) -> None:
    assert road.meet("proposal", "2022-04-06", (5, 5, 5, 0))["passed"]
    assert road.meet(
        "consultation", "2022-04-07", (7, 6, 6, 0), "--amendment",
        "硬化村部至三组道路1.2公里，预算36万元",
    )["passed"]  # fmt: skip
    lapsed = road.meet("deliberation", "2022-04-09", (43, 28, 28, 0))
    assert (lapsed["passed"], lapsed["why"]) == (False, "no_quorum")
    assert lapsed["quorum"] == {"needed": 29, "present": 28}
    assert road.meet("deliberation", "2022-04-11", (43, 31, 27, 3))["passed"]
    lost = road.meet("resolution", "2022-04-13", (40, 30, 15, 15), "--form", "ballot")
    assert (lost["passed"], lost["why"]) == (False, "no_majority")


def second_round(road: Road) -> None:
    road.act("round", "--reason", "群众嫌占地多，路面改窄，占地减半", "--date", "2022-04-15",
             "--text", "硬化村部至三组道路1.2公里，路面宽3米，预算33万元")  # fmt: skip
    for step, day, votes in (
        ("proposal", "2022-04-15", (5, 5, 5, 0)),
        ("consultation", "2022-04-16", (7, 7, 7, 0)),
        ("deliberation", "2022-04-17", (43, 33, 30, 1)),
        ("resolution", "2022-04-18", (40, 35, 33, 2)),
    ):
        assert road.meet(step, day, votes)["passed"], step


def carried_out(road: Road) -> None:
    def posted(notice: str, start: str, until: str, text: str) -> None:
        road.act("draft", notice, "--text", text, "--date", start)
        road.act(
            "opinion", notice, "--text", "程序合规，同意公开", "--by", "赵监委", "--date", start
        )
        road.act("post", notice, "--from", start, "--until", until, "--where", "村务公开栏",
                 "--text", text)  # fmt: skip

    posted("resolution_notice", "2022-04-19", "2022-04-26", "硬化村部至三组道路1.2公里，预算33万元")
    road.act("object", "--by", "李小明", "--text", "路为什么不修到五组", "--date", "2022-04-21",
             "--answer", "五组道路已列入明年计划", "--answered-on", "2022-04-22")  # fmt: skip
    road.act("take-down", "resolution_notice", "--date", "2022-04-27")
    road.act("implement", "--who", "李建国", "--due", "2022-05-20", "--date", "2022-04-28")
    road.act("implement", "--progress", "路基完成", "--spent", "12000000", "--date", "2022-05-06")
    road.act("implement", "--progress", "路面完成，通车", "--spent", "20800050",
             "--date", "2022-05-16")  # fmt: skip
    road.act("implement", "--accepted-on", "2022-05-18", "--acceptance", "验收合格")
    posted("outcome_notice", "2022-05-19", "2022-05-26", "路面1.2公里已硬化通车")
    road.act("take-down", "outcome_notice", "--date", "2022-05-27")
    road.act("close", "--date", "2022-05-28")


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Road:
    monkeypatch.setenv("LONGSHAN_STATE_DIR", str(tmp_path / "state"))
    return Road(Commands(tmp_path / "home"))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Road:
    """The whole road, lived once; the tests only read it."""
    folder = tmp_path_factory.mktemp("road")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LONGSHAN_STATE_DIR", str(folder / "state"))
        road = Road(Commands(folder / "home"))
        first_round(road)
        second_round(road)
        carried_out(road)
    return road


@pytest.mark.rule("R14")
def test_a_road_is_decided_built_and_told(done: Road) -> None:
    told = done.show()
    assert told["phase"] == "closed"
    assert told["round"] == 2
    assert told["implementation"]["spent"] == 32_800_050
    assert [finding for finding in told["findings"] if finding["open"]] == []
    assert [len(each["steps"]) for each in told["rounds"]] == [5, 4]


@pytest.mark.rule("R14")
def test_nothing_is_carried_out_before_it_is_decided(road: Road) -> None:
    first_round(road)
    refused = ("--to", "李建国", "--due", "2022-06-01", "--date", "2022-04-14")
    assert road.cli.code("matter", "move", road.matter, "assign", *refused) == "needs_procedure"
    assert road.cli.code(
        "procedure", "post", road.id, "resolution_notice", "--from", "2022-04-14", "--until",
        "2022-04-21", "--where", "公开栏",
    ) == "not_open"  # fmt: skip


def test_the_lost_round_stays_on_record(done: Road) -> None:
    first = done.show()["rounds"][0]
    assert "占地多" in done.show()["rounds"][1]["reason"]
    assert [step["passed"] for step in first["steps"]] == [True, True, False, True, False]


def test_every_paper_of_the_case_is_made(done: Road, tmp_path: Path) -> None:
    for kind, count in (
        ("decision_register", 1), ("proposal", 3), ("consultation", 2), ("deliberation", 3),
        ("resolution", 3), ("resolution_notice", 1), ("outcome_notice", 1), ("case_cover", 1),
        ("case_file", 1),
    ):  # fmt: skip
        made = ("paper", "make", kind, "--for", done.id, "--out", str(tmp_path / "out"))
        assert len(done.cli.done(*made, "--as", "docx")["files"]) == count, kind


def test_the_bound_case_holds_both_rounds_and_the_objection(done: Road, tmp_path: Path) -> None:
    made = ("paper", "make", "case_file", "--for", done.matter, "--out", str(tmp_path / "out"))
    (word,) = done.cli.done(*made, "--as", "docx")["files"]
    (pdf,) = done.cli.done(*made, "--as", "pdf")["files"]
    with zipfile.ZipFile(io.BytesIO(Path(word).read_bytes())) as packed:
        document = packed.read("word/document.xml").decode()
    for words in (
        "路为什么不修到五组",
        "五组道路已列入明年计划",
        "328,000.50元",
        "程序合规，同意公开",
    ):
        assert words in document, words
    assert Path(pdf).stat().st_size > 20_000
