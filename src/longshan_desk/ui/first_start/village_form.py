"""The second step: the village's name, number and fixed day, and who works here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from longshan_desk.domain.calendar import HearingDay, short_date, weekday_name
from longshan_desk.domain.labels import OfficeKind
from longshan_desk.errors import BadValueError
from longshan_desk.ui.first_start.choices import AGAIN, ALONE, JOIN
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import Choice, Line
from longshan_desk.ui.widgets.form import Form

_DATES_SHOWN = 3
_JOINING = (
    Option(ALONE, "先单独使用"),
    Option(JOIN, "现在申请加入"),
    Option(AGAIN, "本村已有一台，加入"),
)
_THEN = {
    ALONE: "以后再申请加入，登记的资料全部带上",
    JOIN: "下一步写申请，带到镇上；等镇上办理的时候照常登记",
    AGAIN: "第二台电脑，或换的新电脑：加入以后本村的资料自动过来，不要再导入",
}


class HearingDayField(Line):
    """每月5日, 每月第一个星期五; the line below says the dates that come of it."""

    def __init__(self, today: Callable[[], date], key: str = "hearing_day") -> None:
        super().__init__(
            key, "固定说事日", placeholder="如 每月5日，每月第一个星期五",
            hint="还没有定的，可以先空着",
        )  # fmt: skip
        self._today = today
        self._empty_hint = self._hint
        self.edited.connect(self._say_dates)

    def value(self) -> str:
        text = super().value()
        if text:
            try:
                HearingDay.parse(text)
            except BadValueError as exc:
                raise BadValueError(exc.message, hint=exc.hint, where=self.key) from exc
        return text

    def is_empty(self) -> bool:
        return not super().value()

    def _say_dates(self) -> None:
        try:
            fixed = HearingDay.parse(super().value())
        except BadValueError:
            self.say(self._empty_hint)
            return
        days = fixed.next_dates(self._today(), _DATES_SHOWN)
        self.say("接下来：" + "、".join(f"{short_date(day)}{weekday_name(day)}" for day in days))


class VillageForm(Form):
    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(
            [
                Line("name", "名称", required=True, placeholder="如 大湾村"),
                Line("code", "村的编号", required=True, placeholder="如 07",
                     hint="乡镇给的编号；不知道就按排列顺序写，以后不再改"),
                Choice("kind", "类别", options_of(OfficeKind), required=True),
                Line("township", "乡镇", placeholder="如 龙山镇"),
                Line("county", "县"),
                HearingDayField(today),
                Line("user", "使用人", required=True, placeholder="您的姓名",
                     hint="以后的操作都记在这个人名下；换人只要一点"),
                Choice("joining", "加入乡镇", _JOINING, required=True),
            ]
        )  # fmt: skip
        self["kind"].set_value(OfficeKind.VILLAGE.value)
        self["joining"].set_value(ALONE)
        self["joining"].edited.connect(self._say_then)
        self._say_then()

    def _say_then(self) -> None:
        self["joining"].say(_THEN.get(self["joining"].value() or ALONE, ""))


def office_arguments(values: dict[str, Any]) -> dict[str, Any]:
    """What the form holds, as the founding takes it: nothing where nothing was typed."""
    given = {key: value or None for key, value in values.items() if key != "joining"}
    return {**given, "kind": OfficeKind(values["kind"])}
