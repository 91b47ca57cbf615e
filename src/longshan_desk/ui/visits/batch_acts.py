"""The keys of a row of batch entry: telephone, away, and what comes of the visit (R9, R10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from longshan_desk.domain.visit_facts import VisitFacts
from longshan_desk.domain.visit_labels import VisitWay
from longshan_desk.errors import AppError
from longshan_desk.ui import speaker
from longshan_desk.ui.context import Context
from longshan_desk.ui.households.forms import mark_away
from longshan_desk.ui.visits.batch_keys import OF_THE_VILLAGE
from longshan_desk.ui.visits.batch_rows import (
    facts_of,
    is_open,
    of_household,
    open_again,
)
from longshan_desk.ui.visits.outcome_dialogs import (
    Outcome,
    ledger_dialog,
    matter_dialog,
    promise_dialog,
)
from longshan_desk.ui.visits.visit_dialog import VisitDialog
from longshan_desk.ui.widgets.grid_rows import GridRow

if TYPE_CHECKING:
    from longshan_desk.ui.visits.batch_panel import BatchPanel

_WAYS = list(VisitWay)


class RowActs:
    """``do("matter")`` acts on the row that the cursor stands in."""

    def __init__(self, panel: BatchPanel, context: Context) -> None:
        self._panel = panel
        self._context = context
        self._acts: dict[str, Callable[[GridRow], object]] = {
            "way": self._way,
            "away": self._away,
            "again": self._again,
            "matter": self._matter,
            "ledger": self._ledger,
            "promise": self._promise,
            "details": self._details,
        }

    def do(self, name: str) -> None:
        row = self._panel.grid.current_row()
        if row is not None and not (self._context.is_township and name in OF_THE_VILLAGE):
            self._panel.grid.save_now()
            self._acts[name](row)

    def _way(self, row: GridRow) -> None:
        """入户 → 电话 → 视频 → 代问, for this row."""
        if not is_open(row):
            self._is_written(row)
            return
        now = VisitWay(row.values.get("way") or self._panel.defaults().way_of(of_household(row)))
        after = _WAYS[(_WAYS.index(now) + 1) % len(_WAYS)]
        self._panel.grid.set_value(row.key, "way", after.value)

    def _away(self, row: GridRow) -> None:
        period = self._panel.defaults().period
        mark_away(self._panel, self._context, row.key, period.from_on)

    def _again(self, row: GridRow) -> None:
        if is_open(row):
            return
        open_again(row)
        self._panel.refill()
        self._panel.grid.go_to(row.key)

    def _matter(self, row: GridRow) -> None:
        outcome = self._outcome(row)
        if outcome is not None:
            matter_dialog(self._panel, self._context, outcome).open()

    def _ledger(self, row: GridRow) -> None:
        outcome = self._outcome(row)
        if outcome is not None:
            ledger_dialog(self._panel, self._context, outcome).open()

    def _promise(self, row: GridRow) -> None:
        outcome = self._outcome(row, needs_words=False)
        if outcome is None:
            return

        def keep(facts: VisitFacts) -> None:
            row.extra["promise"] = facts.promise
            row.extra["promise_due"] = facts.promise_due and facts.promise_due.isoformat()
            row.extra["promise_by"] = facts.promise_by
            self._panel.write_draft()
            self._panel.count()

        promise_dialog(self._panel, self._context, outcome, keep).open()

    def _details(self, row: GridRow) -> None:
        home = of_household(row).household
        try:
            outcome = self._read(row)
        except AppError as error:
            speaker.tell(self._panel, error)
            return
        VisitDialog(
            self._panel,
            self._context,
            facts=outcome.facts,
            head=f"{home.group}{home.head}户",
            entry_id=outcome.entry_id,
            write=outcome.write,
        ).open()

    def _outcome(self, row: GridRow, *, needs_words: bool = True) -> Outcome | None:
        """What the dialogs work on; nothing, and said why, where there is nothing to work on."""
        try:
            outcome = self._read(row)
        except AppError as error:
            speaker.tell(self._panel, error)
            return None
        if needs_words and not outcome.facts.text:
            speaker.toast(self._panel, "请先写下这一户的情况，再转事项、列台账")
            return None
        return outcome

    def _read(self, row: GridRow) -> Outcome:
        panel, home = self._panel, of_household(row)
        if is_open(row):
            facts = facts_of(row, panel.defaults())
            return Outcome(
                facts,
                home.household.head,
                write=lambda act: panel.write(act, [row]),
                forget=lambda: panel.forget(row),
            )
        entry_id, facts = home.entries[-1]
        return Outcome(facts, home.household.head, entry_id, write=lambda act: panel.write(act, []))

    def _is_written(self, row: GridRow) -> None:
        speaker.toast(self._panel, f"{row.values['who']}户这个月已经录过；再记一条请按 F5")
