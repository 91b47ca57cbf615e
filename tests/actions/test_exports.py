"""Exports are read by the imports again, and then there is nothing to change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desk import Desk, id_number
from longshan_desk.actions import households, import_households, import_matters, people
from longshan_desk.actions.exports import (
    export_households,
    export_register,
    write_refused_households,
)
from longshan_desk.data.tables.people import Person
from longshan_desk.domain.household_facts import PersonFacts
from longshan_desk.domain.labels import ListKind, Topic
from longshan_desk.errors import AppError
from longshan_desk.queries.households import household_ids


def cells(path: Path) -> list[dict[str, object]]:
    rows = load_workbook(path).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    headings = next(rows)
    return [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.fixture
def village(desk: Desk) -> dict[str, str]:
    """Households as they really are: namesakes, rare names, special groups, gaps."""
    households.name_group(desk.store, 2, "马家湾")
    found = {
        "马占山": desk.add_household(
            PersonFacts("马占山", id_number=id_number(), phone="13812345678"),
            PersonFacts("冶玉兰", relation="配偶", resident="外出", work_place="兰州"),
            PersonFacts("马·穆罕默德䶮", relation="长子", born_on=date(2010, 5, 1)),
            group=2,
            code="0007",
            address="河滩 3 号",
            note="危房",
        ),
        "李建国": desk.add_household(
            "李建国",
            PersonFacts("李小龙", born_on=date(2001, 1, 1)),
            PersonFacts("李小龙", born_on=date(2012, 1, 1)),
            group=1,
        ),
        "李建国二": desk.add_household("李建国", group=1),
        "=1+1": desk.add_household("丁一", note="=1+1", group=3),
    }
    people.add_special_group(desk.store, found["马占山"], "低保")
    child = desk.household(found["马占山"]).people[2].id
    people.add_special_group(desk.store, found["马占山"], "留守儿童", person_id=child)
    return found


def test_exporting_and_importing_households_changes_nothing(
    desk: Desk, village: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "花名册.xlsx"
    assert export_households(desk.store, path).rows == 8
    shown = import_households.preview(desk.store, path)
    assert shown.plan.problems == []
    assert shown.plan.counts["same"] == 8
    before = desk.records()
    import_households.apply(desk.store, shown)
    assert desk.records() == before


def test_an_export_makes_the_same_village_elsewhere(
    desk: Desk, village: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "花名册.xlsx"
    export_households(desk.store, path)
    other = Desk(tmp_path / "other").found()
    import_households.apply(other.store, import_households.preview(other.store, path))
    export_households(other.store, tmp_path / "again.xlsx")
    again = cells(tmp_path / "again.xlsx")
    assert sorted(map(str, again)) == sorted(map(str, cells(path)))
    other.close()


def test_some_households_are_exported_in_the_order_given(
    desk: Desk, village: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "两户.xlsx"
    ids = [village["=1+1"], village["马占山"]]
    exported = export_households(desk.store, path, household_ids=ids)
    assert (exported.file, exported.rows) == (path, 4)
    assert [row["姓名"] for row in cells(path)][:2] == ["丁一", "马占山"]


def test_numbers_stay_text_and_words_are_never_a_formula(
    desk: Desk, village: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "花名册.xlsx"
    export_households(desk.store, path)
    by_name = {row["姓名"]: row for row in cells(path)}
    assert by_name["马占山"]["身份证号"] == id_number()
    assert by_name["丁一"]["户备注"] == "=1+1"


def test_the_dead_are_not_exported(desk: Desk, village: dict[str, str], tmp_path: Path) -> None:
    with desk.store.change("登记死亡") as session:
        dead = session.get(Person, desk.household(village["马占山"]).people[1].id)
        assert dead is not None
        dead.died_on = date(2022, 4, 1)
    path = tmp_path / "花名册.xlsx"
    assert export_households(desk.store, path).rows == 7


def test_a_file_that_cannot_be_written_says_so(
    desk: Desk, village: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(AppError):
        export_households(desk.store, tmp_path / "没有" / "花名册.xlsx")


def test_refused_rows_come_back_with_their_reasons_and_can_be_mended(
    desk: Desk, tmp_path: Path
) -> None:
    source = tmp_path / "花名册.csv"
    source.write_text(
        "组别,户主姓名,姓名,与户主关系,身份证号\n"
        f"一组,马占山,马占山,户主,{id_number()}\n"
        "一组,马占山,马小虎,长子,62052519900101001\n",
        encoding="utf-8",
    )
    shown = import_households.preview(desk.store, source)
    import_households.apply(desk.store, shown)
    refused = write_refused_households(shown, tmp_path / "不能导入.xlsx")
    (row,) = cells(refused)
    assert (row["姓名"], row["原行号"]) == ("马小虎", 3)
    book = load_workbook(refused)
    assert book.active is not None
    book.active["E2"] = id_number(date(1990, 1, 1), 3)
    book.save(refused)
    again = import_households.apply(desk.store, import_households.preview(desk.store, refused))
    assert again["new"] == 1
    (household,) = household_ids(desk.store)
    assert [one.name for one in desk.household(household).people] == ["马占山", "马小虎"]


# -- the register -------------------------------------------------------------------------------


@pytest.fixture
def register(desk: Desk) -> list[str]:
    """Matters in several stages; their ids."""
    first = desk.add_matter(
        "水渠漏水，浇不上地。", on=date(2022, 4, 1), raisers=["马占山", "李建国"]
    )
    desk.deliberate(first, on=date(2022, 4, 2))
    desk.assign(first, "李建国", due=date(2022, 4, 20), on=date(2022, 4, 2))
    desk.solve(first, "已清淤。", on=date(2022, 4, 4))
    desk.tell(first, on=date(2022, 4, 5))
    second = desk.add_matter(
        "路灯不亮。", raisers=["冶玉兰"], is_anonymous=True, contact_phone="13812345678"
    )
    third = desk.add_matter(
        "想修一条产业路。",
        list_kind=ListKind.MAJOR_PUBLIC,
        topic=Topic.INDUSTRY,
        signatures=12,
    )
    return [first, second, third]


def test_exporting_and_importing_the_register_changes_nothing(
    desk: Desk, register: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "登记册.xlsx"
    assert export_register(desk.store, path).rows == 3
    shown = import_matters.preview(desk.store, path)
    assert shown.plan.problems == []
    assert shown.plan.counts["same"] == 3


def test_what_an_input_method_leaves_in_the_words_is_no_change_either(
    desk: Desk, tmp_path: Path
) -> None:
    matter = desk.add_matter("门前　水渠１２米\x0b塌了", contact_phone="１３８ 9380 0001")
    desk.deliberate(matter)
    desk.assign(matter, to="王　某")
    desk.solve(matter, "修好　１２米")
    path = tmp_path / "登记册.xlsx"
    export_register(desk.store, path)
    plan = import_matters.preview(desk.store, path).plan.result()
    assert (plan["same"], plan["changed"], plan["refused"]) == (1, 0, 0)


def test_r7_the_register_says_where_each_matter_stands(
    desk: Desk, register: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "登记册.xlsx"
    export_register(desk.store, path, matter_ids=register[:1])
    (row,) = cells(path)
    assert (row["编号"], row["反映人"], row["清单"]) == (
        "2022-04-001",
        "马占山、李建国",
        "村级自办事项",
    )
    assert (row["办理状态"], row["办结方式"], row["办理结果"], row["群众答复"]) == (
        "已办结",
        "已解决",
        "已清淤。",
        "满意",
    )


def test_r54_who_is_not_to_be_named_is_not_in_the_register(
    desk: Desk, register: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "登记册.xlsx"
    export_register(desk.store, path, matter_ids=register[1:2])
    (row,) = cells(path)
    assert (row["反映人"], row["联系电话"]) == ("某群众", None)
    assert "冶玉兰" not in str(row)


def test_r54_how_many_signed_is_in_the_register(
    desk: Desk, register: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "登记册.xlsx"
    export_register(desk.store, path, matter_ids=register[2:])
    assert cells(path)[0]["反映人"] == "马占山等12人"
