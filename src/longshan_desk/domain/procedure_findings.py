"""What a decision is found wanting in on a day, and what the rules ask of it (R29–R31)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from longshan_desk.domain.authorisations import AUTHORISED, Authorisation, authority_on
from longshan_desk.domain.calendar import short_date
from longshan_desk.domain.labels import Labelled
from longshan_desk.domain.matters import MatterState
from longshan_desk.domain.procedure import Held, Posting, ProcedureFact, ProcedureState
from longshan_desk.domain.procedure_labels import STEPS, Notice, Phase, Step


class Lack(Labelled):
    """What was found."""

    CALLED_LATE = "called_late", "通知开会太迟"
    OTHER_BODY = "other_body", "改由其他会议决定"
    OTHER_COUNT = "other_count", "应到与名单不同"
    POSTED_LATE = "posted_late", "公开太迟"
    NOT_POSTED = "not_posted", "到期未公开"
    TOO_SHORT = "too_short", "公示时间太短"
    TAKEN_DOWN_EARLY = "taken_down_early", "提前撤下"
    STILL_HANGING = "still_hanging", "到期未登记撤下"
    NO_OPINION = "no_opinion", "没有监督意见"
    OPINION_AFTERWARDS = "opinion_afterwards", "监督意见晚于公开"
    NOT_ANSWERED = "not_answered", "异议没有按期答复"
    TOO_EARLY = "too_early", "公示未满就实施"
    OVERDUE = "overdue", "实施超期"
    MATTER_GONE = "matter_gone", "事项已另行处理"
    ENTERED_LATE = "entered_late", "补录"


@dataclass(frozen=True, slots=True)
class Finding:
    """``is_open`` is false for what was made good since: it stays readable."""

    lack: Lack
    text: str
    on: date
    is_open: bool = True
    place: str = ""
    """The code of the step or notice it belongs to, or ``implementation``."""


def findings(state: ProcedureState, on: date) -> tuple[Finding, ...]:
    """Everything found on a day, in the order of the procedure. ``state`` must be that day's."""
    return (
        *_of_meetings(state),
        *_of_due_notices(state, on),
        *(
            found
            for posting in state.postings
            for found in _at(posting.notice.value, _of_posting(state, posting, on))
        ),
        *_at(Phase.IMPLEMENTATION.value, _of_implementation(state, on)),
    )


def of_matter(state: ProcedureState, matter: MatterState) -> tuple[Finding, ...]:
    """R14: the matter was closed or went to another list, and its decision was not ended."""
    gone_on = matter.gone_on
    if gone_on is None or state.decided_on is not None or state.closed_on is not None:
        return ()
    todo = "不再议的请“终止”，写明原因；还要议的，先重新办理事项或者调回清单"
    words = f"{matter.gone_words}，决策还没有终止：{todo}"
    return (Finding(Lack.MATTER_GONE, words, gone_on),)


def _at(place: str, found: Iterator[Finding]) -> Iterator[Finding]:
    return (replace(one, place=place) for one in found)


def _of_meetings(state: ProcedureState) -> Iterator[Finding]:
    for one in state.meetings:
        yield from _at(one.step.value, _of_meeting(state, one))
    for each in state.overrides:
        words = f"{short_date(each.on)}改由{each.body.label}决定：{each.reason}"
        yield Finding(Lack.OTHER_BODY, words, each.on, place=Step.RESOLUTION.value)


def _of_meeting(state: ProcedureState, one: Held) -> Iterator[Finding]:
    what = f"{short_date(one.on)}{one.step.label}"
    needed = state.rules.bodies[one.body].notice_days
    called = one.fact.day("notified_on")
    if called is not None and (days := (one.on - called).days) < needed:
        words = f"{what}提前 {days} 天通知，应提前 {needed} 天"
        yield Finding(Lack.CALLED_LATE, words, one.on)
    roll, expected = one.fact.data.get("roll"), one.votes.expected
    if roll is not None and roll != expected:
        reason = one.fact.data.get("reason") or "没有写原因"
        words = f"{what}应到 {expected}，名单上 {roll}：{reason}"
        yield Finding(Lack.OTHER_COUNT, words, one.on)
    yield from _entered_late(state, one.fact, what)


def is_entered_late(state: ProcedureState, fact: ProcedureFact) -> bool:
    """R29: entered more than the rules' days after it happened (补录)."""
    entered = fact.entered_on or fact.on
    return (entered - fact.on).days > state.rules.late_entry_days


def _entered_late(state: ProcedureState, fact: ProcedureFact, what: str) -> Iterator[Finding]:
    if is_entered_late(state, fact):
        entered = fact.entered_on or fact.on
        words = f"{what}在 {short_date(entered)}录入，晚 {(entered - fact.on).days} 天（补录）"
        yield Finding(Lack.ENTERED_LATE, words, fact.on, is_open=False)


