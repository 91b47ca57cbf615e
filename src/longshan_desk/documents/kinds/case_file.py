"""P12 卷宗: cover and contents of one decision's papers, bound in the order they came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from longshan_desk.documents.kinds import case_meetings, case_notices, decision_register
from longshan_desk.documents.kinds.case_words import notice_days, tag, tagged
from longshan_desk.documents.kinds.wording import (
    FORM_WIDTH,
    day_words,
    pair,
    sentence,
    short_day,
    unended,
)
from longshan_desk.documents.model import (
    Align,
    Block,
    Cell,
    Gap,
    Heading,
    Paper,
    Part,
    Row,
    Table,
    Title,
    head,
    words,
)
from longshan_desk.documents.pages import FORM, OFFICIAL, Page
from longshan_desk.documents.procedure_facts import CaseFacts, CaseNotice
from longshan_desk.documents.wording import paper_wording, title_phrase
from longshan_desk.domain.calendar import chinese_date
from longshan_desk.domain.procedure_labels import Step

NAME = "四议两公开卷宗"
COVER = "卷宗封面"
COVER_WORDING = paper_wording(title_phrase("“四议两公开”｜卷　　宗"))
_BUILDERS = {
    Step.PROPOSAL: case_meetings.build_proposal,
    Step.CONSULTATION: case_meetings.build_consultation,
    Step.DELIBERATION: case_meetings.build_deliberation,
    Step.RESOLUTION: case_meetings.build_resolution,
}
_HEADS = ("序号", "题名", "责任者", "日期", "页次", "备注")
_AUTHORS = {
    "proposal": "村党支部",
    "consultation": "村“两委”",
    "deliberation": "党员大会",
    "resolution": "村民代表会议",
}


def build(facts: CaseFacts) -> tuple[Paper, ...]:
    """The whole case as one volume: cover, contents, then its papers numbered through."""
    body = _body(facts)
    blocks = [*_cover(facts), Part(_plain(FORM)), *_contents(facts, body)]
    for paper, _ in body:
        blocks += [Part(paper.page), *paper.blocks]
    return (Paper("case_file", tagged(facts, NAME), tuple(blocks), _plain(OFFICIAL)),)


def build_cover(facts: CaseFacts) -> tuple[Paper, ...]:
    cover = tuple(_cover(facts))
    return (Paper("case_cover", tagged(facts, COVER), cover, _plain(OFFICIAL)),)


def _plain(page: Page) -> Page:
    return replace(page, numbered=False)


def _cover(facts: CaseFacts) -> list[Block]:
    say = COVER_WORDING.said(facts.wording, facts.office.values)
    rows = [
        pair("事项名称", unended(facts.subject), height=16),
        pair("事项编号", facts.number),
        pair("事项类别", facts.type_label),
        pair("起止日期", _period(facts)),
        pair("立卷单位", f"{facts.office.branch}\n{facts.office.committee}", height=16),
        pair("立 卷 人", ""),
        pair("检 查 人", ""),
        pair("保管期限", ""),
    ]
    return [
        Gap(4),
        Title((facts.office.place,), size=28),
        Gap(),
        say.title(size=36),
        Gap(3),
        Table((32, 50, 32, 51), tuple(rows)),
    ]


def _period(facts: CaseFacts) -> str:
    start = facts.began_on or next((one.on for one in facts.meetings if one.on), None)
    return f"{day_words(start)}至{day_words(facts.closed_on)}" if start else ""


def _body(facts: CaseFacts) -> list[tuple[Paper, date | None]]:
    """The papers of the case in their order, each with its day: what has not come about yet is
    left out."""
    found: list[tuple[Paper, date | None]] = [(decision_register.build(facts)[0], None)]
    for step in Step:
        found += _of_step(facts, step)
    if facts.resolution_notice:
        found += zip(
            case_notices.build_resolution(facts), [facts.resolution_notice.posted_from], strict=True
        )
    days = [one.posted_from for one in facts.progress_notices]
    found += zip(case_notices.build_progress(facts) if days else (), days, strict=True)
    if facts.outcome_notice:
        found += zip(
            case_notices.build_outcome(facts), [facts.outcome_notice.posted_from], strict=True
        )
    record = _disclosure_record(facts)
    return [*found, (record, None)] if record else found


def _of_step(facts: CaseFacts, step: Step) -> Iterator[tuple[Paper, date | None]]:
    """提议书 and 决议 bear the day of the meeting that decided, each record that of its own."""
    days = [one.on for one in facts.held(step)]
    papers = _BUILDERS[step](facts) if days else ()
    before = len(papers) - len(days)
    return zip(papers, [*days[-1:] * before, *days], strict=True)


def _contents(facts: CaseFacts, papers: Sequence[tuple[Paper, date | None]]) -> list[Block]:
    """卷内目录: each paper with the page of the volume on which it begins."""
    rows = [
        Row(
            (
                Cell(str(number), align=Align.CENTER),
                Cell(paper.name.removesuffix(tag(facts)).strip()),
                Cell(_AUTHORS.get(paper.kind, "村党支部、村委会")),
                Cell(short_day(day), align=Align.CENTER),
                Cell(align=Align.CENTER, part=number + 1),
                Cell(),
            ),
            height=9,
        )
        for number, (paper, day) in enumerate(papers, 1)
    ]
    table = Table((13, FORM_WIDTH - 108, 37, 26, 14, 18), (head(*_HEADS), *rows))
    notes = [f"决策依据：{facts.rules}"] if facts.rules else []
    notes += [f"决议授权：{sentence(facts.authority)}"] if facts.authority else []
    notes += [f"说明：{sentence(facts.override)}"] if facts.override else []
    gap: list[Block] = [Gap(0.5)] if notes else []
    return [Title(("卷内目录",)), Gap(0.5), table, *gap, *(words(one, indent=0) for one in notes)]


def _disclosure_record(facts: CaseFacts) -> Paper | None:
    """When and where each notice hung, and every objection with its answer."""
    posted = [("决议公告", facts.resolution_notice)]
    posted += [("实施进展公告", one) for one in facts.progress_notices]
    posted += [("实施结果公告", facts.outcome_notice)]
    shown = [(name, one) for name, one in posted if one and one.posted_from]
    if not shown:
        return None
    blocks: list[Block] = [Title(("公开情况记录",)), Gap(0.5)]
    for name, notice in shown:
        blocks += [Heading(1, name), *_hung(notice)]
    return Paper("disclosure_record", tagged(facts, "公开情况记录"), tuple(blocks), FORM)


def _hung(notice: CaseNotice) -> list[Block]:
    found: list[Block] = [words(f"公开时间：{notice_days(notice)}。")]
    if notice.place:
        found.append(words(f"公开地点：{notice.place}。"))
    if notice.photos:
        found.append(words(f"张贴照片：{notice.photos}张，存于电子档案。"))
    if notice.opinion:
        by = f"（{notice.opinion_by}）" if notice.opinion_by else ""
        found.append(words(f"监督意见{by}：{sentence(notice.opinion)}"))
    if not notice.objections:
        found.append(words("公示期内没有收到异议。"))
    for number, one in enumerate(notice.objections, 1):
        found.append(words(f"异议{number}：{chinese_date(one.on)}，{one.by}：{sentence(one.text)}"))
        answered = f"{chinese_date(one.answered_on)}答复" if one.answered_on else "答复"
        found.append(words(f"{answered}：{sentence(one.answer)}" if one.answer else "还没有答复。"))
    return found
