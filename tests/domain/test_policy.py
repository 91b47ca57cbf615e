"""The policy: its figures with their sources, its JSON, and which version is in force."""

from __future__ import annotations

import json
import re
from dataclasses import FrozenInstanceError, fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longshan_desk.domain.labels import DayCount
from longshan_desk.domain.policy import (
    DEFAULT_POLICY,
    FIELD,
    FIELDS,
    Policy,
    PolicyVersion,
    policy_on,
)
from longshan_desk.domain.policy_fields import Authority, Kind, PolicyField
from longshan_desk.domain.special_groups import (
    DEFAULT_GROUPS,
    AppliesTo,
    SpecialGroup,
    find_group,
)
from longshan_desk.domain.visit_topics import CADRE_TOPICS, LEADER_TOPICS, VisitTopic
from longshan_desk.errors import BadValueError

NUMBERS = [about for about in FIELDS if about.kind is Kind.NUMBER]

every_field = pytest.mark.parametrize("about", FIELDS, ids=lambda about: about.key)
every_number = pytest.mark.parametrize("about", NUMBERS, ids=lambda about: about.key)


def with_key(key: str, value: object) -> str:
    """The default policy's JSON with one key set."""
    return json.dumps({**json.loads(DEFAULT_POLICY.to_json()), key: value})


def limits(about: PolicyField) -> tuple[int, int]:
    assert about.minimum is not None and about.maximum is not None
    return about.minimum, about.maximum


# -- the figures ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value", "clause"),
    [
        ("hearings_per_month", 1, "实施方案四(二)"),
        ("liaison_observations_per_year", 4, "实施方案三(一)"),
        ("support_team_monthly", True, "实施方案三(一)"),
        ("leader_visit_quarters", 1, "实施方案三(二)"),
        ("visit_interval_months", 1, "实施方案三(二)"),
        ("committees_days", 3, "实施方案三(三)"),
        ("leader_visit_topics", LEADER_TOPICS, "实施方案三(二)"),
        ("cadre_visit_topics", CADRE_TOPICS, "实施方案三(二)"),
    ],
)
def test_the_notices_figures_are_the_defaults_with_their_clause(
    key: str, value: object, clause: str
) -> None:
    basis = FIELD[key].basis
    assert (getattr(DEFAULT_POLICY, key), basis.authority, basis.clause) == (
        value,
        Authority.NOTICE,
        clause,
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("petition_inform_days", 15),
        ("petition_settle_days", 60),
        ("petition_extend_days", 30),
        ("petition_review_days", 30),
    ],
)
def test_r28_the_petition_terms_are_the_laws(key: str, value: int) -> None:
    assert (getattr(DEFAULT_POLICY, key), FIELD[key].basis.words) == (
        value,
        "《信访工作条例》（2022年5月1日起施行）",
    )


@pytest.mark.parametrize("key", ["petition_inform_days", "petition_settle_days"])
def test_r28_no_township_can_allow_itself_more_than_the_law(key: str) -> None:
    more: Any = {key: getattr(DEFAULT_POLICY, key) + 1}
    with pytest.raises(BadValueError):
        replace(DEFAULT_POLICY, **more)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("makeup_days", 10),
        ("late_entry_days", 3),
        ("special_visit_days", 0),
        ("major_deliberation_days", 15),
        ("escalation_report_days", 7),
        ("assignment_days", 7),
        ("feedback_days", 3),
        ("unreachable_tries", 3),
        ("promise_reminder_days", 30),
        ("due_soon_days", 3),
        ("no_progress_days", 15),
        ("no_effect_feedback_days", 7),
        ("raised_again_months", 6),
        ("passed_on_count", 2),
        ("delayed_count", 2),
        ("overdue_signal_days", 15),
        ("disclosure_posting_days", 7),
        ("committees_day_count", DayCount.CALENDAR),
        ("starts_on", None),
        ("holidays", ()),
        ("workdays", ()),
    ],
)
def test_our_own_figures_say_that_they_are_ours(key: str, value: object) -> None:
    assert (getattr(DEFAULT_POLICY, key), "本软件默认，乡镇可改" in FIELD[key].basis.words) == (
        value,
        True,
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [("quarterly_disclosure_day", 15), ("disclosure_event_days", 10), ("objection_days", 3)],
)
def test_r31_figures_borrowed_from_elsewhere_say_from_where(key: str, value: int) -> None:
    words = FIELD[key].basis.words
    assert (getattr(DEFAULT_POLICY, key), words.startswith("参照《重庆市")) == (value, True)


