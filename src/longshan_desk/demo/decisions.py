"""A decision of the demonstration by 四议两公开, from 提议 to 结案, taken day by day (R14, R31)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from longshan_desk.actions import procedures as acts
from longshan_desk.demo import courses
from longshan_desk.demo.agenda import Course
from longshan_desk.demo.cases import Case
from longshan_desk.demo.sittings import Meetings, Mood
from longshan_desk.demo.village import Village
from longshan_desk.domain.bodies import Body
from longshan_desk.domain.labels import Outcome
from longshan_desk.domain.procedure_labels import Notice, Phase, Step

_BOARD = "村部公开栏"
_POSTED = 7
_WAITS = {
    Step.PROPOSAL: (3, 5),
    Step.CONSULTATION: (3, 6),
    Step.DELIBERATION: (5, 8),
    Step.RESOLUTION: (6, 10),
}
_OBJECTIONS = (
    ("工程的单价是怎么定的？", "单价按镇上的指导价，比价单在村部，随时可以看。"),
    ("为什么先从这里做起？", "村民代表会议按轻重缓急排的顺序，其余的排在下一年。"),
    ("群众要不要摊钱？", "不向群众集资，自愿出工的另算。"),
)
_PROGRESS = (
    "材料进场，已经开工。",
    "完成一半，质量由群众代表看过。",
    "主要部分做完，正在收尾。",
    "清理现场，等验收。",
)
_ENDED = "镇上答复不具备条件，已向反映人说明，不再提交会议。"
_WATCHED = "程序合规，内容属实，同意公开。"


@dataclass(eq=False)
class Decision:
    """What is decided, and what is out of the ordinary about it.

    ``tags``: lapsed, lost, override, posted_late, taken_down_early, answered_late. ``until`` is
    the phase in which it stands today.
    """

    village: Village
    id: str
    plan: str
    done: str
    rng: Random
    case: Case | None = None
    tags: frozenset[str] = frozenset()
    until: Phase | None = None
    body: Body | None = None
    cost: int = 0
    """Fen."""
    meetings: Meetings = field(init=False)

    def __post_init__(self) -> None:
        is_shown = bool(self.tags or self.until)
        self.meetings = Meetings(
            self.village, self.id, self.plan, self.rng, is_named=is_shown, body=self.body
        )

    def some(self, low: int, high: int) -> int:
        """Days to wait; what has to stand somewhere today loses no time."""
        return low if self.until else self.rng.randint(low, high)


def live(decision: Decision) -> Course:
    """All of it, up to where it stands today."""
    if "lost" in decision.tags:
        yield from _lose(decision)
        if decision.until is Phase.FAILED:
            return
        yield from _once_more(decision)
    for phase, part in _PARTS:
        if phase is not None and phase is decision.until:
            return
        yield from part(decision)


def give_up(decision: Decision) -> None:
    """R14: without a resolution it is ended with the reason."""
    acts.close_procedure(decision.village.store, decision.id, reason=_ENDED)


# -- 四议 -------------------------------------------------------------------------------------


def _meeting(step: Step) -> Callable[[Decision], Course]:
    def part(decision: Decision) -> Course:
        since = decision.village.today
        yield decision.some(*_WAITS[step])
        if step is Step.CONSULTATION:
            yield from _until_the_evening_is_over(decision)
            if decision.meetings.join(since):
                return
        if step is Step.RESOLUTION:
            yield from _before_resolution(decision)
        decision.meetings.hold(step, Mood())

    return part


def _until_the_evening_is_over(decision: Decision) -> Course:
    """R36: the committees meet once on a day, and often what waits is put to them then."""
    today = decision.village.today
    waits = 12 if decision.until is None and decision.rng.random() < 0.5 else 0
    coming = [day for day in decision.village.evenings if 0 <= (day - today).days <= waits]
    if coming:
        yield (min(coming) - today).days + 1


def _before_resolution(decision: Decision) -> Course:
    store = decision.village.store
    if "lapsed" in decision.tags:
        decision.meetings.hold(Step.RESOLUTION, Mood(lapses=True))
        yield 5
    if "override" in decision.tags and decision.body is not None:
        reason = "成员大会两次召集，到会都不足三分之二，播种在即；经镇政府同意由村民代表会议决定。"
        acts.override_body(store, decision.id, decision.body, reason=reason)
        yield 1


def _lose(decision: Decision) -> Course:
    for step in (Step.PROPOSAL, Step.CONSULTATION, Step.DELIBERATION):
        yield from _meeting(step)(decision)
    yield decision.some(*_WAITS[Step.RESOLUTION])
    decision.meetings.hold(Step.RESOLUTION, Mood(loses=True))


def _once_more(decision: Decision) -> Course:
    """The proposal goes back and comes again, changed, as the second round."""
    yield 9
    changed = f"{decision.plan}所需资金全部由村集体收益支付，不向农户收钱。"
    reason = "代表不同意农户分摊，改为由村集体收益支付。"
    acts.new_round(decision.village.store, decision.id, reason=reason, proposal=changed)
    decision.plan = decision.meetings.plan = changed


# -- 两公开 -----------------------------------------------------------------------------------


def _publish(notice: Notice) -> Callable[[Decision], Course]:
    def part(decision: Decision) -> Course:
        is_first = notice is Notice.RESOLUTION_NOTICE
        yield 13 if is_first and "posted_late" in decision.tags else decision.some(1, 3)
        _post(decision, notice)
        if is_first and "taken_down_early" in decision.tags:
            yield 4
        else:
            left = _POSTED
            if decision.tags & {"answered_late"} or decision.rng.random() < 0.2:
                yield 2
                late = is_first and "answered_late" in decision.tags
                yield from _object(decision, notice, 5 if late else 2)
                left -= 7 if late else 4
            yield left
        acts.take_down(decision.village.store, decision.id, notice)

    return part


def _post(decision: Decision, notice: Notice) -> None:
    store, today = decision.village.store, decision.village.today
    text = decision.meetings.plan if notice is Notice.RESOLUTION_NOTICE else decision.done
    if notice is Notice.PROGRESS_NOTICE:
        text = f"工程已经过半，支出 {decision.cost // 200:,} 元，计划按期完成。"
    acts.draft_notice(store, decision.id, notice, text)
    acts.give_opinion(store, decision.id, notice, _WATCHED)
    until = today + timedelta(days=_POSTED)
    acts.post_notice(
        store, decision.id, notice, from_on=today, until_on=until, where=_BOARD, text=text
    )


def _object(decision: Decision, notice: Notice, days: int) -> Course:
    store, rng = decision.village.store, decision.rng
    said, answer = rng.choice(_OBJECTIONS)
    by = rng.choice(rng.choice(decision.village.homes).speakers)[0]
    objection = acts.object_to(store, decision.id, by=by, text=said, notice=notice)
    yield days
    acts.answer_objection(store, decision.id, objection, text=answer)


# -- 实施 -------------------------------------------------------------------------------------


def _begin_work(decision: Decision) -> Course:
    yield decision.some(1, 4)
    village = decision.village
    to, today = village.officers.director, village.today
    due = today + timedelta(days=60)
    acts.carry_out(village.store, decision.id, who=to, due_on=due)
    if decision.case is not None:
        decision.case.responsible, decision.case.due = to, due


def _progress(decision: Decision) -> Course:
    store = decision.village.store
    for nth, text in enumerate(_PROGRESS):
        yield decision.some(8, 13)
        spent = decision.cost // 4 if decision.cost else None
        acts.carry_out(store, decision.id, progress=text, spent=spent)
        if nth == 1 and decision.cost and decision.rng.random() < 0.4:
            _post(decision, Notice.PROGRESS_NOTICE)
            yield _POSTED
            acts.take_down(store, decision.id, Notice.PROGRESS_NOTICE)
        if nth == 1 and decision.until is Phase.ACTING:
            yield 10_000


def _accept(decision: Decision) -> Course:
    yield decision.some(2, 6)
    village = decision.village
    acts.carry_out(
        village.store, decision.id, accepted_on=village.today, acceptance="验收合格，同意交付。"
    )
    case = decision.case
    if case is not None and case.closed is None:
        case.close(Outcome.SOLVED, decision.done)
        village.agenda.begin(courses.finished(case))


def _close(decision: Decision) -> Course:
    yield decision.rng.randint(1, 3)
    acts.close_procedure(decision.village.store, decision.id)


_PARTS: tuple[tuple[Phase | None, Callable[[Decision], Course]], ...] = (
    *((Phase(step.value), _meeting(step)) for step in Step),
    (Phase.RESOLUTION_NOTICE, _publish(Notice.RESOLUTION_NOTICE)),
    (Phase.IMPLEMENTATION, _begin_work),
    (None, _progress),
    (None, _accept),
    (Phase.OUTCOME_NOTICE, _publish(Notice.OUTCOME_NOTICE)),
    (Phase.CLOSING, _close),
)
"""Each part with the phase that it leads out of."""
