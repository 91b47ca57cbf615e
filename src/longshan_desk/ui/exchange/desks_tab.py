"""电脑和加入: which PCs belong to the township, joining, another PC, the seal."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from longshan_desk.errors import AppError
from longshan_desk.queries.handover import DeskRow, Standing, asked_already, device_rows
from longshan_desk.queries.seals import waits_for_digits
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange import joining_dialogs as dialogs
from longshan_desk.ui.exchange import seal_dialogs
from longshan_desk.ui.exchange.commission_dialog import make_commission_key
from longshan_desk.ui.exchange.edits_card import EditsCard
from longshan_desk.ui.exchange.lists_card import ListsCard
from longshan_desk.ui.exchange.sealed_card import SealedCard
from longshan_desk.ui.exchange.sealed_dialog import SealedDialog
from longshan_desk.ui.exchange.sticks import StickBox
from longshan_desk.ui.exchange.work_dialog import WorkDialog
from longshan_desk.ui.theme import mark
from longshan_desk.ui.widgets.buttons import button
from longshan_desk.ui.widgets.card import Card
from longshan_desk.ui.widgets.page import scrolled
from longshan_desk.ui.widgets.words import badge, words

_ALONE = (
    "本机现在单独使用。加入乡镇要走两步：先写一份申请，带到镇上；镇上打电话核对以后，"
    "把欢迎包写回 U 盘。期间照常登记。"
)
_ASKED = "申请已经写好。镇上办好以后，插上 U 盘收欢迎包；申请丢了、作废了，再写一份。"
_JOINED = "本机已经是{name}的电脑。密钥丢了、恢复了旧数据、换了电脑要重新加入的，再申请一次。"
_SECOND = (
    "本村再用一台电脑：在那台电脑上建立同一个村的岗位，申请加入，镇上受理时选“新加的”。"
    "平时两台之间用“交接”里的“本单位的另一台电脑”互传。"
)
_TOWN = "村里带来申请的 U 盘插上，按“受理”。登记和停用都要用印章盘。"
_NEW_ROOT = (
    "镇上原来的印章盘丢了，换了新的，名单也换了。请给镇上打电话，听镇上读 12 位核对码，"
    "照着输进来。没有核对以前照常上报和接收。"
)
_SEAL = (
    "印章盘是乡镇的凭证，只在登记、停用电脑时插上，平时锁起来。要有两个，分开放；"
    "口令写在纸上密封保管。"
)


class DesksTab(QWidget):
    """``changed`` when somebody joined, was accepted or ended."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._here = Standing(False, False, "", "", False)
        self.request_button = button("申请加入乡镇", self.ask_to_join, kind="primary")
        self.welcome_button = button("收欢迎包", self.take_welcome)
        self.join = Card("加入乡镇", "", self.welcome_button, self.request_button)
        self.join_words = words(_ALONE, wrap=True)
        self.join.add(self.join_words)
        self.second = Card("第二台电脑")
        self.second.add(words(_SECOND, wrap=True))
        self.stick = StickBox("村里带来的 U 盘")
        self.accept_button = button("受理", self.accept, kind="primary")
        self.accepting = Card("受理加入申请")
        self.accepting.add(words(_TOWN, wrap=True))
        line = QHBoxLayout()
        line.addWidget(self.stick, 1)
        line.addWidget(self.accept_button)
        self.accepting._column.addLayout(line)
        self.copy_button = button("做第二个印章盘", self.copy_seal)
        self.over_button = button("这台电脑接替…", self.take_over, kind="quiet")
        self.code_button = button("念核对码", self.say_root, kind="quiet")
        self.change_button = button("换印章盘…", self.change_seal, kind="quiet")
        self.seal = Card(
            "印章盘", "", self.over_button, self.code_button, self.change_button, self.copy_button
        )
        self.seal.add(words(_SEAL, wrap=True))
        self.sealed = SealedCard(self.read_sealed, self.make_key)
        self.sealed_button = self.sealed.read_button
        self.listed = Card("名单上的电脑")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(4, 1)
        self.listed._column.addLayout(self._grid)
        self.pin_button = button("核对新印章", self.pin, kind="primary")
        self.root = Card("镇上换了印章盘", "等着核对", self.pin_button, tone="soon")
        self.root.add(words(_NEW_ROOT, wrap=True))
        self.two_lists = ListsCard(self.take_over)
        self.edits = EditsCard()
        self._put_together()
        self.stick.changed.connect(self._show_ready)

    def _put_together(self) -> None:
        body = QVBoxLayout()
        body.setSpacing(12)
        for card in (
            self.root, self.two_lists, self.edits, self.join, self.accepting, self.seal,
            self.sealed, self.second, self.listed,
        ):  # fmt: skip
            body.addWidget(card)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(body))

    def show_standing(self, here: Standing) -> None:
        self._here = here
        asked = asked_already(self._context.store)
        self.join.setVisible(not here.is_township or not (here.is_listed or here.was_hub))
        self.second.setVisible(not here.is_township)
        self.accepting.setVisible(here.is_township)
        self.seal.setVisible(here.is_township)
        self.sealed.show_key(self._context, is_township=here.is_township)
        self.listed.setVisible(here.is_joined)
        self.root.setVisible(waits_for_digits(self._context.store))
        self.two_lists.show_lists(self._context, is_township=here.is_township)
        said = _JOINED.format(name=here.name) if here.is_joined else _ALONE
        self.join_words.setText(_ASKED if asked else said)
        again = "重新申请加入" if here.is_joined else "申请加入乡镇"
        self.request_button.setText("再写一份申请" if asked else again)
        has_place = here.is_joined and here.is_listed
        mark(self.request_button, kind="secondary" if asked or has_place else "primary")
        mark(self.welcome_button, kind="primary")
        self.welcome_button.setVisible(asked)
        if here.is_township:
            self.edits.hide()
        else:
            self.edits.show_edits(self._context)
        rows = device_rows(self._context.store)
        self.code_button.setVisible(any(one.is_under_old_root for one in rows))
        self._show_rows(rows)
        self._show_ready()

    def _show_ready(self) -> None:
        self.accept_button.setEnabled(self.stick.folder is not None)

    def _show_rows(self, rows: list[DeskRow]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for at, row in enumerate(rows):
            name = words(f"{row.name} {row.letter} 电脑", "strong")
            state = badge(row.state.label, "accent" if row.is_in_use else "late")
            since = f"{row.since} 登记" + (f"，{row.until} 停用" if row.until else "")
            own = badge("本机") if row.is_own else words("")
            if row.is_under_old_root:
                own = badge("还没有换新印章", "soon")
            for place, cell in enumerate((name, state, own, words(since, "note"))):
                self._grid.addWidget(cell, at, place)
            if self._here.is_township and row.is_in_use and not row.is_own:
                self._grid.addWidget(
                    button("停用…", partial(self.revoke, row), kind="quiet"), at, 5
                )

    # -- acts -----------------------------------------------------------------------------------

    def ask_to_join(self) -> WorkDialog:
        return self._follow(dialogs.ask_to_join(self, self._context))

    def take_welcome(self) -> WorkDialog:
        return self._follow(dialogs.take_welcome(self, self._context))

    def accept(self) -> None:
        folder = self.stick.folder
        if folder is None:
            return
        try:
            rows = device_rows(self._context.store)
            self._follow(dialogs.accept(self, self._context, folder, rows))
        except AppError as error:
            speaker.tell(self, error)

    def revoke(self, row: DeskRow) -> WorkDialog:
        return self._follow(dialogs.revoke(self, self._context, row))

    def copy_seal(self) -> WorkDialog:
        return seal_dialogs.copy_seal(self, self._context)

    def take_over(self) -> WorkDialog:
        return self._follow(seal_dialogs.take_over(self, self._context))

    def change_seal(self) -> WorkDialog:
        return self._follow(seal_dialogs.change_seal(self, self._context))

    def say_root(self) -> WorkDialog:
        return seal_dialogs.say_root(self, self._context)

    def pin(self) -> WorkDialog:
        return self._follow(seal_dialogs.pin(self, self._context))

    def make_key(self) -> WorkDialog:
        return self._follow(make_commission_key(self, self._context))

    def read_sealed(self) -> SealedDialog:
        dialog = SealedDialog(self, self._context)
        dialog.open()
        return dialog

    def _follow(self, dialog: WorkDialog) -> WorkDialog:
        dialog.done_well.connect(lambda _: self.changed.emit())
        return dialog