def notice_due(state: ProcedureState, notice: Notice) -> date | None:
    """R31: until when a notice has to hang, from the day of what it tells; none before that."""
    done = state.implementation.accepted_on if state.implementation else None
    told = state.decided_on if notice is Notice.RESOLUTION_NOTICE else done
    if told is None or notice is Notice.PROGRESS_NOTICE:
        return None
    return told + timedelta(days=state.rules.event.days)


def _of_due_notices(state: ProcedureState, on: date) -> Iterator[Finding]:
    for notice in (Notice.RESOLUTION_NOTICE, Notice.OUTCOME_NOTICE):
        due, posted = notice_due(state, notice), state.posted(notice)
        if due is None:
            continue
        term = f"应在 {short_date(due)}以前（{state.rules.event.days} 天内）"
        if posted and posted[0].from_on > due:
            days = (posted[0].from_on - due).days
            words = f"{notice.label}在 {short_date(posted[0].from_on)}，{term}，迟 {days} 天"
            yield Finding(Lack.POSTED_LATE, words, posted[0].from_on, place=notice.value)
        elif not posted and on > due:
            words = f"{notice.label}{term}，已超 {(on - due).days} 天"
            yield Finding(Lack.NOT_POSTED, words, due, place=notice.value)


def _of_posting(state: ProcedureState, posting: Posting, on: date) -> Iterator[Finding]:
    what = f"{short_date(posting.from_on)}张贴的{posting.notice.label}"
    yield from _of_its_length(state, posting, on, what)
    yield from _entered_late(state, posting.fact, what)
    opinions = [one.on for one in state.opinions if one.notice is posting.notice]
    if not opinions:
        yield Finding(Lack.NO_OPINION, f"{what}没有村务监督委员会的意见", posting.from_on)
    elif min(opinions) > posting.from_on:
        words = f"{what}，监督意见在 {short_date(min(opinions))}，应在公开以前"
        yield Finding(Lack.OPINION_AFTERWARDS, words, posting.from_on)
    for one in posting.objections:
        due = one.on + timedelta(days=state.rules.objection.days)
        said = f"{one.by} {short_date(one.on)}的异议"
        if one.answered_on is None and on > due:
            words = f"{said}应在 {short_date(due)}以前答复，已超 {(on - due).days} 天"
            yield Finding(Lack.NOT_ANSWERED, words, one.on)
        elif one.answered_on is not None and one.answered_on > due:
            words = f"{said}在 {short_date(one.answered_on)}答复，应在 {short_date(due)}以前"
            yield Finding(Lack.NOT_ANSWERED, words, one.on, is_open=False)


def _of_its_length(
    state: ProcedureState, posting: Posting, on: date, what: str
) -> Iterator[Finding]:
    needed, hung = state.rules.posting.days, posting.hung_days
    again = [
        one
        for one in state.postings
        if one.notice is posting.notice
        and one.round == posting.round
        and one.from_on >= posting.from_on
        and one.hung_days >= needed
    ]
    cured = f"，已在 {short_date(again[0].from_on)}重新公示" if again else "，应重新公示"
    if posting.taken_down_on is not None and posting.taken_down_on < posting.until_on:
        until = short_date(posting.until_on)
        words = f"{what}应贴到 {until}，{short_date(posting.taken_down_on)}就撤下"
        is_short = hung < needed
        yield Finding(
            Lack.TAKEN_DOWN_EARLY,
            words + (cured if is_short else ""),
            posting.taken_down_on,
            is_open=is_short and not again,
        )
    if hung < needed:
        words = f"{what}只有 {hung} 天，应不少于 {needed} 天{cured}"
        yield Finding(Lack.TOO_SHORT, words, posting.from_on, is_open=not again)
    if posting.taken_down_on is None and on > posting.until_on:
        words = f"{what}到 {short_date(posting.until_on)}期满，还没有登记撤下"
        yield Finding(Lack.STILL_HANGING, words, posting.until_on)


def _of_implementation(state: ProcedureState, on: date) -> Iterator[Finding]:
    now = state.implementation
    if now is None:
        return
    first = state.posted(Notice.RESOLUTION_NOTICE)[:1]
    full = [one.from_on + timedelta(days=state.rules.posting.days) for one in first]
    if full and now.began_on < full[0]:
        words = f"{short_date(now.began_on)}开始实施，决议公示到 {short_date(full[0])}才满期"
        yield Finding(Lack.TOO_EARLY, words, now.began_on)
    end = now.accepted_on or on
    if end > now.due_on:
        days = (end - now.due_on).days
        done = f"{short_date(now.accepted_on)}验收" if now.accepted_on else "还没有验收"
        words = f"应在 {short_date(now.due_on)}完成，{done}，超 {days} 天"
        yield Finding(Lack.OVERDUE, words, now.due_on, is_open=now.accepted_on is None)


