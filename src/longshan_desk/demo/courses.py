"""What becomes of matters: each course is one way of handling them, taken day by day."""

from __future__ import annotations

from datetime import timedelta

from longshan_desk.demo.agenda import Course
from longshan_desk.demo.cases import Case
from longshan_desk.domain.labels import (
    Act,
    Answer,
    LetterWay,
    Outcome,
    PetitionOpinion,
)

_NOT_REACHED = "电话关机，家里没人，邻居说去了外地。"
_PUT_OFF = ("连着下雨，没法施工。", "配件要从县上调，晚几天到。", "群众正收麦，等收完再干。")
_IDLE_WORDS = ("又去看了一次，和反映人说了办到哪一步。", "催了承办单位，答应尽快。", "材料补齐了。")


def assigned(case: Case) -> Course:
    """R13: a person and a deadline, and how it usually goes."""
    kind = case.rng.choices(("on_time", "late", "put_off", "handed_on"), (76, 11, 8, 5))[0]
    yield case.rng.randint(2, 4)
    yield from work(case)
    if kind == "put_off":
        yield case.rng.randint(1, 3)
        assert case.due is not None
        due = max(case.due, case.today) + timedelta(days=case.rng.randint(5, 9))
        case.assign(case.responsible, due, case.rng.choice(_PUT_OFF))
    elif kind == "handed_on":
        yield 1
        other = case.village.somebody_else(case.responsible)
        due = case.in_days(case.rng.randint(6, 10))
        case.assign(other, due, "原承办人外出学习，改由他人办理。")
    assert case.due is not None
    left = (case.due - case.today).days
    yield max(1, left + case.rng.randint(1, 6) if kind == "late" else left - case.rng.randint(0, 3))
    yield from solved(case)


def work(case: Case) -> Course:
    """The notes of progress; now and then one is entered days later (R29)."""
    for text in case.said.steps or (case.rng.choice(_IDLE_WORDS),):
        happened = case.today
        if case.rng.random() < 0.05:
            yield case.rng.randint(4, 7)
        case.progress(text, on=happened)
        yield case.rng.randint(1, 4)


def solved(case: Case) -> Course:
    """办理完毕, then telling the villager, then 销号 (R41)."""
    happened = case.today
    if case.rng.random() < 0.03:
        yield case.rng.randint(4, 6)
    case.close(Outcome.SOLVED, case.said.result, on=happened)
    yield from finished(case)


def finished(case: Case, answer: Answer | None = None) -> Course:
    """Telling and 销号; who is dissatisfied is worked for once more (R45)."""
    yield case.rng.choices((0, 1, 2, 3), (30, 34, 22, 14))[0]
    if answer is None and case.rng.random() < 0.04:
        yield from _unreachable(case)
    elif case.feedback(answer) is Answer.DISSATISFIED:
        yield from _once_more(case)
        return
    yield case.rng.choice((0, 0, 1, 2))
    case.cancel_off()


def _unreachable(case: Case) -> Course:
    """R45: three tries on three days."""
    for last in (False, False, True):
        case.cannot_reach(_NOT_REACHED, gives_up=last)
        yield 1 if last else case.rng.randint(1, 2)


def _once_more(case: Case) -> Course:
    yield case.rng.randint(1, 3)
    case.reopen("反映人不满意，说只做了一半。")
    yield 1
    case.assign(case.responsible or case.village.officers.director, case.in_days(8), "重新办理")
    yield case.rng.randint(2, 6)
    case.progress("把上回没做完的补上，请反映人到场看。")
    yield 1
    case.close(Outcome.SOLVED, case.said.result or "按反映人的意见重新处理好。")
    yield from finished(case, Answer.SATISFIED)


def settled(case: Case) -> Course:
    """R13: 当场解决 at the committees' meeting; only the telling is left."""
    yield from finished(case)


def explained(case: Case) -> Course:
    """R17: told by the explanation itself."""
    yield case.rng.randint(1, 3)
    case.cancel_off()


