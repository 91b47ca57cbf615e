"""The rows of a meeting as they were spoken or decided; a closed hearing takes forgotten ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import hearings as acts
from longshan_desk.actions import meetings as meeting_acts
from longshan_desk.domain.labels import ItemKind, MeetingKind
from longshan_desk.queries.meetings import ItemRow, MeetingPage
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import attempt
from longshan_desk.ui.context import Context
from longshan_desk.ui.hearings import changes
from longshan_desk.ui.hearings.agenda_panel import empty
from longshan_desk.ui.hearings.forgotten import ForgottenDialog, add_forgotten_speech
from longshan_desk.ui.hearings.spoken_panel import draft_key
from longshan_desk.ui.hearings.spoken_rows import left_over
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.fields import Text
from longshan_desk.ui.widgets.form import Form
from longshan_desk.ui.widgets.form_sheet import FormDialog
from longshan_desk.ui.widgets.grid_rows import GridRow
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, words


class MinutesPanel(QWidget):
    """Rows to read; 补录 and 作废 for a hearing that is closed (R37), 散会 for other meetings."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._page: MeetingPage | None = None
        self.left = Notice()
        self.forgotten = button("补录事项", self.add_forgotten, icon_name="plus")
        self.speech = button("补录发言", self._add_speech)
        self.party_day = button("记主题党日", lambda: self._add_item(ItemKind.PARTY_DAY))
        self.free = button("记其他议题", lambda: self._add_item(ItemKind.FREE))
        self.end = button("散会", self._end, kind="primary")
        self._rows = QVBoxLayout()
        top = QHBoxLayout()
        top.addStretch(1)
        for made in (self.free, self.party_day, self.speech, self.forgotten, self.end):
            top.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.left)
        column.addWidget(scrolled(self._rows), 1)

    def load(self, page: MeetingPage) -> None:
        self._page = page
        is_hearing = page.row.kind is MeetingKind.HEARING
        for made in (self.forgotten, self.speech, self.party_day):
            made.setVisible(is_hearing)
        self.end.setVisible(not is_hearing and not page.row.is_closed)
        self._show_left()
        empty(self._rows)
        card = Card()
        if page.items:
            card.add_rows([self._row(item) for item in page.items])
        else:
            card.add(words("还没有记录。", "note"))
        self._rows.addWidget(card)
        self._rows.addStretch(1)

    # -- what is said -----------------------------------------------------------------------

    def _row(self, item: ItemRow) -> QWidget:
        assert self._page is not None
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(4, 7, 4, 7)
        row.setSpacing(10)
        row.addWidget(badge(item.kind.label), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        for text, role in (
            (_head(item), "note"),
            (item.words or item.text or "", ""),
            (_outcome(item, self._page.row.on), "note"),
        ):
            if text:
                column.addWidget(words(text, role, wrap=True, copy=True))
        row.addLayout(column, 1)
        for act in self._acts(item):
            row.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _acts(self, item: ItemRow) -> list[QWidget]:
        assert self._page is not None
        page, matter_id = self._page, item.matter_id
        found: list[QWidget] = []
        if matter_id is not None:
            look = lambda: self._context.show_record("matter", matter_id)  # noqa: E731
            found.append(button("查看", look, kind="quiet", looks=True))
        elif not item.voided_reason:
            found.append(button("修改", lambda: self._add_item(item.kind, item), kind="quiet"))
        if page.row.kind is MeetingKind.HEARING and not item.voided_reason:
            found.append(button("作废", lambda: self._void(item), kind="quiet"))
        elif matter_id is None and page.row.kind is not MeetingKind.HEARING:
            found.append(button("删除", lambda: self._remove(item), kind="quiet"))
        return found

    # -- what was not complete when it was closed (R37) ----------------------------------------

    def _show_left(self) -> None:
        rows = self._left_over()
        if not rows:
            self.left.hide()
            return
        first = rows[0].values
        said = (first.get("words") or first.get("summary") or "没有写原话").strip()
        many = f"收尾时有 {len(rows)} 行没有写完，内容还在。" if len(rows) > 1 else ""
        who = f"{first['who']}：" if first.get("who") else ""
        text = f"{many or '收尾时有一行没有写完，内容还在。'}{who}“{said[:40]}”"
        self.left.say(text, "soon", "补录或去掉这一行…", self._settle_left)

    def _left_over(self) -> list[GridRow]:
        assert self._page is not None
        if self._page.row.kind is not MeetingKind.HEARING:
            return []
        draft = self._context.drafts.load(draft_key(self._page.row.id))
        return left_over(draft.values) if draft is not None else []

    def _settle_left(self) -> None:
        row = self._left_over()[0]
        words_ = (row.values.get("words") or "").strip()
        verbs = ["补录", "不要这一行"]
        chosen = speaker.choose(self, "这一行怎么办？", verbs, hint=words_)
        if chosen == 1:
            self._forget(row)
        elif chosen == 0 and row.values.get("kind") == ItemKind.SPEECH:
            self._add_item(ItemKind.SPEECH, None, row)
        elif chosen == 0:
            self._forgotten(row)

    def _forgotten(self, row: GridRow) -> None:
        assert self._page is not None
        forget = lambda: self._forget(row)  # noqa: E731
        ForgottenDialog(self, self._context, self._page.row.id, row.values, forget).open()

    def _forget(self, settled: GridRow) -> None:
        """Take one row out of what is left of the draft."""
        assert self._page is not None
        key = draft_key(self._page.row.id)
        draft = self._context.drafts.load(key)
        rows = [one for one in (draft.values["rows"] if draft else ()) if one["key"] != settled.key]
        if left_over({"rows": rows}):
            self._context.drafts.save(key, {"rows": rows})
        else:
            self._context.drafts.discard(key)
        self._show_left()

    # -- acts -------------------------------------------------------------------------------

    def add_forgotten(self) -> None:
        """补录事项."""
        assert self._page is not None
        ForgottenDialog(self, self._context, self._page.row.id).open()

    def _add_speech(self) -> None:
        assert self._page is not None
        add_forgotten_speech(self, self._context, self._page.row.id)

    def _add_item(
        self, kind: ItemKind, item: ItemRow | None = None, typed: GridRow | None = None
    ) -> None:
        assert self._page is not None
        if typed is None:
            changes.add_item(self, self._context, self._page, kind, item)
            return
        begun = {"speaker": typed.values.get("who"), "text": typed.values.get("words")}
        forget = lambda: self._forget(typed)  # noqa: E731
        changes.add_item(self, self._context, self._page, kind, begun=begun, on_saved=forget)

    def _void(self, item: ItemRow) -> None:
        form = Form([Text("reason", "作废的原因", rows=2, required=True)])

        def save(values: dict[str, Any]) -> None:
            acts.void_row(self._context.store, item.id, reason=values["reason"])

        title = f"作废 {item.number}" if item.number else f"作废这一项{item.kind.label}"
        key = f"item/{item.id}/void"
        FormDialog(
            self, self._context, title, form, verb="作废", on_save=save, draft_key=key
        ).open()

    def _remove(self, item: ItemRow) -> None:
        attempt(
            self,
            self._context,
            lambda: meeting_acts.remove_item(self._context.store, item.id),
            f"已删除“{item.kind.label}”一项",
        )

    def _end(self) -> None:
        assert self._page is not None
        changes.end_meeting(self, self._context, self._page)


def _head(item: ItemRow) -> str:
    named = "、".join(item.raisers) or item.speaker or ""
    who = f"某群众（{named}，不公开姓名）" if item.is_anonymous and named else named
    many = f"签名 {item.signatures} 人" if item.signatures > max(1, len(item.raisers)) else ""
    before = "以前登记，列入这次说事会" if _was_put_on(item) else ""
    return " · ".join(part for part in (item.number, who, many, before) if part)


def _was_put_on(item: ItemRow) -> bool:
    return item.is_registered_before and item.kind is ItemKind.MATTER


def _outcome(item: ItemRow, on: date) -> str:
    answerer = f"（{item.answerer}）" if item.answerer else ""
    parts = [
        f"已作废：{item.voided_reason}" if item.voided_reason else "",
        f"梳理：{item.summary}" if item.summary else "",
        item.decision.label if item.decision else "",
        f"{item.result}{answerer}" if item.result else "",
        item.list_kind.label if item.list_kind and not item.decision else "",
    ]
    return " · ".join(part for part in parts if part)
