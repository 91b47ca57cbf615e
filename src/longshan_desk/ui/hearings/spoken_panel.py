"""说事: the fast grid in which a whole hearing is written down as it is spoken (R42)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.actions import hearings as acts
from longshan_desk.domain.labels import ItemKind
from longshan_desk.errors import AppError
from longshan_desk.queries.matters import similar_matters
from longshan_desk.queries.meetings import MeetingPage
from longshan_desk.ui import speaker
from longshan_desk.ui.after_acts import say_done
from longshan_desk.ui.context import Context
from longshan_desk.ui.drafts import DraftKeeper
from longshan_desk.ui.hearings import spoken_rows
from longshan_desk.ui.hearings.found_strip import FoundStrip
from longshan_desk.ui.hearings.grid_sync import (
    current_row,
    is_unsaved,
    merged,
    refill,
    rows_of,
    says,
    type_on,
)
from longshan_desk.ui.hearings.row_details import SHOWN, RowDetails, details_words
from longshan_desk.ui.hearings.spoken_rows import SpokenGrid, missing, must_ask
from longshan_desk.ui.widgets.buttons import button, shortcut
from longshan_desk.ui.widgets.grid_rows import GridRow
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import Hint, words

KEYS = "回车换行 · Tab 换格 · 数字或拼音首字母选主题和清单 · Alt+↑↓ 调顺序 · Ctrl+Delete 删行"


def draft_key(meeting_id: str) -> str:
    return f"meeting/{meeting_id}/spoken"


class SpokenPanel(QWidget):
    """A row is saved when it is complete; until then it lies in the draft, which survives a
    power cut."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._meeting_id = ""
        self._keeper: DraftKeeper | None = None
        self._is_saving = False
        self._is_asking = False
        self.unsaved = Notice()
        self.similar = Notice()
        self.details = words("", "note", wrap=True)
        self.details_button = button(
            "补充这一行", self.open_details, tip="几个反映人、农户、电话、不公开姓名（Ctrl+D）"
        )
        self.grid = SpokenGrid(context)
        self.found = FoundStrip(context, self.grid, self)
        self.grid.edited.connect(self._edited)
        self.grid.row_changed.connect(self._changed)
        self.grid.row_removed.connect(self._removed)
        self.grid.order_changed.connect(self._ordered)
        self.grid.current_row_changed.connect(lambda row: self._show_details())
        shortcut("Ctrl+D", self, self.details_button)
        self._put_together()

    def _put_together(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self.details, 1)
        below.addWidget(self.details_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.unsaved)
        column.addWidget(self.similar)
        column.addWidget(self.found)
        column.addWidget(self.grid, 1)
        column.addLayout(below)
        column.addWidget(Hint(KEYS))

    def load(self, page: MeetingPage) -> None:
        """Show what is stored without touching what is typed and not saved yet."""
        if self._is_saving:
            return
        if self._meeting_id == page.row.id:
            refill(self.grid, merged(self.grid.rows(), spoken_rows.stored_rows(page)))
            self._save_the_rest()
            self.found.load(page.row.on)
            return
        self.leave()
        self._meeting_id = page.row.id
        self.grid.set_rows([])
        self._keeper = DraftKeeper(
            self.grid, self._context.drafts, draft_key(self._meeting_id), self
        )
        draft = self._keeper.restore()
        self.grid.set_rows(merged(self.grid.rows(), spoken_rows.stored_rows(page)))
        if draft is not None and self._incomplete():
            self.unsaved.say(f"已恢复 {draft.clock} 没有写完的行。")
        self._save_the_rest()
        self._show_details()
        self.found.load(page.row.on)
        self.grid.start()

    def leave(self) -> None:
        """Keep what is typed and forget the meeting, so that it is read anew."""
        if self._keeper is not None:
            self.grid.save_now()
            self._keeper.flush()
            self._keeper.deleteLater()
            self._keeper = None
        self._meeting_id = ""
        self.unsaved.hide()
        self.similar.hide()

    def save_all(self) -> int:
        """Save what can be saved now; returns how many rows are still incomplete."""
        self.grid.save_now()
        self._save_the_rest()
        return len(self._incomplete())

    def open_details(self) -> None:
        """补充这一行: what the grid has no room for."""
        row = self._current()
        if row is not None:
            RowDetails(self, self._context, self._meeting_id, row, self._take_details).open()

    def hideEvent(self, event: QHideEvent) -> None:
        if self._keeper is not None and self._context.is_open:
            self.grid.save_now()
            self._keeper.flush()
        super().hideEvent(event)

    # -- typing -----------------------------------------------------------------------------

    def _current(self) -> GridRow | None:
        return current_row(self.grid)

    def _incomplete(self) -> list[GridRow]:
        return [row for row in self.grid.rows() if is_unsaved(row)]

    def _place(self, row: GridRow) -> int:
        return rows_of(self.grid).position_of(row.key) + 1

    def _edited(self) -> None:
        row = self._current()
        if row is None:
            return
        spoken_rows.remember_home(row)
        self._show_details()
        if must_ask(row) and not self._is_asking:
            self._is_asking = True
            QTimer.singleShot(0, self, lambda: self._ask(row))

    def _changed(self, row: GridRow) -> None:
        if must_ask(row):
            return
        if is_unsaved(row):
            self._save(row)
        self._hint_similar(row)
        self._show_details()

    def _take_details(self, row: GridRow, values: dict[str, Any]) -> None:
        row.values |= {key: value for key, value in values.items() if key not in SHOWN}
        for key in SHOWN:
            self.grid.set_value(row.key, key, values[key])
        if missing(row.values) or must_ask(row):
            self._write_draft()
        else:
            self._save(row)
        self._show_details()

    def _show_details(self) -> None:
        answered = any(row.values.get("kind") == ItemKind.ANSWER for row in self.grid.rows())
        self.grid.show_columns(("result", "answerer"), answered)
        row = self._current()
        self.details_button.setEnabled(row is not None)
        self.details.setText(details_words(self._context, row) if row is not None else "")

    # -- keeping ----------------------------------------------------------------------------

    def _save(self, row: GridRow) -> None:
        lacks = missing(row.values)
        if lacks:
            self.unsaved.say(f"第 {self._place(row)} 行还没有填{lacks}，先存为草稿。", "soon")
            return
        said = says(row.values)
        self._is_saving = True
        try:
            row.extra["id"] = acts.save_row(
                self._context.store,
                self._meeting_id,
                spoken_rows.act_row(row),
                item_id=row.extra.get("id"),
            )
        except AppError as exc:
            self.unsaved.say(f"第 {self._place(row)} 行没有保存：{exc.message}{exc.hint}", "late")
            return
        finally:
            self._is_saving = False
        row.extra["saved"] = said
        self._write_draft()

    def _save_the_rest(self) -> None:
        for row in self._incomplete():
            if not missing(row.values) and not must_ask(row):
                self._save(row)
        if not self._incomplete():
            self.unsaved.hide()

    def _write_draft(self) -> None:
        """The draft holds what is not stored, and knows what is."""
        if self._keeper is None:
            return
        if self._incomplete():
            self._keeper.write_now()
        else:
            self._keeper.discard()
            self.unsaved.hide()

    def _removed(self, row: GridRow, position: int) -> None:
        item_id = row.extra.pop("id", None)
        if item_id:
            self._is_saving = True
            try:
                acts.delete_row(self._context.store, item_id)
            except AppError as exc:
                speaker.tell(self, exc)
            finally:
                self._is_saving = False
        self._write_draft()
        self.found.refresh()
        if self._is_asking:
            return
        if item_id:
            say_done(self, self._context, f"已删除第 {position + 1} 行")
        else:
            put_back = self.grid.put_back
            speaker.toast(self, f"已删除第 {position + 1} 行", lambda: put_back(row, position))

    def _ordered(self, keys: list[str]) -> None:
        by_key = {row.key: row.extra.get("id") for row in self.grid.rows()}
        ids = [item for key in keys if (item := by_key.get(key))]
        self._is_saving = True
        try:
            acts.order_rows(self._context.store, self._meeting_id, ids)
        except AppError as exc:
            speaker.tell(self, exc)
        finally:
            self._is_saving = False

    # -- what the words are about -------------------------------------------------------------

    def _ask(self, row: GridRow) -> None:
        """R35: words about a named cadre are not kept here, not even as a draft."""
        answer = speaker.choose(
            self,
            "这一件是否指名反映某位干部？",
            ["没有指名，照常记录", "指名反映某位干部"],
            hint="指名反映干部的内容不在本机登记，只能交镇纪委。选“指名”，这一行就从记录里去掉。",
        )
        if answer == 0:
            row.extra["asked"] = True
            self._changed(row)
            type_on(self.grid, row, "words")  # behind the topic
        elif answer == 1:
            self._drop(row)
        else:
            self.grid.set_value(row.key, "topic", "")
        self._is_asking = False
        if answer == 1:
            self._context.show_record("sealed", "")

    def _drop(self, row: GridRow) -> None:
        at = self._place(row) - 1
        self.grid.setCurrentIndex(self.grid.model().index(at, 0))
        self.grid.remove_current()

    def _hint_similar(self, row: GridRow) -> None:
        raised = row.values.get("kind") in (ItemKind.MATTER, ItemKind.ANSWER)
        found = similar_matters(self._context.store, row.values.get("words") or "")
        if not (raised and found):
            self.similar.hide()
            return
        first = found[0]
        said = f"与在办事项 {first.number}“{first.title[:24]}”相近（{first.stage.label}）"
        self.similar.say(said, "", "查看", lambda: self._context.show_record("matter", first.id))