def promised(case: Case) -> Course:
    """R16: stays open, with notes, until it is done."""
    assert case.due is not None
    while (case.due - case.today).days > 14:
        yield case.rng.randint(8, 13)
        case.progress(case.rng.choice((case.said.measures, *_IDLE_WORDS)))
    yield max(1, (case.due - case.today).days - case.rng.randint(0, 4))
    case.close(Outcome.SOLVED, case.said.result)
    yield from finished(case)


def reported(case: Case) -> Course:
    """R15, R44: the township telephones, a letter comes, the village tells its people."""
    yield case.rng.randint(6, 16)
    case.step(Act.NOTE, case.said.reply, way=LetterWay.TELEPHONE.value)
    yield case.rng.randint(6, 30)
    letter = f"镇党委批复：同意协调办理。{case.said.reply}"
    case.step(Act.NOTE, letter, way=LetterWay.LETTER.value, number=f"第{case.rng.randint(3, 90)}号")
    yield case.rng.randint(3, 25)
    if case.said.is_limited and case.said.reason:
        case.explain()
        yield from explained(case)
    elif case.said.can_be_settled and case.rng.random() < 0.55:
        yield from solved(case)
    else:
        case.close(Outcome.HANDED_UP, case.said.reply)
        yield from finished(case)


def petition(case: Case) -> Course:
    """R28: its own clocks beside the village's."""
    yield case.rng.randint(1, 6)
    case.step(Act.INFORM, "已书面告知受理。")
    yield from work(case)
    if "extended" in case.tags:
        yield case.rng.randint(5, 8)
        case.step(Act.EXTEND, "情况复杂，要请上级测量。", approved_by="镇党委书记")
        yield case.rng.randint(5, 9)
        case.progress("上级派人测量，结果已经送来。")
    yield case.rng.randint(3, 9)
    if "refused" in case.tags:
        yield from _refused(case)
        return
    opinion = case.rng.choice((PetitionOpinion.SUPPORTED, PetitionOpinion.EXPLAINED))
    case.step(Act.REPLY, case.said.result, opinion=opinion.value, basis=case.said.basis)
    yield 1
    case.close(Outcome.SOLVED, case.said.result)
    yield from finished(case)


def _refused(case: Case) -> Course:
    """R28: 不支持, and the review that was asked for."""
    text, opinion = "经核查，诉求没有依据。", PetitionOpinion.NOT_SUPPORTED
    case.step(Act.REPLY, text, opinion=opinion.value, basis=case.said.basis)
    yield 1
    case.close(Outcome.SOLVED, text)
    yield 1
    case.feedback(Answer.DISSATISFIED)
    yield 4
    case.step(Act.REVIEW, "反映人申请复查。")
    yield 20
    case.feedback(Answer.BASICALLY_SATISFIED)
    yield 1
    case.cancel_off()


def to_law(case: Case) -> Course:
    """R45: the way to the body that is competent."""
    yield case.rng.randint(3, 7)
    case.progress(f"和反映人一起理了材料，联系了{case.said.legal}。")
    yield case.rng.randint(2, 6)
    case.close(Outcome.LEGAL_CHANNEL, f"已引导到{case.said.legal}依法办理，材料由村里代送。")
    yield from finished(case)


def withdrawn(case: Case) -> Course:
    yield case.rng.randint(2, 6)
    case.close(Outcome.WITHDRAWN, "反映人说已经自己想办法解决，撤回。")
    yield 1
    case.cancel_off()


def duplicate(case: Case, main: Case) -> Course:
    """R54: waits for its main matter, then its raiser is told too."""
    case.close(Outcome.DUPLICATE, f"与{main.said.summary}是同一件事。", of=main.id)
    while main.closed is None:
        yield 2
    yield 1
    case.feedback(Answer.SATISFIED)
    yield 1
    case.cancel_off()