def test_the_basis_of_a_notices_figure_names_the_paper_and_its_date() -> None:
    assert FIELD["committees_days"].basis.words == (
        "实施方案三(三)（张龙委发〔2022〕19号，2022年3月27日）"
    )


def test_no_article_number_of_a_law_is_named() -> None:
    said = "".join(about.basis.words + about.note for about in FIELDS)
    assert not re.search("第[0-9一二三四五六七八九十百]+条", said)


# -- the fields -----------------------------------------------------------------------------


def test_every_figure_of_the_policy_is_a_field() -> None:
    assert {about.key for about in FIELDS} == {f.name for f in fields(Policy)} - {"unknown"}


@every_field
def test_every_field_has_a_label_a_section_a_rule_and_a_basis(about: PolicyField) -> None:
    assert all((about.label, about.section.label, about.rule, about.basis.words))


def test_no_two_fields_have_the_same_label() -> None:
    assert len({about.label for about in FIELDS}) == len(FIELDS)


@every_number
def test_every_number_has_a_unit_and_limits_around_its_default(about: PolicyField) -> None:
    low, default, high = limits(about)[0], about.default, limits(about)[1]
    assert isinstance(default, int) and about.unit and low <= default <= high


@every_field
def test_every_default_can_be_said(about: PolicyField) -> None:
    assert about.words(about.default).strip()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("committees_days", 3, "3 日"),
        ("visit_interval_months", 2, "2 个月"),
        ("special_visit_days", 0, "不另设"),
        ("special_visit_days", 10, "10 日"),
        ("support_team_monthly", False, "否"),
        ("committees_day_count", DayCount.WORKING, "工作日"),
        ("starts_on", date(2022, 4, 1), "2022年4月1日"),
        ("starts_on", None, "未设定"),
        ("holidays", (date(2022, 10, 1), date(2022, 10, 2)), "2022年10月1日、2022年10月2日"),
        ("leader_visit_topics", LEADER_TOPICS[:2], "产业发展需求、惠民政策落实"),
    ],
)
def test_a_value_is_said_in_words(key: str, value: object, words: str) -> None:
    assert FIELD[key].words(value) == words


def test_the_limits_are_said() -> None:
    assert FIELD["committees_days"].limits == "1–30"


# -- what a policy refuses ------------------------------------------------------------------


@every_number
@pytest.mark.parametrize("end", [0, 1], ids=["too small", "too large"])
def test_a_number_outside_its_limits_is_refused_by_its_chinese_name(
    about: PolicyField, end: int
) -> None:
    beyond: Any = {about.key: limits(about)[end] + (-1, 1)[end]}
    with pytest.raises(BadValueError, match=about.label) as refusal:
        replace(DEFAULT_POLICY, **beyond)
    assert refusal.value.where == about.label


WRONG: dict[Kind, tuple[object, ...]] = {
    Kind.NUMBER: (True, "3", None, [3], {}),
    Kind.YES_NO: (1, "true", None),
    Kind.DAY_COUNT: ("日", 1, None, []),
    Kind.DATE: ("2022-04-31", "昨天", 20220405, True, "0001-01-01"),
    Kind.DATES: ("2022-04-05", None, [None], ["2022-4-5"]),
    Kind.GROUPS: (
        None,
        {},
        ["low_income"],
        [{"label": "低保"}],
        [{"code": "low_income"}],
        [{"code": "Low Income", "label": "低保"}],
        [{"code": "low_income", "label": " "}],
        [{"code": "low_income", "label": "低保", "applies_to": "village"}],
        [{"code": "low_income", "label": "低保", "age_from": "60"}],
        [{"code": "low_income", "label": "低保", "age_from": True}],
        [{"code": "low_income", "label": "低保", "age_from": 60, "age_until": 20}],
        [{"code": "low_income", "label": "低保", "age_from": -1}],
        [{"code": "low_income", "label": "低保", "aliases": "低保户"}],
        [{"code": "low_income", "label": "低保"}, {"code": "low_income", "label": "特困"}],
        [{"code": "low_income", "label": "低保"}, {"code": "poor", "label": "低保"}],
    ),
    Kind.TOPICS: (None, ["income"], [{"code": "income"}], [{"code": "", "label": "收入"}]),
}


