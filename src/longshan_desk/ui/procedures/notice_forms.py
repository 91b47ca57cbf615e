"""The forms of a disclosure: draft, opinion, posting, taking down, objection, answer (R31)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions import procedures as acts
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.procedure import Objection, Posting
from longshan_desk.domain.procedure_labels import Notice
from longshan_desk.errors import BadValueError
from longshan_desk.queries.procedures import ProcedurePage
from longshan_desk.ui.context import Context
from longshan_desk.ui.matters.fields import PhraseText, Remark
from longshan_desk.ui.procedures.asking import Ask, day_field, open_form
from longshan_desk.ui.suggesting import suggest_cadres, suggest_people
from longshan_desk.ui.widgets.fields import DayField, Line, Text

OPINIONS = ("程序合规，内容属实，同意公开", "参会人数、票数经核对无误", "请补充资金来源后公开")
PLACES = ("村务公开栏", "各村民小组公示栏")


class NoticeForms:
    """Opens the forms of one notice over ``parent``."""

    def __init__(
        self, parent: QWidget, context: Context, page: ProcedurePage, notice: Notice
    ) -> None:
        self._parent, self._context, self._page = parent, context, page
        self._notice = notice
        self._id = page.row.id

    def _open(self, ask: Ask) -> None:
        open_form(self._parent, self._context, self._page, ask)

    def draft(self) -> None:
        def save(values: dict[str, Any]) -> None:
            acts.draft_notice(
                self._context.store, self._id, self._notice, values["text"], on=values["on"]
            )

        drafts = self._page.notices[self._notice].drafts
        text = drafts[-1].text if drafts else self._usual_text()
        parts = [
            Text("text", "公开的内容", rows=5, required=True, hint="先给村务监督委员会看，再张贴"),
            day_field(self._context),
        ]
        title = f"拟{self._notice.label}的内容"
        self._open(Ask(self._key("draft"), title, "保存", "已保存公开内容", parts, save,
                       {"text": text}))  # fmt: skip

    def _usual_text(self) -> str:
        """What was decided, or how it ended, to go on from."""
        state = self._page.state
        if self._notice is Notice.RESOLUTION_NOTICE:
            said = [one for one in self._page.meetings if one.held.passed]
            last_held = said[-1].held if said else None
            decided = (last_held.amendment or last_held.fact.text) if last_held else None
            amended = state.amendments[-1] if state.amendments else state.proposal
            return decided or amended
        now = state.implementation
        done = now.acceptance if now and self._notice is Notice.OUTCOME_NOTICE else None
        last = now.progress[-1].text if now and now.progress else ""
        return done or last

    def opinion(self) -> None:
        def save(values: dict[str, Any]) -> None:
            acts.give_opinion(
                self._context.store,
                self._id,
                self._notice,
                values["text"],
                by=values["by"] or None,
                on=values["on"],
            )

        parts = [
            PhraseText("text", "监督意见", OPINIONS, rows=2, required=True),
            Line("by", "谁的意见", suggest=suggest_cadres(self._context),
                 placeholder="村务监督委员会", hint="不填就是村务监督委员会"),
            day_field(self._context, hint="应在张贴以前"),
        ]  # fmt: skip
        self._open(Ask(self._key("opinion"), f"{self._notice.label}的监督意见", "记下",
                       "已记监督意见", parts, save))  # fmt: skip

    def post(self) -> None:
        """Post it, or post it again; too short is said while typing and is a finding after."""
        days = self._page.rules.posting.days
        start = day_field(self._context, "从哪天贴", "from_on")
        until = DayField("until_on", "贴到哪天", self._context.today, required=True)
        until.set_value(self._context.today() + timedelta(days=days))
        drafts = self._page.notices[self._notice].drafts
        where = self._page.state.postings[-1].where if self._page.state.postings else PLACES[0]

        def hint() -> None:
            until.say(_length_words(start, until, days))

        start.edited.connect(hint)
        until.edited.connect(hint)
        hint()

        def save(values: dict[str, Any]) -> None:
            acts.post_notice(
                self._context.store,
                self._id,
                self._notice,
                from_on=values["from_on"],
                until_on=values["until_on"],
                where=values["where"],
                text=values["text"],
            )

        parts = [
            start,
            until,
            PhraseText("where", "张贴在哪里", PLACES, rows=1, required=True),
            Text("text", "公开的内容", rows=3),
        ]
        again = bool(self._page.notices[self._notice].postings)
        verb = "重新公示" if again else "已张贴"
        values = {"where": where, "text": drafts[-1].text if drafts else self._usual_text()}
        self._open(Ask(self._key("post"), f"张贴{self._notice.label}", verb,
                       f"已登记张贴{self._notice.label}", parts, save, values))  # fmt: skip

    def take_down(self, posting: Posting) -> None:
        def save(values: dict[str, Any]) -> None:
            acts.take_down(self._context.store, self._id, posting.id, on=values["on"])

        until = chinese_date(posting.until_on)
        parts = [
            Remark(
                f"{chinese_date(posting.from_on)}张贴，应贴到 {until}。提前撤下会记为一条问题。"
            ),
            day_field(self._context, "撤下的日期"),
        ]
        self._open(Ask(f"{posting.id}/down", "登记撤下", "登记撤下", "已登记撤下", parts, save))

    def objection(self, posting: Posting) -> None:
        days = self._page.rules.objection.days

        def save(values: dict[str, Any]) -> None:
            acts.object_to(
                self._context.store,
                self._id,
                by=values["by"],
                text=values["text"],
                notice=posting.id,
                on=values["on"],
                answer=values["answer"] or None,
                answered_on=values["answered_on"],
            )

        parts = [
            Line("by", "谁提的", suggest=suggest_people(self._context), required=True),
            day_field(self._context, "哪天提的"),
            Text("text", "异议的内容", rows=2, required=True),
            Text("answer", "答复", rows=2, hint=f"当场答复的写在这里；没有的，{days} 天内答复"),
            DayField("answered_on", "哪天答复的", self._context.today, latest=self._context.today),
        ]
        self._open(Ask(f"{posting.id}/object", "公示期间的异议", "记下", "已记异议", parts, save))

    def answer(self, objection: Objection) -> None:
        def save(values: dict[str, Any]) -> None:
            acts.answer_objection(
                self._context.store, self._id, objection.id, text=values["text"], on=values["on"]
            )

        parts = [
            Remark(f"{objection.by} {chinese_date(objection.on)}提出：{objection.text}"),
            Text("text", "怎样答复的", rows=2, required=True),
            day_field(self._context, "答复日期"),
        ]
        self._open(Ask(f"{objection.id}/answer", "答复异议", "记下答复", "已记答复", parts, save))

    def _key(self, act: str) -> str:
        return f"{self._notice.value}/{act}"


def _length_words(start: DayField, until: DayField, days: int) -> str:
    """How long it hangs, while it is typed: the first day is not counted."""
    try:
        first, last = start.value(), until.value()
    except BadValueError:
        return ""
    if first is None or last is None or last < first:
        return ""
    length = (last - first).days
    short = days - length
    said = f"公示 {length} 天，应不少于 {days} 天"
    return f"{said}，还差 {short} 天" if short > 0 else said
