"""What villages write about people, read into one form (R11, R34)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.domain import people
from longshan_desk.domain.dates import read_date
from longshan_desk.domain.id_numbers import check_digit, id_key, mask_id_number, read_id_number
from longshan_desk.domain.labels import IdKind, Sex
from longshan_desk.domain.names import normalise_name, read_name
from longshan_desk.domain.phones import mask_phone, read_phone
from longshan_desk.domain.text import normalise_text
from longshan_desk.errors import BadValueError

# -- text and names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\u00a0张三\u00a0", "张三"),
        ("\u3000一组\u3000", "一组"),
        ("１３８ＡＢｃ", "138ABc"),
        ("李\u200b四\ufeff", "李四"),
        ("a  \t b", "a b"),
        ("第一行 \r\n  第二行", "第一行\n第二行"),
        ("一组（马家湾）：好", "一组（马家湾）：好"),
    ],
)
def test_text_is_brought_into_one_form(written: str, read: str) -> None:
    assert normalise_text(written) == read


@given(st.text())
def test_normalised_text_stays_as_it_is(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once


@pytest.mark.parametrize("dot", "·・･•‧∙⋅．.")
def test_r34_every_separator_between_characters_becomes_the_one_of_the_standard(dot: str) -> None:
    assert normalise_name(f"买买提{dot}艾力") == "买买提\u00b7艾力"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("张 三", "张三"),
        ("张　　三", "张三"),
        ("阿卜杜拉 · 穆罕默德", "阿卜杜拉·穆罕默德"),
        ("John  Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("\ue863", "䶮"),
        ("李\ue816", "李\U00020087"),
    ],
)
def test_r34_names_are_written_one_way(written: str, read: str) -> None:
    assert normalise_name(written) == read


@pytest.mark.parametrize(
    "name", ["李䶮", "白𠅤", "𮧵𰻝", "穆罕默德·阿卜杜拉·本·阿里·海拉提·伊布拉欣·买买提艾力"]
)
def test_r34_rare_characters_and_long_names_are_kept_whole(name: str) -> None:
    assert read_name(name) == name


@pytest.mark.parametrize("name", ["", "123", "·", "张" * 51])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(BadValueError):
        read_name(name)


# -- card numbers -----------------------------------------------------------------------------


def number(day: str = "19900101", order: str = "123", region: str = "620525") -> str:
    body = f"{region}{day}{order}"
    return body + check_digit(body)


@pytest.mark.parametrize(
    "written",
    [
        number(),
        f" {number()} ",
        f"'{number()}",
        "620525 19900101 " + number()[14:],
        number()[:17] + "-" + number()[17:],
        number().translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)}),
    ],
)
def test_a_number_is_taken_however_it_is_spaced(written: str) -> None:
    found = read_id_number(written)
    assert found is not None
    assert found.number == number()


@pytest.mark.parametrize("last", ["x", "X", "×", "Х"])
def test_the_check_character_may_be_written_in_any_way(last: str) -> None:
    whole = next(n for order in range(100, 200) if (n := number(order=f"{order}")).endswith("X"))
    found = read_id_number(whole[:17] + last)
    assert found is not None
    assert found.number == whole


def test_a_number_tells_sex_and_birthday() -> None:
    found = read_id_number(number(order="124"))
    assert found is not None
    assert (found.kind, found.sex, found.born_on) == (
        IdKind.RESIDENT,
        Sex.FEMALE,
        date(1990, 1, 1),
    )


@pytest.mark.parametrize(
    "written", [None, "", "0", "000", "无", "暂无", "-", "—", "/", "不详", "未办理", 0, 0.0]
)
def test_a_placeholder_is_no_number(written: object) -> None:
    assert read_id_number(written) is None


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (number()[:17], "这里是 17 位"),
        ("620525900101123", "15 位"),
        (number()[:17] + str((int(number()[17].replace("X", "0")) + 1) % 10), "校验位"),
        (number(day="19900230"), "出生日期"),
        (number(day="20990101"), "出生日期"),
        (number(day="17990101"), "出生日期"),
        (number(region="620599"), "行政区划"),
        (number(region="990000"), "行政区划"),
        ("6205**********1234", "遮住"),
        ("马占山", "不属于证件号码"),
        (620525199001011237.0, "存成了数字"),
        ("6.20525E+17", "存成了数字"),
        (number() + "80", "第 19 位"),
        (number() + "45", "第 19 位"),
    ],
)
def test_a_wrong_number_is_refused_with_what_is_wrong(written: object, reason: str) -> None:
    with pytest.raises(BadValueError, match=reason) as refused:
        read_id_number(written)
    assert refused.value.hint


@pytest.mark.parametrize("region", ["110223", "622301", "810000", "830000"])
def test_a_region_that_has_been_renamed_since_is_still_one(region: str) -> None:
    assert read_id_number(number(region=region, day="19500101"))


def test_a_disability_card_is_known_and_belongs_to_the_same_person() -> None:
    card = read_id_number(number() + "44")
    assert card is not None
    assert card.kind is IdKind.DISABILITY
    assert card.key == number() == id_key(card.number)


def test_another_papers_number_is_taken_as_it_is() -> None:
    passport = read_id_number("E1234567", kind=IdKind.OTHER)
    assert passport is not None
    assert (passport.kind, passport.number, passport.sex) == (IdKind.OTHER, "E1234567", None)


@given(st.text() | st.floats() | st.integers())
def test_reading_a_number_says_yes_nothing_or_what_is_wrong(written: object) -> None:
    try:
        found = read_id_number(written)
    except BadValueError as refused:
        assert refused.message
    else:
        assert found is None or found.number


@given(st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 999))
def test_every_rightly_made_number_is_taken(born_on: date, order: int) -> None:
    found = read_id_number(number(day=f"{born_on:%Y%m%d}", order=f"{order:03d}"))
    assert found is not None
    assert found.born_on == born_on


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, change: int) -> None:
    right = number()
    wrong = right[:place] + str((int(right[place]) + change) % 10) + right[place + 1 :]
    with pytest.raises(BadValueError):
        read_id_number(wrong)


def test_numbers_are_masked() -> None:
    assert mask_id_number("620525199001011234") == "6205**********1234"


# -- telephones -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("13812345678", "13812345678"),
        (13812345678.0, "13812345678"),
        (13812345678, "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("0938-8234567", "0938-8234567"),
        ("(0938) 8234567", "0938-8234567"),
        ("01082345678", "010-82345678"),
        ("13812345678/13912345678", "13812345678、13912345678"),
        ("13812345678、13812345678", "13812345678"),
        ("13812345678 13912345678", "13812345678、13912345678"),
    ],
)
def test_a_telephone_is_written_one_way(written: object, read: str) -> None:
    assert read_phone(written) == read


@pytest.mark.parametrize("written", [None, "", "无", "无电话", "/", "-", "0", 0, 0.0, "不详"])
def test_no_telephone_is_none(written: object) -> None:
    assert read_phone(written) is None


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("138****1234", "遮住"),
        ("1381234567", "这里是 10 位"),
        ("8234567", "没有区号"),
        ("0938", "位数不对"),
        ("13812345678（儿子）", "不属于号码"),
        ("12345678901", "不是手机号码"),
    ],
)
def test_a_wrong_telephone_is_refused_with_what_is_wrong(written: str, reason: str) -> None:
    with pytest.raises(BadValueError, match=reason):
        read_phone(written)


def test_telephones_are_masked() -> None:
    assert mask_phone("13812341234、0938-8234567") == "138****1234、0938-****567"


# -- groups -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "number_", "name"),
    [
        ("一组", 1, ""),
        ("第一组", 1, ""),
        ("1组", 1, ""),
        ("1", 1, ""),
        (1.0, 1, ""),
        (3, 3, ""),
        ("第十二村民小组", 12, ""),
        ("１组", 1, ""),
        ("二社", 2, ""),
        ("（三）组", 3, ""),
        ("大湾村一组", 1, ""),
        ("三家村三组", 3, ""),
        ("九十九组", 99, ""),
        ("廿一组", 21, ""),
        ("一组（马家湾）", 1, "马家湾"),
        ("一组(马家湾)", 1, "马家湾"),
        ("马家湾一组", 1, "马家湾"),
        ("未分组", 0, ""),
    ],
)
def test_a_group_is_a_number_and_perhaps_a_name(written: object, number_: int, name: str) -> None:
    assert people.read_group(written) == (number_, name)


@pytest.mark.parametrize("written", ["一、二组", "1-2", "一百组", "0", "马家湾", "组", 1.5])
def test_what_is_not_one_group_is_refused(written: object) -> None:
    with pytest.raises(BadValueError, match="第几组"):
        people.read_group(written)


def test_a_group_may_go_by_its_name_alone() -> None:
    assert people.read_group("马家湾组", names={"马家湾": 4}) == (4, "马家湾")


@pytest.mark.parametrize("written", [None, "", "　", "无"])
def test_no_group_is_none(written: str | None) -> None:
    assert people.read_group(written) is None


# -- dates ------------------------------------------------------------------------------------

APRIL = date(2022, 4, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2022.4.1",
        "2022-04-01",
        "2022/4/1",
        "20220401",
        20220401,
        20220401.0,
        "2022年4月1日",
        "2022 年 4 月 1 日",
        "２０２２．４．１",
        "二〇二二年四月一日",
        "二○二二年四月一日",
        "二零二二年四月一日",
        "二0二二年四月一日",
        "2022-04-01 00:00:00",
        "2022-04-01T08:30",
        date(2022, 4, 1),
        datetime(2022, 4, 1, 8, 30),
    ],
)
def test_a_date_is_read_however_it_is_written(written: object) -> None:
    assert read_date(written) == APRIL


@pytest.mark.parametrize("written", [44652, 44652.0, "44652", 44652.5])
def test_excels_count_of_days_is_a_date_only_where_told(written: object) -> None:
    assert read_date(written, serial=True) == APRIL
    with pytest.raises(BadValueError):
        read_date(written)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("4.1", "没有年份"),
        ("4月1日", "没有年份"),
        ("22.4.1", "不是四位数"),
        ("04/01/2022", "不是四位数"),
        ("2022.4", "缺日"),
        ("2022年4月", "缺日"),
        ("2022.2.30", "没有“2022.2.30”这一天"),
        ("2022.13.1", "没有"),
        ("去年春天", "看不出"),
        (0, "看不出"),
        (1990.5, "缺日"),
        ("1022-04-01", "年份不对"),
    ],
)
def test_an_unclear_date_is_asked_never_guessed(written: object, reason: str) -> None:
    with pytest.raises(BadValueError, match=reason):
        read_date(written, serial=True)


@pytest.mark.parametrize("written", [None, "", "无", "不详", "/", "\u3000"])
def test_no_date_is_none(written: object) -> None:
    assert read_date(written) is None


@given(st.text() | st.floats() | st.integers() | st.booleans(), st.booleans())
def test_reading_a_date_says_yes_nothing_or_what_is_wrong(written: object, serial: bool) -> None:
    try:
        found = read_date(written, serial=serial)
    except BadValueError as refused:
        assert refused.message
    else:
        assert found is None or found.year >= 1880


@given(st.dates(date(1880, 1, 1), date(2199, 12, 31)))
def test_every_written_form_of_a_day_is_that_day(day: date) -> None:
    forms = (f"{day:%Y-%m-%d}", f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}")
    assert {read_date(form) for form in forms} == {day}


# -- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("本人", "户主"),
        ("户主", "户主"),
        ("妻", "配偶"),
        ("之妻", "配偶"),
        ("大儿子", "长子"),
        ("二女儿", "次女"),
        ("儿媳妇", "儿媳"),
        ("爷爷", "祖父"),
        ("表姑父", "表姑父"),
        ("无", None),
        (" ", None),
    ],
)
def test_relations_have_one_word(written: str, read: str | None) -> None:
    assert people.read_relation(written) == read


@pytest.mark.parametrize(
    ("written", "read"), [("回", "回族"), ("汉族", "汉族"), ("东乡", "东乡族"), ("", None)]
)
def test_peoples_have_their_full_name(written: str, read: str | None) -> None:
    assert people.read_ethnicity(written) == read


def test_a_people_that_is_none_is_refused() -> None:
    with pytest.raises(BadValueError, match="民族"):
        people.read_ethnicity("初中")


@pytest.mark.parametrize(
    ("written", "read"),
    [("男", Sex.MALE), ("女性", Sex.FEMALE), ("male", Sex.MALE), ("", None)],
)
def test_sex_is_read(written: str, read: Sex | None) -> None:
    assert people.read_sex(written) is read


@pytest.mark.parametrize(
    ("written", "heading", "read"),
    [
        ("常住", "", "常住"),
        ("外出务工", "", "外出"),
        ("是", "是否常住", "常住"),
        ("是", "是否外出", "外出"),
        ("否", "是否外出", "常住"),
        ("", "是否外出", None),
    ],
)
def test_what_yes_means_depends_on_the_heading(
    written: str, heading: str, read: str | None
) -> None:
    assert people.read_resident(written, heading) == read


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("留守儿童", ("left_behind_child",)),
        ("低保户、残疾人", ("low_income", "disabled")),
        ("残疾；独居", ("elder_alone", "disabled")),
        ("一般农户", ()),
        ("无", ()),
    ],
)
def test_r11_special_groups_go_by_the_policys_words(written: str, codes: tuple[str, ...]) -> None:
    assert people.read_special_groups(written) == codes


def test_r11_a_group_that_the_policy_does_not_have_is_refused_with_those_it_has() -> None:
    with pytest.raises(BadValueError, match="爱心户") as refused:
        people.read_special_groups("爱心户")
    assert "留守儿童" in refused.value.hint


@pytest.mark.parametrize(
    ("born_on", "day", "age"),
    [
        (date(2000, 4, 2), date(2022, 4, 1), 21),
        (date(2000, 4, 1), date(2022, 4, 1), 22),
        (date(2000, 2, 29), date(2022, 2, 28), 21),
        (date(2000, 2, 29), date(2022, 3, 1), 22),
    ],
)
def test_age_is_counted_in_full_years(born_on: date, day: date, age: int) -> None:
    assert people.age_on(born_on, day) == age
