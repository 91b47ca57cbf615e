"""The gate: what of people may be read on the wall."""

from __future__ import annotations

from datetime import date

import pytest

from longshan_desk.domain.redaction import Gate, Known, Names, masked_name, unnamed

DAY = date(2022, 4, 5)
PEOPLE = (
    Known("马占山", 1, date(1970, 1, 1)),
    Known("马小山", 1, date(2015, 1, 1)),
    Known("阿依古丽·买买提", 2, date(1980, 1, 1)),
    Known("𠅤文", 3, date(1980, 1, 1)),
    Known("王会计", 1, date(1980, 1, 1)),
)


def gate(names: Names = Names.MASKED) -> Gate:
    return Gate(names, DAY, PEOPLE, frozenset({"王会计"}), frozenset({"0938-7891234"}))


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("马占山", "马某某"),
        ("欧阳娜", "欧阳某某"),
        ("阿依古丽·买买提", "阿某某"),
        ("𠅤文", "𠅤某某"),
        ("某群众", "某群众"),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("said", "public"),
    [
        ("马占山说路不平", "马某某（一组）说路不平"),
        ("一组马占山说路不平", "一组马某某说路不平"),
        ("阿依古丽·买买提反映", "阿某某（二组）反映"),
        ("王会计承办", "王会计承办"),
        ("身份证620525197001011234", "身份证6205**********1234"),
        ("电话13812345678", "电话138****5678"),
        ("监督电话0938-7891234", "监督电话0938-7891234"),
        ("编号2022-04-003，2022年4月5日", "编号2022-04-003，2022年4月5日"),
        ("马小山没有校车", "某儿童没有校车"),
        ("马占山是低保户", "马某某（一组）是（情况略）"),
        ("建议公开低保名额", "建议公开低保名额"),
        ("某群众是低保户", "某群众是（情况略）"),
        ("马占山家有失能独居老人", "马某某（一组）家有（情况略）"),
        ("马　占山、阿依古丽•买买提", "马某某（一组）、阿某某（二组）"),
        ("残疾证62052519700101123443", "残疾证6205************3443"),
        ("残疾证62052519700101123X43B1", "残疾证6205**************43B1"),
        ("卡号6217 0012 3456 7890 123", "卡号6217***********0123"),
        ("旧身份证620525700101123", "旧身份证6205*******1123"),
        ("电话138 1234 5678、138-1234-5678", "电话138****5678、138****5678"),
        ("2022-04-001 2022-04-002 2022-04-003", "2022-04-001 2022-04-002 2022-04-003"),
    ],
)
def test_words_as_the_public_reads_them(said: str, public: str) -> None:
    assert gate().text(said) == public


def test_full_names_by_choice_still_hide_numbers_children_and_groups() -> None:
    full = gate(Names.FULL)
    assert full.text("马占山、马小山，13812345678，残疾") == (
        "马占山、某儿童，138****5678，（情况略）"
    )


def test_the_gate_says_in_words_what_it_masked() -> None:
    one = gate()
    one.text("马占山、马小山，13812345678")
    assert one.told == ("电话号码 1 处", "姓名 1 处", "未满14周岁儿童姓名 1 处")


def test_of_two_with_one_name_the_child_decides() -> None:
    both = (Known("马强", 1, date(1970, 1, 1)), Known("马强", 2, date(2015, 1, 1)))
    assert Gate(Names.FULL, DAY, both).text("马强") == "某儿童"


def test_who_is_named_in_one_cell_has_no_special_group_told_in_the_next() -> None:
    one = gate()
    one.narrow("马占山\n评为低保户")
    assert one.text("评为低保户") == "评为（情况略）"


def test_a_paper_that_names_nobody_may_speak_of_special_groups() -> None:
    one = gate()
    one.narrow("王会计\n讲解低保政策")
    assert one.text("讲解低保政策") == "讲解低保政策"


@pytest.mark.rule("R54")
def test_the_name_of_a_shy_raiser_is_taken_out_of_words() -> None:
    assert unnamed("马占山说，马　占山家门前不平", ["马占山"]) == "某群众说，某群众家门前不平"