@every_field
def test_a_wrong_type_is_refused_by_the_fields_chinese_name(about: PolicyField) -> None:
    for value in WRONG[about.kind]:
        with pytest.raises(BadValueError) as refusal:
            Policy.from_json(with_key(about.key, value))
        assert refusal.value.where in (about.label, "走访重点")


def test_a_refusal_says_the_limits_and_the_value() -> None:
    with pytest.raises(BadValueError) as refusal:
        replace(DEFAULT_POLICY, committees_days=0)
    assert refusal.value.message == (
        "规则参数【说事日后“两委”会议的期限】应当是 1 到 30 之间的整数，现在是 0。"
    )


def test_a_day_cannot_be_a_holiday_and_a_working_day() -> None:
    day = date(2022, 10, 8)
    with pytest.raises(BadValueError, match="2022年10月8日"):
        replace(DEFAULT_POLICY, holidays=(day,), workdays=(day,))


def test_r28_a_petition_cannot_be_settled_before_it_must_be_answered() -> None:
    with pytest.raises(BadValueError, match="不能比办结的期限长"):
        replace(DEFAULT_POLICY, petition_settle_days=10)


def test_a_date_that_could_not_be_read_back_is_refused() -> None:
    with pytest.raises(BadValueError, match="启用日期"):
        replace(DEFAULT_POLICY, starts_on=date(1, 1, 1))


def test_holidays_are_kept_in_order_without_doubles() -> None:
    first, second = date(2022, 10, 1), date(2022, 10, 2)
    policy = replace(DEFAULT_POLICY, holidays=(second, first, second))
    assert policy.holidays == (first, second)


def test_a_policy_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        DEFAULT_POLICY.committees_days = 5  # type: ignore[misc]


# -- JSON -----------------------------------------------------------------------------------

CODES = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
NAMES = st.text(st.characters(exclude_categories=("Cs", "Z", "C")), min_size=1, max_size=30)
AGES = st.none() | st.integers(0, 150)


def bands(low: int | None, high: int | None) -> tuple[int | None, int | None]:
    return (high, low) if low is not None and high is not None and low > high else (low, high)


@st.composite
def groups(draw: st.DrawFn) -> SpecialGroup:
    low, high = bands(draw(AGES), draw(AGES))
    return SpecialGroup(
        draw(CODES),
        draw(NAMES),
        draw(st.sampled_from(AppliesTo)),
        low,
        high,
        tuple(draw(st.lists(NAMES, max_size=3))),
    )


def tables(entries: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    unique = (lambda entry: entry.code, lambda entry: entry.label)
    return st.lists(entries, max_size=4, unique_by=unique).map(tuple)


SOME_DATES = st.dates(date(1990, 1, 1), date(2100, 1, 1))
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.YES_NO: st.booleans(),
    Kind.DAY_COUNT: st.sampled_from(DayCount),
    Kind.DATE: st.none() | SOME_DATES,
    Kind.DATES: st.lists(SOME_DATES, max_size=4).map(tuple),
    Kind.GROUPS: tables(groups()),
    Kind.TOPICS: tables(st.builds(VisitTopic, CODES, NAMES)),
}


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    values = {
        about.key: draw(
            st.integers(about.minimum, about.maximum)
            if about.kind is Kind.NUMBER
            else VALUES[about.kind]
        )
        for about in FIELDS
    }
    values["petition_settle_days"] = max(
        values["petition_settle_days"], values["petition_inform_days"]
    )
    holidays = set(values["holidays"])
    values["workdays"] = tuple(day for day in values["workdays"] if day not in holidays)
    return Policy(**values)


