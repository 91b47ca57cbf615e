"""One disclosure as cards: draft, opinion, its hangings on the board, objections (R31)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from longshan_desk.domain.calendar import chinese_date, days_words, short_date
from longshan_desk.domain.procedure import Objection, Posting, Said
from longshan_desk.domain.procedure_labels import Notice
from longshan_desk.domain.visit_labels import Attached
from longshan_desk.queries.procedures import NoticeLine, ProcedurePage
from longshan_desk.ui.context import Context
from longshan_desk.ui.procedures.notice_forms import NoticeForms
from longshan_desk.ui.procedures.parts import buttons_row, column_of, facts_table, photo_strip
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.words import badge, rule, words


class NoticeCards(QWidget):
    """The next act of the notice is its primary button."""

    def __init__(self, context: Context, page: ProcedurePage, notice: Notice) -> None:
        super().__init__()
        self._context, self._page = context, page
        self._line: NoticeLine = page.notices[notice]
        self._forms = NoticeForms(self, context, page, notice)
        self._is_over = page.state.closed_on is not None
        cards: list[QWidget] = [self._prepared_card()]
        cards += [self._posting_card(one) for one in reversed(self._line.postings)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in cards:
            column.addWidget(card)

    def _next(self) -> str:
        """Which act comes next: the draft, the opinion, the posting; nothing once it hangs."""
        if self._line.postings:
            return ""
        if not self._line.drafts:
            return "draft"
        return "post" if self._line.opinions else "opinion"

    def _prepared_card(self) -> Card:
        label = self._line.notice.label
        card = Card(label, self._due_words())
        card.add(_said_rows("公开的内容", self._line.drafts, "还没有写"))
        card.add(rule())
        card.add(_said_rows("监督意见", self._line.opinions, "还没有，张贴以前要先有"))
        if self._is_over:
            return card
        again = "重新公示" if self._line.postings else "登记张贴"
        made = [
            self._act("draft", "写公开内容", self._forms.draft),
            self._act("opinion", "记监督意见", self._forms.opinion),
        ]
        if self._line.hanging is None or self._line.notice is Notice.PROGRESS_NOTICE:
            made.append(self._act("post", again, self._forms.post))
        card.add(buttons_row(*made))
        return card

    def _act(self, key: str, text: str, act: Callable[[], object]) -> QWidget:
        kind = "primary" if self._next() == key else "secondary"
        return button(text, act, kind=kind)

    def _due_words(self) -> str:
        due, posted = self._line.due_on, self._line.postings
        if due is None or posted:
            return ""
        words_ = days_words(self._context.today(), due)
        return f"应在 {short_date(due)}以前张贴，{words_}"

    def _posting_card(self, posting: Posting) -> Card:
        today = self._context.today()
        text, tone = board_words(posting, today)
        title = f"{chinese_date(posting.from_on)}张贴"
        card = Card(title, "", badge(text, tone), tone=tone if tone in ("late", "soon") else "")
        card.add(
            facts_table(
                (
                    ("张贴", f"{chinese_date(posting.from_on)}至{chinese_date(posting.until_on)}，"
                             f"{posting.hung_days} 天"),
                    ("地点", posting.where),
                    ("撤下", chinese_date(posting.taken_down_on) if posting.taken_down_on else ""),
                    ("内容", posting.fact.text),
                )
            )
        )  # fmt: skip
        for one in posting.objections:
            card.add(rule())
            card.add(self._objection(one))
        card.add(rule())
        card.add(self._photos(posting))
        made = [button("记异议", partial(self._forms.objection, posting))]
        if posting.taken_down_on is None:
            is_due = posting.until_on <= today
            made.insert(
                0,
                button("登记撤下", partial(self._forms.take_down, posting),
                       kind="primary" if is_due else "secondary"),
            )  # fmt: skip
        card.add(buttons_row(*made))
        return card

    def _photos(self, posting: Posting) -> QWidget:
        return photo_strip(
            self._context, Attached.PROCEDURE_ACT, posting.id,
            self._page.photos.get(posting.id, ()), "张贴照片",
            "还没有照片。可以把张贴现场的照片拖到这里。",
        )  # fmt: skip

    def _objection(self, one: Objection) -> QWidget:
        said = words(f"{one.by}（{short_date(one.on)}）：{one.text}", wrap=True, copy=True)
        if one.answered_on is not None:
            answer = f"答复（{short_date(one.answered_on)}）：{one.answer}"
            return column_of(said, words(answer, "", "muted", wrap=True), spacing=3)
        due = one.on + self._page.rules.objection.span
        tone = "late" if due < self._context.today() else "soon"
        left = days_words(self._context.today(), due)
        until = words(f"应在 {short_date(due)}以前答复，{left}", "strong", tone)
        answer_button = button("答复", partial(self._forms.answer, one), kind="primary")
        return column_of(said, until, buttons_row(answer_button), spacing=3)


def board_words(posting: Posting, today: date) -> tuple[str, str]:
    """How it hangs, with its tone: 还要贴 3 天, 今天期满, 已过期 2 天, 已撤下."""
    if posting.taken_down_on is not None:
        early = posting.taken_down_on < posting.until_on
        return ("提前撤下", "soon") if early else ("已撤下", "plain")
    left = (posting.until_on - today).days
    if left > 0:
        return f"还要贴 {left} 天", "accent"
    return (
        ("今天期满，可以撤下", "soon") if left == 0 else (f"已过期 {-left} 天，未登记撤下", "late")
    )


def _said_rows(title: str, said: Sequence[Said], empty: str) -> QWidget:
    label = words(title, "label")
    if not said:
        return column_of(label, words(empty, "", "muted"), spacing=3)
    lines = [
        words(f"{short_date(one.on)} {one.by}：{one.text}", wrap=True, copy=True) for one in said
    ]
    return column_of(label, *lines, spacing=3)
