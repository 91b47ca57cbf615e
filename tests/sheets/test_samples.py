"""Every sample that is shipped is read, and counts what it should."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import IdKind
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.sheets.known_seats import KnownHome, Village
from longshan_desk.sheets.plan_roll import plan_roll
from longshan_desk.sheets.plan_roster import plan_roster
from longshan_desk.sheets.read_households import HouseholdSheet, read_households
from longshan_desk.sheets.read_matters import read_matters
from longshan_desk.sheets.read_roll import read_roll
from longshan_desk.sheets.read_roster import read_roster
from longshan_desk.sheets.read_visits import read_visits
from longshan_desk.sheets.workbook import open_workbook
from sheets.desk_double import PlainDesk

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples"

# new, refused, undecided, households
EXPECTED = {
    "农户花名册模板.xlsx": (0, 0, 0, 0),
    "农户-标题行与合并户.xlsx": (15, 0, 0, 5),
    "农户-两行表头.xlsx": (15, 0, 0, 5),
    "农户-UTF8.csv": (15, 0, 0, 5),
    "农户-UTF8带BOM.csv": (15, 0, 0, 5),
    "农户-GB18030.csv": (15, 0, 0, 5),
    "农户-网页表格.xls": (15, 0, 0, 5),
    "农户-老版本Excel.xls": (15, 0, 0, 5),
    "农户-XML表格2003.xls": (15, 0, 0, 5),
    "农户-各种日期.xlsx": (13, 2, 0, 5),
    "农户-证件号存成数字.xlsx": (12, 3, 0, 5),
    "农户-三留守登记表.xlsx": (5, 1, 0, 5),
    "农户-末尾空行.xlsx": (15, 0, 0, 5),
}


def sample(name: str) -> HouseholdSheet:
    return read_households(SAMPLES / name)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_imported_with_these_counts(name: str) -> None:
    plan = PlainDesk().plan(sample(name))
    new, refused, undecided, households = EXPECTED[name]
    assert plan.counts == {
        "new": new,
        "changed": 0,
        "same": 0,
        "refused": refused,
        "undecided": undecided,
    }
    assert len(plan.households) == households


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_imported_twice_changes_nothing(name: str) -> None:
    desk = PlainDesk()
    sheet = sample(name)
    desk.import_all(sheet)
    again = desk.plan(sheet)
    assert again.counts["same"] == EXPECTED[name][0]
    assert again.changes_nothing


def test_every_sample_of_households_is_expected() -> None:
    assert {path.name for path in SAMPLES.glob("农户*")} == set(EXPECTED)


FULL = [name for name, counts in EXPECTED.items() if counts == (15, 0, 0, 5)]


@pytest.mark.parametrize("name", FULL)
def test_the_same_village_is_read_from_every_kind_of_file(name: str) -> None:
    desk = PlainDesk()
    desk.import_all(sample(FULL[0]))
    plan = desk.plan(sample(name))
    assert not plan.counts["new"]
    assert not plan.counts["undecided"]


@pytest.mark.parametrize("name", FULL)
def test_names_numbers_and_groups_arrive_whole(name: str) -> None:
    sheet = sample(name)
    names = {row.name for row in sheet.rows}
    assert {"李䶮", "白𠅤", "穆罕默德·阿卜杜拉·本·阿里·海拉提"} <= names
    assert all(len(row.values["id_number"]) == 18 for row in sheet.rows)
    assert [block.values["group"] for block in sheet.households.values()] == [1, 1, 2, 2, 3]


def test_every_way_of_writing_a_birthday_is_read() -> None:
    wanted = {row.values["name"]: row.values["born_on"] for row in sample(FULL[0]).rows}
    sheet = sample("农户-各种日期.xlsx")
    read = {row.name: row.values["born_on"] for row in sheet.rows if not row.problems}
    assert read == {name: wanted[name] for name in read}
    assert {p.value for row in sheet.rows for p in row.problems} == {"1.15", "08.8.8"}


def test_rounded_numbers_are_refused_and_the_others_taken() -> None:
    sheet = sample("农户-证件号存成数字.xlsx")
    assert {row.name for row in sheet.rows if row.problems} == {"马占山", "苏玉兰", "白志明"}
    kinds = {row.name: row.values.get("id_kind") for row in sheet.rows}
    assert kinds["马秀花"] is IdKind.DISABILITY
    assert kinds["马一诺"] is kinds["阿依古丽"] is None


def test_the_register_of_the_left_behind_adds_to_the_roster() -> None:
    desk = PlainDesk()
    desk.import_all(sample(FULL[0]))
    plan = desk.plan(sample("农户-三留守登记表.xlsx"))
    assert plan.counts == {"new": 1, "changed": 4, "same": 0, "refused": 1, "undecided": 0}
    changed = {row.name: row.fields["special_groups"][1] for row in plan.rows if row.fields}
    assert changed["马一诺"] == ("left_behind_child",)
    assert changed["马秀花"] == ("elder_alone",)


def test_the_roster_of_cadres_is_read_but_for_one_office() -> None:
    plan = plan_roster(read_roster(SAMPLES / "干部-说事会成员.xlsx"), [])
    assert (plan.counts["new"], plan.counts["refused"]) == (9, 1)
    assert [problem.value for problem in plan.problems] == ["治保"]


def test_the_register_of_matters_is_read_whole() -> None:
    sheet = read_matters(SAMPLES / "事项-2021年台账.xlsx", today=date(2022, 4, 1))
    assert len(sheet.rows) == 5
    assert not any(row.problems for row in sheet.rows)


def test_the_party_members_are_read_but_for_one_reason() -> None:
    plan = plan_roll(read_roll(SAMPLES / "名单-党员花名册.xlsx"), Village())
    assert {row.body for row in plan.rows} == {Body.PARTY_MEMBERS}
    assert (plan.counts["new"], plan.counts["refused"]) == (4, 1)
    assert [row.name for row in plan.rows if row.exclusion] == ["马小龙", "李䶮"]


def test_the_representatives_are_read_with_whom_they_stand_for() -> None:
    homes = (("马占山", 1), ("买买提·艾力", 1), ("李䶮", 2), ("马秀花", 2), ("白𠅤", 3))
    village = Village(homes=tuple(KnownHome(f"h{n}", *one) for n, one in enumerate(homes)))
    plan = plan_roll(read_roll(SAMPLES / "名单-村民代表.xlsx"), village)
    assert {row.body for row in plan.rows} == {Body.REPRESENTATIVES}
    assert [row.homes for row in plan.rows] == [("h0", "h1"), ("h2", "h3"), None]
    assert plan.problems[0].reason == "农户册里没有户主叫麻大的农户。"


def test_the_visits_are_read_but_for_one_that_tells_nothing() -> None:
    sheet = read_visits(SAMPLES / "走访-2022年3月.xlsx")
    assert {row.values["way"] for row in sheet.rows} == {VisitWay.AT_HOME}
    assert [row.values["on"].day for row in sheet.rows] == [5, 5, 6, 6, 7]
    assert sheet.rows[2].values["visitors"] == ("王文", "丁玉梅")
    assert [row.name for row in sheet.rows if row.problems] == ["白𠅤"]
    assert sheet.rows[4].problems[0].reason == "没有写走访情况。"


TEMPLATES = ["干部名册模板.xlsx", "事项台账模板.xlsx", "会议名单模板.xlsx", "走访记录模板.xlsx"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_is_empty_and_its_header_is_known(name: str) -> None:
    if name.startswith("会议"):
        assert read_roll(SAMPLES / name).rows == ()
    elif name.startswith("走访"):
        assert read_visits(SAMPLES / name).rows == ()
    elif name.startswith("干部"):
        assert read_roster(SAMPLES / name).rows == ()
    else:
        assert read_matters(SAMPLES / name, today=date(2022, 4, 1)).rows == ()


def test_the_samples_are_those_that_the_tool_makes(tmp_path: Path) -> None:
    tool = ROOT / "tools" / "make_samples.py"
    subprocess.run([sys.executable, str(tool), str(tmp_path)], check=True)
    assert {path.name for path in SAMPLES.iterdir()} == {path.name for path in tmp_path.iterdir()}
    for path in SAMPLES.iterdir():
        made, kept = open_workbook(tmp_path / path.name), open_workbook(path)
        assert [made.sheet(n) for n in made.names] == [kept.sheet(n) for n in kept.names]