# -- what the rules ask, and where it stands --------------------------------------------------


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing the rules ask, who says so, and how it stands; ``is_met`` is None before its
    time."""

    what: str
    source: str
    stands: str
    is_met: bool | None = None
    place: str = ""
    """As in ``Finding``; empty for what is asked of the whole."""


def demands(
    state: ProcedureState, on: date, authorisations: Iterable[Authorisation] = ()
) -> tuple[Demand, ...]:
    """R14, R30, R31: what is asked of this decision, in order, and where each stands on a day.

    ``authorisations`` are those the villagers gave to their representatives.
    """
    found = findings(state, on)
    return (
        replace(_competence(state), place=Step.RESOLUTION.value),
        *_at_resolution(_authority(state, on, authorisations)),
        *(
            replace(_of_step(state, step), place=step.value)
            for step in STEPS
            if step in state.rules.steps()
        ),
        *(replace(_of_notice(state, one, found), place=one.value) for one in Notice),
        _of_objections(state, found),
    )


def _competence(state: ProcedureState) -> Demand:
    kind = state.rules.type_of(state.type_code)
    names = _either(tuple(body.label for body in kind.competent))
    held = state.round.passed(Step.RESOLUTION)
    if held is None:
        return Demand(f"由{names}作出决议。{kind.note}", kind.source, "还没有决议")
    fits = held.body in kind.competent
    stands = f"由{held.body.label}决议" + ("" if fits else "（已写明原因）")
    return Demand(f"由{names}作出决议。{kind.note}", kind.source, stands, fits)


def _at_resolution(asked: Iterator[Demand]) -> Iterator[Demand]:
    return (replace(one, place=Step.RESOLUTION.value) for one in asked)


def authority_of(
    state: ProcedureState, authorisations: Iterable[Authorisation]
) -> Authorisation | None:
    """R30: the villagers' leave by which the resolution was made; none where none was needed."""
    held = state.round.passed(Step.RESOLUTION)
    needed = held is not None and _needs_authority(state)
    return authority_on(authorisations, held.on) if held and needed else None


def _needs_authority(state: ProcedureState) -> bool:
    kind, held = state.rules.type_of(state.type_code), state.round.passed(Step.RESOLUTION)
    may_decide = {held.body} if held else set(kind.competent)
    return kind.needs_authority and bool(may_decide & AUTHORISED)


def _authority(
    state: ProcedureState, on: date, authorisations: Iterable[Authorisation]
) -> Iterator[Demand]:
    """村民委员会组织法 art. 24: asked until another body than the representatives decided."""
    if not _needs_authority(state):
        return
    kind, held = state.rules.type_of(state.type_code), state.round.passed(Step.RESOLUTION)
    given = authority_on(authorisations, held.on if held else on)
    stands = given.words if given else "还没有登记村民会议的授权"
    is_met = True if given else (False if held else None)
    yield Demand("村民代表会议作决议，须有村民会议授权", kind.source, stands, is_met)


def _either(names: tuple[str, ...]) -> str:
    """甲、乙或者丙."""
    *first, last = names
    return f"{'、'.join(first)}或者{last}" if first else last


def _of_step(state: ProcedureState, step: Step) -> Demand:
    bodies = state.rules.bodies_for(step, state.type_code)
    last = next((one for one in reversed(state.round.meetings) if one.step is step), None)
    body = last.body if last else bodies[0]
    rule = state.rules.bodies[body]
    vote = state.rules.type_of(state.type_code).vote if step is Step.RESOLUTION else None
    shown = rule if vote is None else replace(rule, vote=vote)
    what = f"{step.label}：{body.label}，{shown.quorum_words}，{shown.majority_words}"
    if rule.notice_days:
        what += f"，提前 {rule.notice_days} 天通知"
    source = "；".join(dict.fromkeys((rule.sources["quorum"], rule.sources["majority"])))
    if last is None:
        return Demand(what, source, "还没有开会")
    return Demand(what, source, f"{short_date(last.on)}：{last.verdict.words}", last.passed)


def _of_notice(state: ProcedureState, notice: Notice, found: tuple[Finding, ...]) -> Demand:
    days = state.rules.posting.days
    what = f"{notice.label}：先有监督意见，张贴不少于 {days} 天"
    posted = state.latest(notice)
    if posted is None:
        return Demand(what, state.rules.posting.source, "还没有张贴")
    until = posted.taken_down_on or posted.until_on
    stands = f"{short_date(posted.from_on)}至{short_date(until)}，张贴于{posted.where}"
    lacks = (Lack.TOO_SHORT, Lack.NO_OPINION, Lack.OPINION_AFTERWARDS, Lack.TAKEN_DOWN_EARLY)
    bad = any(one.is_open and one.lack in lacks and notice.label in one.text for one in found)
    return Demand(what, state.rules.posting.source, stands, not bad)


def _of_objections(state: ProcedureState, found: tuple[Finding, ...]) -> Demand:
    what = f"对异议在 {state.rules.objection.days} 天内答复"
    every = [one for posting in state.postings for one in posting.objections]
    late = any(one.lack is Lack.NOT_ANSWERED for one in found)
    answered = sum(one.answer is not None for one in every)
    stands = f"异议 {len(every)} 条，已答复 {answered} 条" if every else "没有异议"
    is_met = False if late else True if every and answered == len(every) else None
    return Demand(what, state.rules.objection.source, stands, is_met)
