"""The form that holds what a matter says: to register one, and to change one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.labels import FindingKind, ListKind, MeetingKind, Source, Topic
from longshan_desk.errors import AppError, BadValueError
from longshan_desk.queries.meetings import list_meetings
from longshan_desk.queries.people import person_rows
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import SealedWay, Similar
from longshan_desk.ui.suggesting import HouseholdField, suggest_people
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import (
    Check,
    Choice,
    DayField,
    Field,
    Line,
    Number,
    People,
    Text,
)
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.people import Named

_HEARINGS_SHOWN = 6
_SOURCES = (
    Source.CALLER, Source.TELEPHONE, Source.VISIT, Source.HEARING, Source.TOWNSHIP,
)  # fmt: skip

Draft = dict[str, Any]


class MatterForm(Form):
    """What stands in a matter. While somebody says that it names a cadre, the form keeps no
    draft and cannot be saved (R35): ``is_sealed`` tells, ``on_sealed`` leads on.
    """

    def __init__(
        self, context: Context, parts: Sequence[Field | str], on_sealed: Callable[[], object]
    ) -> None:
        self._context = context
        way = SealedWay(on_sealed)
        found: list[Field | str] = []
        for part in parts:
            found.append(part)
            if isinstance(part, Field) and part.key == "topic":
                found += [_named_field(), way]
        super().__init__(found)
        self["topic"].edited.connect(self._ask_named)
        self["named"].edited.connect(self._ask_named)
        self["raisers"].edited.connect(self._fill_from_raiser)
        self._ask_named()

    @property
    def is_sealed(self) -> bool:
        """Somebody said that a cadre is named."""
        topic, named = self["topic"].value(), self["named"].value()
        return bool(topic == Topic.CONDUCT and named == "yes")

    def draft(self) -> Draft:
        return {} if self.is_sealed else super().draft()

    def check(self) -> bool:
        if self.is_sealed:
            self["named"].show_error(
                BadValueError("这里不能登记。", hint="请转到密封登记。", where="named")
            )
            return False
        return super().check()

    def _ask_named(self) -> None:
        self["named"].setVisible(self["topic"].value() == Topic.CONDUCT)
        self["_sealed"].setVisible(self.is_sealed)
        self.reshaped.emit()

    def _fill_from_raiser(self) -> None:
        """A raiser picked from the roll brings household and telephone along."""
        people: list[Named] = self["raisers"].value()
        known = next((one.id for one in people if one.id), "")
        if not known or not self["household_id"].is_empty():
            return
        try:
            rows = person_rows(self._context.store, [known])
        except AppError:
            return
        for row in rows:
            self["household_id"].set_value([Named(f"{row.group}{row.head}户", row.household_id)])
            if self["contact_phone"].is_empty() and row.phone:
                self["contact_phone"].set_value(row.phone)


def _named_field() -> Choice:
    options = (Option("no", "否"), Option("yes", "是，指名反映"))
    return Choice("named", "是否指名反映某位干部？", options, required=True)


def what_was_said(context: Context) -> list[Field | str]:
    """Topic first: whether a cadre is named must be known before the words are typed."""
    return [
        Choice("topic", "主题", options_of(Topic), as_list=False, required=True, wide=True),
        Text("words", "原话", rows=2, required=True, placeholder="照群众说的写"),
    ]


def how_it_was_sorted() -> list[Field | str]:
    return [
        Line("summary", "梳理", placeholder="一句话概括；空着就用原话", wide=True),
        Choice("finding", "归类", options_of(FindingKind)),
    ]


def who_raised_it(context: Context) -> list[Field | str]:
    return [
        People("raisers", "反映人", suggest=suggest_people(context)),
        HouseholdField(context),
        Line("contact_phone", "联系电话"),
        Number("signatures", "签名人数", minimum=1, maximum=9999, unit="人"),
        Check("is_anonymous", "不公开姓名（表册、公示上写“某群众”）", wide=True),
    ]


class RegisterForm(MatterForm):
    """Everything a new matter needs; similar open ones are shown while the words are typed."""

    def __init__(
        self,
        context: Context,
        on_sealed: Callable[[], object],
        on_similar: Callable[[str], object],
    ) -> None:
        said = what_was_said(context)
        words_field = said[-1]
        assert isinstance(words_field, Text)
        self.similar = Similar(context, words_field)
        self.similar.opened.connect(on_similar)
        super().__init__(
            context,
            [
                Choice("source", "怎么来的", options_of(_SOURCES), as_list=False, required=True),
                DayField("heard_on", "日期", context.today, latest=context.today, required=True),
                *said,
                self.similar,
                Line("summary", "梳理", placeholder="一句话概括；空着就用原话", wide=True),
                Choice("list_kind", "列入清单", options_of(ListKind), required=True),
                Choice("finding", "归类", options_of(FindingKind)),
                *who_raised_it(context),
                _hearing_field(context),
            ],
            on_sealed,
        )
        self.share_place("heard_on", "hearing_id")
        self["source"].edited.connect(self._ask_hearing)
        self["source"].set_value(Source.CALLER.value)
        self["heard_on"].set_value(context.today())

    def _ask_hearing(self) -> None:
        at_hearing = self["source"].value() == Source.HEARING
        self["hearing_id"].setVisible(at_hearing)
        self["heard_on"].setVisible(not at_hearing)


def _hearing_field(context: Context) -> Choice:
    today = context.today()
    held = [
        row for row in list_meetings(context.store, kind=MeetingKind.HEARING) if row.on <= today
    ]
    options = [
        Option(
            row.id,
            chinese_date(row.on) + ("（已收尾，记作补录）" if row.is_closed else "（还没有收尾）"),
        )
        for row in held[:_HEARINGS_SHOWN]
    ]
    hint = "" if options else "还没有说事会；请先在“说事会”里安排一次。"
    return Choice("hearing_id", "哪一次说事会", options, as_list=True, required=True, hint=hint)
