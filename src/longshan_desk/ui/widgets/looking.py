"""Over records that are only looked at no act is offered: what is not named as looking is left out.

Nobody has to remember it when a button is added: an unnamed one is an act. A button that only
shows something says so (``button(…, looks=True)``); a link always does. ``mark(widget,
looks=True)`` says it for all that stands in a widget, ``looks=False`` that it is for entering.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

_ONLY_LOOKS = "only_looks"


def look_only(window: QWidget) -> None:
    """In this window and its dialogs nothing is changed."""
    window.setProperty(_ONLY_LOOKS, True)


def is_offered(widget: QWidget) -> bool:
    """Whether an act may be offered where the widget stands, or it only looks."""
    looks: bool | None = True if widget.property("kind") == "link" else None
    one: QWidget | None = widget
    while one is not None:
        if looks is None and (said := one.property("looks")) is not None:
            looks = bool(said)
        if one.property(_ONLY_LOOKS):
            return bool(looks)
        one = one.parentWidget()
    return True