@given(policies())
def test_a_policy_is_read_back_from_its_json(policy: Policy) -> None:
    assert Policy.from_json(policy.to_json()) == policy


@given(policies())
def test_the_json_of_a_policy_read_back_is_the_same_text(policy: Policy) -> None:
    assert Policy.from_json(policy.to_json()).to_json() == policy.to_json()


@given(policies())
def test_a_policy_is_read_back_from_its_data(policy: Policy) -> None:
    assert Policy.from_data(policy.to_data()) == policy


def test_a_fraction_in_a_policys_data_is_refused() -> None:
    with pytest.raises(BadValueError, match="规则参数"):
        Policy.from_data({"committees_days": 3.0})


def test_the_json_is_canonical() -> None:
    text = DEFAULT_POLICY.to_json()
    data = json.loads(text)
    assert text == json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def test_missing_keys_take_the_defaults() -> None:
    assert Policy.from_json('{"committees_days":5}') == replace(DEFAULT_POLICY, committees_days=5)


def test_an_empty_object_is_the_default_policy() -> None:
    assert Policy.from_json("{}") == DEFAULT_POLICY


NEWER = {"quorum": {"party_members": "2/3", "notice": [{"days": 3}]}, "a": None}


def test_a_newer_programs_keys_are_passed_on() -> None:
    data = json.loads(Policy.from_json(json.dumps({**NEWER, "committees_days": 5})).to_json())
    assert {key: data[key] for key in NEWER} == NEWER


def test_a_newer_programs_keys_outlive_a_change() -> None:
    policy = replace(Policy.from_json(json.dumps(NEWER)), committees_days=5)
    assert json.loads(policy.to_json())["quorum"] == NEWER["quorum"]


@pytest.mark.parametrize("key", ["special_groups", "leader_visit_topics"])
def test_a_newer_programs_keys_of_one_row_are_passed_on(key: str) -> None:
    row = {"code": "low_income", "label": "低保", "interval": {"days": 7}}
    data = json.loads(Policy.from_json(with_key(key, [row])).to_json())
    assert data[key][0]["interval"] == {"days": 7}


def test_policies_that_differ_in_a_newer_programs_key_are_not_equal() -> None:
    assert Policy.from_json('{"newer":1}') != Policy.from_json('{"newer":2}')


def test_a_policy_can_be_a_key_of_a_mapping() -> None:
    assert hash(Policy.from_json('{"newer":[1]}')) == hash(Policy.from_json('{"newer":[1]}'))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{",
        '{"committees_days":3.0}',
        '{"newer":NaN}',
        '{"newer":1.5}',
        '{"committees_days":3,"committees_days":4}',
        '{"newer":"\\ud800"}',
        "[" * 100_000,
        '{"newer":' + "9" * 5000 + "}",
    ],
    ids=lambda text: text[:30],
)
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(BadValueError, match="规则参数"):
        Policy.from_json(text)


# -- the version in force -------------------------------------------------------------------

FIRST = PolicyVersion(date(2022, 4, 1), replace(DEFAULT_POLICY, committees_days=3))
SECOND = PolicyVersion(date(2023, 1, 1), replace(DEFAULT_POLICY, committees_days=5))


@pytest.mark.parametrize(
    ("day", "committees_days"),
    [
        (date(2022, 3, 31), 3),
        (date(2022, 4, 1), 3),
        (date(2022, 12, 31), 3),
        (date(2023, 1, 1), 5),
        (date(2024, 1, 1), 5),
    ],
)
def test_a_deadline_takes_the_version_of_the_day_it_counts_from(
    day: date, committees_days: int
) -> None:
    assert policy_on([SECOND, FIRST], day).committees_days == committees_days


def test_without_a_version_the_default_holds() -> None:
    assert policy_on([], date(2022, 4, 1)) == DEFAULT_POLICY


