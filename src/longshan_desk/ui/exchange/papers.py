"""Slips and receipts from the page: the usual dialog with preview, print and file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from longshan_desk.ui.context import Context


def show_paper(parent: QWidget, context: Context, wanted: Sequence[tuple[str, str]]) -> None:
    """``wanted`` names (kind, key) of each."""
    from longshan_desk.ui.papers.dialog import PapersDialog
    from longshan_desk.ui.papers.offers import Offer

    offers = [Offer(kind, key, key if len(wanted) > 1 else "") for kind, key in wanted]
    PapersDialog(parent, context, offers).open()
