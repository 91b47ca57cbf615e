"""Papers by command."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands import Commands
from longshan_desk.data.store import Store
from longshan_desk.paths import DeskPaths
from longshan_desk.queries.paper_uses import paper_uses

# One application for the whole run: the window's tests need the larger kind.
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def hearing(cli: Commands) -> str:
    made = cli.hearing()
    cli.raise_at(made, "门前水渠坏了", "马占山说路灯不亮，电话13812345678")
    cli.done("hearing", "close", made)
    return made


def files(result: dict[str, list[str]]) -> list[Path]:
    return [Path(name) for name in result["files"]]


def test_the_list_says_what_each_paper_is_made_for(cli: Commands) -> None:
    kinds = {one["kind"]: one["for"] for one in cli.done("paper", "list")["kinds"]}
    assert kinds["hearing_notice"] == "hearing"
    assert kinds["promise"] == "matter"


@pytest.mark.parametrize(("form", "start"), [("docx", b"PK"), ("pdf", b"%PDF"), ("png", b"\x89P")])
def test_a_paper_is_made_as_any_kind_of_file(
    cli: Commands, hearing: str, tmp_path: Path, form: str, start: bytes
) -> None:
    out = str(tmp_path / "out")
    result = cli.done(
        "paper", "make", "hearing_notice", "--for", hearing, "--out", out, "--as", form
    )
    (file,) = files(result)
    assert file.suffix == f".{form}"
    assert file.read_bytes().startswith(start)


def test_all_papers_of_a_hearing_are_made_at_once(
    cli: Commands, hearing: str, tmp_path: Path
) -> None:
    result = cli.done("paper", "make-all", "--hearing", hearing, "--out", str(tmp_path / "out"))
    assert len(files(result)) == 9
    assert all(file.is_file() for file in files(result))


def test_a_committees_meeting_has_no_papers_of_a_hearing(cli: Commands, tmp_path: Path) -> None:
    made = cli.done(
        "meeting", "new", "--kind", "committees", "--date", "2022-04-06",
        "--place", "村部", "--chair", "马文秀", "--recorder", "王会计",
    )["id"]  # fmt: skip
    out = str(tmp_path / "out")
    assert cli.refused("paper", "make-all", "--hearing", made, "--out", out)["code"] == "not_found"
    for kind in ("hearing_notice", "opening_report", "hearing_minutes"):
        said = cli.refused("paper", "make", kind, "--for", made, "--out", out)
        assert said["message"].startswith("这次会议不是说事会")


def test_a_file_in_the_folders_place_is_said(cli: Commands, hearing: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    said = cli.refused("paper", "make", "sign_in", "--for", hearing, "--out", str(tmp_path / "out"))
    assert "已经有一个同名的文件" in said["message"]


@pytest.mark.rule("R36")
def test_a_party_day_at_the_hearing_gives_its_own_minutes(cli: Commands, tmp_path: Path) -> None:
    made = cli.hearing()
    cli.done("hearing", "row", made, "--kind", "party_day", "--text", "重温入党誓词。")
    out = str(tmp_path / "out")
    papers = files(cli.done("paper", "make-all", "--hearing", made, "--out", out))
    names = [file.stem for file in papers]
    assert "大湾村2022年4月主题党日会议记录" in names
    assert "大湾村2022年4月党群说事会暨主题党日通知" in names


def test_every_form_is_there_as_a_blank(cli: Commands, tmp_path: Path) -> None:
    result = cli.done("paper", "blanks", "--out", str(tmp_path / "out"))
    assert len(files(result)) >= 16


def test_a_posted_paper_says_what_it_masked(cli: Commands, hearing: str, tmp_path: Path) -> None:
    cli.today = "2022-05-05"
    may = cli.hearing("2022-05-05")
    out = str(tmp_path / "out")
    result = cli.done("paper", "make", "opening_report", "--for", may, "--out", out)
    assert "电话号码 1 处" in result["masked"]


def test_a_poster_is_made_for_notices_alone(cli: Commands, hearing: str, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "out"), "--size", "a3", "--for", hearing)
    assert cli.done("paper", "make", "hearing_notice", *out)["files"]
    assert cli.code("paper", "make", "sign_in", *out) == "bad_value"


def test_a_paper_of_nothing_is_refused(cli: Commands, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "out"))
    assert cli.code("paper", "make", "promise", "--for", "2022-04-099", *out) == "not_found"
    assert cli.code("paper", "make", "nothing", "--for", "1", *out) == "not_found"
    assert cli.code("paper", "make", "promise", *out) == "wrong_use"


def test_a_letter_that_the_record_does_not_support_is_refused_and_its_blank_is_not(
    cli: Commands, tmp_path: Path
) -> None:
    number, out = cli.register(), ("--out", str(tmp_path / "out"))
    for kind in ("promise", "request_for_instructions", "explanation", "closing_slip"):
        said = cli.refused("paper", "make", kind, "--for", number, *out)
        assert (said["code"], said["where"]) == ("nothing_to_print", number)
        assert "空白表格" in said["hint"]
        assert files(cli.done("paper", "make", kind, "--blank", *out))
    assert cli.code("paper", "issue", "promise", "--for", number) == "nothing_to_print"


def test_an_issued_paper_is_printed_again_as_it_was(cli: Commands, tmp_path: Path) -> None:
    number = cli.assigned()
    (issued,) = cli.done("paper", "issue", "assignment_slip", "--for", number)["ids"]
    cli.move(number, "close", "--outcome", "solved", "--result", "已修好")
    (row,) = cli.done("paper", "issued")["papers"]
    assert (row["id"], row["status"], row["changed"]) == (issued, "awaits_signature", True)
    out = str(tmp_path / "out")
    assert cli.done("paper", "reprint", issued, "--out", out)["changed"]


def test_what_was_not_posted_is_not_printed_again_as_a_picture(
    cli: Commands, hearing: str, tmp_path: Path
) -> None:
    out = ("--out", str(tmp_path / "out"), "--as", "png")
    (inside,) = cli.done("paper", "issue", "hearing_minutes", "--for", hearing)["ids"]
    (posted,) = cli.done("paper", "issue", "hearing_notice", "--for", hearing)["ids"]
    assert cli.code("paper", "reprint", inside, *out) == "wrong_stage"
    assert cli.done("paper", "reprint", posted, *out)["files"]


def test_an_issued_paper_is_signed_stamped_and_filed(cli: Commands) -> None:
    (issued,) = cli.done("paper", "issue", "assignment_slip", "--for", cli.register())["ids"]
    cli.done("paper", "mark", issued, "signed")
    cli.done("paper", "mark", issued, "stamped", "--seal", "村党支部")
    cli.done("paper", "mark", issued, "filed", "--box", "3")
    assert cli.code("paper", "mark", issued, "signed") == "wrong_stage"
    (row,) = cli.done("paper", "issued")["papers"]
    assert (row["status"], row["box"]) == ("filed", "3")


def test_a_correction_leaves_both_versions(cli: Commands) -> None:
    (issued,) = cli.done("paper", "issue", "assignment_slip", "--for", cli.register())["ids"]
    assert cli.code("paper", "correct", issued) == "reason_required"
    cli.done("paper", "correct", issued, "--reason", "时限写错")
    versions = {(row["version"], row["status"]) for row in cli.done("paper", "issued")["papers"]}
    assert versions == {(1, "voided"), (2, "awaits_signature")}


@pytest.mark.rule("R37")
def test_a_posted_paper_that_was_wrong_gets_a_notice_of_its_correction(
    cli: Commands, tmp_path: Path
) -> None:
    made = cli.hearing("2022-04-05", "--place", "村部")
    (posted,) = cli.done("paper", "issue", "hearing_notice", "--for", made, "--size", "a4")["ids"]
    out = ("--out", str(tmp_path / "out"), "--as", "pdf")
    assert cli.code("paper", "make", "correction_notice", "--for", posted, *out) == "wrong_stage"
    cli.done("meeting", "edit", made, "--place", "学校")
    corrected = cli.done("paper", "correct", posted, "--reason", "地点写错了")
    assert (corrected["version"], corrected["notice"]) == (2, True)
    for either in (posted, corrected["id"]):
        (file,) = files(cli.done("paper", "make", "correction_notice", "--for", either, *out))
        assert file.read_bytes().count(b"/Type /Page\n") == 1
    assert cli.done("paper", "issue", "correction_notice", "--for", posted, "--size", "a3")["ids"]


@pytest.mark.rule("R37")
def test_a_paper_that_hung_nowhere_needs_no_notice(cli: Commands) -> None:
    (issued,) = cli.done("paper", "issue", "assignment_slip", "--for", cli.register())["ids"]
    assert not cli.done("paper", "correct", issued, "--reason", "时限写错")["notice"]


@pytest.mark.rule("R38")
def test_the_final_is_kept_and_named_by_a_reprint(cli: Commands, tmp_path: Path) -> None:
    (issued,) = cli.done("paper", "issue", "assignment_slip", "--for", cli.register())["ids"]
    scan = tmp_path / "scan.jpg"
    scan.write_bytes(b"\xff\xd8")
    kept = cli.done("paper", "final", issued, "--file", str(scan))["final"]
    assert Path(kept).read_bytes() == b"\xff\xd8"
    assert cli.done("paper", "reprint", issued, "--out", str(tmp_path / "out"))["final"] == kept
    assert cli.code("paper", "final", issued, "--file", str(tmp_path / "x.exe")) == "bad_value"


@pytest.mark.rule("R38")
def test_the_register_of_the_seal_is_printed_by_year(cli: Commands, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "out"))
    assert files(cli.done("paper", "make", "seal_register", "--for", "2022", *out))
    assert cli.code("paper", "make", "seal_register", "--for", "今年", *out) == "bad_value"


def test_a_volume_says_first_what_is_missing(cli: Commands, hearing: str, tmp_path: Path) -> None:
    span = ("--from", "2022-03", "--to", "2022-04", "--out", str(tmp_path / "out"))
    result = cli.done("paper", "binder", *span)
    assert "2022年3月没有说事会。" in result["missing"]
    (file,) = files(result)
    assert file.read_bytes().count(b"/Type /Page\n") == result["pages"]


def test_a_volume_goes_on_from_a_page(cli: Commands, hearing: str, tmp_path: Path) -> None:
    span = ("--from", "2022-04", "--to", "2022-04", "--out", str(tmp_path / "out"))
    whole = cli.done("paper", "binder", *span)["pages"]
    (rest,) = files(cli.done("paper", "binder", *span, "--page", "5"))
    assert rest.read_bytes().count(b"/Type /Page\n") < whole


def test_a_volume_of_nothing_is_refused(cli: Commands, tmp_path: Path) -> None:
    span = ("--from", "2021-01", "--to", "2021-02", "--out", str(tmp_path / "out"))
    assert cli.code("paper", "binder", *span) == "nothing_to_print"


# -- visits -------------------------------------------------------------------------------------


@pytest.fixture
def visited(cli: Commands) -> dict[str, str]:
    """A household seen, with a line of the ledger that came of it, and one nobody went to."""
    home = cli.done("household", "add", "--group", "1", "--name", "马占山")["id"]
    cli.done("household", "add", "--group", "2", "--name", "李小明")
    words = ("--household", home, "--way", "at_home", "--by", "孙立", "--text", "家里平安")
    made = cli.done("visit", "add", *words)["id"]
    line = ("--target", "修路", "--person", "苏玉兰", "--due", "2022-05-30", "--visit", made)
    cli.done("ledger", "add", *line)
    return {"home": str(home), "visit": str(made)}


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("diary_entry", "{visit}"),
        ("diary_month", "2022-04"),
        ("diary_month", "2022-04/孙立"),
        ("diary_month", "2022-04/{home}"),
        ("visit_plan", "2022-04"),
        ("visit_plan", "2022-04/2/孙立"),
        ("visit_plan", "2022Q2/赵启明"),
        ("coverage_table", "2022-04"),
        ("coverage_table", "2022Q2/赵启明"),
        ("work_ledger", "2022-04"),
        ("work_ledger", "2022Q2"),
        ("work_ledger", "2022"),
        ("work_ledger", "open"),
    ],
)
def test_the_papers_of_visiting_are_made_for_their_time(
    cli: Commands, visited: dict[str, str], tmp_path: Path, kind: str, what: str
) -> None:
    out = ("--out", str(tmp_path / "out"))
    (file,) = files(cli.done("paper", "make", kind, "--for", what.format(**visited), *out))
    assert file.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("kind", ["diary_month", "visit_plan", "coverage_table", "work_ledger"])
def test_a_time_that_is_none_is_refused(cli: Commands, tmp_path: Path, kind: str) -> None:
    out = ("--out", str(tmp_path / "out"))
    assert cli.code("paper", "make", kind, "--for", "四月", *out) == "bad_value"


def test_the_list_says_for_which_time_the_papers_of_visiting_are(cli: Commands) -> None:
    kinds = {one["kind"]: one["for"] for one in cli.done("paper", "list")["kinds"]}
    assert (kinds["diary_entry"], kinds["diary_month"]) == ("visit", "month")


def test_an_internal_entry_is_no_picture(
    cli: Commands, visited: dict[str, str], tmp_path: Path
) -> None:
    cli.done("visit", "correct", visited["visit"], "--internal", "--reason", "补记")
    out = ("--out", str(tmp_path / "out"), "--as", "png")
    assert cli.code("paper", "make", "diary_entry", "--for", visited["visit"], *out) == (
        "wrong_stage"
    )


# -- who took what ------------------------------------------------------------------------------


def uses(cli: Commands) -> list[tuple[str, str, str, int]]:
    with Store(DeskPaths(cli.home), writer=False) as store:
        return [(row.way, row.kind, row.names, row.pages) for row in paper_uses(store)]


@pytest.mark.parametrize(
    ("form", "noted"),
    [
        ("docx", ("word", "hearing_notice", "masked", 0)),
        ("pdf", ("pdf", "hearing_notice", "masked", 1)),
        ("png", ("picture", "hearing_notice", "masked", 1)),
    ],
)
def test_what_a_command_wrote_is_noted_as_in_the_window(
    cli: Commands, hearing: str, tmp_path: Path, form: str, noted: tuple[str, str, str, int]
) -> None:
    out = str(tmp_path / "out")
    cli.done("paper", "make", "hearing_notice", "--for", hearing, "--out", out, "--as", form)
    assert uses(cli) == [noted]


def test_a_volume_by_command_is_noted(cli: Commands, hearing: str, tmp_path: Path) -> None:
    months = ("--from", "2022-04", "--to", "2022-04")
    cli.done("paper", "binder", *months, "--out", str(tmp_path / "out"))
    assert [(way, kind) for way, kind, _, _ in uses(cli)] == [("pdf", "binder")]


def test_beside_an_open_window_papers_are_made_and_not_noted(
    cli: Commands, hearing: str, tmp_path: Path
) -> None:
    with Store(DeskPaths(cli.home), writer=True):
        made = cli.done("paper", "make", "sign_in", "--for", hearing, "--out", str(tmp_path / "o"))
    assert len(files(made)) == 1
    assert uses(cli) == []