def test_of_two_versions_from_one_day_the_later_given_holds() -> None:
    again = replace(FIRST, policy=replace(DEFAULT_POLICY, committees_days=7))
    assert policy_on([FIRST, again], FIRST.from_on).committees_days == 7


@pytest.mark.parametrize(
    "facts",
    [
        {"starts_on": date(2022, 6, 1)},
        {"holidays": (date(2023, 1, 2),)},
        {"workdays": (date(2023, 1, 28),)},
    ],
    ids=["start date", "holidays", "working weekends"],
)
def test_r43_facts_of_the_calendar_come_from_the_newest_version(facts: dict[str, Any]) -> None:
    newest = replace(SECOND, policy=replace(SECOND.policy, **facts))
    assert policy_on([FIRST, newest], date(2022, 4, 5)) == replace(FIRST.policy, **facts)


# -- R11: special groups --------------------------------------------------------------------


@pytest.mark.parametrize(
    "label",
    [
        "留守儿童",
        "留守妇女",
        "留守老人",
        "低保",
        "特困",
        "监测户",
        "残疾",
        "重病",
        "独居老人",
        "困境儿童",
        "脱贫户",
        "孤儿",
    ],
)
def test_r11_the_groups_of_the_glossary_are_on_the_list(label: str) -> None:
    assert find_group(DEFAULT_POLICY.special_groups, label) is not None


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("left_behind_child", "left_behind_child"),
        (" 留守 儿童", "left_behind_child"),
        ("五保户", "extreme_poverty"),
        ("边缘易致贫户", "monitored"),
        ("残疾人", "disabled"),
    ],
)
def test_r11_a_group_is_found_by_the_words_of_sheets(word: str, code: str) -> None:
    group = find_group(DEFAULT_GROUPS, word)
    assert group is not None and group.code == code


@pytest.mark.parametrize("word", ["", "一般户", "留守"])
def test_r11_an_unknown_word_finds_no_group(word: str) -> None:
    assert find_group(DEFAULT_GROUPS, word) is None


def test_r11_no_word_means_two_groups() -> None:
    words = [word for g in DEFAULT_GROUPS for word in (g.code, g.label, *g.aliases)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("code", "age", "fits"),
    [
        ("left_behind_child", 15, True),
        ("left_behind_child", 16, False),
        ("left_behind_woman", 19, False),
        ("left_behind_woman", 20, True),
        ("left_behind_woman", 59, True),
        ("left_behind_woman", 60, False),
        ("left_behind_elder", 59, False),
        ("left_behind_elder", 60, True),
        ("disabled", 0, True),
    ],
)
def test_r11_a_group_has_its_band_of_ages(code: str, age: int, fits: bool) -> None:
    group = find_group(DEFAULT_GROUPS, code)
    assert group is not None and group.fits_age(age) is fits


@pytest.mark.parametrize(
    ("code", "applies_to"),
    [
        ("left_behind_child", AppliesTo.PERSON),
        ("disabled", AppliesTo.PERSON),
        ("low_income", AppliesTo.HOUSEHOLD),
        ("monitored", AppliesTo.HOUSEHOLD),
        ("poverty_lifted", AppliesTo.HOUSEHOLD),
    ],
)
def test_r11_a_group_is_of_people_or_of_households(code: str, applies_to: AppliesTo) -> None:
    group = find_group(DEFAULT_GROUPS, code)
    assert group is not None and group.applies_to is applies_to


def test_r8_the_leaders_topics_are_the_notices() -> None:
    assert [topic.label for topic in DEFAULT_POLICY.leader_visit_topics] == [
        "产业发展需求",
        "惠民政策落实",
        "省级文明县创建",
        "村级基础设施建设",
    ]


def test_r10_the_cadres_topics_are_the_notices() -> None:
    assert [topic.label for topic in DEFAULT_POLICY.cadre_visit_topics] == [
        "家庭收入",
        "农业生产",
        "矛盾纠纷",
        "安全生产",
        "“三留守”人员及其他特殊困难群体",
    ]
