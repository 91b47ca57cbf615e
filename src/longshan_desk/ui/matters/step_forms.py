"""Which form belongs to which step of a matter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from longshan_desk.domain.labels import Act
from longshan_desk.ui.matters import ending_forms, petition_forms, work_forms
from longshan_desk.ui.matters.asking import Asked, Asking


def asked(asking: Asking, act: Act) -> Asked:
    """The form of a step; every act that ``domain.next_steps`` offers has one."""
    return _FORMS[act](asking)


_FORMS: dict[Act, Callable[[Asking], Asked]] = {
    Act.ASSIGN: work_forms.assign,
    Act.PROGRESS: work_forms.progress,
    Act.PROMISE: work_forms.promise,
    Act.EXPLAIN: work_forms.explain,
    Act.CLOSE: ending_forms.close,
    Act.FEEDBACK: ending_forms.feedback,
    Act.CANCEL_OFF: ending_forms.cancel_off,
    Act.REOPEN: ending_forms.reopen,
    Act.NOTE: work_forms.note,
    Act.REPORT: work_forms.report,
    Act.CLASSIFY: work_forms.classify,
    Act.INFORM: petition_forms.inform,
    Act.EXTEND: petition_forms.extend,
    Act.REPLY: petition_forms.reply,
    Act.REVIEW: petition_forms.review,
}


def acts_with_a_form() -> Sequence[Act]:
    """Every step that ``asked`` knows; 议定 has a dialog of its own."""
    return tuple(_FORMS)
