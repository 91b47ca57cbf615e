"""P11 决议公告 · 进展公告 · 实施结果公告: what is posted for all to read."""

from __future__ import annotations

from datetime import date

from longshan_desk.documents.kinds.case_words import case_values, result_words, spent_words, tagged
from longshan_desk.documents.kinds.figures import percent
from longshan_desk.documents.kinds.wording import BLANK_DAY, day_words, sentence
from longshan_desk.documents.model import Block, Gap, Heading, Paper, Signature, words
from longshan_desk.documents.pages import OFFICIAL, Page
from longshan_desk.documents.procedure_facts import CaseFacts, CaseMeeting, CaseNotice
from longshan_desk.documents.wording import (
    Phrase,
    Saying,
    Wording,
    paper_wording,
    signature_phrase,
    title_phrase,
)
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.procedure_labels import Step

RESOLUTION = "决议公告"
PROGRESS = "实施进展公告"
OUTCOME = "实施结果公告"


def _wording(kind: str, opening: str) -> Wording:
    return paper_wording(
        title_phrase(f"关于｜{{事项}}的{kind}"),
        Phrase("addressee", "主送", "全体{村民或居民}："),
        Phrase("opening", "开头", opening),
        Phrase(
            "objections",
            "异议",
            "对公告内容有异议的，请在公示期内向村务监督委员会或者村党支部提出，{答复天数}日内答复。",
        ),
        Phrase("phone", "监督电话", "监督电话：{监督电话}"),
        signature_phrase(),
        own=(
            ("事项", "硬化村部至三组道路"),
            ("会议", "村民代表会议"),
            ("会议日期", "2022年4月15日"),
            ("开会地点", "在村部"),
            ("村民或居民", "村民"),
            ("答复天数", "3"),
        ),
    )


_DECIDED = "“{事项}”经{会议日期}{会议}决议通过，"
RESOLUTION_WORDING = _wording(
    RESOLUTION,
    "“{事项}”经村党支部提议、村“两委”会议商议、党员大会审议，"
    "{会议日期}{开会地点}召开{会议}，形成决议，现予公告。",
)
PROGRESS_WORDING = _wording(PROGRESS, f"{_DECIDED}现将实施进展公告如下：")
OUTCOME_WORDING = _wording(OUTCOME, f"{_DECIDED}现已实施，将结果公告如下：")


def build_resolution(facts: CaseFacts, page: Page = OFFICIAL) -> tuple[Paper, ...]:
    held = facts.last(Step.RESOLUTION)
    notice = facts.resolution_notice or CaseNotice()
    decided = notice.text or held.decided
    override = [words(f"说明：{sentence(facts.override)}")] if facts.override else []
    blocks: list[Block] = [
        *_votes(held),
        Heading(1, "决议内容"),
        words(sentence(decided)) if decided else Gap(5),
        *override,
    ]
    paper = _paper("resolution_notice", RESOLUTION, RESOLUTION_WORDING, facts, notice, blocks, page)
    return (paper,)


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
    if notice.text:
        told = [words(sentence(notice.text))]
    which = f"（第{place}次）" if len(facts.progress_notices) > 1 else ""
    name = f"{PROGRESS}{which}"
    return _paper("progress_notice", name, PROGRESS_WORDING, facts, notice, told or [Gap(6)], page)


def build_outcome(facts: CaseFacts, page: Page = OFFICIAL) -> tuple[Paper, ...]:
    notice = facts.outcome_notice or CaseNotice()
    lines = (notice.text or result_words(facts)).split("\n")
    told: list[Block] = [words(line) for line in lines if line]
    if notice.text and facts.spent is not None:
        told.append(
            words(f"资金使用：{'共支出' if facts.spent else ''}{spent_words(facts.spent)}。")
        )
    paper = _paper(
        "outcome_notice", OUTCOME, OUTCOME_WORDING, facts, notice, told or [Gap(6)], page
    )
    return (paper,)


def _paper(
    kind: str, name: str, wording: Wording, facts: CaseFacts, notice: CaseNotice,
    told: list[Block], page: Page,
) -> Paper:  # fmt: skip
    held = facts.last(Step.RESOLUTION)
    say = wording.said(facts.wording, case_values(facts, held))
    blocks = [
        say.title(),
        Gap(),
        *say.paragraphs("addressee", indent=0),
        *say.paragraphs("opening"),
        *told,
        *_ending(say, notice),
    ]
    return Paper(kind, tagged(facts, name), tuple(blocks), page)


def _ending(say: Saying, notice: CaseNotice) -> list[Block]:
    start = day_words(notice.posted_from) if notice.posted_from else BLANK_DAY
    until = day_words(notice.posted_until) if notice.posted_until else BLANK_DAY
    opinion = f"村务监督委员会意见：{sentence(notice.opinion)}" if notice.opinion else ""
    return [
        words(f"公示时间：{start}至{until}。"),
        *say.paragraphs("objections"),
        *say.paragraphs("phone"),
        *([words(opinion)] if opinion else []),
        Gap(),
        Signature(say.lines("signature"), start),
    ]


def _votes(held: CaseMeeting) -> list[Block]:
    """应到 and 实到 by kind of people, then each answer's votes and share of those present."""
    if held.expected is None or held.present is None or held.in_favour is None:
        return [
            words("会议应到　　人，实到　　人，符合法定人数。"),
            words("表决结果：同意　　票，占　　%；反对　　票，占　　%；弃权　　票，占　　%。"),
        ]
    kinds = "，".join(
        f"{one.label}应到{one.expected}人、实到{one.present}人" for one in held.counts
    )
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
        words(f"表决结果（{held.form.label if held.form else '表决'}）：{said}。{_end(held)}"),
    ]


def _end(held: CaseMeeting) -> str:
    return {True: "决议通过。", False: "决议未通过。", None: ""}[held.passed]
