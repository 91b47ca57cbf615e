"""Months, the fixed hearing day (R2), deadlines with their sum (R12), dates in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.domain.calendar import (
    Due,
    HearingDay,
    Month,
    Quarter,
    add_months,
    check_month,
    chinese_date,
    days_words,
    due_after,
    is_working_day,
    read_iso_date,
    short_date,
    weekday_name,
)
from longshan_desk.domain.labels import DayCount
from longshan_desk.errors import BadValueError

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))
HEARING_DAYS = st.one_of(
    st.builds(HearingDay, st.integers(1, 31)),
    st.builds(HearingDay, st.integers(1, 5), st.integers(0, 6)),
)


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


# -- months and quarters --------------------------------------------------------------------


def test_a_month_is_written_as_it_is_read() -> None:
    assert str(Month.parse(" 2022-04 ")) == "2022-04"


@pytest.mark.parametrize(
    "text", ["", "2022", "2022-4", "2022-13", "2022-00", "2022-04-01", "２０２２-04", "0022-04"]
)
def test_what_is_no_month_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadValueError) as refusal:
        Month.parse(text, "月份")
    assert (refusal.value.where, "2022-04" in refusal.value.hint) == ("月份", True)


@pytest.mark.parametrize(("year", "month"), [(2022, 0), (2022, 13), (0, 1), (10000, 1)])
def test_a_month_that_no_calendar_has_cannot_be_made(year: int, month: int) -> None:
    with pytest.raises(BadValueError):
        Month(year, month)


@pytest.mark.parametrize(
    ("month", "last"),
    [
        ("2022-02", "2022-02-28"),
        ("2024-02", "2024-02-29"),
        ("1900-02", "1900-02-28"),
        ("2000-02", "2000-02-29"),
        ("2022-04", "2022-04-30"),
        ("2022-12", "2022-12-31"),
    ],
)
def test_a_month_ends_on_its_last_day(month: str, last: str) -> None:
    assert Month.parse(month).last_day == date.fromisoformat(last)


def test_a_month_begins_on_the_first() -> None:
    assert Month(2022, 4).first_day == date(2022, 4, 1)


def test_after_december_comes_january() -> None:
    assert Month(2022, 12).next() == Month(2023, 1)


def test_before_january_comes_december() -> None:
    assert Month(2022, 1).previous() == Month(2021, 12)


def test_months_are_in_order_over_the_year() -> None:
    assert sorted([Month(2022, 2), Month(2021, 12)]) == [Month(2021, 12), Month(2022, 2)]


def test_a_month_contains_its_days() -> None:
    assert date(2022, 4, 30) in Month(2022, 4)


@pytest.mark.parametrize("day", days("2022-03-31", "2022-05-01", "2023-04-15"))
def test_a_month_contains_no_other_day(day: date) -> None:
    assert day not in Month(2022, 4)


def test_a_month_has_a_label() -> None:
    assert Month(2022, 4).label == "2022年4月"


@given(DAYS)
def test_every_day_is_in_its_month_and_its_quarter(day: date) -> None:
    assert day in Month.of(day) and day in Quarter.of(day)


@given(DAYS)
def test_a_month_knows_its_quarter(day: date) -> None:
    assert Month.of(day).quarter == Quarter.of(day)


@given(DAYS, st.integers(-500, 500))
def test_moving_by_months_can_be_undone(day: date, months: int) -> None:
    assert Month.of(day).plus(months).plus(-months) == Month.of(day)


@pytest.mark.parametrize("text", ["2022Q2", "2022q2", " 2022Q2 "])
def test_a_quarter_is_read(text: str) -> None:
    assert str(Quarter.parse(text)) == "2022Q2"


@pytest.mark.parametrize("text", ["", "2022", "2022Q0", "2022Q5", "2022-Q1", "Q1"])
def test_what_is_no_quarter_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadValueError) as refusal:
        Quarter.parse(text, "季度")
    assert (refusal.value.where, "2022Q2" in refusal.value.hint) == ("季度", True)


def test_a_quarter_runs_from_its_first_to_its_last_day() -> None:
    quarter = Quarter(2022, 2)
    assert (quarter.first_day, quarter.last_day) == (date(2022, 4, 1), date(2022, 6, 30))


def test_a_quarter_has_three_months() -> None:
    assert Quarter(2022, 4).months == (Month(2022, 10), Month(2022, 11), Month(2022, 12))


def test_after_the_fourth_quarter_comes_the_first() -> None:
    assert Quarter(2022, 4).next() == Quarter(2023, 1)


def test_before_the_first_quarter_comes_the_fourth() -> None:
    assert Quarter(2022, 1).previous() == Quarter(2021, 4)


def test_a_quarter_has_a_label() -> None:
    assert Quarter(2022, 2).label == "2022年第二季度"


def test_a_fifth_quarter_cannot_be_made() -> None:
    with pytest.raises(BadValueError):
        Quarter(2022, 5)


# -- R2: the fixed hearing day --------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("每月5日", "每月5日"),
        ("每月 5 日", "每月5日"),
        ("每月5号", "每月5日"),
        ("每个月的5号", "每月5日"),
        ("每月０５日", "每月5日"),
        ("5日", "每月5日"),
        ("每月五日", "每月5日"),
        ("每月十日", "每月10日"),
        ("每月十五日", "每月15日"),
        ("每月二十号", "每月20日"),
        ("每月二十五日", "每月25日"),
        ("每月25日", "每月25日"),
        ("每月30日", "每月30日"),
        ("每月31日", "每月最后一天"),
        ("每月三十一日", "每月最后一天"),
        ("每月月末", "每月最后一天"),
        ("每月末", "每月最后一天"),
        ("月底", "每月最后一天"),
        ("每月最后一天", "每月最后一天"),
        ("每月的最后1日", "每月最后一天"),
        ("每月第一个星期五", "每月第一个星期五"),
        ("每月第１个周５", "每月第一个星期五"),
        ("每月首个礼拜五", "每月第一个星期五"),
        ("每月第三个礼拜天", "每月第三个星期日"),
        ("每月第2个周日", "每月第二个星期日"),
        ("每月第四个星期7", "每月第四个星期日"),
        ("每月最后一个星期五", "每月最后一个星期五"),
        ("每月最后1个周五", "每月最后一个星期五"),
        ("每月倒数第一个周五", "每月最后一个星期五"),
        ("每月第五个星期五", "每月最后一个星期五"),
    ],
)
def test_r2_a_fixed_day_is_read_however_it_is_written(said: str, text: str) -> None:
    assert HearingDay.parse(said).text == text


@pytest.mark.parametrize(
    "said",
    [
        "",
        "  ",
        "每月",
        "每月0日",
        "每月32日",
        "每月三十二日",
        "每月五五日",
        "每周五",
        "每月第六个星期五",
        "每月第二周周五",
        "每月初五",
        "每月5日和25日",
        "每月上旬",
        "每月第一个星期八",
        "every 5th",
    ],
)
def test_r2_an_unclear_fixed_day_is_refused_with_examples(said: str) -> None:
    with pytest.raises(BadValueError) as refusal:
        HearingDay.parse(said)
    assert (refusal.value.where, "每月5日" in refusal.value.hint) == ("固定说事日", True)


@pytest.mark.parametrize(
    ("said", "why"),
    [("", "没有写"), ("每周五", "每周的日子"), ("每月32日", "1 日到 31 日"), ("上旬", "看不懂")],
)
def test_r2_a_refusal_says_what_is_wrong(said: str, why: str) -> None:
    with pytest.raises(BadValueError, match=why):
        HearingDay.parse(said)


@pytest.mark.parametrize(("number", "weekday"), [(0, None), (32, None), (6, 4), (1, 7), (1, -1)])
def test_r2_a_day_that_no_month_has_cannot_be_made(number: int, weekday: int | None) -> None:
    with pytest.raises(BadValueError):
        HearingDay(number, weekday)


@pytest.mark.parametrize(
    ("said", "month", "day"),
    [
        ("每月5日", "2022-04", "2022-04-05"),
        ("每月30日", "2022-02", "2022-02-28"),
        ("每月30日", "2024-02", "2024-02-29"),
        ("每月29日", "2023-02", "2023-02-28"),
        ("每月31日", "2022-04", "2022-04-30"),
        ("每月31日", "2022-05", "2022-05-31"),
        ("每月最后一天", "2022-12", "2022-12-31"),
        ("每月第一个星期五", "2022-04", "2022-04-01"),  # the first is a Friday
        ("每月第一个星期四", "2022-04", "2022-04-07"),
        ("每月第四个星期五", "2022-04", "2022-04-22"),
        ("每月最后一个星期五", "2022-04", "2022-04-29"),  # the fifth
        ("每月最后一个星期五", "2022-05", "2022-05-27"),  # the fourth, there is no fifth
        ("每月第五个星期五", "2022-05", "2022-05-27"),
        ("每月最后一个星期一", "2021-02", "2021-02-22"),  # four weeks exactly
        ("每月最后一个星期日", "2021-02", "2021-02-28"),
    ],
)
def test_r2_a_fixed_day_falls_on_a_day_in_every_month(said: str, month: str, day: str) -> None:
    assert HearingDay.parse(said).on(Month.parse(month)) == date.fromisoformat(day)


def test_r2_the_next_dates_run_over_the_year() -> None:
    dates = HearingDay.parse("每月31日").next_dates(date(2022, 12, 1), 3)
    assert dates == tuple(days("2022-12-31", "2023-01-31", "2023-02-28"))


def test_r2_the_day_itself_is_the_next_date() -> None:
    assert HearingDay(5).next_dates(date(2022, 4, 5), 1) == (date(2022, 4, 5),)


def test_r2_after_the_day_the_next_month_comes() -> None:
    assert HearingDay(5).next_dates(date(2022, 4, 6), 1) == (date(2022, 5, 5),)


def test_r2_twelve_dates_are_shown() -> None:
    assert len(HearingDay(5).next_dates(date(2022, 4, 6))) == 12


@given(HEARING_DAYS)
def test_r2_a_fixed_days_text_is_read_back(hearing_day: HearingDay) -> None:
    assert HearingDay.parse(hearing_day.text) == hearing_day


@given(HEARING_DAYS, DAYS)
def test_r2_next_dates_rise_and_none_is_past(hearing_day: HearingDay, today: date) -> None:
    dates = hearing_day.next_dates(today)
    assert list(dates) == sorted(set(dates)) and dates[0] >= today


@given(HEARING_DAYS, DAYS)
def test_r2_next_dates_are_one_a_month(hearing_day: HearingDay, today: date) -> None:
    months = [Month.of(day) for day in hearing_day.next_dates(today)]
    assert months == [months[0].plus(i) for i in range(12)]


@given(HEARING_DAYS, DAYS)
def test_r2_no_date_is_left_out_before_the_first(hearing_day: HearingDay, today: date) -> None:
    first = Month.of(hearing_day.next_dates(today, 1)[0])
    assert hearing_day.on(first.previous()) < today


# -- R12: deadlines -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "count", "rule"),
    [
        ("2022-04-05", 3, "说事日 4月5日 + 3日 = 4月8日"),
        ("2022-04-28", 3, "说事日 4月28日 + 3日 = 5月1日"),
        ("2024-02-27", 3, "说事日 2月27日 + 3日 = 3月1日"),
        ("2023-02-27", 3, "说事日 2月27日 + 3日 = 3月2日"),
        ("2022-12-30", 3, "说事日 2022年12月30日 + 3日 = 2023年1月2日"),
        ("2022-12-28", 3, "说事日 12月28日 + 3日 = 12月31日"),
        ("2022-04-05", 0, "说事日 4月5日当天"),
    ],
)
def test_r12_a_deadline_in_calendar_days_shows_its_sum(start: str, count: int, rule: str) -> None:
    assert due_after(date.fromisoformat(start), count).rule == rule


@given(DAYS, st.integers(0, 400))
def test_r12_calendar_days_are_added(start: date, count: int) -> None:
    assert due_after(start, count).on == start + timedelta(days=count)


NATIONAL_DAY = tuple(date(2022, 10, n) for n in range(1, 8))
NEW_YEAR = tuple(days("2022-12-31", "2023-01-01", "2023-01-02"))


@pytest.mark.parametrize(
    ("start", "count", "holidays", "workdays", "rule"),
    [
        ("2022-04-05", 3, (), (), "4月5日 + 3个工作日 = 4月8日"),
        ("2022-04-07", 3, (), (), "4月7日 + 3个工作日（跳过 4月9日、4月10日）= 4月12日"),
        # A hearing on a Saturday: the Sunday is skipped, the Saturday was never counted.
        ("2022-04-09", 1, (), (), "4月9日 + 1个工作日（跳过 4月10日）= 4月11日"),
        (
            "2022-09-30",
            2,
            NATIONAL_DAY,
            (),
            "9月30日 + 2个工作日（跳过 10月1日至10月9日）= 10月11日",
        ),
        (
            "2022-09-30",
            2,
            NATIONAL_DAY,
            (date(2022, 10, 8), date(2022, 10, 9)),
            "9月30日 + 2个工作日（跳过 10月1日至10月7日；10月8日、10月9日调休上班）= 10月9日",
        ),
        (
            "2022-04-22",
            1,
            (),
            (date(2022, 4, 24),),
            "4月22日 + 1个工作日（跳过 4月23日；4月24日调休上班）= 4月24日",
        ),
        (
            "2022-12-30",
            1,
            NEW_YEAR,
            (),
            "2022年12月30日 + 1个工作日（跳过 12月31日至2023年1月2日）= 2023年1月3日",
        ),
        (
            "2022-04-05",
            60,
            (),
            (),
            "4月5日 + 60个工作日（跳过周末和节假日共 24 天）= 6月28日",
        ),
    ],
)
def test_r12_a_deadline_in_working_days_names_what_it_skips(
    start: str, count: int, holidays: tuple[date, ...], workdays: tuple[date, ...], rule: str
) -> None:
    due = due_after(date.fromisoformat(start), count, DayCount.WORKING, holidays, workdays)
    assert due.rule == f"说事日 {rule}"


def test_r12_a_deadline_in_working_days_is_the_day_its_rule_says() -> None:
    due = due_after(date(2022, 4, 7), 3, DayCount.WORKING)
    assert due.on == date(2022, 4, 12)


def test_a_deadline_says_what_it_counts_from() -> None:
    due = due_after(date(2022, 4, 8), 3, what="办理完毕")
    assert due == Due(date(2022, 4, 11), "办理完毕 4月8日 + 3日 = 4月11日")


@given(DAYS, st.integers(1, 40), st.sets(DAYS, max_size=5), st.data())
def test_r12_so_many_working_days_lie_before_the_deadline(
    start: date, count: int, workdays: set[date], data: st.DataObject
) -> None:
    near = st.dates(start, start + timedelta(days=60))
    holidays = data.draw(st.sets(near, max_size=20)) - workdays
    due = due_after(start, count, DayCount.WORKING, holidays, workdays)
    passed = [start + timedelta(days=n + 1) for n in range((due.on - start).days)]
    assert sum(is_working_day(day, holidays, workdays) for day in passed) == count


@given(DAYS, st.integers(1, 40))
def test_r12_a_deadline_in_working_days_is_a_working_day(start: date, count: int) -> None:
    assert is_working_day(due_after(start, count, DayCount.WORKING).on)


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        ("2022-03-31", -1, "2022-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2022-01-15", -6, "2021-07-15"),
        ("2022-01-15", 0, "2022-01-15"),
    ],
)
def test_a_day_is_moved_by_months(day: str, months: int, moved: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(moved)


@pytest.mark.rule("R47")
@pytest.mark.parametrize(
    ("on", "month"),
    [
        ("2022-05-05", "2022-04"),
        ("2022-05-05", "2022-05"),
        ("2022-05-05", "2022-06"),
        ("2022-01-03", "2021-12"),
        ("2021-12-30", "2022-01"),
    ],
)
def test_a_hearing_belongs_to_its_dates_month_or_one_beside_it(on: str, month: str) -> None:
    check_month(date.fromisoformat(on), Month.parse(month))


@pytest.mark.rule("R47")
@pytest.mark.parametrize("month", ["2021-01", "2021-05", "2022-03", "2022-07", "2023-05"])
def test_a_hearing_in_a_month_further_off_is_refused(month: str) -> None:
    with pytest.raises(BadValueError, match="2022年5月5日的说事会不能算作") as refused:
        check_month(date(2022, 5, 5), Month.parse(month))
    assert refused.value.hint == "请选 2022-04、2022-05 或 2022-06，或改正日期。"


# -- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2022-04-12", "还有 3 天"),
        ("2022-04-11", "还有 2 天"),
        ("2022-04-10", "明天到期"),
        ("2022-04-09", "今天到期"),
        ("2022-04-08", "昨天到期"),
        ("2022-04-07", "已超 2 天"),
        ("2022-03-31", "已超 9 天"),
    ],
)
def test_what_is_left_of_a_term_is_said_in_words(due: str, words: str) -> None:
    assert days_words(date(2022, 4, 9), date.fromisoformat(due)) == words


def test_a_date_in_full() -> None:
    assert chinese_date(date(2022, 3, 27)) == "2022年3月27日"


def test_a_date_without_its_year() -> None:
    assert short_date(date(2022, 4, 5)) == "4月5日"


@pytest.mark.parametrize(
    ("day", "name"),
    [("2022-04-01", "星期五"), ("2022-04-03", "星期日"), ("2022-04-04", "星期一")],
)
def test_a_day_of_the_week_is_named(day: str, name: str) -> None:
    assert weekday_name(date.fromisoformat(day)) == name


@given(DAYS)
def test_an_iso_date_is_read_back(day: date) -> None:
    assert read_iso_date(f" {day.isoformat()} ", "日期") == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022-4-5",
        "20220405",
        "2022-W14-2",
        "2022/04/05",
        "２０２２-04-05",
        "2022-02-29",
        "昨天",
        "0022-04-05",
        "2022-04-05T10:00",
        "2022-13-01",
    ],
)
def test_what_is_no_iso_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadValueError) as refusal:
        read_iso_date(text, "--date")
    assert (refusal.value.where, "2022-04-05" in refusal.value.hint) == ("--date", True)


def test_a_day_that_does_not_exist_is_said_to_be_none() -> None:
    with pytest.raises(BadValueError, match="没有 2022-02-29 这一天"):
        read_iso_date("2022-02-29", "--date")
