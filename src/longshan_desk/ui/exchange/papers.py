"""Slips and receipts from the page: the usual dialog with preview, print and file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from longshan_desk.ui.context import Context


def slips_of(context: Context, numbers: Sequence[int]) -> list[tuple[str, str]]:
    """The slip of each package, and R35: of each report that of its envelope as well, whether
    anything was sealed or not."""
    from longshan_desk.queries.handover_papers import has_envelope

    found = []
    for number in numbers:
        found.append(("handover_slip", str(number)))
        if has_envelope(context.store, str(number)):
            found.append(("sealed_slip", str(number)))
    return found


def show_paper(parent: QWidget, context: Context, wanted: Sequence[tuple[str, str]]) -> None:
    """``wanted`` names (kind, key) of each; several are all ticked, to be printed at once."""
    from longshan_desk.queries.handover import past_packages
    from longshan_desk.ui.papers.dialog import PapersDialog
    from longshan_desk.ui.papers.offers import Offer

    names = {one.paper: f"{one.name}第{one.number}包" for one in past_packages(context.store)}
    offers = [Offer(*one, names.get(one, "") if len(wanted) > 1 else "") for one in wanted]
    dialog = PapersDialog(parent, context, offers)
    if len(wanted) > 1:
        dialog.tick()
    dialog.open()
