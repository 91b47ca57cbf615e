"""Matters that were let slide, so that every stall and every signal can be seen today (R22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from longshan_desk.actions.meetings import Ruling
from longshan_desk.demo import courses
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.arrivals import elsewhere
from longshan_desk.demo.cases import Case, register
from longshan_desk.demo.rulings import Follow, assign, promise
from longshan_desk.demo.rulings import explain as explain_ruling
from longshan_desk.demo.rulings import report as report_ruling
from longshan_desk.domain.labels import Act, Answer, ListKind, Outcome, Source

Decided = tuple[Ruling | None, Follow | None]


def rule(case: Case, on: date) -> Decided | None:
    """The decision on a matter with a fate of its own; nothing for the others."""
    for tag in sorted(case.tags):
        if tag in _FATES:
            return _FATES[tag](case, on)
    return None


def _forgotten(_case: Case, _on: date) -> Decided:
    """说而不议: nobody put it on the agenda."""
    return None, None


def _nobody(case: Case, _on: date) -> Decided:
    """议而不办: talked about, and given to nobody."""

    def follow(case: Case) -> Course:
        yield 1
        case.step(Act.DELIBERATE, "议过了，谁去办没有定下来。")

    return None, follow


def _idle(case: Case, on: date) -> Decided:
    """议而不办: given to somebody who did nothing."""
    return assign(case, on, 90), None


def _overdue(case: Case, on: date) -> Decided:
    """办而不结, and 拖 once it is long enough."""

    def follow(case: Case) -> Course:
        yield 3
        case.progress("看了现场，还要等材料。")
        while True:
            yield 9
            case.progress("材料还没有到，又催了一次。")

    return assign(case, on, 9), follow


def _promise_broken(case: Case, on: date) -> Decided:
    """办而不结: a promise whose day has passed."""

    def follow(case: Case) -> Course:
        while True:
            yield 11
            case.progress("资金还没有落实。")

    return promise(case, on, 14), follow


def _promise_open(case: Case, on: date) -> Decided:
    return promise(case, on, 75), courses.promised


def _untold(case: Case, on: date) -> Decided:
    """结而无效, and 绕: done, and nobody told the villager."""

    def follow(case: Case) -> Course:
        yield 4
        case.close(Outcome.SOLVED, case.said.result)

    return assign(case, on), follow


def _unhappy(case: Case, on: date) -> Decided:
    """结而无效: the villager says no, and it rested there."""

    def follow(case: Case) -> Course:
        yield 6
        case.close(Outcome.SOLVED, case.said.result)
        yield 2
        case.feedback(Answer.DISSATISFIED)
        yield 1
        case.cancel_off()

    return assign(case, on), follow


def _reopened(case: Case, on: date) -> Decided:
    """结而无效: taken up again, and not done yet."""

    def follow(case: Case) -> Course:
        yield 4
        case.close(Outcome.SOLVED, case.said.result)
        yield 1
        case.feedback(Answer.DISSATISFIED)
        yield 2
        case.reopen("没几天又坏了，反映人要求重办。")
        yield 1
        case.assign(case.responsible, case.in_days(60), "重新办理")
        while True:
            yield 10
            case.progress("换了人手，还在做。")

    return assign(case, on), follow


def _raised_again(case: Case, on: date) -> Decided:
    """结而无效: the same household raises the same kind of thing again."""

    def follow(case: Case) -> Course:
        yield 3
        case.close(Outcome.SOLVED, case.said.result)
        yield 1
        case.feedback(Answer.SATISFIED)
        yield 1
        case.cancel_off()
        yield 16
        words = f"上回说是弄好了，没几天又是老样子。{case.said.words}"
        said = replace(case.said, words=words)
        again = register(case.village, said, case.home, source=Source.TELEPHONE)
        yield from elsewhere(again)

    return assign(case, on), follow


def _passed_on(case: Case, on: date) -> Decided:
    """推: from hand to hand."""

    def follow(case: Case) -> Course:
        for _ in range(2):
            yield 3
            other = case.village.somebody_else(case.responsible)
            case.assign(other, case.due or case.in_days(9), "不归我管，转给他人。")
        yield from courses.assigned(case)

    return assign(case, on, 16), follow


def _put_off_twice(case: Case, on: date) -> Decided:
    """拖: the deadline was moved, and moved again."""

    def follow(case: Case) -> Course:
        for _ in range(2):
            yield 5
            assert case.due is not None
            case.assign(case.responsible, case.due + timedelta(days=7), "人手不够，再缓一缓。")
        yield from courses.assigned(case)

    return assign(case, on, 8), follow


def _sidestepped(case: Case, on: date) -> Decided:
    """绕: put on another list, and nothing since."""

    def follow(case: Case) -> Course:
        yield 6
        case.move_to(ListKind.ESCALATED, "村里办不了，往上报。")

    return assign(case, on, 80), follow


def _limited(case: Case, _on: date) -> Decided:
    return explain_ruling(case), courses.explained


def _handed_up(case: Case, _on: date) -> Decided:
    def follow(case: Case) -> Course:
        yield 14
        case.close(Outcome.HANDED_UP, case.said.reply)
        yield from courses.finished(case)

    return report_ruling(case), follow


_FATES: dict[str, Callable[[Case, date], Decided]] = {
    "forgotten": _forgotten,
    "nobody": _nobody,
    "idle": _idle,
    "overdue": _overdue,
    "promise_broken": _promise_broken,
    "promise_open": _promise_open,
    "untold": _untold,
    "unhappy": _unhappy,
    "reopened": _reopened,
    "raised_again": _raised_again,
    "passed_on": _passed_on,
    "put_off_twice": _put_off_twice,
    "sidestepped": _sidestepped,
    "limited": _limited,
    "explained": _limited,
    "handed_up": _handed_up,
}
