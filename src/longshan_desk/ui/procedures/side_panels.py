"""A decision's panels beside the meetings: a disclosure, the works, and the record of it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.domain.calendar import chinese_date, days_words, short_date
from longshan_desk.domain.labels import Labelled
from longshan_desk.domain.procedure import ProcedureFact
from longshan_desk.domain.procedure_findings import is_entered_late
from longshan_desk.domain.procedure_labels import Deed, Notice, Phase, Step
from longshan_desk.queries.procedures import ProcedurePage
from longshan_desk.ui.context import Context
from longshan_desk.ui.procedures.fields import yuan_words
from longshan_desk.ui.procedures.notice_cards import NoticeCards
from longshan_desk.ui.procedures.parts import (
    buttons_row,
    closed_card,
    demands_card,
    facts_table,
    findings_card,
    side_width,
)
from longshan_desk.ui.procedures.turn_forms import ask_close
from longshan_desk.ui.procedures.work_forms import WorkForms
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.timeline import Entry, Timeline
from longshan_desk.ui.widgets.words import words

Go = Callable[[str], object]
WORK = Phase.IMPLEMENTATION.value


class _Panel(QWidget):
    """Cards on the left that scroll, and the rules with what is wanting on the right."""

    def __init__(
        self, page: ProcedurePage, places: Sequence[str], go: Go, *, with_late: bool = False
    ) -> None:
        super().__init__()
        self.main = QVBoxLayout()
        self.main.setSpacing(12)
        side = QVBoxLayout()
        side.setSpacing(12)
        asked = [one for one in page.demands if one.place in places]
        if asked:
            side.addWidget(demands_card(asked))
        side.addWidget(findings_card(page.findings, go, with_late=with_late))
        side.addStretch(1)
        beside = scrolled(side)
        beside.setFixedWidth(side_width())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(scrolled(self.main), 1)
        row.addWidget(beside)


class NoticePanel(_Panel):
    """决议公开 or 实施结果公开, and with the latter the closing of the case."""

    def __init__(self, context: Context, page: ProcedurePage, notice: Notice, go: Go) -> None:
        super().__init__(page, (notice.value, ""), go)
        why_not = page.notices[notice].why_not
        if why_not and not page.notices[notice].postings:
            self.main.addWidget(_not_yet(page, why_not, go))
        else:
            if notice is Notice.OUTCOME_NOTICE:
                self._offer_closing(context, page)
            self.main.addWidget(NoticeCards(context, page, notice))
        self.main.addStretch(1)

    def _offer_closing(self, context: Context, page: ProcedurePage) -> None:
        if page.row.phase is not Phase.CLOSING:
            return
        card = Card("实施结果已经公开", tone="accent")
        self.close_button = button("结案", lambda: ask_close(self, context, page), kind="primary")
        card.add(buttons_row(self.close_button, words("期满以后结案归档", "note")))
        self.main.addWidget(card)


class WorkPanel(_Panel):
    """实施: who until when, progress with what was spent, acceptance, notices of progress (R14)."""

    def __init__(self, context: Context, page: ProcedurePage, go: Go) -> None:
        super().__init__(page, (WORK, Notice.PROGRESS_NOTICE.value), go)
        forms = WorkForms(self, context, page)
        now = page.state.implementation
        if page.work_why_not:
            self.main.addWidget(_not_yet(page, page.work_why_not, go))
        elif now is None:
            card = Card("组织实施", tone="accent")
            card.add(words("决议已经公开。请明确谁负责、什么时候完成。", wrap=True))
            card.add(buttons_row(button("组织实施", forms.begin, kind="primary")))
            self.main.addWidget(card)
        else:
            self.main.addWidget(self._state_card(context, page, forms))
            self.main.addWidget(_progress_card(page))
            self.main.addWidget(NoticeCards(context, page, Notice.PROGRESS_NOTICE))
        self.main.addStretch(1)

    def _state_card(self, context: Context, page: ProcedurePage, forms: WorkForms) -> Card:
        now = page.state.implementation
        assert now is not None
        today = context.today()
        done = now.accepted_on
        late = done is None and now.due_on < today
        card = Card("实施", tone="late" if late else "")
        left = "" if done else f"，{days_words(today, now.due_on)}"
        card.add(
            facts_table(
                (
                    ("负责人", now.who),
                    ("开始", chinese_date(now.began_on)),
                    ("完成时限", f"{chinese_date(now.due_on)}{left}"),
                    ("累计支出", f"{yuan_words(now.spent)} 元"),
                    ("验收", f"{chinese_date(done)} {now.acceptance or ''}" if done else ""),
                )
            )
        )
        if page.state.closed_on is None and done is None:
            card.add(
                buttons_row(
                    button("记进展和支出", forms.progress, kind="primary"),
                    button("验收", forms.accept),
                    button("换人或改期限", forms.change),
                )
            )
        return card


def _progress_card(page: ProcedurePage) -> Card:
    now = page.state.implementation
    assert now is not None
    card = Card("进展", f"{len(now.progress)} 条" if now.progress else "")
    if not now.progress:
        card.add(words("还没有记过进展。", "", "muted"))
    entries = [
        Entry(
            short_date(one.on),
            f"支出 {yuan_words(one.spent)} 元" if one.spent else "进展",
            one.by,
            one.text,
        )
        for one in reversed(now.progress)
    ]
    if entries:
        card.add(Timeline(entries))
    return card


def _not_yet(page: ProcedurePage, why_not: str, go: Go) -> Card:
    opened = page.state.open_step
    place: Labelled | None = opened
    if opened is None and page.state.phase is Phase.RESOLUTION_NOTICE:
        place = Notice.RESOLUTION_NOTICE
    elif opened is None and page.state.decided_on is not None:
        return closed_card(why_not, "去实施", lambda: go(WORK))
    if place is None:
        return closed_card(why_not)
    return closed_card(why_not, f"去{place.label}", lambda: go(place.value))


class RecordPanel(_Panel):
    """经过: what is decided under which rules, all that they ask, and every act in order."""

    def __init__(self, context: Context, page: ProcedurePage, go: Go) -> None:
        super().__init__(page, (), go, with_late=True)
        row, rules = page.row, page.rules
        facts = Card("这项决策")
        changed = page.proposal if page.proposal != page.first_proposal else ""
        facts.add(
            facts_table(
                (
                    ("类型", f"{row.type_label}（{page.type.source}）"),
                    ("动议", row.motion.label),
                    ("提议", page.first_proposal),
                    ("现在的提议", changed),
                    ("修改", "；".join(page.state.amendments)),
                    ("立项", f"{chinese_date(row.began_on)}，{page.begun_by}"),
                    ("村民会议授权", page.authority.words if page.authority else ""),
                    ("照哪套规则", f"{rules.title}（{chinese_date(rules.from_on)}起）{rules.note}"),
                )
            )
        )
        if row.matter_id:
            matter = row.matter_id
            facts.add(buttons_row(button(
                f"打开事项 {row.number or ''}", lambda: context.show_record("matter", matter)
            )))  # fmt: skip
        self.main.addWidget(facts)
        history = Card("经过", "最近的在上面")
        entries = [_entry(page, one) for one in reversed(page.facts)]
        history.add(Timeline([*entries, Entry(short_date(row.began_on), "立项", page.begun_by)]))
        self.main.addWidget(history)
        self.main.addWidget(demands_card(page.demands))
        self.main.addStretch(1)


def _entry(page: ProcedurePage, fact: ProcedureFact) -> Entry:
    data = fact.data
    what = [fact.deed.label]
    if "step" in data:
        what = [f"{Step(data['step']).label}会"]
    elif "notice" in data and data["notice"] in [one.value for one in Notice]:
        what.append(Notice(data["notice"]).label)
    hung = next((one for one in page.state.postings if one.id == data.get("posting")), None)
    if hung is not None:
        what = [fact.deed.label, hung.notice.label]
    parts = [data.get("reason") if fact.deed is not Deed.STEP else None, fact.text]
    held = next((one for one in page.meetings if one.held.fact.id == fact.id), None)
    if held is not None:
        parts = [held.held.verdict.words, fact.text, held.held.amendment]
    if data.get("where"):
        parts.insert(0, f"张贴于{data['where']}")
    if data.get("by"):
        parts.insert(0, data["by"])
    marks = (("补录", "soon"),) if is_entered_late(page.state, fact) else ()
    text = "；".join(one for one in parts if one)
    return Entry(short_date(fact.on), " · ".join(what), fact.by, text, "", marks)
