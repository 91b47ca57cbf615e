"""A clerk at work until killed: imports a roster over and over, or types into an open form.

Usage: python torture_clerk.py import HOME FILE | type HOME
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from longshan_desk.paths import DeskPaths


def import_and_undo(home: str, file: str) -> None:
    """Says ``in`` when an import is done, ``out`` when it is taken back."""
    from longshan_desk.actions.import_households import apply, preview
    from longshan_desk.data.store import Store

    with Store(DeskPaths(Path(home))) as store:
        print("begun", flush=True)
        while True:
            apply(store, preview(store, Path(file)))
            print("in", flush=True)
            store.undo()
            print("out", flush=True)


def type_on(home: str) -> None:
    """Types a character every few milliseconds; says how many there are, and when."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from longshan_desk.ui.context import Context
    from longshan_desk.ui.widgets.fields import Text
    from longshan_desk.ui.widgets.form import Form
    from longshan_desk.ui.widgets.form_sheet import FormSheet

    app = QApplication([])
    context = Context(DeskPaths(Path(home)).create())
    words = Text("words", "原话")
    form = Form([words])
    sheet = FormSheet(
        context, form, verb="登记", on_save=lambda values: None, draft_key="torture/typing"
    )
    sheet.start_over()
    sheet.show()
    typed = ""

    def strike() -> None:
        nonlocal typed
        typed += "说"
        words.set_value(typed)
        print(f"{len(typed)} {time.monotonic()}", flush=True)

    timer = QTimer(interval=15)
    timer.timeout.connect(strike)
    timer.start()
    app.exec()


if __name__ == "__main__":
    {"import": import_and_undo, "type": type_on}[sys.argv[1]](*sys.argv[2:])
