"""The right side of 工作台: who has sat in, what stalls, what the rules ask and did not happen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from longshan_desk.domain.labels import Stall
from longshan_desk.domain.paper_life import PaperStatus
from longshan_desk.queries.home import Meter as Counted
from longshan_desk.queries.home import WaitingPaper
from longshan_desk.queries.stalls import StalledMatter
from longshan_desk.ui.context import Context
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card, LinkRow
from longshan_desk.ui.widgets.meter import Meter
from longshan_desk.ui.widgets.one_line import OneLine
from longshan_desk.ui.widgets.words import badge, words

_SHOWN_PAPERS = 5


class FindingsCard(Card):
    """What did not happen though the rules ask for it (R3)."""

    def __init__(self, findings: Sequence[str], go: Callable[[], object]) -> None:
        super().__init__("需要说明", tone="late")
        rows = [LinkRow(words(finding, wrap=True)) for finding in findings]
        for row in rows:
            row.opened.connect(go)
        self.add_rows(rows)


class PapersCard(Card):
    """R38: papers that are not signed or not filed; a click opens the paper."""

    def __init__(self, context: Context, waiting: Sequence[WaitingPaper]) -> None:
        everything = button(
            f"全部 {len(waiting)} 份",
            partial(context.show_record, "waiting-papers", ""),
            kind="quiet",
            looks=True,
        )
        super().__init__("待签字、待归档的文书", "", everything)
        self.rows: list[LinkRow] = []
        for paper in waiting[:_SHOWN_PAPERS]:
            tone = "soon" if paper.status is PaperStatus.AWAITS_SIGNATURE else ""
            row = LinkRow(OneLine(paper.title), badge(paper.status.label, tone))
            row.setAccessibleName(f"{paper.title}，{paper.status.label}")
            row.opened.connect(partial(context.show_record, "issued_paper", paper.id))
            self.rows.append(row)
        self.add_rows(self.rows)


class MetersCard(Card):
    """R4: the year's and the month's observers, with the names that are missing."""

    def __init__(self, meters: Sequence[Counted], go: Callable[[], object]) -> None:
        super().__init__("列席")
        if not meters:
            self.add(words("名册里还没有包村领导、驻村干部。", "note", wrap=True))
        for counted in meters:
            meter = Meter(counted.title)
            unit = "人" if counted.key == "resident" else "次"
            is_person = counted.key != "resident"
            missing = () if is_person else [(name, name) for name in counted.missing]
            meter.show_figures(counted.done, counted.wanted, unit, missing)
            meter.opened.connect(lambda name: go())
            self.add(meter)
            if is_person:
                self.add(words(counted.words, "note", wrap=True))


class StallsCard(Card):
    """R22: the four stalls with their counts; a click lists those matters with the reason."""

    def __init__(self, context: Context) -> None:
        super().__init__("停滞")
        self._context = context
        self.rows: dict[Stall, LinkRow] = {}
        self._said = words("", "note", wrap=True)
        self._badges = {}
        for stall in Stall:
            count = badge("…")
            row = LinkRow(words(stall.label), count)
            row.opened.connect(partial(context.show_record, "matter-list", f"stall={stall.value}"))
            self.rows[stall], self._badges[stall] = row, count
        self.add_rows(list(self.rows.values()))
        self.add(self._said)
        self._said.hide()

    def show_found(self, found: Sequence[StalledMatter]) -> None:
        for stall, row in self.rows.items():
            count = sum(any(one.stall is stall for one in matter.stalls) for matter in found)
            self._badges[stall].setText(f"{count} 件")
            self._set_tone(stall, "late" if count else "")
            row.setEnabled(count > 0)
        signals = sum(bool(matter.signals) for matter in found)
        self._said.setText(f"另有 {signals} 件有推、拖、绕的迹象，供判断。")
        self._said.setVisible(signals > 0)

    def show_failure(self, why: str) -> None:
        for stall in self.rows:
            self._badges[stall].setText("不知道")
        self._said.setText(f"加载失败：{why}")
        self._said.show()

    def _set_tone(self, stall: Stall, tone: str) -> None:
        mark(self._badges[stall], tone=tone)
