"""What an entry of the diary says, checked before it is kept (R8, R9, R10, R29)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.entry import optional_text
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.names import read_name
from longshan_desk.domain.steps import check_day
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.domain.visit_topics import VisitTopic
from longshan_desk.errors import BadValueError

TEXT_LIMIT = 4000


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """R10: household, date, way, who went, who was met, what was said, what was promised.

    ``topics`` are codes of the policy's lists; ``is_unchanged`` is 无变化, counted apart.
    """

    LABELS: ClassVar[dict[str, str]] = {
        "household_id": "农户",
        "on": "走访日期",
        "way": "走访方式",
        "visitors": "走访人",
        "text": "走访情况",
        "place": "地点",
        "met": "见到的人",
        "topics": "走访重点",
        "finding": "归类",
        "is_unchanged": "无变化",
        "is_internal": "内部",
        "promise": "承诺",
        "promise_due": "承诺兑现日",
        "promise_by": "承诺人",
    }

    household_id: str
    on: date
    way: VisitWay
    visitors: tuple[str, ...]
    text: str | None = None
    place: str | None = None
    met: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    finding: FindingKind | None = None
    is_unchanged: bool = False
    is_internal: bool = False
    promise: str | None = None
    promise_due: date | None = None
    promise_by: str | None = None

    def checked(self, today: date, topics: Iterable[VisitTopic]) -> VisitFacts:
        """In the form that is kept; ``topics`` are those that can be chosen.

        Raises BadValueError, and InTheFutureError for a visit after ``today``.
        """
        check_day(self.on, earliest=date.min, today=today, what="走访")
        text = optional_text(self.text)
        if text is not None and len(text) > TEXT_LIMIT:
            raise BadValueError(
                f"走访情况有 {len(text)} 个字，最多 {TEXT_LIMIT} 个字。",
                hint="请写短一些。",
                where="走访情况",
            )
        facts = replace(
            self,
            text=text,
            place=optional_text(self.place),
            visitors=read_names(self.visitors, "走访人"),
            met=read_names(self.met, "见到的人"),
            topics=read_topics(self.topics, topics),
            promise=optional_text(self.promise),
            promise_by=optional_text(self.promise_by),
        )
        if not facts.visitors:
            raise BadValueError("没有写走访人。", hint="请写是谁去走访的。", where="走访人")
        return _unchanged_checked(_promise_checked(facts))


def read_names(names: Iterable[str], where: str) -> tuple[str, ...]:
    """Each name once, in the form that is kept (R34)."""
    kept = [read_name(name, where) for name in names if optional_text(name)]
    return tuple(dict.fromkeys(kept))


def read_topics(words: Iterable[str], topics: Iterable[VisitTopic]) -> tuple[str, ...]:
    """Codes for codes or labels, in the list's order; raises BadValueError for others."""
    known = tuple(topics)
    wanted = {word for each in words if (word := optional_text(each))}
    strange = wanted - {name for topic in known for name in (topic.code, topic.label)}
    if strange:
        labels = "、".join(topic.label for topic in known)
        raise BadValueError(
            f"走访重点里没有“{sorted(strange)[0]}”。",
            hint=f"可以填写：{labels}。",
            where="走访重点",
        )
    return tuple(topic.code for topic in known if wanted & {topic.code, topic.label})


def _promise_checked(facts: VisitFacts) -> VisitFacts:
    if facts.promise is None:
        if facts.promise_due or facts.promise_by:
            raise BadValueError(
                "写了承诺兑现日或承诺人，没有写承诺了什么。",
                hint="请写明承诺的内容。",
                where="承诺",
            )
        return facts
    if facts.promise_due is None:
        raise BadValueError("没有写承诺什么时候兑现。", hint="请写承诺兑现日。", where="承诺兑现日")
    if facts.promise_due < facts.on:
        raise BadValueError(
            f"承诺兑现日 {chinese_date(facts.promise_due)} 早于走访日期。",
            hint="请核对日期。",
            where="承诺兑现日",
        )
    return replace(facts, promise_by=facts.promise_by or facts.visitors[0])


def _unchanged_checked(facts: VisitFacts) -> VisitFacts:
    if facts.is_unchanged and (facts.finding or facts.promise):
        raise BadValueError(
            "记了问题或承诺，就不是“无变化”。", hint="请去掉“无变化”。", where="无变化"
        )
    return facts
