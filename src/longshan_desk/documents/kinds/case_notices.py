"""P11 决议公告 · 进展公告 · 实施结果公告: what is posted for all to read."""

from __future__ import annotations

from datetime import date

from longshan_desk.documents.kinds.case_words import result_words
from longshan_desk.documents.kinds.figures import percent, yuan
from longshan_desk.documents.kinds.wording import BLANK, BLANK_DAY, day_words, sentence, unended
from longshan_desk.documents.model import Block, Gap, Heading, Paper, Signature, Title, words
from longshan_desk.documents.pages import OFFICIAL, Page
from longshan_desk.documents.procedure_facts import CaseFacts, CaseMeeting, CaseNotice, CaseStep
from longshan_desk.domain.calendar import chinese_date

RESOLUTION = "决议公告"
PROGRESS = "实施进展公告"
OUTCOME = "实施结果公告"


def build_resolution(facts: CaseFacts, page: Page = OFFICIAL) -> tuple[Paper, ...]:
    held = facts.last(CaseStep.RESOLUTION)
    notice = facts.resolution_notice or CaseNotice()
    decided = notice.text or held.text
    override = [words(f"说明：{sentence(facts.override)}")] if facts.override else []
    blocks: list[Block] = [
        *_opening(facts, "决议公告"),
        words(_course(facts, held)),
        *_votes(held),
        Heading(1, "决议内容"),
        words(sentence(decided)) if decided else Gap(5),
        *override,
        *_ending(facts, notice),
    ]
    return (_paper("resolution_notice", RESOLUTION, facts, blocks, page),)


def build_progress(facts: CaseFacts, page: Page = OFFICIAL) -> tuple[Paper, ...]:
    """Every progress notice there is, or the form for one."""
    notices = facts.progress_notices or (CaseNotice(),)
    return tuple(_progress(facts, one, place, page) for place, one in enumerate(notices, 1))


def _progress(facts: CaseFacts, notice: CaseNotice, place: int, page: Page) -> Paper:
    until = notice.posted_from or date.max
    told: list[Block] = [
        words(f"{chinese_date(one.on)}：{sentence(one.text)}")
        for one in facts.progress
        if one.on <= until
    ]
    blocks: list[Block] = [
        *_opening(facts, "实施进展公告"),
        words(f"{_decided_words(facts)}现将实施进展公告如下："),
        *([words(sentence(notice.text))] if notice.text else told or [Gap(6)]),
        *_ending(facts, notice),
    ]
    which = f"（第{place}次）" if len(facts.progress_notices) > 1 else ""
    return _paper("progress_notice", f"{PROGRESS}{which}", facts, blocks, page)


def build_outcome(facts: CaseFacts, page: Page = OFFICIAL) -> tuple[Paper, ...]:
    notice = facts.outcome_notice or CaseNotice()
    lines = (notice.text or result_words(facts)).split("\n")
    told: list[Block] = [words(line) for line in lines if line]
    spent = (
        [words(f"资金使用：共支出{yuan(facts.spent)}。")]
        if notice.text and facts.spent is not None
        else []
    )
    blocks: list[Block] = [
        *_opening(facts, "实施结果公告"),
        words(f"{_decided_words(facts)}现已实施，将结果公告如下："),
        *(told or [Gap(6)]),
        *spent,
        *_ending(facts, notice),
    ]
    return (_paper("outcome_notice", OUTCOME, facts, blocks, page),)


def _opening(facts: CaseFacts, kind: str) -> list[Block]:
    subject = unended(facts.subject) or BLANK * 2
    return [
        Title(("关于", subject, f"的{kind}")),
        Gap(),
        words("全体村民：" if not facts.office.is_community else "全体居民：", indent=0),
    ]


def _course(facts: CaseFacts, held: CaseMeeting) -> str:
    subject = unended(facts.subject) or BLANK * 2
    body = held.body or "村民代表会议"
    place = f"在{held.place}" if held.place else ""
    return (
        f"“{subject}”经村党支部提议、村“两委”会议商议、党员大会审议，"
        f"{day_words(held.on)}{place}召开{body}，形成决议，现予公告。"
    )


def _votes(held: CaseMeeting) -> list[Block]:
    """应到 and 实到 by kind of people, then each answer's votes and share of those present."""
    if held.expected is None or held.present is None or held.in_favour is None:
        return [
            words("会议应到　　人，实到　　人，符合法定人数。"),
            words("表决结果：同意　　票，占　　%；反对　　票，占　　%；弃权　　票，占　　%。"),
        ]
    kinds = "，".join(f"{one.label}应到{one.expected}人、实到{one.present}人"
                     for one in held.counts)  # fmt: skip
    more = f"（其中{kinds}）" if kinds else ""
    answers = (("同意", held.in_favour), ("反对", held.against), ("弃权", held.abstained))
    said = "；".join(
        f"{name}{count or 0}票，占到会人数的{percent(count or 0, held.present)}"
        for name, count in answers
    )
    return [
        words(
            f"会议应到{held.expected}人，实到{held.present}人{more}，"
            f"占应到人数的{percent(held.present, held.expected)}。"
        ),
        words(f"表决结果（{held.form or '表决'}）：{said}。{_conclusion(held)}"),
    ]


def _conclusion(held: CaseMeeting) -> str:
    return {True: "决议通过。", False: "决议未通过。", None: ""}[held.passed]


def _decided_words(facts: CaseFacts) -> str:
    held = facts.last(CaseStep.RESOLUTION)
    subject = unended(facts.subject) or BLANK * 2
    body = held.body or "村民代表会议"
    return f"“{subject}”经{day_words(held.on)}{body}决议通过，"


def _ending(facts: CaseFacts, notice: CaseNotice) -> list[Block]:
    start = day_words(notice.posted_from) if notice.posted_from else BLANK_DAY
    until = day_words(notice.posted_until) if notice.posted_until else BLANK_DAY
    phone = facts.supervision_phone or BLANK * 2
    asked = "对公告内容有异议的，请在公示期内向村务监督委员会或者村党支部提出，三日内答复。"
    opinion = f"村务监督委员会意见：{sentence(notice.opinion)}" if notice.opinion else ""
    return [
        words(f"公示时间：{start}至{until}。"),
        words(asked),
        words(f"监督电话：{phone}"),
        *([words(opinion)] if opinion else []),
        Gap(),
        Signature((facts.office.branch, facts.office.committee), start),
    ]


def _paper(kind: str, title: str, facts: CaseFacts, blocks: list[Block], page: Page) -> Paper:
    name = f"{title} {facts.number or unended(facts.subject)}".strip()
    return Paper(kind, name, tuple(blocks), page)
