"""暂时放着的内容: what came and cannot be shown yet, by reason, and what helps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from longshan_desk.domain.calendar import short_date
from longshan_desk.queries.waiting import WaitingRecord
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import words

_ABOUT = "这些内容已经收下，一条不丢，原因去掉以后自动补上；不用重新登记，也不影响别的工作。"
_SHOWN = 8


class WaitingRecordsCard(Card):
    """Hidden while nothing waits."""

    def __init__(self) -> None:
        super().__init__("暂时放着的内容", tone="soon")
        self.said = words("", wrap=True, copy=True)
        self.add(words(_ABOUT, "note", wrap=True))
        self.add(self.said)
        self.hide()

    def show_found(self, found: Sequence[WaitingRecord]) -> None:
        self.setVisible(bool(found))
        self.heading.set_text("暂时放着的内容", f"共 {len(found)} 条" if found else "")
        lines = []
        for why, group in groupby(found, key=lambda one: one.why):
            rows = list(group)
            lines.append(why.label)
            lines += [f"　· {_words(one)}" for one in rows[:_SHOWN]]
            if len(rows) > _SHOWN:
                lines.append(f"　· ……共 {len(rows)} 条")
        self.said.setText("\n".join(lines))


def _words(one: WaitingRecord) -> str:
    day = f"{short_date(one.written_on)}写的" if one.written_on else ""
    by = " ".join(filter(None, (one.by, day)))
    return f"{one.words}（{by}）" if by else one.words
