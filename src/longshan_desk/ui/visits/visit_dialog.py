"""记日记: one visit in full, to write it or to correct it (R9, R10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from longshan_desk.actions.attachments import attach_photo
from longshan_desk.actions.visits import add_visit, correct_visit
from longshan_desk.domain.labels import FindingKind
from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import Attached, VisitWay
from longshan_desk.queries.diary import similar_entries
from longshan_desk.queries.policy import current
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.photos import photo_of
from longshan_desk.ui.suggesting import HouseholdField, suggest_cadres, suggest_people
from longshan_desk.ui.visits.visit_fields import Photos, Several
from longshan_desk.ui.widgets.choices import Option, options_of
from longshan_desk.ui.widgets.fields import Check, Choice, DayField, Field, Line, People, Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.people import Named

_PEOPLE = ("visitors", "met")


class VisitForm(Form):
    """Everything an entry of the diary says; ``facts()`` once it is checked."""

    def __init__(self, context: Context, *, is_correction: bool = False) -> None:
        super().__init__(_fields(context, is_correction))
        self._context = context
        self["text"].edited.connect(self._unchanged_goes)

    def show_facts(self, facts: VisitFacts, head: str) -> None:
        names = {key: [Named(one) for one in getattr(facts, key)] for key in _PEOPLE}
        values = {key: getattr(facts, key) for key in VisitFacts.LABELS}
        home = [Named(head, facts.household_id)] if facts.household_id else []
        by = [Named(facts.promise_by)] if facts.promise_by else []
        coded = {"way": facts.way.value, "finding": facts.finding and facts.finding.value}
        self.set_values({**values, **names, **coded, "household_id": home, "promise_by": by})

    def facts(self, values: dict[str, Any]) -> VisitFacts:
        kept = {key: values[key] for key in VisitFacts.LABELS}
        by, finding = kept["promise_by"], kept["finding"]
        return VisitFacts(
            **{
                **kept,
                "way": VisitWay(kept["way"]),
                "visitors": tuple(one.name for one in kept["visitors"]),
                "met": tuple(one.name for one in kept["met"]),
                "topics": tuple(kept["topics"]),
                "finding": FindingKind(finding) if finding else None,
                "promise_by": by[0].name if by else None,
            }
        )

    def _unchanged_goes(self) -> None:
        if self["text"].value():
            self["is_unchanged"].set_value(False)


class VisitDialog(FormDialog):
    """``VisitDialog(parent, context, facts=…, head="一组马占山户").open()``; with ``entry_id``
    it corrects that entry and asks why. ``write(act)`` does the act for a screen of its own."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        *,
        facts: VisitFacts | None = None,
        head: str = "",
        entry_id: str | None = None,
        write: Callable[[Callable[[], object]], object] | None = None,
    ) -> None:
        self._context, self._over = context, parent
        self._before, self._entry_id = facts, entry_id
        self._write = write or (lambda act: act())
        self._made = ""
        self.form = VisitForm(context, is_correction=entry_id is not None)
        self.form.show_facts(facts or _blank(context), head)
        if facts is not None:
            self.form["household_id"].setEnabled(not facts.household_id)
        home = facts.household_id if facts else "new"
        super().__init__(
            parent,
            context,
            "更正走访记录" if entry_id else "记日记",
            self.form,
            verb="更正" if entry_id else "保存",
            on_save=self._save,
            draft_key=f"visit/{entry_id or home}",
        )
        self.form["text"].edited.connect(self._hint)
        self.form.focus_on("text" if facts is not None and facts.household_id else "household_id")

    def _save(self, values: dict[str, Any]) -> None:
        facts = self.form.facts(values)
        photos = [photo_of(file) for file in values["photos"]]
        store, said = self._context.store, "已更正" if self._entry_id else "已记入日记"

        def act() -> None:
            if not self._made:  # a photo that was refused does not write the entry twice
                self._made = self._put_on_record(facts, values.get("reason") or "")
            for photo in photos:
                attach_photo(store, Attached.VISIT, self._made, photo)

        self._write(act)
        if photos:
            speaker.toast(self._over, f"{said}，照片 {len(photos)} 张")
        else:
            say_done(self._over, self._context, said)

    def _put_on_record(self, facts: VisitFacts, reason: str) -> str:
        store, before = self._context.store, self._before
        if self._entry_id is None:
            return add_visit(store, facts)
        correct_visit(store, self._entry_id, facts, reason=reason, expected=before)
        return self._entry_id

    def _hint(self) -> None:
        """The quiet hint, under the words."""
        names = tuple(one.name for one in self.form["visitors"].value())
        text, day = self.form["text"].value(), self.form["on"].draft()
        if not text or not names or not day or self.form["on"].trouble():
            self.form["text"].say("")
            return
        facts = VisitFacts("", self.form["on"].value(), VisitWay.AT_HOME, names, text)
        self.form["text"].say(similar_entries(self._context.store, facts, but=self._entry_id))


def write_visit(parent: QWidget, context: Context, household_id: str = "", head: str = "") -> None:
    """记日记, from ＋ or from a household's page."""
    facts = replace(_blank(context), household_id=household_id) if household_id else None
    VisitDialog(parent, context, facts=facts, head=head).open()


def _blank(context: Context) -> VisitFacts:
    names = context.settings.get("visits/visitors") or [context.user]
    visitors = tuple(name for name in names if name)
    return VisitFacts("", context.today(), VisitWay.AT_HOME, visitors)


def _fields(context: Context, is_correction: bool) -> list[Field | str]:
    policy = current(context.store)
    topics = {one.code: one for one in (*policy.cadre_visit_topics, *policy.leader_visit_topics)}
    cadres = suggest_cadres(context)
    found: list[Field | str] = [
        HouseholdField(context, required=True),
        DayField("on", "走访日期", context.today, latest=context.today, required=True),
        Choice("way", "走访方式", options_of(VisitWay), required=True),
        People("visitors", "走访人", suggest=cadres, required=True),
        People("met", "见到的人", suggest=suggest_people(context)),
        Line("place", "地点", placeholder="空着就是家里"),
        Several("topics", "走访重点", [Option(one.code, one.label) for one in topics.values()]),
        Text("text", "走访情况", rows=3, placeholder="照实写：说了什么、看到什么、怎么答复"),
        Choice("finding", "归类", options_of(FindingKind)),
        Check("is_unchanged", "无变化（单独统计）"),
        Text("promise", "承诺", rows=1, placeholder="当面答应了什么；没有就空着"),
        DayField("promise_due", "承诺兑现日", context.today),
        People("promise_by", "承诺人", suggest=cadres, at_most=1, hint="空着就是第一个走访人"),
        Photos(),
        Check("is_internal", "内部：不上公开的文书和图片"),
    ]
    if is_correction:
        found.append(Line("reason", "为什么更正", required=True, wide=True))
    return found
