"""说事: the fast grid in which a whole hearing is written down as it is spoken (R42)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from longshan_desk.actions import hearings as acts
from longshan_desk.actions.matters import NewMatter
from longshan_desk.domain.labels import ItemKind, ListKind, Topic
from longshan_desk.errors import AppError
from longshan_desk.queries.matters import similar_matters
from longshan_desk.queries.meetings import ItemRow, MeetingPage
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.drafts import DraftKeeper
from longshan_desk.ui.suggesting import suggest_cadres, suggest_raisers
from longshan_desk.ui.widgets.choices import options_of
from longshan_desk.ui.widgets.fast_grid import FastGrid
from longshan_desk.ui.widgets.grid_rows import GridColumn, GridRow
from longshan_desk.ui.widgets.notice import Notice
from longshan_desk.ui.widgets.words import words

KINDS = (ItemKind.MATTER, ItemKind.ANSWER, ItemKind.SPEECH)
RAISED = (ItemKind.MATTER.value, ItemKind.ANSWER.value)
KEYS = "回车换行 · Tab 换格 · Alt+↑↓ 调整顺序 · Ctrl+Delete 删除一行"


class SpokenPanel(QWidget):
    """A row is saved when it is complete; until then it lies in the draft, which survives a
    power cut."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._meeting_id = ""
        self._keeper: DraftKeeper | None = None
        self.hint = words(KEYS, "note")
        self.unsaved = Notice()
        self.similar = Notice()
        self.grid = FastGrid(_columns(context), enter_to="who")
        self.grid.row_changed.connect(self._changed)
        self.grid.row_removed.connect(self._removed)
        self.grid.order_changed.connect(self._ordered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.unsaved)
        column.addWidget(self.similar)
        column.addWidget(self.grid, 1)
        column.addWidget(self.hint)

    def load(self, page: MeetingPage) -> None:
        """Fill the grid once per meeting; what is typed is never replaced under the clerk."""
        if self._meeting_id == page.row.id:
            known = {row.extra.get("id") for row in self.grid.rows() if row.extra.get("id")}
            stored = {item.id for item in page.items if item.kind in KINDS}
            if known == stored or self._incomplete():
                return
        self._meeting_id = page.row.id
        self.grid.set_rows([_grid_row(item) for item in page.items if item.kind in KINDS])
        if self._keeper is not None:
            self._keeper.flush()
            self._keeper.deleteLater()
        key = f"meeting/{page.row.id}/spoken"
        self._keeper = DraftKeeper(self.grid, self._context.drafts, key, self)
        draft = self._keeper.restore()
        if draft is not None:
            self.unsaved.say(f"已恢复 {draft.clock} 没有写完的行。")
            for row in self.grid.rows():
                self._save(row)
        self.grid.start()

    def save_all(self) -> int:
        """Save what can be saved now; returns how many rows are still incomplete."""
        self.grid.save_now()
        return len(self._incomplete())

    def _incomplete(self) -> list[GridRow]:
        return [row for row in self.grid.rows() if row.extra.get("saved") != _print(row)]

    def _changed(self, row: GridRow) -> None:
        if row.values.get("topic") == Topic.CONDUCT and not row.extra.get("asked"):
            row.extra["asked"] = True
            if self._is_about_a_named_cadre(row):
                return
        self._save(row)
        self._hint_similar(row)

    def _is_about_a_named_cadre(self, row: GridRow) -> bool:
        """R35: words about a named cadre are not kept here, not even as a draft."""
        answer = speaker.choose(
            self,
            "这一件是否指名反映某位干部？",
            ["没有指名，照常登记", "指名反映某位干部"],
            hint="指名反映干部的内容不在本机登记，只能交镇纪委。",
        )
        if answer != 1:
            return False
        position = [one.key for one in self.grid.rows()].index(row.key)
        self.grid.setCurrentIndex(self.grid.model().index(position, 0))
        self.grid.remove_current()
        if self._keeper is not None:
            self._keeper.write_now()
        self._context.show_record("sealed", "")
        return True

    def _save(self, row: GridRow) -> None:
        missing = _missing(row.values)
        if missing:
            place = self._place(row)
            self.unsaved.say(f"第 {place} 行还没有填{missing}，先存为草稿。", "soon")
            return
        try:
            row.extra["id"] = acts.save_row(
                self._context.store,
                self._meeting_id,
                _act_row(row.values),
                item_id=row.extra.get("id"),
            )
        except AppError as exc:
            self.unsaved.say(f"第 {self._place(row)} 行没有保存：{exc.message}{exc.hint}", "late")
            return
        row.extra["saved"] = _print(row)
        waiting = self._incomplete()
        if not waiting:
            self.unsaved.hide()
            if self._keeper is not None:
                self._keeper.discard()

    def _place(self, row: GridRow) -> int:
        return [one.key for one in self.grid.rows()].index(row.key) + 1

    def _removed(self, row: GridRow, position: int) -> None:
        if row.extra.get("id"):
            acts.delete_row(self._context.store, row.extra["id"])
        if not self._incomplete():
            self.unsaved.hide()

    def _ordered(self, keys: list[str]) -> None:
        by_key = {row.key: row.extra.get("id") for row in self.grid.rows()}
        ids = [item for key in keys if (item := by_key.get(key))]
        acts.order_rows(self._context.store, self._meeting_id, ids)

    def _hint_similar(self, row: GridRow) -> None:
        if row.values.get("kind") not in RAISED:
            self.similar.hide()
            return
        found = similar_matters(self._context.store, row.values.get("words") or "")
        if not found:
            self.similar.hide()
            return
        first = found[0]
        words_ = f"与在办事项 {first.number}“{first.title[:24]}”相近（{first.stage.label}）"
        self.similar.say(words_, "", "查看", lambda: self._context.show_record("matter", first.id))


