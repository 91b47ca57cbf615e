"""数据核对不一致: what the alarm says, and 重建, for as long as it stands (F73)."""

from __future__ import annotations

from longshan_desk.actions.packages import rebuild
from longshan_desk.queries.divergence import divergence_words
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.exchange import news
from longshan_desk.ui.widgets.notice import Notice


class DivergenceNotice(Notice):
    """Hidden while all agree; nothing else has to wait for it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def look(self) -> None:
        said = divergence_words(self._context.store)
        if said:
            self.say(said, "late", "重建", self.rebuild)
        else:
            self.hide()

    def rebuild(self) -> None:
        store = self._context.store

        def done(_: None) -> None:
            self.look()
            speaker.toast(self, "已重建：先做了备份，再按操作记录重做了一遍")
            news.tell(self._context)

        self._context.tasks.run(
            lambda job: rebuild(store), on_done=done, owner=self, title="重建",
            disable=self.action_button,
        )  # fmt: skip
