"""One of the four meetings: its records, what follows from a lost one, and the form of the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.domain.bodies import Body
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.procedure_labels import Phase, Step
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.queries.procedures import MeetingLine, ProcedurePage, StepLine
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings.forms import clock_words
from longshan_desk.ui.procedures.guard_dialog import GuardDialog
from longshan_desk.ui.procedures.meeting_form import MeetingForm, save_meeting
from longshan_desk.ui.procedures.parts import (
    FoldingCard,
    buttons_row,
    closed_card,
    column_of,
    demands_card,
    facts_table,
    findings_card,
    photo_strip,
    side_width,
)
from longshan_desk.ui.procedures.sums_card import SumsCard
from longshan_desk.ui.procedures.turn_forms import ask_end, ask_round
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.form_sheet import FormSheet
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import words

Go = Callable[[str], object]
_NO_SCAN = "没有扫描件。可以把签到表的照片或者扫描图片拖到这里。"


class MeetingPanel(QWidget):
    """Built for one state of a decision; ``go`` leads to another step by its code."""

    def __init__(
        self,
        context: Context,
        page: ProcedurePage,
        line: StepLine,
        go: Go,
        print_blank: Callable[[], object],
    ) -> None:
        super().__init__()
        self._context, self._page, self._line, self._go = context, page, line, go
        self._print_blank = print_blank
        self.sums = SumsCard()
        self.lapsed = Notice()
        self.form: MeetingForm | None = None
        self.sheet: FormSheet | None = None
        self.records = [self._record(one) for one in self._held()]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        if line.is_open and not context.is_read_only:
            self._lay_form(row)
        else:
            self._lay_records(row)

    def take_focus(self) -> None:
        if self.form is not None:
            self.form.focus_first()

    def leave(self) -> None:
        """Keep what was typed a moment ago."""
        if self.sheet is not None and self.sheet.keeper is not None:
            self.sheet.keeper.flush()

    # -- a step that is open ----------------------------------------------------------------

    def _lay_form(self, row: QHBoxLayout) -> None:
        self.form = MeetingForm(self._context, self._page, self._line)
        self.sheet = FormSheet(
            self._context,
            self.form,
            verb="保存会议和表决",
            on_save=self._save,
            draft_key=f"procedure/{self._page.row.id}/{self._line.step.value}"
            f"/{len(self._page.state.meetings)}",
            close_verb="返回",
        )
        self.sheet.closed.connect(lambda: self._go(""))
        self.form.refresh()  # the draft may have brought another body or day
        self.form.summed.connect(self._sum)
        self.form.body_refused.connect(self._guard)
        self._sum()
        blank = button(
            "打印空白表", self._print_blank, kind="quiet", icon_name="print",
            tip="先打印空白表，会上手写，会后照着录入",
        )  # fmt: skip
        main = Card()
        top = QHBoxLayout()
        top.addWidget(words(f"{self._line.step.label}会", "heading"))
        top.addWidget(words("可以先打印空白表手写，会后照着录入", "note"), 1)
        top.addWidget(blank)
        box = QWidget()
        box.setLayout(top)
        top.setContentsMargins(0, 0, 0, 0)
        main.add(box)
        self._say_lapsed()
        main.add(self.lapsed)
        main.add(self.sheet, 1)
        side = QVBoxLayout()
        side.setSpacing(12)
        for part in (self.sums, *reversed(self.records), *self._side_cards()):
            side.addWidget(part)
        side.addStretch(1)
        beside = scrolled(side)
        beside.setFixedWidth(side_width())
        row.addWidget(main, 1)
        row.addWidget(beside)

    def _say_lapsed(self) -> None:
        last = self._line.last
        if last is not None and last.lapsed:
            when = chinese_date(last.on)
            said = f"{when}的会到会人数不够（流会），已经记下。请重新召开，把下一次会填在下面。"
            self.lapsed.say(said, "soon")

    def _sum(self) -> None:
        assert self.form is not None
        self.sums.show_ground(self.form.ground)
        self.sums.show_sums(self.form.typed(), self.form.ground)

    def _guard(self, body: Body) -> None:
        assert self.form is not None
        GuardDialog(
            self, self._context, self._page, self._line.step, body, self.form.day,
            self.form.use_usual_body,
        ).open()  # fmt: skip

    def _save(self, values: dict[str, Any]) -> None:
        voted = save_meeting(self._context, self._page, self._line.step, values)
        ended = "已通过"
        if not voted.verdict.passed:
            ended = "没有通过，已经记下" if voted.verdict.quorum.is_met else "流会，已经记下"
        say_done(self, self._context, f"{self._line.step.label}{ended}")

    # -- a step that is not ---------------------------------------------------------------------

    def _lay_records(self, row: QHBoxLayout) -> None:
        parts: list[QWidget] = []
        last = self._line.last
        if self._page.state.phase is Phase.FAILED and last is not None:
            parts.append(self._failed_card())
        elif self._line.is_open:  # of a village that is only looked at
            parts.append(_not_held(self._line))
        elif self._line.decided is None:
            parts.append(self._not_open())
        elif not self.records:  # decided together with the step before
            parts.append(closed_card(self._line.why_not))
        if self.records and self._line.decided is not None:
            self.records[-1].toggle()
        main = QVBoxLayout()
        main.setSpacing(12)
        for one in (*parts, *reversed(self.records)):
            main.addWidget(one)
        main.addStretch(1)
        row.addWidget(scrolled(main), 1)
        beside = QVBoxLayout()
        beside.setSpacing(12)
        for card in self._side_cards():
            beside.addWidget(card)
        beside.addStretch(1)
        side = scrolled(beside)
        side.setFixedWidth(side_width())
        row.addWidget(side)

    def _not_open(self) -> Card:
        opened = self._page.state.open_step
        if opened is None:
            return closed_card(self._line.why_not)
        go = opened.value
        return closed_card(self._line.why_not, f"去{opened.label}", lambda: self._go(go))

    def _failed_card(self) -> Card:
        """A lost vote and the three ways on."""
        last = self._page.state.round.last
        assert last is not None
        card = Card(f"{last.step.label}没有通过", tone="late")
        card.add(words(last.verdict.words, wrap=True))
        card.add(
            words(
                "会议和票数都已记下，不会改动。修改以后重新提出，就是新的一轮，从提议开始；"
                "不再办的，写明原因终止。",
                wrap=True,
            )
        )
        again = button(
            "修改后重新提出", lambda: ask_round(self, self._context, self._page), kind="primary"
        )
        end = button("终止", lambda: ask_end(self, self._context, self._page))
        self.round_button, self.end_button = again, end
        card.add(buttons_row(again, end))
        return card

    def _side_cards(self) -> list[QWidget]:
        place = self._line.step.value
        asked = [one for one in self._page.demands if one.place == place]
        return [demands_card(asked), findings_card(self._page.findings, self._go)]

    def _record(self, line: MeetingLine) -> FoldingCard:
        """What is on record of one meeting, with its signed list as it was scanned."""
        parts = [_facts(line)]
        if meeting := line.held.fact.meeting_id:
            scans = self._page.photos.get(meeting, ())
            parts.append(
                photo_strip(
                    self._context, Attached.MEETING, meeting, scans, "签到表扫描件", _NO_SCAN
                )
            )
        held = line.held
        result = "通过" if held.passed else "流会" if held.lapsed else "未通过"
        tone = "accent" if held.passed else "soon" if held.lapsed else "late"
        badges = [(result, tone)]
        if line.is_entered_late:
            badges.append(("补录", "soon"))
        at = f" {clock_words(held.starts_at)}" if held.starts_at else ""
        title = f"{chinese_date(held.on)}{at} {held.body.label}（第 {held.round} 轮）"
        return FoldingCard(title, badges, column_of(*parts), is_open=False)

    def _held(self) -> list[MeetingLine]:
        merged = self._page.rules.merges_first_steps and self._line.step is Step.CONSULTATION
        step = Step.PROPOSAL if merged else self._line.step
        return [one for one in self._page.meetings if one.held.step is step]


def _not_held(line: StepLine) -> Card:
    card = Card(f"{line.step.label}会")
    card.add(words("村里还没有登记这次会议。", wrap=True))
    return card


def _facts(line: MeetingLine) -> QWidget:
    held, data = line.held, line.held.fact.data
    speeches = "\n".join(f"{one['speaker']}：{one['text']}" for one in data.get("speeches") or ())
    entered = (
        f"{chinese_date(line.entered_on)}，{held.fact.by}" if line.entered_on else held.fact.by
    )
    return facts_table(
        (
            ("表决", held.verdict.words),
            ("票数", f"同意 {held.votes.in_favour}，反对 {held.votes.against}，"
                     f"弃权 {held.votes.abstained}（{held.form.label}）"),
            ("地点", data.get("place")),
            ("主持", data.get("chair")),
            ("记录", data.get("recorder")),
            ("应到的说明", data.get("reason")),
            ("乡镇参会", "、".join(data.get("township") or ())),
            ("发言", speeches),
            ("议定", held.fact.text),
            ("修改为", held.amendment),
            ("会议", line.meeting_title),
            ("录入", entered),
        )
    )  # fmt: skip