def _columns(context: Context) -> list[GridColumn]:
    answer = (ItemKind.ANSWER.value,)
    return [
        GridColumn(
            "kind", "类型", "choice", 5, options=options_of(KINDS), default=ItemKind.MATTER.value
        ),
        GridColumn("who", "谁说的", width=8, suggest=suggest_raisers(context)),
        GridColumn("words", "原话", "text", 18, stretch=True),
        GridColumn("topic", "主题", "choice", 8, options=options_of(Topic), only_for=RAISED),
        GridColumn("list", "清单", "choice", 9, options=options_of(ListKind), only_for=RAISED),
        GridColumn("result", "当场答复结果", "text", 12, only_for=answer),
        GridColumn("answerer", "答复人", width=6, only_for=answer, suggest=suggest_cadres(context)),
    ]


def _missing(values: dict[str, Any]) -> str:
    """What a row still needs before it can be saved, in words; empty when it is complete."""
    wanted = {"words": "原话"}
    if values.get("kind") in RAISED:
        wanted |= {"topic": "主题", "list": "清单"}
    return "、".join(name for key, name in wanted.items() if not (values.get(key) or "").strip())


def _act_row(values: dict[str, Any]) -> acts.GridRow:
    kind = ItemKind(values["kind"])
    speaker_name = values.get("who") or None
    if kind is ItemKind.SPEECH:
        return acts.GridRow(kind, speaker_name, values["words"])
    matter = NewMatter(
        words=values["words"],
        topic=Topic(values["topic"]),
        list_kind=ListKind(values["list"]),
        raisers=_names(speaker_name),
        household_id=values.get("who_id") or None,
    )
    return acts.GridRow(
        kind,
        speaker_name,
        matter=matter,
        result=values.get("result"),
        answerer=values.get("answerer"),
    )


def _names(text: str | None) -> tuple[str, ...]:
    """“张三、李四” as two raisers (R54)."""
    parts = (text or "").replace("，", "、").replace(",", "、").split("、")
    return tuple(part.strip() for part in parts if part.strip())


def _grid_row(item: ItemRow) -> GridRow:
    values = {
        "kind": item.kind.value,
        "who": item.speaker or "、".join(item.raisers),
        "who_id": item.household_id,
        "words": item.words or item.text or "",
        "topic": item.topic.value if item.topic else "",
        "list": item.list_kind.value if item.list_kind else "",
        "result": item.result or "",
        "answerer": item.answerer or "",
    }
    row = GridRow(values, extra={"id": item.id, "asked": item.topic is Topic.CONDUCT})
    row.extra["saved"] = _print(row)
    return row


def _print(row: GridRow) -> str:
    """What a row says, to see whether the saved one still says the same."""
    return repr(sorted((key, value or "") for key, value in row.values.items()))
