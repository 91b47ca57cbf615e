"""What is typed into a form, in the one way it is kept: what says nothing is ``None``."""

from __future__ import annotations

from longshan_desk.domain.text import normalise_text
from longshan_desk.errors import BadValueError


def optional_text(text: str | None) -> str | None:
    """The text normalised and trimmed, or ``None`` when nothing was written."""
    return normalise_text(text) or None if text else None


def required_text(text: str | None, what: str, limit: int = 500) -> str:
    """The text normalised and trimmed; raises BadValueError, naming ``what``, when it is empty or
    has more than ``limit`` characters."""
    said = optional_text(text)
    if said is None:
        raise BadValueError(f"没有填写{what}。", hint=f"请填写{what}。", where=what)
    if len(said) > limit:
        raise BadValueError(
            f"{what}有 {len(said)} 个字，最多 {limit} 个字。", hint="请写短一些。", where=what
        )
    return said
